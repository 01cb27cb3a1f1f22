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
from kzlaw_tui.tui.screens.library import LibraryScreen
from kzlaw_tui.tui.screens.picker import GotoBox
from kzlaw_tui.tui.screens.quality import QualityScreen
from kzlaw_tui.tui.screens.search import SearchScreen
from tests.tui.conftest import app_of, ask, loaded, until, write
from tests.tui.fake_assistant import FakeAssistant

Steps = Callable[[Pilot[Any]], Awaitable[None]]
QUESTIONS = {"ru": "Как часто поливать деревья?", "kk": "Бағбан нені істеуге міндетті?"}


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


async def quality(pilot: Pilot[Any]) -> None:
    await pilot.press("f7")
    await until(pilot, lambda: isinstance(app(pilot).screen, QualityScreen))
    await until(pilot, lambda: cast(QualityScreen, app(pilot).screen).runs)


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
    quality,
]


@pytest.mark.parametrize("steps", SCREENS, ids=lambda steps: steps.__name__)
@pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_screen(snap_compare: Any, lang: UiLang, size: tuple[int, int], steps: Steps) -> None:
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
