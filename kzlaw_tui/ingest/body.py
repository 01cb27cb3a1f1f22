"""The lines below an article's heading become its text, its points and subpoints.

Numbers ascend within an article, and within each list of subpoints; a number that does not (a table cell, a quotation) is
ordinary text. A paragraph between subpoints belongs to the subpoint above it; a paragraph after the last one closes the
point, unless the subpoint introduces it («…:») or it goes on in lower case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from kzlaw_tui.ingest import dates
from kzlaw_tui.ingest.headings import NumberKey, clean_number, number_key
from kzlaw_tui.law.model import ALWAYS, Note, Point, Subpoint, Validity

_NUMBER = r"\d{1,3}(?:\s?[-‑–]\s?\d{1,3}(?!\d))*"
_POINT = re.compile(rf"^(?P<number>{_NUMBER})(?P<upper>[⁰¹²³⁴-⁹]*)\s?\.\s*(?!\d)(?P<rest>\S.*)$", re.DOTALL)
_SUBPOINT = re.compile(rf"^(?P<number>{_NUMBER})(?P<upper>[⁰¹²³⁴-⁹]*)\s?\)\s*(?P<rest>.*)$", re.DOTALL)
_VERB = (
    r"(?P<verb>исключ[её]н[аоы]?|утратил[аои]?\s+силу|признан[аоы]?\s+утративш\w+\s+силу|алып\s+тасталды|алып\s+тастау\s+көзделген"
    r"|алынып\s+тасталды|күш[іi]\s+жойылды|күш[іi]н\s+жойды|действовал[аои]?\s+до\s+[\d.]+\d)"
)
_LAW = (
    r"(?:\s*[.;]?\s*\)?\s*[.;]?\s*$|\s*[.;,(–-]*\s*(?:Закон|Конституционн|Кодекс|Указ|ҚР|Қазақстан|Республик|в\s+соответствии"
    r"|согласно|от\s+\d|РК|№|порядок\s+введения|вводится|с\s+\d))"
)
_REPEALED_UNIT = re.compile(
    rf"^(?P<numbers>{_NUMBER}\s?[.)]?(?:\s?(?:[-–—,]|и|және)\s?{_NUMBER}\s?[.)]?)*)\s*[(]?\s*{_VERB}(?={_LAW})",
    re.IGNORECASE | re.DOTALL,
)
_REPEALED_PLAIN = re.compile(
    rf"^\(?\s*(?:Абзац\s+\w+|Примечани[ея]|Часть\s+\w+)?\s*[.–-]?\s*\(?\s*{_VERB}(?={_LAW})", re.IGNORECASE | re.DOTALL
)
_LAW_NOTE = re.compile(r"^(?:Примечани[ея]|ПРИМЕЧАНИ[ЕЯ]|Ескертпе(?:лер)?)\s*(?:[.:]|$)")
_GOES_ON = re.compile(r"[:;,–-]$")
_RESULT = re.compile(r"^(?:влеч[её]?|влекут|наказыва)")
_FARTHEST = 25
_LONGEST_MARKER = 600


@dataclass(slots=True)
class _Paragraph:
    text: str
    point: NumberKey = ()
    subpoint: NumberKey = ()
    number: str = ""
    table: bool = False
    validity: Validity = ALWAYS
    law_note: bool = False
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Body:
    """What stands below one heading. Paragraphs and notes are added in reading order, ``build`` gives the result."""

    paragraphs: list[_Paragraph] = field(default_factory=list)
    notes: list[tuple[Note, int]] = field(default_factory=list)
    closed: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is no text yet (notes do not count)."""
        return not self.paragraphs

    def add_note(self, note: Note) -> None:
        """An editorial note after what was added so far."""
        self.notes.append((note, len(self.paragraphs)))

    def add_text(self, text: str, *, table: bool = False, quoted: bool = False) -> None:
        """One paragraph of the law; ``quoted`` paragraphs hold no points of this article."""
        if self.closed or table or quoted:
            self.paragraphs.append(_Paragraph(text, table=table))
        elif len(text) < _LONGEST_MARKER and (repealed := _REPEALED_UNIT.match(text)):
            self._add_repealed(text, repealed)
        elif len(text) < _LONGEST_MARKER and (plain := _REPEALED_PLAIN.match(text)) and len(text) > len(plain[0]) + 2:
            self.add_note(Note("amendment", text))
        elif _LAW_NOTE.match(text) and self.paragraphs:
            self.closed = True
            self.paragraphs.append(_Paragraph(text, law_note=True))
        else:
            self.paragraphs.append(_read(text))

    def _add_repealed(self, text: str, match: re.Match[str]) -> None:
        mark = ")" if ")" in match["numbers"] else "."
        verb = " ".join(match["verb"].split())
        singular = re.sub(r"(исключ[её]н)ы$", r"\1", verb, flags=re.IGNORECASE)
        lasted = re.search(r"до\s+([\d.]+\d)$", verb)
        until = dates.read(lasted[1]) if lasted else None
        for number in _listed(match["numbers"]):
            paragraph = _Paragraph(
                f"{number}{mark} {singular}{';' if mark == ')' else '.'}",
                number=number,
                validity=Validity(effective_to=until, repealed=True),
            )
            if mark == ")":
                paragraph.subpoint = number_key(number)
            else:
                paragraph.point = number_key(number)
            self.paragraphs.append(paragraph)
        if len(text) > match.end() + 3:
            self.add_note(Note("amendment", text))

    def build(self) -> tuple[str, tuple[Point, ...], tuple[Note, ...]]:
        """The article's text, its points as spans of the text, and its notes with their offsets."""
        offset = 0
        for paragraph in self.paragraphs:
            paragraph.start = offset
            paragraph.end = offset + len(paragraph.text)
            offset = paragraph.end + 1
        text = "\n".join(p.text for p in self.paragraphs)
        ends = [0, *(p.end for p in self.paragraphs)]
        notes = tuple(Note(note.kind, note.text, ends[after]) for note, after in self.notes)
        return text, tuple(_points(self.paragraphs)), notes


