from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kzlaw_tui.config import CHECKOUT, Home
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest import rebuild as rebuilding
from kzlaw_tui.ingest.rebuild import not_indexed, rebuild, verify
from kzlaw_tui.ingest.reports import IndexReport, Progress
from kzlaw_tui.law.model import Edition
from kzlaw_tui.library.corpus import Corpus
from kzlaw_tui.library.store import Library
from tests.ingest.homes import LABOUR, REGISTRY, ingest, segment, state, write_law


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with two Russian editions of one act, a Kazakh one, and a file that was given an act and a date by hand."""
    home = Home(tmp_path / "home")
    files = tmp_path / "files"
    ingest(
        home,
        [
            write_law(files / "new.txt", 4),
            write_law(files / "old.txt", 3, edition="05.05.2021"),
            write_law(files / "kk.txt", 2, kazakh=True),
        ],
    )
    ingest(home, [write_law(files / "other.txt", 5, word="ёж")], act="my-act", as_of=date(2020, 2, 2))
    return home


def again(home: Home, **options: Any) -> IndexReport:
    return rebuild(home=home, library_file=home.library_file, registry=REGISTRY, segment=segment, **options)


def contents(home: Home) -> list[tuple[Edition, str, bool]]:
    library = Library.open(home.library_file)
    try:
        return [(library.load(i.id), i.source, i.current) for i in library.editions(current=False)]
    finally:
        library.close()


def check(home: Home) -> IndexReport:
    library = Library.open(home.library_file)
    try:
        return verify(home, library)
    finally:
        library.close()


def problems(report: IndexReport) -> list[str]:
    return [message_id for message_id, _args in report.problems]


def delete_index(home: Home) -> None:
    shutil.rmtree(home.index)


def junk_library(home: Home) -> None:
    home.library_file.write_bytes(b"junk" * 5000)


def damage_pages(home: Home) -> None:
    data = bytearray(home.library_file.read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    home.library_file.write_bytes(data)


def nothing(_home: Home) -> None:
    pass


@pytest.mark.parametrize("damage", [nothing, delete_index, junk_library, damage_pages])
def test_a_rebuild_makes_the_same_library(home: Home, damage: Callable[[Home], None]) -> None:
    before = contents(home)
    counts = check(home)
    assert counts.ok
    damage(home)
    report = again(home)
    assert (report.articles, report.passages, report.problems) == (counts.articles, counts.passages, ())
    assert contents(home) == before
    assert check(home).ok
    assert sorted(file.name for file in home.index.glob("*.new*")) == []


def test_a_rebuild_brings_the_digests_and_the_links(home: Home) -> None:
    again(home, annotations=CHECKOUT / "corpus" / "annotations")
    library = Library.open(home.library_file)
    kinds = {(info.act, info.text_kind) for info in library.editions()}
    assert (LABOUR, "official") in kinds
    assert (LABOUR, "digest") not in kinds
    assert ("K2500000214", "digest") in kinds
    assert library.cited_by(LABOUR, "2")
    library.close()


def test_an_open_library_sees_the_rebuilt_one(home: Home) -> None:
    library = Library.open(home.library_file)
    before = library.revision()
    again(home)
    assert library.revision() > before
    assert len(library.editions(current=False)) == 4
    library.close()


def test_a_rebuild_that_is_stopped_changes_nothing(home: Home) -> None:
    before = contents(home)
    seen: list[Progress] = []
    with pytest.raises(KzlawError) as raised:
        again(home, progress=seen.append, cancelled=lambda: len(seen) > 5)
    assert raised.value.message_id == "error-ingest-cancelled"
    assert contents(home) == before
    assert sorted(file.name for file in home.index.glob("*.new*")) == []
    seen.clear()
    again(home, progress=seen.append)
    assert seen[-1].fraction == 1.0
    assert seen[-1].articles == 14


def test_a_copy_that_is_gone_keeps_its_text_from_the_old_library(home: Home) -> None:
    before = contents(home)
    entry = Corpus(home).entries()[0]
    (home.ingested / entry.copy).unlink()
    report = again(home)
    assert problems(report) == ["index-problem-copy-missing"]
    assert contents(home) == before
    assert problems(check(home)) == ["index-problem-copy-missing"]


def test_a_copy_that_fails_to_parse_is_reported_and_keeps_its_text(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(home)

    def fail(file: Path, *_args: Any) -> Any:
        raise KzlawError("error-no-articles", path=file)

    monkeypatch.setattr(rebuilding, "read_edition", fail)
    report = again(home)
    assert problems(report) == ["error-no-articles"] * 4
    assert contents(home) == before


def test_a_broken_manifest_is_made_again_from_the_copies(home: Home) -> None:
    before = contents(home)
    Corpus(home).manifest.write_text('{"version": 1, "fi')
    with pytest.raises(KzlawError) as raised:
        check(home)
    assert raised.value.message_id == "error-manifest-broken"
    report = again(home)
    assert problems(report) == ["index-problem-manifest"]
    assert sorted(map(str, contents(home))) == sorted(map(str, before))
    assert check(home).ok
    assert (home.ingested / "manifest.json.broken").is_file()


def test_what_is_missing_from_the_index_is_known(home: Home) -> None:
    library = Library.open(home.library_file)
    assert not_indexed(home, library) == []
    delete_index(home)
    assert not_indexed(home, library) == ["new.txt", "old.txt", "kk.txt", "other.txt"]
    assert problems(verify(home, library)) == ["index-problem-not-indexed"] * 4
    library.close()


def test_verify_finds_changed_copies_strays_and_entries_without_copy(home: Home) -> None:
    first, second, third, _fourth = Corpus(home).entries()
    (home.ingested / first.copy).write_text("edited by hand")
    Corpus(home).write([first, second, third])
    (home.ingested / ("f" * 16 + "-unknown.txt")).write_text("whose?")
    before = state(home.ingested)
    # The fourth was committed and only lacks its entry, which the next ingest makes.
    assert sorted(problems(check(home))) == ["index-problem-copy-changed", "index-problem-stray"]
    assert state(home.ingested) == before


def test_verify_finds_damage_inside_the_library(home: Home) -> None:
    connection = sqlite3.connect(home.library_file)
    connection.execute("UPDATE edition SET current = 0 WHERE lang = 'kk'")
    connection.execute("UPDATE article SET text = 'коротко' WHERE edition = 1 AND ordinal = 1")
    connection.execute("DELETE FROM article WHERE edition = 1 AND ordinal = 2")
    connection.commit()
    connection.close()
    found = set(problems(check(home)))
    assert found == {"index-problem-damaged", "index-problem-article", "index-problem-current"}


def test_verify_finds_an_edition_without_its_file(home: Home) -> None:
    entry = Corpus(home).entries()[0]
    Corpus(home).forget(entry.sha256)
    assert check(home).problems == (("index-problem-no-copy", {"name": entry.name}),)


def test_a_manifest_is_readable_by_people(home: Home) -> None:
    stored = json.loads(Corpus(home).manifest.read_text("utf-8"))
    last = stored["files"][-1]
    assert last["options"] == {"act": "my-act", "lang": None, "as_of": "2020-02-02"}
    assert last["name"] == "other.txt"
