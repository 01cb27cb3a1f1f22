"""Our systems as answerers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.evaluation.systems import BASELINES, OneSignal, OurRetrieval, Quotes, system
from tests.evaluation.conftest import LABOUR


def test_a_baseline_is_one_signal_in_falling_order() -> None:
    keys = [("A", str(i)) for i in range(15)]
    values = np.array([0, 3, 1, 3, 0, *range(10, 0, -1)], dtype=np.float32)
    found = SimpleNamespace(index=SimpleNamespace(keys=keys), values={"article": values})
    reply = OneSignal("bm25", lambda _: cast(Any, found)).reply("?")
    assert [number for _, number in reply.retrieved] == ["5", "6", "7", "8", "9", "10", "11", "1", "3", "12"]
    assert reply.confidence is None and not reply.abstained
    assert OneSignal("dense", lambda _: cast(Any, found)).reply("?").retrieved == ()


def test_the_search_still_has_the_signals_that_are_baselines(assistant: Assistant) -> None:
    assert set(BASELINES.values()) <= set(assistant.retriever.signals("Сколько дней длится отпуск?").values)


def test_our_search_and_quotes_mode(assistant: Assistant) -> None:
    question = "Сколько дней длится отпуск?"
    searched = OurRetrieval(assistant).reply(question)
    assert searched.retrieved[0] == (LABOUR, "88") and searched.text == "" and not searched.citations
    quoted = Quotes(assistant).reply(question)
    assert quoted.retrieved == searched.retrieved and quoted.confidence == searched.confidence
    assert "двадцать четыре дня" in quoted.text and "ст. 88" in quoted.text
    assert quoted.citations[0].article == "88" and quoted.citations[0].status == "verified"


def test_what_counts_as_corrected(assistant: Assistant) -> None:
    quotes = Quotes(assistant)
    missing = quotes.reply("Что говорит статья 999 Трудового кодекса РК?")
    assert missing.corrected and "999" in missing.notice
    foreign = quotes.reply("Что установлено в ст. 81 ТК РФ?")
    assert foreign.corrected and foreign.abstained and foreign.text == ""


def test_the_system_of_a_mode(assistant: Assistant) -> None:
    for mode, baseline, name in (("quotes", None, "ours"), ("retrieval", None, "ours"), ("retrieval", "bm25", "bm25")):
        made = system(assistant, assistant.retriever.signals, mode, baseline)  # type: ignore[arg-type]
        assert made.name == name and made.mode == mode
