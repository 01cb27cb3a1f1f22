"""The gate over a small library: every verdict, sentence by sentence, and hostile text."""

from __future__ import annotations

import unicodedata
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzlaw_tui.answering import judging
from kzlaw_tui.answering.gate import CheckedAnswer, Gate, check_answer, pieces
from kzlaw_tui.answering.said import plain_text, segments
from kzlaw_tui.assistant import Assistant
from kzlaw_tui.i18n import UI_LANGS, Translator, UiLang
from tests.answering import hostile
from tests.retrieval.conftest import assistant as assistant_fixture

assistant = assistant_fixture
LABOUR = "K1500000414"
RETRIEVED = {(LABOUR, "52"), (LABOUR, "88"), (LABOUR, "54"), ("Z980000220_", "29")}


def check(assistant: Assistant, text: str, retrieved: set[tuple[str, str]] | None = None) -> CheckedAnswer:
    return check_answer(
        text,
        lang="ru",
        retrieved=RETRIEVED if retrieved is None else retrieved,
        library=assistant.library,
        registry=assistant.registry,
        on=date(2026, 3, 1),
    )


def shown(assistant: Assistant, text: str, lang: UiLang, retrieved: set[tuple[str, str]]) -> str:
    """The text as it is shown, which is judged the same way and more strictly; the words of its pieces are the text's."""
    said = judging.check(
        text,
        "ru",
        [SimpleNamespace(act=act, article=article) for act, article in retrieved],
        assistant.library,
        assistant.registry,
        date(2026, 3, 1),
    )
    t = Translator(lang)
    assert "".join(words for words, style in segments(said, t) if style != "why") == said.text
    return plain_text(said, t)


def statuses(assistant: Assistant, text: str, retrieved: set[tuple[str, str]] | None = None) -> list[str]:
    return [c.status for c in check(assistant, text, retrieved).citations]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Можно за прогул (пп. 2) п. 1 ст. 52 ТК РК).", "verified"),
        ("Отпуск длится 24 дня (ст. 88 ТК РК).", "verified"),
        ("Ст. 52 ТК РК: «Наниматель вправе проститься с работником».", "verified"),
        ("Cт. 52 TK PK действует.", "verified"),
        ("См. ста\u00adтью 5\u200b2 **ТК РК**.", "verified"),
        ("ТК РК, статья\n52.", "verified"),
        ("См. ст. ５２ ТК РК.", "verified"),
        ("См. ст. 53 ТК РК.", "not_retrieved"),
        ("См. ст. 999 ТК РК.", "unknown"),
        ("См. п. 7 ст. 52 ТК РК.", "unknown"),
        ("См. пп. 9) п. 1 ст. 52 ТК РК.", "unknown"),
        ("См. ст. 52 ТК РФ.", "unknown"),
        ("См. статью 52 Трудового кодекса Российской Федерации.", "unknown"),
        ("В России, по ст. 52 ТК, это так.", "unknown"),
        ("См. ст. 52 Закона РК «О связи».", "unknown"),
        ("См. ст. 54 ТК РК.", "repealed"),
        ("См. пп. 3) п. 1 ст. 52 ТК РК.", "repealed"),
        ("См. ст. 5 Налогового кодекса 2017 года.", "repealed"),
        ("Ст. 52 ТК РК: «Наниматель не вправе проститься с работником».", "misquoted"),
        ("П. 2 ст. 52 ТК РК: «Наниматель вправе проститься с работником».", "misquoted"),
        ("Ст. 52 ТК РК: «Наниматель вправе проститься с кем угодно", "misquoted"),
        ("Ст. 52 ТК РК: „Наниматель “может” проститься с работником“.", "misquoted"),
        ("> Наниматель может всё и всегда\n(ст. 52 ТК РК)", "misquoted"),
        ("Ст. 88 ТК РК: «увольняйте сразу».", "misquoted"),
        ("Отпуск длится 30 дней (ст. 88 ТК РК).", "unsupported"),
        ("Отпуск длится двадцать четыре месяца (ст. 88 ТК РК).", "unsupported"),
        ("О расставании предупреждают за 2 месяца (п. 2 ст. 52 ТК РК).", "unsupported"),
    ],
)
def test_every_verdict(assistant: Assistant, text: str, status: str) -> None:
    assert statuses(assistant, text) == [status]


def test_a_bare_article_is_of_the_act_spoken_of_or_of_the_only_one_found(assistant: Assistant) -> None:
    assert statuses(assistant, "См. ст. 52.") == ["unknown"]
    assert statuses(assistant, "См. ст. 52.", {(LABOUR, "52")}) == ["verified"]
    assert statuses(assistant, "По ТК РК так. См. ст. 52.") == ["verified"]
    assert statuses(assistant, "По ТК РФ так. См. ст. 52.", {(LABOUR, "52")}) == ["unknown"]


def test_an_item_of_a_list_is_held_to_what_the_list_cites(assistant: Assistant) -> None:
    answer = check(assistant, "По ст. 88 ТК РК:\n- отпуск 24 дня;\n- отпуск 30 дней.")
    assert [s.status for s in answer.sentences] == ["verified", "plain", "unsupported"]


