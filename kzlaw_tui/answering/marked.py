"""A checked sentence in pieces for showing: what is verified, what is struck out, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from kzlaw_tui.answering.gate import CheckedAnswer, CheckedCitation, CheckedSentence
from kzlaw_tui.answering.resolve import Reason

Mark = Literal["plain", "verified", "struck", "doubtful", "quote", "misquote", "reason"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a sentence. A ``reason`` has no text but a message: it is shown in brackets after what it explains."""

    mark: Mark
    text: str = ""
    reason: Reason | None = None


def segments(sentence: CheckedSentence) -> list[Segment]:
    """A sentence cut where its marks change. Joined, the texts are the sentence.

    A citation of what does not exist is ``struck``, any other one that is not verified is ``doubtful``; a reason follows.
    """
    spans = _citation_spans(sentence)
    cuts = {0, len(sentence.text)}
    for span in spans:
        cuts |= {span.start, span.end}
    for quote in sentence.quotes:
        cuts |= {quote.start, quote.end}
    places = sorted(cuts)
    found: list[Segment] = []
    told: set[str] = set()
    for start, end in pairwise(places):
        cited = next((s for s in spans if s.start <= start and end <= s.end), None)
        quoted = next((q for q in sentence.quotes if q.start <= start and end <= q.end), None)
        text = sentence.text[start:end]
        if cited is not None:
            found.append(Segment(_mark_of(cited), text))
            if cited.status != "verified" and end == cited.end:
                found.append(Segment("reason", reason=cited.reason))
                told.add(cited.reason[0])
        elif quoted is not None:
            found.append(Segment("quote" if quoted.citation is not None else "misquote", text))
        else:
            found.append(Segment("plain", text))
    found += (Segment("reason", reason=reason) for reason in _remarks(sentence) if reason[0] not in told)
    return found


def _citation_spans(sentence: CheckedSentence) -> list[CheckedCitation]:
    """One citation a span: of a list («ст. 52, 999») the one with the worst verdict."""
    spans: list[CheckedCitation] = []
    for citation in sentence.citations:
        if spans and citation.start < spans[-1].end:
            if spans[-1].status == "verified" or (citation.status == "unknown" and spans[-1].status != "unknown"):
                spans[-1] = citation
            continue
        spans.append(citation)
    return spans


def _mark_of(citation: CheckedCitation) -> Mark:
    if citation.status == "verified":
        return "verified"
    return "struck" if citation.status == "unknown" else "doubtful"


def _remarks(sentence: CheckedSentence) -> Iterator[Reason]:
    """What is to be said of the sentence as a whole."""
    if any(quote.citation is None for quote in sentence.quotes):
        yield "verify-misquoted", {}
    if sentence.missing:
        yield "gate-unsupported", {"numbers": ", ".join(sentence.missing)}


def answer_segments(answer: CheckedAnswer) -> list[Segment]:
    """The segments of all sentences, with the white space between them."""
    found: list[Segment] = []
    for sentence in answer.sentences:
        if sentence.gap:
            found.append(Segment("plain", sentence.gap))
        found += segments(sentence)
    return found
