"""What every backend of a local model can do, and the values that go in and out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

BackendName = Literal["llama_cpp", "mlx"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a prompt. Only in ``special`` pieces (the chat template's own) do control tokens mean anything: what a
    person or a document wrote is always plain text. ``constant`` pieces stand first and are worth keeping for the next
    question."""

    text: str
    special: bool = False
    constant: bool = False


Prompt = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class LoadSpec:
    """What to load and how. ``threads`` 0 leaves the choice to the backend; ``states`` is the folder for saved prefixes
    (``None``: none are saved); ``key`` stands for the model's bytes in their names."""

    model: Path
    key: str
    context: int = 4096
    threads: int = 0
    adapter: Path | None = None
    adapter_key: str = ""
    scale: float = 1.0
    states: Path | None = None
    gpu_layers: int = -1

    @property
    def base(self) -> LoadSpec:
        """The same without an adapter: two that have this in common differ in what can be switched in place."""
        return replace(self, adapter=None, adapter_key="", scale=1.0)


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What was loaded."""

    backend: str
    architecture: str
    context: int
    vocabulary: int
    adapter: bool = False


@dataclass(frozen=True, slots=True)
class Sampling:
    """How tokens are chosen. ``temperature`` 0 is greedy. ``grammar`` is GBNF. ``rate`` caps tokens a second (0: no cap)."""

    max_tokens: int = 300
    seed: int = 0
    temperature: float = 0.0
    grammar: str = ""
    stop: tuple[str, ...] = ()
    rate: float = 0.0


@dataclass(slots=True)
class Stats:
    """What one answer cost, filled while it is made: seconds, and how many prompt tokens were not read anew."""

    prompt_tokens: int = 0
    reused_tokens: int = 0
    tokens: int = 0
    first_token: float | None = None
    total: float = 0.0
    warnings: list[str] = field(default_factory=list)


@runtime_checkable
class Cancel(Protocol):
    """Asked often, from any thread: is the work called off?"""

    def cancelled(self) -> bool: ...


class Never:
    """Nobody calls it off."""

    def cancelled(self) -> bool:
        return False


class Backend(Protocol):
    """A model that speaks. One answer at a time."""

    def load(self, spec: LoadSpec) -> ModelInfo:
        """Load a model; where only the adapter or its scale is another one, the base stays in memory if it can. Raises
        ``KzlawError`` with one clear reason when it cannot be loaded."""
        ...

    def info(self) -> ModelInfo:
        """What is loaded."""
        ...

    def count(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has."""
        ...

    def stream(self, prompt: Prompt, sampling: Sampling, cancel: Cancel, stats: Stats) -> Iterator[str]:
        """The answer in pieces of text. Ends at the model's end of turn, at a stop string, after ``max_tokens``, or soon
        after the work was called off. Raises ``KzlawError`` when the prompt does not fit the context."""
        ...

    def close(self) -> None:
        """Free what is loaded; closing twice is fine."""
        ...
