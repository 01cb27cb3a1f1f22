"""The tables of the sessions file and how an older file becomes a newer one (as in ``library.schema``).

A migration that was released is never changed: a change of the tables is one more function at the end of
``MIGRATIONS``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from kzlaw_tui.errors import KzlawError

APPLICATION_ID = 0x4B5A5353
"""``KZSS``: tells our file from any other SQLite file."""

_PLACE = """act TEXT NOT NULL,
        article TEXT NOT NULL,
        point TEXT NOT NULL,
        subpoint TEXT NOT NULL,
        part TEXT NOT NULL,
        paragraph TEXT NOT NULL,
        lang TEXT NOT NULL,
        heading TEXT NOT NULL"""
_KEY = "PRIMARY KEY (act, article, point, subpoint, part, paragraph)"

_VERSION_1 = (
    """CREATE TABLE conversation (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        title TEXT NOT NULL,
        named INTEGER NOT NULL DEFAULT 0,
        pinned INTEGER NOT NULL DEFAULT 0,
        created TEXT NOT NULL,
        updated TEXT NOT NULL
    )""",
    """CREATE TABLE turn (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
        question TEXT NOT NULL,
        asked TEXT NOT NULL,
        answer TEXT
    )""",
    "CREATE INDEX turn_conversation ON turn (conversation, id)",
    f"CREATE TABLE bookmark ({_PLACE}, made TEXT NOT NULL, {_KEY})",
    f"CREATE TABLE note ({_PLACE}, made TEXT NOT NULL, text TEXT NOT NULL, {_KEY})",
    f"""CREATE TABLE recent ({_PLACE}, opened TEXT NOT NULL, PRIMARY KEY (act, article, lang))""",
    "CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
)


def _version_1(connection: sqlite3.Connection) -> None:
    for statement in _VERSION_1:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (_version_1,)


def migrate(
    connection: sqlite3.Connection,
    file: Path,
    migrations: Sequence[Callable[[sqlite3.Connection], None]] = MIGRATIONS,
) -> None:
    """Bring a file up to date, each migration in a transaction of its own; ``connection`` is in autocommit mode.

    Raises ``KzlawError`` for a file that a newer program wrote, and for an SQLite file that is none of ours.
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
            raise KzlawError("error-sessions-unreadable", path=file, reason="not a kzlaw-tui sessions file")
    if version > newest:
        raise KzlawError("error-sessions-newer", path=file, version=version, supported=newest)
    return version
