"""LoRA weights as numbers, and the three forms they are kept in: PEFT, GGUF (llama.cpp) and MLX.

All three add ``scale · B·A·x`` to a matrix. PEFT and MLX keep the rows of llama's q and k as transformers has them, GGUF in the order of
llama.cpp's rotary embedding (``LlamaModel.permute`` of ``convert_hf_to_gguf.py``), so that B is permuted on the way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzlaw_tui.errors import KzlawError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.floating[Any]]

GGUF_NAMES = {
    "q_proj": "attn_q",
    "k_proj": "attn_k",
    "v_proj": "attn_v",
    "o_proj": "attn_output",
    "gate_proj": "ffn_gate",
    "up_proj": "ffn_up",
    "down_proj": "ffn_down",
}
_PROJECTIONS = {name: projection for projection, name in GGUF_NAMES.items()}
_PERMUTED = {"llama"}
"""Architectures of GGUF whose q and k are permuted; gemma3, qwen2 and qwen3 are not."""
_PEFT = re.compile(r"\.layers\.(\d+)\.(?:self_attn|mlp)\.(\w+_proj)\.lora_([AB])(?:\.default)?\.weight$")
_MLX = re.compile(r"\.layers\.(\d+)\.(?:self_attn|mlp)\.(\w+_proj)\.lora_([ab])$")
_GGUF = re.compile(r"^blk\.(\d+)\.(\w+)\.weight\.lora_([ab])$")


@dataclass(frozen=True, slots=True)
class Lora:
    """``pairs`` are A (rank, in) and B (out, rank) by layer and projection, in the order of transformers; the update is
    ``scale`` · B·A."""

    rank: int
    scale: float
    pairs: Mapping[tuple[int, str], tuple[Floats, Floats]]

    @property
    def alpha(self) -> float:
        return self.scale * self.rank

    @property
    def layers(self) -> list[int]:
        """The layers that it changes, in order."""
        return sorted({layer for layer, _ in self.pairs})

    @property
    def targets(self) -> list[str]:
        """The projections that it changes."""
        return [name for name in GGUF_NAMES if any(projection == name for _, projection in self.pairs)]


@dataclass(frozen=True, slots=True)
class BaseFacts:
    """What must be known of the base: the architecture in GGUF's words, heads (all, of keys and values), layers, its name."""

    architecture: str
    heads: int
    kv_heads: int
    layers: int
    name: str = ""


def _refuse(path: Path, reason: str) -> KzlawError:
    return KzlawError("error-tune-adapter-form", path=path, reason=reason)


# PEFT


def read_peft(folder: Path) -> Lora:
    """The folder that ``save_pretrained`` writes. Raises ``KzlawError`` for what is no plain LoRA of one rank."""
    try:
        config = json.loads((folder / "adapter_config.json").read_text("utf-8"))
        weights = _tensors(folder / "adapter_model.safetensors")
        rank, alpha = int(config["r"]), float(config["lora_alpha"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _refuse(folder, str(error)) from error
    if config.get("rank_pattern") or config.get("alpha_pattern") or config.get("use_dora"):
        raise _refuse(folder, "rank_pattern, alpha_pattern, use_dora")
    scale = alpha / (sqrt(rank) if config.get("use_rslora") else rank)
    halves: dict[tuple[int, str], dict[str, Floats]] = {}
    for name, value in weights.items():
        found = _PEFT.search(name)
        if found is None:
            raise _refuse(folder, name)
        halves.setdefault((int(found[1]), found[2]), {})[found[3]] = value
    return _paired(folder, rank, scale, halves, ("A", "B"))


def write_peft(lora: Lora, folder: Path, base: BaseFacts) -> None:
    """A folder that ``PeftModel.from_pretrained`` loads."""
    layers = lora.layers
    config = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "base_model_name_or_path": base.name,
        "r": lora.rank,
        "lora_alpha": lora.alpha,
        "lora_dropout": 0.0,
        "target_modules": lora.targets,
        "layers_to_transform": layers if layers != list(range(base.layers)) else None,
        "bias": "none",
        "inference_mode": True,
    }
    tensors: dict[str, Any] = {}
    for (layer, projection), (a, b) in lora.pairs.items():
        stem = f"base_model.model.model.layers.{layer}.{_block(projection)}.{projection}"
        tensors[f"{stem}.lora_A.weight"], tensors[f"{stem}.lora_B.weight"] = a, b
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "adapter_config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")
    _save(tensors, folder / "adapter_model.safetensors")


# GGUF


def read_gguf_lora(path: Path, base: BaseFacts) -> Lora:
    """An adapter of llama.cpp for a base. Raises ``KzlawError``."""
    import numpy as np

    gguf = _gguf()
    try:
        reader = gguf.GGUFReader(path)
        alpha = float(reader.get_field("adapter.lora.alpha").contents())
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise _refuse(path, str(error)) from error
    halves: dict[tuple[int, str], dict[str, Floats]] = {}
    for tensor in reader.tensors:
        found = _GGUF.match(tensor.name)
        projection = _PROJECTIONS.get(found[2]) if found else None
        if found is None or projection is None:
            raise _refuse(path, tensor.name)
        value = np.asarray(tensor.data, dtype=np.float32).reshape(tuple(reversed([int(n) for n in tensor.shape])))
        if found[3] == "b":
            value = _rows(value, projection, base, back=True)
        halves.setdefault((int(found[1]), projection), {})[found[3]] = value
    rank = min((half["a"].shape[0] for half in halves.values() if "a" in half), default=0)
    if not rank:
        raise _refuse(path, "lora_a")
    return _paired(path, rank, alpha / rank, halves, ("a", "b"))


