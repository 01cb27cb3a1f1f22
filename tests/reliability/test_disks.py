"""Full, read-only and vanished disks, two processes on one home, a clock that goes back: one clear line, and nothing lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kzlaw_tui.backup import back_up
from kzlaw_tui.config import Home
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest.rebuild import rebuild, verify
from kzlaw_tui.law.model import Citation
from kzlaw_tui.library.store import Library
from kzlaw_tui.sessions.store import Sessions
from tests.ingest.homes import REGISTRY, ingest, segment, write_law

PLACE = Citation("K1", "4")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of four megabytes, where this machine lets us mount one."""
    folder, mount = tmp_path / "disk", shutil.which("mount")
    folder.mkdir()
    if (
        mount is None
        or subprocess.run([mount, "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], capture_output=True).returncode
    ):
        pytest.skip("needs the right to mount a small file system")
    yield folder
    while subprocess.run(["umount", "-l", folder], capture_output=True).returncode == 0:
        pass


def run(home: Path, *arguments: str, lang: str = "en") -> tuple[int, str, str]:
    """A command of the real program, words only."""
    environment = {**os.environ, "KZLAW_RETRIEVAL__EMBEDDER": "none"}
    command = [sys.executable, "-m", "kzlaw_tui", "--home", str(home), "--lang", lang, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300)
    return done.returncode, done.stdout, done.stderr


def one_line(text: str) -> str:
    """The text, which is one line and no traceback."""
    assert text.count("\n") == 1 and "Traceback" not in text and "Error:" not in text, text
    return text


def fill(folder: Path, free: int) -> Path:
    """Fill a file system up to so many free bytes."""
    filler = folder / "filler"
    with filler.open("wb") as target:
        target.write(bytes(max(shutil.disk_usage(folder).free - free, 0)))
    return filler


@pytest.mark.parametrize("free", [0, 5_000, 20_000])
def test_a_full_disk_keeps_what_was_confirmed(disk: Path, tmp_path: Path, free: int) -> None:
    home = Home(disk / "home")
    ingest(home, [write_law(tmp_path / "law.txt", 3)])
    sessions = Sessions(home.sessions_file)
    sessions.set_note(PLACE, "ru", "", "до того")
    filler = fill(disk, free)
    confirmed = 0
    with pytest.raises(KzlawError, match="error-sessions-disk-full"):
        for _ in range(1000):
            sessions.add_question(None, "вопрос " * 40)
            confirmed += 1
    assert sessions.note(PLACE) == "до того" and len(sessions.conversations()) == confirmed
    with pytest.raises(KzlawError, match=r"error-(file-unwritable|disk-full|sessions-)"):
        back_up(home, disk / "home.kzb")
    with pytest.raises(KzlawError, match="error-disk-full"):
        rebuild(home=home, library_file=home.library_file, registry=REGISTRY, segment=segment)
    assert {path.name for path in disk.iterdir()} == {"home", "filler"}, "no parts are left"
    filler.unlink()
    library = Library.open(home.library_file)
    assert verify(home, library).ok
    library.close()
    sessions.set_note(PLACE, "ru", "", "после")
    sessions.close()
    again = Sessions(home.sessions_file)
    assert again.note(PLACE) == "после" and len(again.conversations()) == confirmed
    again.close()


@pytest.mark.slow
def test_a_read_only_home_is_read_and_says_so_when_written(disk: Path, tmp_path: Path) -> None:
    home = disk / "home"
    subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
    law = write_law(tmp_path / "law.txt", 5)
    assert run(home, "ingest", str(law))[0] == 0
    assert run(home, "ask", "Кто ночью сторожит дом хозяина?")[0] == 0
    sessions = Sessions(Home(home).sessions_file)
    sessions.set_note(PLACE, "ru", "", "мысль")
    sessions.close()
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    for command in (["acts"], ["show", "ст. 2 ТК РК"], ["search", "сторожит дом"], ["ask", "Кто сторожит дом ночью?"]):
        code, out, err = run(home, *command)
        assert code == 0 and out and not err, (command, err)
    for command in (
        ["ingest", str(write_law(tmp_path / "new.txt", 6))],
        ["index", "rebuild"],
        ["sessions", "erase", "--yes"],
    ):
        code, _, err = run(home, *command)
        assert code == 1 and "cannot be written" in one_line(err), (command, err)
    with pytest.raises(KzlawError, match="error-home-unwritable"):
        sessions.set_note(PLACE, "ru", "", "другая")
    assert sessions.note(PLACE) == "мысль"
    sessions.close()
    assert run(home, "backup", str(tmp_path / "b.kzb"))[0] == 0, "what cannot be written can still be saved"


@pytest.mark.slow
@pytest.mark.parametrize("way", ["moved", "unmounted"])
def test_a_home_that_vanishes_in_the_middle(tmp_path: Path, disk: Path, way: str) -> None:
    """A stick that is pulled out: the program ends with one line, and the home on it is whole."""
    home = (disk if way == "unmounted" else tmp_path) / "home"
    laws = tmp_path / "laws"
    laws.mkdir()
    for number in range(60):
        write_law(laws / f"{number:02}.txt", 30, word=f"кот {number}")
    keeper = os.open(disk, os.O_RDONLY)  # keeps the unmounted file system alive, as the stick in the hand
    environment = {**os.environ, "KZLAW_RETRIEVAL__EMBEDDER": "none"}
    worker = subprocess.Popen(
        [sys.executable, "-m", "kzlaw_tui", "--home", str(home), "--lang", "en", "ingest", str(laws)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    manifest, end = home / "corpus" / "ingested" / "manifest.json", time.monotonic() + 120
    while not manifest.exists() and worker.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    if way == "moved":
        home.rename(tmp_path / "elsewhere")
        standing = tmp_path / "elsewhere"
    else:
        subprocess.run(["umount", "-l", disk], check=True)
        standing = Path(f"/proc/self/fd/{keeper}/home")
    out, err = worker.communicate(timeout=300)
    assert worker.returncode in (0, 1) and "Traceback" not in out + err, err
    if worker.returncode == 1:
        assert "cannot be written" in err or "library" in err or "disk" in err, err
    kept = Home(tmp_path / "kept")
    shutil.copytree(standing, kept.root)
    os.close(keeper)
    # What was on the stick is whole; the next ingest clears up what was under way.
    ingest(kept, [write_law(tmp_path / "next.txt", 4, word="ёж")])
    library = Library.open(kept.library_file)
    assert not [problem for problem in verify(kept, library).problems if problem[0] != "index-problem-stray"]
    library.close()


def test_two_processes_write_sessions_side_by_side(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    code = (
        "import sys\nfrom pathlib import Path\nfrom kzlaw_tui.sessions.store import Sessions\n"
        "s = Sessions(Path(sys.argv[1]))\nfor n in range(40): s.add_question(None, f'{sys.argv[2]}-{n}')"
    )
    workers = [subprocess.Popen([sys.executable, "-c", code, str(home.sessions_file), name]) for name in "abc"]
    assert [worker.wait(120) for worker in workers] == [0, 0, 0]
    titles = {found.title for found in Sessions(home.sessions_file).conversations()}
    assert titles == {f"{name}-{n}" for name in "abc" for n in range(40)}


def test_one_ingests_the_other_waits_and_readers_read(tmp_path: Path) -> None:
    from kzlaw_tui.library.corpus import Corpus

    home = Home(tmp_path / "home")
    ingest(home, [write_law(tmp_path / "law.txt", 3)])
    with Corpus(home).writing():
        code, _, err = run(home.root, "ingest", str(write_law(tmp_path / "new.txt", 4)))
        assert code == 1 and "Another running kzlaw-tui" in one_line(err)
        code, _, err = run(home.root, "index", "rebuild")
        assert code == 1 and "Another running kzlaw-tui" in one_line(err)
        assert run(home.root, "show", "ст. 2 ТК РК")[0] == 0
    assert run(home.root, "ingest", str(tmp_path / "new.txt"))[0] == 0


def test_a_clock_that_is_set_back_loses_and_reorders_nothing_in_a_conversation(tmp_path: Path) -> None:
    start = datetime(2026, 11, 25, tzinfo=UTC)
    clock = iter([start - timedelta(days=n) for n in range(100)])
    sessions = Sessions(tmp_path / "sessions.sqlite", lambda: next(clock))
    conversation, _ = sessions.add_question(None, "первый")
    for question in ("второй", "третий"):
        sessions.add_question(conversation, question)
    sessions.set_note(PLACE, "ru", "", "раньше")
    sessions.set_note(PLACE, "ru", "", "позже")
    for number in range(5):
        sessions.opened(Citation("K1", str(number)), "ru", "")
    assert [turn.question for turn in sessions.turns(conversation)] == ["первый", "второй", "третий"]
    assert sessions.note(PLACE) == "позже"
    assert len(sessions.recent()) == 5
    sessions.close()
    home = Home(tmp_path / "home")
    ingest(home, [write_law(tmp_path / "law.txt", 3)])
    library = Library.open(home.library_file)
    before = library.revision()
    ingest(home, [write_law(tmp_path / "next.txt", 4, word="пёс")], library)
    assert library.revision() > before
    library.close()


def test_a_worker_thread_that_writes_while_the_file_is_gone(tmp_path: Path) -> None:
    """The folder of sessions is taken away under an open connection: a line, never a traceback, and it works again after."""
    home = Home(tmp_path / "home")
    sessions = Sessions(home.sessions_file)
    sessions.set_note(PLACE, "ru", "", "мысль")
    failures: list[BaseException] = []

    def write() -> None:
        try:
            for number in range(200):
                sessions.add_question(None, f"вопрос {number}")
                if number == 20:
                    home.root.rename(tmp_path / "away")
        except KzlawError:
            pass
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    assert not failures
    sessions.close()
    shutil.rmtree(home.root, ignore_errors=True)
    (tmp_path / "away").rename(home.root)
    assert Sessions(home.sessions_file).note(PLACE) == "мысль"
