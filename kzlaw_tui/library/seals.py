"""Checksums over what is stored: SQLite tells of damaged pages only where their structure is hurt, not where a letter changed.

The seal of an edition is the SHA-256 of all its rows, kept in ``meta`` under ``seal:<id>``; ``current`` is left out, for it
changes when other editions come and go.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator

_KEY = "seal:"
_ROWS = (
    "SELECT id, act, lang, title, as_of, text_kind, articles, live_articles, passages, sha256, source, preamble"
    " FROM edition WHERE id = ?",
    "SELECT * FROM article WHERE edition = ? ORDER BY ordinal",
    "SELECT * FROM passage WHERE edition = ? ORDER BY ordinal, seq",
    "SELECT * FROM reference WHERE edition = ? ORDER BY ordinal, seq",
    "SELECT * FROM segment WHERE edition = ?",
)


def seal(connection: sqlite3.Connection, edition_id: int) -> None:
    """Note the checksum of an edition, inside the transaction that changes it."""
    connection.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (f"{_KEY}{edition_id}", _digest(connection, edition_id)),
    )


def seal_all(connection: sqlite3.Connection) -> None:
    """Seal every edition that is there."""
    for (edition_id,) in connection.execute("SELECT id FROM edition").fetchall():
        seal(connection, edition_id)


def tidy(connection: sqlite3.Connection) -> None:
    """Drop the seals of editions that were removed."""
    connection.execute(
        "DELETE FROM meta WHERE key GLOB 'seal:*' AND NOT EXISTS (SELECT 1 FROM edition WHERE 'seal:' || id = key)"
    )


def broken(connection: sqlite3.Connection) -> Iterator[str]:
    """What does not agree with its seal, or has none, in English for a log."""
    seals = dict(connection.execute("SELECT key, value FROM meta WHERE key GLOB 'seal:*'").fetchall())
    for edition_id, act, lang in connection.execute("SELECT id, act, lang FROM edition ORDER BY id").fetchall():
        if seals.pop(f"{_KEY}{edition_id}", None) != _digest(connection, edition_id):
            yield f"checksum of edition {edition_id} ({act}, {lang})"
    for key in seals:
        yield f"{key} without its edition"


def _digest(connection: sqlite3.Connection, edition_id: int) -> str:
    digest = hashlib.sha256()
    for select in _ROWS:
        for row in connection.execute(select, (edition_id,)):
            digest.update(repr(row).encode("utf-8", "surrogatepass"))
            digest.update(b"\n")
    return digest.hexdigest()
