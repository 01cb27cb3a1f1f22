"""Any sentence-transformers model that lies in a local folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.retrieval.embedders import Vectors


class SentenceTransformersEmbedder:
    """Loads by path only, with the hub's offline switch set before the import. E5 models get their prefixes."""

    def __init__(self, folder: Path) -> None:
        os.environ["HF_HUB_OFFLINE"] = "1"
        os.environ["TRANSFORMERS_OFFLINE"] = "1"
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(str(folder), local_files_only=True)
        except (OSError, ValueError) as error:
            raise KzlawError("error-embedder-broken", path=folder, reason=error) from error
        config = folder / "config.json"
        stamp = hashlib.sha256(config.read_bytes() if config.is_file() else b"").hexdigest()[:8]
        self.name = f"st-{folder.name}-{stamp}"
        self.dim = int(self._model.get_sentence_embedding_dimension() or 0)
        self._query_prefix, self._passage_prefix = (
            ("query: ", "passage: ") if "e5" in folder.name.casefold() else ("", "")
        )

    def query(self, text: str) -> Vectors:
        vector: Vectors = self._encode([self._query_prefix + text])[0]
        return vector

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode([self._passage_prefix + text for text in texts])

    def _encode(self, texts: list[str]) -> Vectors:
        vectors = self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(vectors, dtype=np.float32)
