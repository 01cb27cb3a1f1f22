"""The edge of a pane, dragged by the mouse."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual import events
from textual.message import Message
from textual.widget import Widget


class Edged(Widget):
    """A pane with a line at one side that can be dragged."""

    EDGE: ClassVar[Literal["left", "right"]]

    class Dragged(Message):
        """The edge is to be at the column ``x`` of the screen."""

        def __init__(self, pane: Edged, x: int) -> None:
            super().__init__()
            self.pane, self.x = pane, x

    def _on_edge(self, event: events.MouseEvent) -> bool:
        drawn = self.styles.border_left[0] if self.EDGE == "left" else self.styles.border_right[0]
        at = self.region.x if self.EDGE == "left" else self.region.right - 1
        return bool(drawn) and event.screen_x == at

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if self._on_edge(event):
            event.stop()
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self.app.mouse_captured is self:
            event.stop()
            self.post_message(self.Dragged(self, int(event.screen_x)))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self.app.mouse_captured is self:
            event.stop()
            self.release_mouse()
