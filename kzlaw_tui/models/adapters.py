"""Does an adapter belong to a model? Asked before any native code sees it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.gguf import Gguf

_A, _B = ".lora_a", ".lora_b"
TUNING_KEY = "kzlaw.tuning"
"""The key of a GGUF adapter's metadata that holds, as JSON, how it was tuned."""
TUNING_FILE = "kzlaw.json"
"""The same in the folder of an MLX or PEFT adapter."""


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


def tuned(adapter: Gguf) -> dict[str, Any]:
    """What an adapter says of how it was tuned, as fields of a manifest; nothing for one that was made elsewhere."""
    return _fields(str(adapter.metadata.get(TUNING_KEY) or ""))


def tuned_folder(folder: Path) -> dict[str, Any]:
    """The same of an MLX or PEFT folder."""
    try:
        return _fields((folder / TUNING_FILE).read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return {}


def _fields(text: str) -> dict[str, Any]:
    try:
        given = json.loads(text)
        prompt, about = given["prompt"], {key: value for key, value in given.items() if key != "prompt"}
        if not isinstance(prompt, dict):
            return {}
        return {"prompt": prompt, "base_sha256": str(about.get("base_sha256") or ""), "tuning": about}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}
