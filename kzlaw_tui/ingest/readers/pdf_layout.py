"""The geometry of printed pages: pieces of text become lines, in reading order, without running heads.

A page is a list of pieces with their places on the paper. Text without places (from OCR, or from pages that pypdf can
only read plainly) is laid on a character grid first, so that everything after it works the same way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from kzlaw_tui.ingest.readers.text import clean, superscript

_EDGE = 3  # lines at the top and the bottom of a page that may be running heads
_WIDE = 0.9  # em; a wider space between two pieces of a line separates cells
_PAGE_NUMBER = re.compile(
    r"\W*(стр(аница|\.)?|с\.|page|p\.|лист)?\s*\W*(?P<number>\d{1,4})"
    r"(\s*\W*(из|of|ден|дан|тен|тан)?\s*\W*\d{1,4})?\s*\W*(-?бет[іi]?|с\.?|стр\.?)?\W*",
    re.IGNORECASE,
)
# Lines that begin something of the law always begin a paragraph, and are running heads only where they are repeated to the letter.
HEADING = re.compile(
    r"(Статья|СТАТЬЯ|Глава|ГЛАВА|Раздел|РАЗДЕЛ|Подраздел|ПОДРАЗДЕЛ|Параграф|ПАРАГРАФ|§)\s*[\dIVXLC]"
    r"|[\dIVXLC]+(-\d+)*\s?[-–‑]?\s?(бап|БАП|тарау|ТАРАУ|бөлім|БӨЛІМ|кіші бөлім|параграф|ПАРАГРАФ)\b"
    r"|(ОБЩАЯ|ОСОБЕННАЯ|ЖАЛПЫ|ЕРЕКШЕ)\s+(ЧАСТЬ|БӨЛІК)"
)
# What begins or continues a sentence of the law is hardly a running head.
_BODY_LIKE = re.compile(r"[а-яёәіңғүұқөһ(]|\d+(-\d+)*[.)]\s|.*[;:,\u2010-]$")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text set in one go: from ``x0`` to ``x1`` on the baseline ``y`` (growing upwards), ``size`` is its font size."""

    x0: float
    x1: float
    y: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text column. ``left`` and ``right`` are the margins of its column, ``part`` numbers the column."""

    pieces: tuple[Piece, ...]
    left: float = 0.0
    right: float = 0.0
    part: int = 0

    @property
    def x0(self) -> float:
        return self.pieces[0].x0

    @property
    def x1(self) -> float:
        return max(piece.x1 for piece in self.pieces)

    @property
    def y(self) -> float:
        return max(self.pieces, key=lambda piece: piece.size).y

    @property
    def size(self) -> float:
        return max(piece.size for piece in self.pieces)

    @property
    def indent(self) -> float:
        """The indent from the column's margin, in em."""
        return (self.x0 - self.left) / self.size

    @property
    def text(self) -> str:
        return joined(self.pieces)


def joined(pieces: Sequence[Piece]) -> str:
    """The words of pieces side by side; a space where they do not touch, raised numbers in superscripts."""
    size = max(piece.size for piece in pieces)
    base = max(pieces, key=lambda piece: piece.size).y
    words: list[str] = []
    for index, piece in enumerate(pieces):
        if index and piece.x0 - pieces[index - 1].x1 > 0.15 * size:
            words.append(" ")
        raised = piece.size < 0.8 * size and piece.y - base > 0.15 * size
        words.append(superscript(piece.text) if raised else piece.text)
    return clean("".join(words))


def on_grid(text: str) -> list[Piece]:
    """Lines of text as pieces on a character grid, one unit a character; wide inner spaces separate pieces."""
    pieces = []
    for number, line in enumerate(text.split("\n")):
        for found in re.finditer(r"\S+(?:\s{1,2}\S+)*", line.expandtabs(4)):
            pieces.append(Piece(found.start(), found.end(), -1.5 * number, 1.0, found.group()))
    return pieces


def reading_order(pages: Sequence[Sequence[Piece]]) -> list[Line]:
    """The lines of all pages in reading order, running heads and page numbers left out."""
    rows = drop_running_heads([visual_lines(page) for page in pages])
    lines: list[Line] = []
    part = 0
    for page in rows:
        for column in _columns(page):
            lines.extend(_with_margins(column, part))
            part += 1
    return lines


def visual_lines(pieces: Sequence[Piece]) -> list[Line]:
    """Pieces of about the same baseline as lines, from top to bottom."""
    lines: list[list[Piece]] = []
    for piece in sorted((p for p in pieces if p.text.strip()), key=lambda p: (-p.y, p.x0)):
        if lines:
            head = max(lines[-1], key=lambda p: p.size)
            if abs(head.y - piece.y) < 0.45 * max(head.size, piece.size):
                lines[-1].append(piece)
                continue
        lines.append([piece])
    return [Line(tuple(sorted(line, key=lambda p: p.x0))) for line in lines]


def drop_running_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """Pages without page numbers and without the lines that repeat at the top or bottom of most pages (digits ignored)."""
    pages = [list(page) for page in pages]
    offset = _page_number_offset(pages)
    for _ in range(_EDGE):
        found: list[tuple[int, bool]] = []
        for top in (True, False):
            edges = [page[0 if top else -1] if page else None for page in pages]
            counts = Counter(_normal(line) for line in edges if line)
            for index, line in enumerate(edges):
                if line and (
                    _is_page_number(line.text, index, offset)
                    or _is_head(line, counts[_normal(line)], len(pages), _apart(pages[index], top))
                ):
                    found.append((index, top))
        for index, top in found:
            if pages[index]:
                pages[index].pop(0 if top else -1)
        if not found:
            break
    return pages


