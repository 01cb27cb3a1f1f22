"""The systems of our own that can be measured. The only module here that knows how the search is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

from kzlaw_tui.evaluation.answers import Answerer, Cited, Mode, Reply
from kzlaw_tui.law.model import Citation, Lang
from kzlaw_tui.retrieval.confidence import THRESHOLD

if TYPE_CHECKING:
    from kzlaw_tui.answering.answer import Answer
    from kzlaw_tui.retrieval.retriever import Ranking
    from kzlaw_tui.retrieval.signals import Signals

Baseline = Literal["bm25", "dense"]
BASELINES: dict[Baseline, str] = {"bm25": "article", "dense": "dense"}
"""The baselines by the signal of the search that each is: BM25 of the article's own fields, cosines of vectors."""
TOP = 10
OURS = "ours"


class Asked(Protocol):
    """What an assistant can be asked; the part of it that is measured."""

    def rank(self, query: str, *, k: int = 10) -> Ranking:
        """Articles with the confidence."""

    def ask(self, question: str) -> Answer:
        """An answer in quotes mode."""

    def reasons(self, answer: Answer) -> list[str]:
        """What is said beside an answer."""

    def cite(self, citation: Citation, *, lang: Lang | None = None) -> str:
        """A citation in words."""


class OurRetrieval:
    """The search as a person has it; it abstains below the confidence that quotes mode asks for."""

    name = OURS
    mode: Mode = "retrieval"

    def __init__(self, asked: Asked) -> None:
        self._asked = asked

    def reply(self, question: str) -> Reply:
        ranking = self._asked.rank(question, k=TOP)
        return Reply(
            retrieved=tuple((hit.act, hit.article) for hit in ranking.hits),
            confidence=round(ranking.confidence, 4),
            abstained=ranking.confidence < THRESHOLD,
        )


class OneSignal:
    """A baseline: one signal of the search alone, articles by falling value; it never abstains."""

    mode: Mode = "retrieval"

    def __init__(self, baseline: Baseline, signals: Callable[[str], Signals]) -> None:
        self.name: str = baseline
        self._signal = BASELINES[baseline]
        self._signals = signals

    def reply(self, question: str) -> Reply:
        found = self._signals(question)
        values = found.values.get(self._signal)
        if values is None:
            return Reply()
        order = np.argsort(-values, kind="stable")[:TOP].tolist()
        return Reply(retrieved=tuple(found.index.keys[i] for i in order if values[i] > 0))


class Quotes:
    """Quotes mode: the citation and the quote are the answer's text, as a person reads them."""

    name = OURS
    mode: Mode = "quotes"

    def __init__(self, asked: Asked) -> None:
        self._asked = asked

    def reply(self, question: str) -> Reply:
        answer = self._asked.ask(question)
        citations = tuple(
            Cited(
                quote.citation.act,
                quote.citation.article,
                quote.citation.point,
                quote.citation.subpoint,
                quote.text,
                quote.lang,
                quote.check,
            )
            for quote in answer.quotes
        )
        parts = [f"{self._asked.cite(quote.citation, lang=answer.lang)}. {quote.text}" for quote in answer.quotes]
        return Reply(
            retrieved=tuple((hit.act, hit.article) for hit in answer.retrieved),
            confidence=answer.retrieved[0].score if answer.retrieved else 0.0,
            abstained=answer.abstained,
            corrected=answer.corrected,
            text="\n".join(parts),
            notice="\n".join(self._asked.reasons(answer)),
            citations=citations,
        )


def system(asked: Asked, signals: Callable[[str], Signals], mode: Mode, baseline: Baseline | None) -> Answerer:
    """The system that a mode and a baseline name."""
    if baseline is not None:
        return OneSignal(baseline, signals)
    return Quotes(asked) if mode == "quotes" else OurRetrieval(asked)
