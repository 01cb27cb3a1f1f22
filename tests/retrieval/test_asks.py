"""Several questions in one message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlaw_tui.retrieval.asks import split_asks


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Могут ли уволить за прогул?", ()),
        (
            "Я работаю пять лет. Могут ли уволить за прогул? Какую компенсацию выплатят за отпуск?",
            ("Могут ли уволить за прогул?", "Какую компенсацию выплатят за отпуск?"),
        ),
        (
            "Меня сократили вчера. Это законно? И сколько денег должны выплатить при сокращении?",
            ("Меня сократили вчера. Это законно?", "И сколько денег должны выплатить при сокращении?"),
        ),
        (
            "Сынақ мерзімі қанша уақыт? Жалақыны қашан төлейді?",
            ("Сынақ мерзімі қанша уақыт?", "Жалақыны қашан төлейді?"),
        ),
        (
            "как выйти из ТОО и забрать долю\nсколько ждать выплату доли",
            ("как выйти из ТОО и забрать долю", "сколько ждать выплату доли"),
        ),
        ("Отпуск. Прогул. Зарплата.", ()),
        ("По ст. 52 ТК РК могут уволить?", ()),
        ("Когда отпуск? Когда отпуск?", ()),
    ],
)
def test_asks(text: str, asks: tuple[str, ...]) -> None:
    assert split_asks(text) == asks


@given(st.text(max_size=300))
def test_any_text_is_survived(text: str) -> None:
    asks = split_asks(text)
    assert len(asks) == 0 or 2 <= len(asks) <= 4
    assert all(ask.strip() for ask in asks)


def test_a_long_text_is_split_at_once() -> None:
    assert split_asks("Меня уволили. " * 20000) == ()
