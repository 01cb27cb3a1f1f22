"""Normal forms of text: lengths stay, look-alikes go."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kzlaw_tui.law.textnorm import fold, normalise, stem, swap_layout


@given(st.text())
def test_length_is_kept(text: str) -> None:
    assert len(normalise(text)) == len(text)


def test_look_alikes_of_either_alphabet() -> None:
    assert normalise("Cтатья 1, бaп, TK PK") == "Статья 1, бап, ТК РК"
    assert normalise("бiрiншi") == "бірінші"
    assert normalise("PDF and VIII") == "PDF and VIII"


def test_spaces_dashes_and_quotes() -> None:
    assert normalise("ст.\u00a052 – «О\u202fТОО» “а”") == 'ст. 52 - "О ТОО" "а"'


def test_stems_of_one_word_are_one() -> None:
    assert len({stem(w) for w in ("Трудовой", "трудового", "Трудовому", "трудовым", "трудовом")}) == 1
    assert len({stem(w) for w in ("кодекс", "Кодекса", "кодексі", "кодексінің", "кодекстің")}) == 1
    assert stem("законодательство") != stem("закона")
    assert stem("конституционного") != stem("Конституции")


def test_kazakh_letters_fold_to_russian_ones() -> None:
    assert fold("тармағының") == fold("тармагынын")


def test_the_other_keyboard_layout() -> None:
    assert swap_layout("nr 52") == "тк 52"
