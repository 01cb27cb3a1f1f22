"""Conversations, bookmarks, notes, recent articles, state."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.model import Citation
from kzlaw_tui.sessions.schema import SCHEMA
from kzlaw_tui.sessions.store import KEEP_RECENT, Sessions, title_of
from tests.tui.fake_assistant import GARDENS, FakeAssistant

POINT = Citation(GARDENS, "4", "2", "1)")


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[Sessions]:
    clock = iter(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n) for n in range(100_000))
    made = Sessions(tmp_path / "home" / "sessions" / "sessions.sqlite", lambda: next(clock))
    yield made
    made.close()


def again(sessions: Sessions) -> Sessions:
    return Sessions(sessions.file)


def test_a_conversation_is_what_was_asked_and_answered(sessions: Sessions) -> None:
    answer = FakeAssistant("ru").ask("Как поливать?")
    conversation, turn = sessions.add_question(None, "  Как часто\nполивать?  ")
    sessions.add_answer(turn, answer)
    same, _ = sessions.add_question(conversation, "А зимой?")
    assert same == conversation
    reopened = again(sessions)
    (found,) = reopened.conversations()
    assert (found.title, found.turns, found.pinned) == ("Как часто поливать?", 2, False)
    first, second = reopened.turns(conversation)
    assert first.answer == answer and first.answer is not answer
    assert second.question == "А зимой?" and second.answer is None


def test_every_kind_of_answer_comes_back_as_it_was(sessions: Sessions) -> None:
    assistant = FakeAssistant("ru")
    for question in ("никто", "ст. 999 и мёд", "мёд", "бағбан", "полив"):
        answer = assistant.ask(question)
        _, turn = sessions.add_question(None, question)
        sessions.add_answer(turn, replace(answer, quotes=answer.quotes))
        conversation = sessions.conversations()[0]
        assert sessions.turns(conversation.id)[0].answer == answer


def test_an_answer_that_cannot_be_read_is_a_question_without_one(sessions: Sessions) -> None:
    conversation, turn = sessions.add_question(None, "Вопрос")
    with sqlite3.connect(sessions.file) as other:
        other.execute("UPDATE turn SET answer = '{\"quotes\": 5}' WHERE id = ?", (turn,))
    assert sessions.turns(conversation)[0].answer is None


def test_rename_pin_delete_and_search(sessions: Sessions) -> None:
    first, turn = sessions.add_question(None, "Полив в засуху")
    sessions.add_answer(turn, FakeAssistant("ru").ask("полив"))
    second, _ = sessions.add_question(None, "Пчёлы и соседи")
    assert [c.id for c in sessions.conversations()] == [second, first]
    sessions.pin(first, True)
    assert [c.id for c in sessions.conversations()] == [first, second]
    sessions.rename(second, "  Дело   Иванова ")
    assert [c.title for c in sessions.conversations("ИВАНОВА")] == ["Дело Иванова"]
    assert [c.id for c in sessions.conversations("засуху")] == [first]
    assert [c.id for c in sessions.conversations("садовник яблоки")] == [] != sessions.conversations("арыка дерево")
    sessions.rename(second, "")
    assert sessions.conversation(second).title == "Пчёлы и соседи"  # type: ignore[union-attr]
    sessions.delete(first)
    assert [c.id for c in again(sessions).conversations()] == [second] and sessions.turns(first) == []
    # What is asked in a conversation that was deleted begins a new one; its answer finds no turn and nobody minds.
    sessions.add_answer(turn, FakeAssistant("ru").ask("полив"))
    assert sessions.add_question(first, "Дальше")[0] not in (first, second)


def test_titles_are_short() -> None:
    assert title_of("Могут ли уволить?") == "Могут ли уволить?"
    long = title_of("слово " * 60)
    assert long.endswith("слово…") and len(long) <= 121


def test_bookmarks_come_and_go_and_outlive_editions(sessions: Sessions) -> None:
    assert sessions.bookmark(POINT, "ru", "Права")
    assert sessions.bookmark(Citation(GARDENS, "5"), "kk", "Құрғақшылық")
    found = again(sessions).bookmarks()
    assert [(m.citation, m.lang, m.heading) for m in found] == [
        (Citation(GARDENS, "5"), "kk", "Құрғақшылық"),
        (POINT, "ru", "Права"),
    ]
    assert [m.citation for m in sessions.bookmarks(GARDENS, "4")] == [POINT]
    assert not sessions.bookmark(POINT, "ru", "Права")
    assert len(sessions.bookmarks()) == 1


def test_notes_are_written_over_and_taken_away(sessions: Sessions) -> None:
    sessions.set_note(POINT, "ru", "Права", "первая\nмысль")
    sessions.set_note(POINT, "ru", "Права", "вторая мысль")
    assert again(sessions).note(POINT) == "вторая мысль"
    assert [m.text for m in sessions.notes(GARDENS, "4")] == ["вторая мысль"]
    sessions.set_note(POINT, "ru", "Права", "  \n")
    assert sessions.note(POINT) == "" and sessions.notes() == []


def test_recent_articles_once_each_and_not_for_ever(sessions: Sessions) -> None:
    for number in range(KEEP_RECENT + 3):
        sessions.opened(Citation(GARDENS, str(number)), "ru", f"Статья {number}")
    sessions.opened(Citation(GARDENS, "7", "2"), "ru", "Статья 7")
    found = sessions.recent()
    assert len(found) == KEEP_RECENT and found[0].citation == Citation(GARDENS, "7", "2")
    assert [r.citation.article for r in found].count("7") == 1 and "2" not in {r.citation.article for r in found}


def test_state_and_forgetting(sessions: Sessions) -> None:
    sessions.set_state(conversation="3", contents="1")
    sessions.set_state(conversation="4")
    assert again(sessions).state("conversation") == "4" and sessions.state("contents") == "1"
    sessions.add_question(None, "Секрет")
    sessions.opened(POINT, "ru", "Права")
    sessions.bookmark(POINT, "ru", "Права")
    sessions.forget_history()
    assert not sessions.conversations() and not sessions.recent() and not sessions.state("contents")
    assert sessions.bookmarks()
    sessions.close()
    assert "Секрет".encode() not in sessions.file.read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="POSIX rights")
def test_nobody_else_may_read_the_files(sessions: Sessions) -> None:
    sessions.add_question(None, "Вопрос")
    for file in sessions.file.parent.iterdir():
        assert file.stat().st_mode & 0o777 == 0o600, file
    sessions.close()
    sessions.file.chmod(0o644)
    sessions.conversations()
    assert sessions.file.stat().st_mode & 0o777 == 0o600


def test_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "sessions.sqlite"
    file.write_bytes(b"no database at all " * 100)
    with pytest.raises(KzlawError, match="error-sessions-unreadable"):
        Sessions(file).conversations()


def test_another_database_is_not_ours_and_a_newer_one_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.sqlite"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE x (y)")
    with pytest.raises(KzlawError, match="error-sessions-unreadable"):
        Sessions(file).conversations()
    newer = tmp_path / "newer.sqlite"
    sessions = Sessions(newer)
    sessions.set_state(view="{}")
    sessions.close()
    with sqlite3.connect(newer) as other:
        other.execute("PRAGMA user_version = 99")
    with pytest.raises(KzlawError, match="error-sessions-newer"):
        Sessions(newer).conversations()


def test_a_migration_that_fails_leaves_the_version_before(tmp_path: Path) -> None:
    file = tmp_path / "s.sqlite"

    def half(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE more (x)")
        raise RuntimeError("killed")

    with sqlite3.connect(file, isolation_level=None) as connection:
        SCHEMA.migrate(connection, file)
        with pytest.raises(RuntimeError):
            replace(SCHEMA, migrations=(*SCHEMA.migrations, half)).migrate(connection, file)
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'more'").fetchone()
