"""Help: every key, from the table of actions."""

from __future__ import annotations

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kzlaw_tui.tui.actions import SCOPES, actions_of
from kzlaw_tui.tui.screens.base import Dialog
from kzlaw_tui.tui.text import plain, styled

COLUMN = 14


class Help(Dialog[None]):
    """All keys, by where they work; those that the focus knows come first."""

    def __init__(self, scopes: list[str]) -> None:
        super().__init__()
        self._scopes = scopes

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(plain(self.t("tui-help-title")), classes="box-title", markup=False)
            with VerticalScroll(id="help"):
                yield Static(self.text(), markup=False)

    def text(self) -> Content:
        """The whole help page."""
        near = [scope for scope in self._scopes if scope in SCOPES and scope != "app"]
        order = [*near, "app", *(s for s in SCOPES if s not in near and s != "app")]
        parts: list[Content] = []
        for scope in order:
            parts.append(styled((self.t(f"tui-scope-{scope}"), "bold $accent")))
            for action in actions_of(scope):  # type: ignore[arg-type]
                if action.keys:
                    keys = action.shown_keys
                    gap = " " * max(COLUMN - cell_len(keys), 2)
                    parts.append(styled((keys, "bold"), gap, self.t(action.long_id)))
            parts.append(Content(""))
        parts.append(styled((self.t("tui-help-layouts"), "$ink-soft")))
        return Content("\n").join(parts)
