"""Small GGUF files, written here so that the reader is tested against bytes and not against itself."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from math import prod
from pathlib import Path

ALIGNMENT = 32


def _string(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _value(value: object) -> bytes:
    if isinstance(value, bool):
        return struct.pack("<I?", 7, value)
    if isinstance(value, int):
        return struct.pack("<II", 4, value)
    if isinstance(value, float):
        return struct.pack("<If", 6, value)
    if isinstance(value, str):
        return struct.pack("<I", 8) + _string(value)
    assert isinstance(value, Sequence)
    if value and isinstance(value[0], str):
        return struct.pack("<IIQ", 9, 8, len(value)) + b"".join(_string(v) for v in value)
    return struct.pack(f"<IIQ{len(value)}i", 9, 5, len(value), *value)


def gguf(path: Path, metadata: Mapping[str, object], tensors: Mapping[str, tuple[int, ...]]) -> Path:
    """A file with F32 tensors of zeros."""
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata))
    for key, value in metadata.items():
        head += _string(key) + _value(value)
    offset = 0
    for name, shape in tensors.items():
        head += _string(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, 0, offset)
        offset += -(-prod(shape) * 4 // ALIGNMENT) * ALIGNMENT
    head += b"\0" * (-len(head) % ALIGNMENT)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(head + b"\0" * offset)
    return path


MODEL = {
    "general.architecture": "gemma3",
    "general.license": "gemma",
    "general.file_type": 15,
    "gemma3.context_length": 8192,
    "gemma3.block_count": 2,
    "gemma3.embedding_length": 8,
    "gemma3.attention.head_count": 2,
    "gemma3.attention.head_count_kv": 1,
    "gemma3.attention.key_length": 4,
    "gemma3.attention.value_length": 4,
    "tokenizer.ggml.tokens": [f"t{n}" for n in range(300)],
}
WEIGHTS = {"token_embd.weight": (8, 300), "blk.0.attn_q.weight": (8, 16), "blk.1.attn_q.weight": (8, 16)}


def model(path: Path, template: str = "", **more: object) -> Path:
    chat = {"tokenizer.chat_template": template} if template else {}
    return gguf(path, {**MODEL, **chat, **more}, WEIGHTS)


def adapter(path: Path, architecture: str = "gemma3", wide: int = 8) -> Path:
    metadata = {"general.type": "adapter", "general.architecture": architecture, "adapter.type": "lora"}
    return gguf(
        path,
        {**metadata, "adapter.lora.alpha": 16.0},
        {"blk.0.attn_q.weight.lora_a": (wide, 4), "blk.0.attn_q.weight.lora_b": (4, 16)},
    )