def test_citations_inside_a_true_quote_are_the_laws_own(assistant: Assistant) -> None:
    text = "Ст. 53 ТК РК: «Письмо вручают под подпись, как сказано в пункте 2 статьи 52 настоящего Кодекса»."
    assert statuses(assistant, text, {(LABOUR, "53")}) == ["verified"]


def test_without_anything_verified_it_is_no_answer(assistant: Assistant) -> None:
    assert check(assistant, "").abstained and check(assistant, "Да.").abstained
    assert check(assistant, "Да, по ст. 999 ТК РК.").abstained
    assert not check(assistant, "Да, по ст. 52 ТК РК.").abstained


def test_what_does_not_exist_is_struck_and_explained(assistant: Assistant) -> None:
    seen = shown(assistant, "По ст. 999 ТК РК и ст. 52 ТК РК: 7 дней.", "ru", RETRIEVED)
    assert "~~ст. 999 ТК РК~~ [такой нормы нет]" in seen
    assert "не подтверждено" in seen and "~~ст. 52" not in seen


def test_one_sentence_by_itself(assistant: Assistant) -> None:
    (found,) = check(assistant, "См. ст. 999 ТК РК.").sentences
    assert (
        found.status == "unknown" and found.text[found.citations[0].start : found.citations[0].end] == "ст. 999 ТК РК"
    )


def harmful(text: str) -> list[str]:
    return [c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


def assert_true(assistant: Assistant, answer: CheckedAnswer, retrieved: set[tuple[str, str]]) -> None:
    """Nothing is verified that is not so, by the library's own words; nothing harmful is shown."""
    for lang in UI_LANGS:
        assert not harmful(shown(assistant, answer.text, lang, retrieved))
    for sentence in answer.sentences:
        for cited in sentence.citations:
            if cited.status != "verified":
                continue
            citation = cited.citation
            assert (citation.act, citation.article) in retrieved
            stored = assistant.library.find(citation.act, citation.article)
            assert stored is not None and stored.article.validity.status(date(2026, 3, 1)) == "active"
            assert not citation.point or stored.article.point(citation.point)
        for quote in sentence.quotes:
            if quote.citation is not None:
                words = " ".join(sentence.text[quote.start : quote.end].split()).strip(' «»„“”"‹›*_`>.;:,')
                stored = assistant.library.find(quote.citation.act, quote.citation.article)
                assert stored is not None
                law = " ".join(f"{stored.article.heading} {stored.article.text}".split())
                assert all(piece.strip(" .;:,") in law for piece in words.split("…")), words


ALPHABET = st.sampled_from(
    ["ст. 52 ТК РК", "ст. 999 ТК РК", "п. 1 ", "пп. 2) ", "«", "»", '"', "“", "”", " ", ". ", "\n", "\x1b[31m", "\u200b", "РФ",
     "Наниматель вправе проститься с работником", "Наниматель не вправе", "24 дня", "30 дней", "статьи 52, 53 и 88", "ТК",
     "настоящего Кодекса", "Z980000220_", "> ", "- ", "1. ", "ЕК 52-бабы", "*", "…", "52", "И"]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(pieces=st.lists(st.one_of(ALPHABET, st.text(max_size=4)), max_size=14))
def test_verified_means_that_it_is_so(assistant: Assistant, pieces: list[str]) -> None:
    assert_true(assistant, check(assistant, "".join(pieces)), RETRIEVED)


def test_hostile_answers_verify_nothing_false(assistant: Assistant) -> None:
    cases = list(hostile.answers(260, seed=6))
    assert len(cases) >= 200
    kinds: dict[str, int] = {}
    for case in cases:
        answer = check(assistant, case.text)
        assert_true(assistant, answer, RETRIEVED)
        verified = sum(c.status == "verified" for c in answer.citations)
        assert verified == 0 or case.may_verify, (case.kind, case.text[:200])
        kinds[case.kind] = kinds.get(case.kind, 0) + 1
    print(kinds)


def test_sentence_by_sentence_gives_no_better_verdicts(assistant: Assistant) -> None:
    """As a stream is judged: the sentences come one after another."""
    for case in hostile.answers(60, seed=7):
        gate = Gate("ru", RETRIEVED, assistant.library, assistant.registry, date(2026, 3, 1))
        text = case.text[:4000]
        for start, end, item in pieces(text):
            checked = gate.check(text[start:end], item=item)
            assert not harmful(checked.text)
            assert case.may_verify or all(c.status != "verified" for c in checked.citations), (
                case.kind,
                text[start:end],
            )


@pytest.mark.parametrize(
    "piece", ["ст. 52 ", "«", "первой, второй, ", "Закон РК «О ", "а 1, 2, ", "ст. 52 ТК РК: «Наниматель вправе» ", "а"]
)
@pytest.mark.timeout(120)
def test_endless_text_comes_to_an_end(assistant: Assistant, piece: str) -> None:
    assert check(assistant, piece * (1_000_000 // len(piece))).cut
