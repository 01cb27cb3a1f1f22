"""Keys on Latin, Russian and Kazakh layouts, as the terminal really sends them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual import events
from textual._xterm_parser import XTermParser
from textual.binding import Binding
from textual.widget import Widget

from kzlaw_tui.tui.actions import ACTIONS, SCOPES, bindings
from kzlaw_tui.tui.app import KzlawApp
from kzlaw_tui.tui.keys import LATIN, LAYOUTS, display, twins, with_twins
from kzlaw_tui.tui.screens.base import Dialog, Page
from kzlaw_tui.tui.widgets.basics import LineInput
from tests.tui.conftest import app_of, ask, loaded, until
from tests.tui.fake_assistant import FakeAssistant


def names(sequence: str) -> list[str]:
    """The key names that Textual makes of what a terminal sends."""
    parser = XTermParser()
    found = [*parser.feed(sequence), *parser.feed("")]
    return [event.key for event in found if isinstance(event, events.Key)]


def kitty(character: str, modifiers: int = 5) -> str:
    """What a terminal with the Kitty protocol sends for a key (5: Ctrl, 6: Ctrl+Shift)."""
    return f"\x1b[{ord(character)};{modifiers}u"


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("latin", "abcdefghijklmnopqrstuvwxyz")
def test_ctrl_twin_is_what_the_terminal_sends(layout: str, latin: str) -> None:
    printed = layout[LATIN.index(latin)]
    assert names(kitty(printed)) == [name for name in twins(f"ctrl+{latin}") if name in names(kitty(printed))]
    assert names(kitty(printed))[0] in twins(f"ctrl+{latin}")


def test_caps_and_num_lock_change_nothing() -> None:
    assert names(kitty("й", 5 + 64)) == names(kitty("й", 5 + 128)) == ["ctrl+й"] == list(twins("ctrl+q"))


def test_letters_of_the_viewer_have_twins_in_both_cases() -> None:
    assert twins("n") == ("т",)
    assert "Т" in twins("N")
    assert names("т") == ["т"]
    assert names("\x1b[1090;2;1058u") == ["Т"]
    assert set(names("/")) == {"slash"}
    assert set(twins("slash")) == {"full_stop", "numero_sign"}
    assert names("№") == ["numero_sign"]
    assert twins("left_square_bracket") == ("х",)


def test_function_keys_and_esc_are_the_same_everywhere() -> None:
    assert names("\x1bOP") == ["f1"] and names("\x1b[27u") == ["escape"]
    assert not twins("f1") and not twins("escape") and not twins("tab") and not twins("up") and not twins("alt+left")


def test_layouts_have_a_key_for_every_latin_one() -> None:
    assert {len(layout) for layout in LAYOUTS.values()} == {len(LATIN)}


def classes(root: type[Widget]) -> Iterator[type[Widget]]:
    yield root
    for below in root.__subclasses__():
        yield from classes(below)


def ctrl_keys(found: list[Binding]) -> dict[str, str]:
    return {b.key: b.action for b in found if "ctrl+" in b.key}


@pytest.mark.parametrize("scope", SCOPES)
def test_every_binding_of_the_table_has_its_twins(scope: str) -> None:
    made = {b.key: b.action for b in bindings(scope) if isinstance(b, Binding)}  # type: ignore[arg-type]
    for action in ACTIONS:
        for key in action.keys if action.scope == scope else ():
            assert {made[name] for name in (key, *twins(key))} == {action.name}


@pytest.mark.parametrize("owner", [KzlawApp, Page, Dialog, LineInput], ids=lambda c: c.__name__)
def test_inherited_ctrl_keys_have_twins_too(owner: type) -> None:
    """Ctrl+C of a screen, Ctrl+A of a line, Ctrl+Q of the app: Textual's own bindings."""
    inherited = [b for base in owner.__mro__ for b in Binding.make_bindings(base.__dict__.get("BINDINGS", ()))]
    keys = ctrl_keys(inherited)
    latin = [key for key in keys if key.isascii() and key.rpartition("+")[2] in LATIN]
    assert latin
    for key in latin:
        for twin in twins(key):
            assert twin in keys, f"{key} has no {twin}"


def test_no_key_means_two_things_in_one_scope() -> None:
    for scope in SCOPES:
        keys = [b.key for b in bindings(scope) if isinstance(b, Binding)]
        assert len(keys) == len(set(keys)), scope


def test_letters_are_bound_only_where_nobody_types() -> None:
    for action in ACTIONS:
        if any(len(key) == 1 for key in action.keys):
            assert action.scope in ("answers", "article", "sessions_list", "library")


def test_names_on_screen() -> None:
    assert [display(k) for k in ("ctrl+q", "f10", "escape", "alt+left", "G", "slash")] == [
        "Ctrl+Q", "F10", "Esc", "Alt+←", "G", "/",
    ]  # fmt: skip


def test_twins_of_foreign_bindings_keep_their_action() -> None:
    made = with_twins([Binding("ctrl+c,super+c", "copy")])
    assert {(b.key, b.action) for b in made if isinstance(b, Binding)} == {("ctrl+с", "copy"), ("super+с", "copy")}


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+й"])
async def test_quit_on_both_layouts(assistant: FakeAssistant, key: str) -> None:
    app = app_of(assistant)
    async with app.run_test() as pilot:
        await loaded(pilot)
        await pilot.press(key)
        await pilot.pause()
        assert app.return_code == 0 and app._exit


@pytest.mark.parametrize(("goto", "menu"), [("ctrl+g", "ctrl+p"), ("ctrl+п", "ctrl+з"), ("f2", "f10")])
async def test_boxes_open_on_both_layouts(assistant: FakeAssistant, goto: str, menu: str) -> None:
    app = app_of(assistant)
    async with app.run_test() as pilot:
        await loaded(pilot)
        await pilot.press(goto)
        await until(pilot, lambda: type(app.screen).__name__ == "GotoBox")
        await pilot.press("escape")
        await pilot.press(menu)
        await until(pilot, lambda: type(app.screen).__name__ == "Menu")


@pytest.mark.parametrize("down,bottom,top,notes", [("j", "G", "g", "o"), ("о", "П", "п", "щ")])
async def test_viewer_letters_on_both_layouts(
    assistant: FakeAssistant, down: str, bottom: str, top: str, notes: str
) -> None:
    app = app_of(assistant)
    async with app.run_test(size=(80, 16)) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как часто поливать?")
        await pilot.press("tab", "enter")
        page = app.research.article_pane.page
        await until(pilot, lambda: app.focused is page)
        await pilot.press(top)
        await pilot.press(down)
        await until(pilot, lambda: page.scroll_offset.y == 1)
        await pilot.press(bottom)
        await until(pilot, lambda: page.scroll_offset.y == page.max_scroll_y > 1)
        await pilot.press(notes)
        await until(pilot, lambda: page.notes_open)
        await pilot.press(top)
        await until(pilot, lambda: page.scroll_offset.y == 0)


async def test_editing_keys_of_a_line_on_a_cyrillic_layout(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test() as pilot:
        await loaded(pilot)
        await pilot.press(*"увольнение")
        line = app.research.query_one("#question", LineInput)
        assert line.value == "увольнение"
        await pilot.press("ctrl+ф")  # Ctrl+A: to the beginning of the line
        assert line.cursor_position == 0
        await pilot.press("ctrl+л")  # Ctrl+K: delete to the end
        assert line.value == ""
