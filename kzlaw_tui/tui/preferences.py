"""Settings of the running app: what a person changes is seen at once and written to ``config.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.scrollbar import ScrollBar, ScrollBarRender

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.i18n import UI_LANGS, UiLang
from kzlaw_tui.settings import fixed_by_environment
from kzlaw_tui.tui.glyphs import AsciiSigns
from kzlaw_tui.tui.themes import NAMES, TERMINAL, theme_for

if TYPE_CHECKING:
    from textual.filter import LineFilter

    from kzlaw_tui.tui.app import KzlawApp

Value = bool | str


@dataclass(frozen=True, slots=True)
class Preference:
    """One setting that the app can change: its name in ``config.toml`` and the values it may have, in order."""

    name: str
    values: tuple[Value, ...]
    section: str

    @property
    def slug(self) -> str:
        """Names its messages: ``tui-set-<slug>`` and ``tui-about-<slug>``."""
        return self.name.replace(".", "-")


PREFERENCES: tuple[Preference, ...] = (
    Preference("theme", NAMES, "look"),
    Preference("lang", UI_LANGS, "look"),
    Preference("density", ("normal", "compact"), "look"),
    Preference("motion", (True, False), "look"),
    Preference("glyphs", ("auto", "full", "ascii"), "look"),
    Preference("privacy.history", (True, False), "privacy"),
    Preference("privacy.recent", (True, False), "privacy"),
    Preference("privacy.reopen", (True, False), "privacy"),
)


class WholeCells(ScrollBarRender):
    """A scrollbar without the signs that draw a part of a cell."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8


class Preferences:
    """Reads, applies and saves. Runs on the event loop; a write of the small file takes a few milliseconds."""

    def __init__(self, app: KzlawApp) -> None:
        self._app = app
        self._signs: LineFilter = AsciiSigns(enabled=False)
        app._filters.append(self._signs)

    def value(self, name: str) -> Value:
        """What is set now."""
        found: Any = self._app.assistant.settings
        if name == "lang":
            return self._app.t.lang
        for part in name.split("."):
            found = getattr(found, part)
        return cast(Value, found)

    def apply(self) -> None:
        """Bring the screen to what is set."""
        app, settings = self._app, self._app.assistant.settings
        here = app.terminal
        app.theme = theme_for(settings.theme, few_colours=here.few_colours or here.no_colours)
        app.set_class(settings.density == "compact", "-compact")
        app.animation_level = "full" if settings.motion else "none"
        plain = settings.glyphs == "ascii" or (settings.glyphs == "auto" and here.plain_signs)
        if plain != self._signs.enabled:
            self._signs.enabled = plain
            ScrollBar.renderer = WholeCells if plain else ScrollBarRender
            if app.is_running:
                app.refresh_css(animate=False)

    def limited(self, name: str) -> str:
        """The message id of why a setting is not seen here; empty where it is."""
        if name == "theme" and self._app.theme == TERMINAL.name != self.value("theme"):
            return "tui-set-no-colour" if self._app.terminal.no_colours else "tui-set-few-colours"
        return (
            "tui-set-plain-terminal" if name == "glyphs" and self.value(name) == "auto" and self._signs.enabled else ""
        )

    def change(self, name: str, value: Value) -> None:
        """Set, apply, save. A file that cannot be written is told of; the change then lasts until the app is closed."""
        app = self._app
        *tables, key = name.split(".")
        holder: Any = app.assistant.settings
        for part in tables:
            holder = getattr(holder, part)
        setattr(holder, key, value)
        if name == "lang":
            app.set_language(cast(UiLang, value))
        elif name == "privacy.history":
            app.memory.set_incognito(not value)
        self.apply()
        if name == "density":
            app.relabel()
        try:
            app.assistant.home.change_settings({name: value})
        except KzlawError as error:
            app.say_failure(app.t.error(error))
            return
        if variable := fixed_by_environment(name):
            app.say(app.t("tui-set-environment", variable=variable))

    def step(self, name: str, by: int = 1) -> None:
        """The next value of a setting, or the previous one (-1)."""
        values = next(p.values for p in PREFERENCES if p.name == name)
        now = self.value(name)
        self.change(name, values[(values.index(now) + by) % len(values)] if now in values else values[0])
