"""A list for the mouse too: a click chooses a row to look at or to do something with, a double click opens it."""

from __future__ import annotations

from textual import events
from textual.widgets import OptionList


class CalmList(OptionList):
    """An option list where a single click selects nothing."""

    async def _on_click(self, event: events.Click) -> None:
        event.prevent_default()
        clicked: int | None = event.style.meta.get("option")
        if clicked is None or self.get_option_at_index(clicked).disabled:
            return
        self.highlighted = clicked
        if event.chain >= 2:
            self.action_select()
