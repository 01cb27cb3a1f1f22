"""The acts that the library holds, an edition a row."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import DataTable

from kzlaw_tui.i18n import format_date
from kzlaw_tui.library.shelf import Holding
from kzlaw_tui.tui.library_lines import size_text
from kzlaw_tui.tui.text import one_line
from kzlaw_tui.tui.widgets.basics import Localised

COLUMNS = ("act", "lang", "edition", "articles", "passages", "kind", "size", "source")
RIGHT = ("articles", "passages", "size")
SOURCE = 26
LEAST = 16
"""Cells: the longest name of a source, the least room of the acts' column."""


class ActsTable(Localised, DataTable[Text]):
    """Enter or a double click opens an act; a click only moves the cursor, for there are other things to do with a row."""

    class Opened(Message):
        """Open the act of ``holding``."""

        def __init__(self, holding: Holding) -> None:
            super().__init__()
            self.holding = holding

    def __init__(self) -> None:
        super().__init__(id="acts", cursor_type="row", cell_padding=1)
        self.holdings: list[Holding] = []

    def current(self) -> Holding | None:
        """The holding under the cursor."""
        return self.holdings[self.cursor_row] if 0 <= self.cursor_row < len(self.holdings) else None

    def action_select_cursor(self) -> None:
        if (holding := self.current()) is not None:
            self.post_message(self.Opened(holding))

    def on_click(self, event: events.Click) -> None:
        if event.chain == 2 and event.style.meta.get("row", -1) >= 0:
            self.action_select_cursor()

    def fill(self, holdings: Sequence[Holding], width: int) -> None:
        """Show these; what has no room on a screen of ``width`` cells is left out, the source first."""
        row = self.cursor_row
        self.holdings = list(holdings)
        self.clear(columns=True)
        columns = {name: [self.t(f"tui-column-{name}"), *self._cells(name)] for name in COLUMNS if name != "act"}
        for name in RIGHT:
            longest = max(map(len, columns[name]))
            columns[name] = [cell.rjust(longest) for cell in columns[name]]
        room = width - 6
        shown = ["act"]
        for name in COLUMNS[1:]:
            need = max(map(len, columns[name])) + 2
            if room - need >= LEAST * (3 if name in ("size", "source") else 1):
                shown.append(name)
                room -= need
        self.add_columns(*(Text(columns[name][0] if name != "act" else self.t("tui-column-act")) for name in shown))
        for at, holding in enumerate(self.holdings):
            act = self._act(holding)
            act.truncate(max(room, LEAST), overflow="ellipsis")
            style = "italic" if holding.info.text_kind == "digest" else "" if holding.info.current else "dim"
            rest = (Text(columns[name][at + 1], style if name == "kind" else "") for name in shown[1:])
            self.add_row(act, *rest)
        if self.holdings:
            self.move_cursor(row=min(row, len(self.holdings) - 1))
        self.display = bool(self.holdings)

    def _act(self, holding: Holding) -> Text:
        info = holding.info
        if not info.current:
            return Text("  ↳ " + self.t("tui-earlier-edition"), style="dim")
        name, title = one_line(self.assistant.act_name(info.act, info.lang)), one_line(info.title)
        return Text(name) if name == title else Text.assemble(name, ("  " + title, "dim"))

    def _cells(self, name: str) -> list[str]:
        return [self._cell(name, holding) for holding in self.holdings]

    def _cell(self, name: str, holding: Holding) -> str:
        info = holding.info
        if name == "lang":
            return info.lang
        if name == "edition":
            return format_date(info.as_of) or "—"
        if name == "articles":
            return self.t("tui-live-of", live=info.live_articles, all=info.articles)
        if name == "passages":
            return self.t("tui-number", n=info.passages)
        if name == "kind":
            return self.t(f"tui-kind-{info.text_kind}")
        if name == "size":
            return size_text(self.t, holding.size)
        source = one_line(info.source) if info.text_kind == "official" else "—"
        return source if len(source) <= SOURCE else f"{source[: SOURCE - 1]}…"
