"""Blocks of a file become logical lines: a paragraph each, with sentences rejoined that links or page ends broke.

A browser's copy of the register puts every link text («№ 116-VIII», «статье 52», «2-баптан») on a line of its own without
a blank line before it; a converted PDF ends paragraphs in mid-sentence. Both are undone here, before anything is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kzlaw_tui.ingest import headings, notes
from kzlaw_tui.ingest.blocks import Block, Document

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_FURNITURE = re.compile(r"^(?:[-–—_=*·•.\s]{3,}|Содержание\s*[·|•].*|(?:Глава|РАЗДЕЛ|Раздел|Параграф)\s+None)$")
_MARKER = re.compile(r"^\d{1,3}(?:[-–]\d{1,3})*\s*[.)]\s*[^\W\d]")
_TERMINAL = re.compile(r"[.;:!?…][»\"”)]*$")
_ENDS_OPEN = re.compile(r"[а-яёәіңғүұқөһ]$")
_ENDS_OPEN_WORD = re.compile(
    r"(?<!\w)(?:по|с|со|в|во|до|на|от|и|или|из|к|пункта|статьи|части|января|февраля|марта|апреля|мая|июня|июля|августа"
    r"|сентября|октября|ноября|декабря)$"
)
_ENDS_REFERENCE = re.compile(r"(?:пункт|стат|част|абзац)\w*$")
_GOES_ON_NUMBERS = re.compile(
    r"^\d+(?:-\d+)?(?:\)\s*(?:[–,-]|и\s|пункт|част|стат|настоящ|тармақша|және\s)|\s+(?:пункт|част|стат|настоящ|тармақша|и\s))"
)
_CONNECTIVE = re.compile(r"^(?:\W*(?:минус|плюс|или|либо|где|и|умножить|разделить|және|немесе)\W*)$", re.IGNORECASE)
_OPENS_LOWER = re.compile(r"^[«\"(]?[а-яёәіңғүұқөһ]")
_LIST_LETTER = re.compile(r"^[а-яёәіңғүұқөһ][).]")
_FLOWING_FORMATS = frozenset({"txt", "md", "pdf", "image", "doc"})
_PROPER_NAME = re.compile(
    r"^(?:Республик|Казахстан|Президент|Парламент|Правительств|Национальн|Конституци|Верховн|Қазақстан|Ұлттық|Үкімет)"
)
_NEARLY_FULL = 0.95


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the document: text with single spaces, without breaks; ``table`` marks a table row."""

    text: str
    table: bool = False
    indented: bool = False


def logical_lines(document: Document) -> list[Line]:
    """The paragraphs of a document, in reading order, page furniture and blank blocks left out."""
    blocks = [b for b in map(_clean, document.blocks) if b.text]
    if _without_gaps(blocks, document.format):
        blocks = _gaps_restored(blocks)
    lines = list(_joined(blocks))
    if document.format in _FLOWING_FORMATS:
        lines = list(_sentences_rejoined(lines))
    return [Line(text, line.table, line.indented) for line in lines for text in headings.unglued(line.text)]


def _clean(block: Block) -> Block:
    return Block(" ".join(block.text.translate(_INVISIBLE).split()), block.gap, block.indented, block.table)


def _joined(blocks: list[Block]) -> Iterator[Line]:
    """Put lines without a gap back to the sentence above, unless they begin something."""
    text, first = "", None
    broken = True
    for number, block in enumerate(blocks):
        if not block.table and _FURNITURE.match(block.text):
            broken = True
            continue
        following = blocks[number + 1].text if number + 1 < len(blocks) else ""
        fresh = block.gap or broken or block.table or (first is not None and first.table)
        if fresh or begins_unit(block.text, following) or _below_roman(text, block.text):
            if first is not None:
                yield Line(text, first.table, first.indented)
            text, first = block.text, block
        else:
            text = glue(text, block.text)
        broken = False
    if first is not None:
        yield Line(text, first.table, first.indented)


def _below_roman(above: str, text: str) -> bool:
    found = headings.division(above)
    return found is not None and found.kind == "roman" and headings.subheading(text) is not None


def begins_unit(text: str, following: str = "") -> bool:
    """Whether a line without a blank line before it still begins something of its own."""
    return bool(
        headings.article_heading(text, strict=True)
        or headings.division(text)
        or notes.opening(text)
        or notes.signature(text, following)
    )


