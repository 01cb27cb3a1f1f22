"""Helpers for driving the app."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any, cast

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from kzlaw_tui.tui.app import KzlawApp
from tests.tui.fake_assistant import TODAY, FakeAssistant


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant("ru")


def app_of(assistant: FakeAssistant) -> KzlawApp:
    return KzlawApp(cast(Any, assistant), today=TODAY)


async def until(pilot: Pilot[Any], condition: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait for something to become true on the screen; fails after a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        await pilot.pause()
        if condition():
            await pilot.pause()
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen in time")


async def loaded(pilot: Pilot[Any]) -> None:
    """Wait until the app has loaded all that it loads by itself."""
    app = cast(KzlawApp, pilot.app)
    await until(pilot, lambda: app.facts.acts is not None and app.facts.vectors is not None)


async def write(pilot: Pilot[Any], selector: str, text: str) -> None:
    """Put text into a line, as if pasted."""
    line = pilot.app.screen.query_one(selector, Input)
    line.value = text
    await pilot.pause()


async def ask(pilot: Pilot[Any], question: str, cards: int | None = None) -> None:
    """Ask a question and wait for its answer."""
    app = cast(KzlawApp, pilot.app)
    await write(pilot, "#question", question)
    app.research.query_one("#question").focus()
    await pilot.press("enter")
    await until(
        pilot, lambda: (newest := app.research.newest()) is not None and newest.question == question and newest.answer
    )
