"""What a search returns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kzlaw_tui.law.model import Lang, Status, TextKind


@dataclass(frozen=True, slots=True)
class Unit:
    """A passage as a span of an article's text, with the point and subpoint it belongs to."""

    point: str
    subpoint: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that answers, with its best point.

    ``start``/``end`` is the best passage as a span of the article's text. ``score`` in [0, 1] is comparable between
    queries. ``pinned`` marks an article that the question itself cites. ``units`` are the best points, the first of them that of
    the hit.
    """

    edition_id: int
    ordinal: int
    act: str
    lang: Lang
    article: str
    point: str
    subpoint: str
    heading: str
    score: float
    snippet: str
    start: int
    end: int
    status: Status
    text_kind: TextKind
    as_of: date | None
    pinned: bool = False
    units: tuple[Unit, ...] = ()
