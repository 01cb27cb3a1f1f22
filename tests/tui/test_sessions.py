"""Conversations that are saved, bookmarks and notes, and the app as it was when it was closed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import cast

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from kzlaw_tui.law.model import Citation
from kzlaw_tui.sessions.records import Turn
from kzlaw_tui.tui.screens.asking import AskLine, Confirm
from kzlaw_tui.tui.screens.notes import NoteBox, NoteText
from kzlaw_tui.tui.screens.sessions import SessionsScreen
from kzlaw_tui.tui.widgets.answers import AnswersList, Exchange, QuoteCard
from kzlaw_tui.tui.widgets.basics import QuestionLine, StatusLine
from tests.tui.conftest import app_of, ask, loaded, until, write
from tests.tui.fake_assistant import GARDENS, FakeAssistant
from tests.tui.test_app import NARROW, WIDE, page_text, text_of

POINT = Citation(GARDENS, "4", "2", "1)")


async def sessions_of(pilot: Pilot[int]) -> SessionsScreen:
    await pilot.press("f5")
    await until(pilot, lambda: isinstance(pilot.app.screen, SessionsScreen))
    return cast(SessionsScreen, pilot.app.screen)


async def test_the_app_reopens_where_it_was_closed(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await ask(pilot, "никто")
        await pilot.press("f6", "f2")
        await pilot.press("escape", "tab", "tab", "p", "p")
        place = app.research.article_pane.citation
        await pilot.press("ctrl+q")
    again = app_of(assistant)
    async with again.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await until(pilot, lambda: again.research.article_pane.stored)
        first, second = again.research.query(Exchange)
        assert [e.question for e in (first, second)] == ["Как поливать?", "никто"]
        assert len(first.query(QuoteCard)) == 3 and not second.query(QuoteCard)
        assert text_of(second.query_one(".state", Static)) == "В вашей библиотеке ответа нет."
        assert again.research.article_pane.citation == place and again.research.has_class("with-contents")
        line = again.research.query_one(QuestionLine)
        assert again.focused is line
        await pilot.press("up", "up")
        assert line.value == "Как поливать?"
        # It goes on in the same conversation.
        await ask(pilot, "А зимой?")
        (only,) = assistant.sessions.conversations()
        assert only.turns == 3 and only.title == "Как поливать?"


async def test_a_question_is_saved_before_its_answer(assistant: FakeAssistant) -> None:
    assistant.gate.clear()
    app = app_of(assistant)
    async with app.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await write(pilot, "#question", "долгий вопрос")
        await pilot.press("enter")
        await until(pilot, lambda: assistant.asked)
        (turn,) = assistant.sessions.turns(assistant.sessions.conversations()[0].id)
        assert turn.question == "долгий вопрос" and turn.answer is None
        assistant.gate.set()
        await until(pilot, lambda: assistant.sessions.turns(1)[0].answer)


async def test_words_that_the_present_edition_lacks_are_not_shown_as_checked(assistant: FakeAssistant) -> None:
    _, turn = assistant.sessions.add_question(None, "Как поливать?")
    assistant.sessions.add_answer(turn, assistant.ask("Как поливать?"))
    assistant.changed = True
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await sessions_of(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: app.research.query(QuoteCard))
        card = app.research.query(QuoteCard).first()
        assert text_of(card.query_one(".card-check", Static)) == "✗ в нынешней редакции этих слов нет"


@pytest.mark.parametrize(("rename", "pin", "delete"), [("r", "p", "d"), ("к", "з", "в")], ids=["latin", "russian"])
async def test_conversations_are_named_pinned_found_and_deleted(
    assistant: FakeAssistant, rename: str, pin: str, delete: str
) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("ctrl+т")  # Ctrl+N on a Cyrillic layout
        await until(pilot, lambda: not app.research.query(Exchange))
        await ask(pilot, "мёд")
        screen = await sessions_of(pilot)
        assert [c.title for c in assistant.sessions.conversations()] == ["мёд", "Как поливать?"]
        await pilot.press("down", rename)
        await until(pilot, lambda: isinstance(app.screen, AskLine))
        await write(pilot, "#asked-line", "Дело о яблоне")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press(pin)
        assert [c.title for c in assistant.sessions.conversations()] == ["Дело о яблоне", "мёд"]
        assert "★ закреплено · 1 вопрос" in str(screen.query_one(OptionList).get_option_at_index(0).prompt)
        await pilot.press("slash", *"яблоне")
        await until(pilot, lambda: len(screen.rows) == 1)
        await pilot.press("enter", delete)
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("enter")  # «Нет» comes first
        await until(pilot, lambda: app.screen is screen)
        assert len(assistant.sessions.conversations()) == 2
        await pilot.press(delete)
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("down", "enter")
        await until(pilot, lambda: len(assistant.sessions.conversations()) == 1)
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("escape", "enter")
        await until(pilot, lambda: app.screen is app.research and app.research.query(Exchange))
        assert app.research.query_one(Exchange).question == "мёд"


@pytest.mark.parametrize(("bookmark", "note"), [("m", "e"), ("ь", "у")], ids=["latin", "russian"])
async def test_bookmarks_and_notes_are_on_the_point_that_is_read(
    assistant: FakeAssistant, bookmark: str, note: str
) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("tab", "enter", bookmark)
        assert [m.citation for m in assistant.sessions.bookmarks()] == [POINT]
        page = app.research.article_pane.page
        assert "▌★" in page_text(page)
        await pilot.press("p", note)
        await until(pilot, lambda: isinstance(app.screen, NoteBox))
        area = app.screen.query_one(NoteText)
        await pilot.press(*"спросить", "enter")
        # A line that is complete is saved at once.
        assert assistant.sessions.note(Citation(GARDENS, "4", "2", "2)")) == "спросить\n"
        area.insert("у [b]соседа[/b]")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.research)
        assert assistant.sessions.notes()[0].text == "спросить\nу [b]соседа[/b]"
        shown = page_text(page)
        assert "✎ Моя заметка: спросить" in shown and "[b]соседа[/b]" in shown
        screen = await sessions_of(pilot)
        await pilot.press("tab")
        assert screen.kind == "bookmarks" and "пп. 1) п. 2 ст. 4" in text_of(
            screen.query_one("#sessions-about", Static)
        )
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.research)
        assert app.research.article_pane.citation == POINT and page.marks
        await pilot.press(bookmark)
        assert not assistant.sessions.bookmarks() and "★" not in page_text(page)
        await sessions_of(pilot)
        await pilot.press("tab", "d")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("down", "enter")
        await until(pilot, lambda: not assistant.sessions.notes())
        assert "✎" not in page_text(page)


async def test_points_are_walked_and_are_what_is_copied(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("tab", "enter", "p", "p")
        found = app.copier.passage()
        assert found is not None and found.citation == Citation(GARDENS, "4", "2", "2-1)")
        assert app.copier.words(found) == "2-1) вести дневник сада;"
        await pilot.press("З")  # Shift+P on a Cyrillic layout
        assert app.research.article_pane.citation == Citation(GARDENS, "4", "2", "2)")


async def test_recent_articles_are_listed(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await until(pilot, lambda: assistant.sessions.recent())
        screen = await sessions_of(pilot)
        await pilot.press("shift+tab")
        assert screen.kind == "recent" and len(screen.rows) == 1


async def test_incognito_writes_nothing(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        app.action_incognito()
        await pilot.pause()
        assert "инкогнито" in str(app.research.query_one(StatusLine).render())
        await ask(pilot, "Как поливать?")
        await pilot.press("tab", "enter", "m", "e")
        assert app.screen is app.research
        await pilot.press("ctrl+q")
    store = assistant.sessions
    assert not store.conversations() and not store.recent() and not store.bookmarks() and not store.state("view")


async def test_a_file_that_cannot_be_read_is_told_once_and_research_goes_on(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant.sessions.close()
    assistant.sessions.file.parent.mkdir(exist_ok=True)
    assistant.sessions.file.write_bytes(b"nothing like a database " * 50)
    app = app_of(assistant)
    said: list[str] = []
    monkeypatch.setattr(app, "say", lambda message, **_: said.append(message))
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await ask(pilot, "А зимой?")
        assert len(app.research.query(QuoteCard)) == 6
        assert len({message for message in said if "Переименуйте" in message}) == 1


async def test_long_conversations_show_the_latest_first(assistant: FakeAssistant) -> None:
    conversation = None
    for number in range(15):
        conversation, _ = assistant.sessions.add_question(conversation, f"Вопрос {number}")
    app = app_of(assistant)
    async with app.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await sessions_of(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: len(app.research.query(Exchange)) == 12)
        await pilot.press("tab")
        app.research.query("EarlierLine").first().focus()
        await pilot.press("enter")
        await until(pilot, lambda: len(app.research.query(Exchange)) == 15)
        assert [e.question for e in app.research.query(Exchange)] == [f"Вопрос {n}" for n in range(15)]


async def test_what_is_typed_while_the_screen_is_brought_back_stays(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app_of(assistant).run_test(size=(140, 40)) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("ctrl+q")
    app = app_of(assistant)
    show = AnswersList.show

    async def slowly(self: AnswersList, turns: Sequence[Turn]) -> None:
        app.research.query_one(QuestionLine).insert_text_at_cursor("ещё")
        await show(self, turns)

    monkeypatch.setattr(AnswersList, "show", slowly)
    async with app.run_test(size=(140, 40)) as pilot:
        await until(pilot, lambda: app.research.query(QuoteCard))
        await loaded(pilot)
        assert app.research.query_one(QuestionLine).value == "ещё"


async def test_a_question_that_is_asked_while_the_screen_is_brought_back_comes_after_it(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app_of(assistant).run_test(size=(140, 40)) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("ctrl+q")
    app = app_of(assistant)
    show = AnswersList.show

    async def slowly(self: AnswersList, turns: Sequence[Turn]) -> None:
        app.research.run_worker(app.research.ask("мёд"))
        await asyncio.sleep(0.1)
        await show(self, turns)

    monkeypatch.setattr(AnswersList, "show", slowly)
    async with app.run_test(size=(140, 40)) as pilot:
        await until(pilot, lambda: (newest := app.research.newest()) and newest.question == "мёд" and newest.answer)
        assert [exchange.question for exchange in app.research.query(Exchange)] == ["Как поливать?", "мёд"]
        assert app.research.newest() is app.research.answers_pane.answers.newest()
