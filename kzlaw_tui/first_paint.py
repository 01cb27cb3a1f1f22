"""A first frame at once: the screen is the program's own, and the cursor stands in the question line, while the rest is loaded.

Only the standard library, and little of it: what is imported here is waited for. The terminal still echoes what is typed, so
that it is seen in the question line; the app takes it over from the terminal's buffer when it has painted the real screen.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

ALTERNATE, NORMAL = "\x1b[?1049h", "\x1b[?1049l"
DIM, PLAIN = "\x1b[2m", "\x1b[0m"
_on_screen: list[bool] = []
WITH_VALUE = ("--home", "--lang")


def opens_the_app(arguments: Sequence[str]) -> bool:
    """Whether a command line has no command and asks for no help: then the app will open."""
    rest = iter(arguments)
    for argument in rest:
        if argument in WITH_VALUE:
            next(rest, None)
        elif not argument.startswith(tuple(f"{option}=" for option in WITH_VALUE)) and argument != "--debug":
            return False
    return True


def frame(columns: int, rows: int) -> str:
    """The frame: the name at the top, the line between panes and question, the question mark of the line, the cursor in it."""
    rule = "─" * columns
    parts = [
        ALTERNATE,
        "\x1b[2J",
        "\x1b[1;2Hkzlaw-tui",
        f"\x1b[{rows - 2};1H{DIM}{rule}{PLAIN}",
        f"\x1b[{rows - 1};2H› ",
    ]
    return "".join(parts)


def paint(arguments: Sequence[str]) -> bool:
    """Paint the frame where the app will open in a terminal that takes it; returns whether it did."""
    if not opens_the_app(arguments) or os.environ.get("TERM", "") == "dumb":
        return False
    if sys.platform == "win32" or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    try:
        columns, rows = os.get_terminal_size(sys.stdout.fileno())
        if rows < 4:
            return False
        os.write(sys.stdout.fileno(), frame(columns, rows).encode("utf-8"))
    except OSError:
        return False
    _on_screen.append(True)
    return True


def take_away() -> None:
    """Give the terminal back its own screen, where a frame was painted and the app did not open: a failure must be seen."""
    if not _on_screen:
        return
    _on_screen.clear()
    try:
        os.write(sys.stdout.fileno(), NORMAL.encode("ascii"))
    except (OSError, ValueError):
        return
