"""MLX: LoRA on Apple silicon, on a base of 4 bits or of 16. On Linux the same code runs on the processor (``mlx[cpu]``).

``mlx_lm`` loads the model and puts the adapter in; the loop is the one that all trainers share, since ``mlx_lm``'s own tells no gradient
norm, and its checkpoints hold no state of the optimizer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.tuning.encoding import Encoded
from kzlaw_tui.tuning.trainers.loading import HfTokenizer, folder_of
from kzlaw_tui.tuning.trainers.loop import LoadedTrainer, Rows, Shown, encoded
from kzlaw_tui.tuning.trainers.protocol import Job

_WEIGHTS, _OPTIMIZER = "adapters.safetensors", "optimizer.safetensors"
_ATTENTION = ("q_proj", "k_proj", "v_proj", "o_proj")


class MlxTrainer(LoadedTrainer):
    """Trains with MLX."""

    name = "mlx"

    def load(self, job: Job) -> tuple[MlxEngine, Rows]:
        try:
            from mlx_lm import load
        except ImportError as error:
            raise KzlawError("error-model-extra", extra="mlx") from error
        # A GGUF base is turned into a folder by transformers; folders of MLX are taken as they are.
        folder = folder_of(job)
        try:
            model, tokenizer = load(str(folder))[:2]
        except Exception as error:
            raise KzlawError(
                "error-tune-base", name=job.base.name, reason=f"{type(error).__name__}: {error}"
            ) from error
        # ``mlx_lm`` wraps the tokenizer of transformers.
        rows = encoded(job, HfTokenizer(getattr(tokenizer, "_tokenizer", tokenizer)), job.recipe.base.vocabulary)
        return MlxEngine(model, job), rows


class MlxEngine:
    """A model of MLX with its adapter and optimizer."""

    def __init__(self, model: Any, job: Job) -> None:
        import mlx.core as mx
        import mlx.nn as nn
        import mlx.optimizers as optimizers
        from mlx_lm.tuner.utils import linear_to_lora_layers

        self._mx, self._nn = mx, nn
        self.model = model
        self._job = job
        lora = job.recipe.lora
        self.config = {
            "rank": lora.rank,
            # MLX multiplies by the scale itself, PEFT by alpha over rank.
            "scale": lora.alpha / lora.rank,
            "dropout": lora.dropout,
            "keys": [f"{'self_attn' if name in _ATTENTION else 'mlp'}.{name}" for name in lora.targets],
        }
        self.layers = lora.last_layers or len(model.layers)
        mx.random.seed(job.seed)
        model.freeze()
        linear_to_lora_layers(model, self.layers, self.config)
        training = job.recipe.training
        self._optimizer = (
            optimizers.Adam(learning_rate=training.learning_rate)
            if training.optimizer == "adam"
            else optimizers.AdamW(learning_rate=training.learning_rate, weight_decay=training.weight_decay)
        )
        self._optimizer.init(model.trainable_parameters())
        self._gradient: Any = None

    @property
    def trainable(self) -> int:
        return sum(value.size for _, value in self._flat(self.model.trainable_parameters()))

    def _flat(self, tree: Any) -> list[tuple[str, Any]]:
        from mlx.utils import tree_flatten

        found: list[tuple[str, Any]] = tree_flatten(tree)
        return found

    def _sums(self, model: Any, part: Sequence[Encoded]) -> tuple[Any, Any, Any]:
        """Loss, entropy and right tokens of a small batch, over its answer tokens. (MLX wants a function of the model first.)"""
        mx = self._mx
        longest = max(len(row.ids) for row in part)
        ids = mx.array([[*row.ids, *([0] * (longest - len(row.ids)))] for row in part])
        wanted = mx.array(
            [[1.0 if row.prompt <= at + 1 < len(row.ids) else 0.0 for at in range(longest - 1)] for row in part]
        )
        logits = model(ids[:, :-1]).astype(mx.float32)
        chances = logits - mx.logsumexp(logits, axis=-1, keepdims=True)
        losses = -mx.take_along_axis(chances, ids[:, 1:, None], axis=-1).squeeze(-1)
        entropy = -(mx.exp(chances) * chances).sum(axis=-1)
        right = (chances.argmax(axis=-1) == ids[:, 1:]).astype(mx.float32)
        return (losses * wanted).sum(), (entropy * wanted).sum(), (right * wanted).sum()

    def gradient(self, parts: Sequence[Sequence[Encoded]], seed: int) -> Shown:
        from mlx.optimizers import clip_grad_norm
        from mlx.utils import tree_map

        mx = self._mx
        mx.random.seed(seed & (2**63 - 1))
        self.model.train()
        total = sum(row.labels for part in parts for row in part)
        loss = entropy = right = 0.0
        gathered: Any = None
        value_and_gradient = self._nn.value_and_grad(self.model, self._sums)
        for part in parts:
            (part_loss, part_entropy, part_right), gradient = value_and_gradient(self.model, part)
            gathered = gradient if gathered is None else tree_map(lambda a, b: a + b, gathered, gradient)
            mx.eval(gathered, part_loss, part_entropy, part_right)
            loss += float(part_loss)
            entropy += float(part_entropy)
            right += float(part_right)
        many = max(total, 1)
        gathered = tree_map(lambda g: g / many, gathered)
        self._gradient, norm = clip_grad_norm(gathered, self._job.recipe.training.clip)
        mx.eval(self._gradient, norm)
        tokens = sum(len(row.ids) for part in parts for row in part)
        return Shown(loss / many, entropy / many, right / many, total, tokens, float(norm) if total else 0.0)

    def forget(self) -> None:
        self._gradient = None

    def update(self, rate: float) -> None:
        self._optimizer.learning_rate = rate
        self._optimizer.update(self.model, self._gradient)
        self._mx.eval(self.model.parameters(), self._optimizer.state)
        self.forget()

    def loss(self, rows: Sequence[Encoded], batch: int) -> tuple[float, float]:
        self.model.eval()
        ordered = sorted(rows, key=lambda row: (len(row.ids), row.id))
        loss = right = 0.0
        labels = 0
        for at in range(0, len(ordered), batch):
            part = ordered[at : at + batch]
            part_loss, _, part_right = self._sums(self.model, part)
            loss += float(part_loss)
            right += float(part_right)
            labels += sum(row.labels for row in part)
        self.model.train()
        return (loss / labels, right / labels) if labels else (math.nan, 0.0)

    # Files

    def export(self, folder: Path) -> None:
        import json

        config = {
            "fine_tune_type": "lora",
            "model": self._job.base.name,
            "num_layers": self.layers,
            "lora_parameters": self.config,
        }
        (folder / "adapter_config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")
        self._mx.save_safetensors(str(folder / _WEIGHTS), dict(self._flat(self.model.trainable_parameters())))

    def write(self, folder: Path) -> None:
        self._mx.save_safetensors(str(folder / _WEIGHTS), dict(self._flat(self.model.trainable_parameters())))
        self._mx.save_safetensors(str(folder / _OPTIMIZER), dict(self._flat(self._optimizer.state)))

    def read(self, folder: Path) -> None:
        from mlx.utils import tree_unflatten

        self.model.load_weights(str(folder / _WEIGHTS), strict=False)
        self._optimizer.state = tree_unflatten(list(self._mx.load(str(folder / _OPTIMIZER)).items()))
        self._mx.eval(self.model.parameters(), self._optimizer.state)
