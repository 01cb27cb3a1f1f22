"""PEFT: LoRA on a frozen base in 16 bits or NF4, on CUDA or on a processor.

The loop is our own and not that of ``transformers.Trainer``: the output layer is computed at the answers' tokens alone, every step
is watched, and checkpoints are whole or not there.
"""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.backend import Cancel
from kzlaw_tui.tuning.dataset import token_lengths
from kzlaw_tui.tuning.encoding import Encoded, batches, check_template, encode_all
from kzlaw_tui.tuning.plan import estimate
from kzlaw_tui.tuning.runs import Step, Validation
from kzlaw_tui.tuning.schedule import rate_at
from kzlaw_tui.tuning.trainers.loading import HfTokenizer, base_model, folder_of, libraries
from kzlaw_tui.tuning.trainers.losses import Vocabulary, output_weight, training_sums, validation_sums
from kzlaw_tui.tuning.trainers.protocol import Job, Preflight, Result, Tell
from kzlaw_tui.tuning.watch import Watch, check_signal

_WEIGHTS, _OPTIMIZER, _WATCH = "adapter.safetensors", "optimizer.pt", "watch.json"
_SMOOTHED = 0.9


@dataclass(slots=True)
class _Ready:
    """All that is loaded for a job."""

    torch: Any
    model: Any
    rows: list[Encoded]
    valid: list[Encoded]
    skipped: int
    vocabulary: Vocabulary | None

    @property
    def tuned(self) -> list[Any]:
        return [p for p in self.model.parameters() if p.requires_grad]


