"""How an edition is laid out in the tables, and which edition of an act is the current one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any, Literal

from kzlaw_tui.law.model import Article, CitationSpan, Edition
from kzlaw_tui.law.passages import content_key, passages_of
from kzlaw_tui.library import seals
from kzlaw_tui.library.codec import dump_notes, dump_path, dump_pending, dump_points, iso, number_key

AddStatus = Literal["added", "updated", "unchanged"]
References = Callable[[Article], Iterable[CitationSpan]]
Row = tuple[Any, ...]

COLUMNS = {
    "article": "edition, ordinal, number, number_key, effective_from, effective_to, repealed, heading, path, pending,"
    " points, notes, text",
    "passage": 'edition, ordinal, seq, point, subpoint, start, "end", key',
    "reference": 'edition, ordinal, seq, act, article, point, subpoint, part, paragraph, start, "end", lang, relative,'
    " until, target_act, target_key",
}
"""The columns of each table in the order in which the rows below are made."""


class Rows:
    """An edition as rows, made before the transaction begins so that the write lock is held for as short as possible."""

    def __init__(self, edition: Edition, references: References | None) -> None:
        self.articles: list[Row] = []
        self.passages: list[Row] = []
        self.references: list[Row] = []
        for ordinal, article in enumerate(edition.articles):
            self.articles.append(_article_row(ordinal, article))
            self.passages.extend(_passage_rows(edition, ordinal, article))
            if references is not None:
                self.references.extend(
                    _reference_row(edition, ordinal, seq, span) for seq, span in enumerate(references(article))
                )


def _article_row(ordinal: int, article: Article) -> Row:
    validity = article.validity
    return (
        ordinal,
        article.number,
        number_key(article.number),
        iso(validity.effective_from),
        iso(validity.effective_to),
        int(validity.repealed),
        article.heading,
        dump_path(article.path),
        dump_pending(article.pending),
        dump_points(article.points),
        dump_notes(article.notes),
        article.text,
    )


def _passage_rows(edition: Edition, ordinal: int, article: Article) -> Iterable[Row]:
    for seq, passage in enumerate(passages_of(article)):
        text = article.text[passage.start : passage.end]
        key = content_key(edition.act_id, edition.lang, article.heading, text)
        yield ordinal, seq, passage.point, passage.subpoint, passage.start, passage.end, key


def _reference_row(edition: Edition, ordinal: int, seq: int, span: CitationSpan) -> Row:
    cited = span.citation
    return (
        ordinal,
        seq,
        cited.act,
        cited.article,
        cited.point,
        cited.subpoint,
        cited.part,
        cited.paragraph,
        span.start,
        span.end,
        span.lang,
        int(span.relative),
        span.until,
        cited.act or (edition.act_id if span.relative else ""),
        number_key(cited.article),
    )


def find_same(connection: sqlite3.Connection, edition: Edition) -> list[tuple[int, bool]]:
    """Stored editions that come from the same source file: ``(id, everything that was asked for is equal)``."""
    if not edition.sha256:
        return []
    rows = connection.execute(
        "SELECT id, act, lang, as_of, text_kind FROM edition WHERE sha256 = ? AND text_kind = ?",
        (edition.sha256, edition.text_kind),
    )
    wanted = (edition.act_id, edition.lang, iso(edition.as_of))
    return [(row[0], tuple(row[1:4]) == wanted) for row in rows]


def put(connection: sqlite3.Connection, edition: Edition, rows: Rows, source: str, segment: bytes) -> AddStatus:
    """Store an edition inside the caller's transaction; see ``Library.add_edition``."""
    same = find_same(connection, edition)
    if any(equal for _id, equal in same):
        return "unchanged"
    digest = edition.text_kind == "digest"
    if digest:
        # One digest for an act and language; its file serves both languages, so equal sha256 says nothing.
        (replaced,) = connection.execute(
            "SELECT count(*) FROM edition WHERE act = ? AND lang = ? AND text_kind = 'digest'",
            (edition.act_id, edition.lang),
        ).fetchone()
        connection.execute(
            "DELETE FROM edition WHERE act = ? AND lang = ? AND text_kind = 'digest'", (edition.act_id, edition.lang)
        )
    else:
        # The same file under another act, language or date: the earlier reading of it was wrong.
        replaced = len(same)
        acts = {
            act
            for edition_id, _equal in same
            for (act,) in connection.execute("SELECT act FROM edition WHERE id = ?", (edition_id,))
        }
        connection.executemany("DELETE FROM edition WHERE id = ?", [(edition_id,) for edition_id, _equal in same])
        for act in acts - {edition.act_id}:
            settle(connection, act)
    before = _current_official(connection, edition)
    edition_id = _insert(connection, edition, rows, source, segment)
    settle(connection, edition.act_id)
    displaced = before is not None and _current_official(connection, edition) == edition_id
    return "updated" if replaced or displaced else "added"


def _current_official(connection: sqlite3.Connection, edition: Edition) -> int | None:
    row = connection.execute(
        "SELECT id FROM edition WHERE act = ? AND lang = ? AND text_kind = 'official' AND current = 1",
        (edition.act_id, edition.lang),
    ).fetchone()
    return row[0] if row else None


def _insert(connection: sqlite3.Connection, edition: Edition, rows: Rows, source: str, segment: bytes) -> int:
    cursor = connection.execute(
        "INSERT INTO edition (act, lang, title, as_of, text_kind, articles, live_articles, passages, sha256, source,"
        " preamble) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            edition.act_id,
            edition.lang,
            edition.title,
            iso(edition.as_of),
            edition.text_kind,
            len(edition.articles),
            edition.live_articles,
            len(rows.passages),
            edition.sha256,
            source,
            edition.preamble,
        ),
    )
    edition_id = cursor.lastrowid
    assert edition_id is not None
    for table, values in (("article", rows.articles), ("passage", rows.passages), ("reference", rows.references)):
        marks = ", ".join("?" * COLUMNS[table].count(","))
        connection.executemany(f"INSERT INTO {table} ({COLUMNS[table]}) VALUES ({edition_id}, {marks})", values)
    connection.execute("INSERT INTO segment (edition, data) VALUES (?, ?)", (edition_id, segment))
    seals.seal(connection, edition_id)
    seals.tidy(connection)
    return edition_id


def settle(connection: sqlite3.Connection, act: str) -> None:
    """Choose the current edition of an act in each language: the official text with the latest date.

    Of two with one date the one that came later; an edition without a date is older than any with one. A digest is
    current only while there is no official text of the act in any language.
    """
    rows = connection.execute(
        "SELECT id, lang, text_kind FROM edition WHERE act = ? ORDER BY coalesce(as_of, ''), id", (act,)
    ).fetchall()
    official = any(kind == "official" for _id, _lang, kind in rows)
    chosen = {lang: edition_id for edition_id, lang, kind in rows if not official or kind == "official"}
    connection.execute("UPDATE edition SET current = 0 WHERE act = ? AND current = 1", (act,))
    connection.executemany("UPDATE edition SET current = 1 WHERE id = ?", [(i,) for i in chosen.values()])
