"""How likely it is that the library holds the answer: logistic models over the features of a search.

The coefficients are fitted by ``benchmarks/confidence.py`` on one half of the development questions (questions on acts
that the library holds against questions on acts that it does not).
"""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class Features:
    """``lexical``: best BM25 over the best possible; ``covered``: share of the question's idf found in the best article;
    ``heading``: best heading coverage; ``dense``: best cosine, and ``margin`` its lead over the mean of the best 50, both
    stretched to the size of the others; ``digest``: best score of lay questions over the best possible; ``acts``: from -1
    (all names and words point at acts that are not here) to 1 (all at acts that are), 0 when none points anywhere."""

    lexical: float
    covered: float
    heading: float
    dense: float
    margin: float
    digest: float
    acts: float


@dataclass(frozen=True, slots=True)
class Model:
    """A weight for each feature, in their order, and the intercept."""

    weights: tuple[float, ...]
    intercept: float


MODELS: dict[tuple[bool, bool], Model] = {
    (True, True): Model((-0.13, 4.8, 1.11, -2.1, 4.07, 6.69, 0.66), -4.53),
    (True, False): Model((1.38, 5.79, 1.0, -2.4, 4.83, 0.0, 0.65), -4.35),
    (False, True): Model((0.46, 4.93, 0.39, 0.0, 0.0, 8.2, 0.72), -3.0),
    (False, False): Model((2.1, 6.38, 0.08, 0.0, 0.0, 0.0, 0.71), -2.38),
}
"""By whether there are vectors, and whether the act of the best hit has digests: what is missing may not count against."""
THRESHOLD = 0.3
"""Below this the answer is that the library does not hold it."""


def confidence(features: Features, *, vectors: bool, digests: bool) -> float:
    """The probability in (0, 1) that some retrieved article answers."""
    model = MODELS[vectors, digests]
    z = model.intercept + sum(w * x for w, x in zip(model.weights, astuple(features), strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z))))
