"""An article as lines on a page: wrapped at words, points and subpoints with hanging indents, every law line knowing
which characters of ``Article.text`` it shows.

Pure functions of text and width; the widget only paints what they return.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len

from kzlaw_tui.law.model import Article
from kzlaw_tui.tui.text import plain

Kind = Literal["heading", "soft", "banner", "law", "digest", "fold", "note", "mine", "gist", "blank"]
NO_OFFSET = -1
STEP = 3
"""Cells by which a subpoint stands to the right of its point."""

_NUMBERED = re.compile(r"(?:\d[\d.\-–]*[.)]|[^\W\d_]\))[ \u00a0]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: ``indent`` cells before its first line, ``hang`` more before the others.

    ``start`` is the offset of its first character in the article's text, ``NO_OFFSET`` for what is not the law's words;
    ``link`` is the action that a click on it runs.
    """

    kind: Kind
    text: str
    indent: int = 0
    hang: int = 0
    start: int = NO_OFFSET
    link: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line on the page: ``text`` after ``indent`` cells; ``start`` as in ``Block``, for this line."""

    kind: Kind
    text: str
    indent: int
    start: int = NO_OFFSET
    link: str = ""

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def law_blocks(article: Article, kind: Kind = "law") -> Iterator[Block]:
    """The article's own words, a block a paragraph, indented by the point and subpoint it stands in."""
    starts: dict[int, int] = {}
    inner: list[tuple[int, int, int]] = []
    for point in article.points:
        if point.number:
            starts[point.start] = 0
            inner.append((point.start, point.end, STEP))
        for sub in point.subpoints:
            depth = STEP if point.number else 0
            starts[sub.start] = depth
            inner.append((sub.start, sub.end, depth + STEP))
    inner.sort()
    begins = [start for start, _, _ in inner]
    offset = 0
    text = plain(article.text)
    for paragraph in text.split("\n"):
        if paragraph.strip():
            lead = len(paragraph) - len(paragraph.lstrip())
            at = offset + lead
            words = paragraph.strip()
            if offset in starts or at in starts:
                found = _NUMBERED.match(words)
                hang = min(cell_len(found.group()), 8) if found else 0
                yield Block(kind, words, starts.get(at, starts.get(offset, 0)), hang, at)
            else:
                yield Block(kind, words, _depth(inner, begins, at), 0, at)
        offset += len(paragraph) + 1


def _depth(inner: Sequence[tuple[int, int, int]], begins: Sequence[int], at: int) -> int:
    """The indent of a paragraph without a number: that of the innermost point or subpoint around it."""
    for index in range(bisect_right(begins, at) - 1, -1, -1):
        start, end, depth = inner[index]
        if start <= at < end:
            return depth
    return 0


def lay_out(blocks: Sequence[Block], width: int) -> list[Line]:
    """Wrap blocks to a width in cells (at least 8). Blank blocks give one empty line."""
    width = max(width, 8)
    lines: list[Line] = []
    for block in blocks:
        if not block.text:
            lines.append(Line("blank", "", 0))
            continue
        room = max(width - block.indent, 8)
        hang = block.hang if room - block.hang >= 8 else 0
        for number, (start, end) in enumerate(wrap(block.text, room, hang)):
            offset = block.start + start if block.start != NO_OFFSET else NO_OFFSET
            lines.append(
                Line(block.kind, block.text[start:end], block.indent + (hang if number else 0), offset, block.link)
            )
    return lines


def wrap(text: str, width: int, hang: int = 0) -> Iterator[tuple[int, int]]:
    """Spans of the lines of one paragraph: the first ``width`` cells wide, the others ``width - hang``.

    Breaks are at spaces (not at non-breaking ones); a word longer than a line is cut.
    """
    narrow = text.isascii() or cell_len(text) == len(text)
    start, size, room = 0, len(text), width
    while start < size:
        end = _fit(text, start, room, narrow)
        if end < size and text[end] != " ":
            space = text.rfind(" ", start, end + 1)
            if space > start:
                end = space
        yield start, end
        start = end
        while start < size and text[start] == " ":
            start += 1
        room = width - hang


def _fit(text: str, start: int, room: int, narrow: bool) -> int:
    """How far a line of ``room`` cells reaches."""
    if narrow:
        return min(start + room, len(text))
    used, end = 0, start
    while end < len(text) and used + cell_len(text[end]) <= room:
        used += cell_len(text[end])
        end += 1
    return max(end, start + 1)
