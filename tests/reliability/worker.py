"""The process that is killed: does one kind of work for ever and says what is confirmed. ``python -m … KIND HOME RUN``."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

from kzlaw_tui.answering.answer import Answer
from kzlaw_tui.backup import back_up
from kzlaw_tui.config import Home
from kzlaw_tui.ingest.rebuild import rebuild
from kzlaw_tui.law.model import Citation
from kzlaw_tui.sessions.answers import dump_answer
from kzlaw_tui.sessions.store import Sessions
from tests.ingest.homes import REGISTRY, ingest, segment, write_law


def say(*words: str) -> None:
    """A confirmation: what it names must be there from now on."""
    print(*words, flush=True)


def ingesting(home: Home, run: str) -> None:
    """New editions of one act, one after another, each under a day of its own."""
    for number in range(1000):
        day = date(1950 + int(run), 1, 1) + timedelta(days=number)
        law = write_law(home.root.parent / "laws" / f"{day}.txt", 12, word=f"кот {day}")
        report = ingest(home, [law], as_of=day)
        assert not report.failed, report.files[0].error
        say("ingested", str(day))


def rebuilding(home: Home, run: str) -> None:
    for number in range(1000):
        report = rebuild(home=home, library_file=home.library_file, registry=REGISTRY, segment=segment)
        assert report.ok, report.problems
        say("rebuilt", f"{run}-{number}")


def asking(home: Home, run: str) -> None:
    sessions, conversation = Sessions(home.sessions_file), None
    for number in range(100_000):
        name = f"{run}-{number}"
        conversation, turn = sessions.add_question(conversation, f"вопрос {name}")
        say("asked", name)
        sessions.add_answer(turn, Answer(f"вопрос {name}", "ru", True))
        say("answered", name)


def noting(home: Home, run: str) -> None:
    sessions = Sessions(home.sessions_file)
    for number in range(100_000):
        name = f"{run}-{number}"
        sessions.set_note(Citation("K1", name), "ru", "", f"мысль {name} " * 50)
        say("noted", name)
        sessions.bookmark(Citation("K1", name), "ru", "")
        say("marked", name)


def backing(home: Home, run: str) -> None:
    for number in range(1000):
        name = f"{run}-{number}.kzb"
        back_up(home, home.root.parent / "backups" / name)
        say("backed", name)


if __name__ == "__main__":
    kind, root, run = sys.argv[1:]
    home = Home(Path(root))
    home.ensure()
    # What is slow to load is loaded before the clock of the kill runs.
    dump_answer(Answer("", "ru", True))
    say("ready")
    {"ingest": ingesting, "rebuild": rebuilding, "ask": asking, "note": noting, "backup": backing}[kind](home, run)
