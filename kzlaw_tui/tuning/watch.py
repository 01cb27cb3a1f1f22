"""What ends a run before its time: no signal, a loss that is no number, a validation loss that rises."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from typing import Any

from kzlaw_tui.errors import KzlawError

QUIET = 3
"""A run whose gradient is nothing for so many steps one after another does not learn."""
LEAST_GRADIENT = 1e-9
LEAST_LOSS = 1e-6
DIVERGED = 3.0
"""A loss that is so many times its smoothed value and above the first one has run away."""


def check_signal(loss: float, gradient: float, labels: int) -> None:
    """One forward and backward step must show something to learn from. Raises ``KzlawError`` that says what is wrong."""
    if labels <= 0:
        raise KzlawError("error-tune-masked")
    if not math.isfinite(loss) or not math.isfinite(gradient):
        raise KzlawError("error-tune-nan", step=0)
    if loss <= LEAST_LOSS or gradient <= LEAST_GRADIENT:
        raise KzlawError("error-tune-no-signal", loss=f"{loss:.3g}", gradient=f"{gradient:.3g}")


@dataclass(slots=True)
class Watch:
    """Is told every step and every validation. All of it is saved with a checkpoint."""

    patience: int
    quiet: int = 0
    bad: int = 0
    best: float | None = None
    best_step: int = 0
    first: float | None = None
    smoothed: float | None = None
    seen: list[tuple[int, float]] = field(default_factory=list)

    def stepped(self, step: int, loss: float, gradient: float, labels: int) -> None:
        """Raises ``KzlawError`` when the run makes no sense any longer."""
        if labels <= 0:
            raise KzlawError("error-tune-masked")
        if not math.isfinite(loss) or not math.isfinite(gradient):
            raise KzlawError("error-tune-nan", step=step)
        self.quiet = self.quiet + 1 if loss <= LEAST_LOSS or gradient <= LEAST_GRADIENT else 0
        if self.quiet >= QUIET:
            raise KzlawError("error-tune-no-signal", loss=f"{loss:.3g}", gradient=f"{gradient:.3g}")
        self.first = loss if self.first is None else self.first
        if self.smoothed is not None and loss > DIVERGED * self.smoothed and loss > DIVERGED * self.first:
            raise KzlawError("error-tune-diverged", step=step, loss=f"{loss:.3g}")
        self.smoothed = loss if self.smoothed is None else 0.9 * self.smoothed + 0.1 * loss

    def validated(self, step: int, loss: float) -> bool:
        """Whether it is the lowest validation loss so far. Raises ``KzlawError`` for one that is no number."""
        if not math.isfinite(loss):
            raise KzlawError("error-tune-nan", step=step)
        self.seen.append((step, loss))
        if self.best is None or loss < self.best:
            self.best, self.best_step, self.bad = loss, step, 0
            return True
        self.bad += 1
        return False

    @property
    def over(self) -> bool:
        """Whether to stop early: the validation loss has not fallen for ``patience`` validations."""
        return self.bad >= self.patience

    def state(self) -> dict[str, Any]:
        """As it is saved."""
        return asdict(self)

    @classmethod
    def of(cls, state: dict[str, Any]) -> Watch:
        """As it was saved."""
        return cls(**{**state, "seen": [(int(step), float(loss)) for step, loss in state["seen"]]})
