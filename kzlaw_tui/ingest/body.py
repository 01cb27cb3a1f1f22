"""The lines below an article's heading become its text, its points and subpoints.

Numbers ascend within an article, and within each list of subpoints; a number that does not (a table cell, a quotation) is
ordinary text. A paragraph between subpoints belongs to the subpoint above it; a paragraph after the last one closes the
point, unless the subpoint introduces it («…:») or it goes on in lower case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kzlaw_tui.ingest import dates
from kzlaw_tui.ingest.headings import NumberKey, clean_number, number_key
from kzlaw_tui.law.model import ALWAYS, Note, Point, Subpoint, Validity

_NUMBER = r"\d{1,3}(?:\s?[-‑–]\s?\d{1,3}(?!\d))*"
_POINT = re.compile(
    rf"^(?P<number>{_NUMBER})(?P<upper>[⁰¹²³⁴-⁹]*)\s?\.(?:\s+(?=\S)|(?=[^\d\s.,]))(?P<rest>.*)$", re.DOTALL
)
_DOTLESS = re.compile(rf"^(?P<number>{_NUMBER})\s+(?P<rest>[А-ЯЁӘІҢҒҮҰҚӨҺ][а-яёәіңғүұқөһ].*)$", re.DOTALL)
_BARE_NUMBER = re.compile(rf"^(?P<number>{_NUMBER})\s?(?P<mark>[.)])$")
_SUBPOINT = re.compile(rf"^(?P<number>{_NUMBER})(?P<upper>[⁰¹²³⁴-⁹]*)\s?\)\s*(?P<rest>.*)$", re.DOTALL)
_VERB = (
    r"(?P<verb>исключ[её]н[аоы]?|исключить(?=\s+Закон)|утратил[аои]?\s+силу|признан[аоы]?\s+утративш\w+\s+силу|алып\s+тасталды|алып\s+тастау\s+көзделген"
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
_SENTENCE_END = re.compile(r"[.!?…][»\"”)*]*$")
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
    dotless: bool = False
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
    own_numbers: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is no text yet (notes do not count)."""
        return not self.paragraphs

    def add_note(self, note: Note) -> None:
        """An editorial note after what was added so far."""
        self.notes.append((note, len(self.paragraphs)))

    def add_text(self, text: str, *, table: bool = False, quoted: bool = False, announced: bool = False) -> None:
        """One paragraph of the law; ``quoted`` paragraphs hold no points of this article.

        ``announced`` tells that a register note follows: then a number alone is a point whose words come later.
        """
        if table or quoted:
            self.paragraphs.append(_Paragraph(text, table=table))
            return
        if self.closed and not self._reopens(text):
            self._add_below_note(text)
        elif (bare := _BARE_NUMBER.match(text)) and (announced or self._announced()):
            self.paragraphs.append(_numbered(text, bare))
        elif len(text) < _LONGEST_MARKER and (repealed := _REPEALED_UNIT.match(text)):
            self._add_repealed(text, repealed)
        elif len(text) < _LONGEST_MARKER and (plain := _REPEALED_PLAIN.match(text)) and len(text) > len(plain[0]) + 2:
            self.add_note(Note("amendment", text))
        elif _LAW_NOTE.match(text) and self.paragraphs:
            self.closed = True
            self.own_numbers = bool(re.search(r"[.:]\s*1[.)]", text[:40]))
            self.paragraphs.append(_Paragraph(text, law_note=True))
        else:
            self.paragraphs.append(_read(text))

    def _announced(self) -> bool:
        """Whether a register note stands right above («3-тармақ 01.01.2027 бастап …»), so that a bare number is a point."""
        return bool(self.notes) and self.notes[-1][1] == len(self.paragraphs) and self.notes[-1][0].kind == "register"

    def _reopens(self, text: str) -> bool:
        """Whether the article goes on below a «Примечание» in its middle: with the very next number."""
        paragraph = _read(text)
        key = paragraph.point or paragraph.subpoint
        if not key or self.own_numbers or key[0] == 1:
            self.own_numbers = self.own_numbers or key[:1] == (1,)
            return False
        numbers = [p.point if paragraph.point else p.subpoint for p in self.paragraphs]
        last = max((n for n in numbers if n), default=())
        if last and key == (last[0] + 1,):
            self.closed = False
        return not self.closed

    def _add_below_note(self, text: str) -> None:
        repealed = _REPEALED_UNIT.match(text) if len(text) < _LONGEST_MARKER else None
        if repealed:
            self.add_note(Note("amendment", text))
            text = f"{repealed['numbers'].strip()} {' '.join(repealed['verb'].split())}."
        self.paragraphs.append(_Paragraph(text))

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
    if not text[:1].isdigit() or _BARE_NUMBER.match(text):
        return _Paragraph(text)
    if match := _POINT.match(text):
        number = clean_number(match["number"], match["upper"])
        return _Paragraph(text, point=number_key(number), number=number)
    if match := _SUBPOINT.match(text):
        number = clean_number(match["number"], match["upper"])
        return _Paragraph(text, subpoint=number_key(number), number=number)
    if match := _DOTLESS.match(text):
        number = clean_number(match["number"])
        return _Paragraph(text, point=number_key(number), number=number, dotless=True)
    return _Paragraph(text)


def _numbered(text: str, match: re.Match[str]) -> _Paragraph:
    number = clean_number(match["number"])
    paragraph = _Paragraph(text, number=number)
    if match["mark"] == ")":
        paragraph.subpoint = number_key(number)
    else:
        paragraph.point = number_key(number)
    return paragraph


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
        if paragraph.point and _follows(last, paragraph):
            points.extend(_grouped(group, last))
            group, last = [paragraph], paragraph.point
        elif paragraph.law_note and _closes(paragraphs, paragraph):
            points.extend(_grouped(group, last))
            points.append(_whole([p for p in paragraphs if p.start >= paragraph.start]))
            return points
        else:
            paragraph.point = ()
            group.append(paragraph)
    points.extend(_grouped(group, last))
    return points


def _whole(paragraphs: list[_Paragraph]) -> Point:
    return Point("", paragraphs[0].start, paragraphs[-1].end)


def _closes(paragraphs: list[_Paragraph], note: _Paragraph) -> bool:
    """Whether a «Примечание» is the article's last part: nothing numbered follows it."""
    return not any((p.point or p.subpoint) and not p.law_note for p in paragraphs if p.start > note.start)


def _follows(last: NumberKey, paragraph: _Paragraph) -> bool:
    """Whether a number may come after another in one article: it is greater, and not absurdly so."""
    key = paragraph.point
    if paragraph.dotless and (not last or key != (last[0] + 1,)):
        return False
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
    if paragraph.text[:1].islower():
        return False
    return above.table or above.subpoint != () or bool(_SENTENCE_END.search(above.text))


def _subpoint_ends(group: list[_Paragraph]) -> dict[int, int]:
    """Where each subpoint of a point ends: index of its paragraph -> index after its last paragraph.

    Marks on ``subpoint`` that no list supports are cleared.
    """
    at = [i for i, p in enumerate(group) if p.subpoint]
    accepted: list[int] = []
    last: NumberKey = ()
    for i in at:
        key = group[i].subpoint
        if (key > last and key[0] <= (last[0] if last else 0) + _FARTHEST) or key[0] == 1:
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


def repealed_unit(text: str) -> bool:
    """Whether a line only says that a point or subpoint is repealed: «2. Исключен Законом РК …»."""
    return len(text) < _LONGEST_MARKER and bool(_REPEALED_UNIT.match(text))
