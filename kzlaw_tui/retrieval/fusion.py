"""How the signals of a question are blended into one score an article.

Every signal is scaled to [0, 1] over the articles, then summed with the weights below. The weights were chosen on one
half of the development questions (``benchmarks/retrieval.py`` prints both halves).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kzlaw_tui.law.model import Lang
from kzlaw_tui.retrieval.lexical import Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the signals. ``dense_short`` is for Russian questions of up to ``SHORT`` terms, ``dense_long`` for long stories, ``dense_kk`` for
    Kazakh ones."""

    article: float = 0.5
    passage: float = 0.5
    coverage: float = 0.25
    digest: float = 0.2
    asked: float = 1.0
    grams: float = 1.2
    dense_short: float = 1.5
    dense_long: float = 0.3
    dense_kk: float = 0.9
    act: float = 0.25
    heading: float = 0.5
    path: float = 0.3


SHORT = 12
LONG = 40
WEAK = 0.12
"""A BM25 score below this share of the best a document could reach is weak: it is not scaled up to 1."""


def dense_weight(words: int, lang: Lang, weights: Weights) -> float:
    """The weight of the vectors: they count for more in short clean questions than in long stories (linear between)."""
    if lang == "kk":
        return weights.dense_kk
    share = min(1.0, max(0.0, (words - SHORT) / (LONG - SHORT)))
    return weights.dense_short + share * (weights.dense_long - weights.dense_short)


def scaled(scores: Floats, ceiling: float = 0.0) -> Floats:
    """Scores over their maximum, or over ``ceiling`` where that is greater; zeros stay zeros."""
    top = max(float(scores.max(initial=0.0)), ceiling)
    return scores / np.float32(top) if top > 0 else scores


def spread(scores: Floats, present: npt.NDArray[np.bool_]) -> Floats:
    """Min-max over the entries that are present; the absent ones get 0."""
    out = np.zeros_like(scores)
    if present.any():
        low, high = float(scores[present].min()), float(scores[present].max())
        out[present] = (scores[present] - low) / (high - low) if high > low else 1.0
    return out


def blend(signals: Mapping[str, Floats], weights: Mapping[str, float]) -> Floats:
    """The weighted sum; signals without a weight are left out."""
    size = len(next(iter(signals.values())))
    total = np.zeros(size, dtype=np.float32)
    for name, signal in signals.items():
        if name in weights:
            total += np.float32(weights[name]) * signal
    return total
