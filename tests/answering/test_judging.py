"""A model's answer through the gate, as spans of one text, and the rule that a cited place must speak of the claim."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kzlaw_tui.answering.checking import SaidAnswer, gate
from kzlaw_tui.assistant import Assistant
from tests.answering import hostile
from tests.answering.test_gate import LABOUR, RETRIEVED
from tests.retrieval.conftest import assistant as assistant_fixture

assistant = assistant_fixture


def check(assistant: Assistant, text: str, retrieved: set[tuple[str, str]] | None = None) -> SaidAnswer:
    hits = [SimpleNamespace(act=act, article=article) for act, article in retrieved or RETRIEVED]
    return gate()(text, "ru", cast(Any, hits), assistant.library, assistant.registry, date(2026, 3, 1))


@pytest.mark.parametrize(
    ("text", "statuses", "sentences"),
    [
        ("Отпуск длится 24 дня (п. 1 ст. 88 ТК РК).", ["verified"], ["verified"]),
        ("Отпуск длится 24 дня. Ст. 88 ТК РК.", ["verified"], ["verified"]),
        ("Отпуск длится 30 дней. Ст. 88 ТК РК.", ["unsupported"], ["unsupported"]),
        ("Директора сажают в тюрьму. Ст. 88 ТК РК.", ["unsupported"], ["unsupported"]),
        ("Директора сажают в тюрьму (ст. 88 ТК РК).", ["unsupported"], ["unsupported"]),
        ("Трудовой кодекс РК: отпуск длится 24 дня (ст. 88).", ["verified"], ["verified"]),
        ("Отпуск не длится 24 дня (ст. 88 ТК РК).", ["unsupported"], ["unsupported"]),
        ("Отпуск длится 24 дня (ст. 88 и ст. 52 ТК РК).", ["verified", "unsupported"], ["unsupported"]),
        ("Отпуск длится 24 дня (ст. 88 и ст. 999 ТК РК).", ["verified", "unknown"], ["unknown"]),
        ("Да.\n\nСт. 52 ТК РК.", ["verified"], ["plain", "verified"]),
        ("По ст. 88 ТК РК:\n- отпуск 24 дня;\n- зарплату не платят.", ["verified"], ["verified", "plain", "plain"]),
    ],
)
def test_a_place_bears_out_what_is_said_beside_it(
    assistant: Assistant, text: str, statuses: list[str], sentences: list[str]
) -> None:
    said = check(assistant, text)
    assert [c.status for c in said.citations] == statuses
    assert [s.status for s in said.sentences] == sentences


def test_spans_are_spans_of_the_text_and_quotes_have_no_marks(assistant: Assistant) -> None:
    text = "  Да.\u200b \x1b[31mСт. 52 ТК РК: «Наниматель вправе проститься с работником».\n\nОтпуск 24 дня (ст. 88 ТК РК).  "
    said = check(assistant, text)
    assert (
        said.text == "  Да. Ст. 52 ТК РК: «Наниматель вправе проститься с работником».\n\nОтпуск 24 дня (ст. 88 ТК РК)."
    )
    assert [said.text[c.start : c.end] for c in said.citations] == ["Ст. 52 ТК РК", "ст. 88 ТК РК"]
    assert [c.quote for c in said.citations] == ["Наниматель вправе проститься с работником", ""]
    assert said.text[slice(said.sentences[0].start, said.sentences[0].end)] == "Да."
    assert said.verified


def test_our_own_words_bear_nothing_out(assistant: Assistant) -> None:
    tax = {("K2500000214", "503")}
    assert assistant.library.find("K2500000214", "503") is not None
    said = check(assistant, "Ставка НДС — 16 % (ст. 503 НК РК).", tax)
    assert not said.verified and [c.status for c in said.citations] == ["unsupported"]


def test_hostile_answers_verify_nothing_false(assistant: Assistant) -> None:
    for case in hostile.answers(260, seed=8):
        said = check(assistant, case.text)
        assert case.may_verify or not said.verified, (case.kind, case.text[:200])
        for cited in said.citations:
            assert cited.status != "verified" or (cited.citation.act, cited.citation.article) in RETRIEVED
            assert cited.citation.act != LABOUR or cited.citation.article != "999" or cited.status == "unknown"
