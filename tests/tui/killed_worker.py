"""The real app over a real home, used without a pause until it is killed: asks, writes notes, adds documents.

``python -m tests.tui.killed_worker HOME RUN``. A line is printed for each thing once the screen has confirmed it: the answer
is shown, the note is saved, the report says "added".
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home
from kzlaw_tui.tui.app import KzlawApp
from kzlaw_tui.tui.screens.library import LibraryScreen
from kzlaw_tui.tui.screens.notes import NoteBox, NoteText
from kzlaw_tui.tui.widgets.basics import QuestionLine

LAW = """Закон Республики Казахстан о голубях номер {name}

Статья 1. Голубь и горожанин
1. Горожанин вправе кормить голубя зерном.
2. Голубятник обязан закрывать голубятню до заката.

Статья 2. Ответственность голубятника
За незакрытую голубятню голубятник метёт площадь три воскресенья подряд.
"""


async def until(pilot: Pilot[int], condition: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        await pilot.pause()
        await asyncio.sleep(0.005)


def tell(kind: str, name: str) -> None:
    print(kind, name, flush=True)


async def use(home: Path, run: str) -> None:
    app = KzlawApp(Assistant(Home(home), "ru"))
    async with app.run_test(size=(140, 40)) as pilot:
        await until(pilot, lambda: app.facts.acts is not None)
        tell("ready", run)
        number = 0
        while True:
            name = f"{run}-{number}"
            number += 1
            await ask(app, pilot, name)
            await note(app, pilot, name)
            await ingest(app, pilot, name, home.parent)


async def ask(app: KzlawApp, pilot: Pilot[int], name: str) -> None:
    line = app.research.query_one(QuestionLine)
    question = f"Могут ли уволить за прогул {name}"
    line.value = question
    line.focus()
    await pilot.press("enter")
    await until(pilot, lambda: line.value == "" and (newest := app.research.newest()) and newest.question == question)
    await until(pilot, lambda: app.memory.conversation is not None)
    tell("asked", name)
    await until(pilot, lambda: (newest := app.research.newest()) and newest.answer)
    tell("answered", name)


async def note(app: KzlawApp, pilot: Pilot[int], name: str) -> None:
    """A note on a point of the article that the answer opened, each time on the next point."""
    app.research.go("article")
    await pilot.press("p", "e")
    await until(pilot, lambda: isinstance(app.screen, NoteBox))
    box = app.screen
    assert isinstance(box, NoteBox)
    box.query_one(NoteText).insert(f"мысль {name}.")
    await pilot.press("enter")
    await until(pilot, lambda: f"мысль {name}." in box._saved)
    tell("noted", name)
    await pilot.press("escape")
    await until(pilot, lambda: app.screen is app.research)


async def ingest(app: KzlawApp, pilot: Pilot[int], name: str, folder: Path) -> None:
    file = folder / f"голуби-{name}.txt"
    file.write_text(LAW.format(name=name), "utf-8")
    await pilot.press("f4")
    await until(pilot, lambda: isinstance(app.screen, LibraryScreen))
    screen = app.screen
    assert isinstance(screen, LibraryScreen)
    screen.ingest([file])
    await until(pilot, lambda: screen._report is not None)
    assert screen._report is not None
    if screen._report.files[0].status == "added":
        tell("ingested", name)
    await pilot.press("escape")
    await until(pilot, lambda: app.screen is app.research)


if __name__ == "__main__":
    os.environ["KZLAW_RETRIEVAL__EMBEDDER"] = "none"
    asyncio.run(use(Path(sys.argv[1]), sys.argv[2]))
