"""What stands on the shelf, and what a removal leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home
from kzlaw_tui.library.shelf import Holding, heir
from tests.samples import LABOUR_RU

ACT = "K1500000414"


@pytest.fixture
def assistant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    monkeypatch.setenv("KZLAW_RETRIEVAL__EMBEDDER", "none")
    found = Assistant(Home(tmp_path / "home"), "ru")
    for name, text in (("старая.txt", LABOUR_RU), ("новая.txt", LABOUR_RU.replace("двадцать четыре", "тридцать"))):
        (tmp_path / name).write_text(text, "utf-8")
        day = date(2020, 1, 1) if name.startswith("с") else date(2026, 1, 9)
        assert not found.ingest([tmp_path / name], as_of=day).failed
    return found


def official(assistant: Assistant) -> list[Holding]:
    return [holding for holding in assistant.shelf() if holding.info.text_kind == "official"]


def test_the_shelf_knows_files_and_earlier_editions(assistant: Assistant, tmp_path: Path) -> None:
    new, old = official(assistant)
    assert (
        new.info.current and not old.info.current and (new.info.source, old.info.source) == ("новая.txt", "старая.txt")
    )
    assert new.size == (tmp_path / "новая.txt").stat().st_size and new.ingested is not None
    assert all(h.size is None and h.info.act != ACT for h in assistant.shelf() if h.info.text_kind == "digest")
    assistant.home.ingested.joinpath("manifest.json").write_text("{", "utf-8")
    assert [h.size for h in official(assistant)] == [None, None], "a damaged list does not close the library"


def test_the_heir_that_is_promised_is_the_one_that_answers(assistant: Assistant) -> None:
    for _ in range(2):
        info = official(assistant)[0].info
        promised = heir(info, assistant.library.editions(current=False))
        assistant.remove(info.id)
        now = assistant.library.edition(ACT, "ru")
        assert promised is not None and now is not None and now.id == promised.id
    assert now.text_kind == "digest" and not official(assistant)
    assert not list(assistant.home.ingested.glob("*.txt")) and assistant.verify_index().ok
    assert assistant.search("сколько дней отпуск")[0].text_kind == "digest"


def test_no_heir_in_a_language_while_official_text_of_another_is_left(assistant: Assistant) -> None:
    info = official(assistant)[0].info
    kazakh = replace(info, id=99, lang="kk")
    digest = replace(info, id=98, lang="ru", text_kind="digest", as_of=None)
    assert heir(info, [info, kazakh, digest]) is None
