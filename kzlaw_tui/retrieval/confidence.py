"""How likely it is that the library holds the answer: logistic models over the features of a search.

The coefficients are fitted by ``benchmarks/confidence.py`` on one half of the development questions (questions on acts
that the library holds against questions on acts that it does not) and lie in ``confidence.json``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np

from kzlaw_tui.retrieval.lexical import K1, Floats
from kzlaw_tui.retrieval.signals import Signals, ceiling

MODEL_FILE = Path(__file__).with_name("confidence.json")
THRESHOLD = 0.4
"""Below this the answer is that the library does not hold it."""
NAMES = (
    *(
        "lexical",
        "covered",
        "heading",
        "digest",
        "far_digest",
        "gram",
        "asked_cosine",
        "gist_cosine",
        "cosine",
        "margin",
    ),
    *("agreement", "lead", "here", "elsewhere", "kazakh"),
)
"""``lexical``: best BM25 over the best possible; ``covered``: share of the question's idf found in the best article; ``heading``:
best heading coverage; ``digest``, ``far_digest``: best score of the lay questions over the best possible, in the question's
language and in the other; ``gram``: the same of 4-grams; ``…_cosine``: best cosines, stretched to [0, 1]; ``margin``: lead of the best passage
over the mean of the best 50; ``agreement``: how many signals have the best article among their first three; ``lead``: of the
best article over the sixth; ``here`` and ``elsewhere``: how many words point at acts that are here, and that are not."""
VECTORS = frozenset({"asked_cosine", "gist_cosine", "cosine", "margin", "agreement", "lead"})
PASSAGES = frozenset({"cosine", "margin"})
DIGESTS = frozenset({"digest", "far_digest", "asked_cosine", "gist_cosine"})
"""Features that a library without vectors, without vectors of passages, or without annotations does not have; with words alone, few articles have any score, and
whether they agree says nothing."""


def features_of(signals: Signals, fused: Floats, act: str | None = None) -> dict[str, float]:
    """The features of a search; with ``act`` only its articles count."""
    index, question = signals.index, signals.question
    inside = np.ones(len(index.keys), dtype=bool)
    if act is not None:
        inside = np.array([key[0] == act for key in index.keys])
    fused = np.where(inside, fused, 0)
    best = int(fused.argmax())
    ordered = np.sort(fused)[::-1]
    cosines = np.sort(np.where(inside, signals.cosines, 0))[::-1][:50]
    raw = {name: float(np.where(inside, values, 0).max(initial=0.0)) for name, values in signals.raw.items()}
    lexical, covered = _words(signals, act)
    others = [
        name for name, values in signals.values.items() if name not in ("act", "cited") and values.max(initial=0.0) > 0
    ]
    agreeing = sum(int((signals.values[name] > signals.values[name][best]).sum()) < 3 for name in others)
    here = sum(n for a, n in question.acts.items() if a in index.acts) + sum(a in index.acts for a in question.named)
    elsewhere = sum(question.acts.values()) + len(question.named) - here
    return {
        "lexical": lexical,
        "covered": covered,
        "heading": float(np.where(inside, signals.values["coverage"], 0).max(initial=0.0)),
        "digest": raw.get("asked", 0.0),
        "far_digest": raw.get("far_asked", 0.0),
        "gram": raw.get("grams", 0.0),
        "asked_cosine": stretched(raw.get("near_asked", 0.0)),
        "gist_cosine": stretched(raw.get("near_gist", 0.0)),
        "cosine": stretched(float(cosines[0]) if len(cosines) else 0.0),
        "margin": 20 * float(cosines[0] - cosines.mean()) if len(cosines) else 0.0,
        "agreement": agreeing / len(others) if others else 0.0,
        "lead": float(ordered[0] - ordered[5]) / float(ordered[0]) if len(ordered) > 5 and ordered[0] > 0 else 0.0,
        "here": math.log1p(here),
        "elsewhere": math.log1p(elsewhere),
        "kazakh": float(question.lang == "kk"),
    }


def stretched(cosine: float) -> float:
    """A cosine of e5, whose values are crowded between .75 and .95, over that range."""
    return max(0.0, (cosine - 0.75) / 0.2)


def _words(signals: Signals, act: str | None) -> tuple[float, float]:
    """Best BM25 of the person's own words over the best possible, and the share of their idf in that article."""
    side, own = signals.index.texts[signals.question.lang], signals.question.own
    if not side.places or not own:
        return 0.0, 0.0
    body = side.lexical.fields["body"]
    columns = side.lexical.columns(own)
    scores, matched = body.score(columns), body.matched(columns)
    if act is not None:
        inside = np.array([place.edition.act == act for place in side.places])
        scores, matched = scores * inside, matched * inside
    reachable = ceiling(side, "body", own)
    if not reachable:
        return 0.0, 0.0
    return float(scores.max()) / reachable, float(matched[int(scores.argmax())]) * (K1 + 1) / reachable


@cache
def models() -> Mapping[str, Mapping[str, float]]:
    """Coefficients by what the library has (``whole``, ``shipped``, ``no-vectors``, ``no-digests``, ``words``)."""
    stored: dict[str, dict[str, float]] = json.loads(MODEL_FILE.read_text("utf-8"))["models"]
    return stored


def model_for(*, vectors: bool, digests: bool, asked: bool = False) -> str:
    """Which model is asked: what is missing may not count against. ``asked`` are the shipped vectors of our own words."""
    if vectors:
        return "whole" if digests else "no-digests"
    if not digests:
        return "words"
    return "shipped" if asked else "no-vectors"


def confidence(features: Mapping[str, float], *, vectors: bool, digests: bool, asked: bool = False) -> float:
    """The probability in (0, 1) that some retrieved article answers."""
    model = models()[model_for(vectors=vectors, digests=digests, asked=asked)]
    z = model["intercept"] + sum(model.get(name, 0.0) * value for name, value in features.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z))))
