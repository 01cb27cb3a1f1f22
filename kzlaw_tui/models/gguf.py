"""The head of a GGUF file: metadata and the table of tensors, with every size checked before it is believed.

Read here and not by the ``gguf`` package, because a list of models is shown where no extra is installed, and because a
vocabulary of 262,144 strings is stepped over rather than built.
"""

from __future__ import annotations

import mmap
import struct
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path

from kzlaw_tui.errors import KzlawError

WORK_BYTES = 300 * 2**20
"""Work buffers beside weights and context."""
_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9
_KEPT_ITEMS = 256
"""Longer arrays (vocabularies, merges) are stepped over."""
_MOST = 1_000_000
"""More keys or tensors than that is no model."""

# ggml type: name, values in a block, bytes of a block.
_TYPES: Mapping[int, tuple[str, int, int]] = {
    0: ("F32", 1, 4), 1: ("F16", 1, 2), 2: ("Q4_0", 32, 18), 3: ("Q4_1", 32, 20), 6: ("Q5_0", 32, 22), 7: ("Q5_1", 32, 24),
    8: ("Q8_0", 32, 34), 10: ("Q2_K", 256, 84), 11: ("Q3_K", 256, 110), 12: ("Q4_K", 256, 144), 13: ("Q5_K", 256, 176),
    14: ("Q6_K", 256, 210), 16: ("IQ2_XXS", 256, 66), 17: ("IQ2_XS", 256, 74), 18: ("IQ3_XXS", 256, 98), 19: ("IQ1_S", 256, 50),
    20: ("IQ4_NL", 32, 18), 21: ("IQ3_S", 256, 110), 22: ("IQ2_S", 256, 82), 23: ("IQ4_XS", 256, 136), 24: ("I8", 1, 1),
    25: ("I16", 1, 2), 26: ("I32", 1, 4), 27: ("I64", 1, 8), 28: ("F64", 1, 8), 29: ("IQ1_M", 256, 56), 30: ("BF16", 1, 2),
    34: ("TQ1_0", 256, 54), 35: ("TQ2_0", 256, 66), 39: ("MXFP4", 32, 17),
}  # fmt: skip
_FILE_TYPES = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S", 12: "Q3_K_M", 13: "Q3_K_L",
    14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS", 20: "IQ2_XS", 24: "IQ1_S", 25: "IQ4_NL",
    26: "IQ3_S", 27: "IQ3_M", 30: "IQ4_XS", 32: "BF16",
}  # fmt: skip

Value = str | int | float | bool | list[object] | None


@dataclass(frozen=True, slots=True)
class Gguf:
    """``tensors`` are shapes by name, innermost dimension first; ``parameters`` counts all their values."""

    path: Path
    metadata: Mapping[str, Value]
    tensors: Mapping[str, tuple[int, ...]]
    types: Mapping[str, str]

    @property
    def is_adapter(self) -> bool:
        return self.metadata.get("general.type") == "adapter"

    @property
    def architecture(self) -> str:
        return str(self.metadata.get("general.architecture") or "")

    @property
    def parameters(self) -> int:
        return sum(prod(shape) for shape in self.tensors.values())

    @property
    def quantisation(self) -> str:
        """What the file says of itself, else the type that most values have."""
        declared = self.metadata.get("general.file_type")
        if isinstance(declared, int) and declared in _FILE_TYPES:
            return _FILE_TYPES[declared]
        weights: Counter[str] = Counter()
        for name, shape in self.tensors.items():
            weights[self.types[name]] += prod(shape)
        return weights.most_common(1)[0][0] if weights else ""

    @property
    def context(self) -> int:
        """The context that the model was trained for; 0 when it does not say."""
        return self.number("context_length")

    @property
    def chat_template(self) -> str:
        """The model's own chat template; empty for base models."""
        return str(self.metadata.get("tokenizer.chat_template") or "")

    def number(self, key: str, default: int = 0) -> int:
        """A whole number of the architecture («block_count»); of a list, its largest."""
        found = self.metadata.get(f"{self.architecture}.{key}")
        if isinstance(found, list):
            found = max((item for item in found if isinstance(item, int)), default=default)
        return int(found) if isinstance(found, int | float) else default

    @property
    def context_bytes(self) -> int:
        """Bytes of memory that one token of context takes (16-bit keys and values, every layer counted in full)."""
        heads = max(self.number("attention.head_count", 1), 1)
        wide = self.number("embedding_length") // heads
        keys, values = self.number("attention.key_length", wide), self.number("attention.value_length", wide)
        return self.number("block_count") * self.number("attention.head_count_kv", heads) * (keys + values) * 2

    def memory(self, context: int) -> int:
        """Bytes that the model takes with a context of so many tokens: weights, keys and values, work buffers."""
        return self.path.stat().st_size + self.context_bytes * min(context, self.context or context) + WORK_BYTES


