"""Quotes mode: an answer made of nothing but the law's own words."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from datetime import date

from kzlaw_tui.answering.answer import Answer, Quote, Timings
from kzlaw_tui.answering.scope import scope_of
from kzlaw_tui.answering.verify import CUT, check_quote, unit_span
from kzlaw_tui.law.model import FOREIGN_ACT, Article, Citation
from kzlaw_tui.library.store import Library
from kzlaw_tui.retrieval.confidence import THRESHOLD
from kzlaw_tui.retrieval.hits import Hit, Unit
from kzlaw_tui.retrieval.retriever import Ranking
from kzlaw_tui.retrieval.snippets import best_span

MAX_ARTICLES = 3
NEAR_TOP = 0.8
"""A second or third article is quoted when its score is at least this share of the first's."""
POINTS = 3
"""So many points of the first article are quoted."""
QUOTE_CHARS = 900
LEAD_CHARS = 260
POINTED = 0.5
"""Below this confidence, words that point at an act that is not here outweigh those that point at one that is."""


def answer_with_quotes(
    ranking: Ranking, library: Library, started: float, asks: Sequence[tuple[str, Ranking]] = ()
) -> Answer:
    """Quote the one to three articles that answer, or abstain.

    ``started`` is the ``time.perf_counter`` of the question. ``asks`` are the rankings of the asks of a message that has several:
    each is answered by quotes of its own. Quotes that fail the gate are left out; when none is left, the answer is an abstention.
    """
    retrieved_ms = (time.perf_counter() - started) * 1000
    question = ranking.question
    scope = scope_of(question.meant)
    held = {info.act for info in library.editions() if info.text_kind == "official"}
    elsewhere = FOREIGN_ACT if scope.foreign else _elsewhere(ranking, library)
    missing = _missing(ranking, library, held)
    edition_of = scope.on if scope.on is not None and not _speaks_of(scope.on, ranking, library) else None
    quotes: tuple[Quote, ...] = ()
    unanswered: list[str] = []
    if not elsewhere and not edition_of and not scope.small_talk and (not missing or ranking.hits[0].pinned):
        for ask, found in asks or (("", ranking),):
            more = _quotes_of(found, library, ask)
            quotes += tuple(
                quote for quote in more if all(quote.spans != q.spans or quote.citation != q.citation for q in quotes)
            )
            if not more and ask:
                unanswered.append(ask)
    return Answer(
        question=question.text,
        lang=question.lang,
        abstained=not quotes,
        quotes=quotes,
        retrieved=() if scope.small_talk else _interleaved(ranking, asks),
        timings=Timings(retrieved_ms, None, (time.perf_counter() - started) * 1000),
        elsewhere=elsewhere,
        missing=missing,
        edition_of=edition_of,
        instruction=scope.instruction,
        small_talk=scope.small_talk,
        unanswered=tuple(unanswered) if quotes else (),
        read_as=question.meant if question.meant != question.text else "",
    )


def _quotes_of(ranking: Ranking, library: Library, ask: str) -> tuple[Quote, ...]:
    """The quotes that pass the gate; none when the search is not sure that the library answers."""
    if ranking.confidence < THRESHOLD:
        return ()
    found = {(hit.act, hit.article) for hit in ranking.hits}
    drafts = [
        draft_quote(hit, unit, ranking, library, ask)
        for i, hit in enumerate(chosen(ranking.hits))
        for unit in hit.units[: POINTS if i == 0 and not hit.pinned else 1]
    ]
    checked = [check_quote(quote, library, found) for quote in drafts if quote is not None]
    return tuple(quote for quote in checked if quote.check == "verified")


def _interleaved(ranking: Ranking, asks: Sequence[tuple[str, Ranking]]) -> tuple[Hit, ...]:
    """The hits of the whole message and of its asks by turns, each article once."""
    if not asks:
        return ranking.hits
    longest = max(len(found.hits) for _, found in asks)
    rows = [found.hits[i : i + 1] for i in range(longest) for _, found in asks]
    hits = {(hit.act, hit.article): hit for row in [*rows, ranking.hits] for hit in reversed(row)}
    first = dict.fromkeys((hit.act, hit.article) for row in [*rows, ranking.hits] for hit in row)
    return tuple(hits[key] for key in first)[: len(ranking.hits)]


def _elsewhere(ranking: Ranking, library: Library) -> str:
    """The act that the question is about when the library holds none of the acts it names or points at; an act of another state
    counts."""
    question = ranking.question
    if any(library.edition(act) is not None for act in question.named):
        return ""
    if any(span.citation.act == FOREIGN_ACT for span in question.citations):
        return FOREIGN_ACT
    if question.named:
        return min(question.named)
    here = sum(n for act, n in question.acts.items() if library.edition(act) is not None)
    away = {act: n for act, n in question.acts.items() if library.edition(act) is None}
    unsure = ranking.confidence < (POINTED if sum(away.values()) > here else THRESHOLD)
    if away and unsure:
        return max(sorted(away), key=lambda act: away[act])
    return ""


def _speaks_of(on: date, ranking: Ranking, library: Library) -> bool:
    """Whether the library has the act of the question as it stood on a day."""
    if on > date.today():
        return on.year == date.today().year
    acts = [act for act in ranking.question.named if library.edition(act)] or [hit.act for hit in ranking.hits[:1]]
    return all(library.edition(act, None, on) is not None for act in acts)


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
        return pinned[:MAX_ARTICLES]
    live = [hit for hit in hits if hit.status != "repealed"]
    return [hit for hit in live if hit.score >= NEAR_TOP * live[0].score][:MAX_ARTICLES] if live else []


def draft_quote(hit: Hit, unit: Unit, ranking: Ranking, library: Library, ask: str = "") -> Quote | None:
    """A passage of a hit as a quote, not yet checked; ``None`` when the article has no words."""
    article = library.article(hit.edition_id, hit.ordinal).article
    if unit.end <= unit.start:
        return None
    # A digest is short and reads badly in pieces: it is shown whole.
    size = QUOTE_CHARS if hit.text_kind == "official" else len(article.text)
    weights = ranking.question.weights if hit.lang == ranking.question.lang else ranking.question.translated
    span = best_span(article.text, unit.start, unit.end, weights, hit.lang, size)
    spans = (*_lead(article, unit), span)
    return Quote(
        citation=Citation(hit.act, hit.article, unit.point, unit.subpoint),
        edition_id=hit.edition_id,
        ordinal=hit.ordinal,
        lang=hit.lang,
        heading=article.heading,
        text=quote_text(article.text, spans, whole=(unit.start, unit.end)),
        spans=spans,
        status=hit.status,
        as_of=hit.as_of,
        text_kind=hit.text_kind,
        check="unknown",
        ask=ask,
    )


def _lead(article: Article, unit: Unit) -> tuple[tuple[int, int], ...]:
    """The words of a point that introduce the quoted subpoint («… может быть расторгнут в случаях:»), if they are short."""
    if not unit.subpoint:
        return ()
    holder = next((p for p in article.points if p.start <= unit.start < p.end), None)
    if holder is None:
        return ()
    end = article.text.find("\n", holder.start)
    if end < 0 or end > unit.start or end - holder.start > LEAD_CHARS:
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
