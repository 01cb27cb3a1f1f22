"""The clipboard: the system's own first, the terminal's (OSC 52) where there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

Way = Literal["system", "terminal"]


def to_system(text: str) -> bool:
    """Copy with the system's clipboard; returns whether it worked. Starts a program on Linux: call it in a thread."""
    import pyperclip

    try:
        pyperclip.copy(text)
    except (pyperclip.PyperclipException, OSError):
        return False
    return True


def copy(text: str, by_terminal: Callable[[str], object]) -> Way:
    """Copy by the system or, failing that, by the terminal, which does not say whether it obeyed."""
    if to_system(text):
        return "system"
    by_terminal(text)
    return "terminal"
