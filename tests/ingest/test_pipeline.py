from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kzlaw_tui import logs
from kzlaw_tui.config import Home
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest import pipeline
from kzlaw_tui.ingest.pipeline import ingest_paths
from kzlaw_tui.ingest.readers import limited
from kzlaw_tui.ingest.recovery import interrupted, remove_ingested
from kzlaw_tui.ingest.reports import Progress
from kzlaw_tui.library.corpus import Corpus
from kzlaw_tui.library.store import Library
from tests.ingest.homes import LABOUR, REGISTRY, ingest, ingest_one, segment, state, write_law


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def law(tmp_path: Path) -> Path:
    return write_law(tmp_path / "files" / "кодекс.txt")


def error_of(report: Any) -> str:
    assert report.status == "failed"
    assert report.error is not None
    return str(report.error.message_id)


def current_articles(home: Home) -> list[tuple[str, int]]:
    library = Library.open(home.library_file)
    try:
        return [(info.lang, info.articles) for info in library.editions()]
    finally:
        library.close()


def test_a_file_becomes_articles_a_copy_and_a_manifest_entry(home: Home, law: Path) -> None:
    report = ingest_one(home, law)
    assert (report.status, report.act, report.lang, report.as_of) == ("added", LABOUR, "ru", date(2024, 1, 9))
    assert (report.articles, report.live_articles, report.passages, report.error) == (3, 3, 6, None)
    (entry,) = Corpus(home).entries()
    assert (entry.act, entry.lang, entry.as_of, entry.name) == (LABOUR, "ru", "2024-01-09", law.name)
    assert (home.ingested / entry.copy).read_bytes() == law.read_bytes()
    library = Library.open(home.library_file)
    found = library.find(LABOUR, "2")
    assert found is not None
    assert found.article.heading == "Правило о животных 2"
    assert found.edition.sha256 == entry.sha256
    assert library.segments()[0][1] == f"{LABOUR} ru 3".encode()
    library.close()


def test_cross_references_are_found_at_once(home: Home, law: Path) -> None:
    ingest_one(home, law)
    library = Library.open(home.library_file)
    (info,) = library.editions()
    (span,) = library.references(info.id, 2)
    text = library.article(info.id, 2).article.text
    assert (span.citation.article, span.relative) == ("2", True)
    assert "статье 2" in text[span.start : span.end]
    assert [ordinal for _info, ordinal in library.cited_by(LABOUR, "2")] == [2]
    library.close()


