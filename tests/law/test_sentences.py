import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlaw_tui.law.sentences import quotations, sentences


def cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text)]


def test_abbreviations_end_no_sentence() -> None:
    assert cut("Согласно ст. 52 ТК РК срок 3 мес. по п. 1 ст. 5. Потом г. Алматы. Конец") == [
        "Согласно ст. 52 ТК РК срок 3 мес. по п. 1 ст. 5.",
        "Потом г. Алматы.",
        "Конец",
    ]


def test_a_citation_over_two_lines_is_one_sentence() -> None:
    assert cut("См. ст.\n52 ТК РК. И\nстатью\n53.") == ["См. ст.\n52 ТК РК.", "И\nстатью\n53."]


def test_a_quotation_is_never_cut() -> None:
    assert cut("«Первое. Второе.» (ст. 5). Третье.") == ["«Первое. Второе.» (ст. 5).", "Третье."]


def quoted(text: str) -> list[str]:
    return [text[q.inner : q.inner_end] for q in quotations(text)]


def test_quotations_nest_and_may_be_left_open() -> None:
    assert quoted('а «б «в» г» д “е” "ж" з') == ["б «в» г", "е", "ж"]
    assert quoted("а «б\n\nв") == ["б"]
    assert quoted("по «Закону «О связи» и\n\nещё «да»") == ["Закону «О связи", "да"]


@given(st.text('аБ. !?«»„“”"\n12-*'))
def test_sentences_cover_the_text(text: str) -> None:
    at = 0
    for sentence in sentences(text):
        assert at <= sentence.start < sentence.end <= len(text)
        assert not text[at : sentence.start].strip()
        at = sentence.end
    assert not text[at:].strip()
    assert all(0 <= q.start < q.inner <= q.inner_end <= q.end <= len(text) for q in quotations(text))


@pytest.mark.timeout(120)
def test_hostile_text_comes_to_an_end() -> None:
    """The work grows with the text, not with its square: that would take hours here."""
    for text in ("«" * 300_000, '"а ' * 150_000, ". А" * 150_000, "\n\n«" * 100_000, "«а» " * 100_000):
        assert sentences(text)
