from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kzlaw_tui.errors import KzlawError, NotFoundError
from kzlaw_tui.law.model import Citation, CitationSpan, Edition
from kzlaw_tui.law.passages import content_key
from kzlaw_tui.library.store import Library
from tests.library.samples import ACT, edition, plain_article, rich_article

Add = Callable[[Edition], int]
OLD, NEW, NEWEST = date(2024, 1, 1), date(2025, 6, 1), date(2026, 1, 9)


def test_an_edition_comes_back_as_it_went_in(library: Library, add: Add) -> None:
    put = edition(sha256="a" * 64)
    assert library.load(add(put)) == put


def test_counts_of_an_edition(library: Library, add: Add) -> None:
    add(edition())
    (info,) = library.editions()
    assert (info.articles, info.live_articles, info.passages) == (3, 2, 3)
    assert (info.act, info.lang, info.as_of, info.current, info.source) == (ACT, "ru", NEWEST, True, "file.txt")


@pytest.mark.parametrize("number", ["52-1", "52‑1", "52–1.", " 52 - 1 ", "52\N{NO-BREAK SPACE}-1", "52¹"])
def test_find_takes_numbers_as_printed(library: Library, add: Add, number: str) -> None:
    add(edition())
    found = library.find(ACT, number)
    assert found is not None
    assert (found.article.number, found.ordinal) == ("52-1", 1)


def test_find_knows_what_is_not_there(library: Library, add: Add) -> None:
    add(edition())
    assert library.find(ACT, "521") is None
    assert library.find("K0", "52") is None
    assert library.find(ACT, "52", lang="kk") is None
    assert library.edition(ACT, "kk") is None


def test_an_article_by_its_place(library: Library, add: Add) -> None:
    edition_id = add(edition())
    assert library.article(edition_id, 0).article == rich_article()
    with pytest.raises(NotFoundError):
        library.article(edition_id, 99)


def test_contents(library: Library, add: Add) -> None:
    entries = library.toc(add(edition()))
    assert [entry.number for entry in entries] == ["52", "52-1", "53"]
    assert entries[0].path == ("Раздел 1. Звери", "Глава 2. Домашние")
    assert entries[2].validity.repealed


def test_passages_are_named_by_their_content(library: Library, add: Add) -> None:
    old = library.passages(add(edition(as_of=OLD)))
    new = library.passages(add(edition(as_of=NEW)))
    article = rich_article()
    first = old[0]
    assert (first.ordinal, first.point, first.start) == (0, "1", 0)
    assert first.key == content_key(ACT, "ru", article.heading, article.text[first.start : first.end])
    assert [p.key for p in old] == [p.key for p in new]


def test_the_latest_edition_is_current_whatever_the_order(library: Library) -> None:
    texts = {day: edition(plain_article("1", f"Текст {day.year}."), as_of=day) for day in (OLD, NEW, NEWEST)}
    statuses = [library.add_edition(texts[d], source="f", segment=b"") for d in (NEW, OLD, NEWEST)]
    assert statuses == ["added", "added", "updated"]
    assert [(info.as_of, info.current) for info in library.editions(current=False)] == [
        (NEWEST, True),
        (NEW, False),
        (OLD, False),
    ]
    for day, expected in ((None, "2026"), (date(2025, 7, 1), "2025"), (NEW, "2025"), (date(2025, 5, 31), "2024")):
        found = library.find(ACT, "1", as_of=day)
        assert found is not None
        assert found.article.text == f"Текст {expected}."
    assert library.find(ACT, "1", as_of=date(2023, 12, 31)) is None


def test_of_two_texts_of_one_day_the_later_ingested_is_current(library: Library) -> None:
    library.add_edition(edition(plain_article("1", "Первый."), sha256="1"), source="f", segment=b"")
    assert library.add_edition(edition(plain_article("1", "Второй."), sha256="2"), source="f", segment=b"") == "updated"
    found = library.find(ACT, "1")
    assert found is not None
    assert found.article.text == "Второй."


def test_an_undated_edition_does_not_displace_a_dated_one(library: Library) -> None:
    library.add_edition(edition(sha256="1"), source="f", segment=b"")
    assert library.add_edition(edition(as_of=None, sha256="2"), source="f", segment=b"") == "added"
    assert [info.as_of for info in library.editions()] == [NEWEST]


def test_the_same_file_again_is_unchanged_and_writes_nothing(library: Library) -> None:
    put = edition(sha256="1")
    assert library.add_edition(put, source="f", segment=b"") == "added"
    revision = library.revision()
    assert library.add_edition(put, source="f", segment=b"") == "unchanged"
    assert library.revision() == revision
    assert len(library.editions(current=False)) == 1


def test_the_same_file_under_another_act_replaces_the_wrong_reading(library: Library) -> None:
    library.add_edition(edition(sha256="1", as_of=OLD), source="f", segment=b"")
    library.add_edition(edition(sha256="2"), source="f", segment=b"")
    assert library.add_edition(edition(sha256="2", act="other"), source="f", segment=b"") == "updated"
    assert [(info.act, info.sha256) for info in library.editions()] == [(ACT, "1"), ("other", "2")]