def read_gguf(path: Path) -> Gguf:
    """Read the head. Raises ``KzlawError`` when the file is none, is of an unknown version, or ends too early."""
    try:
        with path.open("rb") as file:
            if file.read(4) != b"GGUF":
                raise KzlawError("error-model-not-gguf", path=path)
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return _Reader(path, data).read()
    except OSError as error:
        raise KzlawError("error-file-unreadable", path=path, reason=error.strerror or error) from error
    except (struct.error, ValueError, OverflowError, UnicodeDecodeError) as error:
        raise KzlawError("error-model-damaged", path=path) from error


class _Reader:
    def __init__(self, path: Path, data: mmap.mmap) -> None:
        self.path = path
        self.data = data
        self.at = 4

    def read(self) -> Gguf:
        version = self._scalar("I")
        if version not in (2, 3):
            raise KzlawError("error-model-not-gguf", path=self.path)
        tensor_count, key_count = self._scalar("Q"), self._scalar("Q")
        if tensor_count > _MOST or key_count > _MOST:
            raise ValueError("counts")
        metadata: dict[str, Value] = {}
        for _ in range(key_count):
            key = self._string()
            metadata[key] = self._value(self._scalar("I"))
        shapes: dict[str, tuple[int, ...]] = {}
        types: dict[str, str] = {}
        end = 0
        for _ in range(tensor_count):
            name = self._string()
            dimensions = self._scalar("I")
            if dimensions > 8:
                raise ValueError("dimensions")
            shape = tuple(self._scalar("Q") for _ in range(dimensions))
            kind, offset = self._scalar("I"), self._scalar("Q")
            type_name, block, size = _TYPES.get(kind, (f"type {kind}", 1, 0))
            shapes[name], types[name] = shape, type_name
            end = max(end, offset + prod(shape) // block * size)
        alignment = metadata.get("general.alignment")
        step = alignment if isinstance(alignment, int) and 0 < alignment <= 65536 else 32
        start = -(-self.at // step) * step
        if start + end > len(self.data):
            raise ValueError("cut short")
        return Gguf(self.path, metadata, shapes, types)

    def _take(self, size: int) -> int:
        """Step over bytes that must be there; returns where they begin."""
        start = self.at
        if size < 0 or start + size > len(self.data):
            raise ValueError("cut short")
        self.at = start + size
        return start

    def _scalar(self, code: str) -> int:
        size = struct.calcsize(f"<{code}")
        return int(struct.unpack_from(f"<{code}", self.data, self._take(size))[0])

    def _string(self) -> str:
        size = self._scalar("Q")
        start = self._take(size)
        return self.data[start : start + size].decode("utf-8", "replace")

    def _value(self, kind: int) -> Value:
        if kind == _STRING:
            return self._string()
        if kind == _ARRAY:
            return self._array()
        code = _SCALARS.get(kind)
        if code is None:
            raise ValueError("type")
        found = struct.unpack_from(f"<{code}", self.data, self._take(struct.calcsize(f"<{code}")))[0]
        return found if isinstance(found, int | float | bool) else None

    def _array(self) -> Value:
        kind, count = self._scalar("I"), self._scalar("Q")
        if count > len(self.data):
            raise ValueError("cut short")
        if kind == _STRING:
            kept: list[object] = []
            for _ in range(count):
                size = struct.unpack_from("<Q", self.data, self._take(8))[0]
                start = self._take(size)
                if count <= _KEPT_ITEMS:
                    kept.append(self.data[start : start + size].decode("utf-8", "replace"))
            return kept
        if kind == _ARRAY:
            raise ValueError("nested")
        code = _SCALARS.get(kind, "")
        if not code:
            raise ValueError("type")
        size = struct.calcsize(f"<{code}")
        start = self._take(size * count)
        return list(struct.unpack_from(f"<{count}{code}", self.data, start)) if count <= _KEPT_ITEMS else []
