"""The door to the terminal: whatever is printed has its control characters taken out, whoever prints it."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast

from kzlaw_tui.law.characters import clean


class Guard:
    """A text stream whose writes pass through ``clean``; all else is the stream's own."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write without what could drive the terminal; returns the length of the argument, as streams do."""
        self.stream.write(clean(text))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


@contextmanager
def guarded() -> Iterator[None]:
    """Standard output and standard error behind the guard for the length of the block."""
    out, error = sys.stdout, sys.stderr
    mine = cast("TextIO", Guard(out)), cast("TextIO", Guard(error))
    sys.stdout, sys.stderr = mine
    try:
        yield
    finally:
        for name, put, before in (("stdout", mine[0], out), ("stderr", mine[1], error)):
            if getattr(sys, name) is put:
                setattr(sys, name, before)


def unguarded(stream: TextIO) -> TextIO:
    """The stream behind the guard, for a progress bar, which has to drive the terminal; it cleans its words itself."""
    return stream.stream if isinstance(stream, Guard) else stream


def json_text(document: object, *, indent: int | None = 2) -> str:
    r"""A document as JSON that loses nothing and drives no terminal: what cannot be printed is written ``\uXXXX``."""
    text = json.dumps(document, ensure_ascii=False, indent=indent)
    if text.replace("\n", "").isprintable():
        return text
    return "".join(c if c == "\n" or c.isprintable() or unicodedata.category(c) == "Zs" else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    return json.dumps(character)[1:-1]
