"""The tables of the sessions file. How an older file becomes a newer one: ``kzlaw_tui.migrations``."""

from __future__ import annotations

import sqlite3

from kzlaw_tui.migrations import Schema

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


SCHEMA = Schema(
    application_id=0x4B5A5353,  # KZSS
    migrations=(_version_1,),
    newer="error-sessions-newer",
    foreign="error-sessions-unreadable",
    kind="sessions file",
)
