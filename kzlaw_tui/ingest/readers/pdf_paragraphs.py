"""From printed lines to paragraphs: which line begins a new one, and which word was divided at the end of a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kzlaw_tui.ingest.blocks import Block
from kzlaw_tui.ingest.readers.pdf_layout import HEADING, Line, Piece, reading_order
from kzlaw_tui.ingest.readers.pdf_tables import fold_rows, table_end
from kzlaw_tui.ingest.readers.text import clean, row_block

_NOTE = re.compile(r"(Сноска|Ескерту|Примечание|ПРИМЕЧАНИЕ)\b[^,;]{0,25}[.!:]")
_NUMBERED = re.compile(r"(\d{1,3}(-\d{1,3})*(\.(?!\d)|\))|[а-яa-z]\)|[–—•-])\s*\S")
_END = re.compile(r"[.;:!?…][»\")\]]*$")
_ABBREVIATED = re.compile(r"(?:^|[\s(])(п|пп|п\.\s?п|ст|ст\.\s?ст|ч|абз|подп|см|им|т\.\s?е|т\.\s?к)\.$")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN_NUMBER = re.compile(r"\d[-\u2010\u2011]$")  # «52-» before «бап», «4-» before «1)»
_PARTICLES = frozenset({"либо", "нибудь", "таки", "то"})
_INDENT = 0.8  # em; less is no indent
_APART = 1.3  # times the usual step from line to line: a space between paragraphs


def pages_to_blocks(pages: Sequence[Sequence[Piece]]) -> list[Block]:
    """The pages of a document as paragraphs and table rows, in reading order."""
    lines = reading_order(pages)
    return list(_Paragraphs(lines).blocks())


class _Paragraphs:
    """The lines of a document with what is usual in it: the step between lines, divided words, its vocabulary."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.texts = [line.text for line in lines]
        self.pitch = _usual_step(lines)
        self.words = Counter(word.lower() for text in self.texts for word in _WORDS.findall(text))
        # Where the printer's hyphens are a character of their own, a plain one is part of its word.
        own_sign = any(_breaks_word(text) and text[-1] != "-" for text in self.texts)
        self.divides = not own_sign and sum(_breaks_word(text) for text in self.texts) > 0.03 * len(lines)
        self.formers = {word.split("-")[0] for word in self.words if "-" in word}  # «научно» of «научно-исторический»

    def blocks(self) -> Iterator[Block]:
        current: list[int] = []  # indexes of the lines of the open paragraph
        index = 0
        while index < len(self.lines):
            end = table_end(self.lines, index, self.pitch)
            if end > index:
                yield from self._paragraph(current)
                current = []
                rows = (row_block(row) for row in fold_rows(self.lines[index:end]))
                yield from (row for row in rows if row)
                index = end
                continue
            if current and self._begins(index, current):
                yield from self._paragraph(current)
                current = []
            current.append(index)
            index += 1
        yield from self._paragraph(current)

    def _begins(self, index: int, current: Sequence[int]) -> bool:
        """Whether a line begins a new paragraph rather than continuing the open one."""
        line, text = self.lines[index], self.texts[index]
        before, above = self.lines[current[-1]], self.texts[current[-1]]
        ended = bool(_END.search(above)) and not _ABBREVIATED.search(above)
        numbered = bool(_NUMBERED.match(text))
        if HEADING.match(text) or (ended and _NOTE.match(text)):
            return True
        if len(current) > 1 and line.indent > before.indent + _INDENT and not _centered(line):
            return True  # a first-line indent
        if not ended and text[:1].islower() and not numbered:
            return False
        same_column = line.part == before.part
        apart = same_column and before.y - line.y > _APART * max(self.pitch, 1.02 * max(line.size, before.size))
        if not apart and (_BROKEN_NUMBER.search(above) or (_breaks_word(above) and text[:1].isalpha())):
            return False
        in_heading = bool(HEADING.match(self.texts[current[0]]))
        headed = _centered(before) or (in_heading and abs(line.size - before.size) < 0.1 * line.size)
        if not (ended or apart or numbered) and same_column and headed and _centered(line):
            return False  # the second line of a centred heading
        forced = _would_fit(line, text, before)
        if apart or (numbered and (ended or forced or in_heading)):
            return True
        if line.indent > _INDENT:
            if line.indent > before.indent + _INDENT:  # a first-line indent, unless the number before it hangs
                return len(current) > 1 or not _NUMBERED.match(above) or ended
            return ended or forced
        return forced

    def _paragraph(self, indexes: Sequence[int]) -> Iterator[Block]:
        if not indexes:
            return
        text = self.texts[indexes[0]]
        for index in indexes[1:]:
            text = self._join(text, self.texts[index])
        yield Block(clean(text), gap=True, indented=self.lines[indexes[0]].indent > _INDENT)

    def _join(self, text: str, following: str) -> str:
        """Two lines as one; a word divided at the end of the first is put together again."""
        if _BROKEN_NUMBER.search(text):
            return text[:-1] + "-" + following
        if not _breaks_word(text):
            return f"{text} {following}"
        head, tail = _WORDS.findall(text[:-1])[-1:], _WORDS.match(following)
        if not head or not tail:
            return f"{text} {following}"
        whole, compound = f"{head[0]}{tail.group()}".lower(), f"{head[0]}-{tail.group()}".lower()
        if text[-1] != "-" or (following[0].islower() and self._is_divided(whole, compound)):
            return text[:-1] + following
        return text + following

    def _is_divided(self, whole: str, compound: str) -> bool:
        """Whether the hyphen is the printer's and not the word's own («финансово-экономический»)."""
        if self.words[whole] != self.words[compound]:
            return self.words[whole] > self.words[compound]
        head, tail = compound.rsplit("-", 1)
        former = head.endswith("о") and head in self.formers
        return self.divides and not former and tail not in _PARTICLES


def _usual_step(lines: Sequence[Line]) -> float:
    steps = Counter(
        round(upper.y - lower.y, 1)
        for upper, lower in pairwise(lines)
        if upper.part == lower.part and upper.y > lower.y
    )
    # Of the frequent steps the smallest: in a text of short paragraphs most steps are those between paragraphs.
    frequent = [step for step, count in steps.items() if count >= 0.2 * steps.total()]
    return min(frequent, default=max(steps, key=lambda step: steps[step], default=1.0))


def _centered(line: Line) -> bool:
    before, after = line.x0 - line.left, line.right - line.x1
    return min(before, after) > 2 * line.size and abs(before - after) < max(2 * line.size, 0.15 * (before + after))


def _would_fit(line: Line, text: str, before: Line) -> bool:
    """Whether the first word of a line had room at the end of the line before: then the break there was meant."""
    width = (line.x1 - line.x0) / max(1, len(text))
    word = len(text.split(" ", 1)[0]) + 1
    return before.right - before.x1 > 1.1 * word * width + 0.5 * before.size


def _breaks_word(text: str) -> bool:
    return len(text) > 2 and text[-1] in "-\u2010\u00ac" and text[-2].isalpha()
