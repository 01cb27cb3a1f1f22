"""Pictures of every screen and the tables of keys of the guides, both from the program itself: ``python docs/make_screens.py``.

Pictures are made over a fresh home, which holds our own digests only, and a small act of our own invention, so no official
text gets into them. ``--keys`` writes the tables alone; ``--only NAME`` makes one picture.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home
from kzlaw_tui.i18n import Translator, UiLang
from kzlaw_tui.tui.actions import SCOPES, actions_of
from kzlaw_tui.tui.app import KzlawApp
from kzlaw_tui.tui.keymap import KeysInForce
from kzlaw_tui.tui.screens.export import ExportBox
from kzlaw_tui.tui.screens.library import LibraryScreen
from kzlaw_tui.tui.screens.notes import NoteText
from kzlaw_tui.tui.screens.picker import GotoBox

DOCS = Path(__file__).parent
SCREENS = DOCS / "screens"
GUIDES: dict[UiLang, Path] = {"ru": DOCS / "guide.ru.md", "kk": DOCS / "guide.kk.md", "en": DOCS / "guide.en.md"}
KEYS = re.compile(r"(<!-- keys -->\n).*?(<!-- /keys -->)", re.DOTALL)
HEADS: dict[UiLang, tuple[str, str]] = {
    "ru": ("Клавиши", "Что делают"),
    "kk": ("Пернелер", "Не істейді"),
    "en": ("Keys", "What they do"),
}
QUESTIONS: dict[UiLang, str] = {
    "ru": "Могут ли уволить за прогул?",
    "kk": "Жұмысқа келмегені үшін шығара ма?",
    "en": "Могут ли уволить за прогул?",
}
PIGEONS = """Закон Республики Казахстан о городских голубях (учебный)

Глава 1. ОБЩИЕ ПОЛОЖЕНИЯ

Статья 1. Голубь и горожанин
1. Горожанин вправе кормить голубя зерном в пределах площади.
2. Голубятник обязан:
1) закрывать голубятню до заката;
2) вести счёт голубям.

