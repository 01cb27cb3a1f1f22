"""The app as a person uses it, over an assistant in memory."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from textual import events
from textual.widgets import DataTable, OptionList, Static

from kzlaw_tui.tui import clipboard
from kzlaw_tui.tui.screens.add_documents import AddDocuments, FileTree
from kzlaw_tui.tui.screens.help import Help
from kzlaw_tui.tui.screens.library import LibraryScreen
from kzlaw_tui.tui.screens.picker import GotoBox, Menu
from kzlaw_tui.tui.screens.search import SearchScreen
from kzlaw_tui.tui.widgets.answers import AnswersList, Exchange, HitLine, QuoteCard
from kzlaw_tui.tui.widgets.article import ArticlePage
from kzlaw_tui.tui.widgets.basics import KeyLine, LineInput, QuestionLine, Rule, StatusLine
from kzlaw_tui.tui.widgets.contents import ContentsTree
from tests.tui.conftest import app_of, ask, loaded, until, write
from tests.tui.fake_assistant import FakeAssistant

WIDE, NARROW = (140, 40), (80, 24)


def text_of(widget: Static) -> str:
    return str(widget.render())


def page_text(page: ArticlePage) -> str:
    return "\n".join(page.render_line(y).text for y in range(page.size.height))


# Asking


async def test_an_answer_is_quotes_with_citation_check_and_edition(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как часто поливать деревья?")
        cards = list(app.research.query(QuoteCard))
        assert len(cards) == 3
        first = [text_of(label) for label in cards[0].query(Static)]
        assert first[0] == "пп. 1) п. 2 ст. 4 КГС РК" and first[1] == "✓ проверено"
        assert first[3].startswith("«1) поливать каждое дерево") and first[3].endswith("»")
        assert first[4] == "● в силе · редакция на 12.05.2026"
        digest = [text_of(label) for label in cards[2].query(Static)]
        assert digest[1] == "конспект, не официальный текст" and "проверено" not in digest[1]
        assert cards[2].has_class("digest") and not digest[3].startswith("«")
        # The first article is opened beside the answer, its quoted words marked.
        pane = app.research.article_pane
        assert pane.stored is not None and pane.stored.article.number == "4"
        marked = pane.stored.article.text[slice(*pane.page.marks[0])]
        assert marked.startswith("1) поливать") and "▌" in page_text(pane.page)
        assert "0,08 с" in text_of(app.research.query_one("#facts", Static))
        assert isinstance(app.focused, QuestionLine)


async def test_nothing_fits(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await ask(pilot, "никто не знает")
        exchange = app.research.query_one(Exchange)
        assert text_of(exchange.query_one(".state", Static)) == "В вашей библиотеке ответа нет."
        assert not exchange.query(QuoteCard) and len(exchange.query(HitLine)) == 3
        assert exchange.query_one(".nearest").has_class("ruled")


async def test_what_is_missing_is_named(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await ask(pilot, "ст. 999 КГС и пчёлы")
        said = text_of(app.research.query_one(".state", Static)).split("\n")
        assert said[0] == "В вашей библиотеке ответа нет."
        assert "ст. 999 КГС РК" in said[1] and "Закон о пчёлах" in said[2]
        await pilot.press("f8")
        assert text_of(app.research.query_one(".state", Static)).startswith("Кітапханаңызда жауап табылмады.")


async def test_cancelled_answer_never_reaches_the_screen(assistant: FakeAssistant) -> None:
    assistant.held["медленный вопрос"] = threading.Event()
    app = app_of(assistant)
    async with app.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await write(pilot, "#question", "медленный вопрос")
        await pilot.press("enter")
        await until(pilot, lambda: "медленный вопрос" in assistant.asked)
        await pilot.press("escape")
        slow = app.research.query_one(Exchange)
        assert text_of(slow.query_one(".state", Static)) == "Отменено."
        await ask(pilot, "Как поливать?")
        assistant.held["медленный вопрос"].set()
        await asyncio.sleep(0.2)
        await pilot.pause()
        assert not slow.query(QuoteCard) and slow.answer is None
        assert text_of(slow.query_one(".state", Static)) == "Отменено."
        newest = app.research.newest()
        assert newest is not None and len(newest.query(QuoteCard)) == 3


async def test_a_new_question_calls_off_the_one_before(assistant: FakeAssistant) -> None:
    assistant.held["первый"] = threading.Event()
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await write(pilot, "#question", "первый")
        await pilot.press("enter")
        await until(pilot, lambda: "первый" in assistant.asked)
        await ask(pilot, "второй")
        assistant.held["первый"].set()
        await asyncio.sleep(0.2)
        first, second = app.research.query(Exchange)
        assert not first.query(QuoteCard) and len(second.query(QuoteCard)) == 3


async def test_a_failure_is_one_clear_line_and_no_markup(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await write(pilot, "#question", "сбой [red]тут[/red]")
        await pilot.press("enter")
        await until(pilot, lambda: (e := app.research.newest()) is not None and e.has_class("failed"))
        exchange = app.research.query_one(Exchange)
        assert "[b]сбой[/b]" in text_of(exchange.query_one(".state", Static))
        assert text_of(exchange.query_one(".asked", Static)) == "› сбой [red]тут[/red]"
        await ask(pilot, "А теперь?")


async def test_keys_before_the_app_is_ready_are_kept(assistant: FakeAssistant) -> None:
    assistant.gate.clear()
    app = app_of(assistant)
    app._early = [events.Key("п", "п"), events.Key("о", "о"), events.Key("newline", "\n")]
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: assistant.asked == ["по"])
        await pilot.press(*"лив")
        assert app.research.query_one(QuestionLine).value == "лив"
        assistant.gate.set()


async def test_question_line_recalls_and_takes_a_pasted_paragraph(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Первый вопрос?")
        await ask(pilot, "Второй вопрос?")
        line = app.research.query_one(QuestionLine)
        await pilot.press("up", "up")
        assert line.value == "Первый вопрос?"
        await pilot.press("down", "down")
        assert line.value == ""
        line.post_message(events.Paste("Меня уволили\nза прогул.\x1b[2J\n\nЧто делать?"))
        await until(pilot, lambda: line.value)
        assert line.value == "Меня уволили за прогул. [2J Что делать?"


# Reading


async def test_cards_open_articles_and_history_goes_back(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("tab")
        assert isinstance(app.focused, QuoteCard)
        await pilot.press("down", "down", "enter")
        pane = app.research.article_pane
        assert pane.stored is not None and pane.stored.edition.text_kind == "digest"
        assert "конспект" in page_text(pane.page)
        await pilot.press("alt+left")
        assert pane.stored.article.number == "4" and pane.page.marks
        await pilot.press("alt+right")
        assert pane.stored.edition.text_kind == "digest"


async def test_next_and_previous_article(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("tab", "enter")
        pane = app.research.article_pane
        await pilot.press("right_square_bracket")
        assert pane.stored is not None and pane.stored.article.number == "5"
        assert "вводится в действие с 01.01.2027" in text_of(app.research.query_one("#article-status", Static))
        await pilot.press("х", "х")  # «[» on a Cyrillic layout
        assert pane.stored.article.number == "3"
        assert "исключена" in text_of(app.research.query_one("#article-status", Static))
        for _ in range(9):
            await pilot.press("ъ")
        assert pane.stored.article.number == "5-1"


async def test_notes_are_folded_and_pending_changes_are_a_banner(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        page = app.research.article_pane.page
        shown = page_text(page)
        assert "▲ п. 3 ст. 4 КГС РК: с 01.03.2027 вводится изменение" in shown
        assert "▸ Примечания (2)" in shown and "Сноска." not in shown
        await pilot.press("tab", "enter", "o")
        await until(pilot, lambda: "Сноска." in page_text(page))
        assert "▾ Примечания (2)" in page_text(page)


async def test_finding_in_an_article(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("tab", "enter", "numero_sign")  # «/» on a Kazakh layout
        assert app.focused is not None and app.focused.id == "find"
        await pilot.press(*"СКАМЬИ", "enter")
        page = app.research.article_pane.page
        assert len(page.matches) == 2 and app.focused is page
        await pilot.press("n")
        assert page.match_at == 1
        await pilot.press("Т")
        assert page.match_at == 0
        await pilot.press("escape")
        assert not page.matches


async def test_quoted_span_is_scrolled_into_view(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=(80, 14)) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("tab", "enter")
        page = app.research.article_pane.page
        await until(pilot, lambda: "поливать" in page_text(page))
        await pilot.press("G", "c")
        await until(pilot, lambda: "поливать" in page_text(page))


async def test_selected_text_is_the_law_as_shown(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        page = app.research.article_pane.page
        page.text_select_all()
        await pilot.pause()
        assert "2) собирать опавшие яблоки и раздавать их жителям безвозмездно;" in (
            app.screen.get_selected_text() or ""
        )
        assert "поливать" in page_text(page)


async def test_contents_open_at_the_article_and_open_articles(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        tree = app.research.query_one(ContentsTree)
        assert [str(node.label)[:6] for node in tree.root.children] == ["КГС РК", "ҚР ҚБК", "Закон "]
        assert not tree.root.children[0].children  # read when opened
        await ask(pilot, "Как поливать?")
        await pilot.press("f6")
        await until(pilot, lambda: tree.cursor_node is not None and str(tree.cursor_node.label).startswith("4 "))
        assert app.focused is tree
        await pilot.press("down", "enter")
        pane = app.research.article_pane
        await until(pilot, lambda: pane.stored is not None and pane.stored.article.number == "5")
        await pilot.press("f6", "f6")
        await until(pilot, lambda: not app.research.has_class("with-contents"))


# One column


async def test_tab_goes_round_on_a_narrow_screen(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        answers, article = app.research.query_one("#answers-pane"), app.research.query_one("#article-pane")
        assert answers.display and not article.display
        await pilot.press("tab")
        assert isinstance(app.focused, QuoteCard)
        await pilot.press("tab")
        assert app.research.article_pane.page.has_focus and article.display and not answers.display
        assert app.research.query_one(Rule)._joints == set()
        await pilot.press("tab")
        assert isinstance(app.focused, QuestionLine) and article.display
        await pilot.press("shift+tab", "escape")
        assert answers.display and isinstance(app.focused, QuoteCard)


async def test_resizing_keeps_the_place(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("tab", "enter")
        await pilot.resize_terminal(80, 24)
        page = app.research.article_pane.page
        await until(pilot, lambda: page.size.width > 70 and "поливать" in page_text(page))
        await pilot.resize_terminal(140, 40)
        await until(pilot, lambda: page.size.width < 80)
        assert app.research.query_one("#answers-pane").display


# Boxes and screens


async def test_goto_finds_by_citation_number_and_heading(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, GotoBox) and app.screen._ready)
        box = app.screen
        assert isinstance(box, GotoBox)
        await write(pilot, "#picker-line", "кгс 4")
        assert box.rows[0].value.number == "4" and box.rows[0].value.edition.lang == "ru"
        assert "Садовник вправе" in text_of(box.query_one("#preview", Static))
        await write(pilot, "#picker-line", "4-бап")
        assert {row.value.edition.lang for row in box.rows} == {"ru", "kk"}
        await write(pilot, "#picker-line", "полив засуху")
        assert [row.value.number for row in box.rows] == ["5"]
        await write(pilot, "#picker-line", "ничего такого")
        assert text_of(box.query_one("#picker-none", Static)) == "Ничего не найдено."
        await write(pilot, "#picker-line", "1")
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.screen is app.research)
        assert app.research.article_pane.stored is not None
        assert app.focused is app.research.article_pane.page


async def test_search_lists_hits_and_opens_them(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen))
        screen = app.screen
        assert isinstance(screen, SearchScreen)
        await pilot.press(*"полив", "enter")
        await until(pilot, lambda: len(screen.hits) == 3)
        assert text_of(screen.query_one("#search-count", Static)) == "Найдено 3 статьи"
        await pilot.press("enter", "down", "enter")
        await until(pilot, lambda: app.screen is app.research)
        stored = app.research.article_pane.stored
        assert stored is not None and stored.article.number == "5" and app.research.article_pane.page.marks
        await pilot.press("f3")
        await until(pilot, lambda: app.screen is screen)
        assert screen.query_one(LineInput).value == "полив"
        await pilot.press("escape")
        assert app.screen is app.research


async def test_library_adds_reports_and_refreshes(assistant: FakeAssistant, tmp_path: Path) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen))
        screen = app.screen
        assert isinstance(screen, LibraryScreen)
        table = screen.query_one(DataTable)
        assert table.row_count >= 3 and "5 из 6" in str(table.get_row_at(0)[3])
        assistant.to_embed = 5
        screen.ingest([tmp_path / "кодекс.docx", tmp_path / "bad.pdf"])
        await until(pilot, lambda: screen._report is not None)
        shown = text_of(screen.query_one("#ingest-text", Static))
        assert "✓ кодекс.docx  добавлен" in shown and "▲" in shown
        assert "✗ bad.pdf  не добавлен" in shown and "Проверьте путь" in shown
        assert "Готово: 1 из 2 за 1,5 с" in shown
        await until(pilot, lambda: assistant.to_embed == 0)


async def test_ingest_is_cancelled_by_esc_and_what_was_done_is_reported(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen))
        screen = app.screen
        assert isinstance(screen, LibraryScreen)
        assistant.files_wait.clear()
        screen.ingest([Path("один.txt"), Path("два.txt")])
        await until(pilot, lambda: screen._progress)
        assert "━" in text_of(screen.query_one("#ingest-text", Static))
        await pilot.press("escape")
        assert "Останавливаю" in text_of(screen.query_one("#ingest-text", Static))
        assistant.files_wait.set()
        await until(pilot, lambda: screen._report is not None)
        assert assistant.ingested == [Path("один.txt")]
        assert "Остановлено" in text_of(screen.query_one("#ingest-text", Static))
        await pilot.press("escape")
        assert app.screen is app.research


async def test_choosing_documents(assistant: FakeAssistant, tmp_path: Path) -> None:
    folder = tmp_path / "законы"
    folder.mkdir()
    (folder / "тк.docx").touch()
    (folder / "нк.txt").touch()
    (folder / ".скрыто.txt").touch()
    (folder / "музыка.mp3").touch()
    app = app_of(assistant)
    chosen: list[list[Path] | None] = []
    async with app.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        app.push_screen(AddDocuments(folder), chosen.append)
        await until(pilot, lambda: isinstance(app.screen, AddDocuments))
        tree = app.screen.query_one(FileTree)
        await until(pilot, lambda: len(tree.root.children) == 2)
        await pilot.press("down", "space", "down", "space", "enter")
        await until(pilot, lambda: chosen)
        assert chosen[0] is not None and {p.name for p in chosen[0]} == {"тк.docx", "нк.txt"}
        app.push_screen(AddDocuments(folder), chosen.append)
        await until(pilot, lambda: isinstance(app.screen, AddDocuments))
        tree = app.screen.query_one(FileTree)
        await until(pilot, lambda: len(tree.root.children) == 2)
        await pilot.click(FileTree, offset=(6, 1))
        await until(pilot, lambda: len(tree.marked) == 1)
        # Typed at once, as fast as keys can come: not one is lost, and Enter takes what was typed.
        await pilot.press(*str(folder / "нк.txt"), "enter")
        await until(pilot, lambda: len(chosen) == 2)
        assert chosen.pop() == [folder / "нк.txt"]
        app.push_screen(AddDocuments(folder), chosen.append)
        await until(pilot, lambda: isinstance(app.screen, AddDocuments))
        await write(pilot, "#path-line", str(folder / "нет такого"))
        await pilot.press("enter")
        assert isinstance(app.screen, AddDocuments)
        await write(pilot, "#path-line", f'"{folder}"')
        await pilot.press("enter")
        await until(pilot, lambda: len(chosen) == 2)
        assert chosen[1] == [folder]


async def test_help_names_every_key(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, Help))
        screen = app.screen
        assert isinstance(screen, Help)
        text = screen.text().plain
        for key in ("F1", "F2 Ctrl+G", "F9", "Ctrl+Q", "Alt+←", "PgDn Space", "n", "/"):
            assert f"\n{key} " in text
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, Menu) and len(app.screen_stack) == 2)
        await pilot.press("f1", "f1")
        await until(pilot, lambda: app.screen is app.research)


async def test_menu_runs_what_is_chosen(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, Menu))
        await write(pilot, "#picker-line", "тему")
        await pilot.press("enter")
        await until(pilot, lambda: app.theme == "kzlaw-light")


async def test_footer_follows_the_focus_and_can_be_clicked(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        line = app.research.query_one(KeyLine)
        assert "F2 Перейти" in str(line.render()) and "Найти" not in str(line.render())
        assert len(line.actions()) == 5
        await ask(pilot, "Как поливать?")
        await pilot.press("tab", "enter")
        assert "/ Найти" in str(line.render()) and len(line.actions()) == 5
        at = str(line.render()).index("F10")
        await pilot.click(KeyLine, offset=(at + 1, 0))
        await until(pilot, lambda: isinstance(app.screen, Menu))
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen))
        assert "Esc Закрыть" in str(app.screen.query_one(KeyLine).render())


async def test_language_changes_at_once_everywhere(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("f6", "f8")
        await pilot.pause()
        shown = [text_of(s) for s in app.research.query(Static)]
        assert {"Жауаптар", "Мазмұны", "✓ тексерілді", "Тағы қараңыз"} <= set(shown)
        assert app.research.query_one(QuestionLine).placeholder.startswith("Өз сөзіңізбен")
        assert "желісіз" in str(app.research.query_one(StatusLine).render())
        assert "күшінде" in text_of(app.research.query_one("#article-status", Static))
        assert "F2 Өту" in str(app.research.query_one(KeyLine).render())
        await pilot.press("f8")
        assert "Answers" in [text_of(s) for s in app.research.query(Static)]


# Status, vectors, clipboard


async def test_status_line_tells_acts_embedder_and_vectors(assistant: FakeAssistant) -> None:
    assistant.to_embed = 11
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        line = app.research.query_one(StatusLine)
        await loaded(pilot)
        await until(pilot, lambda: assistant.to_embed == 0)
        await until(pilot, lambda: "векторы" not in str(line.render()))
        text = str(line.render())
        assert "2 акта" in text and "e5" in text and "офлайн ●" in text
        await ask(pilot, "Как поливать?")
        assert str(line.render()).startswith(" КГС РК · редакция на 12.05.2026")


async def test_vectors_wait_while_a_question_is_answered(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        assistant.held["вопрос"] = threading.Event()
        await write(pilot, "#question", "вопрос")
        await pilot.press("enter")
        await until(pilot, lambda: assistant.asked == ["вопрос"])
        assistant.to_embed = 4
        app.start_embedding()
        await asyncio.sleep(0.3)
        assert assistant.to_embed == 4
        assistant.held["вопрос"].set()
        await until(pilot, lambda: assistant.to_embed == 0)


async def test_vectors_can_be_paused(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        app.action_vectors()
        assistant.to_embed = 3
        app.start_embedding()
        await asyncio.sleep(0.1)
        assert assistant.to_embed == 3
        app.action_vectors()
        await until(pilot, lambda: assistant.to_embed == 0)


@pytest.mark.parametrize("works", [True, False], ids=["system", "terminal"])
async def test_copying_says_which_way_it_went(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch, works: bool
) -> None:
    copied: list[str] = []

    def to_system(text: str) -> bool:
        copied.append(text)
        return works

    monkeypatch.setattr(clipboard, "to_system", to_system)
    app = app_of(assistant)
    terminal: list[str] = []
    monkeypatch.setattr(app, "_copy_by_terminal", terminal.append)
    said: list[str] = []
    monkeypatch.setattr(app, "say", lambda message, **_: said.append(message))
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await pilot.press("f9")
        assert said == ["Копировать нечего: сначала откройте статью или выберите цитату."]
        await ask(pilot, "Как поливать?")
        await pilot.press("tab", "f9")
        await until(pilot, lambda: len(said) == 2)
        assert copied[0].startswith("«1) поливать каждое дерево")
        assert copied[0].endswith("(пп. 1) п. 2 ст. 4 КГС РК от 22.03.2024 № 901-VIII, редакция на 12.05.2026)")
        assert ("OSC 52" in said[1]) is not works and terminal == ([] if works else copied)
        await pilot.press("down", "down", "f9")
        await until(pilot, lambda: len(said) == 3)
        assert "конспект, не официальный текст" in copied[1] and "«" not in copied[1]


async def test_ctrl_c_tells_how_to_leave(assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    app = app_of(assistant)
    said: list[str] = []
    monkeypatch.setattr(app, "say", lambda message, **_: said.append(message))
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await pilot.press("tab", "ctrl+с")  # the Cyrillic letter
        await until(pilot, lambda: said == ["Чтобы выйти, нажмите Ctrl+Q."])


async def test_leaving_stops_what_runs_behind(assistant: FakeAssistant) -> None:
    assistant.held["долго"] = threading.Event()
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await write(pilot, "#question", "долго")
        await pilot.press("enter")
        await until(pilot, lambda: assistant.asked)
        await pilot.press("ctrl+q")
        assistant.held["долго"].set()
    assert app.return_code == 0


async def test_answers_list_keeps_the_newest_question_on_top(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        for number in range(3):
            await ask(pilot, f"Вопрос {number}?")
        answers = app.research.query_one(AnswersList)
        newest = app.research.newest()
        assert newest is not None
        await until(pilot, lambda: newest.region.y == answers.region.y)
        options = app.research.query(OptionList)
        assert not options
