"""The log and the crash reports: local, private, rotated, and without a word of what was asked."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kzlaw_tui import crash, logs
from kzlaw_tui.cli import main
from kzlaw_tui.config import Home
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.i18n import UI_LANGS, Translator
from kzlaw_tui.retrieval.retriever import Retriever
from tests.samples import LABOUR_RU

SECRET = "Шынболатов"
QUESTION = f"Могут ли уволить {SECRET} за прогул?"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.ensure()
    return home


def holding(folder: Path, word: str) -> list[str]:
    """The files below a folder that hold a word in one of the encodings that anything here writes."""
    needles = [word.encode(e) for e in ("utf-8", "utf-16-le", "cp1251")] + [word.encode("unicode_escape")]
    found = []
    for file in folder.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            if any(needle in data or needle.lower() in data for needle in needles) or word in str(file):
                found.append(file.relative_to(folder).as_posix())
    return found


def fail(*_args: Any, **_options: Any) -> None:
    local = SECRET
    raise ZeroDivisionError(f"near «{local}»")


def test_the_question_is_in_no_file_of_the_home_whatever_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    law = tmp_path / "тк.txt"
    law.write_text(LABOUR_RU, "utf-8")
    batch = tmp_path / "batch.jsonl"
    batch.write_text(f'{{"id": 1, "question": "{QUESTION}"}}\n{{"id": 2, "question": "{SECRET}"}}\n', "utf-8")
    monkeypatch.setenv("KZLAW_LOG__LEVEL", "debug")
    commands = [
        ("ingest", str(law), "--vectors", "none"),
        ("ask", QUESTION),
        ("ask", "--batch", str(batch)),
        ("ask", QUESTION, "--mode", "model"),
        ("search", SECRET, "--json"),
        ("show", SECRET),
        ("show", f"ст. 52 {SECRET}"),
        ("ask", QUESTION, "--act", SECRET),
        ("models", "add", f"/{SECRET}.gguf"),
        ("verify", str(tmp_path / SECRET)),
    ]
    for command in commands:
        main(["--home", str(home), *command])
    monkeypatch.setattr(Retriever, "search", fail)
    assert main(["--home", str(home), "ask", QUESTION]) == 1
    assert SECRET in capsys.readouterr().err, "the screen may say it"
    assert holding(home, SECRET) == []
    log = (home / "index" / "kzlaw-tui.log").read_text("utf-8")
    assert "ask: exit code 0" in log and "NotFoundError error-not-a-citation" in log and "ZeroDivisionError" in log
    report = next((home / "index").glob("crash-*.txt")).read_text("utf-8")
    assert "ZeroDivisionError" in report and " fail\n" in report and "Python 3." in report


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_log_and_reports_are_their_owners_only(home: Home) -> None:
    logs.start(home)
    logs.log.info("one")
    logs.stop()
    file = crash.report(home, ValueError("x"), "test", Translator("ru"))
    assert file is not None
    assert {path.stat().st_mode & 0o777 for path in (home.log_file, file)} == {0o600}


def test_the_log_is_rotated(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MAX_BYTES", 2000)
    logs.start(home)
    for number in range(300):
        logs.log.info("line %d", number)
    logs.stop()
    files = sorted(home.index.glob("kzlaw-tui.log*"))
    assert len(files) == logs.KEPT + 1 and all(file.stat().st_size <= 2000 for file in files)
    assert "line 299" in home.log_file.read_text("utf-8")


@pytest.mark.parametrize(("level", "written"), [("debug", 4), ("info", 3), ("warning", 2), ("error", 1), ("off", 0)])
def test_levels(home: Home, level: str, written: int) -> None:
    logs.start(home, level)
    for each in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
        logs.log.log(each, "word")
    logs.stop()
    text = home.log_file.read_text("utf-8") if home.log_file.exists() else ""
    assert text.count("word") == written


def test_an_exception_is_told_without_its_words_and_a_chain_with_its_causes(home: Home) -> None:
    logs.start(home)
    try:
        try:
            fail()
        except ZeroDivisionError as error:
            raise KzlawError("error-disk-full", path=f"/{SECRET}") from error
    except KzlawError:
        logs.log.exception("it failed")
    logs.stop()
    text = home.log_file.read_text("utf-8")
    assert SECRET not in text and "near" not in text
    assert "KzlawError error-disk-full" in text and "ZeroDivisionError" in text and "test_logs.py:" in text
    assert str(Path(__file__).parent) not in text


def test_other_libraries_do_not_write_into_the_log(home: Home) -> None:
    logs.start(home, "debug")
    logging.getLogger("chromadb").error(SECRET)
    logging.getLogger().error(SECRET)
    logs.stop()
    assert holding(home.root, SECRET) == []


def test_a_log_that_cannot_be_written_is_no_failure(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    home.log_file.mkdir()
    logs.start(home)
    logs.log.error("word")
    logs.stop()
    assert capsys.readouterr().err == ""
    file = home.root / "file"
    file.write_text("")
    assert crash.report(Home(file), ValueError(), "test", Translator("ru")) is None


def test_only_the_last_reports_are_kept(home: Home) -> None:
    made = [crash.report(home, ValueError(), f"n{n}", Translator("ru")) for n in range(crash.KEPT + 3)]
    left = sorted(home.index.glob("crash-*.txt"))
    assert left == made[3:]


@pytest.mark.parametrize("lang", UI_LANGS)
def test_a_report_says_in_the_persons_language_what_it_is(home: Home, lang: Any) -> None:
    file = crash.report(home, ValueError(SECRET), "test", Translator(lang))
    assert file is not None
    text = file.read_text("utf-8")
    assert text.startswith(Translator(lang)("crash-title")) and SECRET not in text


def test_a_thread_that_fails_leaves_a_report_and_no_traceback(tmp_path: Path) -> None:
    script = (
        "import sys, threading\nfrom kzlaw_tui import cli, cli_start\n"
        "def fail(*_):\n"
        "    thread = threading.Thread(target=lambda: 1 / 0, name='painter')\n    thread.start()\n    thread.join()\n"
        "    return 0\n"
        "cli._acts = fail\n"
        f"sys.argv = ['kzlaw-tui', '--home', {str(tmp_path / 'home')!r}, 'acts']\n"
        "sys.exit(cli.main())"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr and len(done.stderr.strip().splitlines()) == 1
    report = next((tmp_path / "home" / "index").glob("crash-*.txt")).read_text("utf-8")
    assert "thread painter" in report and "ZeroDivisionError" in report
