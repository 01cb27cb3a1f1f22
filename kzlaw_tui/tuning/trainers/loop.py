"""The training loop: steps, the watch, validations, checkpoints. It is the same for every library, which is an ``Engine`` to it."""

from __future__ import annotations

import json
import math
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.backend import Cancel
from kzlaw_tui.tuning.dataset import token_lengths
from kzlaw_tui.tuning.encoding import Encoded, Tokenizer, batches, check_template, encode_all
from kzlaw_tui.tuning.plan import estimate
from kzlaw_tui.tuning.runs import Step, Validation
from kzlaw_tui.tuning.schedule import rate_at
from kzlaw_tui.tuning.trainers.protocol import Job, Preflight, Result, Tell
from kzlaw_tui.tuning.watch import Watch, check_signal

_STATE = "state.json"
_SMOOTHED = 0.9


@dataclass(frozen=True, slots=True)
class Shown:
    """What one step showed: means over its answer tokens (nats), and the norm of the gradient before it was clipped."""

    loss: float
    entropy: float
    accuracy: float
    labels: int
    tokens: int
    gradient: float


class Engine(Protocol):
    """A library that holds the model with its adapter."""

    @property
    def trainable(self) -> int:
        """How many values are tuned."""

    def gradient(self, parts: Sequence[Sequence[Encoded]], seed: int) -> Shown:
        """The gradient of one step of several small batches: that of the mean over all answer tokens, clipped. ``seed`` is for
        the dropout."""

    def forget(self) -> None:
        """Drop the gradient."""

    def update(self, rate: float) -> None:
        """One step of the optimizer along the gradient."""

    def loss(self, rows: Sequence[Encoded], batch: int) -> tuple[float, float]:
        """Mean loss (nats a token, full vocabulary, no dropout) and the share of right tokens."""

    def export(self, folder: Path) -> None:
        """The adapter in the library's own form."""

    def write(self, folder: Path) -> None:
        """All that a run needs to go on: adapter and optimizer. Raises ``OSError`` or ``RuntimeError`` when it cannot."""

    def read(self, folder: Path) -> None:
        """What ``write`` wrote."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a job in tokens."""

    train: list[Encoded]
    valid: list[Encoded]
    skipped: int


def encoded(job: Job, tokenizer: Tokenizer, vocabulary: int) -> Rows:
    """The rows of a job in tokens of its base. Raises ``KzlawError``: the template or the tokenizer does not give back what went in,
    the tokenizer is that of another model, all rows are too long."""
    check_template(job.template, tokenizer)
    given = (job.dataset.shape, job.template, tokenizer, job.recipe.training.max_tokens)
    train, skipped = encode_all(job.dataset.train, *given)
    valid, more = encode_all(job.dataset.valid, *given)
    if not train or not valid:
        raise KzlawError("error-tune-too-long", tokens=job.recipe.training.max_tokens)
    most = max(max(row.ids) for row in [*train, *valid])
    if most >= vocabulary or tokenizer.size > vocabulary:
        raise KzlawError("error-tune-vocabulary", tokens=max(tokenizer.size, most + 1), model=vocabulary)
    return Rows(train, valid, skipped + more)


def preflight(job: Job, engine: Engine, rows: Rows) -> Preflight:
    """One forward and backward step, and what the whole run will take. Raises ``KzlawError`` when there is no signal."""
    training = job.recipe.training
    started = time.perf_counter()
    shown = engine.gradient(batches(rows.train, training.batch, training.accumulate, 0, job.seed), _seed(job, 0))
    seconds = time.perf_counter() - started
    check_signal(shown.loss, shown.gradient, shown.labels)
    engine.forget()
    lengths = token_lengths((row.prompt, row.labels) for row in [*rows.train, *rows.valid])
    return Preflight(
        rows=len(rows.train),
        valid=len(rows.valid),
        skipped=rows.skipped,
        labels=shown.labels,
        loss=shown.loss,
        gradient=shown.gradient,
        seconds=seconds,
        trainable=engine.trainable,
        estimate=estimate(
            job.recipe,
            len(rows.train),
            length=lengths["row"]["p95"],
            tuned=engine.trainable,
            seconds_a_step=seconds,
        ),
        lengths=lengths,
    )


def _seed(job: Job, step: int) -> int:
    """Dropout depends on seed and step alone: a run that was broken goes on with the same masks."""
    return (job.seed << 32) + step


