"""The full screens of the app, and the actions that show them."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import App
from textual.screen import Screen

from kzlaw_tui.tui.screens.check import CheckScreen
from kzlaw_tui.tui.screens.library import LibraryScreen
from kzlaw_tui.tui.screens.models import ModelsScreen
from kzlaw_tui.tui.screens.quality import QualityScreen
from kzlaw_tui.tui.screens.search import SearchScreen
from kzlaw_tui.tui.screens.sessions import SessionsScreen
from kzlaw_tui.tui.screens.settings import SettingsScreen
from kzlaw_tui.tui.screens.training import TrainingScreen


class Pages(App[int]):
    """An app with these screens; each is made at its first use and stays."""

    SCREENS: ClassVar[dict[str, Callable[[], Screen[None]]]] = {
        "search": SearchScreen,
        "library": LibraryScreen,
        "sessions": SessionsScreen,
        "quality": QualityScreen,
        "settings": SettingsScreen,
        "check": CheckScreen,
        "models": ModelsScreen,
        "training": TrainingScreen,
    }

    def action_search(self) -> None:
        self._show("search", SearchScreen)

    def action_library(self) -> None:
        self._show("library", LibraryScreen)

    def action_quality(self) -> None:
        self._show("quality", QualityScreen)

    def action_settings(self) -> None:
        self._show("settings", SettingsScreen)

    def action_check(self) -> None:
        self._show("check", CheckScreen)

    def action_models(self) -> None:
        self._show("models", ModelsScreen)

    def action_training(self) -> None:
        self._show("training", TrainingScreen)

    def _show(self, name: str, kind: type[Screen[None]]) -> None:
        if not isinstance(self.screen, kind):
            self.go_home()
            self.push_screen(name)

    def go_home(self) -> None:
        """Close every screen above the first."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