class PeftTrainer:
    """Trains with PEFT. What was loaded for the pre-flight serves the training that follows."""

    name = "peft"

    def __init__(self) -> None:
        self._for: Job | None = None
        self._loaded: _Ready | None = None

    def preflight(self, job: Job) -> Preflight:
        ready = self._ready(job)
        started = time.perf_counter()
        sums, gradient = self._forward_backward(ready, job, 0)
        seconds = time.perf_counter() - started
        labels, loss = sums["labels"], sums["loss"]
        check_signal(loss, gradient, labels)
        for parameter in ready.tuned:
            parameter.grad = None
        lengths = token_lengths((row.prompt, row.labels) for row in [*ready.rows, *ready.valid])
        values = sum(p.numel() for p in ready.tuned)
        return Preflight(
            rows=len(ready.rows),
            valid=len(ready.valid),
            skipped=ready.skipped,
            labels=labels,
            loss=loss,
            gradient=gradient,
            seconds=seconds,
            trainable=values,
            estimate=estimate(
                job.recipe, len(ready.rows), length=lengths["row"]["p95"], tuned=values, seconds_a_step=seconds
            ),
            lengths=lengths,
        )

    def train(self, job: Job, tell: Tell, cancel: Cancel, resume: bool = False) -> Result:
        ready = self._ready(job)
        run = _Run(job, ready, self._optimizer(job, ready))
        if resume:
            run.go_on()
        return run.train(tell, cancel, self._forward_backward)

    # Loading

    def _ready(self, job: Job) -> _Ready:
        if self._loaded is not None and self._for == job:
            return self._loaded
        torch, _, peft = libraries()
        torch.set_num_threads(job.threads or max(1, (os.cpu_count() or 2) // 2))
        torch.manual_seed(job.seed)
        folder = folder_of(job)
        tokenizer = HfTokenizer(folder)
        check_template(job.template, tokenizer)
        recipe, shape = job.recipe, job.dataset.shape
        encode = (shape, job.template, tokenizer, recipe.training.max_tokens)
        rows, skipped = encode_all(job.dataset.train, *encode)
        valid, more = encode_all(job.dataset.valid, *encode)
        if not rows or not valid:
            raise KzlawError("error-tune-too-long", tokens=recipe.training.max_tokens)
        device = "cuda" if torch.cuda.is_available() else "cpu"
        model = base_model(job, folder, device)
        width = output_weight(model).shape[0]
        if tokenizer.size > width or max(max(row.ids) for row in [*rows, *valid]) >= width:
            raise KzlawError("error-tune-vocabulary", tokens=tokenizer.size, model=width)
        if recipe.base.quantisation == "nf4":
            model = peft.prepare_model_for_kbit_training(model, use_gradient_checkpointing=device == "cuda")
        layers = model.config.num_hidden_layers
        last = recipe.lora.last_layers
        config = peft.LoraConfig(
            task_type="CAUSAL_LM",
            r=recipe.lora.rank,
            lora_alpha=recipe.lora.alpha,
            lora_dropout=recipe.lora.dropout,
            target_modules=list(recipe.lora.targets),
            layers_to_transform=list(range(max(0, layers - last), layers)) if last else None,
        )
        config.base_model_name_or_path = job.base.name
        model = peft.get_peft_model(model, config)
        model.train()
        vocabulary = None
        if recipe.training.loss_vocabulary == "dataset":
            vocabulary = Vocabulary(torch, output_weight(model), [*rows, *valid])
        self._for, self._loaded = job, _Ready(torch, model, rows, valid, skipped + more, vocabulary)
        return self._loaded

    def _optimizer(self, job: Job, ready: _Ready) -> Any:
        training = job.recipe.training
        given = {"lr": training.learning_rate, "weight_decay": training.weight_decay}
        if training.optimizer == "adamw_8bit":
            import bitsandbytes

            return bitsandbytes.optim.AdamW8bit(ready.tuned, **given)
        kind = ready.torch.optim.Adam if training.optimizer == "adam" else ready.torch.optim.AdamW
        return kind(ready.tuned, **given)

    # One step

    def _forward_backward(self, ready: _Ready, job: Job, step: int) -> tuple[dict[str, Any], float]:
        """The gradient of one step, the mean over all of its answer tokens, clipped; what it showed, and the norm of the
        gradient before it was clipped."""
        training = job.recipe.training
        # Dropout depends on seed and step alone: a run that was broken goes on with the same masks.
        ready.torch.manual_seed((job.seed << 32) + step)
        parts = batches(ready.rows, training.batch, training.accumulate, step, job.seed)
        total = sum(row.labels for part in parts for row in part)
        loss = entropy = right = 0.0
        for part in parts:
            sums = training_sums(ready.torch, ready.model, part, ready.vocabulary)
            if total:
                (sums.loss / total).backward()
            loss += float(sums.loss.detach())
            entropy += sums.entropy
            right += sums.right
        norm = float(ready.torch.nn.utils.clip_grad_norm_(ready.tuned, training.clip)) if total else 0.0
        many = max(total, 1)
        shown = {
            "loss": loss / many,
            "entropy": entropy / many,
            "accuracy": right / many,
            "labels": total,
            "tokens": sum(len(row.ids) for part in parts for row in part),
        }
        return shown, norm


class _Run:
    """One run from a checkpoint, or from nothing, to its end."""

    def __init__(self, job: Job, ready: _Ready, optimizer: Any) -> None:
        self.job = job
        self.ready = ready
        self.optimizer = optimizer
        self.step = 0
        self.seconds = 0.0
        self.base_loss = math.nan
        self.watch = Watch(job.recipe.training.patience)
        self.steps = job.recipe.steps(len(ready.rows))

    def train(self, tell: Tell, cancel: Cancel, forward_backward: Any) -> Result:
        training, folder = self.job.recipe.training, self.job.folder
        if not self.step and math.isnan(self.base_loss):
            # Before the first step the adapter adds nothing: this is the bare base.
            self.base_loss = self._validate(tell)
        a_step = 0.0
        while self.step < self.steps and not self.watch.over:
            started = time.perf_counter()
            shown, norm = forward_backward(self.ready, self.job, self.step)
            rate = rate_at(training, self.step, self.steps)
            self.watch.stepped(self.step + 1, shown["loss"], norm, shown["labels"])
            for group in self.optimizer.param_groups:
                group["lr"] = rate
            self.optimizer.step()
            self.optimizer.zero_grad(set_to_none=True)
            self.step += 1
            took = time.perf_counter() - started
            self.seconds += took
            a_step = _SMOOTHED * a_step + (1 - _SMOOTHED) * took if a_step else took
            self._log(
                tell,
                Step(
                    self.step,
                    shown["loss"],
                    norm,
                    rate,
                    shown["entropy"],
                    shown["accuracy"],
                    shown["tokens"],
                    shown["tokens"] / took,
                    self.seconds,
                    a_step * (self.steps - self.step),
                ),
            )
            if self.step % training.valid_every == 0 or self.step == self.steps:
                self._validate(tell)
            if self.step % training.save_every == 0 or self.step == self.steps or cancel.cancelled():
                folder.save(self.step, self._write)
            if cancel.cancelled():
                raise KzlawError("error-tune-stopped", step=self.step)
        best = self.watch.best if self.watch.best is not None else math.nan
        last = self.watch.seen[-1][1] if self.watch.seen else math.nan
        return Result(
            self.step, self.base_loss, best, self.watch.best_step, last, self.seconds, self.step < self.steps
        )

    def _log(self, tell: Tell, event: Step | Validation) -> None:
        self.job.folder.log(event)
        tell(event)

    def _validate(self, tell: Tell) -> float:
        """The validation loss now; when it is the lowest, this adapter is the best one."""
        training, started = self.job.recipe.training, time.perf_counter()
        loss, accuracy = mean_loss(self.ready, self.ready.valid[: training.valid_batches * training.batch], training.batch)
        self.seconds += time.perf_counter() - started
        better = self.watch.validated(self.step, loss)
        if better and self.step:
            self.job.folder.place(self.job.folder.best, self._export)
        self._log(tell, Validation(self.step, loss, accuracy, math.exp(min(loss, 80.0)), better))
        return loss

    # Checkpoints

    def _export(self, folder: Path) -> None:
        self.ready.model.save_pretrained(folder)
        (folder / "README.md").unlink(missing_ok=True)

    def _write(self, folder: Path) -> None:
        from peft import get_peft_model_state_dict
        from safetensors.torch import save_file

        state = {k: v.detach().contiguous().cpu() for k, v in get_peft_model_state_dict(self.ready.model).items()}
        save_file(state, folder / _WEIGHTS)
        self.ready.torch.save(self.optimizer.state_dict(), folder / _OPTIMIZER)
        kept = {"step": self.step, "seconds": self.seconds, "base_loss": self.base_loss, "watch": self.watch.state()}
        (folder / _WATCH).write_text(json.dumps(kept), "utf-8")

    def go_on(self) -> None:
        """Load the newest checkpoint, if there is one. Raises ``KzlawError`` when it cannot be read."""
        from peft import set_peft_model_state_dict
        from safetensors.torch import load_file

        found = self.job.folder.last()
        if found is None:
            return
        step, folder = found
        try:
            kept = json.loads((folder / _WATCH).read_text("utf-8"))
            set_peft_model_state_dict(self.ready.model, load_file(folder / _WEIGHTS))
            state = self.ready.torch.load(folder / _OPTIMIZER, weights_only=True)
            self.optimizer.load_state_dict(state)
            self.step, self.seconds, self.base_loss = step, float(kept["seconds"]), float(kept["base_loss"])
            self.watch = Watch.of(kept["watch"])
        except Exception as error:
            raise KzlawError("error-tune-checkpoint", path=folder, reason=error) from error
        self.job.folder.forget_after(step)


def mean_loss(ready: _Ready, rows: Sequence[Encoded], batch: int) -> tuple[float, float]:
    """Mean loss (nats a token) and share of right tokens over rows, full vocabulary, without dropout."""
    ready.model.eval()
    loss = right = 0.0
    labels = 0
    ordered = sorted(rows, key=lambda row: len(row.ids))
    for at in range(0, len(ordered), batch):
        sums = validation_sums(ready.torch, ready.model, ordered[at : at + batch])
        loss += sums.loss
        right += sums.right
        labels += sums.labels
    ready.model.train()
    return (loss / labels, right / labels) if labels else (math.nan, 0.0)
