"""A model's answer through the gate, as spans of one text; what the gate lets through must also bear out what is said beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kzlaw_tui.answering.checking import SaidAnswer, SaidCitation, SaidSentence
from kzlaw_tui.answering.gate import CheckedSentence, check_answer, pieces
from kzlaw_tui.answering.support import unsupported
from kzlaw_tui.law.citations import find_citations, named_acts
from kzlaw_tui.law.model import Lang
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.library.store import Library
from kzlaw_tui.retrieval.hits import Hit

_WORD = re.compile(r"[^\W\d_]{3}")
_QUOTE_MARKS = '«»„“”"‹›❝❞> \n'


def check(
    text: str, lang: Lang, retrieved: Sequence[Hit], library: Library, registry: Registry, on: date
) -> SaidAnswer:
    """Check a text sentence by sentence. A citation is verified only if the gate verifies it and its place speaks of the claim."""
    answer = check_answer(
        text,
        lang=lang,
        retrieved={(hit.act, hit.article) for hit in retrieved},
        library=library,
        registry=registry,
        on=on,
        cut=lambda words: _claims(words, registry),
    )
    out, citations, sentences = "", list[SaidCitation](), list[SaidSentence]()
    for checked in answer.sentences:
        sentence = _borne_out(checked, lang, library, registry)
        out += sentence.gap
        at = len(out)
        out += sentence.text
        sentences.append(SaidSentence(at, len(out), sentence.status))
        for cited in sentence.citations:
            quotes = (sentence.text[q.start : q.end] for q in sentence.quotes if q.citation == cited.citation)
            quote = next(quotes, "").strip(_QUOTE_MARKS)
            citations.append(SaidCitation(cited.citation, at + cited.start, at + cited.end, cited.status, quote))
    return SaidAnswer(out, tuple(citations), tuple(sentences))


def _claims(text: str, registry: Registry) -> list[tuple[int, int, bool]]:
    """The sentences; one that is nothing but citations («Ст. 88 ТК РК.») belongs to the one before it, if that cites nothing."""
    found: list[tuple[int, int, bool]] = []
    before = True
    for start, end, item in pieces(text):
        spans = [(span.start, span.end) for span in find_citations(text[start:end], registry)]
        bare = bool(spans) and not _WORD.search(_without(text[start:end], spans))
        if bare and not before and "\n\n" not in text[found[-1][1] : start]:
            found[-1] = (found[-1][0], end, found[-1][2])
        else:
            found.append((start, end, item))
        before = bool(spans)
    return found


def _borne_out(sentence: CheckedSentence, lang: Lang, library: Library, registry: Registry) -> CheckedSentence:
    """The sentence with what does not speak of its claim no longer verified."""
    cited = [c.citation for c in sentence.citations if c.status == "verified"]
    if not cited:
        return sentence
    hidden = [(c.start, c.end) for c in sentence.citations]
    hidden += [(q.start, q.end) for q in sentence.quotes if q.citation is not None]
    hidden += [(name.start, name.end) for name in named_acts(sentence.text, registry)]
    far = unsupported(_without(sentence.text, hidden), cited, lang, library)
    if not far:
        return sentence
    worse = tuple(
        replace(c, status="unsupported") if c.status == "verified" and c.citation in far else c
        for c in sentence.citations
    )
    return replace(
        sentence, citations=worse, status="unsupported" if sentence.status == "verified" else sentence.status
    )


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    kept, at = [], 0
    for start, end in sorted(spans):
        kept.append(text[at : max(start, at)])
        at = max(at, end)
    return " ".join([*kept, text[at:]])
