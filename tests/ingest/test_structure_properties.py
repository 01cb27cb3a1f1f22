"""Made-up laws printed as the register prints them are read back as they were, and nonsense breaks nothing."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest.headings import clean_number, number_key
from tests.ingest.parsing import assert_sound, document, parsed, registry

WORDS = ("яблоки", "груши", "сады", "растут", "осенью", "всегда", "собирает", "садовник", "корзины", "воды")
NOTE = "Сноска. Статья {} с изменениями, внесенными Законом РК от 05.06.2021\n№ 2-VII\n (вводится в действие с 01.07.2021)."


@dataclass(frozen=True)
class Made:
    """A point made up: number, words, subpoints with their numbers."""

    number: str
    text: str
    subpoints: tuple[tuple[str, str], ...]


sentence = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(lambda words: " ".join(words).capitalize())
phrase = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


@st.composite
def numbers(draw: st.DrawFn, most: int) -> list[str]:
    """1, 2, 2-1, 2-2, 3 …"""
    found = []
    for main in range(1, draw(st.integers(1, most)) + 1):
        found.append(str(main))
        found += [f"{main}-{n}" for n in range(1, draw(st.integers(0, 2)) + 1)]
    return found


@st.composite
def points(draw: st.DrawFn) -> list[Made]:
    made = []
    for number in draw(numbers(4)):
        subs = draw(numbers(3)) if draw(st.booleans()) else []
        ends = [";"] * (len(subs) - 1) + ["."]
        made.append(
            Made(number, draw(sentence), tuple((n, draw(phrase) + end) for n, end in zip(subs, ends, strict=False)))
        )
    return made


laws = numbers(6).flatmap(
    lambda found: st.tuples(st.just(found), st.lists(points(), min_size=len(found), max_size=len(found)))
)


def printed(found: list[str], bodies: list[list[Made]], broken: bool) -> str:
    lines: list[str] = []
    for number, body in zip(found, bodies, strict=True):
        lines.append(f"Статья {number}. О деревьях")
        for made in body:
            link = "\nстатье 5\n настоящего Закона" if broken else " статье 5 настоящего Закона"
            lines.append(f"      {made.number}. {made.text} по{link}{':' if made.subpoints else '.'}")
            lines += [f"      {n}) {text}" for n, text in made.subpoints]
        lines.append(NOTE.format(number))
    return "\n\n".join(lines)


@given(laws, st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_law_is_read_back_as_it_was_made(law: tuple[list[str], list[list[Made]]], broken: bool) -> None:
    found, bodies = law
    edition = parsed(printed(found, bodies, broken)).edition
    assert_sound(edition)
    assert [a.number for a in edition.articles] == found
    for one, body in zip(edition.articles, bodies, strict=True):
        assert [(p.number, tuple(s.number for s in p.subpoints)) for p in one.points] == [
            (made.number, tuple(f"{n})" for n, _ in made.subpoints)) for made in body
        ]
        for point, made in zip(one.points, body, strict=True):
            head = f"{made.number}. {made.text} по статье 5 настоящего Закона{':' if made.subpoints else '.'}"
            assert one.text[point.start : point.end] == "\n".join(
                [head, *(f"{n}) {text}" for n, text in made.subpoints)]
            )
        assert [n.kind for n in one.notes] == ["amendment"]


PIECES = st.sampled_from(
    [
        "Статья 1. О яблоках", "Статья 2", "Статья 1-1. О грушах", "статья 5", "3-бап. Алма", "2-баптан", "Глава 1. САДЫ", "I-тарау. БАУ",
        "1. Да.", "2. Нет:", "1) да;", "2) нет.", "3-1) может быть", "3.", "Сноска. Статья 1 исключена Законом РК от 01.02.2020 № 1-VI.",
        "Ескерту. 3-бап алып тасталды – ҚР 01.02.2020 № 1-VI Заңымен.", "Примечание ИЗПИ!", "Пункт 2 действует до 01.01.2029 в соответствии",
        "2. Исключен Законом РК от 01.02.2020", "№ 1-VI", "(вводится в действие с 01.01.2021).", "Примечание. Да.", '"Статья 9. О цене', 'цены.".',
        "в следующей редакции:", "СОДЕРЖАНИЕ", "Президент", "Республики Казахстан", "влечет штраф –", "| | |", "§ 1. Куст", "—", "Яблоки растут.",
    ]
)  # fmt: skip
documents = st.lists(
    st.tuples(PIECES | st.text(max_size=30), st.sampled_from(["\n", "\n\n", "\n   ", "\n\n     "])), max_size=40
)


@given(documents, st.sampled_from(["txt", "docx", "pdf", "html"]))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_a_sound_edition_or_none(pieces: list[tuple[str, str]], form: str) -> None:
    text = "".join(f"{gap}{piece}" for piece, gap in pieces)
    try:
        found = parsed(text, form)
    except KzlawError as error:
        assert error.message_id == "error-no-articles"
    else:
        assert_sound(found.edition)
        assert found.edition.act_id


@given(st.integers(1, 999), st.integers(1, 99), st.integers(1, 9))
def test_numbers_keep_their_order(main: int, inserted: int, deeper: int) -> None:
    chain = [f"{main}", f"{main}-{inserted}", f"{main}-{inserted}-{deeper}", f"{main}-{inserted + 1}", f"{main + 1}"]
    assert sorted(chain, key=number_key) == chain
    assert clean_number(f"{main} – {inserted}") == f"{main}-{inserted}"


def test_a_long_text_without_articles_is_refused() -> None:
    import pytest

    from kzlaw_tui.ingest.structure import parse

    text = document("\n\n".join(["Яблоки растут в саду, а груши не растут нигде и никогда."] * 40_000))
    with pytest.raises(KzlawError, match="error-no-articles"):
        parse(text, registry())
