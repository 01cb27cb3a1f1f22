"""The app killed with kill -9 at random moments while it asks, writes notes and adds documents: what the screen had
confirmed is there at the next start."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home

KILLS = int(os.environ.get("KZLAW_KILLS", "50"))
KINDS = ("asked", "answered", "noted", "ingested")
MOST = 9
PAUSE = 0.4
"""The kill comes up to so many confirmations and so many seconds after the library is open: whatever the machine's speed it
falls into every kind of work."""


def run(home: Path, number: int, after: int, seconds: float) -> list[tuple[str, str]]:
    """Start the app, kill it, and return what was confirmed, in order. An app that cannot start fails the test."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.tui.killed_worker", str(home), str(number)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    assert worker.stdout is not None and worker.stderr is not None
    assert worker.stdout.readline() == f"ready {number}\n", worker.stderr.read()
    heard = "".join(worker.stdout.readline() for _ in range(after))
    time.sleep(seconds)
    worker.send_signal(signal.SIGKILL)
    lines = (heard + worker.stdout.read()).split("\n")
    said = worker.stderr.read()
    assert worker.wait() == -signal.SIGKILL, f"it ended by itself:\n{said}"
    # The last piece was cut off by the kill, or is empty.
    return [(kind, name) for kind, _, name in (line.partition(" ") for line in lines[:-1])]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_nothing_that_was_confirmed_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KZLAW_RETRIEVAL__EMBEDDER", "none")
    home = tmp_path / "home"
    assert Assistant(Home(home), "ru").acts(), "the digests are made once"
    confirmed: dict[str, set[str]] = {kind: set() for kind in KINDS}
    ends: dict[str, int] = {}
    chance = random.Random(20261125)
    for number in range(KILLS):
        lines = run(home, number, chance.randrange(MOST), chance.uniform(0.0, PAUSE))
        for kind, name in lines:
            confirmed[kind].add(name)
        last = lines[-1][0] if lines else "ready"
        ends[last] = ends.get(last, 0) + 1
        there = found(home)
        lost = {kind: sorted(confirmed[kind] - there[kind]) for kind in KINDS}
        assert not any(lost.values()), f"after kill {number}: {lost}"
    print(
        f"{KILLS} kills; confirmed { ({kind: len(names) for kind, names in confirmed.items()}) }; killed after {ends}"
    )
    assert all(confirmed.values()), "each kind was confirmed at least once"
    final = Assistant(Home(home), "ru")
    # What the last kill interrupted is cleared up by the next ingest; then everything agrees.
    final.ingest([tmp_path / "голуби-0-0.txt"])
    report = final.verify_index()
    assert report.ok, report.problems
    assert final.interrupted() == []


def found(home: Path) -> dict[str, set[str]]:
    """What another start of the program finds."""
    assistant = Assistant(Home(home), "ru")
    sessions = assistant.sessions
    turns = [turn for c in sessions.conversations() for turn in sessions.turns(c.id)]
    notes = "\n".join(note.text for note in sessions.notes())
    names = {
        "asked": {turn.question.rpartition(" ")[2] for turn in turns},
        "answered": {turn.question.rpartition(" ")[2] for turn in turns if turn.answer and turn.answer.quotes},
        "noted": set(re.findall(r"мысль (\S+)\.", notes)),
        "ingested": {
            match.group(1)
            for info in assistant.library.editions(current=False)
            if (match := re.fullmatch(r"голуби-(\d+-\d+)\.txt", info.source))
        },
    }
    sessions.close()
    assistant.library.close()
    return names
