"""What a search returns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kzlaw_tui.law.model import Lang, Status, TextKind


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that answers, with its best point.

    ``start``/``end`` is the best passage as a span of the article's text. ``score`` in [0, 1] is comparable between
    queries. ``pinned`` marks an article that the question itself cites.
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
