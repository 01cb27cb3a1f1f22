"""How one of our SQLite files becomes a newer one.

``PRAGMA user_version`` is the number of migrations that were applied. Each runs in a transaction of its own, so that a
process killed half-way leaves a file of one version or the next. A migration that was released is never changed: a
change of the tables is one more function at the end of a schema's ``migrations``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kzlaw_tui.errors import KzlawError

Migration = Callable[[sqlite3.Connection], None]


@dataclass(frozen=True, slots=True)
class Schema:
    """One kind of file. ``application_id`` (four letters as a number) tells it from any other SQLite file; ``newer`` and
    ``foreign`` are the messages for a file of a newer program and for one that is none of ours."""

    application_id: int
    migrations: tuple[Migration, ...]
    newer: str
    foreign: str
    kind: str

    def migrate(self, connection: sqlite3.Connection, file: Path) -> None:
        """Bring a file up to date; ``connection`` is in autocommit mode.

        Raises ``KzlawError`` (``newer``, ``foreign``) and whatever SQLite raises.
        """
        while (version := self._version(connection, file)) < len(self.migrations):
            connection.execute("BEGIN IMMEDIATE")
            try:
                # Another process may have been faster while this one waited for the lock.
                if self._version(connection, file) == version:
                    self.migrations[version](connection)
                    connection.execute(f"PRAGMA application_id = {self.application_id:d}")
                    connection.execute(f"PRAGMA user_version = {version + 1:d}")
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _version(self, connection: sqlite3.Connection, file: Path) -> int:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        if application != self.application_id:
            (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            if tables or version:
                raise KzlawError(self.foreign, path=file, reason=f"not a kzlaw-tui {self.kind}")
        if version > len(self.migrations):
            raise KzlawError(self.newer, path=file, version=version, supported=len(self.migrations))
        return version
