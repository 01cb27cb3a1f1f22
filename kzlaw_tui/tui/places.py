"""Places inside an article: its points and subpoints in the order of the text, and which of them an offset lies in."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from kzlaw_tui.law.model import Article, Citation


@dataclass(frozen=True, slots=True)
class Unit:
    """A numbered point or subpoint with its span of the article's text."""

    citation: Citation
    start: int
    end: int


def units(article: Article, act: str) -> list[Unit]:
    """All numbered points and subpoints, each before what it holds."""
    found = []
    for point in article.points:
        if point.number:
            found.append(Unit(Citation(act, article.number, point.number), point.start, point.end))
        for sub in point.subpoints:
            found.append(Unit(Citation(act, article.number, point.number, sub.number), sub.start, sub.end))
    return sorted(found, key=lambda unit: (unit.start, -unit.end))


def unit_at(article: Article, act: str, offset: int) -> Unit | None:
    """The innermost unit around an offset, ``None`` outside all of them."""
    around = [unit for unit in units(article, act) if unit.start <= offset < unit.end]
    return around[-1] if around else None


def step(article: Article, act: str, offset: int, by: int) -> Unit | None:
    """The next (1) or previous (-1) unit from an offset, ``None`` past the last or before the first one."""
    found = units(article, act)
    starts = [unit.start for unit in found]
    at = bisect_right(starts, offset) if by > 0 else bisect_right(starts, offset - 1) - 1
    return found[at] if 0 <= at < len(found) else None
