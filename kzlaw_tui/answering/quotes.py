"""Quotes mode: an answer made of nothing but the law's own words."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence

from kzlaw_tui.answering.answer import Answer, Quote, Timings
from kzlaw_tui.answering.verify import CUT, check_quote, unit_span
from kzlaw_tui.law.model import FOREIGN_ACT, Article, Citation
from kzlaw_tui.library.store import Library
from kzlaw_tui.retrieval.confidence import THRESHOLD
from kzlaw_tui.retrieval.hits import Hit
from kzlaw_tui.retrieval.retriever import Ranking
from kzlaw_tui.retrieval.snippets import best_span

MAX_QUOTES = 3
NEAR_TOP = 0.8
"""A second or third article is quoted when its score is at least this share of the first's."""
QUOTE_CHARS = 600
LEAD_CHARS = 260


def answer_with_quotes(ranking: Ranking, library: Library, started: float) -> Answer:
    """Quote the one to three articles that answer, or abstain.

    ``started`` is the ``time.perf_counter`` of the question. Quotes that fail the gate are left out; when none is left,
    the answer is an abstention.
    """
    retrieved_ms = (time.perf_counter() - started) * 1000
    quotes: tuple[Quote, ...] = ()
    held = {info.act for info in library.editions() if info.text_kind == "official"}
    elsewhere = _elsewhere(ranking, library)
    missing = _missing(ranking, library, held)
    if ranking.confidence >= THRESHOLD and not elsewhere and (not missing or ranking.hits[0].pinned):
        found = {(hit.act, hit.article) for hit in ranking.hits}
        drafts = (draft_quote(hit, ranking, library) for hit in chosen(ranking.hits))
        checked = [check_quote(quote, library, found) for quote in drafts if quote is not None]
        quotes = tuple(quote for quote in checked if quote.check == "verified")
    return Answer(
        question=ranking.question.text,
        lang=ranking.question.lang,
        abstained=not quotes,
        quotes=quotes,
        retrieved=ranking.hits,
        timings=Timings(retrieved_ms, None, (time.perf_counter() - started) * 1000),
        elsewhere=elsewhere,
        missing=missing,
    )


def _elsewhere(ranking: Ranking, library: Library) -> str:
    """The act that the question is about when the library holds none of the acts it names; an act of another state counts."""
    named = ranking.question.named
    if any(library.edition(act) is not None for act in named):
        return ""
    if any(span.citation.act == FOREIGN_ACT for span in ranking.question.citations):
        return FOREIGN_ACT
    return min(named, default="")


def _missing(ranking: Ranking, library: Library, held: Collection[str]) -> tuple[Citation, ...]:
    """What the question cites by number and an act with official text here does not have: an article, or a point of one."""
    cited = [span.citation for span in ranking.question.citations if span.citation.act in held]
    return tuple(c for c in dict.fromkeys(cited) if not _exists(c, library))


def _exists(citation: Citation, library: Library) -> bool:
    stored = library.find(citation.act, citation.article)
    if stored is None:
        return False
    names_unit = bool(citation.point or citation.subpoint or citation.part)
    return not names_unit or unit_span(stored.article, citation) is not None


def chosen(hits: Sequence[Hit]) -> list[Hit]:
    """The hits worth quoting: all that the question cites, else the first and those near it; repealed ones only if cited."""
    pinned = [hit for hit in hits if hit.pinned]
    if pinned:
        return pinned[:MAX_QUOTES]
    live = [hit for hit in hits if hit.status != "repealed"]
    return [hit for hit in live if hit.score >= NEAR_TOP * live[0].score][:MAX_QUOTES] if live else []


def draft_quote(hit: Hit, ranking: Ranking, library: Library) -> Quote | None:
    """The best passage of a hit as a quote, not yet checked; ``None`` when the article has no words."""
    article = library.article(hit.edition_id, hit.ordinal).article
    if hit.end <= hit.start:
        return None
    # A digest is short and reads badly in pieces: it is shown whole.
    size = QUOTE_CHARS if hit.text_kind == "official" else len(article.text)
    span = best_span(article.text, hit.start, hit.end, ranking.question.weights, hit.lang, size)
    spans = (*_lead(article, hit), span)
    return Quote(
        citation=Citation(hit.act, hit.article, hit.point, hit.subpoint),
        edition_id=hit.edition_id,
        ordinal=hit.ordinal,
        lang=hit.lang,
        heading=article.heading,
        text=quote_text(article.text, spans, whole=(hit.start, hit.end)),
        spans=spans,
        status=hit.status,
        as_of=hit.as_of,
        text_kind=hit.text_kind,
        check="unknown",
    )


def _lead(article: Article, hit: Hit) -> tuple[tuple[int, int], ...]:
    """The words of a point that introduce the quoted subpoint («… может быть расторгнут в случаях:»), if they are short."""
    if not hit.subpoint:
        return ()
    holder = next((p for p in article.points if p.start <= hit.start < p.end), None)
    if holder is None:
        return ()
    end = article.text.find("\n", holder.start)
    if end < 0 or end > hit.start or end - holder.start > LEAD_CHARS:
        return ()
    return ((holder.start, end),)


def quote_text(text: str, spans: Sequence[tuple[int, int]], whole: tuple[int, int]) -> str:
    """The spans as one quote; « … » stands where something is left out between them, or at the ends of ``whole``."""
    pieces: list[str] = []
    previous: int | None = None
    for start, end in spans:
        gap = text[previous:start].strip() if previous is not None else ""
        if gap:
            pieces.append(CUT)
        pieces += text[start:end].split()
        previous = end
    if len(spans) == 1 and spans[0][0] > whole[0]:
        pieces.insert(0, CUT)
    if spans[-1][1] < whole[1]:
        pieces.append(CUT)
    return " ".join(pieces)
