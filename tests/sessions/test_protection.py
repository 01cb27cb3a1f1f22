"""Sessions under a passphrase: nothing in the clear, both ways back and forth, killed at any moment, erased."""

from __future__ import annotations

import io
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kzlaw_tui.answering.answer import Answer
from kzlaw_tui.cli import main
from kzlaw_tui.config import Home
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.model import Citation
from kzlaw_tui.sessions import cipher, protection
from kzlaw_tui.sessions.store import Sessions

PASSPHRASE = "корова съела 'мост' йод"
OTHER = "другая длинная фраза"
SECRET = "Секретный вопрос клиента о разделе имущества"
PLACE = Citation("K1", "4", "2")

needs_cipher = pytest.mark.skipif(
    not __import__("importlib.util").util.find_spec("sqlcipher3"), reason="needs kzlaw-tui[encryption]"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Home.locate(tmp_path / "home").sessions_file


def fill(file: Path) -> None:
    sessions = Sessions(file)
    _, turn = sessions.add_question(None, SECRET)
    sessions.add_answer(turn, Answer(SECRET, "ru", True))
    sessions.set_note(PLACE, "ru", "", SECRET)
    sessions.bookmark(PLACE, "ru", SECRET)
    sessions.close()


def is_whole(sessions: Sessions) -> bool:
    (found,) = sessions.conversations()
    (turn,) = sessions.turns(found.id)
    return turn.question == SECRET and turn.answer is not None and sessions.note(PLACE) == SECRET


def bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@needs_cipher
def test_nothing_is_in_the_clear_and_everything_comes_back(file: Path) -> None:
    fill(file)
    assert SECRET.encode() in bytes_in(file.parent)
    protection.encrypt(file, PASSPHRASE)
    assert [path.name for path in file.parent.iterdir()] == [file.name], "no log, no part"
    assert cipher.is_encrypted(file) and SECRET.encode() not in bytes_in(file.parent)
    sessions = Sessions(file)
    assert sessions.encrypted and sessions.locked
    with pytest.raises(KzlawError, match="error-sessions-locked"):
        sessions.conversations()
    sessions.unlock(PASSPHRASE)
    assert is_whole(sessions)
    sessions.add_question(None, SECRET + " снова")
    # While it is open the log beside the file holds the newest words: encrypted too.
    assert file.with_name(file.name + "-wal").stat().st_size
    assert SECRET.encode() not in bytes_in(file.parent)
    sessions.lock()
    assert sessions.locked
    protection.decrypt(file, PASSPHRASE)
    assert not cipher.is_encrypted(file)
    plain = Sessions(file)
    assert len(plain.conversations()) == 2
    with plain._connection.reading() as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        ids = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'turn'").fetchone()
    assert ids == (2,), "ids are not used twice"
    plain.close()


@needs_cipher
@pytest.mark.parametrize(
    "wrong", [PASSPHRASE + " ", PASSPHRASE.upper(), "x'" + "0" * 64 + "'", "'; DROP TABLE turn; --"]
)
def test_a_wrong_passphrase_opens_nothing_and_changes_nothing(file: Path, wrong: str) -> None:
    fill(file)
    protection.encrypt(file, PASSPHRASE)
    before = file.read_bytes()
    sessions = Sessions(file)
    for attempt in (sessions.unlock, lambda words: protection.decrypt(file, words)):
        with pytest.raises(KzlawError, match="error-passphrase-wrong"):
            attempt(wrong)
    assert sessions.locked and file.read_bytes() == before
    sessions.unlock(PASSPHRASE.replace("й", "й"))  # и and a combining breve, as a Mac types it
    assert is_whole(sessions)
    sessions.close()


@needs_cipher
def test_the_passphrase_may_be_changed_and_must_be_long(file: Path) -> None:
    fill(file)
    with pytest.raises(KzlawError, match="error-passphrase-short"):
        protection.encrypt(file, "коротко")
    assert not cipher.is_encrypted(file)
    protection.encrypt(file, PASSPHRASE)
    with pytest.raises(KzlawError, match="error-sessions-encrypted"):
        protection.encrypt(file, OTHER)
    protection.change_passphrase(file, PASSPHRASE, OTHER)
    sessions = Sessions(file)
    with pytest.raises(KzlawError, match="error-passphrase-wrong"):
        sessions.unlock(PASSPHRASE)
    sessions.unlock(OTHER)
    assert is_whole(sessions)
    sessions.close()


@needs_cipher
def test_a_file_that_is_in_use_is_left_alone(file: Path) -> None:
    fill(file)
    # Another process: SQLite's locks do not part two SQLite libraries in one.
    code = (
        "import sys\nfrom pathlib import Path\nfrom kzlaw_tui.sessions.store import Sessions\n"
        "sessions = Sessions(Path(sys.argv[1]))\nprint(len(sessions.conversations()), flush=True)\ninput()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None and other.stdout.readline() == "1\n"
    for attempt in (lambda: protection.encrypt(file, PASSPHRASE), lambda: protection.erase(file)):
        with pytest.raises(KzlawError, match="error-sessions-in-use"):
            attempt()
    other.communicate("\n")
    assert not file.with_name(file.name + ".part").exists()
    protection.encrypt(file, PASSPHRASE)
    sessions = Sessions(file)
    sessions.unlock(PASSPHRASE)
    assert is_whole(sessions)
    sessions.close()


def test_without_the_package_the_line_says_what_to_install(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(file)
    monkeypatch.setitem(sys.modules, "sqlcipher3.dbapi2", None)
    with pytest.raises(KzlawError, match="error-encryption-missing"):
        protection.encrypt(file, PASSPHRASE)
    assert is_whole(Sessions(file))


@needs_cipher
@pytest.mark.skipif(os.name != "posix", reason="Windows lets nobody overwrite a file that was replaced")
def test_the_words_in_the_clear_are_overwritten(file: Path) -> None:
    fill(file)
    link = file.with_name("witness")
    os.link(file, link)  # the old file, kept from deletion
    protection.encrypt(file, PASSPHRASE)
    assert link.read_bytes() == b""


def test_erasing_overwrites_and_forgetting_leaves_no_words(file: Path) -> None:
    fill(file)
    sessions = Sessions(file)
    sessions.set_note(PLACE, "ru", "", "заметка остаётся")
    sessions.forget_history()
    assert sessions.note(PLACE) == "заметка остаётся" and not sessions.conversations()
    sessions.close()
    left = bytes_in(file.parent)
    assert "раздел".encode() not in left.replace(SECRET.encode(), b"", 1), "only the heading of the bookmark says it"
    if os.name == "posix":
        os.link(file, file.parent.parent / "witness")
    protection.erase(file)
    assert list(file.parent.iterdir()) == []
    if os.name == "posix":
        assert (file.parent.parent / "witness").read_bytes() == b""
    assert Sessions(file).conversations() == []


@pytest.mark.slow
@needs_cipher
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_killed_while_encrypting_and_decrypting(file: Path) -> None:
    """The file is whole after every kill, under one passphrase or none."""
    fill(file)
    chance = random.Random(8)
    kills, seen = int(os.environ.get("KZLAW_KILLS", "20")), set()
    code = (
        "import sys\nfrom pathlib import Path\nfrom kzlaw_tui.sessions import protection, cipher\n"
        f"file = Path({str(file)!r})\nprint('go', flush=True)\n"
        f"(protection.decrypt if cipher.is_encrypted(file) else protection.encrypt)(file, {PASSPHRASE!r})"
    )
    longest = 0.0
    for turn in range(kills + 2):
        worker = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert worker.stdout is not None and worker.stdout.readline() == "go\n"
        started = time.monotonic()
        if turn < 2:
            # There and back once, to know how long it takes on this machine.
            worker.wait()
            longest = max(longest, time.monotonic() - started)
        else:
            time.sleep(chance.uniform(0.0, 1.2 * longest))
        worker.send_signal(signal.SIGKILL)
        worker.communicate()
        sessions = Sessions(file)
        seen.add(sessions.encrypted)
        if sessions.locked:
            sessions.unlock(PASSPHRASE)
        assert is_whole(sessions)
        assert not file.with_name(file.name + ".part").exists()
        sessions.close()
    assert seen == {True, False}


@needs_cipher
def test_the_commands(file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    fill(file)

    def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main(["--home", str(file.parent.parent), "--lang", "en", "sessions", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    assert json.loads(run("status", "--json")[1])["encrypted"] is False
    assert run("decrypt")[0] == 1
    assert run("encrypt", typed=f"{PASSPHRASE}\n")[0] == 0
    code, _, err = run("decrypt", typed="not this one\n")
    assert code == 1 and err.count("\n") == 1 and "passphrase is wrong" in err
    assert run("passphrase", typed=f"{PASSPHRASE}\n{OTHER}\n")[0] == 0
    assert json.loads(run("status", "--json")[1])["encrypted"] is True
    assert run("decrypt", typed=f"{OTHER}\n")[0] == 0
    assert run("erase")[0] == 2
    code, out, _ = run("erase", "--yes")
    assert code == 0 and "SSD" in out and not file.exists()


def test_a_foreign_file_is_still_told_apart(file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(b"junk")
    assert not Sessions(file).encrypted
    with sqlite3.connect(file.with_name("other.sqlite")) as other:
        other.execute("CREATE TABLE t (a)")
    assert not cipher.is_encrypted(file.with_name("other.sqlite"))
