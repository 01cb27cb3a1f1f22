"""Rows back into values: the columns that each query selects, and what is made of them."""

from __future__ import annotations

from typing import Any

from kzlaw_tui.law.model import Article, Citation, CitationSpan, Validity
from kzlaw_tui.library.codec import day, load_notes, load_path, load_pending, load_points
from kzlaw_tui.library.records import EditionInfo, StoredArticle, TocEntry

Row = tuple[Any, ...]

EDITION = (
    "e.id, e.act, e.lang, e.title, e.as_of, e.text_kind, e.articles, e.live_articles, e.passages, e.sha256, e.source,"
    " e.current"
)
_EDITION_WIDTH = 12
VALIDITY = "a.effective_from, a.effective_to, a.repealed"
ARTICLE = f"a.ordinal, a.number, a.heading, a.text, a.path, a.points, a.notes, a.pending, {VALIDITY}"
TOC = f"a.ordinal, a.number, a.heading, a.path, {VALIDITY}"
REFERENCE = 'r.act, r.article, r.point, r.subpoint, r.part, r.paragraph, r.start, r."end", r.lang, r.relative, r.until'


def edition_info(row: Row) -> EditionInfo:
    """Columns ``EDITION``."""
    edition_id, act, lang, title, as_of, kind, articles, live, passages, sha256, source, current = row
    return EditionInfo(
        edition_id, act, lang, title, day(as_of), kind, articles, live, passages, sha256, source, bool(current)
    )


def _validity(row: Row) -> Validity:
    return Validity(day(row[0]), day(row[1]), bool(row[2]))


def article(row: Row) -> Article:
    """Columns ``ARTICLE``."""
    _ordinal, number, heading, text, path, points, notes, pending, *validity = row
    return Article(
        number,
        heading,
        text,
        load_path(path),
        load_points(points),
        load_notes(notes),
        _validity(tuple(validity)),
        load_pending(pending),
    )


def stored_article(row: Row) -> StoredArticle:
    """Columns ``EDITION``, then ``ARTICLE``."""
    found = row[_EDITION_WIDTH:]
    return StoredArticle(edition_info(row[:_EDITION_WIDTH]), found[0], article(found))


def toc_entry(row: Row) -> TocEntry:
    """Columns ``TOC``."""
    ordinal, number, heading, path, *validity = row
    return TocEntry(ordinal, number, heading, load_path(path), _validity(tuple(validity)))


def reference(row: Row) -> CitationSpan:
    """Columns ``REFERENCE``."""
    start, end, lang, relative, until = row[6:]
    return CitationSpan(Citation(*row[:6]), start, end, lang, bool(relative), until)
