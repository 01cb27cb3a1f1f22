"""How each screen looks, at 80×24 and 140×40, in Russian and Kazakh.

After a wanted change: ``pytest tests/tui/test_snapshots.py --snapshot-update``, and look at the new pictures.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from kzlaw_tui.i18n import UiLang
from kzlaw_tui.tui.app import KzlawApp
from kzlaw_tui.tui.screens.check import CheckScreen
from kzlaw_tui.tui.screens.export import ExportBox
from kzlaw_tui.tui.screens.library import LibraryScreen
from kzlaw_tui.tui.screens.models import ModelsScreen
from kzlaw_tui.tui.screens.notes import NoteBox, NoteText
from kzlaw_tui.tui.screens.picker import GotoBox
from kzlaw_tui.tui.screens.quality import QualityScreen
from kzlaw_tui.tui.screens.search import SearchScreen
from kzlaw_tui.tui.screens.sessions import SessionsScreen
from kzlaw_tui.tui.screens.settings import SettingsScreen
from kzlaw_tui.tui.screens.training import TrainingScreen
from kzlaw_tui.tui.themes import NAMES
from kzlaw_tui.tui.widgets.basics import LineInput
from tests.tui.conftest import app_of, ask, loaded, until, write
from tests.tui.fake_assistant import FakeAssistant

Steps = Callable[[Pilot[Any]], Awaitable[None]]
QUESTIONS = {"ru": "Как часто поливать деревья?", "kk": "Бағбан нені істеуге міндетті?"}
QUESTIONS["en"] = QUESTIONS["ru"]


def app(pilot: Pilot[Any]) -> KzlawApp:
    return cast(KzlawApp, pilot.app)


async def question(pilot: Pilot[Any]) -> None:
    await ask(pilot, QUESTIONS[app(pilot).t.lang])


async def welcome(pilot: Pilot[Any]) -> None:
    """The home screen before the first question."""


async def answer(pilot: Pilot[Any]) -> None:
    await question(pilot)
    await pilot.press("tab")


async def article(pilot: Pilot[Any]) -> None:
    await question(pilot)
    await pilot.press("tab", "enter", "o")
    await until(pilot, lambda: app(pilot).research.article_pane.page.notes_open)
    await pilot.press("c")


async def abstained(pilot: Pilot[Any]) -> None:
    await ask(pilot, "никто")


async def digest(pilot: Pilot[Any]) -> None:
    await ask(pilot, "мёд")
    await pilot.press("tab", "enter")


async def contents(pilot: Pilot[Any]) -> None:
    await question(pilot)
    await pilot.press("f6")


async def goto(pilot: Pilot[Any]) -> None:
    await pilot.press("f2")
    await until(pilot, lambda: isinstance(app(pilot).screen, GotoBox) and app(pilot).screen._ready)  # type: ignore[attr-defined]
    await write(pilot, "#picker-line", "4")


async def menu(pilot: Pilot[Any]) -> None:
    await pilot.press("f10")


async def help_page(pilot: Pilot[Any]) -> None:
    await pilot.press("f1")


async def search(pilot: Pilot[Any]) -> None:
    await pilot.press("f3")
    await until(pilot, lambda: isinstance(app(pilot).screen, SearchScreen))
    await write(pilot, "#search-line", "полив")
    await pilot.press("enter")
    await until(pilot, lambda: cast(SearchScreen, app(pilot).screen).hits)


async def library(pilot: Pilot[Any]) -> None:
    await pilot.press("f4")
    await until(pilot, lambda: isinstance(app(pilot).screen, LibraryScreen))
    screen = cast(LibraryScreen, app(pilot).screen)
    screen.ingest([Path("кодекс_о_садах.docx"), Path("bad.pdf")])
    await until(pilot, lambda: screen._report is not None)
    await until(pilot, lambda: not app(pilot).facts.working)


async def sessions(pilot: Pilot[Any]) -> None:
    store = app(pilot).assistant.sessions
    # Written once, at F5: a write after a pause takes a minute of the clock at another moment on every machine.
    app(pilot).memory.touch = lambda: None  # type: ignore[method-assign]
    await question(pilot)
    await pilot.press("ctrl+n")
    await ask(pilot, "никто")
    await pilot.press("ctrl+n")
    await ask(pilot, "мёд")
    store.pin(1, True)
    await pilot.press("f5")
    await until(pilot, lambda: isinstance(app(pilot).screen, SessionsScreen))


async def own_marks(pilot: Pilot[Any]) -> None:
    """A bookmark and a note in the viewer."""
    await question(pilot)
    await pilot.press("tab", "enter", "m", "e")
    await until(pilot, lambda: isinstance(app(pilot).screen, NoteBox))
    app(pilot).screen.query_one(NoteText).insert("арык — какой?")
    await pilot.press("escape")


async def note(pilot: Pilot[Any]) -> None:
    await own_marks(pilot)
    await pilot.press("e")
    await until(pilot, lambda: isinstance(app(pilot).screen, NoteBox))


async def export(pilot: Pilot[Any]) -> None:
    await question(pilot)
    await question(pilot)
    await pilot.press("f7")
    await until(pilot, lambda: isinstance(app(pilot).screen, ExportBox))
    # The folder is another one on every machine.
    app(pilot).screen.query_one(LineInput).value = "/home/a/Документы/Справка 22.11.2026.docx"


async def copy_box(pilot: Pilot[Any]) -> None:
    await question(pilot)
    await pilot.press("tab", "y")


async def links(pilot: Pilot[Any]) -> None:
    await ask(pilot, QUESTIONS["ru"])
    await pilot.press("tab", "enter", "r")


async def quality(pilot: Pilot[Any]) -> None:
    await app(pilot).run_action("quality")
    await until(pilot, lambda: isinstance(app(pilot).screen, QualityScreen))
    await until(pilot, lambda: cast(QualityScreen, app(pilot).screen).runs)


async def settings(pilot: Pilot[Any]) -> None:
    await pilot.press("f12")
    await until(pilot, lambda: isinstance(app(pilot).screen, SettingsScreen))
    screen = cast(SettingsScreen, app(pilot).screen)
    # The folder is another one on every machine.
    screen._path = lambda name: "/home/a/kzlaw" + {"config": "/config.toml", "keymap": "/keymap.toml"}.get(name, "")  # type: ignore[method-assign]
    screen.relabel()


async def tour(pilot: Pilot[Any]) -> None:
    app(pilot).research.answers_pane.answers.begin_tour()
    await pilot.press("enter")


async def help_article(pilot: Pilot[Any]) -> None:
    await question(pilot)
    await pilot.press("tab", "enter", "f1")


async def parallel(pilot: Pilot[Any]) -> None:
    """Two languages side by side; on a narrow screen the article has it all."""
    await question(pilot)
    await pilot.press("tab", "enter", "z", "s")
    await pilot.pause()


async def nearest(pilot: Pilot[Any]) -> None:
    """A nearest article with the focus shows its first words."""
    await ask(pilot, "никто")
    await pilot.press("tab")


LETTERS = {
    "ru": "Согласно п. 1 ст. 5-1 КГС РК сад закрывают.\n\nВ силу ст. 2 КГС РК «Настоящий Кодекс действует в каждом городе, "
    "где растёт хотя бы одна груша». Поливать надо по пп. 1) п. 2 ст. 4 КГС РК, а ст. 3 КГС РК уже исключена.",
    "kk": "ҚР ҚБК 4-бабының 2-тармағына сай бағбан суарады.\n\nҚР ҚБК 1-бабының 2) тармақшасы: «бағбан – баққа күтім жасау "
    "тапсырылған ұйым». ҚР ҚБК 77-бабы да бар дейді, ал ҚР ҚБК 3-бабы алып тасталған.",
}


async def check(pilot: Pilot[Any]) -> None:
    await pilot.press("f11")
    await until(pilot, lambda: isinstance(app(pilot).screen, CheckScreen))
    screen = cast(CheckScreen, app(pilot).screen)
    screen.check_text(LETTERS.get(app(pilot).t.lang, LETTERS["ru"]))
    await until(pilot, lambda: screen.audited is not None)
    if app(pilot).t.lang == "ru":
        await pilot.press("down")


async def models(pilot: Pilot[Any]) -> None:
    await app(pilot).run_action("models")
    await until(pilot, lambda: isinstance(app(pilot).screen, ModelsScreen))
    await until(pilot, lambda: cast(ModelsScreen, app(pilot).screen)._found is not None)


async def training(pilot: Pilot[Any]) -> None:
    await app(pilot).run_action("training")
    await until(pilot, lambda: isinstance(app(pilot).screen, TrainingScreen))
    await until(pilot, lambda: cast(TrainingScreen, app(pilot).screen).runs)


SCREENS: list[Steps] = [
    welcome,
    answer,
    article,
    abstained,
    digest,
    contents,
    goto,
    menu,
    help_page,
    search,
    library,
    sessions,
    own_marks,
    note,
    export,
    copy_box,
    links,
    quality,
    settings,
    tour,
    help_article,
    parallel,
    nearest,
    check,
    models,
    training,
]


@pytest.mark.parametrize("steps", SCREENS, ids=lambda steps: steps.__name__)
@pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_screen(
    snap_compare: Any, monkeypatch: pytest.MonkeyPatch, lang: UiLang, size: tuple[int, int], steps: Steps
) -> None:
    monkeypatch.setenv("EDITOR", "nano")
    monkeypatch.delenv("VISUAL", raising=False)

    async def run(pilot: Pilot[Any]) -> None:
        await loaded(pilot)
        await steps(pilot)
        await pilot.pause()

    assert snap_compare(app_of(FakeAssistant(lang)), terminal_size=size, run_before=run)


def test_light_theme(snap_compare: Any) -> None:
    async def run(pilot: Pilot[Any]) -> None:
        await loaded(pilot)
        await question(pilot)
        await pilot.press("ctrl+е", "tab")

    assert snap_compare(app_of(FakeAssistant("ru")), terminal_size=(140, 40), run_before=run)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("kzlaw-dark", "kzlaw-light")])
def test_theme(snap_compare: Any, name: str) -> None:
    async def run(pilot: Pilot[Any]) -> None:
        await loaded(pilot)
        await question(pilot)
        app(pilot).preferences.change("theme", name)
        await pilot.press("tab")

    assert snap_compare(app_of(FakeAssistant("ru")), terminal_size=(140, 40), run_before=run)


@pytest.mark.parametrize("name", ["density=compact", "glyphs=ascii"])
def test_setting(snap_compare: Any, name: str) -> None:
    async def run(pilot: Pilot[Any]) -> None:
        await loaded(pilot)
        await question(pilot)
        setting, _, value = name.partition("=")
        app(pilot).preferences.change(setting, value)
        await pilot.press("tab", "enter", "m", "o", "f6")

    assert snap_compare(app_of(FakeAssistant("ru")), terminal_size=(140, 40), run_before=run)