def test_russian_comes_first_and_kazakh_fills_in(library: Library, add: Add) -> None:
    add(edition(plain_article("1", "Құс сайрайды."), plain_article("2"), lang="kk"))
    add(edition(plain_article("1")))
    assert [info.lang for info in library.editions()] == ["ru", "kk"]
    first, second = library.find(ACT, "1"), library.find(ACT, "2")
    assert first is not None and second is not None
    assert (first.edition.lang, second.edition.lang) == ("ru", "kk")
    kazakh = library.find(ACT, "1", lang="kk")
    assert kazakh is not None
    assert kazakh.edition.lang == "kk"


def test_a_digest_answers_only_while_there_is_no_official_text(library: Library, add: Add) -> None:
    add(edition(plain_article("1", "Коротко."), kind="digest", as_of=None))
    add(edition(plain_article("1", "Қысқаша."), kind="digest", as_of=None, lang="kk"))
    assert [(i.text_kind, i.lang) for i in library.editions()] == [("digest", "ru"), ("digest", "kk")]
    official = add(edition(plain_article("1", "Ресми.")))
    assert [(i.text_kind, i.lang) for i in library.editions()] == [("official", "ru")]
    assert library.edition(ACT, "kk") is None
    assert library.edition(ACT, "kk", date(2026, 5, 5)) is None
    library.remove_edition(official)
    assert [(i.text_kind, i.lang) for i in library.editions()] == [("digest", "ru"), ("digest", "kk")]


def test_a_new_digest_takes_the_place_of_the_old_one(library: Library) -> None:
    for sha256, expected in (("1", "added"), ("1", "unchanged"), ("2", "updated")):
        put = edition(kind="digest", as_of=None, sha256=sha256)
        assert library.add_edition(put, source="f", segment=b"") == expected
    assert [info.sha256 for info in library.editions(current=False)] == ["2"]


