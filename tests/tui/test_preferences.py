"""The settings screen: seen at once, written to the file."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from kzlaw_tui.settings import load_settings
from kzlaw_tui.tui.app import KzlawApp
from kzlaw_tui.tui.preferences import PREFERENCES
from kzlaw_tui.tui.screens.asking import Confirm
from kzlaw_tui.tui.screens.picker import Menu
from kzlaw_tui.tui.screens.settings import FORGET, SHOWN, SettingsScreen
from kzlaw_tui.tui.widgets.answers import Exchange
from tests.tui.conftest import app_of, ask, loaded, until, write
from tests.tui.fake_assistant import FakeAssistant
from tests.tui.test_app import NARROW, WIDE, page_text, text_of


async def opened(pilot, app: KzlawApp) -> SettingsScreen:  # type: ignore[no-untyped-def]
    await loaded(pilot)
    await pilot.press("f12")
    await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
    assert isinstance(app.screen, SettingsScreen)
    return app.screen


def go_to(screen: SettingsScreen, name: str) -> None:
    rows = screen.query_one(OptionList)
    rows.highlighted = rows.get_option_index(name)


def row(screen: SettingsScreen, name: str) -> str:
    return str(screen.query_one(OptionList).get_option(name).prompt)


@pytest.mark.parametrize("key", ["right", "enter", "space"])
async def test_a_change_is_seen_at_once_and_saved(assistant: FakeAssistant, key: str) -> None:
    app = app_of(assistant)
    assistant.home.config_file.write_text('# моё\ntheme = "kzlaw-dark" # ночь\n', "utf-8")
    async with app.run_test(size=NARROW) as pilot:
        screen = await opened(pilot, app)
        await pilot.press(key)
        assert app.theme == "kzlaw-light" and "светлая" in row(screen, "theme")
        assert assistant.home.config_file.read_text("utf-8") == '# моё\ntheme = "kzlaw-light" # ночь\n'
        await pilot.press("left")
        assert app.theme == "kzlaw-dark"
        await pilot.press("escape")
        assert app.screen is app.research


@pytest.mark.parametrize("down", ["j", "о", "down"])
async def test_every_setting_has_all_its_values(assistant: FakeAssistant, down: str) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot, app)
        rows = screen.query_one(OptionList)
        for number, preference in enumerate(PREFERENCES):
            if number:
                await pilot.press(down)
            assert rows.highlighted is not None
            assert rows.get_option_at_index(rows.highlighted).id == preference.name
            first = app.preferences.value(preference.name)
            seen = []
            for _ in preference.values:
                await pilot.press("right")
                seen.append(app.preferences.value(preference.name))
                found = load_settings(assistant.home.config_file)
                for part in preference.name.split("."):
                    found = getattr(found, part)
                assert found == seen[-1]
            assert set(seen) == set(preference.values) and seen[-1] == first


async def test_the_mouse_changes_a_setting(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot, app)
        await pilot.click("#settings-list", offset=(20, 1))
        assert app.theme == "kzlaw-light"


async def test_language_is_changed_here_and_by_f8_and_kept(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot, app)
        go_to(screen, "lang")
        await pilot.press("right")
        assert text_of(screen.query_one("#settings-title")) == "Баптаулар" and "қазақша" in row(screen, "lang")  # type: ignore[arg-type]
        await pilot.press("f8")
        assert load_settings(assistant.home.config_file).lang == "en" and "English" in row(screen, "lang")


async def test_a_broken_file_is_told_of_and_kept(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await opened(pilot, app)
        assistant.home.config_file.write_text("theme = [\n", "utf-8")
        await pilot.press("right")
        assert app.theme == "kzlaw-light"
        assert any("Файл остался как был" in n.message for n in app._notifications)
        assert assistant.home.config_file.read_text("utf-8") == "theme = [\n"


async def test_a_variable_that_overrides_is_said(assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KZLAW_THEME", "kzlaw-dark")
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot, app)
        assert "KZLAW_THEME" in text_of(screen.query_one("#settings-about"))  # type: ignore[arg-type]


async def test_compact_shows_more(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        page = app.research.article_pane.page
        cards = [card.region.height + card.region.y for card in app.research.query(".card")]
        lines = page.virtual_size.height
        app.preferences.change("density", "compact")
        await until(pilot, lambda: page.virtual_size.height < lines)
        await until(pilot, lambda: [c.region.height + c.region.y for c in app.research.query(".card")][-1] < cards[-1])
        assert "1) поливать" in page_text(page)
        app.preferences.change("density", "normal")
        await until(pilot, lambda: page.virtual_size.height == lines)


async def test_motion_off_means_no_animation(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test() as pilot:
        await loaded(pilot)
        app.preferences.change("motion", False)
        assert app.animation_level == "none"
        app.preferences.change("motion", True)
        assert app.animation_level == "full"


async def test_incognito_by_default_writes_nothing_from_now_on(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot, app)
        go_to(screen, "privacy.history")
        await pilot.press("right")
        assert app.memory.incognito and not load_settings(assistant.home.config_file).privacy.history
        await pilot.press("escape")
        await ask(pilot, "Как поливать?")
        assert not assistant.sessions.conversations()


async def test_recent_articles_and_the_last_place_are_kept_only_where_wanted(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        app.preferences.change("privacy.recent", False)
        app.preferences.change("privacy.reopen", False)
        await ask(pilot, "Как поливать?")
        await pilot.press("ctrl+q")
    assert assistant.sessions.conversations() and not assistant.sessions.recent()
    again = app_of(assistant)
    async with again.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        assert not again.research.query(Exchange) and again.research.article_pane.stored is None


async def test_history_is_forgotten_only_after_a_question(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("tab", "enter", "m")
        screen = await opened(pilot, app)
        go_to(screen, FORGET)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("enter")
        assert assistant.sessions.conversations()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("down", "enter")
        await until(pilot, lambda: not assistant.sessions.conversations())
        assert assistant.sessions.bookmarks() and app.screen is screen


@pytest.mark.parametrize("name", SHOWN)
async def test_places_are_shown_and_copied(assistant: FakeAssistant, name: str) -> None:
    app = app_of(assistant)
    copied: list[str] = []
    app.copier.copy = copied.append  # type: ignore[method-assign]
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot, app)
        go_to(screen, name)
        await pilot.press("enter")
        home = assistant.home
        wanted = {"home": home.root, "config": home.config_file, "keymap": home.keymap_file}[name]
        assert copied == [str(wanted)] and str(wanted) in row(screen, name)
        # A keymap file to begin with is written where there is none, and never over one.
        assert home.keymap_file.exists() is (name == "keymap")
        if name == "keymap":
            home.keymap_file.write_text("# моё\n", "utf-8")
            await pilot.press("enter")
            assert home.keymap_file.read_text("utf-8") == "# моё\n"


async def test_settings_are_in_the_menu(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, Menu))
        await write(pilot, "#picker-line", "настройки")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
