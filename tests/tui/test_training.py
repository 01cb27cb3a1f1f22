"""The training screen under the keys."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest
from textual.pilot import Pilot
from textual.widgets import DataTable, Static

from kzlaw_tui.tui.chart import DOT, chart, columns
from kzlaw_tui.tui.screens import training as screen_module
from kzlaw_tui.tui.screens.research import ResearchScreen
from kzlaw_tui.tui.screens.training import TrainingScreen
from tests.tui.conftest import app_of, loaded, until, write
from tests.tui.fake_assistant import FakeAssistant, trained


async def opened(pilot: Pilot[Any]) -> TrainingScreen:
    await loaded(pilot)
    await pilot.press("f10")
    await write(pilot, "#picker-line", "обучение модели")
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, TrainingScreen))
    screen = cast(TrainingScreen, pilot.app.screen)
    await until(pilot, lambda: screen.runs is not None)
    return screen


def words(screen: TrainingScreen, id_: str) -> str:
    return str(screen.query_one(id_, Static).content)


async def test_the_course_follows_the_cursor_and_esc_closes(assistant: FakeAssistant) -> None:
    async with app_of(assistant).run_test(size=(140, 40)) as pilot:
        screen = await opened(pilot)
        assert screen.query_one(DataTable).row_count == 2
        assert "gardens-cpu" in words(screen, "#course-head") and "19 мин" in words(screen, "#course-head")
        assert words(screen, "#course-plot").count(DOT) >= 3
        await pilot.press("down")
        await until(pilot, lambda: "bees-cpu" in words(screen, "#course-head"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ResearchScreen))


async def test_a_run_that_goes_on_is_read_again(assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_module, "AGAIN", 0.05)
    async with app_of(assistant).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        running = trained()[0]
        later = replace(running, events=(*running.events, replace(running.taken[-1], step=91, loss=0.1234)))
        monkeypatch.setattr(assistant, "trainings", lambda limit=None: [later])
        await until(pilot, lambda: "0,123" in words(screen, "#course-head"))


async def test_a_home_without_trainings_says_how_to_begin(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant, "trainings", lambda limit=None: [])
    async with app_of(assistant).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert "adapters train" in words(screen, "#training-empty")


def test_the_plot() -> None:
    assert columns([1, 2, 3, 4], 2) == [1.5, 3.5]
    assert columns([1.0], 3) == [1.0, None, None]
    rows, top = chart([2.0, 1.0, float("nan")], [(1.0, 0.5)], 3, 2)
    assert top == 2.0
    assert "".join(cell for cell, _ in rows[0]) == "█  "
    assert "".join(cell for cell, _ in rows[1]) == f"██{DOT}"
