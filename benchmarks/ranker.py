"""Trains the weights of the blend (``kzlaw_tui/retrieval/weights.json``) on the development halves.

A conditional logistic regression (McFadden 1974; as a ranking loss: ListNet, Cao et al. 2007): the chance of an article is the
softmax of the weighted sum of its signals over all articles; the weights maximise the chance of the gold articles, are drawn
towards the hand-set ones. Short questions, long stories and Kazakh are trained apart.

Prints recall@1/5/10 in five-fold cross-validation by article, before and after; ``--boosted`` also tries gradient-boosted
trees (LightGBM, LambdaMART) on the best 40. ``--write`` trains on all of half A and writes the file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
from home import CORE_FILES, assistant
from questions import Question, core_questions, load

from kzlaw_tui.retrieval.fusion import BLEND_FILE, HAND_SET, Blend, Weights, weights_for
from kzlaw_tui.retrieval.signals import NAMES

Floats = npt.NDArray[np.float64]
TEMPERATURE, STEPS, RATE = 4.0, 300, 0.03
PULL = 0.03
"""How strongly the weights are drawn towards the hand-set ones."""
FLOOR = 0.3
"""No weight falls below this share of the hand-set one: acts without annotations are found by their own words alone."""
FOLDS = 5
AT = (1, 5, 10)


@dataclass(slots=True)
class Row:
    """A question with its signals, shape (articles, signals), and the rows of its gold articles."""

    question: Question
    group: str
    signals: Floats
    gold: npt.NDArray[np.int64]
    words: int


def collect() -> list[Row]:
    """The questions of half A: short ones over the three core acts, citizens' stories over all acts."""
    core, everything = assistant("core", CORE_FILES), assistant("all")
    rows = []
    wanted = [(core, q) for q in core_questions()] + [(everything, q) for q in load() if q.kind == "citizens"]
    for app, question in wanted:
        if question.half != "A":
            continue
        found = app.retriever.signals(question.text)
        gold = np.array([i for i, key in enumerate(found.index.keys) if key in question.gold])
        values = np.stack([found.values[name] for name in NAMES], axis=1).astype(np.float64)
        group = "kazakh" if found.question.lang == "kk" else "long" if app is everything else "short"
        if not len(gold):
            continue
        rows.append(Row(question, group, values, gold, found.question.words))
    return rows


def fold(question: Question) -> int:
    """The fold of a question: by article, so that no article is learned and asked for."""
    return int(hashlib.sha256(repr(min(question.gold)).encode()).hexdigest(), 16) % FOLDS


def vector(weights: Weights) -> Floats:
    """Weights in the order of ``NAMES``."""
    return np.array([getattr(weights, name) for name in NAMES])


def train(rows: Sequence[Row], start: Floats) -> Floats:
    """The weights after ``STEPS`` of Adam."""
    w, mean, square = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, STEPS + 1):
        slope = 2 * PULL * (w - start)
        for row in rows:
            score = TEMPERATURE * (row.signals @ w)
            chance = np.exp(score - score.max())
            chance /= chance.sum()
            wanted = np.zeros_like(chance)
            wanted[row.gold] = chance[row.gold] / chance[row.gold].sum()
            slope += TEMPERATURE * (row.signals.T @ (chance - wanted)) / len(rows)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope * slope
        w = np.maximum(
            w - RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8), FLOOR * start
        )
    return w


def ranks(rows: Sequence[Row], scores: Sequence[Floats]) -> dict[str, list[int]]:
    """Ranks of the first gold article by kind of question."""
    found: dict[str, list[int]] = {}
    for row, score in zip(rows, scores, strict=True):
        rank = int((score > score[row.gold].max()).sum())
        for kind in (row.question.kind, f"all {row.group}"):
            found.setdefault(kind, []).append(rank)
    return found


def show(title: str, found: dict[str, list[int]]) -> None:
    """One row of the table."""
    cells = (
        f"{k} (n={len(v)}) " + "/".join(f"{np.mean([r < n for r in v]):.2f}" for n in AT)
        for k, v in sorted(found.items())
    )
    print(f"{title:24}", "   ".join(cells))


def by_hand(row: Row) -> Floats:
    """Scores by the hand-set weights."""
    return row.signals @ vector(
        weights_for(60 if row.group == "long" else row.words, "kk" if row.group == "kazakh" else "ru", HAND_SET)
    )


def cross_validated(rows: Sequence[Row]) -> list[Floats]:
    """Scores of each question by weights that were trained without its article."""
    scores: list[Floats] = [np.zeros(0)] * len(rows)
    for part in range(FOLDS):
        for group in ("short", "long", "kazakh"):
            seen = [row for row in rows if row.group == group and fold(row.question) != part]
            w = train(seen, vector(getattr(HAND_SET, group)))
            for i, row in enumerate(rows):
                if row.group == group and fold(row.question) == part:
                    scores[i] = row.signals @ w
    return scores


def boosted(rows: Sequence[Row], scores: Sequence[Floats]) -> list[Floats]:
    """LambdaMART over the best 40 of the learned blend, cross-validated, added to the blend."""
    import lightgbm

    def candidates(i: int) -> tuple[npt.NDArray[np.int64], Floats]:
        best = np.argsort(-scores[i])[:40]
        top = np.maximum(rows[i].signals.max(axis=0), 1e-6)
        own = np.stack([scores[i][best], scores[i][best] / scores[i].max()], axis=1)
        return best, np.hstack([rows[i].signals[best], rows[i].signals[best] / top, own])

    out = [score.copy() for score in scores]
    options: dict[str, Any] = {
        "objective": "lambdarank",
        "num_leaves": 7,
        "learning_rate": 0.05,
        "min_data_in_leaf": 20,
    }
    for part in range(FOLDS):
        seen = [i for i in range(len(rows)) if fold(rows[i].question) != part]
        chosen = [candidates(i) for i in seen]
        labels = [np.isin(best, rows[i].gold).astype(int) for i, (best, _) in zip(seen, chosen, strict=True)]
        data = lightgbm.Dataset(
            np.vstack([x for _, x in chosen]), np.concatenate(labels), group=[len(b) for b, _ in chosen]
        )
        model = lightgbm.train(options | {"verbose": -1, "num_threads": 2, "seed": 1}, data, 100)
        for i in range(len(rows)):
            if fold(rows[i].question) == part:
                best, x = candidates(i)
                out[i] = scores[i] - scores[i].max() - 100
                out[i][best] = model.predict(x) + 3 * scores[i][best]
    return out


def main() -> None:
    """Print the table; write the weights."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--boosted", action="store_true")
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    rows = collect()
    show("hand-set", ranks(rows, [by_hand(row) for row in rows]))
    learned = cross_validated(rows)
    show("learned, cross-validated", ranks(rows, learned))
    if chosen.boosted:
        show("+ boosted trees", ranks(rows, boosted(rows, learned)))
    if chosen.write:
        made = {}
        for group in ("short", "long", "kazakh"):
            w = train([row for row in rows if row.group == group], vector(getattr(HAND_SET, group)))
            made[group] = {name: round(float(value), 3) for name, value in zip(NAMES, w, strict=True)}
        data = {"version": 1, "trained": "benchmarks/ranker.py, half A", "questions": len(rows)}
        ordered = {f.name: made[f.name] for f in fields(Blend)}
        BLEND_FILE.write_text(json.dumps(data | {"weights": ordered}, indent=1) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    main()
