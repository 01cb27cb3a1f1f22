"""A small library with Russian and Kazakh texts, words only."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home


@pytest.fixture
def assistant(acts_home: Path, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """The two sample acts beside the shipped digests, without an embedder."""
    monkeypatch.setenv("KZLAW_RETRIEVAL__EMBEDDER", "none")
    return Assistant(Home(acts_home), "ru")
