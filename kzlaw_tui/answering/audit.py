"""The gate for any text that a lawyer was sent: every citation and every attributed quote, checked against the library."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kzlaw_tui.answering.verify import is_verbatim, unit_span
from kzlaw_tui.law.citations import find_citations
from kzlaw_tui.law.model import FOREIGN_ACT, UNKNOWN_ACT, Act, Citation, CitationSpan
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.library.records import StoredArticle
from kzlaw_tui.library.store import Library

AuditStatus = Literal["verified", "unknown", "repealed", "pending", "superseded", "not_in_library"]
QuoteStatus = Literal["verified", "misquoted"]

_QUOTED = re.compile(r"«([^«»]{12,}(?:«[^«»]*»[^«»]*)*)»|“([^“”]{12,})”|\"([^\"\n]{12,})\"")
_SENTENCE_END = re.compile(r"[.!?…»”\"]\s+(?=[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ«“\"])|\n\s*\n")
MIN_QUOTE_WORDS = 4
NEAR = 400
"""A quote belongs to the nearest citation within this many characters of it in the same paragraph."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A citation of the text with its verdict; ``detail`` is a message id with arguments, ``suggestion`` the right citation."""

    span: CitationSpan
    text: str
    status: AuditStatus
    detail: tuple[str, dict[str, object]]
    quote: str = ""
    quote_status: QuoteStatus | None = None
    suggestion: Citation | None = None


def audit(text: str, library: Library, registry: Registry, on: date | None = None) -> list[Checked]:
    """Check every citation of a text as of a day (today by default), in the order they stand."""
    day = on or date.today()
    spans = find_citations(text, registry)
    quotes = _attributed(text, spans)
    checked: list[Checked] = []
    for i, span in enumerate(spans):
        status, detail, stored = _status(span.citation, library, registry, day)
        quote = quotes.get(i, "")
        quote_status: QuoteStatus | None = None
        suggestion: Citation | None = None
        if quote and stored is not None:
            quote_status, suggestion = _check_quote(quote, span.citation, stored, library)
            if quote_status == "misquoted" and status == "verified":
                detail = ("verify-misquoted", {})
        elif quote and status == "unknown":
            suggestion = _holder_of(quote, span.citation.act, library)
        checked.append(Checked(span, text[span.start : span.end], status, detail, quote, quote_status, suggestion))
    return checked


def _status(
    citation: Citation, library: Library, registry: Registry, day: date
) -> tuple[AuditStatus, tuple[str, dict[str, object]], StoredArticle | None]:
    act = registry.get(citation.act)
    if citation.act == FOREIGN_ACT:
        return "not_in_library", ("verify-foreign", {}), None
    if citation.act in ("", UNKNOWN_ACT) or act is None:
        return ("unknown" if not citation.act else "not_in_library"), ("verify-unknown-act", {}), None
    successor = registry.successor_of(act.id)
    if not act.in_force and successor is not None:
        return "superseded", ("verify-superseded", {"successor": _name(successor)}), None
    edition = library.edition(act.id)
    if edition is None or edition.text_kind == "digest":
        # A digest has some articles only, in our own words: nothing can be checked against it.
        return "not_in_library", ("verify-not-in-library", {"act": _name(act)}), None
    stored = library.find(act.id, citation.article)
    if stored is None:
        return "unknown", ("verify-unknown-article", {}), None
    article = stored.article
    if (citation.point or citation.subpoint or citation.part) and unit_span(article, citation) is None:
        return "unknown", ("verify-unknown-point", {}), stored
    status = article.validity.status(day)
    point = article.point(citation.point) if citation.point else None
    subpoint = article.subpoint(citation.point, citation.subpoint) if citation.subpoint else None
    for unit in (point, subpoint):
        if unit is not None and status == "active":
            status = unit.validity.status(day)
    if status == "repealed":
        return "repealed", ("verify-repealed", {}), stored
    if status == "pending":
        return "pending", ("verify-pending", {}), stored
    return "verified", ("verify-verified", {}), stored


def _name(act: Act) -> str:
    """The short name of an act, or its title, in Russian where there is one."""
    names = {**act.titles, **act.short}
    return names.get("ru") or next(iter(names.values()), act.id)


def _attributed(text: str, spans: Sequence[CitationSpan]) -> dict[int, str]:
    """Quoted passages by the citation they belong to: the nearest one in the same paragraph; act titles are no quotes."""
    owner: dict[int, str] = {}
    for match in _QUOTED.finditer(text):
        quote = next(group for group in match.groups() if group)
        if len(quote.split()) < MIN_QUOTE_WORDS or any(s.start <= match.start() < s.end for s in spans):
            continue
        near = [
            (min(abs(match.start() - s.end), abs(s.start - match.end())), i)
            for i, s in enumerate(spans)
            if "\n\n" not in text[min(s.end, match.end()) : max(s.start, match.start())]
        ]
        if near and min(near)[0] <= NEAR:
            owner.setdefault(min(near)[1], quote)
    return owner


def _check_quote(
    quote: str, citation: Citation, stored: StoredArticle, library: Library
) -> tuple[QuoteStatus, Citation | None]:
    """Whether the quote is verbatim in the cited unit (in either language), else where in the act it stands."""
    wanted = _plain(quote)
    for lang in ("ru", "kk"):
        found = library.find(citation.act, citation.article, lang=lang)
        if found is None:
            continue
        span = unit_span(found.article, citation)
        words = found.article.text[span[0] : span[1]] if span else found.article.text
        if is_verbatim(wanted, _plain(words)):
            return "verified", None
    return "misquoted", _holder_of(quote, stored.edition.act, library)


def _holder_of(quote: str, act: str, library: Library) -> Citation | None:
    """The article of an act, with its point and subpoint, that has the quote word for word."""
    wanted = _plain(quote)
    for lang in ("ru", "kk"):
        info = library.edition(act, lang)
        if info is None:
            continue
        for article in library.load(info.id).articles:
            if not is_verbatim(wanted, _plain(article.text)):
                continue
            for point in article.points:
                for sub in point.subpoints:
                    if is_verbatim(wanted, _plain(article.text[sub.start : sub.end])):
                        return Citation(act, article.number, point.number, sub.number)
                if is_verbatim(wanted, _plain(article.text[point.start : point.end])):
                    return Citation(act, article.number, point.number)
            return Citation(act, article.number)
    return None


_MARKS = str.maketrans(
    {"“": '"', "”": '"', "«": '"', "»": '"', "„": '"', "\u00a0": " ", "–": "-", "—": "-", "ё": "е", "Ё": "Е"}
)


def _plain(text: str) -> str:
    """A text with quotation marks, dashes and white space made alike; a closing full stop or semicolon dropped."""
    return " ".join(text.translate(_MARKS).replace("...", "…").split()).rstrip(".;, ")
