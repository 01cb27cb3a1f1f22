"""What stands beside an article: gist, cross-references, the other language."""

from __future__ import annotations

import pytest

from kzlaw_tui.law.model import Citation
from kzlaw_tui.tui.screens.links import LinksBox
from tests.tui.conftest import app_of, ask, loaded, until
from tests.tui.fake_assistant import GARDENS, FakeAssistant
from tests.tui.test_app import NARROW, WIDE, page_text


@pytest.mark.parametrize("key", ["i", "ш"], ids=["latin", "russian"])
async def test_the_gist_is_labelled_and_folds(assistant: FakeAssistant, key: str) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("tab", "enter")
        page = app.research.article_pane.page
        shown = page_text(page)
        assert "▾ Коротко" in shown and "своими словами, не текст закона" in shown and "чинит скамьи." in shown
        await pilot.press(key)
        assert "▸ Коротко" in page_text(page) and "своими словами" not in page_text(page)
        await pilot.press(key, "right_square_bracket")
        assert "составлен по другой редакции" in page_text(page)
        await pilot.press("f8")
        assert "басқа редакция бойынша" in page_text(page)


@pytest.mark.parametrize("key", ["r", "к"], ids=["latin", "russian"])
async def test_references_lead_on_and_back(assistant: FakeAssistant, key: str) -> None:
    app = app_of(assistant)
    async with app.run_test(size=NARROW) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("tab", "enter", key)
        await until(pilot, lambda: isinstance(app.screen, LinksBox))
        assert [row.label.plain for row in app.screen.rows] == ["→ п. 2 ст. 5 КГС РК  Полив в засуху"]  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.research)
        pane = app.research.article_pane
        assert pane.citation == Citation(GARDENS, "5", "2") and pane.page.marks
        assert "Ссылки 0 · Упоминается в 1" in "\n".join(line.text for line in pane.page._lines)
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, LinksBox))
        assert app.screen.rows[0].label.plain.startswith("← ст. 4 КГС РК")  # type: ignore[attr-defined]
        await pilot.press("escape", "alt+left")
        assert pane.stored is not None and pane.stored.article.number == "4"


async def test_a_citation_in_the_text_is_clicked(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        pane = app.research.article_pane
        page = pane.page
        y, x = next((y, t.index("подпунктом")) for y in range(40) if "подпунктом" in (t := page.render_line(y).text))
        await pilot.click(page, offset=(x + 2, y))
        await until(pilot, lambda: pane.citation == Citation(GARDENS, "5", "2"))


@pytest.mark.parametrize("key", ["l", "д"], ids=["latin", "russian"])
async def test_the_same_place_in_the_other_language(assistant: FakeAssistant, key: str) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("tab", "enter", key)
        pane = app.research.article_pane
        assert pane.stored is not None and pane.stored.edition.lang == "kk"
        assert pane.citation == Citation(GARDENS, "4", "2", "1)") and "аптасына кемінде бір рет" in page_text(pane.page)
        await pilot.press(key)
        assert pane.stored.edition.lang == "ru"
        await pilot.press("right_square_bracket", key)
        assert pane.stored.edition.lang == "ru"
