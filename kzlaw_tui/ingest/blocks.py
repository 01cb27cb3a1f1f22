"""What a reader makes of a file: text blocks in reading order, the common tongue of readers and parser."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """One line or paragraph of a document.

    ``gap`` is false when the source has no blank line (or paragraph boundary) before it, so that it may be a fragment
    of the sentence above (a link that the browser's copy put on a line of its own). ``indented`` tells of leading white
    space. ``table`` marks a table row, cells joined by " | ". ``text`` has no line breaks and no leading or trailing space.
    """

    text: str
    gap: bool = True
    indented: bool = False
    table: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A file as blocks. ``format`` is txt, md, html, docx, doc, pdf or image; ``warnings`` are message ids with arguments."""

    blocks: tuple[Block, ...]
    format: str
    warnings: tuple[tuple[str, dict[str, object]], ...] = ()
