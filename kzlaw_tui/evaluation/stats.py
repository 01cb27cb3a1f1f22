"""How sure the numbers are: bootstrap intervals, a paired test, and how well a confidence score tells its own limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
RESAMPLES = 2000
SHUFFLES = 10_000
EXACT = 14
"""Up to so many pairs that differ, all 2^n swaps are tried instead of random ones."""


def intervals(top: Floats, bottom: Floats, seed: int, resamples: int = RESAMPLES) -> list[tuple[float, float] | None]:
    """95 % percentile bootstrap intervals of ratios of sums (Efron and Tibshirani 1993), questions drawn with replacement.

    ``top`` and ``bottom`` have shape (questions, metrics); a metric is sum(top) / sum(bottom). ``None`` where a metric has
    nothing to measure. Resamples in which the denominator is 0 are left out.
    """
    n, metrics = top.shape
    if not n:
        return [None] * metrics
    rng = np.random.default_rng(seed)
    counts = rng.multinomial(n, np.full(n, 1 / n), size=resamples).astype(np.float64)
    tops, bottoms = counts @ top, counts @ bottom
    found: list[tuple[float, float] | None] = []
    for i in range(metrics):
        there = bottoms[:, i] > 0
        if not bottom[:, i].any() or not there.any():
            found.append(None)
            continue
        low, high = np.percentile(tops[there, i] / bottoms[there, i], [2.5, 97.5])
        found.append((float(low), float(high)))
    return found


def paired_p(first: Sequence[float], second: Sequence[float], seed: int, shuffles: int = SHUFFLES) -> float:
    """Two-sided p of the difference of means under random swaps of each pair (Fisher's randomisation test; for IR:
    Smucker, Allan, Carterette 2007). Exact for few pairs that differ, else (1 + as extreme) / (1 + shuffles)."""
    differences = np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64)
    differences = differences[differences != 0]
    n = len(differences)
    if not n:
        return 1.0
    observed = abs(float(differences.sum())) - 1e-9
    if n <= EXACT:
        signs = 1 - 2 * ((np.arange(2**n)[:, None] >> np.arange(n)) & 1)
        return float(np.mean(np.abs(signs @ differences) >= observed))
    rng = np.random.default_rng(seed)
    extreme = 0
    for _ in range(0, shuffles, 1000):
        signs = rng.integers(0, 2, size=(1000, n)) * 2 - 1
        extreme += int((np.abs(signs @ differences) >= observed).sum())
    return (1 + extreme) / (1 + -(-shuffles // 1000) * 1000)


def brier(scores: Sequence[float], outcomes: Sequence[bool]) -> float | None:
    """Mean squared distance of the score from what came (Brier 1950); 0 is best, .25 is a coin."""
    if not scores:
        return None
    return float(np.mean((np.asarray(scores) - np.asarray(outcomes, dtype=np.float64)) ** 2))


def auroc(scores: Sequence[float], outcomes: Sequence[bool]) -> float | None:
    """The chance that a good one scores above a bad one, ties half (Hanley and McNeil 1982); ``None`` with one kind only."""
    good = np.asarray([s for s, o in zip(scores, outcomes, strict=True) if o])
    bad = np.asarray([s for s, o in zip(scores, outcomes, strict=True) if not o])
    if not len(good) or not len(bad):
        return None
    above = (good[:, None] > bad).sum() + 0.5 * (good[:, None] == bad).sum()
    return float(above / (len(good) * len(bad)))


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a reliability diagram: scores in [low, high), how many, their mean, and how often it came true."""

    low: float
    high: float
    n: int
    score: float
    outcome: float


def reliability(scores: Sequence[float], outcomes: Sequence[bool], bins: int = 10) -> list[Bin]:
    """The filled bins of equal width of a reliability diagram (Niculescu-Mizil and Caruana 2005); 1 is in the last bin."""
    found = []
    places = [min(int(s * bins), bins - 1) for s in scores]
    for place in sorted(set(places)):
        inside = [i for i, p in enumerate(places) if p == place]
        mean = sum(scores[i] for i in inside) / len(inside)
        true = sum(outcomes[i] for i in inside) / len(inside)
        found.append(Bin(place / bins, (place + 1) / bins, len(inside), mean, true))
    return found


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Expected calibration error: mean gap between score and outcome over the bins, by their size (Guo et al. 2017)."""
    total = sum(b.n for b in bins)
    return sum(b.n * abs(b.score - b.outcome) for b in bins) / total if total else None
