"""A model that speaks in the app: below the quotes, dim until checked, called off by Esc."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from textual.widgets import Static

from kzlaw_tui.answering.answer import Answer, ModelUse
from kzlaw_tui.answering.checking import SaidAnswer, SaidCitation, SaidSentence
from kzlaw_tui.answering.generate import Draft
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.model import Citation
from kzlaw_tui.tui.widgets.answers import QuoteCard
from kzlaw_tui.tui.widgets.basics import StatusLine
from kzlaw_tui.tui.widgets.model_text import ModelText
from tests.tui.conftest import app_of, ask, loaded, until, write
from tests.tui.fake_assistant import GARDENS, FakeAssistant

QUESTION = "Как часто поливать деревья?"
GOOD = "Поливают каждый день (ст. 4 КГС РК)."
BAD = " Штраф сто тенге (ст. 99 КГС РК)."


def checked(text: str) -> SaidAnswer:
    found = [SaidCitation(Citation(GARDENS, "4"), GOOD.index("ст."), len(GOOD) - 2, "verified")]
    sentences = [SaidSentence(0, len(GOOD), "verified")]
    if BAD in text:
        at = len(GOOD)
        found.append(SaidCitation(Citation(GARDENS, "99"), at + BAD.index("ст."), at + len(BAD) - 2, "unknown"))
        sentences.append(SaidSentence(at + 1, at + len(BAD), "unknown"))
    return SaidAnswer(text, tuple(found), tuple(sentences))


class FakeSpeaker:
    """Says what it is told, waits where it is told."""

    def __init__(self, assistant: FakeAssistant) -> None:
        self.assistant = assistant
        self.histories: list[Sequence[str]] = []
        self.go_on = threading.Event()
        self.go_on.set()
        self.failure: KzlawError | None = None
        self.answer: Callable[[Answer], Answer] = lambda quoted: replace(
            quoted, said=checked(GOOD + BAD), model=ModelUse("малая", "llama_cpp")
        )
        self.heard_after = 0.0

    def in_app(self) -> str:
        return "малая"

    def quotes(self, question: str, history: Sequence[str] = ()) -> Answer:
        self.histories.append(tuple(history))
        asked = f"{history[-1]} {question}" if history and question.startswith("а ") else ""
        return replace(self.assistant.ask(QUESTION if asked else question), question=question, asked=asked)

    def speak(self, quoted: Answer, *, cancel: Any, tell: Callable[[Draft], None]) -> Answer:
        tell(Draft(GOOD, checked(GOOD)))
        tell(Draft(GOOD + " Штраф", checked(GOOD)))
        if self.failure is not None:
            raise self.failure
        while not self.go_on.wait(0.005):
            if cancel.cancelled():
                self.heard_after = time.monotonic()
                raise KzlawError("error-model-cancelled")
        return self.answer(quoted)


@pytest.fixture
def speaker(assistant: FakeAssistant) -> FakeSpeaker:
    assistant.speaker = FakeSpeaker(assistant)
    return assistant.speaker


def said(app: Any) -> str:
    return "".join(str(w.render()) for w in app.research.query(ModelText) if w.display)


async def test_the_checked_form_takes_the_place_of_the_draft(assistant: FakeAssistant, speaker: FakeSpeaker) -> None:
    app = app_of(assistant)
    speaker.go_on.clear()
    async with app.run_test(size=(140, 40)) as pilot:
        await loaded(pilot)
        assert "малая" in str(app.research.query_one(StatusLine).render())
        await write(pilot, "#question", QUESTION)
        await pilot.press("enter")
        await until(pilot, lambda: "ещё не проверено" in said(app) and GOOD in said(app))
        assert list(app.research.query(QuoteCard)), "the quotes are there before the model has spoken"
        assert "малая пишет" in str(app.research.query_one(StatusLine).render())
        speaker.go_on.set()
        await until(pilot, lambda: "такой нормы нет" in said(app))
        assert "ещё не проверено" not in said(app) and "её слова — не закон" in said(app)
        assert app.facts.working == ""


async def test_esc_calls_the_model_off_within_a_tenth_of_a_second(
    assistant: FakeAssistant, speaker: FakeSpeaker
) -> None:
    app = app_of(assistant)
    speaker.go_on.clear()
    async with app.run_test(size=(140, 40)) as pilot:
        await loaded(pilot)
        await write(pilot, "#question", QUESTION)
        await pilot.press("enter")
        await until(pilot, lambda: GOOD in said(app))
        pressed = time.monotonic()
        await pilot.press("escape")
        await until(pilot, lambda: speaker.heard_after)
        assert speaker.heard_after - pressed < 0.1
        assert "Штраф" not in said(app) and GOOD in said(app), "what was checked stays"
        assert app.facts.working == ""


async def test_a_failure_leaves_the_quotes_and_says_why(assistant: FakeAssistant, speaker: FakeSpeaker) -> None:
    app = app_of(assistant)
    speaker.failure = KzlawError("error-model-killed")
    async with app.run_test(size=(140, 40)) as pilot:
        await loaded(pilot)
        await ask(pilot, QUESTION)
        assert "не хватило памяти" in said(app) and list(app.research.query(QuoteCard))
        assert GOOD not in said(app)


async def test_an_answer_without_a_verified_citation_is_not_shown(
    assistant: FakeAssistant, speaker: FakeSpeaker
) -> None:
    app = app_of(assistant)
    speaker.answer = lambda quoted: replace(
        quoted, said=SaidAnswer("Выдумка."), abstained=True, note="answer-model-abstained"
    )
    async with app.run_test(size=(140, 40)) as pilot:
        await loaded(pilot)
        await ask(pilot, QUESTION)
        assert "Выдумка" not in said(app) and "ни одной проверенной ссылки" in said(app)
        assert list(app.research.query(QuoteCard))


async def test_a_follow_up_is_rebuilt_where_one_can_see_it(assistant: FakeAssistant, speaker: FakeSpeaker) -> None:
    app = app_of(assistant)
    async with app.run_test(size=(140, 40)) as pilot:
        await loaded(pilot)
        await ask(pilot, QUESTION)
        await ask(pilot, "а зимой?")
        assert speaker.histories == [(), (QUESTION,)]
        shown = [str(label.render()) for label in app.research.query(".state").results(Static)]
        assert any("Понято как" in text for text in shown)
