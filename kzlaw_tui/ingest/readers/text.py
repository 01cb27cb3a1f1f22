"""What every reader does to the words of a file, and how lines and table rows become blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kzlaw_tui.ingest.blocks import Block

# Zero-width characters, the soft hyphen and control characters carry no text; C1 controls are leftovers of a bad decoding.
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
)
_SPACES = re.compile(r"\s+")
_PLAIN = re.compile(r"[ -~А-Яа-яЁёәіңғүұқөһӘІҢҒҮҰҚӨҺ№«»–—]*")
# Some programs (macOS ones, many PDFs) write й and ё as a letter and a combining sign.
_COMPOSED = {"и\u0306": "й", "И\u0306": "Й", "е\u0308": "ё", "Е\u0308": "Ё"}
_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_SUPERSCRIPT = str.maketrans("0123456789+-−–()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾ⁿ")


def clean(text: str) -> str:
    """The text on one line: spaces of all widths and line breaks become one space, invisible characters go, й and ё are one character.

    Nothing else is altered: quotes, dashes, hyphens and look-alike letters stay as printed.
    """
    if _PLAIN.fullmatch(text) and "  " not in text:
        return text.strip(" ")
    if "\u0306" in text or "\u0308" in text:
        for pair, letter in _COMPOSED.items():
            text = text.replace(pair, letter)
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def is_indented(raw: str) -> bool:
    """Whether a line begins with white space (non-breaking spaces included) and has words after it."""
    head = _INVISIBLE.sub("", raw[:16])
    return head[:1].isspace()


def split_lines(text: str) -> Iterator[str]:
    """The lines of a text, whatever its line breaks (\\n, \\r\\n, \\r, form feed, Unicode separators)."""
    start = 0
    for match in _LINE_BREAK.finditer(text):
        yield text[start : match.start()]
        start = match.end()
    yield text[start:]


def lines_to_blocks(lines: Iterable[str], *, gap: bool = True) -> Iterator[Block]:
    """One block a non-empty line; ``gap`` where a blank line precedes (for the first line: the argument)."""
    for line in lines:
        text = clean(line)
        if not text:
            gap = True
            continue
        yield Block(text, gap=gap, indented=is_indented(line))
        gap = False


def row_block(cells: Iterable[str]) -> Block | None:
    """A table row, cells joined by " | "; ``None`` for an empty row.

    An empty cell between two others keeps its place, so that the columns stay readable.
    """
    texts = [clean(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    while texts and not texts[0]:
        texts.pop(0)
    return Block(clean(" | ".join(texts)), gap=True, table=True) if texts else None


def superscript(text: str) -> str:
    """A raised number in Unicode superscripts, so that 10 to the 6th is not read as 106; other text as it is."""
    stripped = text.strip()
    if stripped and all(c in "0123456789+-−–()n" for c in stripped) and any(c.isdigit() for c in stripped):
        return text.translate(_SUPERSCRIPT)
    return text


def cyrillic_share(text: str) -> float:
    """The share of Cyrillic letters among all letters, 0..1; 0 for a text without letters."""
    letters = cyrillic = 0
    for char in text:
        if char.isalpha():
            letters += 1
            cyrillic += "\u0400" <= char <= "\u052f"
    return cyrillic / letters if letters else 0.0
