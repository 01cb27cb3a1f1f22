"""Every screen in every theme: enough contrast, and no sign that a plain terminal cannot draw."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from rich.segment import Segment

from kzlaw_tui.i18n import UI_LANGS, Translator, message_ids
from kzlaw_tui.tui.app import KzlawApp
from kzlaw_tui.tui.glyphs import ASCII, is_plain
from kzlaw_tui.tui.screens.base import Dialog
from kzlaw_tui.tui.terminal import Terminal
from kzlaw_tui.tui.terminal import is_plain as terminal_is_plain
from kzlaw_tui.tui.themes import DARK, NAMES, PALETTES, TERMINAL, Palette, theme_for
from tests.tui.conftest import app_of, ask, loaded, until
from tests.tui.fake_assistant import FakeAssistant
from tests.tui.test_snapshots import SCREENS, Steps

AA = 4.5
"""The least contrast of text, WCAG 2.2, success criterion 1.4.3 (https://www.w3.org/TR/WCAG22/#contrast-minimum)."""
CONSOLES = {
    # The colours 0 to 15 of the Linux console (drivers/tty/vt/vt.c), of xterm (XTerm-col.ad) and of Windows Terminal (Campbell).
    "linux": "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff",
    "xterm": "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff",
    "windows": "0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc 767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2",
}
ANSI = "black red green yellow blue magenta cyan white".split()
Rgb = tuple[int, int, int]


def luminance(colour: Rgb) -> float:
    """Relative luminance in [0, 1]: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = (c / 255 for c in colour)
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio from 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def rgb(colour: str, console: str = "linux") -> Rgb:
    """A colour of a palette, an ANSI one as a console shows it."""
    if colour.startswith("ansi_"):
        name = colour.removeprefix("ansi_")
        at = ANSI.index(name.removeprefix("bright_")) + (8 if name.startswith("bright_") else 0)
        colour = CONSOLES[console].split()[at]
    digits = colour.removeprefix("#")
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def pairs(p: Palette) -> Iterator[tuple[str, str]]:
    """Every colour of words with every colour it may stand on."""
    for words in (p.ink, p.soft, p.accent, p.warning):
        for ground in (p.paper, p.surface, p.panel, p.lit, p.cursor):
            yield words, ground
    # A failure is never a row of a list.
    yield from ((p.error, ground) for ground in (p.paper, p.surface, p.panel, p.lit))
    yield p.ink, p.quoted
    yield p.accent, p.quoted
    yield p.cursor_ink, p.cursor
    yield p.ink, p.selected


def test_the_formula_is_that_of_the_guidelines() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)
    assert contrast((10, 20, 30), (10, 20, 30)) == 1


@pytest.mark.parametrize("palette", PALETTES, ids=lambda p: p.name)
@pytest.mark.parametrize("console", CONSOLES)
def test_every_pair_of_every_palette_has_contrast_aa(palette: Palette, console: str) -> None:
    low = {
        f"{words} on {ground}": round(found, 2)
        for words, ground in pairs(palette)
        if (found := contrast(rgb(words, console), rgb(ground, console))) < AA
    }
    assert not low


def test_there_are_dark_light_and_high_contrast_themes() -> None:
    assert len({p.name for p in PALETTES}) == len(PALETTES) >= 5
    assert {p.dark for p in PALETTES} == {True, False}
    strong = next(p for p in PALETTES if p.name == "kzlaw-contrast")
    assert min(contrast(rgb(a), rgb(b)) for a, b in pairs(strong)) >= 7, "AAA, criterion 1.4.6"


def shown(app: KzlawApp) -> Iterator[Segment]:
    """What is on the screen now; while a box is open, what is in it: the screen below it is dimmed on purpose."""
    region = app.screen.query_one("#box").region if isinstance(app.screen, Dialog) else app.screen.region
    for strip in app.screen._compositor.render_strips()[region.y : region.bottom]:
        yield from strip.crop(region.x, region.right)


def colours(segment: Segment) -> tuple[Rgb, Rgb] | None:
    """Words and ground of a piece as the screen shows it, ANSI colours as on the Linux console."""
    style = segment.style
    if style is None or style.color is None or style.bgcolor is None:
        return None
    found = []
    for colour, default in ((style.color, 15), (style.bgcolor, 0)):
        if colour.triplet is not None:
            found.append(tuple(colour.triplet))
        else:
            number = colour.number if colour.number is not None else default
            found.append(rgb(CONSOLES["linux"].split()[number]))
    return (found[1], found[0]) if style.reverse else (found[0], found[1])  # type: ignore[return-value]


def low_contrast(app: KzlawApp) -> dict[str, float]:
    """Words on the screen whose contrast is less than AA."""
    low = {}
    for segment in shown(app):
        if any(c.isalnum() for c in segment.text) and (pair := colours(segment)) is not None:
            found = contrast(*pair)
            if found < AA:
                low[segment.text.strip()] = round(found, 2)
    return low


@pytest.mark.parametrize("steps", SCREENS, ids=lambda steps: steps.__name__)
async def test_words_on_screen_have_contrast_and_signs_are_plain(steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "nano")
    app = app_of(FakeAssistant("kk"))
    async with app.run_test(size=(140, 40)) as pilot:
        await loaded(pilot)
        await steps(pilot)
        for name in NAMES:
            app.preferences.change("theme", name)
            await pilot.pause()
            assert app.theme == name
            assert not low_contrast(app), name
        fancy = {c for segment in shown(app) for c in segment.text if not is_plain(c)}
        app.preferences.change("glyphs", "ascii")
        await pilot.pause()
        text = "".join(segment.text for segment in shown(app))
        assert not {c for c in text if not is_plain(c)}
        assert fancy <= set(ASCII)
        app.preferences.change("glyphs", "full")
        await pilot.pause()
        assert {c for segment in shown(app) for c in segment.text if not is_plain(c)} == fancy


def test_signs_have_the_width_of_what_they_stand_for_and_need_a_place_in_the_table() -> None:
    assert all(len(sign) == len(plain) == 1 and plain.isascii() and not is_plain(sign) for sign, plain in ASCII.items())
    assert is_plain("қ") and is_plain("«") and is_plain("—") and is_plain("№") and is_plain("§") and not is_plain("☃")


@pytest.mark.parametrize("lang", UI_LANGS)
def test_messages_use_no_sign_outside_the_table(lang: Any) -> None:
    t = Translator(lang)
    for id_ in message_ids(lang):
        assert {c for c in t(id_, n=1) if not is_plain(c)} <= set(ASCII), id_


# What the terminal can


@pytest.mark.parametrize(
    ("environment", "few", "none", "plain"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, False, False, False),
        ({"TERM": "xterm-256color"}, False, False, False),
        ({"TERM": "screen"}, True, False, False),
        ({"TERM": "linux"}, True, False, True),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, False, True, False),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, False, False, False),
    ],
)
def test_the_terminal_is_known_by_its_environment(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], few: bool, none: bool, plain: bool
) -> None:
    monkeypatch.setattr("sys.__stdout__", type("Utf8", (), {"encoding": "utf-8"})())
    here = Terminal.here(environment)
    assert (here.few_colours, here.no_colours, here.plain_signs) == (few, none, plain)


def test_a_terminal_of_another_encoding_is_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("sys.__stdout__", type("Koi8", (), {"encoding": "koi8-r"})())
    assert terminal_is_plain({"TERM": "xterm"})


def test_the_theme_is_what_was_chosen_where_the_terminal_can_show_it() -> None:
    assert theme_for("kzlaw-sepia", few_colours=False) == "kzlaw-sepia"
    assert theme_for("kzlaw-sepia", few_colours=True) == TERMINAL.name
    assert theme_for("no-such-theme", few_colours=False) == DARK.name


async def test_sixteen_colours_are_all_that_is_used(assistant: FakeAssistant) -> None:
    app = KzlawApp(assistant, terminal=Terminal(few_colours=True))  # type: ignore[arg-type]
    async with app.run_test(size=(140, 40)) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("tab", "enter", "f10")
        await pilot.pause()
        styles = [segment.style for segment in shown(app) if segment.style is not None]
        used = {colour for style in styles for colour in (style.color, style.bgcolor) if colour is not None}
        assert used and all(colour.triplet is None for colour in used)
        # Dark grounds only: the Linux console has eight of them.
        assert all(
            s.bgcolor.number is None or s.bgcolor.number < 8 for s in styles if s.bgcolor is not None and not s.reverse
        )


async def test_without_colours_the_cursor_and_the_quote_are_still_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_of(FakeAssistant("ru"))
    async with app.run_test(size=(140, 40)) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        await pilot.press("tab")
        found = list(shown(app))
        assert all(s.style is None or s.style.color is None or s.style.color.is_default for s in found)
        text = "".join(s.text for s in found)
        assert "▌" in text and "█" in text and "✓" in text
        await pilot.press("f10")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        assert any(s.style is not None and s.style.underline and "Показать" in s.text for s in shown(app))


async def test_a_plain_terminal_gets_plain_signs_by_itself(assistant: FakeAssistant) -> None:
    app = KzlawApp(assistant, terminal=Terminal(plain_signs=True))  # type: ignore[arg-type]
    async with app.run_test(size=(80, 24)) as pilot:
        await loaded(pilot)
        await ask(pilot, "Как поливать?")
        text = "".join(segment.text for segment in shown(app))
        assert "+ проверено" in text and "✓" not in text
        # Only the screen changes.
        assert "✓" in str(app.research.query_one(".card-check").render())  # type: ignore[attr-defined]
        app.preferences.change("glyphs", "full")
        await pilot.pause()
        assert "✓ проверено" in "".join(segment.text for segment in shown(app))
