"""Follow-up questions are put together with what they follow; all others are left alone."""

from __future__ import annotations

import pytest

from kzlaw_tui.answering.followup import standalone
from kzlaw_tui.assistant import Assistant
from kzlaw_tui.law.registry import Registry
from tests.retrieval.conftest import assistant as assistant_fixture

assistant = assistant_fixture
BEFORE = ["Могут ли уволить за прогул?"]


@pytest.fixture
def registry(assistant: Assistant) -> Registry:
    return assistant.registry


@pytest.mark.parametrize(
    "question",
    [
        "а если он болел?",
        "А за опоздание?",
        "а в праздники",
        "и что ему выплатят?",
        "Должны ли его предупредить?",
        "ал егер ол ауырса?",
    ],
)
def test_what_goes_on_is_rebuilt(registry: Registry, question: str) -> None:
    rebuilt = standalone(question, BEFORE, registry)
    assert rebuilt == f"{BEFORE[0]} {question[0].upper()}{question[1:]}"


@pytest.mark.parametrize(
    "question",
    [
        "Сколько дней длится отпуск?",
        "Какие ставки НДС при экспорте товаров?",
        "что сказано в ст. 88 ТК РК",
        "А что говорит Трудовой кодекс об отпуске?",
        "Жыллық еңбек демалысы неше күн?",
    ],
)
def test_what_stands_alone_is_left_alone(registry: Registry, question: str) -> None:
    assert standalone(question, BEFORE, registry) == question


def test_nothing_before_nothing_rebuilt(registry: Registry) -> None:
    assert standalone("а если он болел?", [], registry) == "а если он болел?"


def test_the_rebuilt_question_is_seen(assistant: Assistant) -> None:
    answer = assistant.speaker.quotes("а за прогул?", history=["Когда наниматель может проститься с работником?"])
    assert answer.question == "а за прогул?"
    assert answer.asked == "Когда наниматель может проститься с работником? А за прогул?"
