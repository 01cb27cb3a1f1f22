"""One training from beginning to end: what is trained on what, where it is written, what comes of it."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzlaw_tui import __version__
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.backend import Cancel, Never
from kzlaw_tui.models.choice import template_of
from kzlaw_tui.models.hardware import look
from kzlaw_tui.tuning import rows
from kzlaw_tui.tuning.plan import estimate
from kzlaw_tui.tuning.recipes import Recipe
from kzlaw_tui.tuning.runs import TrainFolder, runs
from kzlaw_tui.tuning.schedule import rates
from kzlaw_tui.tuning.trainers.protocol import Job, Preflight, Result, Tell, Trainer

if TYPE_CHECKING:
    from kzlaw_tui.config import Home
    from kzlaw_tui.models.home import Manifest, ModelHome

MODEL_TYPES = {"gemma3": "gemma3", "gemma3_text": "gemma3", "llama": "llama", "qwen2": "qwen2", "qwen3": "qwen3"}
"""Architectures as ``config.json`` names them, and as GGUF does."""


@dataclass(frozen=True, slots=True)
class Trained:
    """A training that ended well: its folder with the report, and what the pre-flight and the run showed."""

    folder: TrainFolder
    preflight: Preflight
    result: Result


def trainer_of(recipe: Recipe) -> Trainer:
    """The trainer that a recipe asks for."""
    if recipe.trainer == "mlx":
        from kzlaw_tui.tuning.trainers.mlx import MlxTrainer

        return MlxTrainer()
    from kzlaw_tui.tuning.trainers.peft import PeftTrainer

    return PeftTrainer()


def job_of(
    recipe: Recipe,
    base: Manifest,
    models: ModelHome,
    data: Path,
    home: Home,
    *,
    out: Path | None = None,
    resume: bool = False,
    seed: int = 0,
    threads: int = 0,
) -> tuple[Job, bool]:
    """The job, and whether it goes on from a checkpoint. Without ``out`` the folder is one of the home; with ``resume`` the
    newest unfinished run of the same recipe, base, dataset and seed.

    Raises ``KzlawError``: the base is not that of the recipe, the dataset cannot be read, another run is in the folder.
    """
    check_base(recipe, base, models)
    dataset = rows.read(data)
    if recipe.prompt and dataset.shape != recipe.shape:
        raise KzlawError("error-tune-shape", path=data)
    key = key_of(recipe, base, dataset.digest, seed)
    folder, going_on = _place(home.trainings, key, recipe, out, resume)
    job = Job(
        recipe=recipe,
        dataset=dataset,
        base=base,
        path=models.path(base),
        template=template_of(base, models),
        folder=folder,
        converted=home.trainings / "bases",
        seed=seed,
        threads=threads,
    )
    return job, going_on


def key_of(recipe: Recipe, base: Manifest, digest: str, seed: int) -> str:
    """Names a training: runs with the same key can go on from each other's checkpoints."""
    return hashlib.sha256(repr((recipe.digest, base.sha256, digest, seed)).encode()).hexdigest()[:12]


def _place(root: Path, key: str, recipe: Recipe, out: Path | None, resume: bool) -> tuple[TrainFolder, bool]:
    if out is not None:
        folder = TrainFolder(out)
        head = folder.head()
        if head and resume and head.get("key") != key:
            raise KzlawError("error-tune-other-run", path=out)
        return folder, resume and bool(head) and folder.last() is not None
    if resume:
        for run in runs(root):
            head = run.head()
            if head.get("key") == key and head.get("state") != "finished" and run.last() is not None:
                return run, True
        raise KzlawError("error-tune-nothing-to-resume", recipe=recipe.name)
    return TrainFolder(root / f"{datetime.now():%Y%m%d-%H%M%S}-{recipe.name}-{key[:6]}"), False


