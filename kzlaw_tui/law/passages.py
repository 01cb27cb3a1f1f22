"""Passages: the units that are indexed, each a point, a subpoint or a part of an article."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from kzlaw_tui.law.model import Article, Point

MAX_CHARS = 700
"""A point longer than this is cut into its subpoints and parts: a passage must fit an embedder's 512 tokens."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The span ``[start, end)`` of an article's text, with the point and subpoint it belongs to (``""`` where none)."""

    point: str
    subpoint: str
    start: int
    end: int


def passages_of(article: Article) -> tuple[Passage, ...]:
    """Cut an article into passages that cover its text; an article without text gives none."""
    if not article.text.strip():
        return ()
    if not article.points:
        return tuple(_pieces(article.text, "", "", 0, len(article.text)))
    return tuple(passage for point in article.points for passage in _of_point(article.text, point))


def _of_point(text: str, point: Point) -> Iterator[Passage]:
    if point.end - point.start <= MAX_CHARS:
        yield Passage(point.number, "", point.start, point.end)
        return
    at = point.start
    for sub in point.subpoints:
        yield from _pieces(text, point.number, "", at, sub.start)
        yield from _pieces(text, point.number, sub.number, sub.start, sub.end)
        at = sub.end
    yield from _pieces(text, point.number, "", at, point.end)


def _pieces(text: str, point: str, subpoint: str, start: int, end: int) -> Iterator[Passage]:
    """Cut a span at line ends so that each piece stays near ``MAX_CHARS``; blank pieces are dropped."""
    piece = start
    at = start
    while at < end:
        line_end = text.find("\n", at, end)
        line_end = end if line_end < 0 else line_end
        if line_end - piece > MAX_CHARS and at > piece:
            if text[piece:at].strip():
                yield Passage(point, subpoint, *_trim(text, piece, at))
            piece = at
        at = line_end + 1
    if text[piece:end].strip():
        yield Passage(point, subpoint, *_trim(text, piece, end))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def embedding_text(heading: str, passage: str) -> str:
    """What an embedder is given for a passage: the article's heading as the first line, then the passage."""
    return f"{heading}\n{passage}" if heading else passage


def content_key(act: str, lang: str, heading: str, text: str) -> str:
    """A key of what is embedded: equal keys mean that the same vector serves (sha256, first 32 hex digits)."""
    return hashlib.sha256("\x1f".join((act, lang, heading, text)).encode()).hexdigest()[:32]
