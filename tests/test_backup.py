"""Backups: one file, whole or refused; a restore that is killed is finished, one that is refused changes nothing."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from kzlaw_tui import backup
from kzlaw_tui.backup import allowed, back_up, finish, inspect, restore
from kzlaw_tui.cli import main
from kzlaw_tui.config import Home
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest.rebuild import verify
from kzlaw_tui.law.model import Citation
from kzlaw_tui.library.store import Library
from kzlaw_tui.sessions import protection
from kzlaw_tui.sessions.store import Sessions
from tests.ingest.homes import ingest, state, write_law

PLACE = Citation("K1", "4")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    ingest(made, [write_law(tmp_path / "law.txt"), write_law(tmp_path / "kk.txt", kazakh=True)])
    made.config_file.write_text('lang = "kk"\n', "utf-8")
    sessions = Sessions(made.sessions_file)
    sessions.add_question(None, "Вопрос клиента")
    sessions.set_note(PLACE, "ru", "", "мысль")
    sessions.close()
    return made


def truth(home: Home) -> dict[str, bytes]:
    """What a backup is to keep, but the sessions, whose bytes may differ."""
    found = {f"corpus/{name}": data for name, data in state(home.ingested).items()}
    if home.config_file.is_file():
        found["config"] = home.config_file.read_bytes()
    return found


def test_there_and_back(home: Home, tmp_path: Path) -> None:
    open_elsewhere = Sessions(home.sessions_file)
    open_elsewhere.add_question(None, "Ещё один, только в журнале файла")
    report = back_up(home, tmp_path / "b" / "home.kzb")
    open_elsewhere.close()
    assert (report.documents, report.sessions) == (2, True)
    assert inspect(report.file) == report
    assert [path.name for path in report.file.parent.iterdir()] == ["home.kzb"]
    other = Home(tmp_path / "other")
    assert restore(other, report.file).before is None
    assert truth(other) == truth(home)
    sessions = Sessions(other.sessions_file)
    assert {c.title for c in sessions.conversations()} == {"Вопрос клиента", "Ещё один, только в журнале файла"}
    assert sessions.note(PLACE) == "мысль"
    sessions.close()
    assert not (other.root / backup.STAGE).exists()


def test_the_commands_bring_a_home_that_answers(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KZLAW_RETRIEVAL__EMBEDDER", "none")
    file, other = tmp_path / "home.kzb", tmp_path / "other"
    assert main(["--home", str(home.root), "backup", str(file)]) == 0
    capsys.readouterr()
    assert main(["--home", str(home.root), "backup", str(file), "--verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["documents"] == 2
    assert main(["--home", str(home.root), "backup", str(file)]) == 1, "never over a file that is there"
    assert main(["--home", str(other), "restore", str(file)]) == 0
    assert main(["--home", str(other), "index", "verify"]) == 0
    assert main(["--home", str(other), "show", "ст. 2 ТК РК"]) == 0
    assert main(["--home", str(other), "restore", str(file)]) == 1, "not over what is there"
    assert main(["--home", str(other), "restore", str(file), "--replace"]) == 0
    (before,) = other.glob("before-restore-*")
    assert (before / "sessions" / "sessions.sqlite").is_file() and (before / "corpus").is_dir()


@pytest.mark.skipif(not importlib.util.find_spec("sqlcipher3"), reason="needs kzlaw-tui[encryption]")
def test_encrypted_sessions_stay_encrypted(home: Home, tmp_path: Path) -> None:
    protection.encrypt(home.sessions_file, "длинная фраза")
    with pytest.raises(KzlawError, match="error-sessions-locked"):
        back_up(home, tmp_path / "a.kzb")
    with pytest.raises(KzlawError, match="error-passphrase-wrong"):
        back_up(home, tmp_path / "a.kzb", "не та фраза")
    assert not (tmp_path / "a.kzb").exists()
    back_up(home, tmp_path / "a.kzb", "длинная фраза")
    with zipfile.ZipFile(tmp_path / "a.kzb") as archive:
        assert "Вопрос".encode() not in archive.read("sessions/sessions.sqlite")
    other = Home(tmp_path / "other")
    restore(other, tmp_path / "a.kzb")
    sessions = Sessions(other.sessions_file)
    sessions.unlock("длинная фраза")
    assert sessions.note(PLACE) == "мысль"
    sessions.close()


def test_every_damaged_byte_is_refused(home: Home, tmp_path: Path) -> None:
    file = back_up(home, tmp_path / "good.kzb").file
    data, chance = file.read_bytes(), random.Random(8)
    other = Home(tmp_path / "other")
    places = {0, len(data) - 1, *(chance.randrange(len(data)) for _ in range(300))}
    damaged = [data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :] for at in places]
    damaged += [data[: chance.randrange(len(data))] for _ in range(50)] + [data + b"\0", b"", b"PK" + bytes(200)]
    for bad in damaged:
        (tmp_path / "bad.kzb").write_bytes(bad)
        with pytest.raises(KzlawError, match="error-backup-damaged"):
            restore(other, tmp_path / "bad.kzb")
    assert not other.root.exists()


def forge(file: Path, names: list[str], size: int | None = None) -> None:
    """A backup with a right checksum and other members than the program would put into one."""
    files = [{"name": name, "size": 1 if size is None else size, "sha256": "0" * 64} for name in names]
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
        archive.writestr("backup.json", json.dumps({"version": 1, "made": "", "files": files}))
        archive.comment = backup._COMMENT + b"0" * 64
    data = file.read_bytes()[:-64]
    file.write_bytes(data + hashlib.sha256(data).hexdigest().encode())


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        "corpus/ingested/../../evil.txt",
        "/etc/evil",
        "C:evil",
        "corpus/ingested/a\\..\\..\\evil",
        "corpus/ingested/C:evil",
        "sessions/evil.sqlite",
        "index/library.sqlite",
        "corpus/ingested/",
        "corpus/ingested/..",
        "corpus/ingested/a/b",
        "config.toml/x",
        "corpus/ingested/a\nb",
    ],
)
def test_nothing_is_written_outside_its_place(tmp_path: Path, name: str) -> None:
    assert not allowed(name)
    forge(tmp_path / "evil.kzb", [name])
    other = Home(tmp_path / "deep" / "other")
    with pytest.raises(KzlawError, match="error-backup-damaged"):
        restore(other, tmp_path / "evil.kzb")
    assert {path.name for path in tmp_path.rglob("*")} == {"evil.kzb"}


def test_lying_sizes_and_sums_leave_nothing(tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    for size in (None, 5):
        forge(tmp_path / "evil.kzb", ["corpus/ingested/a"], size)
        with pytest.raises(KzlawError, match="error-backup-damaged"):
            restore(other, tmp_path / "evil.kzb")
        assert not state(other.ingested) and not (other.root / backup.STAGE).exists()


def test_a_damaged_copy_is_named_and_not_backed_up(home: Home, tmp_path: Path) -> None:
    copy = next(path for path in home.ingested.iterdir() if path.name.endswith("law.txt"))
    copy.write_text("подменено", "utf-8")
    with pytest.raises(KzlawError, match="error-backup-damaged-copy") as found:
        back_up(home, tmp_path / "a.kzb")
    assert found.value.args_["path"] == copy
    assert not (tmp_path / "a.kzb").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
@pytest.mark.parametrize(
    "kills", [6, pytest.param(int(os.environ.get("KZLAW_KILLS", "20")), marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_a_killed_restore_is_one_home_or_the_other(home: Home, tmp_path: Path, kills: int) -> None:
    new_file = back_up(home, tmp_path / "new.kzb").file
    old_home = Home(tmp_path / "old")
    ingest(old_home, [write_law(tmp_path / "old.txt", articles=2, word="пёс")])
    old_file = back_up(old_home, tmp_path / "old.kzb").file
    wanted = {True: truth(home), False: truth(old_home)}
    target, chance, is_new, seen = Home(tmp_path / "target"), random.Random(8), False, set()
    restore(target, old_file)
    code = (
        "import sys\nfrom pathlib import Path\nfrom kzlaw_tui.backup import restore\nfrom kzlaw_tui.config import Home\n"
        "print('go', flush=True)\nrestore(Home(Path(sys.argv[1])), Path(sys.argv[2]), replace=True)"
    )
    for _ in range(kills):
        file = old_file if is_new else new_file
        worker = subprocess.Popen(
            [sys.executable, "-c", code, str(target.root), str(file)], stdout=subprocess.PIPE, text=True
        )
        assert worker.stdout is not None and worker.stdout.readline() == "go\n"
        time.sleep(chance.uniform(0.0, 0.08))
        worker.send_signal(signal.SIGKILL)
        worker.communicate()
        finish(target)
        now = truth(target)
        is_new = now == wanted[True]
        assert is_new or now == wanted[False]
        seen.add(is_new)
        assert Path(target.sessions_file).exists() == is_new
    restore(target, new_file, replace=True)
    library = Library.open(target.library_file)
    assert {message for message, _ in verify(target, library).problems} <= {"index-problem-not-indexed"}
