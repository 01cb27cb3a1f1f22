"""Tables on printed pages: runs of lines whose cells stand under one another, folded into rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from kzlaw_tui.ingest.readers.pdf_layout import HEADING, Line, cells_of, joined

_ROW_GAP = 1.2  # a step between lines that is so much larger than the smallest of the table begins a new row
_END_GAP = 1.7  # … and so much larger, before a line of one cell, ends the table


class Span(NamedTuple):
    """A column of a table: all its cells lie between ``x0`` and ``x1``."""

    x0: float
    x1: float


def table_end(lines: Sequence[Line], start: int, pitch: float) -> int:
    """Where the table that begins at line ``start`` ends (exclusive); ``start`` itself when none begins there.

    ``pitch`` is the usual step from line to line. A table has at least two lines with cells side by side, and wide
    blank strips that run through all its lines.
    """
    if len(cells_of(lines[start])) < 2 and not _leads(lines, start):
        return start
    columns: list[Span] = []
    end, several, widest = start, 0, 0.0
    for index in range(start, len(lines)):
        line = lines[index]
        if line.part != lines[start].part:
            break
        cells = cells_of(line)
        step = lines[index - 1].y - line.y if index > start else 0.0
        if len(cells) == 1 and (step > max(_END_GAP * pitch, 1.15 * widest) or HEADING.match(line.text)):
            break
        widened = _columns(lines[start : index + 1])
        if index > start and len(widened) < max(2, len(columns)):  # this line bridges two columns: it is no row
            break
        columns = widened
        several += len(cells) >= 2
        widest = max(widest, step)
        end = index + 1
    while end > start and len(cells_of(lines[end - 1])) == 1 and _is_full(lines[end - 1]):
        end -= 1
    return end if several >= 2 else start


def _leads(lines: Sequence[Line], start: int) -> bool:
    """Whether a line of one cell, not in the first column, is followed by cells side by side (they are set lower)."""
    if lines[start].indent <= 2 or start + 1 >= len(lines):
        return False
    following = cells_of(lines[start + 1])
    return len(following) >= 2 and len(_columns(lines[start : start + 2])) == len(following)


def _is_full(line: Line) -> bool:
    return line.x1 - line.x0 > 0.6 * (line.right - line.left)


def _columns(lines: Sequence[Line]) -> list[Span]:
    """The columns that the cells of lines make: their extents joined where they overlap."""
    spans = sorted(Span(cell[0].x0, cell[-1].x1) for line in lines for cell in cells_of(line))
    columns: list[Span] = []
    for span in spans:
        if columns and span.x0 < columns[-1].x1 + 0.5 * lines[0].size:
            columns[-1] = Span(columns[-1].x0, max(columns[-1].x1, span.x1))
        else:
            columns.append(span)
    return columns


def fold_rows(lines: Sequence[Line]) -> list[list[str]]:
    """The rows of a table. A row begins after a wide step, or where a line brings a second text to the first column."""
    columns = _columns(lines)
    steps = [upper.y - lower.y for upper, lower in pairwise(lines)]
    pitch = min((step for step, line in zip(steps, lines, strict=False) if step > 1.05 * line.size), default=0.0)
    rows: list[list[list[str]]] = []
    previous: Line | None = None
    for line in lines:
        placed: dict[int, str] = {}
        for cell in cells_of(line):
            column = _column(cell[0].x0, columns)
            placed[column] = f"{placed.get(column, '')} {joined(cell)}".strip()
        apart = previous is not None and pitch > 0 and previous.y - line.y > _ROW_GAP * pitch
        if not rows or apart or (0 in placed and len(placed) >= 2 and rows[-1][0]):
            rows.append([[] for _ in columns])
        for column, text in placed.items():
            rows[-1][column].append(text)
        previous = line
    return [[_together(texts) for texts in row] for row in rows]


def _column(x0: float, columns: Sequence[Span]) -> int:
    return max((index for index, span in enumerate(columns) if span.x0 <= x0 + 0.01), default=0)


def _together(texts: Sequence[str]) -> str:
    """The lines of a cell as one, a divided word put together."""
    text = ""
    for more in texts:
        text = text[:-1] + more if text[-1:] in ("\u2010", "\u00ad") else f"{text} {more}".strip()
    return text
