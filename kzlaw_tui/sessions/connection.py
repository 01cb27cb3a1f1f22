"""The one connection to the sessions file, and its failures in plain words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.sessions.schema import migrate

BUSY_SECONDS = 5.0


def explain(error: sqlite3.Error, file: Path) -> KzlawError:
    """What to tell a person about a failure of SQLite."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return KzlawError("error-sessions-disk-full", path=file)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return KzlawError("error-sessions-busy", path=file)
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return KzlawError("error-home-unwritable", path=file, reason=error)
    return KzlawError("error-sessions-unreadable", path=file, reason=error)


class Connection:
    """Opened at the first use, shared by all threads under a lock. Writes are on the disk when they return."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = RLock()
        self._open: sqlite3.Connection | None = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for statements that only read. Raises ``KzlawError``."""
        with self._lock:
            try:
                yield self._connection()
            except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
                raise
            except sqlite3.Error as error:
                raise explain(error, self.file) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or, when anything is raised inside, nothing. Raises ``KzlawError``."""
        with self.reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            if self._open is not None:
                self._open.close()
                self._open = None

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            self._open = _connect(self.file)
        return self._open


def _connect(file: Path) -> sqlite3.Connection:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _own_only(file)
    except OSError as error:
        raise KzlawError("error-home-unwritable", path=file.parent, reason=error.strerror or error) from error
    connection = sqlite3.connect(
        os.fspath(file), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=64
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        # FULL, not NORMAL: what was confirmed to a person must outlive a power cut, and the writes are few.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        migrate(connection, file)
    except BaseException:
        connection.close()
        raise
    return connection


def _own_only(file: Path) -> None:
    """Nobody else may read what was asked: the file is made with these rights before anything is in it.

    SQLite gives its log (``-wal``, ``-shm``) the rights of the file itself.
    """
    if os.name != "posix":
        return
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    with suppress(PermissionError):
        file.chmod(0o600)
