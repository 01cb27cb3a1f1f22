"""What all screens share."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import events
from textual.app import ScreenStackError
from textual.binding import BindingType
from textual.screen import ModalScreen, Screen

from kzlaw_tui.tui.actions import bindings
from kzlaw_tui.tui.keys import with_twins
from kzlaw_tui.tui.widgets.basics import KeyLine, Localised

Result = TypeVar("Result")

WIDTHS = [(0, "-narrow"), (100, "-wide")]
"""Below 100 columns a screen is one column."""


class Page(Localised, Screen[None]):
    """A full screen. Its footer follows the focus."""

    HORIZONTAL_BREAKPOINTS = WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = with_twins(Screen.BINDINGS)

    def on_descendant_focus(self) -> None:
        for line in self.query(KeyLine):
            line.refresh()


class Dialog(Localised, ModalScreen[Result]):
    """A box above the screen; Esc closes it. Keys of the whole app that make sense in it work there too."""

    scope = "dialog"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dialog"), *with_twins(Screen.BINDINGS)]

    def on_click(self, event: events.Click) -> None:
        """A click beside the box closes it, as Esc does."""
        if event.widget is self:
            self.action_close()

    def action_close(self) -> None:
        try:
            self.dismiss(None)
        except ScreenStackError:
            return
