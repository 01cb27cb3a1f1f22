"""How much memory and time a training needs: an estimate before anything is loaded."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from kzlaw_tui.tuning.recipes import Recipe

_BYTES = {"none": 2.0, "nf4": 0.5 + 4 / 64 + 0.02, "4bit": 0.5 + 4 / 64}
"""Bytes a weight: bfloat16; NF4 with a 32-bit scale a block of 64 (Dettmers et al. 2023, section 3; 8-bit scales with double
quantisation); MLX's 4 bits with a 16-bit scale and bias a group of 64."""
_ADAM = {"adamw": 8.0, "adam": 8.0, "adamw_8bit": 2.0}
_ACTIVATIONS = 34.0
"""Bytes of activations a token, layer and unit of width in 16 bits, without attention scores: Korthikanti et al. 2022,
*Reducing Activation Recomputation in Large Transformer Models*, eq. 1."""
_FLOPS = 4.0
"""Operations a token and frozen weight: 2 forwards and 2 backwards (the weights themselves have no gradient)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Bytes by what takes them, steps, and seconds (``None`` where the machine's speed is not known)."""

    weights: int
    adapter: int
    activations: int
    logits: int
    steps: int
    rows_seen: int
    trainable: int
    seconds: float | None = None

    @property
    def total(self) -> int:
        return self.weights + self.adapter + self.activations + self.logits

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {**asdict(self), "total": self.total}


def trainable(recipe: Recipe, shapes: dict[str, tuple[int, int]] | None = None) -> int:
    """How many values the adapter has: rank × (in + out) for every tuned matrix. ``shapes`` are (in, out) by projection;
    without them those of a model with four times as wide a feed-forward part and full heads are taken."""
    hidden = recipe.base.hidden
    wide = {"gate_proj": (hidden, 4 * hidden), "up_proj": (hidden, 4 * hidden), "down_proj": (4 * hidden, hidden)}
    known: dict[str, tuple[int, int]] = {
        **{name: wide.get(name, (hidden, hidden)) for name in recipe.lora.targets},
        **(shapes or {}),
    }
    layers = recipe.lora.last_layers or recipe.base.layers
    return layers * recipe.lora.rank * sum(sum(known[name]) for name in recipe.lora.targets)


def estimate(
    recipe: Recipe,
    rows: int,
    *,
    length: int | None = None,
    tuned: int | None = None,
    seconds_a_step: float | None = None,
) -> Estimate:
    """The estimate for a recipe on so many rows of ``length`` tokens (the recipe's longest, when it is not known)."""
    spec, training = recipe.base, recipe.training
    tokens = training.batch * min(length or training.max_tokens, training.max_tokens)
    values = tuned if tuned is not None else trainable(recipe)
    layers = recipe.lora.last_layers or spec.layers
    steps = recipe.steps(rows)
    return Estimate(
        weights=int(spec.parameters * _BYTES[spec.quantisation]),
        # The adapter in 32 bits, its gradient, and what Adam keeps of each value.
        adapter=int(values * (8 + _ADAM[training.optimizer])),
        activations=_activations(recipe, tokens, layers),
        # A 16-bit and a 32-bit copy of the logits, and their gradient, at the answers' tokens: a quarter of a row, say.
        logits=0 if training.loss_vocabulary == "dataset" else int(tokens / 4 * spec.vocabulary * 10),
        steps=steps,
        rows_seen=steps * training.batch * training.accumulate,
        trainable=values,
        seconds=None if seconds_a_step is None else seconds_a_step * steps,
    )


def _activations(recipe: Recipe, tokens: int, layers: int) -> int:
    """With NF4 only the inputs of the layers are kept, and those of one layer are made again at a time (gradient
    checkpointing: Chen et al. 2016); else all are."""
    one = tokens * recipe.base.hidden
    if recipe.base.quantisation == "nf4":
        return int(one * layers * 2 + one * _ACTIVATIONS)
    return int(one * layers * _ACTIVATIONS)


def operations(recipe: Recipe, rows: int, length: int) -> float:
    """Floating-point operations of a whole run."""
    made = estimate(recipe, rows, length=length)
    return _FLOPS * recipe.base.parameters * made.rows_seen * length
