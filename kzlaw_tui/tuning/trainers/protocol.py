"""What a trainer is given and what it can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from kzlaw_tui.models.backend import Cancel
from kzlaw_tui.models.home import Manifest
from kzlaw_tui.tuning.plan import Estimate
from kzlaw_tui.tuning.recipes import Recipe
from kzlaw_tui.tuning.rows import Dataset
from kzlaw_tui.tuning.runs import Event, TrainFolder

Tell = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Job:
    """One training. ``path`` is the base model's file or folder, ``template`` its chat template (empty for base models),
    ``converted`` a folder for forms of the base that a trainer needs, by the base's hash."""

    recipe: Recipe
    dataset: Dataset
    base: Manifest
    path: Path
    template: str
    folder: TrainFolder
    converted: Path
    seed: int = 0
    threads: int = 0


@dataclass(frozen=True, slots=True)
class Preflight:
    """What one forward and backward step showed, with the estimate for the whole run on this machine. ``seconds`` is the
    time of that step, ``loss`` in nats a token, ``skipped`` rows are too long."""

    rows: int
    valid: int
    skipped: int
    labels: int
    loss: float
    gradient: float
    seconds: float
    trainable: int
    estimate: Estimate
    lengths: dict[str, Any] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Result:
    """How a run ended. Losses are validation losses (nats a token, full vocabulary) of the bare base, of the best and of
    the last state; ``early`` when the watch ended it before its time."""

    steps: int
    base_loss: float
    best_loss: float
    best_step: int
    last_loss: float
    seconds: float
    early: bool


class Trainer(Protocol):
    """A way to train: PEFT on CUDA or a CPU, MLX on Apple silicon."""

    name: str

    def preflight(self, job: Job) -> Preflight:
        """Look before the leap. Raises ``KzlawError`` with one clear reason when the run would make no sense."""
        ...

    def train(self, job: Job, tell: Tell, cancel: Cancel, resume: bool = False) -> Result:
        """Train, from the newest checkpoint with ``resume``. The best adapter is in the folder's ``best`` when it returns. Raises
        ``KzlawError`` when the watch stops a run without sense, when the disk is full, or when the work is called off."""
        ...
