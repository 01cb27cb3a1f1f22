"""The folder of one training: what is run, its metrics line by line, its checkpoints. Everything is written whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.files import held_alone, read_object
from kzlaw_tui.tuning.rows import put

RUN, METRICS, BEST, CHECKPOINTS = "run.json", "metrics.jsonl", "best", "checkpoints"
KEPT = 2
State = Literal["running", "finished", "early", "failed", "stopped"]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of ``metrics.jsonl``: an optimizer step. Losses and entropy in nats a token, ``accuracy`` is the share of
    answer tokens that were the likeliest; ``tokens`` are all tokens of the step, ``seconds`` since the beginning of the run
    (all of its parts together), ``left`` an estimate."""

    step: int
    loss: float
    gradient: float
    rate: float
    entropy: float
    accuracy: float
    tokens: int
    tokens_per_second: float
    seconds: float
    left: float


@dataclass(frozen=True, slots=True)
class Validation:
    """One line of ``metrics.jsonl``: a validation with the full vocabulary. ``perplexity`` is e to the ``valid_loss``."""

    step: int
    valid_loss: float
    valid_accuracy: float
    perplexity: float
    best: bool


Event = Step | Validation


class TrainFolder:
    """``run.json`` says what is run, ``metrics.jsonl`` how it goes, ``checkpoints/`` where it can go on from, ``best/`` is the
    adapter with the lowest validation loss."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.best = folder / BEST
        self.checkpoints = folder / CHECKPOINTS
        self.metrics = folder / METRICS

    def alone(self) -> AbstractContextManager[None]:
        """Held by one process at a time. Raises ``KzlawError`` while another has it."""
        return held_alone(self.folder, "error-tune-elsewhere")

    # What is run

    def head(self) -> dict[str, Any]:
        """``run.json``; empty when there is none."""
        return read_object(self.folder / RUN)

    def begin(self, head: dict[str, Any]) -> None:
        """A new run: what was here before is gone. Raises ``KzlawError`` when it cannot be written."""
        try:
            for old in (self.best, self.checkpoints):
                shutil.rmtree(old, ignore_errors=True)
            self.metrics.unlink(missing_ok=True)
            self.folder.mkdir(parents=True, exist_ok=True)
            self._head(head)
        except OSError as error:
            raise disk_error(self.folder, error) from error

    def tell(self, **news: Any) -> None:
        """Change what ``run.json`` says of how the run is. Raises ``KzlawError`` when it cannot be written."""
        try:
            self._head({**self.head(), **news})
        except OSError as error:
            raise disk_error(self.folder, error) from error

    def _head(self, head: dict[str, Any]) -> None:
        put(self.folder / RUN, json.dumps(head, ensure_ascii=False, indent=2) + "\n")

    # How it goes

    def log(self, event: Event) -> None:
        """Add a line. Raises ``KzlawError`` when the disk is full."""
        try:
            with self.metrics.open("a", encoding="utf-8", newline="\n") as file:
                file.write(json.dumps(asdict(event)) + "\n")
        except OSError as error:
            raise disk_error(self.folder, error) from error

    def events(self) -> list[Event]:
        """The lines that are whole."""
        return list(_events(self.metrics))

    def forget_after(self, step: int) -> None:
        """Drop the lines of steps that a checkpoint does not have, and what a kill left of a line."""
        kept = "".join(json.dumps(asdict(event)) + "\n" for event in self.events() if event.step <= step)
        try:
            put(self.metrics, kept)
        except OSError as error:
            raise disk_error(self.folder, error) from error

    # Checkpoints

    def save(self, step: int, write: Callable[[Path], None]) -> Path:
        """A checkpoint that ``write`` makes in an empty folder; it is there whole or not at all, and the two newest stay.
        Raises ``KzlawError`` when the disk is full: the checkpoint before stays."""
        place = self.checkpoints / f"step-{step:06d}"
        self.place(place, write)
        for old in self._steps()[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)
        return place

    def place(self, place: Path, write: Callable[[Path], None]) -> None:
        """Make a folder beside, then put it in its place."""
        part = place.with_name(f".{place.name}.part")
        try:
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            write(part)
            _to_disk(part)
            shutil.rmtree(place, ignore_errors=True)
            part.replace(place)
        except Exception as error:
            shutil.rmtree(part, ignore_errors=True)
            # torch raises RuntimeError, and safetensors an exception of its own, for what the system said.
            raise disk_error(self.folder, error) from error

    def last(self) -> tuple[int, Path] | None:
        """The newest whole checkpoint, with its step. What a kill left half-made is removed."""
        for left in self.checkpoints.glob(".*.part"):
            shutil.rmtree(left, ignore_errors=True)
        steps = self._steps()
        return (int(steps[-1].name.partition("-")[2]), steps[-1]) if steps else None

    def _steps(self) -> list[Path]:
        return sorted(folder for folder in self.checkpoints.glob("step-*") if folder.is_dir())


def disk_error(folder: Path, error: BaseException) -> KzlawError:
    """What to say when the disk would not take a file."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return KzlawError("error-tune-disk", path=folder, reason=reason)


def _to_disk(folder: Path) -> None:
    for file in folder.rglob("*"):
        if file.is_file():
            with file.open("rb+") as opened:
                os.fsync(opened.fileno())


def _events(file: Path) -> Iterator[Event]:
    try:
        lines = file.read_text("utf-8").split("\n")
    except OSError:
        return
    for line in lines:
        try:
            row = json.loads(line)
            yield Validation(**row) if "valid_loss" in row else Step(**row)
        except (ValueError, TypeError):
            continue


def runs(root: Path) -> list[TrainFolder]:
    """The trainings under a folder, the newest first."""
    if not root.is_dir():
        return []
    found = [TrainFolder(folder) for folder in root.iterdir() if (folder / RUN).is_file()]
    return sorted(found, key=lambda run: (run.folder / RUN).stat().st_mtime, reverse=True)


@dataclass(frozen=True, slots=True)
class RunInfo:
    """A training as it is listed: ``state`` is «running» also of one that was killed; ``events`` are its steps and validations."""

    folder: Path
    started: datetime
    recipe: str
    base: str
    state: str
    steps: int
    events: tuple[Event, ...]

    @property
    def taken(self) -> list[Step]:
        """The steps."""
        return [event for event in self.events if isinstance(event, Step)]

    @property
    def validations(self) -> list[Validation]:
        """The validations."""
        return [event for event in self.events if isinstance(event, Validation)]


def infos(root: Path, limit: int | None = None) -> list[RunInfo]:
    """The trainings under a folder, the newest first; a folder whose ``run.json`` cannot be read is left out."""
    found = []
    for run in runs(root)[:limit]:
        head = run.head()
        try:
            started = datetime.fromisoformat(str(head["started"]))
            recipe, base = str(head["recipe"]["name"]), str(head["base"]["name"])
            steps, state = int(head["steps"]), str(head["state"])
        except (KeyError, TypeError, ValueError):
            continue
        found.append(RunInfo(run.folder, started, recipe, base, state, steps, tuple(run.events())))
    return found
