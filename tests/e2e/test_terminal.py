"""The installed program in a real terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.e2e.conftest import Terminal
from tests.samples import LABOUR_RU

pytestmark = pytest.mark.e2e
Start = Callable[..., Terminal]


@pytest.fixture
def labour_docx(tmp_path: Path) -> Path:
    document = docx.Document()
    for line in LABOUR_RU.splitlines():
        if line.strip():
            document.add_paragraph(line)
    file = tmp_path / "labour.docx"
    document.save(str(file))
    return file


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (140, 40)])
def test_ask_read_ingest_quit_and_reopen(terminal: Start, columns: int, rows: int, labour_docx: Path) -> None:
    app = terminal(columns, rows)
    app.wait_for("F1", "F2")
    app.type("Могут ли уволить за прогул?")
    app.keys("Enter")
    app.wait_for("ст. 52 ТК РК", "конспект")
    app.keys("F4")
    app.wait_for("Библиотека", "ТОО")
    app.keys("Insert")
    app.type(str(labour_docx))
    app.keys("Enter")
    app.wait_for("5 из 6")
    app.keys("Escape", "F2")
    app.type("тк 88")
    app.wait_for("Сколько дней отпуска")
    app.keys("Enter")
    app.wait_for("двадцать четыре дня")
    app.keys("C-q")
    assert app.ended()
    again = terminal(columns, rows)
    again.wait_for("F1")
    again.type("Сколько дней длится отпуск?")
    again.keys("Enter")
    again.wait_for("двадцать четыре дня")


def test_the_russian_layout_quits_too(terminal: Start) -> None:
    app = terminal(100, 30)
    app.wait_for("F1")
    # What a terminal with the Kitty keyboard protocol sends for Ctrl with the key «й» (Latin q).
    app.type("\x1b[1081;5u")
    assert app.ended()


def test_kazakh_interface(terminal: Start) -> None:
    app = terminal(100, 30, "--lang", "kk")
    app.wait_for("Көмек")
    app.type("Жұмысқа келмегені үшін шығара ма?")
    app.keys("Enter")
    app.wait_for("ҚР ЕК 52-бабы", "конспект, ресми мәтін емес")
