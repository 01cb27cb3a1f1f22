"""Every metric against values worked out by hand."""

from __future__ import annotations

import math

import pytest

from kzlaw_tui.evaluation import metrics as m

A, B, C, D, X = (("act", n) for n in "abcdx")
RANKED = [X, A, C, B]


def test_recall_and_hit() -> None:
    assert [m.recall_at(RANKED, {A, B}, k) for k in (1, 2, 3, 4)] == [0, 0.5, 0.5, 1]
    assert [m.hit_at(RANKED, {A, B}, k) for k in (1, 2, 4)] == [0, 1, 1]
    assert m.recall_at([], {A}, 5) == 0


def test_reciprocal_rank() -> None:
    assert m.reciprocal_rank(RANKED, {A, B}) == 1 / 2
    assert m.reciprocal_rank(RANKED, {B}) == 1 / 4
    assert m.reciprocal_rank(RANKED, {D}) == 0
    assert m.reciprocal_rank([X] * 10 + [A], {A}) == 0


def test_ndcg() -> None:
    gain = 1 / math.log2(3) + 1 / math.log2(5)
    best = 1 / math.log2(2) + 1 / math.log2(3)
    assert m.ndcg_at(RANKED, {A, B}) == pytest.approx(gain / best)
    assert m.ndcg_at([A, B, C], {A, B}) == pytest.approx(1)
    assert m.ndcg_at([A, A], {A, B}) == pytest.approx(1 / best)
    assert m.ndcg_at([X], {A}) == 0


def test_citations() -> None:
    assert m.citation_precision({A, X}, {A, B}) == 0.5
    assert m.citation_recall({A, X}, {A, B, C}) == pytest.approx(1 / 3)
    assert m.citation_precision(set(), {A}) is None and m.citation_recall(set(), {A}) == 0


def test_token_f1() -> None:
    # Three words in common; precision 3/4, recall 3/5.
    assert m.token_f1("за один месяц письменно", "За один — месяц, до увольнения") == pytest.approx(
        2 * 0.75 * 0.6 / 1.35
    )
    # «да» counts once: it is there twice in one and once in the other.
    assert m.token_f1("да да", "Да.") == pytest.approx(2 / 3)
    assert (m.token_f1("", ""), m.token_f1("", "да"), m.token_f1("нет", "да")) == (1, 0, 0)


def test_exact_match() -> None:
    assert m.exact_match("«Ещё  три дня»", "еще три дня.") == 1
    assert m.exact_match("три дня", "дня три") == 0


def test_key_info_and_length() -> None:
    assert m.key_info([True, False, True, True]) == 0.75 and m.key_info([]) is None
    assert m.length_ratio("раз два", "раз два три четыре") == 0.5 == m.length_ratio("раз два три четыре", "раз два")
    assert m.length_ratio("", "") == 1 and m.length_ratio("", "раз") == 0


def test_overall_reproduces_the_published_total_from_its_parts() -> None:
    assert sum(m.OVERALL.values()) == pytest.approx(1)
    assert m.overall(0.2671, 0.01, 0.7745, 0.7365) == pytest.approx(0.513, abs=0.0005)
    assert m.overall(1, 1, None, 1) == pytest.approx(1)
    assert m.overall(1, 0, None, 0) == pytest.approx(0.35 / 0.65)


def test_by_level() -> None:
    assert (m.accurate([False, True]), m.complete([False, True])) == (1, 0)
    assert (m.accurate([False]), m.complete([True, True])) == (0, 1)
    assert m.accurate([]) is None and m.complete([]) is None
    assert m.legally_correct([True, True], [False]) == 1 == m.legally_correct([], [])
    assert m.legally_correct([True, False], [False]) == 0 == m.legally_correct([True], [False, True])


def test_percentile() -> None:
    assert m.percentile([4, 1, 3, 2], 0.5) == 2.5
    assert m.percentile([1, 2, 3, 4, 5], 0.95) == pytest.approx(4.8)
    assert m.percentile([7], 0.95) == 7 and m.percentile([], 0.5) is None
