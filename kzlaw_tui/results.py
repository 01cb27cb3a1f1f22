"""Small results of the facade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kzlaw_tui.law.model import Citation, Status
from kzlaw_tui.library.records import StoredArticle


@dataclass(frozen=True, slots=True)
class Shown:
    """An article as it is shown: what was cited, the span of the cited unit (``None`` for the whole article), its status on a day."""

    stored: StoredArticle
    citation: Citation
    span: tuple[int, int] | None
    status: Status
    as_of: date | None


@dataclass(frozen=True, slots=True)
class VectorsState:
    """``embedder`` is ``None`` for words only; ``done`` of ``total`` passages have a vector."""

    embedder: str | None
    done: int
    total: int
