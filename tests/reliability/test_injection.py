"""Words never become SQL or filters: a look at the source, and hostile words through every way that takes some."""

from __future__ import annotations

import ast
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import kzlaw_tui
from kzlaw_tui.law.model import Citation
from kzlaw_tui.library.store import Library
from kzlaw_tui.retrieval.dense import VectorStore
from kzlaw_tui.sessions.store import Sessions
from tests.library.samples import ACT, edition

PACKAGE = Path(kzlaw_tui.__file__).parent
EXECUTE = frozenset({"execute", "executemany", "executescript"})
CONSTANTS = {
    "library/store.py": {"where", "table", "reading.EDITION", "reading.ARTICLE", "reading.TOC", "reading.REFERENCE", "_RU_FIRST", "_UNDATED_FIRST"},
    "library/writing.py": {"table", "COLUMNS[table]", "edition_id", "marks"},
    "sessions/store.py": {"_CONVERSATION", "_AT", "_PLACE", "table", "text", "where"},
    "sessions/protection.py": {"pragma", "int(value)", "name"},
    "sessions/cipher.py": {"quoted"},
    "migrations.py": {"self.application_id", "version + 1"},
}  # fmt: skip
"""What may stand inside the text of a statement: column lists and table names of our own, numbers, and the quoted passphrase."""

HOSTILE = (
    "' OR 1=1 --",
    '"; DROP TABLE note; --',
    "x'; DELETE FROM turn; --",
    "%",
    "_",
    "\\",
    "a\0b",
    "$where",
    '{"$ne": ""}',
)


def built_statements() -> Iterator[tuple[str, str]]:
    """Every expression that is put into the text of an SQL statement, by file."""
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in EXECUTE):
                continue
            for part in ast.walk(node.args[0]) if node.args else ():
                if isinstance(part, ast.FormattedValue):
                    yield file.relative_to(PACKAGE).as_posix(), ast.unparse(part.value)
                elif (isinstance(part, ast.BinOp) and isinstance(part.op, ast.Mod | ast.Add)) or (
                    isinstance(part, ast.Attribute) and part.attr == "format"
                ):
                    yield file.relative_to(PACKAGE).as_posix(), ast.unparse(part)


def test_no_statement_is_built_of_words() -> None:
    found = set(built_statements())
    assert ("library/store.py", "where") in found, "the look at the source still finds statements"
    assert {(file, part) for file, part in found if part not in CONSTANTS.get(file, set())} == set()


@pytest.mark.parametrize("words", HOSTILE)
def test_sessions_keep_hostile_words_as_words(tmp_path: Path, words: str) -> None:
    sessions, place = Sessions(tmp_path / "sessions.sqlite"), Citation(words, words, words, words)
    conversation, _ = sessions.add_question(None, words)
    sessions.rename(conversation, words + "!")
    sessions.set_note(place, "ru", words, words)
    sessions.bookmark(place, "ru", words)
    sessions.opened(place, "ru", words)
    sessions.set_state(view=words)
    assert [turn.question for turn in sessions.turns(conversation)] == [words]
    assert sessions.note(place) == words and sessions.notes(words, words)[0].citation == place
    assert sessions.bookmarks()[0].heading == words and sessions.state("view") == words
    assert len(sessions.conversations(words)) == 1
    assert sessions.notes("' OR 1=1 --x", "' OR 1=1 --x") == []
    sessions.close()


@pytest.mark.parametrize("words", HOSTILE)
def test_the_library_finds_nothing_by_hostile_words(tmp_path: Path, words: str) -> None:
    library = Library.open(tmp_path / "library.sqlite")
    library.add_edition(edition(), source=words, segment=b"segment")
    assert library.find(words, "1") is None and library.find(ACT, words) is None
    assert library.edition(words) is None and library.by_source(words) == [] and library.cited_by(words, words) == []
    library.set_meta(words, words)
    assert library.meta(words) == words and len(library.editions()) == 1
    with sqlite3.connect(library.file) as connection:
        assert connection.execute("SELECT source FROM edition").fetchone() == (words,)
    library.close()


def test_filters_of_vectors_are_values(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "chroma", "test-embedder")
    acts = [*(word for word in HOSTILE if "\0" not in word), "A"]
    rows = np.eye(len(acts), dtype="float32")
    store.add([f"k{n}" for n in range(len(acts))], rows, [{"act": act, "lang": "ru"} for act in acts])
    for number, act in enumerate(acts):
        assert [key for key, _ in store.nearest(rows[0], 10, act=act)] == [f"k{number}"]
    assert store.nearest(rows[0], 10, act="' OR 1=1") == []
    store.close()
