"""A day with the program in a real terminal: start, ask, open the citation, copy, export, add a file, quit, reopen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest

from tests.e2e.conftest import Terminal
from tests.samples import LABOUR_RU, LLP_KK

pytestmark = pytest.mark.e2e
Start = Callable[..., Terminal]


@dataclass(frozen=True)
class Words:
    """What one language types and sees."""

    question: str
    cited: str
    opened: str
    law: str
    copied: str
    saved: str
    box: str
    library: str
    picker: str
    added: str
    sessions: str


WORDS = {
    "ru": Words(
        "Могут ли уволить за прогул?",
        "ст. 52 ТК РК",
        "ТК РК · ",
        LABOUR_RU,
        "Системного буфера нет",
        "Сохранено",
        "Сохранить справку",
        "Библиотека",
        "Добавить документы",
        "добавлен",
        "1 вопрос",
    ),
    "kk": Words(
        "Жұмысқа келмегені үшін шығара ма?",
        "ҚР ЕК 52-бабы",
        "ҚР ЕК · ",
        LLP_KK,
        "Жүйелік буфер жоқ",
        "Сақталды",
        "Анықтаманы сақтау",
        "Кітапхана",
        "Құжаттарды қосу",
        "қосылды",
        "1 сұрақ",
    ),
}


def document(folder: Path, text: str) -> Path:
    made = docx.Document()
    for line in text.splitlines():
        if line.strip():
            made.add_paragraph(line)
    file = folder / "act.docx"
    made.save(str(file))
    return file


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (140, 40)])
@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_a_day(terminal: Start, tmp_path: Path, lang: str, columns: int, rows: int) -> None:
    words = WORDS[lang]
    file, memo = document(tmp_path, words.law), tmp_path / "memo.md"
    app = terminal(columns, rows, "--lang", lang)
    app.wait_for("F1")
    app.type(words.question)
    app.keys("Enter")
    app.wait_for(words.cited)
    app.keys("Tab", "Enter")
    app.wait_for(words.opened)
    app.keys("F9")
    app.wait_for(words.copied)
    assert "414-V" in app.clipboard(), "with the requisites of the act"
    app.keys("F7")
    app.wait_for(words.box)
    # From the list of formats to the line of the path; what stands there is replaced.
    app.keys("Tab", "C-u")
    app.type(str(memo))
    app.wait_for(memo.name)
    app.keys("Enter")
    app.wait_for(words.saved)
    text = memo.read_text("utf-8")
    assert words.question.rstrip("?") in text and "kzlaw-tui" in text
    app.keys("F4")
    app.wait_for(words.library)
    app.keys("Insert")
    app.wait_for(words.picker)
    app.type(str(file))
    app.wait_for(f"{tmp_path.name}/{file.name}")
    app.keys("Enter")
    app.wait_for("✓ act.docx", words.added)
    app.keys("Escape", "C-q")
    assert app.ended()
    again = terminal(columns, rows, "--lang", lang)
    # It reopens where it was closed; the conversation is also in the list of sessions.
    again.wait_for("52")
    again.keys("F5")
    again.wait_for(words.question, words.sessions)
    again.keys("Enter")
    again.wait_for(words.question)
    again.keys("C-q")
    assert again.ended()


def test_keys_that_are_pressed_while_the_program_starts_are_kept(terminal: Start) -> None:
    """Typed into the terminal before the program has painted anything."""
    app = terminal(100, 30)
    app.type("Могут ли уволить за прогул?")
    app.keys("Enter")
    app.wait_for("› Могут ли уволить за прогул?", "ст. 52 ТК РК")


def test_the_editor_gets_the_terminal_and_gives_it_back(terminal: Start, tmp_path: Path) -> None:
    script, copy = tmp_path / "editor.sh", tmp_path / "copy.md"
    script.write_text(f'#!/bin/sh\necho "EDITOR HERE"\ncp "$1" "{copy}"\nread line\n', "utf-8")
    script.chmod(0o755)
    app = terminal(100, 30, EDITOR=str(script), XDG_DOCUMENTS_DIR=str(tmp_path))
    app.wait_for("F1")
    app.type("Могут ли уволить за прогул?")
    app.keys("Enter")
    app.wait_for("ст. 52 ТК РК")
    app.keys("F7")
    app.wait_for("Сохранить справку")
    app.keys("End", "Enter")
    app.wait_for("EDITOR HERE")
    app.keys("Enter")
    app.wait_for("ст. 52 ТК РК", "F10")
    text = copy.read_text("utf-8")
    assert "Могут ли уволить за прогул" in text and "52" in text
    app.keys("C-q")
    assert app.ended()
