"""How the signals of a question are blended into one score an article.

Every signal is scaled to [0, 1] over the articles, then summed with weights that depend on the question: short clean
questions, long stories and Kazakh ones weigh the signals differently. The weights are learned from one half of the
development questions (``benchmarks/ranker.py``) and lie in ``weights.json``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kzlaw_tui.law.model import Lang
from kzlaw_tui.retrieval.lexical import Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight a signal (``retrieval.signals`` says what each is)."""

    article: float = 0.0
    passage: float = 0.0
    coverage: float = 0.0
    same: float = 0.0
    digest: float = 0.0
    asked: float = 0.0
    grams: float = 0.0
    dense: float = 0.0
    act: float = 0.0
    far_article: float = 0.0
    far_passage: float = 0.0
    far_coverage: float = 0.0
    far_digest: float = 0.0
    far_asked: float = 0.0
    near_gist: float = 0.0
    near_asked: float = 0.0
    cited: float = 0.0


@dataclass(frozen=True, slots=True)
class Blend:
    """Weights for short questions, for long stories, and for questions in Kazakh."""

    short: Weights = Weights(0.7, 0.4, 0.25, 0.6, 0.1, 0.8, 0.0, 1.5, 0.2, near_gist=0.3, near_asked=0.8)
    long: Weights = Weights(0.75, 0.65, 0.05, 0.0, 0.1, 0.3, 0.0, 0.5, 0.1, near_gist=0.3, near_asked=0.3)
    kazakh: Weights = Weights(0.5, 0.5, 0.25, 0.3, 0.2, 1.0, 1.2, 0.9, 0.2, 0.4, 0.4, 0.2, 0.2, 0.4, 0.3, 0.8)


HAND_SET = Blend()
"""What the learned weights are drawn towards."""
BLEND_FILE = Path(__file__).with_name("weights.json")


@cache
def learned() -> Blend:
    """The blend that ``benchmarks/ranker.py`` trained and the package ships."""
    stored = json.loads(BLEND_FILE.read_text("utf-8"))["weights"]
    return Blend(**{f.name: Weights(**stored[f.name]) for f in fields(Blend)})


SHORT = 12
LONG = 40
"""Questions of up to ``SHORT`` terms are short, from ``LONG`` on they are long; between, the weights run linearly."""
WEAK = 0.12
"""A BM25 score below this share of the best a document could reach is weak: it is not scaled up to 1."""
HEADING = 0.5
PATH = 0.3
"""Weights of the heading and path fields beside the body (1) in the BM25 score of an article."""


def weights_for(words: int, lang: Lang, blend: Blend) -> Weights:
    """The weights for a question of so many terms."""
    if lang == "kk":
        return blend.kazakh
    share = min(1.0, max(0.0, (words - SHORT) / (LONG - SHORT)))
    short, long = asdict(blend.short), asdict(blend.long)
    return Weights(**{name: short[name] + share * (long[name] - short[name]) for name in short})


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


def blended(signals: Mapping[str, Floats], weights: Weights) -> Floats:
    """The weighted sum of the signals that have a weight; shape (keys,)."""
    size = len(next(iter(signals.values())))
    total = np.zeros(size, dtype=np.float32)
    for name, weight in asdict(weights).items():
        if weight and name in signals:
            total += np.float32(weight) * signals[name]
    return total
