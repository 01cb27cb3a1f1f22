from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.model import Citation
from kzlaw_tui.library import connections
from kzlaw_tui.library.schema import SCHEMA
from kzlaw_tui.library.store import Library
from tests.library.samples import ACT, edition

MIGRATIONS = SCHEMA.migrations
SCHEMAS = Path(__file__).parent / "schemas"


def old_library(file: Path, version: int) -> Path:
    """A library as a program of that schema version wrote it."""
    connection = sqlite3.connect(file)
    connection.executescript((SCHEMAS / f"v{version}.sql").read_text("utf-8"))
    connection.close()
    return file


def tables(file: Path) -> set[tuple[str, str]]:
    connection = sqlite3.connect(file)
    rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'").fetchall()
    connection.close()
    return {(name, " ".join(sql.split())) for name, sql in rows}


def test_every_released_version_has_a_sample() -> None:
    assert {int(file.stem[1:]) for file in SCHEMAS.glob("v*.sql")} == set(range(1, len(MIGRATIONS) + 1))


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS) + 1))
def test_a_library_of_any_version_opens_with_all_it_had(tmp_path: Path, version: int) -> None:
    library = Library.open(old_library(tmp_path / "old.sqlite", version))
    (info,) = library.editions()
    assert library.load(info.id) == edition(sha256="1" * 64)
    assert library.segments() == [(info, b"segment")]
    assert [span.citation for span in library.references(info.id, 0)] == [Citation("", "7")]
    assert library.cited_by(ACT, "7") == [(info, 0)]
    library.close()
    Library.open(tmp_path / "new.sqlite").close()
    assert tables(tmp_path / "old.sqlite") == tables(tmp_path / "new.sqlite")


def _add_column(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE article ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'")


def _fail_half_way(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE article ADD COLUMN half TEXT")
    raise RuntimeError("half-way")


def test_a_later_migration_runs_once_and_keeps_the_articles(tmp_path: Path) -> None:
    file = old_library(tmp_path / "old.sqlite", 1)
    connection = sqlite3.connect(file, isolation_level=None)
    for _ in range(2):
        replace(SCHEMA, migrations=(*MIGRATIONS, _add_column)).migrate(connection, file)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)
    assert connection.execute("SELECT DISTINCT mood FROM article").fetchall() == [("calm",)]
    connection.close()


def test_a_migration_that_fails_leaves_the_version_before_it(tmp_path: Path) -> None:
    file = old_library(tmp_path / "old.sqlite", 1)
    connection = sqlite3.connect(file, isolation_level=None)
    with pytest.raises(RuntimeError):
        replace(SCHEMA, migrations=(*MIGRATIONS, _add_column, _fail_half_way)).migrate(connection, file)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)
    columns = {row[1] for row in connection.execute("PRAGMA table_info(article)")}
    assert "mood" in columns
    assert "half" not in columns
    connection.close()


def test_a_library_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    file = old_library(tmp_path / "new.sqlite", 1)
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(KzlawError) as raised:
        Library.open(file)
    assert raised.value.message_id == "error-library-newer"
    assert raised.value.args_["version"] == 99


def test_several_processes_may_make_the_library_at_once(tmp_path: Path) -> None:
    file = tmp_path / "index" / "library.sqlite"
    code = f"from pathlib import Path; from kzlaw_tui.library.store import Library; Library.open(Path({str(file)!r}))"
    processes = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(4)]
    assert [(p.communicate()[1], p.returncode) for p in processes] == [(b"", 0)] * 4
    assert Library.open(file).editions() == []


def test_connections_are_durable_and_keep_foreign_keys(tmp_path: Path) -> None:
    pool = connections.Connections(tmp_path / "library.sqlite")
    with pool.reading() as connection:
        values = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "foreign_keys")]
        assert connection.execute("PRAGMA application_id").fetchone()[0] == SCHEMA.application_id
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert values == ["wal", 1]
    pool.close()
