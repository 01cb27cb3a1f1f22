"""The gate: the only door through which anything that quotes the law reaches a person.

It trusts nothing that it is given. The citation is resolved against the library anew, and every piece of the quote must
stand, character for character (white space aside), in the words of the cited unit.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from kzlaw_tui.answering.answer import CheckStatus, Quote
from kzlaw_tui.law.model import Article, Citation
from kzlaw_tui.library.store import Library

CUT = "…"
_NOT = re.compile(r"(?<!\w)(?:не|нельзя)\s$", re.IGNORECASE)
_NOT_KK = re.compile(r"\sемес(?!\w)", re.IGNORECASE)


def check_quote(quote: Quote, library: Library, retrieved: Collection[tuple[str, str]]) -> Quote:
    """The quote with the gate's verdict in ``check``; whatever verdict it came with is discarded.

    ``unknown``: the cited article, point or subpoint does not exist, or the quote is not its text. ``not_retrieved``: it
    is true to the text, but the article is not among those found for the question (pairs of act and article number).
    """
    return replace(quote, check=_verdict(quote, library, retrieved))


def _verdict(quote: Quote, library: Library, retrieved: Collection[tuple[str, str]]) -> CheckStatus:
    citation = quote.citation
    stored = library.find(citation.act, citation.article, lang=quote.lang)
    if stored is None:
        return "unknown"
    span = cited_span(stored.article, citation)
    if span is None or not is_verbatim(quote.text, stored.article.text[span[0] : span[1]]):
        return "unknown"
    if (citation.act, citation.article) not in retrieved:
        return "not_retrieved"
    return "verified"


def cited_span(article: Article, citation: Citation) -> tuple[int, int] | None:
    """The span of the words that may be quoted for a citation: the cited unit, and for a subpoint also the words of its
    point that come before it. ``None`` when there is no such point, subpoint or part."""
    span = unit_span(article, citation)
    if span is None:
        return None if citation.point or citation.subpoint or citation.part else (0, len(article.text))
    if citation.subpoint:
        holder = next((p for p in article.points if p.start <= span[0] < p.end), None)
        return (holder.start, span[1]) if holder else span
    return span


def unit_span(article: Article, citation: Citation) -> tuple[int, int] | None:
    """The span of the unit that a citation names; ``None`` for the whole article, or when there is no such unit."""
    if citation.subpoint:
        sub = article.subpoint(citation.point, citation.subpoint)
        return (sub.start, sub.end) if sub else None
    if citation.part:
        parts = article.parts(citation.point)
        number = int(citation.part) if citation.part.isdigit() else 0
        if 1 <= number <= len(parts):
            return parts[number - 1]
        # «ч. 2 ст. 34» is also how points are cited.
        point = None if citation.point else article.point(citation.part)
        return (point.start, point.end) if point else None
    if citation.point:
        point = article.point(citation.point)
        return (point.start, point.end) if point else None
    return None


def is_verbatim(quote: str, text: str) -> bool:
    """Whether every piece of a quote (pieces are divided by the cut mark) stands in the text, in order, at word ends, and
    without a negation left off: «допускается» is no quote of «не допускается»."""
    pieces = [" ".join(piece.split()) for piece in quote.split(CUT)]
    pieces = [piece for piece in pieces if piece]
    words = " ".join(text.split())
    at = 0
    for piece in pieces:
        found = _find_whole(words, piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return bool(pieces)


def _find_whole(words: str, piece: str, start: int) -> int:
    """The offset of a piece that begins and ends at word ends and has its negation with it, or -1."""
    at = words.find(piece, start)
    while at >= 0:
        before = words[at - 1] if at else " "
        after = words[at + len(piece)] if at + len(piece) < len(words) else " "
        whole = not (before.isalnum() and piece[0].isalnum()) and not (after.isalnum() and piece[-1].isalnum())
        if whole and not _denied(words, at, at + len(piece)):
            return at
        at = words.find(piece, at + 1)
    return -1


def _denied(words: str, start: int, end: int) -> bool:
    """Whether «не» stands right before a stretch, or the Kazakh «емес» right after it."""
    return bool(_NOT.search(words[max(start - 8, 0) : start]) or _NOT_KK.match(words[end : end + 8]))