Статья 2. Ответственность голубятника
За незакрытую голубятню голубятник метёт площадь три воскресенья подряд, как сказано в статье 1 настоящего Закона.
"""
LETTER = """Согласно ст. 52 ТК РК работника уволили за прогул. По п. 9 ст. 2 Закона о городских голубях «голубятник метёт площадь пять воскресений подряд».
Ставка взята из ст. 422 Налогового кодекса 2017 года, а срок — из ст. 700 ТК РК."""
"""A letter with a right citation, a misquote, a code that was replaced and an article that does not exist."""
Steps = Callable[["Stage"], Awaitable[None]]


class Stage:
    """The app on a stage of its own: presses keys, waits, looks."""

    def __init__(self, app: KzlawApp, pilot: Pilot[Any], folder: Path) -> None:
        self.app, self.pilot, self.folder = app, pilot, folder

    async def until(self, condition: Callable[[], object]) -> None:
        for _ in range(1200):
            await self.pilot.pause()
            if condition():
                await self.pilot.pause()
                return
            await asyncio.sleep(0.05)
        raise TimeoutError

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def write(self, selector: str, text: str) -> None:
        self.app.screen.query_one(selector, Input).value = text
        await self.pilot.pause()

    async def ask(self, question: str = "") -> None:
        question = question or QUESTIONS[self.app.t.lang]
        await self.write("#question", question)
        self.app.research.query_one("#question").focus()
        await self.press("enter")
        await self.until(lambda: (new := self.app.research.newest()) and new.question == question and new.answer)

    async def ingest(self, *, dry_run: bool = False) -> None:
        file = self.folder / "закон_о_голубях.txt"
        file.write_text(PIGEONS, "utf-8")
        await self.press("f4")
        await self.until(lambda: isinstance(self.app.screen, LibraryScreen))
        screen = self.app.screen
        assert isinstance(screen, LibraryScreen)
        screen.ingest([file], dry_run=dry_run)
        await self.until(lambda: screen._report is not None and not self.app.facts.working)


async def welcome(_: Stage) -> None:
    """Before the first question."""


async def research(stage: Stage) -> None:
    await stage.ask()


async def article(stage: Stage) -> None:
    await stage.ingest()
    await stage.press("escape")
    await stage.ask("Что будет за незакрытую голубятню?")
    await stage.press("tab", "enter")


async def contents(stage: Stage) -> None:
    await stage.ask()
    await stage.press("f6")


async def goto(stage: Stage) -> None:
    await stage.press("f2")
    await stage.until(lambda: isinstance(stage.app.screen, GotoBox) and stage.app.screen._ready)
    await stage.write("#picker-line", "нк 503")


async def search(stage: Stage) -> None:
    await stage.press("f3")
    await stage.write("#search-line", "испытательный срок")
    await stage.press("enter")
    await stage.until(lambda: getattr(stage.app.screen, "hits", None))


async def library(stage: Stage) -> None:
    await stage.ingest()


async def dry_run(stage: Stage) -> None:
    await stage.ingest(dry_run=True)


async def remove(stage: Stage) -> None:
    await stage.ingest()
    await stage.until(
        lambda: any(h.info.text_kind == "official" for h in stage.app.screen.query_one("ActsTable").holdings)
    )  # type: ignore[attr-defined]
    table = stage.app.screen.query_one("ActsTable")
    row = next(i for i, h in enumerate(table.holdings) if h.info.text_kind == "official")  # type: ignore[attr-defined]
    table.move_cursor(row=row)  # type: ignore[attr-defined]
    await stage.press("d")


async def verify(stage: Stage) -> None:
    await stage.press("f4")
    await stage.press("v")
    await stage.until(lambda: not stage.app.facts.working and stage.app.screen._lines)  # type: ignore[attr-defined]


async def add(stage: Stage) -> None:
    for name in ("трудовой_кодекс.docx", "налоговый_кодекс_2025.docx", "закон_о_тоо.pdf"):
        (stage.folder / name).touch()
    from kzlaw_tui.tui.screens.add_documents import AddDocuments, FileTree

    await stage.press("f4")
    stage.app.push_screen(AddDocuments(stage.folder, [stage.folder]))
    await stage.until(lambda: isinstance(stage.app.screen, AddDocuments))
    tree = stage.app.screen.query_one(FileTree)
    await stage.until(lambda: len(tree.root.children) == 3)
    tree.root.set_label("Документы")
    await stage.press("down", "space")


async def sessions(stage: Stage) -> None:
    await stage.ask()
    await stage.press("ctrl+n")
    await stage.ask("Какие ставки НДС?")
    await stage.press("ctrl+n")
    await stage.ask("Как выйти из ТОО?")
    await stage.press("f5")


async def note(stage: Stage) -> None:
    await stage.ask()
    await stage.press("tab", "enter", "e")
    await stage.until(lambda: stage.app.screen.query(NoteText))
    stage.app.screen.query_one(NoteText).insert("Спросить у клиента, есть ли акт о прогуле.")


async def links(stage: Stage) -> None:
    await article(stage)
    await stage.press("r")


async def copy(stage: Stage) -> None:
    await stage.ask()
    await stage.press("tab", "y")


async def export(stage: Stage) -> None:
    await stage.ask()
    await stage.press("f7")
    await stage.until(lambda: isinstance(stage.app.screen, ExportBox))
    await stage.write("#export-path", "~/Документы/Прогул.docx")


async def menu(stage: Stage) -> None:
    await stage.press("f10")


async def help_page(stage: Stage) -> None:
    await stage.press("f1")


async def quality(stage: Stage) -> None:
    await stage.app.run_action("quality")
    await stage.pilot.pause()


async def settings(stage: Stage) -> None:
    from kzlaw_tui.tui.screens.settings import SettingsScreen

    await stage.press("f12")
    screen = stage.app.screen
    assert isinstance(screen, SettingsScreen)
    # The folder is another one on every machine.
    screen._path = lambda name: "~/kzlaw" + {"config": "/config.toml", "keymap": "/keymap.toml"}.get(name, "")  # type: ignore[method-assign]
    screen.relabel()


async def check(stage: Stage) -> None:
    from kzlaw_tui.tui.screens.check import CheckScreen

    await stage.ingest()
    await stage.press("escape", "f11")
    await stage.until(lambda: isinstance(stage.app.screen, CheckScreen))
    screen = stage.app.screen
    assert isinstance(screen, CheckScreen)
    screen.check_text(LETTER)
    await stage.until(lambda: screen.audited is not None)


async def models(stage: Stage) -> None:
    await stage.app.run_action("models")
    await stage.pilot.pause()


async def training(stage: Stage) -> None:
    await stage.app.run_action("training")
    await stage.pilot.pause()


WIDE, NARROW = (120, 34), (80, 24)
PICTURES: dict[str, tuple[UiLang, tuple[int, int], Steps]] = {
    "welcome.ru": ("ru", WIDE, welcome),
    "research.ru": ("ru", WIDE, research),
    "research.kk": ("kk", WIDE, research),
    "narrow.ru": ("ru", NARROW, research),
    "article.ru": ("ru", WIDE, article),
    "contents.ru": ("ru", WIDE, contents),
    "goto.ru": ("ru", WIDE, goto),
    "search.ru": ("ru", WIDE, search),
    "library.ru": ("ru", WIDE, library),
    "dry_run.ru": ("ru", WIDE, dry_run),
    "remove.ru": ("ru", WIDE, remove),
    "verify.ru": ("ru", WIDE, verify),
    "add.ru": ("ru", WIDE, add),
    "sessions.ru": ("ru", WIDE, sessions),
    "note.ru": ("ru", WIDE, note),
    "links.ru": ("ru", WIDE, links),
    "copy.ru": ("ru", WIDE, copy),
    "export.ru": ("ru", WIDE, export),
    "menu.ru": ("ru", WIDE, menu),
    "help.ru": ("ru", WIDE, help_page),
    "quality.ru": ("ru", WIDE, quality),
    "settings.ru": ("ru", WIDE, settings),
    "check.ru": ("ru", WIDE, check),
    "models.ru": ("ru", WIDE, models),
    "training.ru": ("ru", WIDE, training),
}


async def shoot(name: str, lang: UiLang, size: tuple[int, int], steps: Steps, fresh: Path) -> None:
    """Make one picture over a copy of a fresh home."""
    with tempfile.TemporaryDirectory() as scratch:
        home, folder = Path(scratch) / "home", Path(scratch) / "files"
        folder.mkdir()
        shutil.copytree(fresh, home)
        app = KzlawApp(Assistant(Home(home), lang))
        async with app.run_test(size=size) as pilot:
            stage = Stage(app, pilot, folder)
            await stage.until(lambda: app.facts.acts is not None and app.facts.vectors is not None)
            await steps(stage)
            # What was said at the edge of the screen is gone after a while.
            app.clear_notifications()
            await pilot.pause(0.3)
            app.save_screenshot(f"{name}.svg", str(SCREENS))
    print(name)


def keys_table(lang: UiLang) -> str:
    """The keys of every scope as Markdown; what has no key is in the menu."""
    t = Translator(lang)
    keys, does = HEADS[lang]
    parts = []
    for scope in SCOPES:
        rows = []
        for action in actions_of(scope):
            shown = KeysInForce().shown(action).replace("|", "\\|") or "F10"
            rows.append(f"| `{shown}` | {t(action.long_id)} |")
        parts.append(f"**{t(f'tui-scope-{scope}')}**\n\n| {keys} | {does} |\n|---|---|\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def with_keys(text: str, lang: UiLang) -> str:
    """A guide with the table of keys as it is now."""
    return KEYS.sub(lambda found: f"{found.group(1)}\n{keys_table(lang)}\n{found.group(2)}", text)


def main() -> None:
    """Write the tables, then make the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", action="store_true")
    parser.add_argument("--only", choices=PICTURES)
    options = parser.parse_args()
    for lang, guide in GUIDES.items():
        guide.write_text(with_keys(guide.read_text("utf-8"), lang), "utf-8", newline="\n")
    if options.keys:
        return
    os.environ["KZLAW_RETRIEVAL__EMBEDDER"] = "none"
    os.environ["EDITOR"] = "nano"
    os.environ.pop("VISUAL", None)
    SCREENS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch) / "home"
        assistant = Assistant(Home(fresh), "ru")
        assistant.acts()
        assistant.library.close()
        for name, (lang, size, steps) in PICTURES.items():
            if options.only in (None, name):
                asyncio.run(shoot(name, lang, size, steps, fresh))


if __name__ == "__main__":
    main()
