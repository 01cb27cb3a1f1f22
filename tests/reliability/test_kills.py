"""Killed (SIGKILL) at random moments of every kind of work, over one home that lives on: nothing confirmed is ever lost.

``KZLAW_KILLS`` is the number of kills of each kind; ``docs/reliability.md`` has the figures of a long run.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from kzlaw_tui import backup
from kzlaw_tui.config import Home
from kzlaw_tui.ingest.rebuild import verify
from kzlaw_tui.library.corpus import Corpus
from kzlaw_tui.library.store import Library
from kzlaw_tui.sessions.store import Sessions
from tests.ingest.homes import LABOUR, ingest, write_law

KILLS = int(os.environ.get("KZLAW_KILLS", "12"))
KINDS = ("ingest", "rebuild", "ask", "note", "backup")
MOST_SECONDS = {"ingest": 1.5, "rebuild": 1.5, "ask": 0.4, "note": 0.4, "backup": 1.0}
"""The longest time from the worker's first word to its kill."""


def work_and_kill(kind: str, home: Home, run: int, seconds: float) -> list[tuple[str, str]]:
    """Start a worker, kill it, and return what it had confirmed."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.reliability.worker", kind, str(home.root), str(run)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None and worker.stdout.readline() == "ready\n"
    threading.Event().wait(seconds)
    worker.send_signal(signal.SIGKILL)
    out, err = worker.communicate()
    assert worker.returncode == -signal.SIGKILL, err
    # The last line may be cut in the middle.
    whole = out[: out.rfind("\n") + 1].splitlines()
    return [(line.partition(" ")[0], line.partition(" ")[2]) for line in whole]


def lost(home: Home, confirmed: dict[str, set[str]]) -> dict[str, set[str]]:
    """What was confirmed and is not there, by kind. Raises when the library, the manifest or the sessions are not whole."""
    library = Library.open(home.library_file)
    editions = [info for info in library.editions(current=False) if info.act == LABOUR]
    stored = {str(info.as_of) for info in editions}
    for info in editions:
        assert len(library.load(info.id).articles) == info.articles == 12
    assert library.orphans() == []
    manifest = {entry.as_of for entry in Corpus(home).entries()}
    library.close()
    sessions = Sessions(home.sessions_file)
    turns = [turn for found in sessions.conversations() for turn in sessions.turns(found.id)]
    notes = {note.citation.article for note in sessions.notes() if note.text == f"мысль {note.citation.article} " * 50}
    assert len(notes) == len(sessions.notes()), "no note is half written"
    there = {
        "ingested": stored & manifest,
        "asked": {turn.question.removeprefix("вопрос ") for turn in turns},
        "answered": {turn.question.removeprefix("вопрос ") for turn in turns if turn.answer},
        "noted": notes,
        "marked": {mark.citation.article for mark in sessions.bookmarks()},
        "backed": {path.name for path in (home.root.parent / "backups").glob("*.kzb") if backup.inspect(path).files},
    }
    sessions.close()
    return {kind: gone for kind, names in there.items() if (gone := confirmed.get(kind, set()) - names)}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_kills_lose_nothing_that_was_confirmed(tmp_path: Path) -> None:
    home, chance = Home(tmp_path / "home"), random.Random(20261125)
    confirmed: dict[str, set[str]] = {}
    ingest(home, [write_law(tmp_path / "first.txt", 12)], as_of=date(1949, 1, 1))
    confirmed["ingested"] = {"1949-01-01"}
    counts, told = dict.fromkeys(KINDS, 0), Counter({"ingested": 1})
    for run in range(KILLS):
        for kind in KINDS:
            for done, name in work_and_kill(kind, home, run, chance.uniform(0.0, MOST_SECONDS[kind])):
                confirmed.setdefault(done, set()).add(name)
                told[done] += 1
            counts[kind] += 1
            assert not lost(home, confirmed), (run, kind)
        for file in (tmp_path / "backups").glob("*.kzb"):  # each was looked at; they would fill the disk
            file.unlink()
        confirmed["backed"] = set()
        leftovers = {path.name for path in tmp_path.glob("backups/*")}
        assert all(name.startswith(".") for name in leftovers), leftovers
    # The next ingest clears up, and everything agrees with everything.
    ingest(home, [write_law(tmp_path / "last.txt", 12, word="пёс")], as_of=date(2049, 1, 1))
    library = Library.open(home.library_file)
    assert verify(home, library).ok
    library.close()
    print("kills", counts, "confirmed", dict(told), "lost 0")
