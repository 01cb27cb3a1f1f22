"""Recipes: all that a training depends on beside the base and the dataset, as TOML files."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from kzlaw_tui.answering.prompt import Shape
from kzlaw_tui.config import CHECKOUT, PACKAGE, is_checkout
from kzlaw_tui.errors import KzlawError, NotFoundError

Projection = Literal["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PROJECTIONS: tuple[Projection, ...] = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BaseSpec(_Part):
    """The model that is tuned. ``name`` is what it is called where it is published, ``architecture`` that of GGUF;
    ``parameters``, ``layers``, ``hidden`` and ``vocabulary`` are for the plan of a machine that does not have it."""

    name: str
    architecture: str
    parameters: float = Field(gt=0)
    layers: int = Field(gt=0)
    hidden: int = Field(gt=0)
    vocabulary: int = Field(gt=0)
    quantisation: Literal["none", "nf4", "4bit"] = "none"
    """How the frozen weights are held: NF4 of bitsandbytes, 4 bits of MLX (groups of 64), or 16-bit floats."""


class Lora(_Part):
    """Hu et al., *LoRA* (2021): the update is ``alpha / rank`` (or as ``scale`` says) times B·A."""

    rank: int = Field(gt=0)
    alpha: float = Field(gt=0)
    dropout: float = Field(default=0.0, ge=0.0, lt=1.0)
    targets: tuple[Projection, ...] = PROJECTIONS
    last_layers: int = Field(default=0, ge=0)
    """Only so many of the last layers; 0 for all."""


class Training(_Part):
    """The steps. Either ``epochs`` or ``iterations``; one step is ``batch`` × ``accumulate`` rows."""

    batch: int = Field(gt=0)
    accumulate: int = Field(default=1, gt=0)
    epochs: float = Field(default=0.0, ge=0.0)
    iterations: int = Field(default=0, ge=0)
    learning_rate: float = Field(gt=0.0)
    optimizer: Literal["adamw", "adamw_8bit", "adam"] = "adamw"
    weight_decay: float = Field(default=0.0, ge=0.0)
    schedule: Literal["constant", "linear", "cosine"] = "constant"
    warmup: float = Field(default=0.0, ge=0.0, lt=1.0)
    """The share of the steps in which the learning rate rises."""
    max_tokens: int = Field(gt=0)
    """Longer rows are left out."""
    clip: float = Field(default=1.0, gt=0.0)
    save_every: int = Field(gt=0)
    valid_every: int = Field(gt=0)
    valid_batches: int = Field(gt=0)
    patience: int = Field(default=3, gt=0)
    """The run ends early after so many validations without a lower loss."""
    loss_vocabulary: Literal["full", "dataset"] = "full"
    """``dataset``: while training, the softmax is over the tokens that the dataset has. With a vocabulary of 262,144 the full one
    is a third of a small model's work. Validation always takes the full one."""

    @model_validator(mode="after")
    def _one_measure(self) -> Training:
        if bool(self.epochs) == bool(self.iterations):
            raise ValueError("epochs or iterations")
        return self


class Recipe(_Part):
    """One recipe. ``prompt`` is the shape that rows and, later, questions have."""

    name: str
    trainer: Literal["peft", "mlx"]
    source: str
    runs_here: bool = False
    """Whether the authors of this program have run it: whole, or some steps of it."""
    base: BaseSpec
    lora: Lora
    training: Training
    prompt: dict[str, int | bool] = Field(default_factory=dict)

    @field_validator("prompt")
    @classmethod
    def _a_shape(cls, value: dict[str, int | bool]) -> dict[str, int | bool]:
        Shape.of(value)
        if unknown := set(value) - {field.name for field in fields(Shape)}:
            raise ValueError(", ".join(sorted(unknown)))
        return value

    @property
    def shape(self) -> Shape:
        """The shape of the prompts."""
        return Shape.of(self.prompt)

    @property
    def digest(self) -> str:
        """The hash of all that the recipe says, 16 hex digits."""
        return hashlib.sha256(json.dumps(self.model_dump(), sort_keys=True).encode()).hexdigest()[:16]

    def steps(self, rows: int) -> int:
        """Optimizer steps on so many rows."""
        per_step = self.training.batch * self.training.accumulate
        if self.training.iterations:
            return self.training.iterations
        return max(1, round(self.training.epochs * -(-rows // per_step)))

    def with_(self, **training: Any) -> Recipe:
        """The recipe with other values of ``training``."""
        return self.model_copy(update={"training": Training(**{**self.training.model_dump(), **training})})


def shipped() -> Path:
    """The folder of the recipes: the checkout's, or the copy inside an installed package."""
    return CHECKOUT / "adapters" / "recipes" if is_checkout(CHECKOUT) else PACKAGE / "_recipes"


def names() -> list[str]:
    """The shipped recipes."""
    return sorted(file.stem for file in shipped().glob("*.toml"))


def load(name: str) -> Recipe:
    """A shipped recipe by its name, or one of a person's own by its path. Raises ``NotFoundError``, ``KzlawError``."""
    file = Path(name) if name.endswith(".toml") else shipped() / f"{name}.toml"
    if not file.is_file():
        raise NotFoundError("error-tune-no-recipe", name=name, known=", ".join(names()))
    try:
        given: Mapping[str, Any] = tomllib.loads(file.read_text("utf-8"))
        return Recipe(**{"name": file.stem, **given})
    except ValidationError as error:
        first = error.errors()[0]
        reason = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
        raise KzlawError("error-tune-recipe", path=file, reason=reason) from error
    except (OSError, ValueError, TypeError) as error:
        raise KzlawError("error-tune-recipe", path=file, reason=error) from error
