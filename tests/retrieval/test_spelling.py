"""Typing errors and wrong keyboard layouts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.law.model import Lang
from kzlaw_tui.retrieval.spelling import Known, corrected, typed_as
from kzlaw_tui.retrieval.text import terms

RU = Known(terms("трудовой кодекс испытательный срок увольнение прогул отпуск договор", "ru"))
KK = Known(terms("үлес сату сынақ мерзімі еңбек демалысы қатысушы", "kk"))
KNOWN: dict[Lang, Known] = {"ru": RU, "kk": KK}


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("испытатльный", "испытательный"), ("прогулл", "прогул"), ("увольнинеи", "увольнение"), ("отупск", "отпуск")],
)
def test_a_typing_error_is_read_as_the_nearest_known_word(wrong: str, right: str) -> None:
    (token,) = terms(wrong, "ru")
    assert corrected([token], RU) == {token: terms(right, "ru")[0]}


@pytest.mark.parametrize("word", ["срок", "кот", "велосипед", "2026", "52-1", "abc"])
def test_known_short_and_far_words_are_left_alone(word: str) -> None:
    assert corrected(terms(word, "ru"), RU) == {}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nheljdjq rjltrc", "трудовой кодекс"),
        ("nhelljdjq rjltrc", "труддовой кодекс"),
        ("8ktc cfne", "үлес сату"),
        ("trial period", "trial period"),
        ("трудовой кодекс", "трудовой кодекс"),
        ("52", "52"),
        ("", ""),
    ],
)
def test_a_wrong_layout_is_put_right(typed: str, meant: str) -> None:
    assert typed_as(typed, KNOWN) == meant


@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    assert isinstance(typed_as(text, KNOWN), str)
    assert set(corrected(terms(text, "ru"), RU)) <= set(terms(text, "ru"))


def test_the_search_reads_through_both(assistant: Assistant) -> None:
    for query in ("jngecr hf,jnybre", "отпсук работнику"):
        assert assistant.search(query, act="K1500000414")[0].article == "88", query
