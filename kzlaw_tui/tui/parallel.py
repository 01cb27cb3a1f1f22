"""Two texts of one article side by side: point beside point.

Pure functions of lines; the pages only paint what they return.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from difflib import SequenceMatcher

from kzlaw_tui.tui.page import NO_OFFSET, Line
from kzlaw_tui.tui.places import Unit

LEAST_WIDTH = 140
"""Columns of the terminal below which two texts do not fit."""

Anchor = tuple[int, tuple[str, str]]
"""A line, and the point and subpoint that begins on it."""
_BLANK = Line("blank", "", 0)
_BEGIN, _END = ("", "begin"), ("", "end")


def anchors(lines: Sequence[Line], units: Sequence[Unit]) -> list[Anchor]:
    """Where the law begins, where each of its numbered units begins, and where it ends."""
    law = [(line.start, y) for y, line in enumerate(lines) if line.start != NO_OFFSET]
    if not law:
        return []
    found: list[Anchor] = [(law[0][1], _BEGIN)]
    for unit in units:
        at = bisect_left(law, (unit.start, -1))
        if at < len(law) and law[at][1] > found[-1][0]:
            found.append((law[at][1], (unit.citation.point, unit.citation.subpoint)))
    found.append((law[-1][1] + 1, _END))
    return found


def align(
    left: Sequence[Line], right: Sequence[Line], left_at: Sequence[Anchor], right_at: Sequence[Anchor]
) -> tuple[list[Line], list[Line]]:
    """Both texts with empty lines put in, so that what has the same number in both begins on the same line.

    Lines keep their order and none is lost; both results have the same length.
    """
    matcher = SequenceMatcher(None, [key for _, key in left_at], [key for _, key in right_at], autojunk=False)
    made_left: list[Line] = []
    made_right: list[Line] = []
    a = b = 0

    def take(to_a: int, to_b: int) -> None:
        nonlocal a, b
        made_left.extend(left[a:to_a])
        made_right.extend(right[b:to_b])
        a, b = to_a, to_b
        missing = len(made_left) - len(made_right)
        (made_right if missing > 0 else made_left).extend([_BLANK] * abs(missing))

    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            take(left_at[block.a + step][0], right_at[block.b + step][0])
    take(len(left), len(right))
    return made_left, made_right
