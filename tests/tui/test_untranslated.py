"""The running screens in Kazakh and English: no word of the interface is Russian.

The law of the fake assistant is Russian too, so what it says is taken away first; what is left is the program's own.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from kzlaw_tui.i18n import UiLang
from tests.i18n.test_languages import KAZAKH, messages
from tests.tui.conftest import app_of, loaded
from tests.tui.fake_assistant import BEES_RU, GARDENS_KK, GARDENS_RU, REGISTRY, FakeAssistant
from tests.tui.test_snapshots import LETTERS, QUESTIONS, SCREENS, Steps

WORD = re.compile(r"[А-Яа-яЁё" + KAZAKH + r"]{3,}")
TYPED = """никто мёд полив Бағбан арык какой кодекс садах docx пчёлы сады Документы Справка мысль руб рус қаз КГС ҚБК
    Могут уволить прогул Какие ставки НДС выйти ТОО Жұмысқа келмегені үшін шығара Как часто поливать деревья нені істеуге
    міндетті русский қазақша Республики статья вопрос Исключена редакция редакциясы жағдай бойынша"""
"""What the steps type, the examples of the welcome, names of files."""


def words(text: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(text)}


def law() -> set[str]:
    """The words of the acts, of their names, and of what is typed."""
    texts = [TYPED, *QUESTIONS.values(), *LETTERS.values(), REGISTRY]
    for article in (*GARDENS_RU, *GARDENS_KK, *BEES_RU):
        texts += [article.heading, article.text, *article.path, *(note.text for note in article.notes)]
        texts += [change.text for change in article.pending]
    found = words("\n".join(texts))
    for assistant in (FakeAssistant("ru"), FakeAssistant("kk")):
        for info in assistant.acts():
            found |= words(f"{info.title} {info.source} {assistant.act_name(info.act, info.lang)}")
            # Citations in the language of the law.
            found |= words("ст статья пп тармақ тармақша бап бабы")
        for stored in (assistant.library.article(1, 3), assistant.library.article(1, 4)):
            gist = assistant.gist(stored)
            found |= words(gist.text if gist else "")
    return found


def shown(screen: Widget) -> str:
    """Everything that is painted now."""
    width, height = screen.size
    return "\n".join(
        "".join(segment.text for segment in strip)
        for strip in screen.app.screen._compositor.render_strips(screen.size)[:height]
        if width
    )


@pytest.mark.parametrize("steps", SCREENS, ids=lambda steps: steps.__name__)
@pytest.mark.parametrize("lang", ["kk", "en"])
async def test_the_screen_speaks_its_language(lang: UiLang, steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "nano")
    app = app_of(FakeAssistant(lang))
    async with app.run_test(size=(140, 40)) as pilot:
        await loaded(pilot)
        await steps(pilot)
        await pilot.pause()
        text = painted(pilot)
    assert foreign(text, lang) == set()


def foreign(text: str, lang: str) -> set[str]:
    """Words of the Russian catalogue that this language does not have and that are not the law's."""
    own = words("\n".join(messages(lang).values()))
    russian = words("\n".join(messages("ru").values())) - own
    # What neither catalogue has is a word cut at the edge of a pane.
    return (words(text) - law()) & russian


async def test_a_russian_screen_would_be_noticed() -> None:
    app = app_of(FakeAssistant("ru"))
    async with app.run_test(size=(140, 40)) as pilot:
        await loaded(pilot)
        text = painted(pilot)
    for lang in ("kk", "en"):
        assert {"помощь", "перейти", "спросите"} <= foreign(text, lang)


def painted(pilot: Pilot[Any]) -> str:
    return shown(pilot.app.screen)
