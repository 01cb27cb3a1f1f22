"""Fits the abstention model (``retrieval/confidence.py``) and reports how well it tells what the library holds.

Questions of half A and of the own development split are fitted; half B and the test split are only reported.
Logistic regression by iteratively reweighted least squares with a small ridge.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
from home import CORE_FILES, assistant
from questions import core_questions, other_questions

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home
from kzlaw_tui.retrieval.confidence import DIGESTS, MODEL_FILE, NAMES, PASSAGES, VECTORS, model_for

FOLDS = 5

Floats = npt.NDArray[np.float64]


def fit(x: Floats, y: Floats, ridge: float = 0.1) -> Floats:
    """Coefficients with the intercept last; x has shape (n, features)."""
    x = np.hstack([x, np.ones((len(x), 1))])
    w = np.zeros(x.shape[1])
    penalty = ridge * np.eye(x.shape[1])
    penalty[-1, -1] = 0
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + penalty
        w += np.linalg.solve(hessian, x.T @ (y - p) - penalty @ w)
    return w


def auroc(score: Floats, y: Floats) -> float:
    """The share of (held, not held) pairs that the score orders rightly; ties count half."""
    held, other = score[y == 1], score[y == 0]
    return float(np.mean((held[:, None] > other[None]) + 0.5 * (held[:, None] == other[None])))


def main() -> None:
    """Fit, and print AUROC; ``--write`` writes the models, ``--final`` reports on the other half."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true")
    options.add_argument("--final", action="store_true")
    chosen = options.parse_args()
    app = assistant("core", CORE_FILES)
    rows = [(q, 1.0) for q in core_questions()] + [(q, 0.0) for q in other_questions()]
    rows = [(q, held) for q, held in rows if q.half == "A" or chosen.final]
    y = np.array([held for _, held in rows])
    fitted = np.array([q.half == "A" for q, _ in rows])
    folds = np.array(
        [int(hashlib.sha256(repr(min(q.gold, default=q.id)).encode()).hexdigest(), 16) % FOLDS for q, _ in rows]
    )

    def table(assistant_: Assistant) -> Floats:
        found = [assistant_.rank(q.text).features for q, _ in rows]
        return np.array([[f[name] for name in NAMES] for f in found])

    x_core = table(app)
    with tempfile.TemporaryDirectory() as folder:
        x_fresh = table(Assistant(Home(Path(folder)), "ru"))
    models = {}
    for vectors, digests, shipped in (
        (True, True, True),
        (False, True, True),
        (False, True, False),
        (True, False, False),
        (False, False, False),
    ):
        left_out = (frozenset() if vectors else PASSAGES if shipped else VECTORS) | (
            frozenset() if digests else DIGESTS
        )
        x = x_fresh if shipped and not vectors else x_core
        columns = [i for i, name in enumerate(NAMES) if name not in left_out]
        crossed = np.zeros(len(y))
        for part in range(FOLDS):
            w = fit(x[fitted & (folds != part)][:, columns], y[fitted & (folds != part)])
            crossed[folds == part] = probability(x[folds == part][:, columns], w)
        w = fit(x[fitted][:, columns], y[fitted])
        name = model_for(vectors=vectors, digests=digests, asked=shipped)
        models[name] = {NAMES[c]: round(float(v), 3) for c, v in zip(columns, w, strict=False)} | {
            "intercept": round(float(w[-1]), 3)
        }
        print(f"{name}: AUROC {auroc(crossed[fitted], y[fitted]):.3f} in cross-validation (n={fitted.sum()})")
        report(crossed[fitted], y[fitted] == 1)
        stories = fitted & np.array([q.kind == "citizens" for q, _ in rows])
        print(f"  citizens' stories alone: AUROC {auroc(crossed[stories], y[stories]):.3f} (n={stories.sum()})")
        if chosen.final:
            p, truth = probability(x[~fitted][:, columns], w), y[~fitted] == 1
            print(f"  other half: AUROC {auroc(p, y[~fitted]):.3f} (n={len(p)})")
            report(p, truth)
    if chosen.write:
        MODEL_FILE.write_text(json.dumps({"version": 1, "models": models}, indent=1) + "\n", "utf-8", newline="\n")


def probability(x: Floats, w: Floats) -> Floats:
    """The logistic of a linear model with the intercept last."""
    p: Floats = 1 / (1 + np.exp(-(x @ w[:-1] + w[-1])))
    return p


def report(p: Floats, truth: npt.NDArray[np.bool_]) -> None:
    """What some thresholds do."""
    for threshold in (0.3, 0.4, 0.5, 0.6):
        answered = p >= threshold
        print(
            f"  at {threshold}: answers {answered[truth].mean():.2f} of the held, abstains on {(~answered[~truth]).mean():.2f} of the rest"
        )


if __name__ == "__main__":
    main()
