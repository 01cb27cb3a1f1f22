"""The locked screen: at the start, after idle minutes, by hand; incognito writes nothing at all."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any, cast

import pytest

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home
from kzlaw_tui.sessions import protection
from kzlaw_tui.tui.app import KzlawApp
from kzlaw_tui.tui.screens.lock import LockScreen
from tests.ingest.homes import ingest, write_law
from tests.tui.conftest import app_of, ask, loaded, until, write
from tests.tui.fake_assistant import FakeAssistant

PASSPHRASE = "сад у реки, осень"
needs_cipher = pytest.mark.skipif(not importlib.util.find_spec("sqlcipher3"), reason="needs kzlaw-tui[encryption]")


@pytest.fixture
def locked(assistant: FakeAssistant) -> FakeAssistant:
    conversation, turn = assistant.sessions.add_question(None, "Как часто поливать?")
    assistant.sessions.add_answer(turn, assistant.ask("Как часто поливать?"))
    assistant.sessions.set_state(view=f'{{"conversation": {conversation}}}')
    assistant.sessions.close()
    assistant.asked.clear()
    protection.encrypt(assistant.sessions.file, PASSPHRASE)
    return assistant


@needs_cipher
@pytest.mark.parametrize("lang", ["ru", "kk"])
async def test_the_passphrase_is_asked_before_anything_is_shown(locked: FakeAssistant, lang: Any) -> None:
    locked.t = type(locked.t)(lang)
    app = app_of(locked)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, LockScreen))
        for key in ("f5", "f2", "f10", "ctrl+n"):
            await pilot.press(key)
            assert isinstance(app.screen, LockScreen), f"{key} leads nowhere"
        await write(pilot, "#passphrase", "не та фраза вовсе")
        await pilot.press("enter")
        message = locked.t("error-passphrase-wrong")[:20]
        await until(pilot, lambda: message in str(app.screen.query_one("#lock-message").render()))
        assert locked.sessions.locked
        await write(pilot, "#passphrase", PASSPHRASE)
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, LockScreen), seconds=20)
        # The conversation of the last time comes back now.
        await until(pilot, lambda: app.memory.conversation is not None)


@needs_cipher
async def test_idle_minutes_lock_and_a_waiting_person_is_not_locked_out(locked: FakeAssistant) -> None:
    locked.sessions.unlock(PASSPHRASE)
    app = app_of(locked)
    async with app.run_test() as pilot:
        await loaded(pilot)
        await ask(pilot, "Сколько раз поливать?")
        app.locking._look()
        assert not app.locking.locked, "just now there was a key"
        app.locking._last -= 9.9 * 60
        app.locking._look()
        assert not app.locking.locked
        app.locking._last -= 60
        app.jobs.busy()
        app.locking._look()
        assert not app.locking.locked, "an answer is awaited"
        app.jobs.calm()
        app.locking._look()
        await until(pilot, lambda: isinstance(app.screen, LockScreen))
        assert locked.sessions.locked
        await pilot.press("escape")
        assert isinstance(app.screen, LockScreen), "no way around it"
        await write(pilot, "#passphrase", PASSPHRASE)
        await pilot.press("enter")
        await until(pilot, lambda: not app.locking.locked, seconds=20)
        assert app.research.newest() is not None, "the work is where it was"
        (found,) = locked.sessions.conversations()
        assert found.turns == 2, "and goes on where it was"


@needs_cipher
async def test_work_without_conversations_is_incognito(locked: FakeAssistant) -> None:
    app = app_of(locked)
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.screen, LockScreen))
        await pilot.press("escape")
        await loaded(pilot)
        await ask(pilot, "Сколько раз поливать?")
        assert app.memory.incognito and not app.locking.lock()
    locked.sessions.unlock(PASSPHRASE)
    assert len(locked.sessions.conversations()) == 1


async def test_there_is_nothing_to_lock_where_nothing_is_encrypted(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test() as pilot:
        await loaded(pilot)
        app.locking._last -= 10_000
        app.locking._look()
        app.action_lock()
        assert not app.locking.locked


async def test_incognito_leaves_the_home_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Byte for byte, over a real home: ask, open, note, close."""
    monkeypatch.setenv("KZLAW_RETRIEVAL__EMBEDDER", "none")
    monkeypatch.setenv("KZLAW_PRIVACY__HISTORY", "false")
    home = Home(tmp_path / "home")
    ingest(home, [write_law(tmp_path / "law.txt", articles=5)])
    first = Assistant(home, "ru")
    first.warm_up()
    first.library.close()
    before = {path: path.read_bytes() for path in home.root.rglob("*") if path.is_file()}
    app = KzlawApp(cast(Any, Assistant(home, "ru")))
    async with app.run_test() as pilot:
        await loaded(pilot)
        await ask(pilot, "Кто ночью сторожит дом хозяина?")
        await pilot.press("enter")
        await pilot.press("tab", "m", "e", "escape")
        await pilot.press("f5")
        await pilot.pause(0.6)
        await pilot.press("ctrl+q")
    app.assistant.library.close()
    after = {path: path.read_bytes() for path in home.root.rglob("*") if path.is_file()}
    changed = {
        path.relative_to(home.root)
        for path in before.keys() | after.keys()
        if before.get(path) != after.get(path) and not path.name.endswith(("-wal", "-shm"))
    }
    words = "Кто ночью сторожит".encode()
    assert not any(words in data for data in after.values())
    assert not changed, changed
