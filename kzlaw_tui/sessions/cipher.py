"""SQLCipher: the sessions file under a passphrase. The optional package ``sqlcipher3`` brings it.

Every page of the file and of its write-ahead log is encrypted (AES-256-CBC with an HMAC-SHA512 of each page); the key is
made from the passphrase by PBKDF2-HMAC-SHA512 with 256,000 rounds and a salt of the file: https://www.zetetic.net/sqlcipher/design/
"""

from __future__ import annotations

import importlib
import os
import sqlite3
import sys
import unicodedata
from pathlib import Path
from typing import Any, cast

from kzlaw_tui.errors import KzlawError

MIN_CHARS = 8
_PLAIN = b"SQLite format 3\0"
_PAGE = 4096


def is_encrypted(file: Path) -> bool:
    """Whether a sessions file can only be read with a passphrase: whole pages, and no beginning that SQLite knows."""
    try:
        size = file.stat().st_size
        if not size or size % _PAGE:
            return False
        with file.open("rb") as source:
            return source.read(len(_PLAIN)) != _PLAIN
    except OSError:
        return False


def normal(passphrase: str) -> str:
    """A passphrase as it is hashed, whichever way the keyboard composed its letters. Raises ``KzlawError`` when it is too short."""
    text = unicodedata.normalize("NFC", passphrase)
    if len(text) < MIN_CHARS or "\0" in text:
        raise KzlawError("error-passphrase-short", chars=MIN_CHARS)
    return text


def driver() -> Any:
    """The module ``sqlcipher3.dbapi2``. Raises ``KzlawError`` when it is not installed."""
    try:
        return importlib.import_module("sqlcipher3.dbapi2")
    except ImportError as error:
        raise KzlawError("error-encryption-missing") from error


def connect(file: Path, passphrase: str, timeout: float, *, uri: str = "") -> sqlite3.Connection:
    """Open a file (by another ``uri`` where one is given) with SQLCipher; an empty passphrase is for a file in the clear.

    Raises ``KzlawError`` (``error-passphrase-wrong``) and the driver's own errors.
    """
    module = driver()
    connection = module.connect(
        uri or os.fspath(file),
        timeout=timeout,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=64,
        uri=bool(uri),
    )
    try:
        # Its remarks on a wrong key would fall into the app's screen.
        connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
        if passphrase:
            quoted = passphrase.replace("'", "''")
            connection.execute(f"PRAGMA key = '{quoted}'").fetchall()
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except module.DatabaseError as error:
            if passphrase and "not a database" in str(error):
                raise KzlawError("error-passphrase-wrong") from None
            raise
    except BaseException:
        connection.close()
        raise
    return cast("sqlite3.Connection", connection)


def errors(name: str = "Error") -> tuple[type[Exception], ...]:
    """An exception class of the standard ``sqlite3`` and, once it is loaded, of the cipher driver, whose classes are its own."""
    loaded = sys.modules.get("sqlcipher3.dbapi2")
    own: type[Exception] = getattr(sqlite3, name)
    return (own,) if loaded is None else (own, getattr(loaded, name))


_SAID = (
    ("disk is full", sqlite3.SQLITE_FULL),
    ("is locked", sqlite3.SQLITE_BUSY),
    ("unable to open", sqlite3.SQLITE_CANTOPEN),
    ("readonly", sqlite3.SQLITE_READONLY),
    ("disk I/O", sqlite3.SQLITE_IOERR),
)


def code_of(error: Exception) -> int:
    """The primary SQLite code of a failure; the cipher driver gives only the words that belong to it."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return int(code) & 0xFF
    return next((number for words, number in _SAID if words in str(error)), 0)