def write_gguf_lora(lora: Lora, path: Path, base: BaseFacts, **facts: str) -> None:
    """A GGUF adapter with 16-bit values; ``facts`` are further metadata (``general.…`` with the dots as ``_``)."""
    import numpy as np

    gguf = _gguf()
    writer = gguf.GGUFWriter(str(path), base.architecture)
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, lora.alpha)
    writer.add_string("general.base_model.0.name", base.name)
    for key, value in facts.items():
        writer.add_string(key.replace("_", ".", 1), value)
    for (layer, projection), (a, b) in sorted(lora.pairs.items()):
        stem = f"blk.{layer}.{GGUF_NAMES[projection]}.weight"
        writer.add_tensor(f"{stem}.lora_a", np.ascontiguousarray(a, dtype=np.float16))
        writer.add_tensor(
            f"{stem}.lora_b", np.ascontiguousarray(_rows(b, projection, base, back=False), dtype=np.float16)
        )
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _rows(b: Floats, projection: str, base: BaseFacts, *, back: bool) -> Floats:
    """B with its rows in the other order, where the architecture has two."""
    if base.architecture not in _PERMUTED or projection not in ("q_proj", "k_proj"):
        return b
    heads = base.heads if projection == "q_proj" else base.kv_heads
    out, rank = b.shape
    halves = (heads, out // heads // 2, 2, rank) if back else (heads, 2, out // heads // 2, rank)
    return b.reshape(halves).swapaxes(1, 2).reshape(out, rank)


# MLX


def read_mlx(folder: Path) -> Lora:
    """The folder that ``mlx_lm`` writes. Raises ``KzlawError``."""
    try:
        config = json.loads((folder / "adapter_config.json").read_text("utf-8"))
        given = config["lora_parameters"]
        rank, scale = int(given["rank"]), float(given["scale"])
        weights = _tensors(folder / "adapters.safetensors")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _refuse(folder, str(error)) from error
    halves: dict[tuple[int, str], dict[str, Floats]] = {}
    for name, value in weights.items():
        found = _MLX.search(name)
        if found is None:
            raise _refuse(folder, name)
        # MLX multiplies from the left: lora_a is (in, rank), lora_b (rank, out).
        halves.setdefault((int(found[1]), found[2]), {})[found[3]] = value.T
    return _paired(folder, rank, scale, halves, ("a", "b"))


def write_mlx(lora: Lora, folder: Path, base: BaseFacts) -> None:
    """A folder for ``mlx_lm``'s ``adapter_path``. Raises ``KzlawError`` when other layers than the last ones are tuned: MLX knows
    only how many of the last."""
    import numpy as np

    layers = lora.layers
    if layers != list(range(base.layers - len(layers), base.layers)):
        raise _refuse(folder, f"layers {layers[0]}–{layers[-1]} / {base.layers}")
    keys = [f"{_block(projection)}.{projection}" for projection in lora.targets]
    config = {
        "fine_tune_type": "lora",
        "model": base.name,
        "num_layers": len(layers),
        "lora_parameters": {"rank": lora.rank, "scale": lora.scale, "dropout": 0.0, "keys": keys},
    }
    tensors: dict[str, Any] = {}
    for (layer, projection), (a, b) in lora.pairs.items():
        stem = f"model.layers.{layer}.{_block(projection)}.{projection}"
        tensors[f"{stem}.lora_a"] = np.ascontiguousarray(a.T)
        tensors[f"{stem}.lora_b"] = np.ascontiguousarray(b.T)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "adapter_config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")
    _save(tensors, folder / "adapters.safetensors")


# Inside


def _block(projection: str) -> str:
    return "self_attn" if projection in ("q_proj", "k_proj", "v_proj", "o_proj") else "mlp"


def _paired(
    path: Path, rank: int, scale: float, halves: Mapping[tuple[int, str], Mapping[str, Floats]], names: tuple[str, str]
) -> Lora:
    pairs: dict[tuple[int, str], tuple[Floats, Floats]] = {}
    for key, half in halves.items():
        a, b = half.get(names[0]), half.get(names[1])
        if a is None or b is None or a.shape[0] != rank or b.shape[1] != rank:
            raise _refuse(path, f"{key}: {rank}")
        pairs[key] = (a, b)
    if not pairs:
        raise _refuse(path, "lora")
    return Lora(rank, scale, pairs)


def _tensors(file: Path) -> dict[str, Floats]:
    """The tensors of a safetensors file in 32 bits; numpy itself has no bfloat16."""
    import numpy as np

    raw = file.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + size])
    found: dict[str, Floats] = {}
    for name, about in header.items():
        if name == "__metadata__":
            continue
        start, end = about["data_offsets"]
        data = raw[8 + size + start : 8 + size + end]
        if about["dtype"] == "BF16":
            value = (np.frombuffer(data, "<u2").astype(np.uint32) << 16).view(np.float32)
        else:
            value = np.frombuffer(data, {"F32": "<f4", "F16": "<f2"}[about["dtype"]]).astype(np.float32)
        found[name] = value.reshape(about["shape"])
    return found


def _save(tensors: dict[str, Any], file: Path) -> None:
    import numpy as np

    try:
        from safetensors.numpy import save_file
    except ImportError as error:
        raise KzlawError("error-model-extra", extra="tune") from error
    save_file({name: np.ascontiguousarray(value, dtype=np.float32) for name, value in tensors.items()}, file)


def _gguf() -> Any:
    try:
        import gguf
    except ImportError as error:
        raise KzlawError("error-model-extra", extra="tune") from error
    return gguf
