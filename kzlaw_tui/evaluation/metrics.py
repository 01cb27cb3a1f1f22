"""The metrics, each a pure function of what was given and what was wanted. All lie in [0, 1] unless it says otherwise.

Articles are pairs of act id and article number. Functions that return ``None`` have nothing to measure.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence

from kzlaw_tui.evaluation.words import plain_words

Item = tuple[str, str]

# Retrieval


def recall_at(ranked: Sequence[Item], gold: Collection[Item], k: int) -> float:
    """Share of the gold articles among the first ``k``. Manning, Raghavan, Schütze, *Introduction to IR* (2008), 8.4."""
    return len(set(ranked[:k]) & set(gold)) / len(set(gold))


def hit_at(ranked: Sequence[Item], gold: Collection[Item], k: int) -> float:
    """1 when at least one gold article is among the first ``k`` (success@k): what a person who reads ``k`` articles gets."""
    return float(bool(set(ranked[:k]) & set(gold)))


def reciprocal_rank(ranked: Sequence[Item], gold: Collection[Item], k: int = 10) -> float:
    """One over the rank of the first gold article, 0 when none is among the first ``k``; its mean is MRR@k
    (Voorhees, TREC-8 Question Answering Track Report, 1999)."""
    return next((1 / rank for rank, item in enumerate(ranked[:k], 1) if item in gold), 0.0)


def ndcg_at(ranked: Sequence[Item], gold: Collection[Item], k: int = 10) -> float:
    """Discounted cumulative gain over the best possible, gain 1 a gold article, discount log2(1 + rank)
    (Järvelin and Kekäläinen, *Cumulated gain-based evaluation of IR techniques*, 2002). Repeated articles gain once."""
    seen: set[Item] = set()
    gain = 0.0
    for rank, item in enumerate(ranked[:k], 1):
        if item in gold and item not in seen:
            gain += 1 / math.log2(1 + rank)
            seen.add(item)
    best = sum(1 / math.log2(1 + rank) for rank in range(1, min(len(set(gold)), k) + 1))
    return gain / best


# Citations


def citation_precision(cited: Collection[Item], gold: Collection[Item]) -> float | None:
    """Share of the cited articles that are gold; ``None`` when nothing is cited.

    ALCE (Gao et al., *Enabling LLMs to Generate Text with Citations*, EMNLP 2023) asks an entailment model whether each
    citation supports its statement. Here the gold articles say which citations support the answer.
    """
    return len(set(cited) & set(gold)) / len(set(cited)) if cited else None


def citation_recall(cited: Collection[Item], gold: Collection[Item]) -> float:
    """Share of the gold articles that are cited, 0 for an answer without citations.

    ALCE: share of statements that their citations support; here the statements are the gold articles' provisions.
    """
    return len(set(cited) & set(gold)) / len(set(gold))


# Text


def token_f1(answer: str, reference: str) -> float:
    """Harmonic mean of the precision and recall of words, counted with repetition: SQuAD (Rajpurkar et al. 2016) on the
    words of ``words.plain_words``. Both empty: 1."""
    given, wanted = Counter(plain_words(answer)), Counter(plain_words(reference))
    if not given or not wanted:
        return float(given == wanted)
    common = sum((given & wanted).values())
    if not common:
        return 0.0
    precision, recall = common / sum(given.values()), common / sum(wanted.values())
    return 2 * precision * recall / (precision + recall)


def exact_match(answer: str, reference: str) -> float:
    """1 when answer and reference are the same words in the same order (SQuAD, normalised alike)."""
    return float(plain_words(answer) == plain_words(reference))


def key_info(there: Sequence[bool]) -> float | None:
    """Key Info Score of one answer: share of its key facts that are in it (``facts.has_fact``); ``None`` without facts.

    The Qwen3-8B study of this law reports 77.45 % and leaves the definition open; this one is ours.
    """
    return sum(there) / len(there) if there else None


def length_ratio(answer: str, reference: str) -> float:
    """The shorter of the two over the longer, in words: 1 for the same length, towards 0 for one much longer or shorter.

    The Qwen3-8B study reports 73.65 % and leaves the definition open; this one is ours. Both empty: 1.
    """
    given, wanted = len(plain_words(answer)), len(plain_words(reference))
    return min(given, wanted) / max(given, wanted) if given or wanted else 1.0


OVERALL = {"token_f1": 0.35, "exact_match": 0.10, "key_info": 0.35, "length_ratio": 0.20}
"""Weights of the overall score.

The study does not print its weights. Of all weights in steps of 5 % three sets give its 51.3 % from its four parts
(.2671, .0100, .7745, .7365): 20/20/40/20, 35/10/35/20 and 50/0/30/20; we take the one between.
"""


def overall(f1: float, exact: float, key: float | None, length: float) -> float:
    """Weighted mean by ``OVERALL``; without key facts the other weights are scaled up to 1."""
    parts = {"token_f1": f1, "exact_match": exact, "length_ratio": length} | ({} if key is None else {"key_info": key})
    total = sum(OVERALL[name] for name in parts)
    return sum(OVERALL[name] * value for name, value in parts.items()) / total


# By level, automatic: after the Gemma-3-4B study (accuracy, completeness, legal correctness), whose judges were people


def accurate(there: Sequence[bool]) -> float | None:
    """1 when at least one key fact is in the answer; ``None`` without facts. Automatic, no lawyer has judged."""
    return float(any(there)) if there else None


def complete(there: Sequence[bool]) -> float | None:
    """1 when every key fact is in the answer; ``None`` without facts. Automatic, no lawyer has judged."""
    return float(all(there)) if there else None


def legally_correct(valid: Sequence[bool], contradictions: Sequence[bool]) -> float:
    """1 when every citation is valid and no key fact is contradicted. Automatic, no lawyer has judged."""
    return float(all(valid) and not any(contradictions))


# Speed


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value below which a share of the values lies, linear between neighbours (as ``numpy.percentile``)."""
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
