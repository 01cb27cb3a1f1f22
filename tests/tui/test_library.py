"""The library screen: what it shows, removing, checking, rebuilding, the dry run, where the file picker starts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from kzlaw_tui.ingest.reports import Progress
from kzlaw_tui.tui import starts
from kzlaw_tui.tui.app import KzlawApp
from kzlaw_tui.tui.pace import Pace, clock_text
from kzlaw_tui.tui.screens.add_documents import AddDocuments, FileTree
from kzlaw_tui.tui.screens.asking import Confirm
from kzlaw_tui.tui.screens.library import LibraryScreen
from kzlaw_tui.tui.widgets.acts_table import ActsTable
from kzlaw_tui.tui.widgets.answers import QuoteCard
from kzlaw_tui.tui.widgets.contents import ContentsTree
from kzlaw_tui.tui.widgets.starts import GoLine, Starts
from tests.tui.conftest import app_of, ask, loaded, until
from tests.tui.fake_assistant import FakeAssistant

WIDE, NARROW = (160, 40), (80, 24)
Library = tuple[KzlawApp, Pilot[Any], LibraryScreen]


@asynccontextmanager
async def opened(assistant: FakeAssistant, size: tuple[int, int] = WIDE) -> AsyncIterator[Library]:
    app = app_of(assistant)
    async with app.run_test(size=size) as pilot:
        await loaded(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen) and app.screen._shelf)
        assert isinstance(app.screen, LibraryScreen)
        yield app, pilot, app.screen


def said(screen: LibraryScreen) -> str:
    return str(screen.query_one("#ingest-text", Static).render())


def heads(table: ActsTable) -> list[str]:
    return [str(column.label).strip() for column in table.columns.values()]


async def test_columns_come_where_they_fit_and_earlier_editions_are_told_apart(assistant: FakeAssistant) -> None:
    async with opened(assistant) as (_, _, screen):
        table = screen.query_one(ActsTable)
        assert heads(table)[-2:] == ["Размер", "Файл"]
        assert [str(table.get_row_at(row)[0]).strip() for row in (0, 1)] == [
            "КГС РК  Кодекс Республики о городских садах",
            "↳ прежняя редакция",
        ]
        sizes = [str(table.get_row_at(row)[-2]).strip() for row in range(table.row_count)]
        assert sizes == ["47 КБ", "1,2 МБ", "94 КБ", "—"]
        assert str(table.get_row_at(0)[-1]) == "сады_ru.docx"
    async with opened(FakeAssistant("ru"), NARROW) as (_, _, screen):
        assert "Размер" not in heads(screen.query_one(ActsTable)) and "Текст" in heads(screen.query_one(ActsTable))


@pytest.mark.parametrize("key", ["d", "в", "delete"])
async def test_removing_asks_first_and_says_what_goes(assistant: FakeAssistant, key: str) -> None:
    async with opened(assistant) as (app, pilot, screen):
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        detail = str(app.screen.query_one(".confirm-detail", Static).render())
        assert "статьи (6)" in detail and "сады_ru.docx (47 КБ)" in detail and "Закладки, заметки" in detail
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
        assert assistant.removed == [], "the safe answer comes first"
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("down", "enter")
        await until(pilot, lambda: assistant.removed == [1])
        await until(pilot, lambda: screen.query_one(ActsTable).row_count == 3)
        assert "Удалено: КГС РК" in said(screen)


async def test_a_digest_is_not_removed(assistant: FakeAssistant) -> None:
    async with opened(assistant) as (app, pilot, screen):
        screen.query_one(ActsTable).move_cursor(row=3)
        await pilot.press("d")
        assert app.screen is screen and assistant.removed == []


async def test_quotes_on_the_screen_are_checked_again(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        card = app.research.query(QuoteCard).first()
        assert str(card.query_one(".card-check", Static).render()) == "✓ проверено"
        assistant.changed = True
        app.library_changed()
        await until(pilot, lambda: "✗" in str(card.query_one(".card-check", Static).render()))
        assert card.has_class("unchecked")


@pytest.mark.parametrize("key", ["v", "м"])
async def test_verify_reports_on_the_screen(assistant: FakeAssistant, key: str) -> None:
    async with opened(assistant) as (_, pilot, screen):
        await pilot.press(key)
        await until(pilot, lambda: "согласны между собой" in said(screen))
        assert "статей 13, фрагментов 39" in said(screen)
        assistant.changed = True
        await pilot.press(key)
        await until(pilot, lambda: "Документа «сады.docx» нет в индексе" in said(screen))
        assert "Найдено 1 расхождение" in said(screen)
        await pilot.press("f8")
        assert "«сады.docx» құжаты" in said(screen), "the report changes its language too"


async def test_rebuild_goes_on_and_can_be_called_off(assistant: FakeAssistant) -> None:
    async with opened(assistant) as (app, pilot, screen):
        await pilot.press("b")
        await until(pilot, lambda: "Индекс построен заново" in said(screen))
        assert assistant.rebuilt == 1
        assistant.files_wait.clear()
        await pilot.press("и")
        await until(pilot, lambda: screen._progress)
        await pilot.press("v")
        assert assistant.verified == 0, "one thing at a time"
        await pilot.press("escape")
        assistant.files_wait.set()
        await until(pilot, lambda: "Остановлено" in said(screen))
        assert assistant.rebuilt == 1 and not app.facts.working


async def test_a_dry_run_writes_nothing_and_can_be_followed_by_the_real_one(assistant: FakeAssistant) -> None:
    files = [Path("кодекс.docx"), Path("bad.pdf")]
    async with opened(assistant) as (_, pilot, screen):
        screen.ingest(files, dry_run=True)
        await until(pilot, lambda: "Проба, ничего не записано: читается 1 из 2" in said(screen))
        assert "✓ кодекс.docx  будет добавлен" in said(screen) and "✗ bad.pdf  не прочитан" in said(screen)
        assert assistant.tried == files and assistant.ingested == []
        await pilot.press("a")
        await until(pilot, lambda: assistant.ingested == files)
        await until(pilot, lambda: "Готово: 1 из 2" in said(screen))
        await pilot.press("a")
        assert assistant.ingested == files, "only once"


async def test_progress_tells_time_of_each_file_speed_and_time_left(assistant: FakeAssistant) -> None:
    async with opened(assistant) as (_, pilot, screen):
        assistant.files_wait.clear()
        screen.ingest([Path("один.txt"), Path("два.txt")])
        await until(pilot, lambda: screen._progress)
        assert "чтение · 0,0 с" in said(screen)
        assistant.files_wait.set()
        await until(pilot, lambda: screen._report is not None)


def step(index: int, stage: str, articles: int, fraction: float) -> Progress:
    return Progress(Path(f"{index}.txt"), index, 2, stage, articles, 3 * articles, fraction)  # type: ignore[arg-type]


def test_pace() -> None:
    now = [100.0]
    pace = Pace(lambda: now[0])
    pace.feed(step(0, "reading", 0, 0.0))
    assert pace.left() is None and pace.articles_per_second() is None
    now[0] = 104.0
    pace.feed(step(0, "done", 80, 0.5))
    assert pace.of_file(0) == 4.0 and pace.articles_per_second() == 20.0 and pace.left() == pytest.approx(4.0)
    now[0] = 105.0
    pace.feed(step(1, "reading", 80, 0.5))
    assert pace.of_file(0) == 4.0, "a file that is done takes no more time"
    now[0] = 107.0
    assert pace.of_file(1) == 2.0 and pace.of_file(7) == 0.0
    assert 0 <= (pace.left() or 0) < 4.0
    now[0] = 900.0
    assert pace.left() == 0.0


@pytest.mark.parametrize(("seconds", "text"), [(0.4, "0:00"), (7, "0:07"), (760, "12:40"), (3729, "1:02:09")])
def test_clock(seconds: float, text: str) -> None:
    assert clock_text(seconds) == text


async def test_enter_opens_the_act(assistant: FakeAssistant) -> None:
    async with opened(assistant) as (app, pilot, _):
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.research)
        stored = app.research.article_pane.stored
        assert stored is not None and (stored.edition.id, stored.ordinal) == (1, 0)
        assert isinstance(app.focused, ContentsTree)


async def test_a_click_moves_the_cursor_and_a_double_click_opens(assistant: FakeAssistant) -> None:
    async with opened(assistant) as (app, pilot, screen):
        table = screen.query_one(ActsTable)
        await pilot.click(ActsTable, offset=(5, 3))
        assert table.cursor_row == 2 and app.screen is screen
        await pilot.click(ActsTable, offset=(5, 3), times=2)
        await until(pilot, lambda: app.screen is app.research)
        stored = app.research.article_pane.stored
        assert stored is not None and stored.edition.lang == "kk"


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    def folder(name: str) -> Path:
        (tmp_path / name).mkdir(exist_ok=True)
        return tmp_path / name

    home = folder("дом")
    (home / "тк.docx").touch()
    monkeypatch.setattr(Path, "home", lambda: home)
    monkeypatch.setattr(starts, "media_folders", lambda: iter([folder("флешка"), tmp_path / "нет"]))
    monkeypatch.setattr("platformdirs.user_documents_dir", lambda: str(folder("документы")))
    monkeypatch.setattr("platformdirs.user_downloads_dir", lambda: str(folder("загрузки")))
    return folder


async def test_the_picker_starts_at_home_sticks_and_recent_folders(
    assistant: FakeAssistant, folders: Callable[[str], Path]
) -> None:
    (folders("дело") / "нк.txt").touch()
    async with opened(assistant) as (app, pilot, screen):
        screen.ingest([folders("дело") / "нк.txt"])
        await until(pilot, lambda: screen._report is not None)
        await pilot.press("insert")
        await until(pilot, lambda: isinstance(app.screen, AddDocuments))
        line = app.screen.query_one(Starts)
        assert [starts.label(folder) for folder in line.folders] == ["~", "дело", "документы", "загрузки", "флешка"]
        tree = app.screen.query_one(FileTree)
        assert tree.path == Path.home()
        line.focus()
        await pilot.press("right", "enter")
        await until(pilot, lambda: [str(node.label) for node in tree.root.children] == ["нк.txt"])
        assert app.focused is app.screen.query_one("#path-line")
        await pilot.click(Starts, offset=(str(line.render()).index("флешка") + 1, 0))
        assert tree.path == folders("флешка")


async def test_incognito_remembers_no_folder(assistant: FakeAssistant, folders: Callable[[str], Path]) -> None:
    async with opened(assistant) as (app, pilot, screen):
        app.memory.incognito = True
        screen.ingest([folders("дело") / "нк.txt"])
        await until(pilot, lambda: screen._report is not None)
        assert starts.recent_folders(app.memory) == []


async def test_confirm_is_chosen_by_mouse(assistant: FakeAssistant) -> None:
    async with opened(assistant) as (app, pilot, _):
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.click(OptionList, offset=(3, 1))
        await until(pilot, lambda: assistant.removed == [1])


async def test_documents_are_marked_and_added_by_mouse(
    assistant: FakeAssistant, folders: Callable[[str], Path]
) -> None:
    async with opened(assistant) as (app, pilot, _):
        await pilot.press("insert")
        await until(pilot, lambda: isinstance(app.screen, AddDocuments))
        tree = app.screen.query_one(FileTree)
        await until(pilot, lambda: len(tree.root.children) == 1)
        await pilot.click(tree, offset=(8, 1))
        assert [path.name for path in tree.marked] == ["тк.docx"]
        await pilot.click(GoLine)
        await until(pilot, lambda: [path.name for path in assistant.ingested] == ["тк.docx"])