def _read(text: str) -> _Paragraph:
    if match := _POINT.match(text):
        number = clean_number(match["number"], match["upper"])
        return _Paragraph(text, point=number_key(number), number=number)
    if match := _SUBPOINT.match(text):
        number = clean_number(match["number"], match["upper"])
        return _Paragraph(text, subpoint=number_key(number), number=number)
    return _Paragraph(text)


def _listed(numbers: str) -> list[str]:
    """«2. - 6.» is 2, 3, 4, 5, 6; «1, 2» is both; «9-1» is one number."""
    found = re.findall(rf"({_NUMBER})\s?[.)]|({_NUMBER})", numbers)
    pieces = [a or b for a, b in found]
    span = re.match(r"^(\d+)\s?[.)]?\s?[-–—]\s?(\d+)\s?[.)]?$", numbers.strip())
    if span and re.search(r"[.)]\s?[-–—]|\s[-–—]", numbers) and int(span[1]) < int(span[2]) <= int(span[1]) + 60:
        return [str(n) for n in range(int(span[1]), int(span[2]) + 1)]
    return [clean_number(p) for p in pieces]


def _points(paragraphs: list[_Paragraph]) -> list[Point]:
    points: list[Point] = []
    group: list[_Paragraph] = []
    last: NumberKey = ()
    for paragraph in paragraphs:
        if paragraph.point and _follows(last, paragraph.point):
            points.extend(_grouped(group, last))
            group, last = [paragraph], paragraph.point
        elif paragraph.law_note:
            points.extend(_grouped(group, last))
            group = []
            points.append(_whole([p for p in paragraphs if p.start >= paragraph.start]))
            return points
        else:
            paragraph.point = ()
            group.append(paragraph)
    points.extend(_grouped(group, last))
    return points


def _whole(paragraphs: list[_Paragraph]) -> Point:
    return Point("", paragraphs[0].start, paragraphs[-1].end)


def _follows(last: NumberKey, key: NumberKey) -> bool:
    """Whether a number may come after another in one article: it is greater, and not absurdly so."""
    return key > last and key[0] <= (last[0] if last else 0) + _FARTHEST and key[0] > 0


def _grouped(group: list[_Paragraph], numbered: NumberKey) -> list[Point]:
    if not group:
        return []
    lists = _subpoint_ends(group)
    if numbered:
        first = group[0]
        return [Point(first.number, first.start, group[-1].end, _subpoints(group, lists), first.validity)]
    points: list[Point] = []
    start = 0
    for index in range(1, len(group) + 1):
        if index == len(group) or _begins_part(group, lists, index):
            part = group[start:index]
            within = {a - start: b - start for a, b in lists.items() if start <= a < index}
            points.append(Point("", part[0].start, part[-1].end, _subpoints(part, within)))
            start = index
    return points


def _begins_part(group: list[_Paragraph], lists: dict[int, int], index: int) -> bool:
    """Whether a paragraph of an article without points begins a new part (часть, бөлік)."""
    paragraph = group[index]
    if paragraph.subpoint or paragraph.table or any(a < index < b for a, b in lists.items()):
        return False
    above = group[index - 1]
    if paragraph.text[:1].islower() or above.table and not paragraph.text[:1].isupper():
        return False
    return not _GOES_ON.search(above.text) or above.subpoint != ()


def _subpoint_ends(group: list[_Paragraph]) -> dict[int, int]:
    """Where each subpoint of a point ends: index of its paragraph -> index after its last paragraph.

    Marks on ``subpoint`` that no list supports are cleared.
    """
    at = [i for i, p in enumerate(group) if p.subpoint]
    accepted: list[int] = []
    last: NumberKey = ()
    for i in at:
        key = group[i].subpoint
        if key > last and key[0] <= (last[0] if last else 0) + _FARTHEST or key[0] == 1:
            accepted.append(i)
            last = key
        else:
            group[i].subpoint = ()
    ends: dict[int, int] = {}
    for position, i in enumerate(accepted):
        following = accepted[position + 1] if position + 1 < len(accepted) else None
        if following is not None and group[following].subpoint > group[i].subpoint:
            ends[i] = following
        else:
            ends[i] = _closing(group, i, following if following is not None else len(group))
    return ends


def _closing(group: list[_Paragraph], index: int, limit: int) -> int:
    """How far the last subpoint of a list reaches over the paragraphs below it."""
    end = index + 1
    introduces = group[index].text.endswith(":")
    while end < limit:
        paragraph, above = group[end], group[end - 1]
        if above.text.endswith(("–", "-")) or _RESULT.match(paragraph.text):
            break
        own = paragraph.table or paragraph.text[:1].islower() or paragraph.text.endswith(";")
        if not own and not (introduces and above.text.endswith((":", ";", ","))):
            break
        introduces = introduces or paragraph.text.endswith(":")
        end += 1
    return end


def _subpoints(group: list[_Paragraph], ends: dict[int, int]) -> tuple[Subpoint, ...]:
    return tuple(
        Subpoint(f"{group[i].number})", group[i].start, group[min(end, len(group)) - 1].end, group[i].validity)
        for i, end in sorted(ends.items())
    )


def repeal_date(text: str) -> date | None:
    """The day up to which «Действовал до 01.01.2024» says that something applied."""
    match = re.search(rf"действовал[аои]?\s+до\s+({dates.DATE})", text, re.IGNORECASE)
    return dates.read(match[1]) if match else None
