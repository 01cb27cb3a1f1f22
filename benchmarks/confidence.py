"""Fits the abstention model (``retrieval/confidence.py``) and reports how well it tells what the library holds.

Questions of half A and of the own development split are fitted; half B and the test split are only reported.
Logistic regression by iteratively reweighted least squares with a small ridge.
"""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import numpy.typing as npt
from home import CORE_FILES, assistant
from questions import core_questions, other_questions

from kzlaw_tui.retrieval.confidence import confidence

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
    """Fit, and print coefficients and AUROC with and without vectors."""
    app = assistant("core", CORE_FILES)
    rows = [(q.text, 1.0, q.half == "A") for q in core_questions()]
    rows += [(q.text, 0.0, q.half == "A") for q in other_questions()]
    y = np.array([held for _, held, _ in rows])
    fitted = np.array([a for *_, a in rows])
    rankings = [app.rank(text) for text, *_ in rows]
    x = np.array([astuple(r.features) for r in rankings])
    everything = list(range(x.shape[1]))
    for vectors, digests in ((True, True), (True, False), (False, True), (False, False)):
        columns = [c for c in everything if (vectors or c not in (3, 4)) and (digests or c != 5)]
        w = fit(x[fitted][:, columns], y[fitted])
        p = 1 / (1 + np.exp(-(x[:, columns] @ w[:-1] + w[-1])))
        weights = np.zeros(x.shape[1])
        weights[columns] = np.round(w[:-1], 2)
        print(f"({vectors}, {digests}): Model({tuple(weights.tolist())}, {w[-1]:.2f}),")
        print(f"  AUROC fitted {auroc(p[fitted], y[fitted]):.3f}, not looked at {auroc(p[~fitted], y[~fitted]):.3f}")
        truth = y[~fitted] == 1
        for threshold in (0.2, 0.25, 0.3, 0.35, 0.4):
            answered = p[~fitted] >= threshold
            print(
                f"  at {threshold}: answers {answered[truth].mean():.2f} of the held,"
                f" abstains on {(~answered[~truth]).mean():.2f} of the rest"
            )
    now = np.array([confidence(r.features, vectors=True, digests=True) for r in rankings])
    print(f"as shipped: AUROC {auroc(now, y):.3f}, not looked at {auroc(now[~fitted], y[~fitted]):.3f}")


if __name__ == "__main__":
    main()
