"""The gate over a small library: every verdict, streaming, and hostile text."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzlaw_tui.answering.gate import CheckedAnswer, Gate, SentenceStream, check_answer, check_sentence
from kzlaw_tui.answering.marked import answer_segments
from kzlaw_tui.assistant import Assistant
from kzlaw_tui.i18n import Translator
from kzlaw_tui.present.checked import checked_text
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
    shown = checked_text(check(assistant, "По ст. 999 ТК РК и ст. 52 ТК РК: 7 дней."), Translator("ru"))
    assert "~~ст. 999 ТК РК~~ [в этом акте нет такой статьи]" in shown
    assert "не подтверждено" in shown and "~~ст. 52" not in shown


def test_one_sentence_by_itself(assistant: Assistant) -> None:
    found = check_sentence(
        "См. ст. 999 ТК РК.", lang="ru", retrieved=RETRIEVED, library=assistant.library, registry=assistant.registry
    )
    assert (
        found.status == "unknown" and found.text[found.citations[0].start : found.citations[0].end] == "ст. 999 ТК РК"
    )


TEXT = (
    "По ТК РК так. См. ст. 52: «Наниматель вправе проститься с работником». Отпуск 30 дней (ст. 88 ТК РК)!\n\n1. Да.\n"
)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=40))
def test_a_stream_is_cut_as_the_whole_text_is(sizes: list[int]) -> None:
    stream, found, at, n = SentenceStream(), [], 0, 0
    while at < len(TEXT):
        size = sizes[n % len(sizes)]
        found += stream.feed(TEXT[at : at + size])
        at, n = at + size, n + 1
    found += stream.finish()
    assert "".join(found) == TEXT.rstrip()
    assert [s.strip() for s in found] == [
        "По ТК РК так.",
        "См. ст. 52: «Наниматель вправе проститься с работником».",
        "Отпуск 30 дней (ст. 88 ТК РК)!",
        "1. Да.",
    ]


def harmful(text: str) -> list[str]:
    return [c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


def assert_true(assistant: Assistant, answer: CheckedAnswer, retrieved: set[tuple[str, str]]) -> None:
    """Nothing is verified that is not so, by the library's own words; nothing harmful is shown."""
    for lang in ("ru", "kk", "en"):
        assert not harmful(checked_text(answer, Translator(lang)))  # type: ignore[arg-type]
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
    assert "".join(s.text for s in answer_segments(answer)) == answer.text


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


def test_a_stream_gives_the_same_verdicts(assistant: Assistant) -> None:
    for case in hostile.answers(60, seed=7):
        gate = Gate("ru", RETRIEVED, assistant.library, assistant.registry, date(2026, 3, 1))
        stream = SentenceStream()
        pieces = [case.text[i : i + 7] for i in range(0, min(len(case.text), 4000), 7)]
        for sentence in [s for piece in pieces for s in stream.feed(piece)] + stream.finish():
            checked = gate.check(sentence)
            assert not harmful(checked.text)
            assert case.may_verify or all(c.status != "verified" for c in checked.citations), (case.kind, sentence)


@pytest.mark.parametrize(
    "piece", ["ст. 52 ", "«", "первой, второй, ", "Закон РК «О ", "а 1, 2, ", "ст. 52 ТК РК: «Наниматель вправе» ", "а"]
)
@pytest.mark.timeout(120)
def test_endless_text_comes_to_an_end(assistant: Assistant, piece: str) -> None:
    assert check(assistant, piece * (1_000_000 // len(piece))).cut
