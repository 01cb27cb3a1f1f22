"""The tables of the library. How an older file becomes a newer one: ``kzlaw_tui.migrations``."""

from __future__ import annotations

import sqlite3
import time

from kzlaw_tui.library.seals import seal_all
from kzlaw_tui.migrations import Schema

_VERSION_1 = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE edition (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        act TEXT NOT NULL,
        lang TEXT NOT NULL CHECK (lang IN ('ru', 'kk')),
        title TEXT NOT NULL,
        as_of TEXT,
        text_kind TEXT NOT NULL CHECK (text_kind IN ('official', 'digest')),
        articles INTEGER NOT NULL,
        live_articles INTEGER NOT NULL,
        passages INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        source TEXT NOT NULL,
        current INTEGER NOT NULL DEFAULT 0,
        preamble TEXT NOT NULL
    )""",
    "CREATE UNIQUE INDEX edition_current ON edition (act, lang) WHERE current = 1",
    "CREATE INDEX edition_sha256 ON edition (sha256)",
    # Long columns stand last: a row's first columns are read without the pages that hold its text.
    """CREATE TABLE article (
        edition INTEGER NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        number TEXT NOT NULL,
        number_key TEXT NOT NULL,
        effective_from TEXT,
        effective_to TEXT,
        repealed INTEGER NOT NULL,
        heading TEXT NOT NULL,
        path TEXT NOT NULL,
        pending TEXT NOT NULL,
        points TEXT NOT NULL,
        notes TEXT NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (edition, ordinal)
    )""",
    "CREATE INDEX article_number ON article (edition, number_key)",
    """CREATE TABLE passage (
        edition INTEGER NOT NULL,
        ordinal INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        point TEXT NOT NULL,
        subpoint TEXT NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        key TEXT NOT NULL,
        PRIMARY KEY (edition, ordinal, seq),
        FOREIGN KEY (edition, ordinal) REFERENCES article (edition, ordinal) ON DELETE CASCADE
    ) WITHOUT ROWID""",
    # Cross-references: what article (edition, ordinal) cites. target_* is the cited act and article in comparable form.
    """CREATE TABLE reference (
        edition INTEGER NOT NULL,
        ordinal INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        act TEXT NOT NULL,
        article TEXT NOT NULL,
        point TEXT NOT NULL,
        subpoint TEXT NOT NULL,
        part TEXT NOT NULL,
        paragraph TEXT NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        lang TEXT NOT NULL,
        relative INTEGER NOT NULL,
        until TEXT NOT NULL,
        target_act TEXT NOT NULL,
        target_key TEXT NOT NULL,
        PRIMARY KEY (edition, ordinal, seq),
        FOREIGN KEY (edition, ordinal) REFERENCES article (edition, ordinal) ON DELETE CASCADE
    ) WITHOUT ROWID""",
    "CREATE INDEX reference_target ON reference (target_act, target_key)",
    "CREATE TABLE segment (edition INTEGER PRIMARY KEY REFERENCES edition (id) ON DELETE CASCADE, data BLOB NOT NULL)",
)


def _version_1(connection: sqlite3.Connection) -> None:
    for statement in _VERSION_1:
        connection.execute(statement)
    # Milliseconds since 1970, so that the revision also grows when the file is deleted and made again.
    connection.execute("INSERT INTO meta VALUES ('revision', ?)", (str(time.time_ns() // 1_000_000),))


def _version_2(connection: sqlite3.Connection) -> None:
    """Checksums of the editions; without new tables."""
    seal_all(connection)


SCHEMA = Schema(
    application_id=0x4B5A4C57,  # KZLW
    migrations=(_version_1, _version_2),
    newer="error-library-newer",
    foreign="error-library-corrupt",
    kind="library",
)