def test_removing_leaves_no_rows_and_brings_the_older_edition_back(library: Library, add: Add) -> None:
    old = add(edition(as_of=OLD))
    new = add(edition())
    library.remove_edition(new)
    assert [info.id for info in library.editions()] == [old]
    library.remove_edition(old)
    with sqlite3.connect(library.file) as connection:
        for table in ("article", "passage", "reference", "segment"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    with pytest.raises(NotFoundError):
        library.remove_edition(old)


def test_ids_are_never_used_twice(library: Library, add: Add) -> None:
    first = add(edition())
    library.remove_edition(first)
    assert add(edition()) > first


def test_segments_are_those_of_the_current_editions(library: Library) -> None:
    library.add_edition(edition(as_of=OLD, sha256="1"), source="f", segment=b"old")
    library.add_edition(edition(sha256="2"), source="f", segment=b"new")
    ((info, data),) = library.segments()
    assert (info.as_of, data) == (NEWEST, b"new")
    library.set_segment(info.id, b"newer")
    assert library.segments()[0][1] == b"newer"


def test_cross_references_both_ways(library: Library) -> None:
    text = rich_article().text
    start = text.index("статье 7")
    span = CitationSpan(Citation("", "7", "2", "1)"), start, start + 8, "ru", relative=True, until="9")
    elsewhere = CitationSpan(Citation("other", "3"), 0, 4, "ru")
    library.add_edition(
        edition(), source="f", segment=b"", references=lambda a: [span, elsewhere] if a.number == "52" else []
    )
    (info,) = library.editions()
    assert library.references(info.id, 0) == [span, elsewhere]
    assert library.references(info.id, 1) == []
    assert library.cited_by(ACT, "7") == [(info, 0)]
    assert library.cited_by("other", "3.") == [(info, 0)]
    assert library.cited_by(ACT, "3") == []


def test_only_current_editions_cite(library: Library) -> None:
    span = CitationSpan(Citation(ACT, "7"), 0, 4, "ru")
    for day in (OLD, NEW):
        library.add_edition(
            edition(plain_article("1"), as_of=day), source="f", segment=b"", references=lambda _a: [span]
        )
    assert [(info.as_of, ordinal) for info, ordinal in library.cited_by(ACT, "7")] == [(NEW, 0)]


def test_a_failed_write_leaves_everything_as_it_was(library: Library, add: Add) -> None:
    add(edition(sha256="1"))
    before = (library.editions(current=False), library.revision())

    with pytest.raises(Exception, match=r"bind|type"):
        library.add_edition(edition(as_of=date(2026, 5, 5), sha256="2"), source="f", segment=object())  # type: ignore[arg-type]
    assert (library.editions(current=False), library.revision()) == before


def test_the_revision_grows_with_each_write_of_any_library_object(library: Library, add: Add) -> None:
    other = Library.open(library.file)
    before = other.revision()
    add(edition())
    assert other.revision() > before
    other.set_meta("key", "value")
    assert library.revision() > before + 1
    assert library.meta("key") == "value"
    other.close()


def test_a_deleted_index_is_noticed_and_the_revision_still_grows(library: Library, add: Add) -> None:
    add(edition())
    before = library.revision()
    time.sleep(0.005)
    for file in library.file.parent.iterdir():
        file.unlink()
    library.file.parent.rmdir()
    assert library.editions() == []
    assert library.revision() > before
    add(edition())
    assert len(library.editions()) == 1


def test_threads_read_while_another_connection_writes(library: Library) -> None:
    library.add_edition(edition(*(plain_article(str(n)) for n in range(1, 40))), source="f", segment=b"")
    failures: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        try:
            while not stop.is_set():
                found = library.find(ACT, "7")
                assert found is not None
                assert len(library.toc(found.edition.id)) == found.edition.articles
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    writer = Library.open(library.file)
    for round_ in range(15):
        many = edition(*(plain_article(str(n)) for n in range(1, 40)), as_of=None, sha256=str(round_))
        writer.add_edition(many, source="f", segment=b"")
    writer.close()
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []


def test_closing_forgets_threads_and_the_library_opens_again(library: Library, add: Add) -> None:
    add(edition())
    thread = threading.Thread(target=library.editions)
    thread.start()
    thread.join()
    library.close()
    assert len(library.editions()) == 1


def test_junk_in_place_of_the_library(tmp_path: Path) -> None:
    file = tmp_path / "library.sqlite"
    file.write_bytes(b"not a database at all, " * 100)
    with pytest.raises(KzlawError) as raised:
        Library.open(file)
    assert raised.value.message_id == "error-library-corrupt"


def test_damaged_pages_are_told_in_plain_words(library: Library, add: Add) -> None:
    edition_id = add(edition(*(plain_article(str(n), f"Текст {n}. " * 200) for n in range(1, 60))))
    library.close()
    data = bytearray(library.file.read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    library.file.write_bytes(data)
    with pytest.raises(KzlawError) as raised:
        library.load(edition_id)
    assert raised.value.message_id == "error-library-corrupt"


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "library.sqlite"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE mine (x)")
    connection.close()
    with pytest.raises(KzlawError) as raised:
        Library.open(file)
    assert raised.value.message_id == "error-library-corrupt"


def test_a_library_that_cannot_be_written_is_still_read(
    library: Library, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read-only disk: SQLite can open nothing for writing beside the file."""
    add(edition())
    library.close()
    from kzlaw_tui.library import connections

    def refuse(_file: Path) -> sqlite3.Connection:
        error = sqlite3.OperationalError("unable to open database file")
        error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN  # type: ignore[misc]
        raise error

    monkeypatch.setattr(connections, "_open_writable", refuse)
    assert library.find(ACT, "52") is not None
    with pytest.raises(KzlawError) as raised:
        add(edition(as_of=None))
    assert raised.value.message_id == "error-home-unwritable"


@pytest.mark.parametrize("state", ["healthy", "corrupt", "missing"])
def test_becoming_another_library(library: Library, add: Add, tmp_path: Path, state: str) -> None:
    add(edition(as_of=OLD))
    reader = Library.open(library.file)
    assert len(reader.editions()) == 1
    before = reader.revision()
    if state == "corrupt":
        library.close()
        library.file.write_bytes(b"junk" * 2000)
    elif state == "missing":
        library.close()
        library.file.unlink()
    fresh = Library.open(tmp_path / "index" / "new.sqlite")
    fresh.add_edition(edition(), source="f", segment=b"")
    fresh.add_edition(edition(lang="kk"), source="f", segment=b"")
    fresh.close()
    library.become(fresh.file)
    assert [info.as_of for info in library.editions()] == [NEWEST, NEWEST]
    reader_again = reader if state == "healthy" else Library.open(library.file)
    assert len(reader_again.editions()) == 2
    assert reader_again.revision() > before
    assert not fresh.file.exists()
    reader.close()
    reader_again.close()
    library.close()
    with sqlite3.connect(library.file) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_a_reader_in_the_middle_of_a_query_is_not_disturbed(library: Library, add: Add, tmp_path: Path) -> None:
    add(edition(*(plain_article(str(n), f"Текст {n}. " * 100) for n in range(1, 300))))
    reader = sqlite3.connect(library.file)
    rows = reader.execute("SELECT number FROM article ORDER BY ordinal")
    assert rows.fetchone() == ("1",)
    fresh = Library.open(tmp_path / "index" / "new.sqlite")
    fresh.add_edition(edition(), source="f", segment=b"")
    fresh.close()
    library.become(fresh.file)
    assert [number for (number,) in rows] == [str(n) for n in range(2, 300)]
    assert reader.execute("SELECT count(*) FROM article").fetchone() == (3,)
    reader.close()


def test_orphans_and_wrong_counts_are_found(library: Library, add: Add) -> None:
    add(edition())
    assert library.orphans() == []
    library.close()
    with sqlite3.connect(library.file) as connection:
        connection.execute("DELETE FROM article WHERE ordinal = 1")
    connection.close()
    wrong = library.orphans()
    assert any("passage" in line for line in wrong)
    assert any(line.startswith("article") for line in wrong)
