"""Two themes, dark and light: ink on paper and one accent, the colour of what can be acted on."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="kzlaw-dark",
    dark=True,
    primary="#4fc3d4",
    secondary="#4fc3d4",
    accent="#4fc3d4",
    warning="#dfb15b",
    error="#ee8479",
    success="#4fc3d4",
    foreground="#dde2e6",
    background="#11161a",
    surface="#161c21",
    panel="#1c242a",
    variables={
        "ink-soft": "#98a5ae",
        "rule": "#34404a",
        "quote-bar": "#2f7f8c",
        "quote-back": "#14323a",
        "lit": "#1d2a31",
        "input-selection-background": "#2f7f8c 60%",
        "block-cursor-background": "#24505a",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#1d2a31",
        "block-cursor-blurred-foreground": "#dde2e6",
        "scrollbar": "#2b363e",
        "scrollbar-hover": "#3c4b56",
        "scrollbar-active": "#4fc3d4",
        "scrollbar-background": "#11161a",
        "scrollbar-background-hover": "#11161a",
        "scrollbar-background-active": "#11161a",
        "border": "#4fc3d4",
        "border-blurred": "#34404a",
    },
)

LIGHT = Theme(
    name="kzlaw-light",
    dark=False,
    primary="#00687a",
    secondary="#00687a",
    accent="#00687a",
    warning="#7d5300",
    error="#a8291f",
    success="#00687a",
    foreground="#1c2227",
    background="#fbfaf6",
    surface="#f4f2ec",
    panel="#ebe8e0",
    variables={
        "ink-soft": "#5a646c",
        "rule": "#c4c1b8",
        "quote-bar": "#4f9aa8",
        "quote-back": "#d7ecef",
        "lit": "#ece9e1",
        "input-selection-background": "#9fd0d8",
        "block-cursor-background": "#c3e2e7",
        "block-cursor-foreground": "#10171b",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#ece9e1",
        "block-cursor-blurred-foreground": "#1c2227",
        "scrollbar": "#d2cfc6",
        "scrollbar-hover": "#b5b2a8",
        "scrollbar-active": "#00687a",
        "scrollbar-background": "#fbfaf6",
        "scrollbar-background-hover": "#fbfaf6",
        "scrollbar-background-active": "#fbfaf6",
        "border": "#00687a",
        "border-blurred": "#c4c1b8",
    },
)

THEMES = (DARK, LIGHT)
