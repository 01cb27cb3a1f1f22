"""A small library with Russian and Kazakh texts, words only."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home
from tests.samples import LABOUR_RU, LLP_KK


@pytest.fixture
def assistant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """The two sample acts beside the shipped digests, without an embedder."""
    monkeypatch.setenv("KZLAW_RETRIEVAL__EMBEDDER", "none")
    for name, text in (("labour.txt", LABOUR_RU), ("llp.txt", LLP_KK)):
        (tmp_path / name).write_text(text, "utf-8")
    found = Assistant(Home(tmp_path / "home"), "ru")
    report = found.ingest([tmp_path / "labour.txt", tmp_path / "llp.txt"])
    assert not report.failed, report
    return found
