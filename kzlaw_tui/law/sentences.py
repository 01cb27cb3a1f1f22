"""Sentences and quotations of running text. Both are found in one pass over the text, however hostile it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kzlaw_tui.law.textnorm import normalise

_OPENS = {"«": "»", "‹": "›", "„": "”", "“": "”", "❝": "❞", "〝": "〞"}
_CLOSES = frozenset("»›”❞〞")
_STRAIGHT = '"＂'
_MARK = re.compile('[«»‹›„“”❝❞〝〞"＂]|\n[ \t]*\n')
LONGEST = 6000
"""No quotation is longer: a mark that is not closed by then is taken to end with its paragraph."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage in quotation marks, ``text[start:end]`` with its marks and ``text[inner:inner_end]`` without; quotations
    inside it are a part of it. ``closed`` is false when its closing mark is missing."""

    start: int
    end: int
    inner: int
    inner_end: int
    closed: bool = True


def quotations(text: str) -> list[Quotation]:
    """The outermost quotations of a text, in order."""
    marks = [(m.start(), _role(text, m)) for m in _MARK.finditer(text)]
    found: list[Quotation] = []
    at = 0
    while at < len(marks):
        start, mark = marks[at]
        if mark in _STRAIGHT:
            closing = _straight_end(marks, at)
        elif mark in _OPENS:
            closing = _closing(marks, at)
        else:
            at += 1
            continue
        if closing is None:
            end = _paragraph_end(marks, at, len(text))
            found.append(Quotation(start, end, start + 1, end, closed=False))
            while at < len(marks) and marks[at][0] < end:
                at += 1
            continue
        end = marks[closing][0]
        found.append(Quotation(start, end + 1, start + 1, end))
        at = closing + 1
    return found


def _role(text: str, found: re.Match[str]) -> str:
    """A mark; «“», which opens in one language and closes in another, as «”» when it stands after a word."""
    mark = found.group()
    if (
        mark == "“"
        and found.start()
        and not text[found.start() - 1].isspace()
        and text[found.start() - 1] not in "([«„"
    ):
        return "”"
    return mark


def _straight_end(marks: list[tuple[int, str]], at: int) -> int | None:
    """The next straight mark of the paragraph; marks of other kinds stand inside."""
    for index in range(at + 1, min(at + 40, len(marks))):
        if marks[index][1][0] == "\n":
            return None
        if marks[index][1] in _STRAIGHT:
            return index
    return None


def _closing(marks: list[tuple[int, str]], at: int) -> int | None:
    """The index of the mark that closes the one at an index.

    «Закон «О связи», said with one closing mark for two, ends with its paragraph's last mark when no other follows.
    """
    start = marks[at][0]
    stack = [marks[at][1]]
    last: int | None = None
    for index in range(at + 1, min(at + 200, len(marks))):
        place, mark = marks[index]
        if place - start > LONGEST:
            break
        if mark[0] == "\n":
            if last is not None and not (index + 1 < len(marks) and _closes(marks[index + 1][1], stack[-1])):
                return last
            continue
        if _closes(mark, stack[-1]):
            stack.pop()
            last = index
            if not stack:
                return index
        elif mark in _OPENS:
            stack.append(mark)
        elif mark in _CLOSES and any(_closes(mark, opened) for opened in stack):
            while stack and not _closes(mark, stack[-1]):
                stack.pop()
            stack.pop()
            last = index
            if not stack:
                return index
    return last


def _closes(mark: str, opened: str) -> bool:
    return mark in _OPENS.get(opened, "")


def _paragraph_end(marks: list[tuple[int, str]], at: int, size: int) -> int:
    for index in range(at + 1, len(marks)):
        if marks[index][1][0] == "\n":
            return marks[index][0]
    return size


# Sentences

_END = re.compile(
    r"[.!?…]+[»”\"'’)\]*_]*(?=\s)|\n[ \t]*\n|\n(?=[ \t]*(?:[-*•–—][ \t]|\#|>|\d{1,3}[.)][ \t]))|[.!?…]+[»”\"')]*$"
)
_ABBREVIATION = re.compile(
    r"(?:^|[^\w])(?:ст|стст|п|пп|подп|ч|абз|гл|разд|см|ср|г|гг|им|т|тыс|млн|млрд|руб|тг|др|пр|т\.?\s?[екдпн]|и\s?т|напр|"
    r"прим|стр|с|ред|изм|доп|утв|нп|рис|табл|б|тарм|тармш|тш|ж|жж|қ|мыс|т\.?\s?б|[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])$",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\s*[«„“\"'(\[*_>#•–—-]*\s*[\dA-ZА-ЯЁӘҒҚҢӨҰҮҺІ]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text[start:end]``; ``item`` marks an item of a list."""

    start: int
    end: int
    item: bool = False


_ITEM = re.compile(r"\s*(?:[-*•–—]\s|\d{1,3}[.)]\s)")


def sentences(text: str, quoted: list[Quotation] | None = None) -> list[Sentence]:
    """The sentences of a text, in order; a quotation is never cut. They cover all that is not white space."""
    return list(_sentences(normalise(text), quotations(text) if quoted is None else quoted))


def _sentences(text: str, quoted: list[Quotation]) -> Iterator[Sentence]:
    start, at = 0, 0
    for found in _END.finditer(text):
        place = found.start()
        while at < len(quoted) and quoted[at].end <= place:
            at += 1
        inside = at < len(quoted) and quoted[at].start < place < quoted[at].end - 1
        if inside or (found.group()[0] != "\n" and not _is_end(text, found)):
            continue
        if found.group() == "\n" and re.match(r"[ \t]*\d", text[found.end() : found.end() + 8]):
            before = text[max(start, place - 3) : place].rstrip()
            if before[-1:] not in '.;:!?»")…':
                continue
        if text[start : found.end()].strip():
            yield _sentence(text, start, found.end())
        start = found.end()
    if text[start:].strip():
        yield _sentence(text, start, len(text))


def _is_end(text: str, found: re.Match[str]) -> bool:
    mark = found.group()
    if mark == "." and _ABBREVIATION.search(text[max(0, found.start() - 8) : found.start()]):
        return False
    if mark == "." and re.search(r"(?:^|\n)[ \t>*#-]*\d{1,3}$", text[max(0, found.start() - 8) : found.start()]):
        return False
    rest = text[found.end() : found.end() + 12]
    return not rest.strip() or _NEXT.match(rest) is not None


def _sentence(text: str, start: int, end: int) -> Sentence:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Sentence(start, end, _ITEM.match(text, start, end) is not None)
