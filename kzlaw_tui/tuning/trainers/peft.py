"""PEFT: LoRA on a frozen base in 16 bits or NF4, on CUDA or on a processor.

The loop is our own and not that of ``transformers.Trainer``: the output layer is computed at the answers' tokens alone, every step
is watched, and checkpoints are whole or not there.
"""

from __future__ import annotations

import math
import os
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.tuning.encoding import Encoded
from kzlaw_tui.tuning.recipes import Recipe
from kzlaw_tui.tuning.trainers.loading import HfTokenizer, base_model, folder_of, libraries
from kzlaw_tui.tuning.trainers.loop import LoadedTrainer, Rows, Shown, encoded
from kzlaw_tui.tuning.trainers.losses import Vocabulary, output_weight, training_sums, validation_sums
from kzlaw_tui.tuning.trainers.protocol import Job

_WEIGHTS, _OPTIMIZER = "adapter.safetensors", "optimizer.pt"


class PeftTrainer(LoadedTrainer):
    """Trains with PEFT."""

    name = "peft"

    def load(self, job: Job) -> tuple[TorchEngine, Rows]:
        torch, _, _ = libraries()
        torch.set_num_threads(job.threads or os.cpu_count() or 1)
        torch.manual_seed(job.seed)
        folder = folder_of(job)
        tokenizer = HfTokenizer.of(folder)
        model = base_model(job, folder, "cuda" if torch.cuda.is_available() else "cpu")
        rows = encoded(job, tokenizer, output_weight(model).shape[0])
        return TorchEngine(with_lora(model, job), job.recipe, rows), rows


def with_lora(model: Any, job: Job) -> Any:
    """The model with a fresh adapter: B is zero, so it says what the base says. Raises ``KzlawError``."""
    torch, _, peft = libraries()
    recipe = job.recipe
    if recipe.base.quantisation == "nf4":
        model = peft.prepare_model_for_kbit_training(model, use_gradient_checkpointing=torch.cuda.is_available())
    layers, last = model.config.num_hidden_layers, recipe.lora.last_layers
    config = peft.LoraConfig(
        task_type="CAUSAL_LM",
        r=recipe.lora.rank,
        lora_alpha=recipe.lora.alpha,
        lora_dropout=recipe.lora.dropout,
        target_modules=list(recipe.lora.targets),
        layers_to_transform=list(range(max(0, layers - last), layers)) if last else None,
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = peft.get_peft_model(model, config)
    except ValueError as error:
        raise KzlawError("error-tune-base", name=job.base.name, reason=error) from error
    # What PEFT writes down is the folder of this machine; the name is what others know the model by.
    model.peft_config["default"].base_model_name_or_path = job.base.name
    model.train()
    return model


class TorchEngine:
    """A model of PEFT with its optimizer."""

    def __init__(self, model: Any, recipe: Recipe, rows: Rows) -> None:
        self._torch, _, _ = libraries()
        self.model = model
        self._training = recipe.training
        self._tuned = [p for p in model.parameters() if p.requires_grad]
        self._optimizer = self._make_optimizer()
        self._vocabulary = None
        if recipe.training.loss_vocabulary == "dataset":
            self._vocabulary = Vocabulary(self._torch, output_weight(model), [*rows.train, *rows.valid])

    def _make_optimizer(self) -> Any:
        training = self._training
        given = {"lr": training.learning_rate, "weight_decay": training.weight_decay}
        if training.optimizer == "adamw_8bit":
            try:
                import bitsandbytes
            except ImportError as error:
                raise KzlawError("error-model-extra", extra="tune") from error
            return bitsandbytes.optim.AdamW8bit(self._tuned, **given)
        kind = self._torch.optim.Adam if training.optimizer == "adam" else self._torch.optim.AdamW
        return kind(self._tuned, **given)

    @property
    def trainable(self) -> int:
        return sum(p.numel() for p in self._tuned)

    def gradient(self, parts: Sequence[Sequence[Encoded]], seed: int) -> Shown:
        self._torch.manual_seed(seed)
        total = sum(row.labels for part in parts for row in part)
        loss = entropy = right = 0.0
        for part in parts:
            sums = training_sums(self._torch, self.model, part, self._vocabulary)
            if total:
                (sums.loss / total).backward()
            loss += float(sums.loss.detach())
            entropy += sums.entropy
            right += sums.right
        norm = self._torch.nn.utils.clip_grad_norm_(self._tuned, self._training.clip) if total else 0.0
        many = max(total, 1)
        tokens = sum(len(row.ids) for part in parts for row in part)
        return Shown(loss / many, entropy / many, right / many, total, tokens, float(norm))

    def forget(self) -> None:
        self._optimizer.zero_grad(set_to_none=True)

    def update(self, rate: float) -> None:
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        self._optimizer.step()
        self.forget()

    def loss(self, rows: Sequence[Encoded], batch: int) -> tuple[float, float]:
        found = self.losses(rows, batch)
        labels = sum(n for _, n, _ in found)
        if not labels:
            return math.nan, 0.0
        return sum(loss for loss, _, _ in found) / labels, sum(right for _, _, right in found) / labels

    def losses(self, rows: Sequence[Encoded], batch: int) -> list[tuple[float, int, float]]:
        """Of every small batch, the shortest rows first: sum of the loss, answer tokens, right ones."""
        self.model.eval()
        ordered = sorted(rows, key=lambda row: (len(row.ids), row.id))
        sums = [
            validation_sums(self._torch, self.model, ordered[at : at + batch]) for at in range(0, len(ordered), batch)
        ]
        self.model.train()
        return [(one.loss, one.labels, one.right) for one in sums]

    # Files

    def export(self, folder: Path) -> None:
        # «auto» would ask the network whether the vocabulary was changed.
        self.model.save_pretrained(folder, save_embedding_layers=False)
        (folder / "README.md").unlink(missing_ok=True)

    def write(self, folder: Path) -> None:
        from peft import get_peft_model_state_dict
        from safetensors.torch import save_file

        state = {
            k: v.detach().contiguous().cpu()
            for k, v in get_peft_model_state_dict(self.model, save_embedding_layers=False).items()
        }
        save_file(state, folder / _WEIGHTS)
        self._torch.save(self._optimizer.state_dict(), folder / _OPTIMIZER)

    def read(self, folder: Path) -> None:
        from peft import set_peft_model_state_dict
        from safetensors.torch import load_file

        set_peft_model_state_dict(self.model, load_file(folder / _WEIGHTS))
        self._optimizer.load_state_dict(self._torch.load(folder / _OPTIMIZER, weights_only=True))
