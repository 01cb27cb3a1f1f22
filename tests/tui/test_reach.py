"""Every action of the table is reached by the keyboard and by the mouse."""

from __future__ import annotations

from typing import Any, cast

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kzlaw_tui.tui.actions import ACTIONS, SCOPES, Action, Scope, actions_of
from kzlaw_tui.tui.app import KzlawApp
from kzlaw_tui.tui.screens.base import Page
from kzlaw_tui.tui.screens.check import CheckScreen
from kzlaw_tui.tui.screens.export import ExportBox
from kzlaw_tui.tui.screens.picker import GotoBox, Menu
from kzlaw_tui.tui.screens.sessions import SessionsList, SessionsScreen
from kzlaw_tui.tui.widgets.article import ArticlePage
from kzlaw_tui.tui.widgets.basics import KeyLine
from tests.tui.conftest import app_of, ask, loaded, until
from tests.tui.fake_assistant import FakeAssistant
from tests.tui.test_snapshots import LETTERS

SIZE = (80, 24)
PLACES: dict[str, tuple[str, ...] | str] = {
    "app": (),
    "research": (),
    "answers": ("tab",),
    "article": ("tab", "enter"),
    "search": ("f3",),
    "library": ("f4",),
    "sessions": ("f5",),
    "sessions_list": ("f5",),
    "contents": ("f6",),
    "settings": ("f12",),
    "settings_page": ("f12",),
    "check": ("f11",),
    "check_list": ("f11",),
    "quality": "quality",
    "models": "models",
    "models_list": "models",
    "training": "training",
}
"""The keys that bring the focus into each scope, after an answer; or the action of the menu that does."""
ELSEWHERE = {"dialog"}
"""A box is closed by a click beside it; it has a test of its own."""


def places() -> list[Any]:
    known = [scope for scope in SCOPES if scope not in ELSEWHERE]
    return [pytest.param(scope, id=scope) for scope in known]


async def go(app: KzlawApp, pilot: Pilot[Any], scope: str) -> None:
    await loaded(pilot)
    await ask(pilot, "Как поливать?")
    place = PLACES[scope]
    if isinstance(place, str):
        await app.run_action(place)
    else:
        await pilot.press(*place)
    if scope == "check_list":
        await until(pilot, lambda: isinstance(app.screen, CheckScreen))
        screen = cast(CheckScreen, app.screen)
        screen.check_text(LETTERS["ru"])
        await until(pilot, lambda: screen.audited is not None)
    await until(pilot, lambda: scope in app.scopes())


def has_method(app: KzlawApp, action: Action) -> bool:
    """Whether the action of the table is one that something above the focus can do."""
    namespace, _, name = action.name.rpartition(".")
    nodes: list[object] = {"app": [app], "screen": [app.screen]}.get(namespace) or [
        *(app.screen.focused.ancestors_with_self if app.screen.focused else [app.screen]),
        app,
    ]
    return any(hasattr(node, f"action_{name}") for node in nodes)


def test_every_scope_has_a_place() -> None:
    assert set(PLACES) | ELSEWHERE == set(SCOPES)


def test_every_action_has_a_key_or_stands_in_the_menu() -> None:
    assert [action.slug for action in ACTIONS if not action.keys and not action.menu] == []


@pytest.mark.parametrize("scope", places())
async def test_the_menu_is_one_click_away_and_offers_everything(assistant: FakeAssistant, scope: Scope) -> None:
    app = app_of(assistant)
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, scope)
        for action in actions_of(scope):
            assert has_method(app, action), f"{scope}: nothing does {action.name}"
        line = app.screen.query_one(KeyLine)
        at = str(line.render()).index("F10")
        await pilot.click(line, offset=(at + 1, 0))
        await until(pilot, lambda: isinstance(app.screen, Menu))
        assert isinstance(app.screen, Menu)
        offered = {row.value.slug for row in app.screen.rows}
        wanted = {action.slug for action in actions_of(scope)} - {"menu"}
        assert wanted <= offered, wanted - offered


async def test_an_action_of_the_focus_is_clicked_in_the_menu(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=SIZE) as pilot:
        await go(app, pilot, "article")
        page = app.research.query_one(ArticlePage)
        assert not page.notes_open
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, Menu))
        menu = app.screen
        assert isinstance(menu, Menu)
        row = next(i for i, row in enumerate(menu.rows) if row.value.slug == "notes")
        options = menu.query_one(OptionList)
        options.highlighted = row
        await pilot.pause()
        y = row - int(options.scroll_offset.y)
        await pilot.click(options, offset=(12, y))
        await until(pilot, lambda: page.notes_open)
        assert app.screen is app.research


@pytest.mark.parametrize("scope", ["app", "article", "library", "sessions_list"])
async def test_each_word_of_the_footer_does_what_its_key_does(assistant: FakeAssistant, scope: Scope) -> None:
    app = app_of(assistant)
    async with app.run_test(size=(140, 40)) as pilot:
        await go(app, pilot, scope)
        line = app.screen.query_one(KeyLine)
        clicks = [
            str(span.style.meta["@click"])
            for span in line.render().spans
            if not isinstance(span.style, str) and "@click" in span.style.meta
        ]
        assert len(clicks) >= 5
        named = {(action.scope, action.name) for action in ACTIONS}
        for click in clicks:
            where, name = click.removeprefix("app.run_named('").removesuffix("')").split("', '")
            assert (where, name) in named


async def test_a_click_beside_a_box_closes_it(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=(140, 40)) as pilot:
        await loaded(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, GotoBox))
        await pilot.click("#picker-line")
        assert isinstance(app.screen, GotoBox)
        await pilot.click(offset=(3, 38))
        await until(pilot, lambda: app.screen is app.research)


async def test_the_lists_of_the_sessions_by_mouse(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=(140, 40)) as pilot:
        await go(app, pilot, "sessions")
        screen = app.screen
        assert isinstance(screen, SessionsScreen)
        kinds = screen.query_one("#sessions-kinds", Static)
        await pilot.click(kinds, offset=(str(kinds.render()).index("Закладки") + 2, 0))
        assert screen.kind == "bookmarks"
        await pilot.click(kinds, offset=(3, 0))
        assert screen.kind == "conversations"
        await pilot.click(SessionsList, offset=(4, 0))
        assert app.screen is screen, "one click looks"
        await pilot.click(SessionsList, offset=(4, 0), times=2)
        await until(pilot, lambda: isinstance(app.screen, Page) and app.screen is app.research)


async def test_what_is_exported_is_chosen_by_mouse(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=(140, 40)) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(app.screen, ExportBox))
        what = app.screen.query_one("#export-what", OptionList)
        assert isinstance(what.get_option_at_index(1), Option)
        await pilot.click(what, offset=(4, 1))
        assert what.highlighted == 1 and isinstance(app.screen, ExportBox)
