"""Nothing printed can drive the terminal; nothing is lost from JSON."""

from __future__ import annotations

import ast
import io
import json
import unicodedata
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kzlaw_tui
from kzlaw_tui import terminal
from kzlaw_tui.cli import main
from tests.samples import LABOUR_RU

PACKAGE = Path(kzlaw_tui.__file__).parent
HOSTILE = "\x1b]0;pwned\x07\x1b[2J\x9b31mкрасный\x1b[0m\u202e\u200b\x08\x7f\x85"
"""A window title, a cleared screen, a colour by one byte (C1), a change of direction, an unseen space, a backspace."""

IN_A_FILE = "\x9d0;pwned\x9c\x9b31mкрасный\u202e\u200b\x85"
"""The same by means that a text file may hold: readers take a file with escape bytes for no text at all."""


def driving(text: str) -> list[str]:
    """The characters of a text that could drive a terminal, or hide or turn what is seen."""
    return [c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


@given(st.lists(st.text()))
def test_whatever_is_printed_drives_nothing(pieces: list[str]) -> None:
    out = io.StringIO()
    guard = terminal.Guard(cast("io.TextIOWrapper", out))
    print(*pieces, file=cast("io.TextIOWrapper", guard))
    guard.writelines(pieces)
    assert not driving(out.getvalue())


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8))
def test_json_says_the_same_and_drives_nothing(document: object) -> None:
    for indent in (2, None):
        text = terminal.json_text(document, indent=indent)
        assert json.loads(text) == document
        assert not driving(text)


def test_letters_and_no_break_spaces_stay_as_they_are_in_json() -> None:
    assert terminal.json_text({"ә": "№\u00a0414-V «ҚР»\x1b"}, indent=None) == '{"ә": "№\u00a0414-V «ҚР»\\u001b"}'


def test_streams_are_given_back(capsys: pytest.CaptureFixture[str]) -> None:
    import sys

    before = sys.stdout, sys.stderr
    with terminal.guarded():
        assert terminal.unguarded(sys.stderr) is before[1]
        print("a\x1b[31mb", file=sys.stderr)
    assert (sys.stdout, sys.stderr) == before
    assert capsys.readouterr().err == "ab\n"


def hostile_law(folder: Path) -> Path:
    """A law whose headings and points, and whose own name, carry escape sequences."""
    text = LABOUR_RU.replace("Сколько дней отпуска", f"Сколько{IN_A_FILE} дней отпуска")
    text = text.replace("двадцать четыре дня", f"двадцать {IN_A_FILE}четыре дня").replace(
        "Глава 2. КАК", f"Глава 2. {IN_A_FILE}КАК"
    )
    file = folder / f"тк\x1b[31m{chr(0x202E)}.txt"
    try:
        file.write_text(text, "utf-8")
    except (OSError, ValueError):  # Windows has no such names
        file = folder / "тк.txt"
        file.write_text(text, "utf-8")
    return file


def test_no_command_lets_a_document_a_name_or_a_question_drive_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, law = tmp_path / "home", hostile_law(tmp_path)
    home.mkdir()
    (home / "config.toml").write_text('[retrieval]\nembedder = "none"\n', "utf-8")
    letter = tmp_path / "письмо.txt"
    letter.write_text(
        f"Согласно {IN_A_FILE}ст. 88 ТК РК «отпуск длится {IN_A_FILE} сорок дней». Ст. 999 ТК РК.", "utf-8"
    )
    commands: list[tuple[str, ...]] = [
        ("ingest", str(law), "--vectors", "none"),
        ("ingest", str(tmp_path / f"нет{HOSTILE}.txt")),
        ("acts",),
        ("show", f"ст.{HOSTILE} 88 ТК РК"),
        ("show", HOSTILE),
        ("search", f"отпуск {HOSTILE}"),
        ("search", "отпуск", "--act", HOSTILE),
        ("ask", f"Сколько дней{HOSTILE} длится отпуск?"),
        ("ask", f"{HOSTILE}"),
        ("verify", str(letter)),
        ("verify", str(tmp_path / f"нет{HOSTILE}")),
        ("models", "add", f"/нет/{HOSTILE}"),
        ("models", "verify", HOSTILE),
        ("bundle", "verify", f"/нет/{HOSTILE}"),
        ("index", "verify"),
        (HOSTILE,),
        ("--lang", HOSTILE, "acts"),
    ]
    said = ""
    for command in commands:
        for more in ((), ("--json",)):
            main(["--home", str(home), *command, *more])
            out, err = capsys.readouterr()
            assert not driving(out + err), (command, more)
            said += out
    assert "двадцать" in said and "красный" in said, "the hostile law was shown"


def test_the_commands_print_through_the_guard_or_through_a_progress_bar_only() -> None:
    """Who writes to a stream past the guard is named here."""
    past = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = ("__stdout__", "__stderr__", "unguarded")
            if (isinstance(node, ast.Attribute) and node.attr in names) or (
                isinstance(node, ast.Name) and node.id in names
            ):
                past.add(file.relative_to(PACKAGE).as_posix())
    # The bar cleans its words itself; doctor and the app ask for the encoding only.
    assert past == {"present/progress.py", "doctor.py", "tui/terminal.py"}
