"""Vectors of our own words about an article: its gist and the questions that lay people ask about it.

They are made once (``benchmarks/make_vectors.py``) and shipped, so a fresh machine searches by meaning without embedding
anything. A vector is named by the text it was made from: a text that was changed since has none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kzlaw_tui.law.model import LANGS, Lang
from kzlaw_tui.law.passages import embedding_text
from kzlaw_tui.retrieval.embedders import Vectors

if TYPE_CHECKING:
    from kzlaw_tui.ingest.digests import Annotation

FILE = "vectors.npz"
_KEY = 8
_BLOCK = 256
"""Rows that are floats at a time: a block stays in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A text of an annotation as the embedder is given it; a gist is a passage, a question is embedded as questions are."""

    act: str
    article: str
    lang: Lang
    text: str
    asked: bool

    @property
    def key(self) -> bytes:
        kind = "query" if self.asked else "passage"
        return hashlib.sha256(f"{kind}\0{self.text}".encode()).digest()[:_KEY]


def wordings(annotations: Iterable[Annotation]) -> list[Wording]:
    """The gists and lay questions of annotations, in both languages."""
    found: list[Wording] = []
    for note in annotations:
        for lang in LANGS:
            gist = note.gist.get(lang, "")
            if gist:
                text = embedding_text(note.heading.get(lang, ""), gist)
                found.append(Wording(note.act, note.article, lang, text, False))
            found += [Wording(note.act, note.article, lang, text, True) for text in note.questions.get(lang, ())]
    return found


@dataclass(slots=True)
class AskedVectors:
    """The vectors that are there: ``whole`` of shape (n, dim) up to a factor a row, ``norms`` of shape (n,) their lengths, and
    for each row its article, language and kind. They stay int8: as floats they would take four times the memory."""

    embedder: str
    whole: npt.NDArray[np.int8]
    norms: Vectors
    rows: Sequence[Wording]

    def nearest(self, vector: Vectors) -> Vectors:
        """The cosine of every row; shape (n,)."""
        cosines = np.empty(len(self.whole), dtype=np.float32)
        floats = np.empty((_BLOCK, self.whole.shape[1]), dtype=np.float32)
        for at in range(0, len(self.whole), _BLOCK):
            block = self.whole[at : at + _BLOCK]
            np.copyto(floats[: len(block)], block)
            np.dot(floats[: len(block)], vector, out=cosines[at : at + _BLOCK])
        cosines /= self.norms
        return cosines


def save(file: Path, embedder: str, texts: Sequence[Wording], vectors: Vectors) -> None:
    """Write vectors as int8 with a scale a row (an error of cosine below .002)."""
    scales = np.abs(vectors).max(axis=1) / 127
    whole = np.round(vectors / scales[:, None]).astype(np.int8)
    keys = np.frombuffer(b"".join(text.key for text in texts), dtype=np.uint8).reshape(-1, _KEY)
    np.savez(file, embedder=np.array(embedder), keys=keys, vectors=whole, scales=scales.astype(np.float32))


def load(file: Path, embedder: str, texts: Sequence[Wording]) -> AskedVectors | None:
    """The vectors of those texts that have one; ``None`` when there is no file, or one of another embedder."""
    if not file.is_file():
        return None
    try:
        with np.load(file, allow_pickle=False) as stored:
            if str(stored["embedder"]) != embedder:
                return None
            keys, whole = stored["keys"], stored["vectors"]
    except (OSError, ValueError, KeyError):
        return None
    where = _rows_of(keys)
    rows = [(text, at) for text in texts if (at := where.get(text.key)) is not None]
    chosen = [at for _, at in rows]
    kept = whole[chosen]
    squares = np.einsum("ij,ij->i", kept, kept, dtype=np.int64)
    norms = np.maximum(np.sqrt(squares), 1e-9).astype(np.float32)
    return AskedVectors(embedder, kept, norms, [text for text, _ in rows])


def _rows_of(keys: npt.NDArray[np.uint8]) -> Mapping[bytes, int]:
    return {row.tobytes(): i for i, row in enumerate(keys)}
