"""Automatic numbers of Word paragraphs: they stand in no text node, and without them «1.» and «2)» would be lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from kzlaw_tui.ingest.readers.ooxml import attribute, child, local

_MAX_STYLES = 50  # basedOn chains longer than this are a loop


@dataclass(frozen=True, slots=True)
class _Level:
    """One list level: ``pattern`` is Word's lvlText («%1.%2)»), ``form`` its number format."""

    form: str
    pattern: str
    start: int


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level]
    counters: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The numbering part of a document and its running counters; ``label`` must be called in document order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, tuple[str, str, int]] = {}  # style id -> (parent style, numId or "", level)
        if numbering is not None:
            self._read_lists(numbering)
            if self._lists and styles is not None:
                self._read_styles(styles)

    def _read_lists(self, numbering: Any) -> None:
        abstract = {attribute(e, "abstractNumId"): e for e in numbering if local(e) == "abstractNum"}
        shared: dict[str, _List] = {}  # lists of one abstract definition count on together
        for num in numbering:
            if local(num) != "num":
                continue
            reference = attribute(child(num, "abstractNumId"), "val")
            overrides = [e for e in num if local(e) == "lvlOverride"]
            if reference not in abstract:
                continue
            levels = _levels(abstract[reference])
            for override in overrides:
                number = _int(attribute(override, "ilvl"), 0)
                start = attribute(child(override, "startOverride"), "val")
                replaced = child(override, "lvl")
                if replaced is not None:
                    levels[number] = _level(replaced)
                if start and number in levels:
                    levels[number] = _Level(levels[number].form, levels[number].pattern, _int(start, 1))
            found = _List(levels) if overrides else shared.setdefault(reference, _List(levels))
            self._lists[attribute(num, "numId")] = found

    def _read_styles(self, styles: Any) -> None:
        for style in styles:
            if local(style) != "style" or attribute(style, "type") not in ("paragraph", ""):
                continue
            properties = child(child(style, "pPr"), "numPr")
            self._styles[attribute(style, "styleId")] = (
                attribute(child(style, "basedOn"), "val"),
                attribute(child(properties, "numId"), "val"),
                _int(attribute(child(properties, "ilvl"), "val"), 0),
            )

    def label(self, paragraph: Any) -> str:
        """The automatic number with a space after it («2) »), or "" (also for bullets)."""
        if not self._lists:
            return ""
        number, level = self._of(paragraph)
        found = self._lists.get(number)
        if found is None or level not in found.levels:
            return ""
        for deeper in [n for n in found.counters if n > level]:
            del found.counters[deeper]
        for upper in range(level + 1):
            if upper in found.levels and (upper == level or upper not in found.counters):
                found.counters[upper] = found.counters.get(upper, found.levels[upper].start - 1) + 1
        text = re.sub(r"%([1-9])", lambda m: _written(found, int(m.group(1)) - 1), found.levels[level].pattern)
        return f"{text} " if any(c.isalnum() for c in text) else ""

    def _of(self, paragraph: Any) -> tuple[str, int]:
        """The list id and level of a paragraph: its own, else its style's."""
        properties = child(paragraph, "pPr")
        own = child(properties, "numPr")
        number, level = attribute(child(own, "numId"), "val"), attribute(child(own, "ilvl"), "val")
        if number:
            return number, _int(level, 0)
        style = attribute(child(properties, "pStyle"), "val")
        for _ in range(_MAX_STYLES):
            if style not in self._styles:
                break
            style, number, style_level = self._styles[style]
            if number:
                return number, _int(level, style_level)
        return "", 0


def _written(found: _List, level: int) -> str:
    if level not in found.levels:
        return ""
    count = found.counters.get(level, found.levels[level].start)
    return _format(count, found.levels[level].form)


def _format(count: int, form: str) -> str:
    if form in ("bullet", "none"):
        return ""
    if form in ("lowerRoman", "upperRoman"):
        return _roman(count).lower() if form == "lowerRoman" else _roman(count)
    alphabets = {"Letter": "abcdefghijklmnopqrstuvwxyz", "russian": "абвгдежзиклмнопрстуфхцчшщэюя"}
    for kind, alphabet in alphabets.items():
        if kind in form and count > 0:
            letter = alphabet[(count - 1) % len(alphabet)] * ((count - 1) // len(alphabet) + 1)
            return letter.upper() if "pper" in form else letter
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    text = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        text += sign * min(count // value, 1000)
        count %= value
    return text


def _levels(abstract: Any) -> dict[int, _Level]:
    return {_int(attribute(e, "ilvl"), 0): _level(e) for e in abstract if local(e) == "lvl"}


def _level(element: Any) -> _Level:
    return _Level(
        attribute(child(element, "numFmt"), "val") or "decimal",
        attribute(child(element, "lvlText"), "val"),
        _int(attribute(child(element, "start"), "val"), 1),
    )


def _int(text: str, default: int) -> int:
    return int(text) if text.lstrip("-").isdigit() and len(text) < 7 else default
