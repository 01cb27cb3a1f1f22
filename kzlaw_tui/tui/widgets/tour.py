"""The first-run tour: a card in the empty conversation. It takes no key from the question line but those that do nothing
there while it is empty."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widgets import Static

from kzlaw_tui.tui.text import styled
from kzlaw_tui.tui.widgets.basics import Localised

PAGES = 3


class Tour(Localised, Static):
    """One of the pages; ``at`` counts from 1, 0 while the tour is not shown."""

    def __init__(self) -> None:
        super().__init__("", id="tour", markup=False)
        self.at = 0
        self.display = False

    def begin(self) -> None:
        """Show the first page."""
        self._show(1)

    def end(self) -> None:
        """Put the card away."""
        self._show(0)

    def turn(self, by: int) -> None:
        """The next page (1) or the previous one (-1), where the tour is shown."""
        if self.at:
            self._show(min(max(self.at + by, 1), PAGES))

    def _show(self, at: int) -> None:
        self.at = at
        self.display = bool(at)
        self.relabel()

    def relabel(self) -> None:
        if not self.at:
            return
        first, _, rest = self.t(f"tui-tour-{self.at}").partition("\n")
        foot = self.t("tui-tour-last" if self.at == PAGES else "tui-tour-foot")
        self.update(
            styled(
                (f"{self.t('tui-tour-head', at=self.at, of=PAGES)}\n\n", "$ink-soft"),
                (first, "bold"),
                f"\n{rest}\n\n",
                (foot, "$accent"),
            )
        )

    class Clicked(Message):
        """The card was clicked: the next page is wanted."""

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Clicked())
