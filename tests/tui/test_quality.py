"""The quality screen under the keys."""

from __future__ import annotations

from typing import Any, cast

import pytest
from textual.pilot import Pilot
from textual.widgets import DataTable, Static

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.tui.app import KzlawApp
from kzlaw_tui.tui.screens.quality import QualityScreen, sparkline
from kzlaw_tui.tui.screens.research import ResearchScreen
from tests.tui.conftest import app_of, loaded, until, write
from tests.tui.fake_assistant import FakeAssistant


async def opened(pilot: Pilot[Any]) -> QualityScreen:
    await loaded(pilot)
    await pilot.app.run_action("quality")
    await until(pilot, lambda: isinstance(pilot.app.screen, QualityScreen))
    screen = cast(QualityScreen, pilot.app.screen)
    await until(pilot, lambda: screen.runs is not None)
    return screen


def words(screen: QualityScreen, id_: str) -> str:
    return str(screen.query_one(id_, Static).content)


async def test_the_plots_follow_the_cursor(assistant: FakeAssistant) -> None:
    async with app_of(assistant).run_test(size=(140, 40)) as pilot:
        screen = await opened(pilot)
        assert screen.query_one(DataTable).row_count == 4
        assert "74,0 %" in words(screen, "#run-left") and "сложные" in words(screen, "#run-right")
        assert "▅▆" in words(screen, "#run-head")
        await pilot.press("down")
        await until(pilot, lambda: "BM25" in words(screen, "#run-head"))
        assert "Ключевые факты" not in words(screen, "#run-left")
        await pilot.press("down", "down")
        await until(pilot, lambda: "120 из 360" in words(screen, "#run-head"))
        assert words(screen, "#run-left") == ""


async def test_it_opens_from_the_menu_and_esc_closes_it(assistant: FakeAssistant) -> None:
    async with app_of(assistant).run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        await pilot.press("f10")
        await write(pilot, "#picker-line", "качеств")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, QualityScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ResearchScreen))


async def test_the_language_changes_under_it(assistant: FakeAssistant) -> None:
    async with app_of(assistant).run_test(size=(140, 40)) as pilot:
        screen = await opened(pilot)
        await pilot.press("f8")
        await until(pilot, lambda: words(screen, "#quality-title") == "Сапаны тексеру")
        assert "Негізгі фактілер" in words(screen, "#run-left")
        await pilot.press("f8")
        await until(pilot, lambda: "Key facts" in words(screen, "#run-left"))
        assert "74.0 %" in words(screen, "#run-left")


async def test_before_the_first_run(assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assistant, "runs", lambda limit=None: [])
    async with app_of(assistant).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert "kzlaw-tui eval" in words(screen, "#quality-empty") and not screen.query_one("#run").display


async def test_runs_that_cannot_be_read_are_told_of(assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(limit: int | None = None) -> list[Any]:
        raise KzlawError("tui-error-unexpected", what="runs", reason="[b]")

    monkeypatch.setattr(assistant, "runs", fails)
    async with app_of(assistant).run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        await pilot.app.run_action("quality")
        app = cast(KzlawApp, pilot.app)
        await until(pilot, lambda: any("[b]" in note.message for note in app._notifications))


async def test_the_plots_scroll_at_80_columns(assistant: FakeAssistant) -> None:
    async with app_of(assistant).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("tab", "end")
        await until(pilot, lambda: screen.query_one("#run").scroll_offset.y > 0)


def test_sparkline() -> None:
    assert sparkline([0, 0.3, 1, 2, -1]) == "▁▃██▁"
