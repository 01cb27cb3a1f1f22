"""Citations and quotes checked apart from the gate."""

from __future__ import annotations

import pytest

from kzlaw_tui.answering.verify import is_verbatim
from kzlaw_tui.assistant import Assistant
from kzlaw_tui.evaluation.answers import Cited, Reply
from kzlaw_tui.evaluation.checks import checked, stands_in
from kzlaw_tui.evaluation.memory import peak_mb
from tests.evaluation.conftest import LABOUR

LEAD = "1. Наниматель вправе проститься с работником, если:"


@pytest.mark.parametrize(
    ("citation", "exists", "verbatim"),
    [
        (Cited(LABOUR, "88", "1", quote="Отпуск длится двадцать четыре дня."), True, True),
        (Cited(LABOUR, "88", "1", quote="Отпуск длится … четыре дня."), True, True),
        (Cited(LABOUR, "88", "1", quote="Отпуск длится двадцать пять дней."), True, False),
        (Cited(LABOUR, "88", "2", quote="Отпуск длится двадцать четыре дня."), True, False),
        (Cited(LABOUR, "88", quote="Отпуск длится двадцать четыре дня."), True, True),
        (Cited(LABOUR, "52", "1", "2)", quote=f"{LEAD} … 2) работник совершил прогул"), True, True),
        (Cited(LABOUR, "52", "1", "2)", quote=f"{LEAD} … 1) предприятие закрылось"), True, False),
        (Cited(LABOUR, "88", "9", quote="Отпуск"), False, False),
        (Cited(LABOUR, "52", "1", "9)"), False, None),
        (Cited(LABOUR, "999"), False, None),
        (Cited("Z999", "1"), False, None),
        (Cited(LABOUR, "88", lang="kk"), True, None),
    ],
)
def test_citations(assistant: Assistant, citation: Cited, exists: bool, verbatim: bool | None) -> None:
    (found,) = checked(Reply(citations=(citation,)), assistant.library).citations
    assert (found.exists, found.verbatim) == (exists, verbatim)


@pytest.mark.parametrize(
    ("quote", "text", "there"),
    [
        ("отпуск  длится", "Мой отпуск\nдлится долго", True),
        ("тпуск длится", "Мой отпуск длится", False),
        ("отпуск длит", "Мой отпуск длится", False),
        ("долго … отпуск", "отпуск длится долго", False),
        ("Отпуск", "отпуск", False),
        ("1) (да)", "1) (да);", True),
        ("… …", "что угодно", False),
        ("", "что угодно", False),
    ],
)
def test_words_stand_or_do_not(quote: str, text: str, there: bool) -> None:
    assert stands_in(quote, text) is there
    # Two ways to the same verdict.
    assert is_verbatim(quote, text) is there


def test_peak_memory_is_told() -> None:
    peak = peak_mb()
    assert peak is None or 10 < peak < 100_000
