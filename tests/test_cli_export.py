"""``kzlaw-tui export`` over a real home."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.cli import main
from kzlaw_tui.config import Home
from kzlaw_tui.memo.writing import FORMATS
from tests.samples import LABOUR_RU

QUESTION = "Сколько дней длится отпуск?"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    monkeypatch.setenv("KZLAW_RETRIEVAL__EMBEDDER", "none")
    monkeypatch.setattr("kzlaw_tui.cli.refuse_network", lambda: None)
    (tmp_path / "labour.txt").write_text(LABOUR_RU, "utf-8")
    found = Home.locate()
    assert found.root == tmp_path / "home"
    assert main(["ingest", str(tmp_path / "labour.txt")]) == 0
    capsys.readouterr()
    return found


@pytest.fixture
def conversation(home: Home) -> int:
    """A conversation of two questions, as the app saves them; the second was never answered."""
    assistant = Assistant(home, "ru")
    number, turn = assistant.sessions.add_question(None, QUESTION)
    assistant.sessions.add_answer(turn, assistant.ask(QUESTION))
    assistant.sessions.add_question(number, "А если работник передумал?")
    return number


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_answer_in_every_format(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str) -> None:
    file = tmp_path / f"справка.{suffix}"
    assert main(["export", str(file), "--ask", QUESTION, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"path": str(file), "format": suffix, "questions": 1}
    assert file.stat().st_size > 200
    if suffix in ("html", "md", "txt"):
        assert "Отпуск длится двадцать четыре дня" in file.read_text("utf-8")


def test_the_latest_conversation_and_one_by_number(
    home: Home, conversation: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(tmp_path / "a.docx")]) == 0
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(tmp_path / "a.docx")).paragraphs)
    assert "Отпуск длится двадцать четыре дня" in text and "Вопрос остался без ответа." in text
    assert "Сохранено" in capsys.readouterr().out
    assert main(["export", str(tmp_path / "b.txt"), "--conversation", str(conversation)]) == 0
    assert "ст. 88" in (tmp_path / "b.txt").read_text("utf-8-sig").casefold()
    capsys.readouterr()
    assert main(["export", "--list", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["number"], row["title"], row["questions"]) == (conversation, QUESTION, 2)
    assert main(["export", "--list"]) == 0
    assert f"{conversation}: {QUESTION} · 2 вопроса" in capsys.readouterr().out


def test_words_that_the_library_no_longer_has_are_not_quoted(home: Home, conversation: int, tmp_path: Path) -> None:
    assistant = Assistant(home, "ru")
    official = next(info for info in assistant.library.editions() if info.text_kind == "official")
    assistant.remove(official.id)
    assert main(["export", str(tmp_path / "a.txt")]) == 0
    text = (tmp_path / "a.txt").read_text("utf-8-sig")
    assert "«1. Отпуск длится" not in text and "не подтверждено" in text


def test_a_place_of_the_law(home: Home, tmp_path: Path) -> None:
    assert main(["export", str(tmp_path / "a.md"), "--show", "п. 2 ст. 88 ТК РК"]) == 0
    text = (tmp_path / "a.md").read_text("utf-8")
    assert "Отпускные выдают за три дня" in text and "двадцать четыре дня" not in text


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "Назовите файл"),
        (["a.xlsx", "--ask", QUESTION], 1, ".xlsx"),
        (["a.docx", "--conversation", "7"], 3, "номером 7"),
        (["a.docx"], 3, "Сохранённых бесед нет"),
        (["a.docx", "--show", "ст. 999 ТК РК"], 3, "999"),
        (["a.docx", "--ask", " "], 1, ""),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    home: Home,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["export", *arguments]) == code
    assert said in capsys.readouterr().err
    assert not list(tmp_path.glob("a.*")) and not home.sessions_file.exists()


def test_a_file_that_is_there_is_kept(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.md").write_text("моё")
    assert main(["export", str(tmp_path / "a.md"), "--ask", QUESTION]) == 1
    assert (tmp_path / "a.md").read_text() == "моё" and "уже есть" in capsys.readouterr().err
