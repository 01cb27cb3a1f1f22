"""The learning rate at each step."""

from __future__ import annotations

import math

from kzlaw_tui.tuning.recipes import Training


def rate_at(training: Training, step: int, steps: int) -> float:
    """The rate of a step (from 0): a linear warm-up, then constant, down to 0 in a line, or in half a cosine (Loshchilov and
    Hutter, *SGDR*, 2017)."""
    warm = math.ceil(training.warmup * steps)
    if step < warm:
        return training.learning_rate * (step + 1) / warm
    share = (step - warm) / max(1, steps - warm)
    if training.schedule == "linear":
        return training.learning_rate * (1 - share)
    if training.schedule == "cosine":
        return training.learning_rate * 0.5 * (1 + math.cos(math.pi * share))
    return training.learning_rate


def rates(training: Training, steps: int) -> list[float]:
    """The rates of all steps."""
    return [rate_at(training, step, steps) for step in range(steps)]
