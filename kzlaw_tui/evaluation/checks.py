"""Citations and quotes checked anew, with no line of code in common with the gate that let them through."""

from __future__ import annotations

import re
from dataclasses import replace

from kzlaw_tui.evaluation.answers import Cited, Reply
from kzlaw_tui.law.model import Article, Lang
from kzlaw_tui.library.store import Library


def checked(reply: Reply, library: Library) -> Reply:
    """The reply with ``exists`` and ``verbatim`` of every citation found out."""
    return replace(reply, citations=tuple(_checked(cited, library) for cited in reply.citations))


def _checked(cited: Cited, library: Library) -> Cited:
    texts = _units(cited, library)
    verbatim = any(stands_in(cited.quote, text) for text in texts) if cited.quote else None
    return replace(cited, exists=bool(texts), verbatim=verbatim)


def _units(cited: Cited, library: Library) -> list[str]:
    """The words of the cited unit, in the language of the quote first, then in the other."""
    first: Lang = "kk" if cited.lang == "kk" else "ru"
    other: Lang = "ru" if first == "kk" else "kk"
    found = []
    for lang in (first, other):
        stored = library.find(cited.act, cited.article, lang=lang)
        text = unit_text(stored.article, cited.point, cited.subpoint) if stored is not None else None
        if text is not None:
            found.append(text)
    return found


def unit_text(article: Article, point: str, subpoint: str) -> str | None:
    """The words that a quote of a unit may be made of: the article, the point, or the subpoint and the words of its point
    before the first subpoint. ``None`` when the article has no such unit."""
    if not point and not subpoint:
        return article.text
    points = [p for p in article.points if not point or p.number == point.rstrip(".")]
    if not subpoint:
        return article.text[points[0].start : points[0].end] if points else None
    for holder in points:
        for sub in holder.subpoints:
            if sub.number == subpoint:
                lead = article.text[holder.start : holder.subpoints[0].start]
                return f"{lead}\n{article.text[sub.start : sub.end]}"
    return None


def stands_in(quote: str, text: str) -> bool:
    """Whether the pieces of a quote («…» divides them) stand in a text one after the other, word for word; white space
    aside, every character counts, and no piece begins or ends inside a word."""
    pieces = [piece.split() for piece in quote.split("…") if piece.strip()]
    if not pieces:
        return False
    gap = r"(?<!\w)" if pieces[0][0][0].isalnum() else ""
    pattern = gap
    for i, words in enumerate(pieces):
        if i:
            pattern += r".*?" + (r"(?<!\w)" if words[0][0].isalnum() else "")
        pattern += r"\s+".join(map(re.escape, words)) + (r"(?!\w)" if words[-1][-1].isalnum() else "")
    return re.search(pattern, text, re.DOTALL) is not None
