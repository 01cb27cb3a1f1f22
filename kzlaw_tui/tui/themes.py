"""The themes: ink on paper and one accent, the colour of what can be acted on. Each is a palette; one function makes a
Textual theme of it, so that all of them colour the same things."""

from __future__ import annotations

from dataclasses import dataclass

from textual.theme import Theme


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a theme, ``#rrggbb`` or an ANSI colour of Textual (``ansi_cyan``).

    ``ink`` is the law's words, ``soft`` what is not the law's own; ``accent``, ``warning`` and ``error`` are words too.
    They stand on ``paper``, on ``surface`` (boxes) and ``panel`` (bars), on ``lit`` (what has the focus) and on ``quoted``
    (the words of the law that are quoted). ``cursor`` is the row of a list under the cursor, with ``cursor_ink`` on it;
    ``selected`` what the mouse selects. ``rule``, ``bar`` and ``thumb`` are lines and bars without words.
    """

    name: str
    dark: bool
    ink: str
    soft: str
    accent: str
    warning: str
    error: str
    paper: str
    surface: str
    panel: str
    lit: str
    quoted: str
    cursor: str
    cursor_ink: str
    selected: str
    rule: str
    bar: str
    thumb: str
    thumb_hover: str
    cursor_style: str = "none"
    ansi: bool = False


DARK = Palette(
    "kzlaw-dark", True, ink="#dde2e6", soft="#9eabb4", accent="#4fc3d4", warning="#dfb15b", error="#f08d83",
    paper="#11161a", surface="#161c21", panel="#1c242a", lit="#1d2a31", quoted="#14323a",
    cursor="#1b3f48", cursor_ink="#ffffff", selected="#25626d",
    rule="#34404a", bar="#2f7f8c", thumb="#2b363e", thumb_hover="#3c4b56",
)  # fmt: skip
LIGHT = Palette(
    "kzlaw-light", False, ink="#1c2227", soft="#57616a", accent="#00687a", warning="#7a5000", error="#a8291f",
    paper="#fbfaf6", surface="#f4f2ec", panel="#ebe8e0", lit="#ece9e1", quoted="#d7ecef",
    cursor="#c3e2e7", cursor_ink="#10171b", selected="#9fd0d8",
    rule="#c4c1b8", bar="#4f9aa8", thumb="#d2cfc6", thumb_hover="#b5b2a8",
)  # fmt: skip
SEPIA = Palette(
    "kzlaw-sepia", False, ink="#2c2012", soft="#66523a", accent="#7d3f12", warning="#6f4a00", error="#94231c",
    paper="#f5ecd9", surface="#f0e5cd", panel="#e8dbbf", lit="#eadfc6", quoted="#e7d5ac",
    cursor="#e4d0a4", cursor_ink="#241a0e", selected="#d8bd85",
    rule="#c9b68f", bar="#b0763c", thumb="#d6c49c", thumb_hover="#bba577",
)  # fmt: skip
DUSK = Palette(
    "kzlaw-dusk", True, ink="#d5daea", soft="#aab2cc", accent="#a9b8ff", warning="#e8c07a", error="#f49a9a",
    paper="#1d2136", surface="#232840", panel="#2a304b", lit="#2d3454", quoted="#34366a",
    cursor="#363d6c", cursor_ink="#ffffff", selected="#4c5796",
    rule="#414a70", bar="#6f7fd8", thumb="#39416a", thumb_hover="#4c5688",
)  # fmt: skip
CONTRAST = Palette(
    "kzlaw-contrast", True, ink="#ffffff", soft="#e0e0e0", accent="#ffe14a", warning="#ffb454", error="#ffaeae",
    paper="#000000", surface="#000000", panel="#101010", lit="#1e1e3c", quoted="#00306e",
    cursor="#00306e", cursor_ink="#ffffff", selected="#004080",
    rule="#a0a0a0", bar="#ffe14a", thumb="#707070", thumb_hover="#a0a0a0", cursor_style="bold",
)  # fmt: skip
TERMINAL = Palette(
    "kzlaw-terminal", True, ink="ansi_bright_white", soft="ansi_white", accent="ansi_bright_cyan",
    warning="ansi_bright_yellow", error="ansi_bright_red",
    paper="ansi_black", surface="ansi_black", panel="ansi_black", lit="ansi_black", quoted="ansi_blue",
    cursor="ansi_blue", cursor_ink="ansi_bright_white", selected="ansi_blue",
    rule="ansi_white", bar="ansi_cyan", thumb="ansi_bright_black", thumb_hover="ansi_white",
    cursor_style="bold underline", ansi=True,
)  # fmt: skip
"""Only the sixteen colours that every terminal has, each on a dark one, as the Linux console has no bright backgrounds. The
row under the cursor is underlined, so that it is seen without any colour."""

PALETTES = (DARK, LIGHT, SEPIA, DUSK, CONTRAST, TERMINAL)


def _theme(p: Palette) -> Theme:
    return Theme(
        name=p.name,
        dark=p.dark,
        ansi=p.ansi,
        primary=p.accent,
        secondary=p.accent,
        accent=p.accent,
        success=p.accent,
        warning=p.warning,
        error=p.error,
        foreground=p.ink,
        background=p.paper,
        surface=p.surface,
        panel=p.panel,
        variables={
            "ansi-background": p.paper,
            "ansi-foreground": p.ink,
            "ink-soft": p.soft,
            "rule": p.rule,
            "quote-bar": p.bar,
            "quote-back": p.quoted,
            "lit": p.lit,
            "input-cursor-background": p.paper if p.ansi else p.ink,
            "input-cursor-foreground": p.ink if p.ansi else p.paper,
            "input-cursor-text-style": "reverse" if p.ansi else "none",
            "input-selection-background": p.selected,
            "input-selection-foreground": p.ink,
            "screen-selection-background": p.selected,
            "screen-selection-foreground": p.ink,
            "block-cursor-background": p.cursor,
            "block-cursor-foreground": p.cursor_ink,
            "block-cursor-text-style": p.cursor_style,
            "block-cursor-blurred-background": p.lit,
            "block-cursor-blurred-foreground": p.ink,
            "block-cursor-blurred-text-style": "underline" if p.ansi else "none",
            "scrollbar": p.thumb,
            "scrollbar-hover": p.thumb_hover,
            "scrollbar-active": p.accent,
            "scrollbar-background": p.paper,
            "scrollbar-background-hover": p.paper,
            "scrollbar-background-active": p.paper,
            "border": p.accent,
            "border-blurred": p.rule,
        },
    )


THEMES = tuple(map(_theme, PALETTES))
NAMES = tuple(theme.name for theme in THEMES)


def theme_for(wanted: str, *, few_colours: bool) -> str:
    """The theme that is shown: the one that was chosen, or the terminal's own colours where it has no others."""
    if few_colours:
        return TERMINAL.name
    return wanted if wanted in NAMES else DARK.name
