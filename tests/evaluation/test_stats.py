"""Intervals, the paired test, and the quality of a confidence score."""

from __future__ import annotations

import numpy as np
import pytest

from kzlaw_tui.evaluation import stats


def test_intervals_hold_the_mean_and_depend_on_the_seed_alone() -> None:
    rng = np.random.default_rng(1)
    top = (rng.random((200, 2)) < 0.7).astype(float)
    bottom = np.ones_like(top)
    first = stats.intervals(top, bottom, 5)
    assert first == stats.intervals(top, bottom, 5) != stats.intervals(top, bottom, 6)
    for bound, mean in zip(first, top.mean(axis=0), strict=True):
        assert bound is not None and bound[0] < mean < bound[1]
        # 1.96 * sqrt(.7 * .3 / 200) is .064 each way.
        assert 0.09 < bound[1] - bound[0] < 0.16


def test_intervals_of_ratios() -> None:
    top, bottom = np.array([[2.0, 0.0], [1.0, 0.0]]), np.array([[2.0, 0.0], [1.0, 0.0]])
    assert stats.intervals(top, bottom, 0) == [(1.0, 1.0), None]
    assert stats.intervals(np.zeros((0, 2)), np.zeros((0, 2)), 0) == [None, None]


def test_the_paired_test_exactly() -> None:
    # All five differences the same way: 2 of 32 swaps are as extreme.
    assert stats.paired_p([1] * 5, [0] * 5, 0) == 2 / 32
    # Differences 2 and -1 and 1: |sum| >= 2 for +++, ++-, +-+, and their mirrors.
    assert stats.paired_p([2, 0, 1], [0, 1, 0], 0) == 6 / 8
    assert stats.paired_p([1, 0], [1, 0], 0) == 1


def test_the_paired_test_at_random() -> None:
    rng = np.random.default_rng(0)
    base = rng.random(60)
    assert stats.paired_p(list(base + 0.2), list(base), 1) < 0.001
    other = rng.permutation(base)
    p = stats.paired_p(list(base), list(other), 1)
    assert p == stats.paired_p(list(base), list(other), 1) and p > 0.5


def test_brier_and_auroc() -> None:
    assert stats.brier([1, 0.5], [True, False]) == 0.125 and stats.brier([], []) is None
    # Of the four pairs two are in order, one is tied, one is not.
    assert stats.auroc([0.9, 0.4, 0.4, 0.1], [True, False, True, False]) == pytest.approx(3.5 / 4)
    assert stats.auroc([0.9, 0.1], [True, True]) is None


def test_reliability() -> None:
    bins = stats.reliability([0.05, 0.92, 1.0, 0.94], [False, True, True, False])
    assert [(b.low, b.n, round(b.score, 4), round(b.outcome, 4)) for b in bins] == [
        (0, 1, 0.05, 0),
        (0.9, 3, 0.9533, 0.6667),
    ]
    assert stats.calibration_error(bins) == pytest.approx((0.05 + 3 * (0.953333 - 0.666667)) / 4, abs=1e-4)
    assert stats.calibration_error([]) is None