def _normal(line: Line) -> str:
    text = line.text
    return text if HEADING.match(text) else re.sub(r"\d+", "#", text.casefold())


def _apart(page: list[Line], top: bool) -> bool:
    """Whether the outermost line stands further from its neighbour than lines of the page do."""
    if len(page) < 3:
        return True
    pitches = [upper.y - lower.y for upper, lower in pairwise(page)]
    return (pitches[0] if top else pitches[-1]) > 1.4 * median(pitches)


def _is_head(line: Line, count: int, pages: int, apart: bool) -> bool:
    """Heads of left and right pages may differ, so a third of the pages is enough for a line that stands apart."""
    if count < min(3, pages) or pages < 2:
        return False
    if _BODY_LIKE.match(line.text):
        return apart and count >= 0.8 * pages
    return (count >= 0.6 * pages and (pages > 2 or apart)) or (apart and count >= max(3, pages / 3))


def _page_number_offset(pages: list[list[Line]]) -> int | None:
    """Printed number minus position, where many pages agree on it; ``None`` without page numbers."""
    offsets: Counter[int] = Counter()
    for index, page in enumerate(pages):
        numbers = (_PAGE_NUMBER.fullmatch(line.text) for line in [*page[:_EDGE], *page[-_EDGE:]])
        offsets.update({int(found["number"]) - index for found in numbers if found})
    if not offsets:
        return None
    offset, count = offsets.most_common(1)[0]
    return offset if count >= max(1, 0.4 * len(pages)) else None


def _is_page_number(text: str, index: int, offset: int | None) -> bool:
    found = _PAGE_NUMBER.fullmatch(text)
    return found is not None and offset is not None and int(found["number"]) == index + offset


def _columns(lines: list[Line]) -> Iterator[list[Line]]:
    """The text columns of a page; lines across both (titles, tables) divide it into parts read one after the other."""
    gutter = find_gutter(lines)
    if gutter is None:
        yield lines
        return
    left: list[Piece] = []
    right: list[Piece] = []
    for line in lines:
        if any(_crosses(piece, gutter) for piece in line.pieces):
            yield from (visual_lines(left), visual_lines(right), [line])
            left, right = [], []
        else:
            left.extend(piece for piece in line.pieces if piece.x0 < gutter)
            right.extend(piece for piece in line.pieces if piece.x0 >= gutter)
    yield from (visual_lines(left), visual_lines(right))


def _crosses(piece: Piece, place: float) -> bool:
    return piece.x0 < place - 0.2 * piece.size and piece.x1 > place + 0.2 * piece.size


def find_gutter(lines: Sequence[Line]) -> float | None:
    """Where the right one of two text columns begins, or ``None`` for a page of one column.

    Both sides must be full of text on most lines: the columns of a table have a short side.
    """
    pieces = [piece for line in lines for piece in line.pieces]
    if len(lines) < 8:
        return None
    start, end = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    width = end - start
    best: tuple[int, float] | None = None
    for place in sorted({p.x0 for p in pieces if start + 0.3 * width < p.x0 < start + 0.7 * width}):
        edge = place - 0.1 * pieces[0].size
        crossing = sum(any(_crosses(p, edge) for p in line.pieces) for line in lines)
        left = _spans([p for p in pieces if p.x1 <= edge + 0.2 * p.size])
        right = _spans([p for p in pieces if p.x0 >= edge - 0.2 * p.size])
        if crossing > 0.15 * len(lines) or min(len(left), len(right)) < 0.3 * len(lines):
            continue
        if median(left) < 0.6 * (edge - start) or median(right) < 0.6 * (end - edge):
            continue
        starts = sum(1 for p in pieces if abs(p.x0 - place) < 0.3 * p.size)
        if best is None or starts > best[0]:
            best = (starts, edge)
    return best[1] if best else None


def _spans(pieces: Sequence[Piece]) -> list[float]:
    """The widths of the lines that pieces make."""
    return [line.x1 - line.x0 for line in visual_lines(pieces)]


def _with_margins(lines: list[Line], part: int) -> Iterator[Line]:
    """Lines that know the margins of their column: the leftmost start and the end that full lines reach."""
    if not lines:
        return
    left = min(line.x0 for line in lines)
    ends = sorted(line.x1 for line in lines)
    right = ends[min(len(ends) - 1, int(0.95 * len(ends)))]
    for line in lines:
        yield replace(line, left=left, right=right, part=part)


def cells_of(line: Line) -> list[tuple[Piece, ...]]:
    """The pieces of a line in groups that wide spaces separate."""
    gaps = [piece.x0 - previous.x1 for previous, piece in pairwise(line.pieces)]
    if len(gaps) >= 2 and line.x1 > line.right - line.size and max(gaps) < 1.35 * min(gaps):
        return [line.pieces]  # a full line of few long words, justified
    groups: list[list[Piece]] = [[line.pieces[0]]]
    for previous, piece in pairwise(line.pieces):
        if piece.x0 - previous.x1 > _WIDE * line.size:
            groups.append([piece])
        else:
            groups[-1].append(piece)
    return [tuple(group) for group in groups]
