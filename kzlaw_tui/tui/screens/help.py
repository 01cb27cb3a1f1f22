"""Help: what can be done where the focus is, then every other key, all from the table of actions."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kzlaw_tui.tui.actions import SCOPES, Scope, actions_of
from kzlaw_tui.tui.screens.base import Dialog
from kzlaw_tui.tui.text import plain, styled

COLUMN = 14


class Help(Dialog[None]):
    """What can be done in the pane with the focus and its keys; below them the keys of the whole app and of other places."""

    def __init__(self, scopes: Sequence[Scope]) -> None:
        super().__init__()
        self._near: list[Scope] = [scope for scope in scopes if scope != "app"]

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(plain(self._title()), classes="box-title", markup=False)
            with VerticalScroll(id="help"):
                yield Static(self.text(), markup=False)

    def _title(self) -> str:
        here: Scope = self._near[0] if self._near else "app"
        return self.t("tui-help-title", where=self.t(f"tui-scope-{here}"))

    def text(self) -> Content:
        """The whole help page."""
        parts: list[Content] = []
        for number, scope in enumerate(self._near):
            if not number:
                parts += [styled(self.t(f"tui-here-{scope}")), Content("")]
            parts += self._keys(scope, titled=bool(number))
        parts += self._keys("app")
        parts += [styled((self.t("tui-help-layouts"), "$ink-soft")), Content("")]
        parts.append(styled((self.t("tui-help-elsewhere"), "$ink-soft")))
        for scope in SCOPES:
            if scope != "app" and scope not in self._near:
                parts += self._keys(scope)
        return Content("\n").join(parts)

    def _keys(self, scope: Scope, *, titled: bool = True) -> list[Content]:
        """The keys of a scope under its name, an empty line after them; nothing where there are none."""
        lines: list[Content] = []
        for action in actions_of(scope):
            if keys := self.kzlaw.keys.shown(action):
                gap = " " * max(COLUMN - cell_len(keys), 2)
                lines.append(styled((keys, "bold"), gap, self.t(action.long_id)))
        if not lines:
            return []
        head = [styled((self.t(f"tui-scope-{scope}"), "bold $accent"))] if titled else []
        return [*head, *lines, Content("")]
