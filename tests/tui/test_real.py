"""The app over the real assistant: starter digests, a file that is added, an answer, a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home
from kzlaw_tui.tui.app import KzlawApp
from kzlaw_tui.tui.screens.library import LibraryScreen
from kzlaw_tui.tui.screens.picker import GotoBox
from kzlaw_tui.tui.widgets.answers import QuoteCard
from kzlaw_tui.tui.widgets.basics import StatusLine
from tests.tui.conftest import ask, loaded, until, write

LAW = """Закон Республики Казахстан о городских голубях

Глава 1. ОБЩИЕ ПОЛОЖЕНИЯ

Статья 1. Голубь и горожанин
1. Горожанин вправе кормить голубя зерном в пределах площади.
2. Голубятник обязан:
1) закрывать голубятню до заката;
2) вести счёт голубям.

Статья 2. Ответственность голубятника
За незакрытую голубятню голубятник метёт площадь три воскресенья подряд.
"""


@pytest.fixture
def assistant(digests_home: Path, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    monkeypatch.setenv("KZLAW_RETRIEVAL__EMBEDDER", "none")
    return Assistant(Home(digests_home), "ru")


async def test_fresh_home_answers_from_digests(assistant: Assistant) -> None:
    app = KzlawApp(assistant)
    async with app.run_test(size=(140, 40)) as pilot:
        await loaded(pilot)
        assert "только слова" in str(app.research.query_one(StatusLine).render())
        await ask(pilot, "Могут ли уволить за прогул?")
        cards = list(app.research.query(QuoteCard))
        assert cards and all(card.has_class("digest") for card in cards)
        assert cards[0].quote.citation.act == "K1500000414"
        stored = app.research.article_pane.stored
        assert stored is not None and stored.edition.text_kind == "digest"
        await ask(pilot, "Какая завтра погода на Марсе?")
        newest = app.research.newest()
        assert newest is not None and newest.answer is not None
        assert newest.answer.abstained and not newest.query(QuoteCard)


async def test_add_ask_and_go_to(assistant: Assistant, tmp_path: Path) -> None:
    file = tmp_path / "голуби.txt"
    file.write_text(LAW, "utf-8")
    (tmp_path / "пустой.txt").touch()
    app = KzlawApp(assistant)
    async with app.run_test(size=(140, 40)) as pilot:
        await loaded(pilot)
        before = len(app.facts.acts or ())
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen))
        screen = app.screen
        assert isinstance(screen, LibraryScreen)
        screen.ingest([file, tmp_path / "пустой.txt"])
        await until(pilot, lambda: screen._report is not None, 20)
        assert screen._report is not None
        assert [report.status for report in screen._report.files] == ["added", "failed"]
        await until(pilot, lambda: len(app.facts.acts or ()) == before + 1)
        await pilot.press("escape")
        await ask(pilot, "Что будет за незакрытую голубятню?")
        card = app.research.query(QuoteCard).first()
        assert card.quote.check == "verified" and "метёт площадь" in card.quote.text
        pane = app.research.article_pane
        assert pane.stored is not None and pane.stored.article.number == "2" and pane.page.marks
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, GotoBox) and app.screen._ready)
        await write(pilot, "#picker-line", "голубь и горожанин")
        await pilot.press("enter")
        await until(pilot, lambda: pane.stored is not None and pane.stored.article.number == "1")
        assert app.screen is app.research


@pytest.mark.parametrize(("typed", "number"), [("тоо 38", "38"), ("ЖШС 38-бап", "38"), ("ст. 38 закона о ТОО", "38")])
async def test_goto_reads_what_lawyers_type(assistant: Assistant, shared_corpus: Path, typed: str, number: str) -> None:
    assistant.ingest([shared_corpus / "ru" / "law_on_llp.txt"])
    app = KzlawApp(assistant)
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, GotoBox) and app.screen._ready)
        box = app.screen
        assert isinstance(box, GotoBox)
        await write(pilot, "#picker-line", typed)
        assert box.rows[0].value.number == number
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.research)
        assert app.research.article_pane.page.has_focus
