"""Nothing that comes from a file, a person or a model drives the terminal, on any screen of the app."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from kzlaw_tui.answering.answer import ModelUse
from kzlaw_tui.tui.app import KzlawApp
from tests.test_terminal import HOSTILE, driving
from tests.tui.conftest import app_of, ask, loaded, until, write
from tests.tui.fake_assistant import FakeAssistant
from tests.tui.test_model import GOOD, FakeSpeaker, checked


def shown(app: KzlawApp) -> str:
    """What the compositor sends to the terminal for the whole screen, without its own styles and moves."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip if not segment.control) for strip in strips)


def clean_screen(app: KzlawApp, must: str = "") -> None:
    text = shown(app)
    assert not driving(text), (type(app.screen).__name__, driving(text))
    assert must in text, text


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> FakeAssistant:
    """An assistant whose every text, heading, name and message carries escape sequences."""
    from kzlaw_tui.i18n import Translator

    assistant = FakeAssistant("ru")
    poisoned(assistant)
    call = Translator.__call__

    def translated(self: Translator, message_id: str, **args: object) -> str:
        return call(self, message_id, **{k: f"{v}{HOSTILE}" if isinstance(v, str) else v for k, v in args.items()})

    monkeypatch.setattr(Translator, "__call__", translated)
    return assistant


def poisoned(assistant: FakeAssistant) -> None:
    """Every word that the assistant gives ends in escape sequences."""
    cite, name, hit, quote = assistant.cite, assistant.act_name, assistant._hit, assistant._quote
    stored = assistant.library.article

    def article(edition_id: int, ordinal: int) -> Any:
        found = stored(edition_id, ordinal)
        one = found.article
        path = tuple(f"{title}{HOSTILE}" for title in one.path)
        text = one.text.replace(" ", "\x9b", 1) + HOSTILE
        edition = replace(found.edition, title=f"{found.edition.title}{HOSTILE}")
        return replace(
            found, edition=edition, article=replace(one, heading=f"{one.heading}{HOSTILE}", text=text, path=path)
        )

    def hits(*args: Any, **options: Any) -> Any:
        found = hit(*args, **options)
        return replace(found, heading=f"{found.heading}{HOSTILE}", snippet=f"{HOSTILE}{found.snippet}")

    def quotes(*args: Any, **options: Any) -> Any:
        found = quote(*args, **options)
        return replace(found, heading=f"{found.heading}{HOSTILE}", text=f"{found.text}{HOSTILE}")

    replaced: dict[str, Any] = {
        "_hit": hits,
        "_quote": quotes,
        "cite": lambda *args, **options: f"{cite(*args, **options)}{HOSTILE}",
        "act_name": lambda *args, **options: f"{name(*args, **options)}{HOSTILE}",
    }
    for attribute, value in replaced.items():
        setattr(assistant, attribute, value)
    assistant.library.article = article  # type: ignore[method-assign]
    speaker = FakeSpeaker(assistant)
    said = f"{GOOD}{HOSTILE}"
    speaker.answer = lambda quoted: replace(quoted, said=checked(said), model=ModelUse(f"малая{HOSTILE}", "llama_cpp"))
    assistant.speaker = speaker


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_no_screen_lets_anything_drive_the_terminal(hostile: FakeAssistant, size: tuple[int, int]) -> None:
    app = app_of(cast(Any, hostile))
    async with app.run_test(size=size, notifications=True) as pilot:
        await loaded(pilot)
        clean_screen(app)
        await ask(pilot, f"Когда поливать{HOSTILE} сад?")
        await until(pilot, lambda: app.facts.working == "")
        clean_screen(app, "поливать")
        for keys in (["f1"], ["f2"], ["f3"], ["f4"], ["f5"], ["f7"], ["f10"], ["f12"]):
            await pilot.press(*keys)
            await pilot.pause()
            clean_screen(app)
            await pilot.press("escape")
            await pilot.pause()
            app.go_home()
        app.say(f"сообщение{HOSTILE}", failed=True)
        await until(pilot, lambda: "сообщение" in shown(app))
        clean_screen(app, "сообщение")
        await pilot.press("f3")
        await pilot.pause()
        await write(pilot, "Input", f"сад{HOSTILE}")
        await pilot.pause()
        clean_screen(app)
