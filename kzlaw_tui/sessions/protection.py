"""The sessions file put under a passphrase, taken out of it, given another one, copied, and erased.

The new file is made beside the old one and takes its place in one step, so that a process killed at any moment leaves
the one or the other, whole. While that goes on nobody else can use the file, and it is not begun while somebody does.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.files import sync_file, sync_folder
from kzlaw_tui.sessions import cipher
from kzlaw_tui.sessions.connection import PART, connect, explain, open_static

_CHUNK = 1 << 20
_BUSY_SECONDS = 1.0


def encrypt(file: Path, passphrase: str) -> None:
    """Put a file in the clear (one is made where there is none) under a passphrase.

    Raises ``KzlawError``: ``error-sessions-encrypted``, ``error-passphrase-short``, ``error-encryption-missing``,
    ``error-sessions-in-use``.
    """
    if cipher.is_encrypted(file):
        raise KzlawError("error-sessions-encrypted", path=file)
    if not file.is_file() or not file.stat().st_size:
        connect(file).close()
    _convert(file, "", cipher.normal(passphrase))


def decrypt(file: Path, passphrase: str) -> None:
    """Take a file out of its passphrase. Raises ``KzlawError``, as ``encrypt`` and ``error-passphrase-wrong``."""
    need_encrypted(file)
    _convert(file, cipher.normal(passphrase), "")


def change_passphrase(file: Path, old: str, new: str) -> None:
    """Give a file another passphrase. Raises ``KzlawError``, as ``decrypt``."""
    need_encrypted(file)
    _convert(file, cipher.normal(old), cipher.normal(new))


def copy_to(file: Path, target: Path, passphrase: str = "") -> None:
    """Copy a file that others may be using, as it stands at one moment; an encrypted one stays encrypted.

    Raises ``KzlawError`` (``error-sessions-locked`` without the passphrase of an encrypted file).
    """
    try:
        if cipher.is_encrypted(file) and not passphrase:
            raise KzlawError("error-sessions-locked", path=file)
        key = cipher.normal(passphrase) if passphrase else ""
        with closing(_open_to_read(file, key)) as source:
            if key:
                _export(source, target, key)
                return
            with closing(sqlite3.connect(os.fspath(target))) as copy:
                source.backup(copy)
                # A file of its own, without a log beside it.
                copy.execute("PRAGMA journal_mode = DELETE").fetchone()
    except KzlawError:
        raise
    except cipher.errors() as error:
        raise explain(error, file) from error


def _open_to_read(file: Path, key: str) -> sqlite3.Connection:
    static = None if os.access(file, os.W_OK) else open_static(file, key)
    if static is not None:
        return static
    if key:
        return cipher.connect(file, key, _BUSY_SECONDS)
    return sqlite3.connect(os.fspath(file), timeout=_BUSY_SECONDS)


def need_alone(file: Path) -> None:
    """Make sure that no other process has the file open. An encrypted one cannot be asked without its passphrase.

    Raises ``KzlawError`` (``error-sessions-in-use``).
    """
    if not file.is_file() or cipher.is_encrypted(file):
        return
    connection = sqlite3.connect(os.fspath(file), timeout=_BUSY_SECONDS, isolation_level=None)
    # A file that is no database any more is in nobody's use.
    with closing(connection), suppress(sqlite3.DatabaseError):
        _alone(connection, file)


def erase(file: Path) -> None:
    """Overwrite the file, its log and what was left beside it, then delete them.

    On solid-state disks, on journalling or copying file systems and in backups older copies of the same bytes may
    outlive this: only encryption from the first day keeps them from being read. Raises ``KzlawError``
    (``error-sessions-in-use``).
    """
    try:
        need_alone(file)
        for path in sorted(file.parent.glob(f"{file.name}*")):
            if path.is_file() and not path.is_symlink():
                _overwrite(path)
                path.unlink(missing_ok=True)
        sync_folder(file.parent)
    except OSError as error:
        raise KzlawError("error-home-unwritable", path=file, reason=error.strerror or error) from error


def need_encrypted(file: Path) -> None:
    """Raises ``KzlawError`` (``error-sessions-not-encrypted``) for a file in the clear."""
    if not cipher.is_encrypted(file):
        raise KzlawError("error-sessions-not-encrypted", path=file)


def _convert(file: Path, old: str, new: str) -> None:
    part = file.with_name(file.name + PART)
    cipher.driver()
    try:
        with _kept_to_overwrite(file, enabled=not old) as finish:
            connection = cipher.connect(file, old, _BUSY_SECONDS)
            try:
                _alone(connection, file)
                part.unlink(missing_ok=True)
                os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
                counts = _export(connection, part, new)
                with closing(cipher.connect(part, new, _BUSY_SECONDS)) as check:
                    if check.execute("PRAGMA integrity_check").fetchone()[0] != "ok" or _counts(check) != counts:
                        raise KzlawError("error-sessions-unreadable", path=part, reason="integrity_check")
                sync_file(part)
                if sys.platform == "win32":
                    connection.close()  # an open file cannot be replaced there
                part.replace(file)
                sync_folder(file.parent)
            finally:
                connection.close()
            finish()
    except KzlawError:
        raise
    except OSError as error:
        raise KzlawError("error-home-unwritable", path=file.parent, reason=error.strerror or error) from error
    except cipher.errors() as error:
        raise explain(error, file) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _alone(connection: sqlite3.Connection, file: Path) -> None:
    """Empty the log into the file and keep everybody else out until the connection is closed."""
    connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()
    try:
        (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except cipher.errors("OperationalError") as error:
        if cipher.code_of(error) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        mode = ""
    if mode != "delete":
        raise KzlawError("error-sessions-in-use", path=file)


def _export(connection: sqlite3.Connection, target: Path, key: str) -> dict[str, int]:
    """Copy everything into a new file under a key, ``""`` for none; returns how many rows each table has."""
    connection.execute("ATTACH DATABASE ? AS fresh KEY ?", (os.fspath(target), key))
    connection.execute("SELECT sqlcipher_export('fresh')").fetchall()
    for pragma in ("user_version", "application_id"):
        (value,) = connection.execute(f"PRAGMA main.{pragma}").fetchone()
        connection.execute(f"PRAGMA fresh.{pragma} = {int(value)}")
    connection.execute("DETACH DATABASE fresh")
    return _counts(connection)


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    names = [str(row[0]) for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


@contextmanager
def _kept_to_overwrite(file: Path, *, enabled: bool) -> Iterator[Callable[[], None]]:
    """Yields a function that overwrites the words in the clear of a file that has been replaced meanwhile.

    Windows lets nobody replace a file that is open: there the old words stay in free blocks of the disk.
    """
    if not enabled or sys.platform == "win32":
        yield lambda: None
        return
    with file.open("r+b") as old:
        yield lambda: _zero(old.fileno())


def _overwrite(path: Path) -> None:
    with path.open("r+b") as handle:
        _zero(handle.fileno())


def _zero(handle: int) -> None:
    size = os.fstat(handle).st_size
    os.lseek(handle, 0, os.SEEK_SET)
    while size > 0:
        size -= os.write(handle, bytes(min(size, _CHUNK)))
    os.fsync(handle)
    os.ftruncate(handle, 0)
