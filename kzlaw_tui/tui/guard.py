"""The last door before the screen: whatever a widget shows, control and direction characters do not reach the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from kzlaw_tui.law.characters import plain


class TerminalGuard(LineFilter):
    """Takes them out of every line of every widget; what lies beside them keeps its column."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments with clean texts."""
        return [
            segment if segment.control or segment.text.isprintable() else segment._replace(text=_kept(segment.text))
            for segment in segments
        ]


def _kept(text: str) -> str:
    shown: Iterable[tuple[str, str]] = zip(text, plain(text), strict=True)
    # A character that takes no cell is measured as none: nothing may stand in its place.
    return "".join(after if before == after else " " * cell_len(before) for before, after in shown)
