"""Panes: their widths, one of them at a time, two languages side by side, first words of what is cited."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.model import Citation
from kzlaw_tui.tui.app import KzlawApp
from kzlaw_tui.tui.page import Line
from kzlaw_tui.tui.parallel import align, anchors
from kzlaw_tui.tui.places import Unit
from kzlaw_tui.tui.widgets.answers import HitLine
from tests.tui.conftest import app_of, ask, loaded, until
from tests.tui.fake_assistant import EDITIONS, FakeAssistant
from tests.tui.test_app import NARROW, WIDE, page_text


def widths(app: KzlawApp) -> tuple[int, int, int]:
    return tuple(app.research.query_one(f"#{n}-pane").region.width for n in ("contents", "answers", "article"))  # type: ignore[return-value]


@pytest.mark.parametrize(("wider", "narrower"), [("equals_sign", "minus"), ("һ", "ө")], ids=["latin", "kazakh"])
async def test_the_pane_in_focus_grows_and_shrinks(assistant: FakeAssistant, wider: str, narrower: str) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("tab", "enter")
        first = widths(app)
        await pilot.press(wider)
        await until(pilot, lambda: widths(app)[2] > first[2] and sum(widths(app)) == sum(first))
        await pilot.press(*[wider] * 20)
        await until(pilot, lambda: 30 < widths(app)[1] < 40)
        await pilot.press(*[narrower] * 30)
        await until(pilot, lambda: 30 < widths(app)[2] < 40)
        await pilot.press("f6")
        await until(pilot, lambda: widths(app)[0] == 38)
        await pilot.press(wider)
        await until(pilot, lambda: widths(app)[0] == 42)


async def test_edges_are_dragged_by_the_mouse(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("f6")
        await until(pilot, lambda: widths(app)[0] == 38)
        for pane, to, at in (("article-pane", 90, 2), ("contents-pane", 29, 0)):
            edge = app.research.query_one(f"#{pane}").region
            x = edge.x if pane == "article-pane" else edge.right - 1
            await pilot.mouse_down(offset=(x, 10))
            await pilot._post_mouse_events([events.MouseMove], offset=(to, 10), button=1)
            await pilot.mouse_up(offset=(to, 10))
            await until(pilot, lambda at=at: abs(widths(app)[at] - {2: 50, 0: 30}[at]) <= 1)  # type: ignore[misc]
        assert app.mouse_captured is None


@pytest.mark.parametrize("key", ["z", "я"])
async def test_a_pane_takes_the_whole_screen_and_gives_it_back(assistant: FakeAssistant, key: str) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        first = widths(app)
        await pilot.press("tab", "enter", key)
        await until(pilot, lambda: widths(app) == (0, 0, 140))
        await pilot.press("shift+tab")
        await until(pilot, lambda: widths(app) == (0, 140, 0))
        await pilot.press("escape")
        await until(pilot, lambda: widths(app) == first)
        await pilot.click("#article-title", times=2)
        await until(pilot, lambda: widths(app) == (0, 0, 140))
        await pilot.click("#article-title", times=2)
        await until(pilot, lambda: widths(app) == first)


async def test_widths_come_back_at_the_next_start(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("tab", "enter", "equals_sign", "equals_sign")
        await pilot.pause()
        wanted = widths(app)
        await pilot.press("ctrl+q")
    again = app_of(assistant)
    async with again.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await until(pilot, lambda: widths(again) == wanted)


async def test_a_narrow_screen_is_one_column_whatever_the_widths(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("tab", "enter", "equals_sign")
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: widths(app) == (0, 0, 80))


# First words


async def test_a_nearest_article_shows_its_first_words_with_the_focus(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=NARROW, tooltips=True) as pilot:
        await loaded(pilot)
        await ask(pilot, "никто")
        line = app.research.query(HitLine).first()
        assert line.region.height == 1 and "солнца" not in str(line.render())
        await pilot.press("tab")
        await until(pilot, lambda: line.has_focus and line.region.height > 1)
        assert "В засуху полив производится после захода солнца." in str(line.render())
        other = app.research.query(HitLine).last()
        assert "Ульи ставят не ближе" in str(other.tooltip)
        await pilot.hover(HitLine)
        tip = app.screen.query_one("#textual-tooltip")
        await until(pilot, lambda: tip.display)


async def test_a_citation_in_the_text_shows_first_words_under_the_mouse(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE, tooltips=True) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        page = app.research.article_pane.page
        y, x = next((y, t.index("подпунктом")) for y in range(40) if "подпунктом" in (t := page.render_line(y).text))
        await pilot.hover(page, offset=(x + 2, y))
        assert "п. 2 ст. 5 КГС РК  Полив в засуху\n2. В засуху" in str(page.tooltip)
        tip = app.screen.query_one("#textual-tooltip")
        await until(pilot, lambda: tip.display)
        await pilot.hover(page, offset=(x + 2, 1))
        assert page.tooltip is None

        def fails(*_: object, **__: object) -> None:
            raise KzlawError("error-sessions-busy", path="x")

        monkeypatch.setattr(assistant.library, "find", fails)
        await pilot.hover(page, offset=(x + 2, y))
        assert "занят" in str(page.tooltip)
        await pilot.press("tab", "enter", "s")
        await until(pilot, lambda: "занят" in page_text(app.research.article_pane.other))


# Two languages


def marked_lines(app: KzlawApp) -> list[tuple[str, str]]:
    pane = app.research.article_pane
    height = pane.page.size.height
    return [(pane.page.render_line(y).text.rstrip(), pane.other.render_line(y).text.rstrip()) for y in range(height)]


@pytest.mark.parametrize("key", ["s", "ы"])
async def test_two_languages_stand_point_beside_point(assistant: FakeAssistant, key: str) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        first = widths(app)
        await pilot.press("tab", "enter", key)
        pane = app.research.article_pane
        await until(pilot, lambda: pane.other.region.width > 60 and widths(app) == (0, 0, 140))
        await pilot.pause()
        rows = marked_lines(app)
        for left, right in (
            ("1. Садовник вправе", "1. Бағбан:"),
            ("2. Садовник обязан", "2. Бағбан:"),
            ("3) чинить", "3) орындықтарды"),
        ):
            assert any(left in a and right in b for a, b in rows), rows
        # The quoted place is marked in both.
        assert any(a.lstrip().startswith("▌") and b.lstrip().startswith("▌") for a, b in rows)
        await pilot.press(key)
        await until(pilot, lambda: widths(app) == first and not pane.parallel)
        assert pane.other.region.width == 0


async def test_both_scroll_together(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=(140, 16)) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("tab", "enter", "s")
        pane = app.research.article_pane
        await until(pilot, lambda: pane.other.region.width > 0 and pane.page.max_scroll_y > 2)
        assert pane.page.virtual_size.height == pane.other.virtual_size.height
        await pilot.press("G")
        await until(pilot, lambda: pane.page.scroll_y == pane.other.scroll_y == pane.page.max_scroll_y)
        pane.other.scroll_to(0, 1, animate=False)
        await until(pilot, lambda: pane.page.scroll_y == pane.other.scroll_y == 1)


async def test_what_is_missing_or_of_another_edition_is_said(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace
    from datetime import date

    info, articles = EDITIONS[2]
    monkeypatch.setitem(EDITIONS, 2, (replace(info, as_of=date(2025, 1, 1)), articles))
    app = app_of(assistant)
    async with app.run_test(size=WIDE) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("tab", "enter", "s")
        pane = app.research.article_pane
        await until(pilot, lambda: pane.other.region.width > 0)
        assert "Другая редакция: здесь — редакция на 01.01.2025" in page_text(pane.other)
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "Казахского текста этой статьи в библиотеке нет" in page_text(pane.other))
        assert pane.stored is not None and pane.stored.article.number == "5"
        assert pane.page.virtual_size.height == pane.other.virtual_size.height
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: "Бағбанның құқықтары" in page_text(pane.other))


async def test_a_screen_that_is_too_narrow_says_so(assistant: FakeAssistant) -> None:
    app = app_of(assistant)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("tab", "enter", "s")
        pane = app.research.article_pane
        await until(pilot, lambda: pane.parallel)
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: not pane.parallel and not app.research.panes.zoomed)
        await pilot.press("s")
        assert not pane.parallel
        assert any("нужна ширина 140 знаков, сейчас 120" in n.message for n in app._notifications)


TEXTS = st.lists(st.tuples(st.integers(1, 3), st.sampled_from("1 2 3 4 2-1".split())), max_size=8)


def text_of_units(spec: list[tuple[int, str]]) -> tuple[list[Line], list[Unit]]:
    """Lines of a text whose units take so many lines each, with a heading above and a source below."""
    lines, units, offset = [Line("heading", "h", 0)], [], 0
    for height, number in spec:
        units.append(Unit(Citation("A", "1", number), offset, offset + 2 * height))
        for _ in range(height):
            lines.append(Line("law", "x", 0, offset))
            offset += 2
    return [*lines, Line("soft", "s", 0)], units


@given(TEXTS, TEXTS)
def test_alignment_loses_nothing_and_puts_equal_numbers_on_one_line(
    left: list[tuple[int, str]], right: list[tuple[int, str]]
) -> None:
    (a, a_units), (b, b_units) = text_of_units(left), text_of_units(right)
    a_at, b_at = anchors(a, a_units), anchors(b, b_units)
    made_a, made_b = align(a, b, a_at, b_at)
    assert len(made_a) == len(made_b)
    for made, of in ((made_a, a), (made_b, b)):
        assert [line for line in made if line.kind != "blank"] == of
    if [number for _, number in left] == [number for _, number in right]:
        for (y_a, _), (y_b, _) in zip(a_at, b_at, strict=True):
            if y_a < len(a) and y_b < len(b):
                rows = (
                    [n for n, line in enumerate(made_a) if line is a[y_a]],
                    [n for n, line in enumerate(made_b) if line is b[y_b]],
                )
                assert rows[0] == rows[1]


def test_units_of_a_digest_are_where_it_has_any() -> None:
    assert anchors([Line("soft", "s", 0)], []) == []
