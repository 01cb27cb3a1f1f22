"""Does an adapter belong to a model? Asked before any native code sees it."""

from __future__ import annotations

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.gguf import Gguf

_A, _B = ".lora_a", ".lora_b"


def check_adapter(adapter: Gguf) -> None:
    """Raises ``KzlawError`` when a GGUF file is no LoRA adapter."""
    if not adapter.is_adapter or adapter.metadata.get("adapter.type", "lora") != "lora":
        raise KzlawError("error-adapter-not-one", path=adapter.path)
    names = set(adapter.tensors)
    halves = {name[: -len(_A)] for name in names if name.endswith(_A)}
    if not halves or any(f"{name}{_B}" not in names for name in halves) or len(names) != 2 * len(halves):
        raise KzlawError("error-adapter-not-one", path=adapter.path)


def check_compatible(adapter: Gguf, base: Gguf) -> None:
    """Raises ``KzlawError`` when an adapter was made for another model: architecture, layers and widths must be the same."""
    check_adapter(adapter)
    if adapter.architecture != base.architecture:
        raise KzlawError(
            "error-adapter-architecture", path=adapter.path, adapter=adapter.architecture, base=base.architecture
        )
    for name, shape in adapter.tensors.items():
        weight = base.tensors.get(name[: -len(_A)])
        if weight is None:
            raise KzlawError("error-adapter-shape", path=adapter.path, tensor=name)
        # lora_a is (in, rank), lora_b is (rank, out); for embeddings lora_a is stored transposed.
        wide = shape[0] if name.endswith(_A) else shape[-1]
        wanted = weight[0] if name.endswith(_A) else weight[-1]
        if wide != wanted and not (name.startswith("token_embd") and wanted in shape):
            raise KzlawError("error-adapter-shape", path=adapter.path, tensor=name)


def rank(adapter: Gguf) -> int:
    """The rank: what both halves share."""
    return min((min(shape) for name, shape in adapter.tensors.items() if name.endswith(_A)), default=0)
