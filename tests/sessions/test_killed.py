"""Killed at random moments while asking and writing notes: everything that was confirmed is there afterwards."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kzlaw_tui.law.model import Citation
from kzlaw_tui.sessions.store import Sessions

KILLS = 50
WORKER = """
import sys
from pathlib import Path
from kzlaw_tui.answering.answer import Answer
from kzlaw_tui.law.model import Citation
from kzlaw_tui.sessions.answers import dump_answer
from kzlaw_tui.sessions.store import Sessions

sessions, run = Sessions(Path(sys.argv[1])), sys.argv[2]
conversation = None
dump_answer(Answer("", "ru", True))
print("ready", flush=True)
for number in range(100000):
    name = f"{run}-{number}"
    conversation, turn = sessions.add_question(conversation, f"вопрос {name}")
    print("asked", name, flush=True)
    sessions.add_answer(turn, Answer(f"вопрос {name}", "ru", True))
    print("answered", name, flush=True)
    sessions.set_note(Citation("K1", name), "ru", "", "мысль " * 50)
    print("noted", name, flush=True)
    sessions.bookmark(Citation("K1", name), "ru", "")
    print("marked", name, flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_fifty_kills_lose_nothing_that_was_confirmed(tmp_path: Path) -> None:
    file = tmp_path / "sessions" / "sessions.sqlite"
    confirmed: dict[str, set[str]] = {kind: set() for kind in ("asked", "answered", "noted", "marked")}
    chance = random.Random(20261125)
    for run in range(KILLS):
        worker = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(file), str(run)], stdout=subprocess.PIPE, text=True
        )
        assert worker.stdout is not None and worker.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.0, 0.12))
        worker.send_signal(signal.SIGKILL)
        for line in worker.stdout.read().splitlines():
            kind, _, name = line.partition(" ")
            # The last line may be cut in the middle.
            if kind in confirmed and line.count("-") == 1 and not line.endswith("-"):
                confirmed[kind].add(name)
        worker.stdout.close()
        worker.wait()
    assert len(confirmed["asked"]) > KILLS, {kind: len(names) for kind, names in confirmed.items()}
    sessions = Sessions(file)
    turns = [turn for c in sessions.conversations() for turn in sessions.turns(c.id)]
    assert confirmed["asked"] <= {turn.question.removeprefix("вопрос ") for turn in turns}
    assert confirmed["answered"] <= {turn.question.removeprefix("вопрос ") for turn in turns if turn.answer}
    assert confirmed["noted"] <= {note.citation.article for note in sessions.notes()}
    assert confirmed["marked"] <= {mark.citation.article for mark in sessions.bookmarks()}
    assert sessions.note(Citation("K1", min(confirmed["noted"]))) == "мысль " * 50
