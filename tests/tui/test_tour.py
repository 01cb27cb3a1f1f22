"""The first-run tour: seen once, in nobody's way."""

from __future__ import annotations

from typing import Any, cast

import pytest
from textual import events

from kzlaw_tui.tui.app import KzlawApp
from kzlaw_tui.tui.terminal import Terminal
from kzlaw_tui.tui.widgets.tour import PAGES, Tour
from tests.tui.conftest import ask, loaded, until, write
from tests.tui.fake_assistant import TODAY, FakeAssistant
from tests.tui.test_app import NARROW, WIDE, text_of


def person(assistant: FakeAssistant) -> KzlawApp:
    return KzlawApp(cast(Any, assistant), today=TODAY, terminal=Terminal(person=True))


def tour(app: KzlawApp) -> Tour:
    return app.research.query_one(Tour)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "140x40"])
async def test_three_pages_by_enter_arrows_and_mouse(assistant: FakeAssistant, size: tuple[int, int]) -> None:
    app = person(assistant)
    async with app.run_test(size=size) as pilot:
        await loaded(pilot)
        assert tour(app).at == 1 and not app.research.query_one("#welcome").display
        assert "Знакомство, 1 из 3" in text_of(tour(app))
        await pilot.press("enter")
        assert tour(app).at == 2
        await pilot.press("left", "left")
        assert tour(app).at == 1
        await pilot.press("right")
        await pilot.click(Tour)
        assert tour(app).at == PAGES
        bottom = tour(app).region.bottom
        assert bottom <= app.research.answers_pane.region.bottom, "the last line is in view"
        await pilot.press("enter")
        assert not tour(app).at and app.research.query_one("#welcome").display and not assistant.asked


async def test_esc_skips_it(assistant: FakeAssistant) -> None:
    app = person(assistant)
    async with app.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("escape")
        assert not tour(app).at and app.research.query_one("#welcome").display


async def test_a_question_typed_at_once_is_whole_in_the_line(assistant: FakeAssistant) -> None:
    app = person(assistant)
    async with app.run_test(size=NARROW) as pilot:
        for letter in "Как":
            app.post_message(events.Key(letter, letter))
        await loaded(pilot)
        await pilot.press(*" поливать?")
        line = app.research.query_one("#question")
        assert line.value == "Как поливать?"  # type: ignore[attr-defined]
        assert not tour(app).at and app.research.query_one("#welcome").display
        await pilot.press("left", "backspace")
        assert line.value == "Как поливат?"  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: assistant.asked == ["Как поливат?"])


async def test_it_is_shown_once(assistant: FakeAssistant) -> None:
    app = person(assistant)
    async with app.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        assert tour(app).at
        await pilot.press("ctrl+q")
    again = person(assistant)
    async with again.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        assert not tour(again).at and again.research.query_one("#welcome").display


async def test_not_in_incognito_nor_where_nobody_sits(assistant: FakeAssistant) -> None:
    script = KzlawApp(cast(Any, assistant), today=TODAY, terminal=Terminal(person=False))
    async with script.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        assert not tour(script).at
    assistant = FakeAssistant("ru")
    assistant.settings.privacy.history = False
    app = person(assistant)
    async with app.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        assert not tour(app).at


async def test_it_can_be_seen_again_from_the_menu(assistant: FakeAssistant) -> None:
    app = person(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("f10")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await write(pilot, "#picker-line", "знакомство")
        await pilot.press("enter")
        await until(pilot, lambda: tour(app).at == 1)
        await pilot.press("f8")
        assert "Танысу" in text_of(tour(app))
