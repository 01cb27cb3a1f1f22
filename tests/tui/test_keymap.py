"""A person's own keys, from ``keymap.toml``."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlaw_tui.i18n import UI_LANGS, Translator
from kzlaw_tui.tui.actions import ACTIONS
from kzlaw_tui.tui.keymap import KeysInForce, load, parse_key, template, told
from kzlaw_tui.tui.screens.help import Help
from kzlaw_tui.tui.screens.picker import GotoBox
from kzlaw_tui.tui.screens.search import SearchScreen
from kzlaw_tui.tui.widgets.basics import KeyLine
from tests.tui.conftest import app_of, ask, loaded, until
from tests.tui.fake_assistant import FakeAssistant


def read(tmp_path: Path, text: str) -> tuple[KeysInForce, list[str]]:
    file = tmp_path / "keymap.toml"
    file.write_text(text, "utf-8")
    keys, problems = load(file)
    assert file.read_text("utf-8") == text
    return keys, [f"{p.message_id.removeprefix('tui-keymap-')} {p.args}" for p in problems]


def test_keys_are_a_string_or_a_list_and_have_twins(tmp_path: Path) -> None:
    keys, problems = read(tmp_path, '[app]\ngoto = "f2, Ctrl+J"\n[article]\nfind = ["/", "Ctrl+F"]\n')
    assert not problems
    assert keys.changed == {"app.goto": ("f2", "ctrl+j"), "article.find": ("slash", "ctrl+f")}
    assert set(keys.textual()["app.goto"].split(",")) == {"f2", "ctrl+j", "ctrl+о"}
    assert "ctrl+а" in keys.textual()["article.find"].split(",")


def test_no_file_is_fine_and_a_broken_one_changes_nothing(tmp_path: Path) -> None:
    assert load(tmp_path / "keymap.toml") == (KeysInForce(), [])
    keys, problems = read(tmp_path, "[app\n")
    assert keys == KeysInForce() and len(problems) == 1 and problems[0].startswith("unreadable")


@pytest.mark.parametrize(
    ("line", "kind", "named"),
    [
        ('[nowhere]\ngoto = "f2"', "scope", "nowhere"),
        ('[app]\nfly = "f2"', "action", "fly"),
        ("[app]\ngoto = 2", "value", "goto"),
        ('[app]\ngoto = ""', "value", "goto"),
        ('[app]\ngoto = "hyperspace"', "key", "hyperspace"),
        ('[app]\ngoto = "g"', "letter", "goto"),
        ('[app]\ngoto = "enter"', "letter", "goto"),
        ('[app]\ngoto = "f3"', "clash", "search"),
        ('[article]\nfind = "n"', "clash", "match-next"),
        ('[article]\nfind = "f2"', "clash", "goto"),
        ('[article]\nfind = "tab"', "clash", "next-pane"),
        ('[article]\nnotes = "."', "clash", "find"),
        ('[library]\nadd = "ctrl+q"', "clash", "quit"),
        ('[app]\ngoto = "ctrl+o"', "clash", "add"),
    ],
)
def test_what_is_wrong_is_named_and_the_rest_is_in_force(tmp_path: Path, line: str, kind: str, named: str) -> None:
    keys, problems = read(tmp_path, f'{line}\n[sessions_list]\npin = "x"\n')
    assert keys.changed == {"sessions_list.pin": ("x",)}
    assert len(problems) == 1 and problems[0].startswith(kind) and named in problems[0]


def test_two_actions_may_change_places(tmp_path: Path) -> None:
    keys, problems = read(tmp_path, '[app]\ngoto = "f3"\nsearch = "f2"\n')
    assert not problems and keys.changed == {"app.goto": ("f3",), "app.search": ("f2",)}


@pytest.mark.parametrize("lang", UI_LANGS)
def test_problems_are_one_clear_line(tmp_path: Path, lang: str) -> None:
    file = tmp_path / "keymap.toml"
    file.write_text('[app]\ngoto = "f3"\nfly = "f9"\n', "utf-8")
    _, problems = load(file)
    said = told(problems, Translator(lang))  # type: ignore[arg-type]
    assert "fly" in said and "1" in said and "\n" not in said and "{" not in said


@pytest.mark.parametrize("lang", UI_LANGS)
def test_the_template_is_a_good_file_that_changes_nothing(tmp_path: Path, lang: str) -> None:
    text = template(Translator(lang))  # type: ignore[arg-type]
    assert read(tmp_path, text) == (KeysInForce(), [])
    wanted = [
        line[2:].partition("  # ")[0] if line.startswith("# ") and ' = "' in line else line
        for line in text.splitlines()[1:]
    ]
    keys, problems = read(tmp_path, "\n".join(line for line in wanted if ' = ""' not in line))
    assert not problems
    assert keys.changed == {a.binding_id: a.keys for a in ACTIONS if a.keys}


@given(st.text(max_size=20))
def test_any_text_is_a_key_or_none(text: str) -> None:
    key = parse_key(text)
    assert not key or parse_key(key) == key


@pytest.mark.parametrize("key", ["ctrl+j", "ctrl+о"], ids=["latin", "cyrillic"])
async def test_a_remapped_ctrl_key_works_on_both_layouts(assistant: FakeAssistant, key: str) -> None:
    assistant.home.keymap_file.write_text('[app]\ngoto = "ctrl+j"\n[article]\nfind = "x"\n', "utf-8")
    app = app_of(assistant)
    async with app.run_test(size=(140, 40)) as pilot:
        await loaded(pilot)
        await pilot.press("f2")
        assert app.screen is app.research
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, GotoBox))
        await pilot.press("escape")
        assert "Ctrl+J Перейти" in str(app.research.query_one(KeyLine).render())
        assert "Ctrl+J — перейти" in str(app.research.query_one("#welcome").render())  # type: ignore[attr-defined]
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, Help))
        assert "\nCtrl+J " in app.screen.text().plain  # type: ignore[attr-defined]
        await pilot.press("escape", *"xч")
        assert app.research.query_one("#question").value == "xч"  # type: ignore[attr-defined]
        await ask(pilot, "Как поливать?")
        await pilot.press("tab", "enter", "slash")
        assert not app.research.article_pane.has_class("finding")
        await pilot.press("ч")
        await until(pilot, lambda: app.research.article_pane.has_class("finding"))


async def test_a_bad_line_is_told_at_start_and_the_app_works(assistant: FakeAssistant) -> None:
    assistant.home.keymap_file.write_text('[app]\ngoto = "f3"\n', "utf-8")
    app = app_of(assistant)
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        await loaded(pilot)
        said = [n.message for n in app._notifications]
        assert any("«goto»: клавиша «F3» занята действием «search»" in line for line in said)
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen))
