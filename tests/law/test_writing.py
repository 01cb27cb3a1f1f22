"""Citations as they are written, and read back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzlaw_tui.law.citations import find_citations, format_citation, parse_citation
from kzlaw_tui.law.model import FOREIGN_ACT, UNKNOWN_ACT, Citation, Lang
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.law.writing import Style
from tests.law.conftest import ACTS

LABOUR, TAX, LLP = "K1500000414", "K2500000214", "Z980000220_"
REGISTRY = Registry.from_toml(ACTS.read_text(encoding="utf-8"))
STYLES: tuple[Style, ...] = ("short", "full", "requisites")


@pytest.mark.parametrize(
    ("citation", "lang", "style", "text"),
    [
        (Citation(LABOUR, "52"), "ru", "short", "ст. 52 ТК РК"),
        (Citation(LABOUR, "52", "1", "8)"), "ru", "short", "пп. 8) п. 1 ст. 52 ТК РК"),
        (Citation(LABOUR, "52", "1", "8)"), "ru", "full", "подпункт 8) пункта 1 статьи 52 Трудового кодекса РК"),
        (
            Citation(LABOUR, "52", "1", "4-1)"),
            "ru",
            "requisites",
            "пп. 4-1) п. 1 ст. 52 Трудового кодекса РК от 23.11.2015 № 414-V",
        ),
        (Citation(LABOUR, "34", part="2"), "ru", "full", "часть вторая статьи 34 Трудового кодекса РК"),
        (
            Citation(TAX, "556", "2", "3)", paragraph="3"),
            "ru",
            "full",
            "абзац третий подпункта 3) пункта 2 статьи 556 Налогового кодекса РК",
        ),
        (Citation(TAX, "80", "2", part="3"), "ru", "full", "часть третья пункта 2 статьи 80 Налогового кодекса РК"),
        (Citation("K1700000120", "5"), "ru", "short", "ст. 5 НК РК 2017 г."),
        (Citation("K1700000120", "5"), "ru", "requisites", "ст. 5 Налогового кодекса РК от 25.12.2017 № 120-VI"),
        (Citation(LLP, "5"), "ru", "short", "ст. 5 Закона о ТОО"),
        (
            Citation(LLP, "5"),
            "ru",
            "requisites",
            "ст. 5 Закона РК от 22.04.1998 № 220-I «О товариществах с ограниченной и дополнительной ответственностью»",
        ),
        (Citation("K950001000_", "24"), "ru", "short", "ст. 24 Конституции РК 1995 г."),
        (Citation("K1700000123", "5"), "ru", "short", "ст. 5 Таможенного кодекса РК"),
        (Citation(LABOUR, "52"), "kk", "short", "ҚР ЕК 52-бабы"),
        (Citation(LABOUR, "52", "1", "8)"), "kk", "short", "ҚР ЕК 52-бабының 1-тармағының 8) тармақшасы"),
        (Citation(LABOUR, "52", "1"), "kk", "full", "ҚР Еңбек кодексінің 52-бабының 1-тармағы"),
        (
            Citation(LABOUR, "52", "1", "4-1)"),
            "kk",
            "requisites",
            "2015 жылғы 23 қарашадағы № 414-V ҚР Еңбек кодексінің 52-бабының 1-тармағының 4-1) тармақшасы",
        ),
        (Citation(LABOUR, "34", "1", part="2"), "kk", "short", "ҚР ЕК 34-бабының 1-тармағының екінші бөлігі"),
        (Citation(LLP, "5"), "kk", "short", "ЖШС туралы Заңның 5-бабы"),
        (
            Citation(LLP, "5"),
            "kk",
            "requisites",
            "«Жауапкершілігі шектеулі және қосымша жауапкершілігі бар серіктестіктер туралы» 1998 жылғы 22 сәуірдегі "
            "№ 220-I ҚР Заңының 5-бабы",
        ),
        (
            Citation("K2600000255", "5"),
            "kk",
            "requisites",
            "2026 жылғы 9 қаңтардағы № 255-VIII ҚР Цифрлық кодексінің 5-бабы",
        ),
        (Citation("", "52", "1"), "ru", "short", "п. 1 ст. 52"),
        (Citation(UNKNOWN_ACT, "52"), "ru", "full", "статья 52"),
        (Citation(FOREIGN_ACT, "52"), "kk", "full", "52-бабы"),
        (Citation("my-rules", "7"), "ru", "short", "ст. 7 my-rules"),
    ],
)
def test_forms(registry: Registry, citation: Citation, lang: Lang, style: Style, text: str) -> None:
    assert format_citation(citation, registry, lang, style) == text


@pytest.mark.parametrize(
    ("month", "form"),
    enumerate(
        "қаңтардағы ақпандағы наурыздағы сәуірдегі мамырдағы маусымдағы шілдедегі тамыздағы қыркүйектегі қазандағы "
        "қарашадағы желтоқсандағы".split(),
        1,
    ),
)
def test_kazakh_months_keep_vowel_harmony(month: int, form: str) -> None:
    from kzlaw_tui.law.writing import _locative

    assert _locative(month) == form


numbers = st.integers(1, 399).map(str)
inserted = st.builds("{}-{}".format, st.integers(1, 399), st.integers(1, 20))
small = st.integers(1, 45).map(str)
points = st.one_of(st.just(""), small, st.builds("{}-{}".format, st.integers(1, 30), st.integers(1, 9)))
subpoints = points.map(lambda number: f"{number})" if number else "")
words = st.one_of(st.just(""), small)


@st.composite
def citations(draw: st.DrawFn) -> Citation:
    act = draw(st.sampled_from(REGISTRY.acts))
    article = draw(st.one_of(numbers, inserted))
    if act.articles:
        first, _, rest = article.partition("-")
        base = act.articles[0] + int(first) % (act.articles[1] - act.articles[0] + 1)
        article = f"{base}-{rest}" if rest else str(base)
    return Citation(act.id, article, draw(points), draw(subpoints), draw(words), draw(words))


@settings(max_examples=400, deadline=None)
@given(citations(), st.sampled_from(("ru", "kk")), st.sampled_from(STYLES))
def test_what_is_written_is_read_back(citation: Citation, lang: Lang, style: Style) -> None:
    text = format_citation(citation, REGISTRY, lang, style)
    assert parse_citation(text, REGISTRY) == citation
    spans = find_citations(text, REGISTRY)
    assert [(s.citation, s.start, s.end) for s in spans] == [(citation, 0, len(text))]


@pytest.mark.parametrize("act", REGISTRY.acts, ids=lambda act: act.id)
def test_every_act_in_every_style_round_trips(act: object) -> None:
    from kzlaw_tui.law.model import LANGS, Act

    assert isinstance(act, Act)
    citation = Citation(act.id, str(act.articles[0] + 3 if act.articles else 7), "2", "4-1)")
    for lang in LANGS:
        for style in STYLES:
            assert parse_citation(format_citation(citation, REGISTRY, lang, style), REGISTRY) == citation, (lang, style)


AROUND = ("", "Здравствуйте! ", "Согласно ", "меня уволили по ", "Айтыңызшы, ", "(см. ", "«", "\n\n", "10 лет назад — ")
AFTER = (
    "",
    ".",
    "?",
    ", как быть",
    " и что теперь",
    ")",
    " бойынша не істеймін?",
    "\n\nСтатья",
    "; далее",
    " гласит: «нет»",
)


@settings(max_examples=200, deadline=None)
@given(
    citations(), st.sampled_from(("ru", "kk")), st.sampled_from(STYLES), st.sampled_from(AROUND), st.sampled_from(AFTER)
)
def test_offsets_are_those_of_the_phrase(citation: Citation, lang: Lang, style: Style, before: str, after: str) -> None:
    phrase = format_citation(citation, REGISTRY, lang, style)
    text = before + phrase + after
    found = [s for s in find_citations(text, REGISTRY) if s.citation == citation]
    assert [text[s.start : s.end] for s in found] == [phrase]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_is_read_without_failing(text: str, more: str) -> None:
    whole = f"{text} ст. 52 {more}"
    for span in find_citations(whole, REGISTRY):
        assert 0 <= span.start < span.end <= len(whole)
        assert whole[span.start : span.end].strip() == whole[span.start : span.end]
    parse_citation(text, REGISTRY)


ALPHABET = 'ст. пп п ч 1 52 52-1 ) ( , и « » " – - ТК РК НК бап бабының тармағы Кодекса Закона настоящего от 2015 года № осы \n'


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(ALPHABET.split(" ")), max_size=30).map(" ".join))
def test_any_heap_of_law_words_is_read_without_failing(text: str) -> None:
    for span in find_citations(text, REGISTRY, LABOUR):
        assert text[span.start : span.end].strip() == text[span.start : span.end] != ""
        assert span.citation.article
