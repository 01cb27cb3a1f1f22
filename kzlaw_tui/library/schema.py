"""The tables of the library and how an older database becomes a newer one.

``PRAGMA user_version`` is the number of migrations that were applied. Each runs in a transaction of its own, so that a
process killed half-way leaves a database of one version or the next. A migration that was released is never changed:
a change of the tables is one more function at the end of ``MIGRATIONS``.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from kzlaw_tui.errors import KzlawError

APPLICATION_ID = 0x4B5A4C57
"""``KZLW``: tells our database from any other SQLite file."""

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
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    # Milliseconds since 1970, so that the revision also grows when the file is deleted and made again.
    connection.execute("INSERT INTO meta VALUES ('revision', ?)", (str(time.time_ns() // 1_000_000),))


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (_version_1,)


def migrate(
    connection: sqlite3.Connection,
    file: Path,
    migrations: Sequence[Callable[[sqlite3.Connection], None]] = MIGRATIONS,
) -> None:
    """Bring a database up to date.

    ``connection`` is in autocommit mode. Raises ``KzlawError`` for a database that a newer program wrote, and for an
    SQLite file that is not a library.
    """
    while (version := _version(connection, file, len(migrations))) < len(migrations):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have been faster while this one waited for the lock.
            if _version(connection, file, len(migrations)) == version:
                migrations[version](connection)
                connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _version(connection: sqlite3.Connection, file: Path, newest: int) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if tables or version:
            raise KzlawError("error-library-corrupt", path=file, reason="not a kzlaw-tui library")
    if version > newest:
        raise KzlawError("error-library-newer", path=file, version=version, supported=newest)
    return version
