"""The law as data: acts, editions, articles, points, notes, citations.

Everything here is a frozen value without I/O. An article's own words are one string, ``Article.text``
(paragraphs joined by a single newline, editorial notes taken out); points and subpoints are spans of that
string, so that a quote, a highlight and a check all speak of the same characters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Lang = Literal["ru", "kk"]
TextKind = Literal["official", "digest"]
Status = Literal["active", "repealed", "pending"]
NoteKind = Literal["amendment", "register", "law"]

LANGS: tuple[Lang, ...] = ("ru", "kk")

UNKNOWN_ACT = "?"
"""``Citation.act`` when the text names an act that the registry does not know («Закон РК "О связи"»)."""

FOREIGN_ACT = "foreign"
"""``Citation.act`` when the text names an act of another state or of a union («ТК РФ», «Таможенный кодекс ЕАЭС»)."""


@dataclass(frozen=True, slots=True)
class Act:
    """An act of legislation as the registry knows it.

    ``id`` is the code in the state register («Әділет»), ``kind`` one of ``constitution``, ``code``, ``law``.
    ``titles`` are full official titles, ``short`` the canonical short name («ТК РК»), ``genitive`` the name as it
    stands after "статьи 52 …" («Трудового кодекса РК»); all by language. ``names`` are further names people use.
    ``replaces`` is the id of the act that this one replaced. ``articles`` is the first and last article number of an
    act that shares its name with another one (the two parts of the Civil Code), ``None`` for all others.
    """

    id: str
    kind: str
    adopted: date | None
    number: str
    titles: Mapping[Lang, str]
    short: Mapping[Lang, str] = field(default_factory=dict)
    genitive: Mapping[Lang, str] = field(default_factory=dict)
    names: Mapping[Lang, tuple[str, ...]] = field(default_factory=dict)
    replaces: str | None = None
    in_force: bool = True
    articles: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Validity:
    """When a provision applies: ``[effective_from, effective_to)``; ``None`` means unbounded.

    ``repealed`` is a provision that the edition itself prints as excluded.
    """

    effective_from: date | None = None
    effective_to: date | None = None
    repealed: bool = False

    def status(self, on: date) -> Status:
        """The status on a day: repealed wins, then not yet in force, then expired."""
        if self.repealed or (self.effective_to is not None and on >= self.effective_to):
            return "repealed"
        if self.effective_from is not None and on < self.effective_from:
            return "pending"
        return "active"


ALWAYS = Validity()


@dataclass(frozen=True, slots=True)
class Subpoint:
    """A subpoint, «4-1)», as the span ``[start, end)`` of the article's text, its number included."""

    number: str
    start: int
    end: int
    validity: Validity = ALWAYS


@dataclass(frozen=True, slots=True)
class Point:
    """A point, «1.», as the span ``[start, end)`` of the article's text, its subpoints included.

    ``number`` is ``""`` for a part of an article that has no number (часть, бөлік).
    """

    number: str
    start: int
    end: int
    subpoints: tuple[Subpoint, ...] = ()
    validity: Validity = ALWAYS


@dataclass(frozen=True, slots=True)
class Note:
    """An editorial note: never the law's own words, except kind ``law`` (a «Примечание» that the law itself prints).

    ``amendment`` is «Сноска.»/«Ескерту.», ``register`` the publisher's «Примечание ИЗПИ!». ``at`` is the offset in the
    article's text after which the note is printed.
    """

    kind: NoteKind
    text: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class PendingChange:
    """A change that an enacted law brings and that is not yet in the text.

    ``action`` is ``amend``, ``repeal`` or ``replace``; ``effective_from`` is ``None`` where the note gives no plain date.
    ``point`` and ``subpoint`` are ``""`` when the whole article is meant. ``text`` is the note as printed.
    """

    action: str
    effective_from: date | None
    text: str
    point: str = ""
    subpoint: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One article of one edition.

    ``number`` is as printed («52-1»), ``path`` the section, chapter and paragraph titles above it (outermost first),
    ``text`` the law's own words without the heading line.
    """

    number: str
    heading: str
    text: str
    path: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    notes: tuple[Note, ...] = ()
    validity: Validity = ALWAYS
    pending: tuple[PendingChange, ...] = ()

    def point(self, number: str) -> Point | None:
        """The point of that number, or ``None``. ``"1"`` and ``"1."`` are the same."""
        wanted = number.rstrip(".")
        return next((p for p in self.points if p.number == wanted), None)

    def subpoint(self, point: str, subpoint: str) -> Subpoint | None:
        """The subpoint, or ``None``; with an empty ``point`` the first subpoint of that number in the article."""
        wanted = subpoint.rstrip(")") + ")"
        for candidate in self.points:
            if point and candidate.number != point.rstrip("."):
                continue
            for found in candidate.subpoints:
                if found.number == wanted:
                    return found
        return None

    def parts(self, point: str = "") -> tuple[tuple[int, int], ...]:
        """Spans of the parts (части, бөліктер) of a point, or of an article without numbered points.

        A part is a paragraph together with the subpoints that it introduces.
        """
        if point:
            found = self.point(point)
            return tuple(_parts_of(self.text, found)) if found else ()
        return tuple(span for p in self.points if not p.number for span in _parts_of(self.text, p))


def _parts_of(text: str, point: Point) -> Iterator[tuple[int, int]]:
    """Split a point's span into parts: paragraphs, each with the subpoints that follow it."""
    inside = [(s.start, s.end) for s in point.subpoints]
    start: int | None = None
    end = offset = point.start
    for line in text[point.start : point.end].split("\n"):
        is_subpoint = any(a <= offset < b for a, b in inside)
        if not is_subpoint:
            if start is not None:
                yield start, end
            start = offset
        elif start is None:
            start = offset
        end = offset + len(line)
        offset = end + 1
    if start is not None:
        yield start, end


@dataclass(frozen=True, slots=True)
class Edition:
    """One text of one act in one language as it stood on a day.

    ``act_id`` is the registry id; ``as_of`` the date of the latest change that the text contains; ``sha256`` is that of
    the source file. ``preamble`` is what stands before the first article.
    """

    act_id: str
    lang: Lang
    title: str
    articles: tuple[Article, ...]
    as_of: date | None = None
    text_kind: TextKind = "official"
    preamble: str = ""
    sha256: str = ""

    @property
    def live_articles(self) -> int:
        """How many articles are not printed as excluded (those not yet, or no longer, in force count as live)."""
        return sum(1 for a in self.articles if not a.validity.repealed)


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference to a place in the law.

    ``act`` is a registry id, ``""`` when the text names none, ``UNKNOWN_ACT`` or ``FOREIGN_ACT``. Numbers are as
    printed: article ``"52-1"``, point ``"1"``, subpoint ``"4-1)"``, part (часть) ``"2"``, paragraph (абзац) ``"3"``.
    """

    act: str
    article: str
    point: str = ""
    subpoint: str = ""
    part: str = ""
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class CitationSpan:
    """A citation found in running text: ``text[start:end]`` is what was read.

    A range or a list («статьи 52-54», «ст. 52, 53 и 54») gives one span for each article, sharing ``start``/``end`` of
    the whole phrase. ``relative`` marks «настоящего Кодекса», «осы Заңның», «этого Кодекса»: the act is the one being
    read, or for «этого», «указанного», «аталған» the one last named in the text. ``until`` is ``""``, except for a
    range that cannot be counted through («статьи 7-2 – 9»): then the citation is its first number and ``until`` its last.
    """

    citation: Citation
    start: int
    end: int
    lang: Lang
    relative: bool = False
    until: str = ""