def check_base(recipe: Recipe, base: Manifest, models: ModelHome) -> None:
    """Raises ``KzlawError`` when a model is not what a recipe is for: architecture, layers and width must be the same."""
    if base.form == "gguf":
        head = models.gguf(base)
        found = (head.architecture, head.number("block_count"), head.number("embedding_length"))
    else:
        try:
            config = json.loads((models.path(base) / "config.json").read_text("utf-8"))
            text = config.get("text_config") or config
            found = (
                MODEL_TYPES.get(str(config["model_type"]), str(config["model_type"])),
                int(text["num_hidden_layers"]),
                int(text["hidden_size"]),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise KzlawError("error-tune-base", name=base.name, reason=error) from error
    wanted = (recipe.base.architecture, recipe.base.layers, recipe.base.hidden)
    if found != wanted:
        shown = [f"{name}, {layers} × {hidden}" for name, layers, hidden in (found, wanted)]
        raise KzlawError("error-tune-other-base", name=base.name, found=shown[0], wanted=shown[1], recipe=recipe.name)


def train(
    job: Job,
    trainer: Trainer,
    *,
    resume: bool = False,
    told: Callable[[Preflight], None] | None = None,
    tell: Tell = lambda _: None,
    cancel: Cancel | None = None,
) -> Trained:
    """Pre-flight, then the training. Raises ``KzlawError`` with the run marked as failed, or as stopped by the person."""
    folder = job.folder
    with folder.alone():
        before = trainer.preflight(job)
        if told is not None:
            told(before)
        if not resume:
            folder.begin(_head(job, before))
        folder.tell(state="running")
        try:
            result = trainer.train(job, tell, cancel or Never(), resume)
        except KzlawError as error:
            stopped = error.message_id == "error-tune-stopped"
            folder.tell(
                state="stopped" if stopped else "failed",
                error={"id": error.message_id, "args": {k: str(v) for k, v in error.args_.items()}},
            )
            raise
        folder.tell(state="early" if result.early else "finished", result=asdict(result), error=None)
    return Trained(folder, before, result)


def _head(job: Job, before: Preflight) -> dict[str, Any]:
    """``run.json`` at the beginning."""
    machine = look()
    return {
        "key": key_of(job.recipe, job.base, job.dataset.digest, job.seed),
        "state": "running",
        "made_by": f"kzlaw-tui {__version__}",
        "started": datetime.now().astimezone().isoformat(timespec="seconds"),
        "recipe": job.recipe.model_dump(mode="json"),
        "recipe_digest": job.recipe.digest,
        "prompt": asdict(job.dataset.shape),
        "base": {"name": job.base.name, "sha256": job.base.sha256, "licence": job.base.licence},
        "dataset": {"sha256": job.dataset.digest, **dict(job.dataset.about.get("counts", {}))},
        "seed": job.seed,
        "steps": before.estimate.steps,
        "preflight": before.document(),
        "hardware": {**machine.document(), "system": platform.platform(), "python": platform.python_version()},
    }


def dry_run(recipe: Recipe, data: Path, name: str) -> dict[str, Any]:
    """What a training would be, without the base and without its library: rows, steps, learning rates, memory, command.

    Raises ``KzlawError`` when the dataset cannot be read.
    """
    dataset = rows.read(data)
    plan = estimate(recipe, len(dataset.train))
    steps = plan.steps
    every = rates(recipe.training, steps)
    training = recipe.training
    return {
        "recipe": recipe.model_dump(mode="json"),
        "dataset": {"sha256": dataset.digest, "train": len(dataset.train), "valid": len(dataset.valid)},
        "steps": steps,
        "rows_a_step": training.batch * training.accumulate,
        "saves": list(range(training.save_every, steps + 1, training.save_every)),
        "warmup_steps": next((i for i, rate in enumerate(every) if rate >= training.learning_rate * 0.999), 0),
        "rates": {"first": every[0], "highest": max(every), "last": every[-1]},
        "memory": plan.document(),
        "command": ["kzlaw-tui", "adapters", "train", "--recipe", recipe.name, "--base", name, "--data", str(data)],
    }


def as_document(trained: Trained) -> dict[str, Any]:
    """How a training ended, as JSON."""
    return {"preflight": trained.preflight.document(), **asdict(trained.result)}
