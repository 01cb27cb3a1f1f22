"""Connections to the library's file: one a thread, opened anew when the file was replaced; failures in plain words."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.library.schema import SCHEMA

BUSY_SECONDS = 20.0
"""How long a write waits for another process: longer than the largest act takes to store."""

_LITTLE_SPACE = 1 << 20
"""Free bytes below which an I/O error is put down to a full disk."""

_OUR_MISTAKES = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError)
"""Failures that say nothing about the file."""


def explain(error: sqlite3.Error, file: Path) -> KzlawError:
    """What to tell a person about a failure of SQLite."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _disk_is_full(file)):
        return KzlawError("error-disk-full", path=file)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return KzlawError("error-library-busy", path=file)
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return KzlawError("error-home-unwritable", path=file, reason=error)
    if code == sqlite3.SQLITE_IOERR:
        return KzlawError("error-library-io", path=file, reason=error)
    return KzlawError("error-library-corrupt", path=file, reason=error)


def _disk_is_full(file: Path) -> bool:
    try:
        return shutil.disk_usage(file.parent).free < _LITTLE_SPACE
    except OSError:
        return False


class Connections:
    """The connections of one process to one file.

    A connection serves one thread. When the file at the path is another one than it was (the index was deleted, or
    rebuilt from the corpus), each thread gets a new connection at its next use.
    """

    def __init__(self, file: Path, *, read_only: bool = False) -> None:
        self.file = file
        self.read_only = read_only
        self._local = threading.local()
        self._lock = threading.Lock()
        self._open: list[tuple[weakref.ref[threading.Thread], sqlite3.Connection]] = []

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The thread's connection, for statements that only read. Raises ``KzlawError``."""
        try:
            yield self._connection()
        except _OUR_MISTAKES:
            raise
        except sqlite3.Error as error:
            raise explain(error, self.file) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction that raises the revision: all of it or, when anything is raised inside, nothing."""
        try:
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'revision'")
                connection.execute("COMMIT")
            except BaseException:
                # A full disk makes SQLite roll back by itself.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        except _OUR_MISTAKES:
            raise
        except sqlite3.Error as error:
            raise explain(error, self.file) from error

    def close(self) -> None:
        """Close the connections of all threads; the next use opens a new one."""
        with self._lock:
            connections = [connection for _thread, connection in self._open]
            self._open.clear()
        self._local = threading.local()
        for connection in connections:
            connection.close()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None and self._local.identity == self._identity():
            return connection
        if connection is not None:
            self._forget(connection)
        connection = self._connect()
        self._local.connection = connection
        self._local.identity = self._identity()
        return connection

    def _identity(self) -> tuple[int, ...] | None:
        """Which file stands at the path now; one that is taken for unchanging also by its size and time."""
        try:
            found = self.file.stat()
        except OSError:
            return None
        if self.read_only:
            return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
        return found.st_dev, found.st_ino

    def _forget(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            self._open = [entry for entry in self._open if entry[1] is not connection]
        with suppress(sqlite3.Error):
            connection.close()

    def _connect(self) -> sqlite3.Connection:
        if self.read_only:
            found = _open_static(self.file)
            if found is None:
                # Whoever keeps it has it open and has just written, or it is not there at all.
                is_there = self.file.is_file()
                raise KzlawError("error-shared-changing" if is_there else "error-shared-missing", path=self.file)
            return self._remember(found)
        try:
            connection = _open_writable(self.file)
        except sqlite3.Error as error:
            read_only = _open_static(self.file)
            if read_only is None:
                raise explain(error, self.file) from error
            connection = read_only
        return self._remember(connection)

    def _remember(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        with self._lock:
            for entry in [entry for entry in self._open if _has_ended(entry[0])]:
                entry[1].close()
                self._open.remove(entry)
            self._open.append((weakref.ref(threading.current_thread()), connection))
        return connection


def _has_ended(reference: weakref.ref[threading.Thread]) -> bool:
    thread = reference()
    return thread is None or not thread.is_alive()


def _open_writable(file: Path) -> sqlite3.Connection:
    """Open (and make, and migrate) the file. Raises ``KzlawError`` and ``sqlite3.Error``."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KzlawError("error-home-unwritable", path=file.parent, reason=error.strerror or error) from error
    connection = sqlite3.connect(
        os.fspath(file), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=64
    )
    try:
        _use_wal(connection)
        # FULL, not NORMAL: the manifest is written after the commit and must not know an edition that a power cut
        # takes back. Writes are rare; a sync costs milliseconds.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        SCHEMA.migrate(connection, file)
    except BaseException:
        connection.close()
        raise
    return connection


def _use_wal(connection: sqlite3.Connection) -> None:
    """Readers go on while another process writes. Where the file system has no shared memory the mode stays as it is."""
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except sqlite3.OperationalError as error:
            # The busy timeout does not cover this switch when two processes make the file at once.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _open_static(file: Path) -> sqlite3.Connection | None:
    """Open a file that cannot be written (no rights, a full disk) for reading; ``None`` when that is not safe.

    Without a write-ahead log the file is complete as it stands and needs no shared memory to be read.
    """
    log = file.with_name(file.name + "-wal")
    try:
        if not file.is_file() or (log.exists() and log.stat().st_size):
            return None
        connection = sqlite3.connect(
            f"{file.absolute().as_uri()}?immutable=1", uri=True, isolation_level=None, check_same_thread=False
        )
    except (OSError, sqlite3.Error):
        return None
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()
        SCHEMA.migrate(connection, file)
    except (sqlite3.Error, KzlawError):
        connection.close()
        return None
    return connection
