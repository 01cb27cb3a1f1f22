"""What the app leaves behind when it fails, and when nothing shall be left behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from kzlaw_tui import logs
from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home
from kzlaw_tui.tui.app import KzlawApp
from tests.test_logs import QUESTION, SECRET, holding
from tests.tui.conftest import app_of, ask, loaded, until, write
from tests.tui.fake_assistant import FakeAssistant


@pytest.fixture
def assistant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    monkeypatch.setenv("KZLAW_RETRIEVAL__EMBEDDER", "none")
    home = Home(tmp_path / "home")
    home.ensure()
    logs.start(home, "debug")
    made = Assistant(home, "ru")
    made.warm_up()
    return made


async def test_incognito_leaves_no_word_of_a_question_anywhere(assistant: Assistant) -> None:
    app = KzlawApp(assistant)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.facts.acts is not None, 40)
        app.action_incognito()
        await ask(pilot, QUESTION)
        await ask(pilot, f"А {SECRET}?")
        await app.action_quit()
    logs.stop()
    assert holding(assistant.home.root, SECRET) == []


async def test_otherwise_the_sessions_hold_it_and_nothing_else_does(assistant: Assistant) -> None:
    app = KzlawApp(assistant)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.facts.acts is not None, 40)
        await ask(pilot, QUESTION)
        await app.action_quit()
    logs.stop()
    found = holding(assistant.home.root, SECRET)
    assert found and all(name.startswith("sessions/") for name in found), found


async def test_a_failing_piece_of_work_leaves_a_report_without_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assistant = FakeAssistant("ru")
    app = app_of(cast(Any, assistant))

    def fail(*_args: Any, **_options: Any) -> None:
        raise ZeroDivisionError(SECRET)

    assistant.speaker.quotes = fail
    async with app.run_test(size=(100, 30)) as pilot:
        await loaded(pilot)
        await write(pilot, "#question", QUESTION)
        await pilot.press("enter")
        await until(pilot, lambda: list(assistant.home.index.glob("crash-*.txt")))
    report = next(assistant.home.index.glob("crash-*.txt")).read_text("utf-8")
    assert "ZeroDivisionError" in report and SECRET not in report


async def test_an_app_that_has_to_close_says_so_in_one_line_without_the_values_of_variables(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assistant = FakeAssistant("kk")
    app = app_of(cast(Any, assistant))
    with pytest.raises(ZeroDivisionError):
        async with app.run_test(size=(100, 30)) as pilot:
            await loaded(pilot)

            def fail() -> None:
                question = QUESTION
                raise ZeroDivisionError(question)

            app.call_later(fail)
            await pilot.pause()
            await until(pilot, lambda: app._exception is not None)
    printed = capsys.readouterr().err
    assert "Қосымша жабылуға мәжбүр болды" in printed and SECRET not in printed
    report = next(assistant.home.index.glob("crash-*.txt")).read_text("utf-8")
    assert report.startswith("kzlaw-tui: ақау туралы есеп") and SECRET not in report
