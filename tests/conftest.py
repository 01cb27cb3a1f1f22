"""Fixtures that every test may use."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home
from tests.samples import LABOUR_RU, LLP_KK

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


@pytest.fixture(scope="session")
def made_homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two homes, made once and copied for each test: ``digests`` as on a fresh machine, ``acts`` with the small acts too."""
    folder = tmp_path_factory.mktemp("homes")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KZLAW_RETRIEVAL__EMBEDDER", "none")
        fresh = Assistant(Home(folder / "digests"), "ru")
        assert fresh.acts()
        fresh.library.close()
        shutil.copytree(folder / "digests", folder / "acts")
        for name, text in (("labor_code.txt", LABOUR_RU), ("law_on_llp.txt", LLP_KK)):
            (folder / name).write_text(text, "utf-8")
        filled = Assistant(Home(folder / "acts"), "ru")
        report = filled.ingest([folder / "labor_code.txt", folder / "law_on_llp.txt"])
        assert not report.failed
        filled.library.close()
    return folder


@pytest.fixture
def digests_home(made_homes: Path, tmp_path: Path) -> Path:
    """The test's home, as on a fresh machine after its first start."""
    shutil.copytree(made_homes / "digests", tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def acts_home(made_homes: Path, tmp_path: Path) -> Path:
    """The test's home with the two small acts beside the digests."""
    shutil.copytree(made_homes / "acts", tmp_path / "home")
    return tmp_path / "home"