class Run:
    """One run, from a checkpoint or from nothing, to its end."""

    def __init__(self, job: Job, engine: Engine, rows: Rows) -> None:
        self.job = job
        self.engine = engine
        self.rows = rows
        self.step = 0
        self.seconds = 0.0
        self.base_loss = math.nan
        self.watch = Watch(job.recipe.training.patience)
        self.steps = job.recipe.steps(len(rows.train))
        self._a_step = 0.0

    def train(self, tell: Tell, cancel: Cancel) -> Result:
        """To the end, or until the watch or the person ends it. Raises ``KzlawError``."""
        training, folder = self.job.recipe.training, self.job.folder
        if math.isnan(self.base_loss):
            # Before the first step the adapter adds nothing: this is the bare base.
            self.base_loss = self._validate(tell)
        while self.step < self.steps and not self.watch.over:
            self._one(tell)
            if self.step % training.valid_every == 0 or self.step == self.steps:
                self._validate(tell)
            if self.step % training.save_every == 0 or self.step == self.steps or cancel.cancelled():
                folder.save(self.step, self._write)
            if cancel.cancelled():
                raise KzlawError("error-tune-stopped", step=self.step)
        best = self.watch.best if self.watch.best is not None else math.nan
        last = self.watch.seen[-1][1] if self.watch.seen else math.nan
        early = self.step < self.steps
        return Result(self.step, self.base_loss, best, self.watch.best_step, last, self.seconds, early)

    def _one(self, tell: Tell) -> None:
        training = self.job.recipe.training
        started = time.perf_counter()
        parts = batches(self.rows.train, training.batch, training.accumulate, self.step, self.job.seed)
        shown = self.engine.gradient(parts, _seed(self.job, self.step))
        self.watch.stepped(self.step + 1, shown.loss, shown.gradient, shown.labels)
        rate = rate_at(training, self.step, self.steps)
        self.engine.update(rate)
        self.step += 1
        took = time.perf_counter() - started
        self.seconds += took
        self._a_step = _SMOOTHED * self._a_step + (1 - _SMOOTHED) * took if self._a_step else took
        event = Step(
            step=self.step,
            loss=shown.loss,
            gradient=shown.gradient,
            rate=rate,
            entropy=shown.entropy,
            accuracy=shown.accuracy,
            tokens=shown.tokens,
            tokens_per_second=shown.tokens / took,
            seconds=self.seconds,
            left=self._a_step * (self.steps - self.step),
        )
        self.job.folder.log(event)
        tell(event)

    def _validate(self, tell: Tell) -> float:
        """The validation loss now; when it is the lowest, this adapter is the best one."""
        training, started = self.job.recipe.training, time.perf_counter()
        rows = self.rows.valid[: training.valid_batches * training.batch]
        loss, accuracy = self.engine.loss(rows, training.batch)
        self.seconds += time.perf_counter() - started
        better = self.watch.validated(self.step, loss)
        if better and self.step:
            self.job.folder.place(self.job.folder.best, self.engine.export)
        event = Validation(self.step, loss, accuracy, math.exp(min(loss, 80.0)), better)
        self.job.folder.log(event)
        tell(event)
        return loss

    # Checkpoints

    def _write(self, folder: Path) -> None:
        self.engine.write(folder)
        state = {"seconds": self.seconds, "base_loss": self.base_loss, "watch": self.watch.state()}
        (folder / _STATE).write_text(json.dumps(state), "utf-8")

    def go_on(self) -> None:
        """Load the newest checkpoint, if there is one. Raises ``KzlawError`` when it cannot be read."""
        found = self.job.folder.last()
        if found is None:
            return
        step, folder = found
        try:
            kept = json.loads((folder / _STATE).read_text("utf-8"))
            self.engine.read(folder)
            self.seconds, self.base_loss = float(kept["seconds"]), float(kept["base_loss"])
            self.watch, self.step = Watch.of(kept["watch"]), step
        except Exception as error:
            raise KzlawError("error-tune-checkpoint", path=folder, reason=error) from error
        self.job.folder.forget_after(step)


class LoadedTrainer(ABC):
    """A trainer over an ``Engine``. What was loaded for the pre-flight serves the training that follows."""

    def __init__(self) -> None:
        self._for: Job | None = None
        self._loaded: tuple[Engine, Rows] | None = None

    @abstractmethod
    def load(self, job: Job) -> tuple[Engine, Rows]:
        """The model with its adapter, and the rows as it reads them. Raises ``KzlawError``."""

    def preflight(self, job: Job) -> Preflight:
        return preflight(job, *self._ready(job))

    def train(self, job: Job, tell: Tell, cancel: Cancel, resume: bool = False) -> Result:
        run = Run(job, *self._ready(job))
        if resume:
            run.go_on()
        return run.train(tell, cancel)

    def _ready(self, job: Job) -> tuple[Engine, Rows]:
        if self._loaded is None or self._for != job:
            self._for, self._loaded = job, self.load(job)
        return self._loaded