def test_the_same_file_again_is_unchanged_without_being_read(
    home: Home, law: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ingest_one(home, law)
    before = state(home.ingested)

    def never(_path: Path) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(limited.Reader, "read", never)
    again = ingest_one(home, law)
    assert again.status == "unchanged"
    assert (again.act, again.articles, again.passages) == (first.act, first.articles, first.passages)
    moved = law.rename(law.with_name("другое имя.txt"))
    assert ingest_one(home, moved, act=LABOUR, lang="ru", as_of=date(2024, 1, 9)).status == "unchanged"
    assert state(home.ingested).keys() == before.keys()


def test_options_correct_an_earlier_reading_of_the_file(home: Home, law: Path) -> None:
    ingest_one(home, law)
    report = ingest_one(home, law, act="my-act", as_of=date(2020, 2, 2))
    assert (report.status, report.act, report.as_of) == ("updated", "my-act", date(2020, 2, 2))
    library = Library.open(home.library_file)
    assert [info.act for info in library.editions(current=False)] == ["my-act"]
    library.close()
    (entry,) = Corpus(home).entries()
    assert (entry.act, entry.options.act, entry.options.as_of) == ("my-act", "my-act", "2020-02-02")


def test_a_lost_copy_is_made_again(home: Home, law: Path) -> None:
    ingest_one(home, law)
    (entry,) = Corpus(home).entries()
    (home.ingested / entry.copy).unlink()
    Corpus(home).write([])
    assert ingest_one(home, law).status == "unchanged"
    assert Corpus(home).entries()[0].copy == entry.copy
    assert (home.ingested / entry.copy).is_file()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_editions_in_one_call_in_either_order(home: Home, tmp_path: Path, order: tuple[int, int]) -> None:
    files = [
        write_law(tmp_path / "old.txt", 2, edition="05.05.2021", word="пёс"),
        write_law(tmp_path / "new.txt", 3, edition="09.01.2024"),
    ]
    reports = ingest(home, [files[i] for i in order]).files
    assert [r.status for r in reports] == (["added", "updated"] if order == (0, 1) else ["added", "added"])
    beside = [w for r in reports for w in r.warnings if w[0] == "ingest-warning-older-beside"]
    assert len(beside) == order[0]
    library = Library.open(home.library_file)
    assert [(i.as_of, i.current) for i in library.editions(current=False)] == [
        (date(2024, 1, 9), True),
        (date(2021, 5, 5), False),
    ]
    old = library.find(LABOUR, "1", as_of=date(2022, 1, 1))
    assert old is not None
    assert "пёс" in old.article.text
    library.close()


def test_another_text_of_the_same_day_becomes_current(home: Home, tmp_path: Path) -> None:
    ingest_one(home, write_law(tmp_path / "a.txt", 3))
    report = ingest_one(home, write_law(tmp_path / "b.txt", 5))
    assert report.status == "updated"
    assert current_articles(home) == [("ru", 5)]


def test_a_much_shorter_edition_is_pointed_out(home: Home, tmp_path: Path) -> None:
    ingest_one(home, write_law(tmp_path / "a.txt", 9))
    report = ingest_one(home, write_law(tmp_path / "b.txt", 4))
    assert [w for w in report.warnings if w[0] == "ingest-warning-fewer"] == [
        ("ingest-warning-fewer", {"articles": 4, "before": 9})
    ]


def test_both_languages_stand_side_by_side(home: Home, tmp_path: Path, law: Path) -> None:
    kazakh = write_law(tmp_path / "kk.txt", 2, kazakh=True)
    reports = ingest(home, [kazakh, law]).files
    assert [(r.status, r.act, r.lang) for r in reports] == [("added", LABOUR, "kk"), ("added", LABOUR, "ru")]
    assert current_articles(home) == [("ru", 3), ("kk", 2)]


def test_a_folder_is_walked_in_order_and_only_for_documents(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    for name in ("б/2.txt", "а.txt", "б/1.txt"):
        write_law(folder / name, word=name)
    for name in (".hidden.txt", "~$а.docx", ".git/x.txt", "picture.svg", "б/data.csv"):
        write_law(folder / name, word=name)
    (folder / "б" / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "again.txt").symlink_to(folder / "а.txt")
    reports = ingest(home, [folder, folder / "а.txt"]).files
    assert [str(r.path.relative_to(folder)) for r in reports] == ["again.txt", "б/1.txt", "б/2.txt"]
    assert {r.status for r in reports} <= {"added", "updated"}


def test_our_own_copies_are_not_ingested_again(home: Home, law: Path) -> None:
    ingest_one(home, law)
    (report,) = ingest(home, [home.root]).files
    assert error_of(report) == "error-ingest-empty-folder"


def test_one_bad_file_stops_no_other(home: Home, tmp_path: Path, law: Path) -> None:
    bad = {
        "empty.txt": b"",
        "junk.pdf": os.urandom(3000),
        "junk.docx": b"PK\x03\x04" + os.urandom(500),
        "prose.txt": ("Просто рассказ о том, как кот пошёл гулять.\n\n" * 50).encode(),
        "english.txt": b"Call me Ishmael. Some years ago, never mind how long.\n\n" * 30,
    }
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    paths = [*(tmp_path / name for name in bad), tmp_path / "absent.txt", law]
    report = ingest(home, paths)
    assert report.failed
    assert [r.status for r in report.files] == ["failed"] * 6 + ["added"]
    assert error_of(report.files[5]) == "error-file-missing"
    assert all(r.error and r.error.exit_code in (1, 3) for r in report.files[:6])
    assert current_articles(home) == [("ru", 3)]
    assert len(Corpus(home).entries()) == 1
    assert Corpus(home).strays() == []


def test_a_failed_file_changes_nothing(home: Home, law: Path, tmp_path: Path) -> None:
    ingest_one(home, law)
    before = state(home.ingested)
    (tmp_path / "bad.txt").write_text("")
    ingest_one(home, tmp_path / "bad.txt")
    assert state(home.ingested) == before
    assert interrupted(home) == []


def test_an_unforeseen_failure_is_named_and_logged(home: Home, law: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_args: object, **_options: object) -> None:
        raise ZeroDivisionError("сломалось")

    monkeypatch.setattr(pipeline, "parse", explode)
    home.ensure()
    logs.start(home)
    report = ingest_one(home, law)
    logs.stop()
    assert error_of(report) == "error-ingest-unexpected"
    assert report.error is not None
    assert report.error.args_["kind"] == "ZeroDivisionError"
    assert "сломалось" in str(report.error.args_["reason"])
    logged = home.log_file.read_text("utf-8")
    assert "ZeroDivisionError" in logged and " explode\n" in logged
    assert "сломалось" not in logged and law.name not in logged


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (MemoryError(), "error-ingest-memory"),
        (RecursionError("deep"), "error-ingest-unexpected"),
        (PermissionError(errno.EACCES, "denied"), "error-file-no-access"),
        (OSError(errno.EIO, "bad sector"), "error-file-unreadable"),
    ],
)
def test_failures_of_reading(
    home: Home, law: Path, monkeypatch: pytest.MonkeyPatch, raised: Exception, expected: str
) -> None:
    def fail(_reader: limited.Reader, _path: Path) -> None:
        raise raised

    monkeypatch.setattr(limited.Reader, "read", fail)
    assert error_of(ingest_one(home, law)) == expected