def glue(left: str, right: str) -> str:
    """Join two fragments of a sentence with a space where Russian and Kazakh spelling wants one."""
    if not left:
        return right
    open_quote = left.count('"') % 2 == 1
    if right[0] in ",.;:!?)»”%" or (left[-1] in "(«„№" and left[-1] != "№"):
        return left + right
    if (right[0] == '"' and open_quote) or (left[-1] == '"' and open_quote):
        return left + right
    if (re.match(r"[-‑–]\w", right) and left[-1].isdigit()) or (re.search(r"\w-$", left) and right[0].islower()):
        return left + right
    return f"{left} {right}"


def _without_gaps(blocks: list[Block], form: str) -> bool:
    """Whether the file has no blank lines between paragraphs, so that a missing gap says nothing.

    In a register copy, a line without a gap is a link fragment and hardly ever a point's beginning.
    """
    if form not in _FLOWING_FORMATS or len(blocks) < 2:
        return False
    tight = [i for i in range(1, len(blocks)) if not blocks[i].gap and not blocks[i].table]
    if len(tight) < 0.1 * len(blocks):
        return False
    markers = sum(1 for i in tight if _MARKER.match(blocks[i].text) and _TERMINAL.search(blocks[i - 1].text))
    return (markers >= 2 and markers > 0.04 * len(tight)) or len(tight) >= 0.97 * (len(blocks) - 1)


def _gaps_restored(blocks: list[Block]) -> list[Block]:
    """Set gaps by what the lines say: a new paragraph follows a finished sentence or begins with a marker or heading."""
    lengths = sorted(len(b.text) for b in blocks)
    width = lengths[int(len(lengths) * 0.98)]
    wrapped = width < 160 and lengths[len(lengths) // 2] > 0.5 * width
    indented = sum(b.indented for b in blocks) / len(blocks)
    by_indent = 0.1 < indented < 0.9
    result = [blocks[0]]
    for previous, block in pairwise(blocks):
        gap = block.gap or (
            block.indented or begins_unit(block.text)
            if by_indent
            else _starts_paragraph(previous.text, block.text, width if wrapped else 0)
        )
        result.append(Block(block.text, gap, block.indented, block.table))
    return result


def _starts_paragraph(above: str, text: str, width: int) -> bool:
    if begins_unit(text) or (notes.opening(above) == "register" and not notes.register_text(above)):
        return True
    if _MARKER.match(text):
        return not _GOES_ON_NUMBERS.match(text)
    wrapped = bool(width) and len(above) + 1 + len(text.split(" ", 1)[0]) > _NEARLY_FULL * width
    if _TERMINAL.search(above) or above[-1] in "–-":
        return not (wrapped and (_OPENS_LOWER.match(text) or re.match(r"^\d{1,4}\.\d", text)))
    if headings.article_heading(above, strict=True) or headings.division(above):
        names = wrapped and _PROPER_NAME.match(text)
        return not (names or _OPENS_LOWER.match(text) or (text.isupper() and above.isupper()))
    if re.match(r"^(?:№|N\s?\d|\()", text) or _OPENS_LOWER.match(text):
        return bool(_LIST_LETTER.match(text))
    return not wrapped


def _sentences_rejoined(lines: list[Line]) -> Iterator[Line]:
    """Join paragraphs that were cut in mid-sentence although a blank line stands between them."""
    held: Line | None = None
    for line in lines:
        if held is not None and _continues(held, line):
            held = Line(glue(held.text, line.text), held.table, held.indented)
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _continues(above: Line, line: Line) -> bool:
    if above.table or line.table or len(above.text) < 25 or begins_unit(above.text) or notes.opening(line.text):
        return False
    if _CONNECTIVE.match(line.text) or _LIST_LETTER.match(line.text):
        return False
    last_word = above.text.rsplit(" ", 1)[-1]
    if _CONNECTIVE.match(last_word) and len(line.text) > 200:
        return False
    if _ENDS_OPEN_WORD.search(above.text) and re.match(r"^\d+\s+[а-я]|^20\d\d\s+год", line.text):
        return True
    if _ENDS_REFERENCE.search(above.text) and _GOES_ON_NUMBERS.match(line.text):
        return True
    return bool(_ENDS_OPEN.search(above.text) and _OPENS_LOWER.match(line.text))
