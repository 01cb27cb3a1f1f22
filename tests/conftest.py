"""Fixtures that every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared_corpus() -> Path:
    """The folder of official texts beside the project; the test is skipped where it is absent."""
    corpus = SHARED / "corpus"
    if not corpus.is_dir():
        pytest.skip("needs the official texts of ../shared")
    return corpus


@pytest.fixture(autouse=True)
def _home_is_temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test ever touches a person's home or the checkout's index."""
    monkeypatch.setenv("KZLAW_HOME", str(tmp_path / "home"))
