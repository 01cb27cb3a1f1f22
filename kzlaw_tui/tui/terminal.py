"""What the terminal can show, read once at start; the defaults are those of one that can show everything."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from rich.console import Console


@dataclass(frozen=True, slots=True)
class Terminal:
    """``few_colours``: only the sixteen; ``no_colours``: ``NO_COLOR`` is set; ``plain_signs``: letters and punctuation only;
    ``person``: somebody sits at it, so that a first start may be explained."""

    few_colours: bool = False
    no_colours: bool = False
    plain_signs: bool = False
    person: bool = False

    @classmethod
    def here(cls, environment: Mapping[str, str] = os.environ) -> Terminal:
        """The terminal that the program was started in."""
        return cls(
            few_colours=Console(_environ=environment, force_terminal=True).color_system
            in (None, "standard", "windows"),
            no_colours=wants_no_colour(environment),
            plain_signs=is_plain(environment),
            person=sys.stdin is not None and sys.stdin.isatty(),
        )


def wants_no_colour(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether ``NO_COLOR`` is set (https://no-color.org: present and not empty)."""
    return bool(environment.get("NO_COLOR"))


def is_plain(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal shows few signs: the Linux console, a dumb one, or one that does not speak UTF-8.

    The console draws 256 or 512 glyphs (console_codes(4)); Cyrillic fonts spend them on letters.
    """
    if environment.get("TERM", "") in ("linux", "dumb", "vt100", "vt220"):
        return True
    encoding = (getattr(sys.__stdout__, "encoding", None) or locale.getpreferredencoding(False)).lower()
    return sys.platform != "win32" and "utf" not in encoding
