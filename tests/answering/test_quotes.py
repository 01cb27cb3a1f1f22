"""Answers in quotes mode over a small library."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlaw_tui.answering.quotes import quote_text
from kzlaw_tui.answering.verify import is_verbatim
from kzlaw_tui.assistant import Assistant
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.model import Citation
from tests.retrieval.conftest import assistant as assistant_fixture

assistant = assistant_fixture


def test_a_subpoint_is_quoted_with_the_words_that_introduce_it(assistant: Assistant) -> None:
    quote = assistant.ask("что сказано в пп. 2) п. 1 ст. 52 ТК РК").quotes[0]
    assert quote.citation == Citation("K1500000414", "52", "1", "2)")
    assert quote.text == (
        "1. Наниматель вправе проститься с работником, если: … 2) работник совершил прогул и не смог назвать причину;"
    )
    assert (quote.check, quote.status, quote.text_kind) == ("verified", "active", "official")


def test_every_quote_is_made_of_its_spans(assistant: Assistant) -> None:
    for question in ("Сколько дней отпуска?", "прогул", "ст. 53 ТК РК", "Какие ставки НДС?", "үлесті қалай сатады"):
        for quote in assistant.ask(question).quotes:
            text = assistant.library.article(quote.edition_id, quote.ordinal).article.text
            assert is_verbatim(quote.text, text)
            assert all(text[a:b].split()[0] in quote.text for a, b in quote.spans)


def test_a_repealed_article_is_quoted_only_when_it_is_asked_for(assistant: Assistant) -> None:
    assert all(q.status != "repealed" for q in assistant.ask("лишняя статья").quotes)


def test_an_empty_question_is_refused(assistant: Assistant) -> None:
    with pytest.raises(KzlawError, match="error-empty-question"):
        assistant.ask("  ")


def test_what_the_gate_refuses_is_not_quoted(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kzlaw_tui.answering.quotes.quote_text", lambda *_args, **_kwargs: "Наниматель вправе всё.")
    answer = assistant.ask("Сколько дней длится отпуск?", act="K1500000414")
    assert answer.abstained and not answer.quotes


@given(st.data())
def test_cut_quotes_are_verbatim_and_cuts_are_marked(data: st.DataObject) -> None:
    words = data.draw(st.lists(st.text("абвгд", min_size=1, max_size=6), min_size=6, max_size=30))
    text = " ".join(words)
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)
    i, j = sorted(
        data.draw(st.tuples(st.integers(0, len(words) - 1), st.integers(1, len(words))).filter(lambda p: p[0] < p[1]))
    )
    quote = quote_text(text, [(starts[i], starts[j] - 1)], (0, len(text)))
    assert is_verbatim(quote, text)
    assert quote.startswith("…") == (i > 0) and quote.endswith("…") == (j < len(words))


def test_a_message_with_two_asks_is_answered_ask_by_ask(assistant: Assistant) -> None:
    answer = assistant.ask("Работаю давно. За сколько дней выдают отпускные? Могут ли уволить за прогул?")
    by_ask = {quote.ask: quote.citation.article for quote in reversed(answer.quotes)}
    assert by_ask == {"За сколько дней выдают отпускные?": "88", "Могут ли уволить за прогул?": "52"}
    assert all(quote.check == "verified" for quote in answer.quotes)
