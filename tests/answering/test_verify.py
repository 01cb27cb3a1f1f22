import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlaw_tui.answering.verify import cited_span, is_verbatim, unit_span
from kzlaw_tui.law.model import Article, Citation, Point, Subpoint

TEXT = (
    "1. Договор расторгают в случаях:\n"
    "1) ликвидации;\n"
    "2) сокращения штата.\n"
    "Отпуск считается днями.\n"
    "2. Уведомление дают за месяц."
)


def at(words: str) -> int:
    return TEXT.index(words)


ARTICLE = Article(
    "52",
    "Основания",
    TEXT,
    points=(
        Point(
            "1",
            0,
            at("\n2. Уведомление"),
            (Subpoint("1)", at("1) ликв"), at("\n2) сокр")), Subpoint("2)", at("2) сокр"), at("\nОтпуск"))),
        ),
        Point("2", at("2. Уведомление"), len(TEXT)),
    ),
)


def test_units_are_found_by_citation() -> None:
    def unit(**numbers: str) -> str | None:
        span = unit_span(ARTICLE, Citation("K", "52", **numbers))
        return TEXT[slice(*span)] if span else None

    assert unit(point="2") == "2. Уведомление дают за месяц."
    assert unit(point="1", subpoint="2)") == "2) сокращения штата."
    assert unit(subpoint="1)") == "1) ликвидации;"
    assert unit(point="1", part="2") == "Отпуск считается днями."
    assert unit(part="2") == "2. Уведомление дают за месяц."
    assert unit(point="3") is None and unit(point="2", subpoint="1)") is None and unit() is None


def test_a_subpoint_may_be_quoted_with_the_words_that_introduce_it() -> None:
    span = cited_span(ARTICLE, Citation("K", "52", "1", "2)"))
    assert span is not None
    assert is_verbatim("1. Договор расторгают в случаях: … 2) сокращения штата.", TEXT[slice(*span)])
    assert not is_verbatim("Отпуск считается днями.", TEXT[slice(*span)])


def test_a_cut_never_falls_inside_a_word() -> None:
    assert is_verbatim("Договор расторгают … сокращения", TEXT)
    assert not is_verbatim("Договор расторг … штата", TEXT)
    assert not is_verbatim("оговор расторгают", TEXT)


def test_pieces_stand_in_order() -> None:
    assert not is_verbatim("Уведомление дают … Договор расторгают", TEXT)


def test_an_altered_word_or_number_is_seen() -> None:
    assert is_verbatim("Уведомление дают за месяц", TEXT)
    assert not is_verbatim("Уведомление дают за неделю", TEXT)
    assert not is_verbatim("", TEXT) and not is_verbatim("…", TEXT)


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 60))
def test_every_run_of_whole_words_is_verbatim(start: int, length: int) -> None:
    words = TEXT.split()
    start %= len(words)
    assert is_verbatim(" ".join(words[start : start + length]), TEXT)


@given(st.sampled_from(TEXT.split()), st.text("абвгд", min_size=1, max_size=5))
def test_no_altered_word_passes(word: str, added: str) -> None:
    altered = word.rstrip(".;:") + added
    if altered not in TEXT:
        assert not is_verbatim(TEXT.replace(word, altered, 1), TEXT)


@pytest.mark.parametrize(
    ("quote", "true"),
    [
        ("Не допускается принуждение потребителя", True),
        ("допускается принуждение потребителя", False),
        ("Допускается принуждение", False),
        ("принуждение потребителя", True),
        ("актив төлем құралы", False),
        ("актив төлем құралы емес", True),
        ("Не … допускается", False),
    ],
)
def test_a_negation_left_off_is_no_quote(quote: str, true: bool) -> None:
    law = "Не допускается принуждение потребителя. Цифрлық актив төлем құралы емес."
    assert (is_verbatim(quote, law) or is_verbatim(quote[:1].swapcase() + quote[1:], law)) == true
