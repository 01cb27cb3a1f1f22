"""Recall of articles on the development questions: whole, and with each signal left out.

``--core`` searches the three core acts only; ``--tune`` tries weights on half A (half B is never tuned on).
"""

from __future__ import annotations

import argparse
import random
from dataclasses import fields, replace

import numpy as np
from home import CORE_FILES, assistant
from questions import Question, core_questions, load

from kzlaw_tui.retrieval.fusion import Blend, Weights, learned
from kzlaw_tui.retrieval.retriever import fuse
from kzlaw_tui.retrieval.signals import Signals

AT = (1, 5, 10)


def ranks(rows: list[tuple[Question, Signals]], blend: Blend) -> dict[str, list[int]]:
    """The rank (from 0) of the first gold article of each question, by kind and half."""
    found: dict[str, list[int]] = {}
    for question, signals in rows:
        fused = fuse(signals, blend)
        gold = [i for i, key in enumerate(signals.index.keys) if key in question.gold]
        best = max((float(fused[i]) for i in gold), default=-1.0)
        rank = int((fused > best).sum()) if best > 0 else 10**6
        found.setdefault(f"{question.kind} {question.half}", []).append(rank)
    return found


def line(name: str, found: dict[str, list[int]]) -> str:
    """One row of the table."""
    cells = []
    for group in sorted(found):
        recalls = "/".join(f"{np.mean([r < k for r in found[group]]):.2f}" for k in AT)
        cells.append(f"{group} (n={len(found[group])}) {recalls}")
    return f"{name:28} " + "   ".join(cells)


def tune(rows: list[tuple[Question, Signals]], rounds: int, parts: list[str]) -> Blend:
    """Random coordinate search on half A for the mean of recall@1, @5 and @10 over the kinds."""

    def quality(blend: Blend) -> float:
        found = ranks(half, blend)
        return float(np.mean([np.mean([r < k for r in found[g]]) for g in found for k in AT]))

    half = [(q, s) for q, s in rows if q.half == "A"]
    rng = random.Random(7)
    best, score = learned(), quality(learned())
    for _ in range(rounds):
        which, name = rng.choice(parts), rng.choice([f.name for f in fields(Weights)])
        old = getattr(best, which)
        value = max(0.0, getattr(old, name) * rng.choice((0.5, 0.75, 1.25, 1.5, 2)) + rng.choice((0, 0.05)))
        trial = replace(best, **{which: replace(old, **{name: round(value, 3)})})
        if (got := quality(trial)) > score:
            best, score = trial, got
            print(f"{score:.4f} {which}.{name} = {value:.3f}")
    return best


def without(blend: Blend, *names: str) -> Blend:
    """The blend with some weights set to nothing."""
    nothing = dict.fromkeys(names, 0.0)
    return Blend(*(replace(getattr(blend, f.name), **nothing) for f in fields(Blend)))


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("--core", action="store_true")
    options.add_argument("--tune", type=int, default=0)
    options.add_argument("--part", choices=[f.name for f in fields(Blend)], action="append")
    options.add_argument("--no-vectors", action="store_true")
    options.add_argument("--final", action="store_true", help="print half B too, which is not looked at while tuning")
    chosen = options.parse_args()
    app = (
        assistant("core", CORE_FILES, vectors=not chosen.no_vectors)
        if chosen.core
        else assistant("all", vectors=not chosen.no_vectors)
    )
    questions = core_questions() if chosen.core else load()
    if not chosen.final:
        questions = [q for q in questions if q.half == "A"]
    rows = [(q, app.retriever.signals(q.text)) for q in questions]
    if chosen.tune:
        print(tune(rows, chosen.tune, chosen.part or [f.name for f in fields(Blend)]))
        return
    whole = learned()
    print(line("whole", ranks(rows, whole)))
    names = [f.name for f in fields(Weights)]
    for name in names:
        print(line(f"without {name}", ranks(rows, without(whole, name))))
    for name in ("dense", "article"):
        alone = Weights(**{name: 1.0})
        print(line(f"{name} alone", ranks(rows, Blend(alone, alone, alone))))


if __name__ == "__main__":
    main()
