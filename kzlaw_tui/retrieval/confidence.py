"""How likely it is that the library holds the answer: a logistic model over five features of a search.

The coefficients are fitted by ``benchmarks/confidence.py`` on one half of the development questions (questions on acts
that the library holds against questions on acts that it does not).
"""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class Features:
    """``lexical``: best BM25 over the best possible; ``covered``: share of the question's idf found in the best article;
    ``heading``: best heading coverage; ``dense``: best cosine; ``digest``: best digest BM25 over the best possible;
    ``acts``: share of the entries and names that point at acts the library holds, 0 when none does."""

    lexical: float
    covered: float
    heading: float
    dense: float
    digest: float
    acts: float


COEFFICIENTS = (2.0, 2.0, 0.5, 8.0, 2.0, 1.5)
INTERCEPT = -9.0
WITHOUT_VECTORS = (2.0, 3.0, 0.5, 0.0, 2.0, 1.5)
INTERCEPT_WITHOUT_VECTORS = -2.2
THRESHOLD = 0.35
"""Below this the answer is that the library does not hold it."""


def confidence(features: Features, *, vectors: bool) -> float:
    """The probability in (0, 1) that some retrieved article answers."""
    weights, intercept = (COEFFICIENTS, INTERCEPT) if vectors else (WITHOUT_VECTORS, INTERCEPT_WITHOUT_VECTORS)
    z = intercept + sum(w * x for w, x in zip(weights, astuple(features), strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z))))