def test_a_folder_without_rights(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, law: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    real = Path.iterdir

    def iterdir(self: Path) -> Iterator[Path]:
        if self == closed:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(self)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    reports = ingest(home, [closed, law]).files
    assert error_of(reports[0]) == "error-file-no-access"
    assert reports[1].status == "added"


def test_a_home_that_cannot_be_written(tmp_path: Path, law: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    library = Library.open(tmp_path / "elsewhere" / "library.sqlite")
    with pytest.raises(KzlawError) as raised:
        ingest(Home(tmp_path / "home"), [law], library)
    assert raised.value.message_id == "error-home-unwritable"
    assert library.editions() == []
    library.close()


def test_a_pipe_is_not_waited_for(home: Home, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert ingest_one(home, tmp_path / "pipe.txt").status == "failed"


def test_a_dry_run_writes_nothing_and_says_what_would_be(home: Home, law: Path, tmp_path: Path) -> None:
    older = write_law(tmp_path / "files" / "older.txt", 2, edition="05.05.2021")
    report = ingest_paths([law, older], home=home, library=None, registry=REGISTRY, segment=segment, dry_run=True)
    assert [(r.status, r.articles) for r in report.files] == [("added", 3), ("added", 2)]
    assert not home.root.exists()
    ingest(home, [law])
    before = state(home.root)
    library = Library.open(home.library_file)
    newer = write_law(tmp_path / "files" / "newer.txt", 4, edition="01.02.2025")
    (tmp_path / "files" / "bad.txt").write_text("")
    dry = ingest(home, [law, newer, older, tmp_path / "files" / "bad.txt"], library, dry_run=True)
    assert [r.status for r in dry.files] == ["unchanged", "updated", "added", "failed"]
    library.close()
    assert state(home.root) == before
    assert [r.status for r in ingest(home, [law, newer, older]).files] == ["unchanged", "updated", "added"]


def test_an_act_that_nobody_knows_may_be_named(home: Home, law: Path) -> None:
    report = ingest_one(home, law, act="V2600012345", lang="ru", as_of=date(2026, 3, 3))
    assert (report.status, report.act, report.as_of) == ("added", "V2600012345", date(2026, 3, 3))


def test_progress_grows_to_the_end(home: Home, tmp_path: Path) -> None:
    paths = [write_law(tmp_path / f"{n}.txt", 3 + n, word=f"зверь {n}") for n in range(3)]
    seen: list[Progress] = []
    report = ingest(home, paths, progress=seen.append)
    assert [p.stage for p in seen] == ["reading", "parsing", "indexing", "done"] * 3
    assert [p.index for p in seen] == [0] * 4 + [1] * 4 + [2] * 4
    fractions = [p.fraction for p in seen]
    assert fractions == sorted(fractions)
    assert fractions[0] == 0.0
    assert fractions[-1] == 1.0
    assert seen[-1].articles == sum(r.articles for r in report.files)
    assert seen[-1].passages == sum(r.passages for r in report.files)


def test_cancelling_keeps_what_is_finished(home: Home, tmp_path: Path) -> None:
    paths = [write_law(tmp_path / f"{n}.txt", word=f"зверь {n}", edition=f"0{n + 1}.01.2024") for n in range(3)]
    seen: list[Progress] = []
    report = ingest(
        home,
        paths,
        progress=seen.append,
        cancelled=lambda: bool(seen) and seen[-1].stage == "parsing" and seen[-1].index == 1,
    )
    assert report.cancelled
    assert [r.status for r in report.files] == ["added", "failed", "failed"]
    assert {error_of(r) for r in report.files[1:]} == {"error-ingest-cancelled"}
    assert len(Corpus(home).entries()) == 1
    assert interrupted(home) == []
    assert [r.status for r in ingest(home, paths).files] == ["unchanged", "updated", "updated"]


@pytest.mark.parametrize("where", ["parse", "segment", "commit"])
def test_ctrl_c_keeps_what_is_finished(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    paths = [write_law(tmp_path / f"{n}.txt", word=f"зверь {n}", edition=f"0{n + 1}.01.2024") for n in range(3)]
    ingest(home, paths[:1])

    def press(*_args: object, **_options: object) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if where == "parse":
            patch.setattr(pipeline, "parse", press)
        elif where == "commit":
            patch.setattr(Library, "add_edition", press)
        library = Library.open(home.library_file)
        report = ingest_paths(
            paths, home=home, library=library, registry=REGISTRY, segment=press if where == "segment" else segment
        )
        library.close()
    assert report.cancelled
    assert [r.status for r in report.files] == ["unchanged", "failed", "failed"]
    assert Corpus(home).strays() == []
    assert len(Corpus(home).entries()) == 1
    assert [r.status for r in ingest(home, paths).files] == ["unchanged", "updated", "updated"]


def test_only_one_ingest_at_a_time(home: Home, law: Path) -> None:
    home.ensure()
    library = Library.open(home.library_file)
    with Corpus(home).writing(), pytest.raises(KzlawError) as raised:
        ingest(home, [law], library)
    assert raised.value.message_id == "error-ingest-busy"
    assert ingest_one(home, law, library=library).status == "added"
    library.close()


def test_readers_see_whole_editions_while_files_come_in(home: Home, tmp_path: Path) -> None:
    ingest_one(home, write_law(tmp_path / "0.txt", 20))
    paths = [write_law(tmp_path / f"{n}.txt", 20, word=f"зверь {n}") for n in range(1, 6)]
    reader = Library.open(home.library_file)
    counts: set[int] = set()
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            found = reader.find(LABOUR, "7")
            counts.add(len(reader.toc(found.edition.id)) if found else 0)

    thread = threading.Thread(target=read)
    thread.start()
    ingest(home, paths)
    stop.set()
    thread.join()
    reader.close()
    assert counts == {20}


def test_removing_an_edition_removes_its_copy(home: Home, law: Path) -> None:
    ingest_one(home, law)
    library = Library.open(home.library_file)
    remove_ingested(home, library, library.editions()[0].id)
    assert library.editions(current=False) == []
    assert Corpus(home).entries() == []
    assert [name for name in state(home.ingested) if name != "manifest.json"] == []
    library.close()
    assert ingest_one(home, law).status == "added"


# A killed process, at each moment where it matters. The child ingests law.txt after old.txt is in the library.
_CHILD = """
import os, sys
from pathlib import Path
from kzlaw_tui.config import Home
from kzlaw_tui import logs
from kzlaw_tui.ingest import pipeline
from kzlaw_tui.library import corpus, writing
from tests.ingest.homes import ingest
home, law, moment = Home(Path(sys.argv[1])), Path(sys.argv[2]), sys.argv[3]
def die(*args, **options):
    os._exit(9)
def after(function):
    def run(*args, **options):
        function(*args, **options)
        os._exit(9)
    return run
if moment == "parsing":
    pipeline.parse = die
elif moment == "copying":
    corpus.os.fsync = die
elif moment == "copied":
    corpus.Corpus.keep = after(corpus.Corpus.keep)
elif moment == "storing":
    writing.settle = die
elif moment == "committed":
    pipeline.Library.add_edition = after(pipeline.Library.add_edition)
elif moment == "listed":
    corpus.Corpus.done = die
ingest(home, [law])
"""


@pytest.mark.parametrize("moment", ["parsing", "copying", "copied", "storing", "committed", "listed"])
def test_a_killed_ingest_leaves_the_library_working_and_says_so(home: Home, tmp_path: Path, moment: str) -> None:
    old = write_law(tmp_path / "old.txt", 2, edition="05.05.2021")
    law = write_law(tmp_path / "law.txt", 3)
    ingest_one(home, old)
    child = subprocess.run(
        [sys.executable, "-c", _CHILD, str(home.root), str(law), moment],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
    )
    assert child.returncode == 9, child.stderr.decode()
    done = moment in ("committed", "listed")
    assert current_articles(home) == [("ru", 3 if done else 2)]
    assert interrupted(home) == [str(law)]
    report = ingest(home, [law])
    assert report.interrupted == (() if done else (str(law),)) or moment == "listed"
    assert report.files[0].status == ("unchanged" if done else "updated")
    assert interrupted(home) == []
    assert Corpus(home).strays() == []
    assert [entry.name for entry in Corpus(home).entries()] == ["old.txt", "law.txt"]
    assert current_articles(home) == [("ru", 3)]


@pytest.mark.parametrize("where", ["copy", "manifest", "library"])
def test_a_full_disk_leaves_everything_as_it_was(
    home: Home, law: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    ingest_one(home, law)
    before = state(home.ingested)
    newer = write_law(tmp_path / "newer.txt", 4, edition="01.02.2025")

    def full(*_args: object, **_options: object) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    @contextmanager
    def full_on_entry(*_args: object) -> Iterator[None]:
        full()
        yield

    def sqlite_full(*_args: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL  # type: ignore[misc]
        raise error

    with monkeypatch.context() as patch:
        if where == "copy":
            patch.setattr(Corpus, "keep", full)
        elif where == "manifest":
            patch.setattr(Corpus, "staged", full_on_entry)
        else:
            patch.setattr("kzlaw_tui.library.writing.settle", sqlite_full)
        assert error_of(ingest_one(home, newer)) == "error-disk-full"
    assert state(home.ingested) == before
    assert current_articles(home) == [("ru", 3)]
    assert ingest_one(home, newer).status == "updated"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of one megabyte, where this machine lets us mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("needs the right to mount a small file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


@pytest.mark.parametrize("free", [0, 8_000, 60_000, 150_000, 300_000])
def test_a_small_disk(small_disk: Path, tmp_path: Path, free: int) -> None:
    home = Home(small_disk / "home")
    law = write_law(tmp_path / "law.txt", 3)
    large = write_law(tmp_path / "large.txt", 900, edition="01.02.2025")
    assert ingest_one(home, law).status == "added"
    before = state(home.ingested)
    filler = small_disk / "filler"
    with filler.open("wb") as target:
        target.write(b"\0" * max(shutil.disk_usage(small_disk).free - free, 0))
    try:
        report = ingest_one(home, large)
    except KzlawError as error:
        assert error.message_id == "error-disk-full"
    else:
        assert error_of(report) == "error-disk-full"
    assert state(home.ingested) == before
    assert current_articles(home) == [("ru", 3)]
    filler.unlink()
    assert current_articles(home) == [("ru", 3)]
    assert json.loads(Corpus(home).manifest.read_text("utf-8"))["files"][0]["name"] == "law.txt"
    home_elsewhere = Home(tmp_path / "elsewhere")
    assert ingest_one(home_elsewhere, large).status == "added"
