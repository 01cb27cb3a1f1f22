"""The models screen over a real model home: what is chosen there is what speaks next."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from kzlaw_tui.answering.speaker import Speaker
from kzlaw_tui.tui.app import KzlawApp
from kzlaw_tui.tui.screens.asking import AskLine, Confirm
from kzlaw_tui.tui.screens.models import ModelsList, ModelsScreen
from tests.models import make
from tests.tui.conftest import app_of, loaded, until, write
from tests.tui.fake_assistant import FakeAssistant


@pytest.fixture
def speaker(assistant: FakeAssistant, tmp_path: Path) -> Speaker:
    speaker = Speaker(cast(Any, assistant))
    assistant.speaker = speaker
    speaker.models.add(make.model(tmp_path / "one.gguf"))
    speaker.models.add(make.model(tmp_path / "two.gguf"))
    speaker.adapters.add(make.adapter(tmp_path / "law.gguf"))
    speaker.adapters.add(make.adapter(tmp_path / "llama.gguf", architecture="llama"))
    return speaker


async def opened(pilot: Pilot[Any]) -> ModelsScreen:
    await loaded(pilot)
    await pilot.press("f10")
    await write(pilot, "#picker-line", "модели и адаптеры")
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, ModelsScreen))
    screen = cast(ModelsScreen, pilot.app.screen)
    await until(pilot, lambda: screen._found is not None)
    return screen


def rows(screen: ModelsScreen) -> list[str]:
    options = screen.query_one(ModelsList)
    return [str(options.get_option_at_index(n).prompt) for n in range(options.option_count)]


def row(screen: ModelsScreen, name: str) -> str:
    return next(text for text in rows(screen) if name in text)


async def go(pilot: Pilot[Any], name: str) -> None:
    screen = cast(ModelsScreen, pilot.app.screen)
    screen.query_one(ModelsList).highlighted = next(n for n, text in enumerate(rows(screen)) if name in text)
    await pilot.pause()


def detail(screen: ModelsScreen) -> str:
    return str(screen.query_one("#models-detail", Static).content)


def said(pilot: Pilot[Any]) -> str:
    return " ".join(note.message for note in cast(KzlawApp, pilot.app)._notifications)


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_a_model_is_shown_with_its_facts_and_chosen(
    assistant: FakeAssistant, speaker: Speaker, size: tuple[int, int]
) -> None:
    async with app_of(assistant).run_test(size=size) as pilot:
        screen = await opened(pilot)
        assert speaker.models.get("one").sha256 in detail(screen) and "Q4_K_M" in detail(screen)
        await pilot.press("enter")
        await until(pilot, lambda: row(screen, "one").startswith("●"))
        assert row(screen, "two").startswith("○")
        assert 'name = "one"' in assistant.home.config_file.read_text("utf-8") and speaker.model_name() == "one"
        app = cast(KzlawApp, pilot.app)
        await until(pilot, lambda: app.facts.model == "one")
        await pilot.press("enter")
        await until(pilot, lambda: assistant.settings.model.name == "")


async def test_an_adapter_is_put_on_and_off_and_a_foreign_one_refused(
    assistant: FakeAssistant, speaker: Speaker
) -> None:
    async with app_of(assistant).run_test(size=(140, 40)) as pilot:
        screen = await opened(pilot)
        await go(pilot, "law")
        await pilot.press("enter")
        await until(pilot, lambda: row(screen, "law").startswith("●"))
        assert speaker.chosen().adapter is not None and speaker.chosen().spec.adapter_key
        await go(pilot, "llama")
        await pilot.press("enter")
        await until(pilot, lambda: "llama" in said(pilot))
        assert assistant.settings.model.adapter == "law"
        await go(pilot, "law")
        await pilot.press("enter")
        await until(pilot, lambda: row(screen, "law").startswith("○"))
        assert speaker.chosen().adapter is None


async def test_settings_are_changed_checked_and_kept_with_the_comments(
    assistant: FakeAssistant, speaker: Speaker
) -> None:
    assistant.home.config_file.parent.mkdir(parents=True, exist_ok=True)
    assistant.home.config_file.write_text('# моё\nlang = "ru"\n', "utf-8")
    async with app_of(assistant).run_test(size=(140, 40)) as pilot:
        screen = await opened(pilot)
        await go(pilot, "Скорость")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskLine))
        pilot.app.screen.query_one(Input).value = "12,5"
        await pilot.press("enter")
        await until(pilot, lambda: "12.5 токенов" in row(screen, "Скорость"))
        assert speaker.chosen().rate == 12.5
        await go(pilot, "Экономный")
        threads = speaker.chosen().spec.threads
        await pilot.press("enter")
        await until(pilot, lambda: "включён" in row(screen, "Экономный"))
        assert speaker.chosen().spec.threads == max(threads // 2, 1)
        await go(pilot, "батарее")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskLine))
        pilot.app.screen.query_one(Input).value = "400"
        await pilot.press("enter")
        await until(pilot, lambda: "battery_pause" in said(pilot))
        assert assistant.settings.model.battery_pause == 20
        await go(pilot, "Отвечает")
        await pilot.press("enter")
        await until(pilot, lambda: speaker.in_app() == "")
        assert assistant.home.config_file.read_text("utf-8").startswith("# моё")


async def test_verify_reads_the_file_and_remove_asks_first(assistant: FakeAssistant, speaker: Speaker) -> None:
    file = speaker.models.path(speaker.models.get("two"))
    file.write_bytes(file.read_bytes()[:-1] + b"\1")
    async with app_of(assistant).run_test(size=(140, 40)) as pilot:
        screen = await opened(pilot)
        await pilot.press("v")
        await until(pilot, lambda: "✓ цел" in row(screen, "one"))
        await go(pilot, "two")
        await pilot.press("v")
        await until(pilot, lambda: "✗" in row(screen, "two"))
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert file.exists(), "the first answer keeps it"
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("down", "enter")
        await until(pilot, lambda: not any("two" in text for text in rows(screen)))
        assert not file.exists()


async def test_a_model_is_added_and_a_machine_is_measured(
    assistant: FakeAssistant, speaker: Speaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kzlaw_tui.models.hardware.bandwidth", lambda seconds=2.0: 40e9)
    new = make.model(tmp_path / "новая.gguf")
    async with app_of(assistant).run_test(size=(140, 40)) as pilot:
        screen = await opened(pilot)
        for path, expected in ((str(tmp_path / "нет.gguf"), "нет.gguf"), (str(new), "")):
            await pilot.press("a")
            await until(pilot, lambda: isinstance(pilot.app.screen, AskLine))
            pilot.app.screen.query_one(Input).value = path
            await pilot.press("enter")
            await until(pilot, lambda e=expected: e in said(pilot) and not screen._busy)  # type: ignore[misc]
        await until(pilot, lambda: any("новая" in text for text in rows(screen)))
        await pilot.press("r")
        await until(pilot, lambda: "Для этой машины" in detail(screen) and "40 ГБ/с" in detail(screen))
