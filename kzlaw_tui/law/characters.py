"""Characters that are not what they seem: those that drive a terminal, those that cannot be seen, digits of other scripts.

Every text that comes from a file, a person or a model passes through ``plain`` or ``clean`` before it is shown, and
through ``readable`` before citations are looked for in it.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

_CONTROLS = ("Cc", "Cf", "Cs", "Zl", "Zp")
_HIGH_FORMATS = ((0x110BD, 0x110CE), (0x13430, 0x13440), (0x1BCA0, 0x1BCA4), (0x1D173, 0x1D17B), (0xE0000, 0xE0080))
_UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0" + "".join(map(chr, range(0xFE00, 0xFE10)))
"""Characters of other categories that print nothing."""
_SPACED = frozenset("\t\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")
"""Controls that divide words."""


_ESCAPE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]{0,40}[ -/]{0,8}[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]{0,400}(?:\x07|\x1b\\|\x9c)"
)
"""Whole escape sequences: what drives a terminal is dropped with its parameters."""


@cache
def _controls() -> frozenset[str]:
    found = {chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) in _CONTROLS}
    found |= {chr(code) for first, end in _HIGH_FORMATS for code in range(first, end)}
    return frozenset(found - {"\n"})


@cache
def _spaces() -> dict[int, str]:
    return {ord(character): " " for character in _controls()}


@cache
def _removed() -> dict[int, str]:
    return {ord(character): " " if character in _SPACED else "" for character in _controls()}


def plain(text: str) -> str:
    """The same text, character for character, with control and direction characters made spaces; line ends stay.

    The result has the length of the argument: spans of an article's text are spans of what is shown.
    """
    return text.translate(_spaces())


def clean(text: str) -> str:
    """A text without control characters other than line breaks: nothing ingested, typed or generated can drive the
    terminal. Those that cannot be seen are dropped; those that divide words become spaces."""
    if text.isprintable():
        return text
    return _ESCAPE.sub("", text.replace("\r\n", "\n")).translate(_removed())


@dataclass(frozen=True, slots=True)
class Readable:
    """A text as a person sees it, for reading citations: ``text`` with, for each of its characters, the place in the source."""

    text: str
    places: Sequence[int] | None
    """``None`` when the text is its source; else one place more than there are characters."""

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The span of the source that a span of ``text`` was read from."""
        if self.places is None:
            return start, end
        return self.places[start], (self.places[end - 1] + 1 if end > start else self.places[start])


_ODD = re.compile(
    _ESCAPE.pattern
    + "|[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u0300-\u036f\u0660-\u0669\u06f0-\u06f9\u0900-\u0fff\u115f\u1160\u17b4\u17b5"
    "\u17e0-\u17e9\u1810-\u1819\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uff10-\uff19"
    "\uffa0\U00010000-\U000e0fff]|[*`]|(?<!\\w)_+(?=\\w)|(?<=\\w)-\\n[ \\t]*(?=[а-яёәғқңөұүһі])"
)
_OPENING_MARK = re.compile(r"_+")


def readable(text: str) -> Readable:
    """What can be seen of a text: without unseen characters, soft hyphens, hyphenation at line ends and the marks of
    Markdown; letters with their accents composed; digits of other scripts as 0–9."""
    if not _ODD.search(text):
        return Readable(text, None)
    pieces: list[str] = []
    places: array[int] = array("q")
    at = 0
    opened = 0
    for found in _ODD.finditer(text):
        start, end = found.span()
        if start < at:
            continue
        opened -= _append(pieces, places, text, at, start, opened)
        seen = _seen(found.group())
        opened += _OPENING_MARK.fullmatch(found.group()) is not None
        if len(seen) == 1 and unicodedata.combining(seen):
            _compose(pieces, places, seen)
        else:
            for character in seen:
                pieces.append(character)
                places.append(start)
        at = end
    _append(pieces, places, text, at, len(text), opened)
    places.append(len(text))
    return Readable("".join(pieces), places)


def _append(pieces: list[str], places: array[int], text: str, start: int, end: int, opened: int) -> int:
    """Add a stretch of ordinary text; the closing «_» of an opened mark is left out. Returns how many were closed."""
    closed = 0
    for at in range(start, end):
        character = text[at]
        if (
            opened > closed
            and character == "_"
            and not text[at - 1 : at].isspace()
            and not text[at + 1 : at + 2].isalnum()
        ):
            closed += text[at + 1 : at + 2] != "_"
            continue
        pieces.append(character)
        places.append(at)
    return closed


def _seen(odd: str) -> str:
    """What is read for an odd character or mark."""
    if len(odd) > 1 or odd in "*`_" or odd in _UNSEEN:
        return ""
    if odd in _controls():
        return "\n" if odd in "\r\u2028\u2029\x85" else " " if odd in _SPACED else ""
    digit = unicodedata.decimal(odd, None)
    return str(digit) if digit is not None else odd


def _compose(pieces: list[str], places: array[int], mark: str) -> None:
    """Join an accent to the letter before it where the two have a letter of their own («и» + breve is «й»); else drop it."""
    if pieces:
        joined = unicodedata.normalize("NFC", pieces[-1] + mark)
        if len(joined) == 1:
            pieces[-1] = joined
