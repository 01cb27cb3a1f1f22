"""Help: what can be done where the focus is, then every other key, all from the table of actions."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kzlaw_tui.tui.actions import SCOPES, Scope, actions_of
from kzlaw_tui.tui.page import wrap
from kzlaw_tui.tui.screens.base import Dialog
from kzlaw_tui.tui.text import plain, styled

COLUMN = 14
WIDE = 1000
"""Cells of a page where nothing wraps."""


class Help(Dialog[None]):
    """What can be done in the pane with the focus and its keys; below them the keys of the whole app and of other places."""

    def __init__(self, scopes: Sequence[Scope]) -> None:
        super().__init__()
        self._width = WIDE
        self._near: list[Scope] = [scope for scope in scopes if scope != "app"]

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(plain(self._title()), classes="box-title", markup=False)
            with VerticalScroll(id="help"):
                yield Static("", id="help-text", markup=False)

    def on_resize(self) -> None:
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        width = self.query_one("#help").scrollable_content_region.width
        self.query_one("#help-text", Static).update(self.text(width or WIDE))

    def _title(self) -> str:
        here: Scope = self._near[0] if self._near else "app"
        return self.t("tui-help-title", where=self.t(f"tui-scope-{here}"))

    def text(self, width: int = WIDE) -> Content:
        """The whole help page; what an action does is wrapped beside its keys in a page of ``width`` cells."""
        self._width = width
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
                before = max(COLUMN, cell_len(keys) + 2)
                does = self.t(action.long_id)
                wrapped = [does[a:b] for a, b in wrap(does, max(self._width - before, 16), COLUMN - before)]
                gap = " " * (before - cell_len(keys))
                lines.append(styled((keys, "bold"), gap, f"\n{' ' * COLUMN}".join(wrapped)))
        if not lines:
            return []
        head = [styled((self.t(f"tui-scope-{scope}"), "bold $accent"))] if titled else []
        return [*head, *lines, Content("")]
