"""The screen that checks a text, with the real audit over laws that were never passed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, Static

from kzlaw_tui.present.audits import Piece
from kzlaw_tui.tui.app import KzlawApp
from kzlaw_tui.tui.screens.asking import AskLine
from kzlaw_tui.tui.screens.check import CheckLine, CheckList, CheckScreen, paragraphs
from kzlaw_tui.tui.screens.research import ResearchScreen
from tests.tui.conftest import app_of, loaded, until, write
from tests.tui.fake_assistant import FakeAssistant

LETTER = """Уважаемый садовник!

Согласно п. 1 ст. 5-1 КГС РК сад закрывают. В силу ст. 2 КГС РК «Настоящий Кодекс действует в каждом городе, где растёт хотя бы одна груша».

Поливать надо по пп. 1) п. 2 ст. 4 КГС РК, а ст. 3 КГС РК уже исключена. Подпункт 9) п. 2 ст. 4 КГС РК нам неизвестен."""


async def opened(pilot: Pilot[Any]) -> CheckScreen:
    await loaded(pilot)
    await pilot.press("f11")
    await until(pilot, lambda: isinstance(pilot.app.screen, CheckScreen))
    return cast(CheckScreen, pilot.app.screen)


async def checked(pilot: Pilot[Any], text: str = LETTER) -> CheckScreen:
    screen = await opened(pilot)
    screen.query_one(CheckLine).post_message(events.Paste(text))
    await until(pilot, lambda: screen.audited is not None)
    return screen


def rows(screen: CheckScreen) -> list[str]:
    options = screen.query_one(CheckList)
    return [str(options.get_option_at_index(n).prompt) for n in range(options.option_count)]


def words(screen: CheckScreen, id_: str) -> str:
    return str(screen.query_one(id_, Static).content)


def text_of(screen: CheckScreen) -> str:
    return "\n".join(str(widget.content) for widget in screen.query(".check-paragraph").results(Static))


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_a_pasted_text_is_checked_and_marked(assistant: FakeAssistant, size: tuple[int, int]) -> None:
    async with app_of(assistant).run_test(size=size) as pilot:
        screen = await checked(pilot)
        found = rows(screen)
        assert [row[0] for row in found] == ["✗", "✗", "✓", "✗", "✗"]
        assert "нет такого пункта" in found[0] and "расходится" in found[1] and "исключена" in found[3]
        assert "5, с замечаниями: 4" in words(screen, "#check-sum")
        assert "✗ п. 1 ст. 5-1 КГС РК" in text_of(screen) and "✓ пп. 1) п. 2 ст. 4 КГС РК" in text_of(screen)
        assert isinstance(screen.focused, CheckList) and screen.item is screen.audited.checked[0]  # type: ignore[union-attr]


async def test_the_difference_and_the_place_follow_the_cursor(assistant: FakeAssistant) -> None:
    async with app_of(assistant).run_test(size=(140, 40)) as pilot:
        screen = await checked(pilot)
        await pilot.press("down")
        await until(pilot, lambda: "[-груша" in words(screen, "#check-detail"))
        assert "{+яблоня" in words(screen, "#check-detail")


async def test_enter_opens_the_article_and_the_text_is_there_on_return(assistant: FakeAssistant) -> None:
    async with app_of(assistant).run_test(size=(140, 40)) as pilot:
        screen = await checked(pilot)
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ResearchScreen))
        app = cast(KzlawApp, pilot.app)
        assert app.research.article_pane.stored is not None
        assert app.research.article_pane.stored.article.number == "4"
        await pilot.press("f11")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert len(rows(screen)) == 5 and isinstance(screen.focused, CheckList)


async def test_a_file_is_read_and_a_missing_one_is_said(assistant: FakeAssistant, tmp_path: Path) -> None:
    file = tmp_path / "письмо.txt"
    file.write_text(LETTER, "utf-8")
    async with app_of(assistant).run_test(size=(140, 40)) as pilot:
        screen = await opened(pilot)
        await write(pilot, "#check-line", str(tmp_path / "нет.docx"))
        await pilot.press("enter")
        await until(pilot, lambda: cast(KzlawApp, pilot.app)._notifications)
        assert screen.audited is None
        await write(pilot, "#check-line", str(file))
        await pilot.press("enter")
        await until(pilot, lambda: screen.audited is not None)
        assert "письмо.txt" in words(screen, "#check-sum")


async def test_the_text_with_notes_is_saved(assistant: FakeAssistant, tmp_path: Path) -> None:
    async with app_of(assistant).run_test(size=(140, 40)) as pilot:
        await checked(pilot)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskLine))
        pilot.app.screen.query_one(Input).value = str(tmp_path / "письмо.html")
        await pilot.press("enter")
        await until(pilot, lambda: (tmp_path / "письмо.html").exists())
        assert "груша" in (tmp_path / "письмо.html").read_text("utf-8")
        await pilot.press("у")  # the same key on a Russian layout
        await until(pilot, lambda: isinstance(pilot.app.screen, AskLine))
        pilot.app.screen.query_one(Input).value = str(tmp_path / "письмо.xyz")
        await pilot.press("enter")
        app = cast(KzlawApp, pilot.app)
        await until(pilot, lambda: any(".xyz" in note.message for note in app._notifications))
        assert not (tmp_path / "письмо.xyz").exists()


async def test_esc_calls_the_check_off_then_closes(assistant: FakeAssistant) -> None:
    assistant.gate.clear()
    async with app_of(assistant).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        screen.query_one(CheckLine).post_message(events.Paste(LETTER))
        app = cast(KzlawApp, pilot.app)
        await until(pilot, lambda: app.facts.working)
        await pilot.press("escape")
        assert not app.facts.working and pilot.app.screen is screen
        assistant.gate.set()
        await pilot.pause(0.1)
        assert screen.audited is None, "what was called off does not come back"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ResearchScreen))


async def test_a_text_without_citations_and_hostile_characters(assistant: FakeAssistant) -> None:
    async with app_of(assistant).run_test(size=(80, 24)) as pilot:
        screen = await checked(pilot, "Погода\nхорошая.")
        assert "нет" in words(screen, "#check-sum") and not screen.query_one("#check").display
        screen.check_text("[b]ст. 4 КГС РК[/b] \x1b[31mкрасная\x1b[0m")
        await until(pilot, lambda: screen.audited is not None and screen.audited.checked)
        assert "\x1b" not in text_of(screen) and "[b]" in text_of(screen)


async def test_it_opens_from_the_menu_in_kazakh(assistant: FakeAssistant) -> None:
    async with app_of(FakeAssistant("kk")).run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        await pilot.press("f10")
        await write(pilot, "#picker-line", "бөгде мәтін")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CheckScreen))
        assert words(cast(CheckScreen, pilot.app.screen), "#check-title") == "Мәтінді тексеру"


def test_paragraphs_keep_their_offsets() -> None:
    text = "Раз.\n\nДва ст. 4\nи три."
    at = text.index("ст.")
    pieces = [Piece(text[:at]), Piece(text[at : at + 5], "bad", ("нет",)), Piece(text[at + 5 :])]
    made = paragraphs(pieces)
    assert ["".join(piece.text for piece, _ in paragraph) for paragraph in made] == ["Раз.", "Два ст. 4", "и три."]
    assert all(text[start : start + len(piece.text)] == piece.text for paragraph in made for piece, start in paragraph)
