"""A plot of letters: columns for a line of many values, dots for a few."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import isfinite

BLOCKS = " ▁▂▃▄▅▆▇█"
DOT = "●"


def columns(values: Sequence[float], width: int) -> list[float | None]:
    """``width`` values: the means of equal shares of a longer row, or the row itself with nothing after it."""
    if len(values) <= width:
        return [*values, *([None] * (width - len(values)))]
    edges = [len(values) * i // width for i in range(width + 1)]
    return [sum(values[a:b]) / (b - a) for a, b in pairwise(edges)]


def chart(
    values: Sequence[float], dots: Sequence[tuple[float, float]], width: int, height: int
) -> tuple[list[list[tuple[str, bool]]], float]:
    """The lines of a plot from the top, each cell with whether it is a dot, and the value of the upper edge; the lower one is 0.
    ``dots`` are (share of the width in [0, 1], value). Values that are no numbers are left out."""
    line = columns(values, width)
    shown = [v for v in line if v is not None and isfinite(v)] + [y for _, y in dots if isfinite(y)]
    top = max(shown, default=0.0) or 1.0
    places: dict[tuple[int, int], str] = {}
    for x, y in dots:
        if isfinite(y):
            row = min(height - 1, int(max(0.0, y) / top * height))
            places[(min(width - 1, int(x * width)), row)] = DOT
    rows: list[list[tuple[str, bool]]] = []
    for row in range(height - 1, -1, -1):
        cells: list[tuple[str, bool]] = []
        for at, value in enumerate(line):
            if (at, row) in places:
                cells.append((DOT, True))
                continue
            filled = 0.0 if value is None or not isfinite(value) else max(0.0, min(1.0, value / top * height - row))
            cells.append((BLOCKS[round(filled * (len(BLOCKS) - 1))], False))
        rows.append(cells)
    return rows, top
