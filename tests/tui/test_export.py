"""Copying by choice, saving memos, opening them in the editor."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot

from kzlaw_tui.tui import clipboard
from kzlaw_tui.tui.screens import export
from kzlaw_tui.tui.screens.export import ExportBox
from kzlaw_tui.tui.screens.picker import CopyBox
from kzlaw_tui.tui.widgets.basics import LineInput
from tests.tui.conftest import app_of, ask, loaded, until, write
from tests.tui.fake_assistant import FakeAssistant
from tests.tui.test_app import NARROW, WIDE


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(export, "documents", lambda: tmp_path)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    return tmp_path


async def box_of(pilot: Pilot[int]) -> ExportBox:
    await pilot.press("f7")
    await until(pilot, lambda: isinstance(pilot.app.screen, ExportBox))
    return cast(ExportBox, pilot.app.screen)


async def test_the_answer_is_saved_in_the_format_that_is_chosen(assistant: FakeAssistant, folder: Path) -> None:
    app = app_of(assistant)
    async with app.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("f7")
        assert not isinstance(app.screen, ExportBox)
        await ask(pilot, "Как поливать?")
        box = await box_of(pilot)
        assert box.query_one(LineInput).value.endswith("Как поливать 22.11.2026.docx")
        await pilot.press("end")
        assert box.query_one(LineInput).value.endswith(".txt")
        await pilot.press("enter")
        await until(pilot, lambda: list(folder.glob("*.txt")))
        await until(pilot, lambda: app.screen is app.research)
        text = next(iter(folder.glob("*.txt"))).read_text("utf-8-sig")
        assert "Пп. 1) п. 2 ст. 4 КГС РК от 22.03.2024 № 901-VIII" in text


async def test_a_conversation_or_a_place_and_a_path_of_ones_own(assistant: FakeAssistant, folder: Path) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await ask(pilot, "мёд")
        await box_of(pilot)
        await pilot.press("shift+tab", "down", "tab", "tab")
        await write(pilot, "#export-path", str(folder / "беседа.md"))
        await pilot.press("enter")
        await until(pilot, lambda: (folder / "беседа.md").exists())
        text = (folder / "беседа.md").read_text()
        assert "## 1\\. Как поливать?" in text and "## 2\\. мёд" in text
        await until(pilot, lambda: app.screen is app.research)
        box = await box_of(pilot)
        assert [c.label for c in box._choices][2].startswith("Место закона: ст. 2")


async def test_the_editor_is_offered_where_there_is_one(
    assistant: FakeAssistant, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "vim -R")
    opened: list[Path] = []
    monkeypatch.setattr(export, "open_editor", lambda box, file: opened.append(file))
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await box_of(pilot)
        await pilot.press("end", "enter")
        await until(pilot, lambda: opened)
        assert opened[0].suffix == ".md" and opened[0].is_file()


@pytest.mark.parametrize("key", ["y", "н"], ids=["latin", "russian"])
async def test_what_is_copied_can_be_chosen(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    copied: list[str] = []
    monkeypatch.setattr(clipboard, "to_system", lambda text: bool(copied.append(text)) or True)
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("tab")
        for steps, begins in ((0, "«1) поливать"), (1, "1) поливать"), (2, "пп. 1) п. 2 ст. 4"), (3, "СПРАВКА")):
            await pilot.press(key)
            await until(pilot, lambda: isinstance(app.screen, CopyBox))
            await pilot.press(*["down"] * steps, "enter")
            await until(pilot, lambda: len(copied) == steps + 1)  # noqa: B023
            assert copied[-1].startswith(begins)
