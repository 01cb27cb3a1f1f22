"""The one connection to the sessions file, and its failures in plain words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.sessions import cipher
from kzlaw_tui.sessions.schema import SCHEMA

BUSY_SECONDS = 5.0
PART = ".part"
"""What a file that is being made beside the sessions file is called after it (``sessions.protection``)."""


def explain(error: Exception, file: Path) -> KzlawError:
    """What to tell a person about a failure of SQLite."""
    code = cipher.code_of(error)
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
        self._is_empty = False
        self._passphrase = ""

    @property
    def encrypted(self) -> bool:
        """Whether the file can only be read with a passphrase."""
        return cipher.is_encrypted(self.file)

    @property
    def locked(self) -> bool:
        """Whether a passphrase is wanted before anything can be read."""
        return not self._passphrase and self.encrypted

    def unlock(self, passphrase: str) -> None:
        """Take a passphrase, and keep it in memory until ``lock``. Raises ``KzlawError`` when it is not the right one."""
        with self._lock:
            self.close()
            self._passphrase = cipher.normal(passphrase)
            try:
                with self.reading():
                    pass
            except KzlawError:
                self._passphrase = ""
                raise

    def lock(self) -> None:
        """Forget the passphrase."""
        with self._lock:
            self.close()
            self._passphrase = ""

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for statements that only read: no file is made for them. Raises ``KzlawError``."""
        with self._guarded(make=False) as connection:
            yield connection

    @contextmanager
    def _guarded(self, *, make: bool) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._connection(make)
            except KzlawError:
                raise
            except Exception as error:
                ours = cipher.errors("IntegrityError") + cipher.errors("ProgrammingError")
                if isinstance(error, ours) or not isinstance(error, cipher.errors()):
                    raise
                raise explain(error, self.file) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or, when anything is raised inside, nothing. Raises ``KzlawError``."""
        with self._guarded(make=True) as connection:
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

    def _connection(self, make: bool) -> sqlite3.Connection:
        if self._open is not None and self._is_empty and make:
            self.close()
        if self._open is None:
            self._is_empty = not make and not self.file.exists()
            if self._is_empty:
                # Incognito leaves no file, not even an empty one.
                self._open = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
                SCHEMA.migrate(self._open, self.file)
                return self._open
            if self.locked:
                raise KzlawError("error-sessions-locked", path=self.file)
            passphrase = self._passphrase if self.encrypted else ""
            try:
                self._open = connect(self.file, passphrase)
            except KzlawError as error:
                static = (
                    None if make or error.message_id != "error-home-unwritable" else open_static(self.file, passphrase)
                )
                if static is None:
                    raise
                self._open = static
        return self._open


def connect(file: Path, passphrase: str = "") -> sqlite3.Connection:
    """Open (and make, and migrate) the file. Raises ``KzlawError`` and SQLite's errors."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _own_only(file)
    except OSError as error:
        raise KzlawError("error-home-unwritable", path=file.parent, reason=error.strerror or error) from error
    if passphrase:
        connection = cipher.connect(file, passphrase, BUSY_SECONDS)
    else:
        connection = sqlite3.connect(
            os.fspath(file), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=64
        )
    try:
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        # FULL, not NORMAL: what was confirmed to a person must outlive a power cut, and the writes are few.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        # No sorter or VACUUM puts words into a temporary file.
        connection.execute("PRAGMA temp_store = MEMORY")
        SCHEMA.migrate(connection, file)
    except BaseException:
        connection.close()
        raise
    # Whoever makes such a file keeps everybody out of this one until it is done: it was left by a process that was killed.
    with suppress(OSError):
        file.with_name(file.name + PART).unlink(missing_ok=True)
    return connection


def open_static(file: Path, passphrase: str) -> sqlite3.Connection | None:
    """Open a file that cannot be written, for reading; ``None`` where its log holds more, which needs a disk to write on."""
    log = file.with_name(file.name + "-wal")
    if not file.is_file() or (log.exists() and log.stat().st_size):
        return None
    uri = f"{file.absolute().as_uri()}?immutable=1"
    if passphrase:
        return cipher.connect(file, passphrase, BUSY_SECONDS, uri=uri)
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)


def _own_only(file: Path) -> None:
    """Nobody else may read what was asked: the file is made with these rights before anything is in it.

    SQLite gives its log (``-wal``, ``-shm``) the rights of the file itself.
    """
    if os.name != "posix":
        return
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    with suppress(PermissionError):
        file.chmod(0o600)
