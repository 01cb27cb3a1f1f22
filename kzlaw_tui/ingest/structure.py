"""The parser: logical lines of a file become an edition of an act, articles with points, notes and dates.

The work is cut along the kinds of question: what is one paragraph (``lines``), what is a heading (``headings``,
``sequence``), what is not the law's own words (``notes``), what do the notes say about time (``validity``), how does an
article fall into points (``body``), which act is this (``identity``). This module walks the lines once and asks them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest import divisions, headings, identity, notes, validity
from kzlaw_tui.ingest.blocks import Document
from kzlaw_tui.ingest.body import Body, repealed_unit
from kzlaw_tui.ingest.divisions import Divisions
from kzlaw_tui.ingest.headings import ArticleHeading, number_key
from kzlaw_tui.ingest.lines import Line, logical_lines
from kzlaw_tui.ingest.sequence import Outline, outline
from kzlaw_tui.ingest.wordings import one_wording
from kzlaw_tui.law.model import Article, Edition, Lang, Note, NoteKind, Validity

Message = tuple[str, dict[str, Any]]

_APPENDIX = re.compile(r"^(?:Приложение|ПРИЛОЖЕНИЕ)(?:\s|$)|^.{0,80}(?:\d+-)?(?:қосымша|ҚОСЫМША)\s*$")
_REPEAL_WORDS = re.compile(
    r"исключен|исключён|утратил|алып\s+таст|алынып\s+таст|күш[іi]\s+жойыл|действовал\w*\s+до", re.I
)
_ACT_AHEAD = re.compile(r"^(?:В\s+(?:настоящ\w+\s+)?(?:Закон|Кодекс)|(?:Осы\s+)?(?:Заңға|Кодекске))\s", re.I)


@dataclass(frozen=True, slots=True)
class Parsed:
    """An edition read from a file, and what a person should look at: message ids with their arguments."""

    edition: Edition
    warnings: tuple[Message, ...] = ()


@dataclass(slots=True)
class _Open:
    """An article while its lines are being read."""

    heading: ArticleHeading
    path: tuple[str, ...]
    marks: tuple[validity.Meaning, ...]
    body: Body = field(default_factory=Body)
    repealed: bool = False


def parse(
    document: Document,
    registry: identity.Registry,
    *,
    act: str | None = None,
    lang: Lang | None = None,
    as_of: date | None = None,
    sha256: str = "",
    name_hint: str = "",
) -> Parsed:
    """Read a document as an edition of an act.

    ``act``, ``lang`` and ``as_of`` override what the text says; ``name_hint`` (the file's name) is weak evidence of the
    act. Raises ``KzlawError("error-no-articles")`` for a text without articles.
    """
    if not any(headings.may_hold_article(block.text) for block in document.blocks):
        raise KzlawError("error-no-articles")
    lines = logical_lines(document)
    plan = outline(lines)
    if not plan.headings:
        raise KzlawError("error-no-articles")
    lines, after, warnings = _until_signature(lines, max(plan.headings))
    lang = lang or identity.language(line.text for line in lines)
    walk = _Walk(lines, plan, lang)
    walk.run()
    amendments = walk.amendments()
    changed = identity.last_change(amendments, lang)
    evidence = identity.Evidence(
        lang=lang,
        front=tuple(walk.front),
        divisions=tuple(walk.divisions.titles),
        articles=tuple((o.heading.number, o.heading.heading) for o in walk.articles),
        opening=" ".join(p.text for o in walk.articles[:3] for p in o.body.paragraphs)[:6000],
        notes=tuple(amendments),
        tail=tuple(line.text for line in after[:12]),
        name_hint=name_hint,
    )
    found = identity.identify(evidence, registry, act)
    warnings += found.warnings
    edition_day = as_of or changed or found.adopted
    articles = walk.finished(edition_day)
    warnings += walk.warnings
    return Parsed(
        Edition(
            act_id=found.act_id,
            lang=lang,
            title=found.title,
            articles=tuple(articles),
            as_of=edition_day,
            preamble="\n".join(walk.preamble(found.title_lines)),
            sha256=sha256,
        ),
        tuple(warnings),
    )


def _until_signature(lines: list[Line], last: int) -> tuple[list[Line], list[Line], list[Message]]:
    """Cut the President's signature and what follows it off, below the last heading; appendices are told of."""
    for index in range(last + 1, len(lines)):
        following = lines[index + 1].text if index + 1 < len(lines) else ""
        if notes.signature(lines[index].text, following):
            lost = any(_APPENDIX.match(line.text) for line in lines[index:])
            return lines[:index], lines[index:], [("parser-appendix-left-out", {})] if lost else []
    return lines, [], []


class _Walk:
    """One pass over the lines, with what is open at the moment: divisions, an article, an unfinished note."""

    def __init__(self, lines: list[Line], plan: Outline, lang: Lang) -> None:
        self.lines = lines
        self.plan = plan
        self.lang = lang
        self.divisions = Divisions()
        self.articles: list[_Open] = []
        self.front: list[str] = []
        self._front_notes: list[str] = []
        self.warnings: list[Message] = []
        self._current: _Open | None = None
        self._waiting: list[Note] = []
        self._held: dict[str, list[Note]] = {}
        self._explained: set[int] = set()

    def run(self) -> None:
        """Read all lines."""
        index = 0
        while index < len(self.lines):
            index = self._step(index)
        for number, held in self._held.items():
            self.warnings.append(("parser-note-without-article", {"number": number}))
            if self.articles:
                for note in held:
                    self.articles[-1].body.add_note(note)

    def _step(self, index: int) -> int:
        line = self.lines[index]
        if index in self.plan.contents or notes.service(line.text):
            return index + 1
        if index in self.plan.headings:
            return self._heading(index)
        quoted = self.plan.quoted[index] or line.table
        if not quoted and (kind := notes.opening(line.text)):
            return self._note(index, kind)
        if not quoted and (found := headings.division(line.text) or self._subheading(index)):
            return self._division(index, found)
        if not quoted and (editorial := self._editorial(line.text)):
            self._place(editorial, line.text)
        elif self._current is not None:
            below = self.lines[index + 1].text if index + 1 < len(self.lines) else ""
            announced = notes.opening(below) == "register"
            self._current.body.add_text(line.text, table=line.table, quoted=quoted, announced=announced)
        elif not self.articles:
            self.front.append(line.text)
        else:  # a section's own words above its first article
            self._waiting.append(Note("law", line.text))
        return index + 1

    def _subheading(self, index: int) -> headings.Division | None:
        if index + 1 in self.plan.headings and self.divisions.within("roman"):
            return headings.subheading(self.lines[index].text)
        return None

    def _editorial(self, text: str) -> NoteKind | None:
        if headings.several_articles(text):
            self._explained.add(len(self.articles))
            return "amendment"
        if not self.articles and notes.mass_replacement(text):
            return "amendment"
        return notes.bare(text)

    def _heading(self, index: int) -> int:
        heading = self.plan.headings[index]
        end = index + 1
        title = heading.heading
        while end < len(self.lines) and self._heading_goes_on(title, end):
            title = f"{title} {self.lines[end].text}"
            end += 1
        heading = replace(heading, heading=title)
        opened = _Open(heading, self.divisions.path, self.divisions.marks)
        if headings.REPEALED.match(title):
            opened.heading = replace(heading, heading="")
            opened.repealed = True
            opened.body.add_note(Note("amendment", title))
        for note in (*self._waiting, *self._held.pop(heading.number, [])):
            opened.body.add_note(note)
        self._waiting = []
        self.articles.append(opened)
        self._current = opened
        return end

    def _heading_goes_on(self, title: str, index: int) -> bool:
        line = self.lines[index]
        return (
            bool(title)
            and not line.table
            and index not in self.plan.headings
            and line.text[:1].islower()
            and len(line.text) < 200
            and not line.text.endswith((".", ";", ":", "–", "-", ","))
            and not title.endswith((".", ":"))
            and index + 1 < len(self.lines)
            and not self.lines[index + 1].text[:1].islower()
        )

    def _division(self, index: int, found: headings.Division) -> int:
        end = index + 1
        title = found.title
        while end < len(self.lines) and self._title_goes_on(end, found, end - index):
            title = f"{title} {self.lines[end].text}"
            end += 1
        self.divisions.open(replace(found, title=title), bool(self.articles))
        if self._current is not None:
            self._current = None
        return end

    def _title_goes_on(self, index: int, found: headings.Division, taken: int) -> bool:
        text = self.lines[index].text
        if index in self.plan.headings or headings.division(text) or notes.opening(text) or notes.service(text):
            return False
        if found.kind == "roman" and headings.subheading(text):
            return False
        return taken <= 4 and len(text) <= 250 and not self.lines[index].table and not text.endswith((".", ";", ":"))

    def _note(self, index: int, kind: NoteKind) -> int:
        end = index + 1
        text = self.lines[index].text
        if kind == "register":
            said = notes.register_text(text)
            if not said and end < len(self.lines) and not self._begins_anew(end):
                said = self.lines[end].text
                end += 1
            text = said
        while end < len(self.lines) and not self._begins_anew(end) and notes.goes_on(text, self.lines[end].text):
            text = f"{text} {self.lines[end].text}"
            end += 1
        if text and not notes.service(text):
            self._place(kind, text)
        return end

    def _begins_anew(self, index: int) -> bool:
        text = self.lines[index].text
        return index in self.plan.headings or bool(notes.opening(text)) or bool(headings.division(text))

    def _place(self, kind: NoteKind, text: str) -> None:
        """Give a note to the article, the division or the coming article that it speaks of."""
        note = Note(kind, text)
        meaning = validity.understand(notes.stripped(text))
        if meaning and meaning.target.division and not meaning.target.article:
            self.divisions.mark(meaning)
            if meaning.effect == "repealed":
                self._explained.add(len(self.articles))
        current = self._current
        named = meaning.target.article if meaning and kind == "register" else ""
        if named and (current is None or named != current.heading.number):
            self._held.setdefault(named, []).append(note)
            return
        if current is not None:
            if meaning and meaning.effect == "repealed" and meaning.target.article not in ("", current.heading.number):
                self._explained.add(len(self.articles))
            current.body.add_note(note)
        elif self.articles or self.divisions.path:
            self._waiting.append(note)
        elif kind == "amendment":
            self._front_notes.append(text)
            if re.match(r"^(?:Закон\s|Кодекс\s|Осы\s|Заңның\s)?\s*(?:Утратил|Күші жойыл)", notes.stripped(text)):
                self.warnings.append(("parser-act-repealed", {"text": text}))
        elif kind == "register" and _ACT_AHEAD.match(text):
            self.warnings.append(("parser-changes-ahead", {"text": text}))

    def amendments(self) -> list[str]:
        """The texts of all notes on amendments: they tell the day of the edition."""
        noted = [note.text for opened in self.articles for note, _ in opened.body.notes if note.kind == "amendment"]
        return [*self._front_notes, *noted]

    def finished(self, as_of: date | None) -> list[Article]:
        """The articles, in the order of their numbers, dates and status marked."""
        built = [self._built(opened, as_of) for opened in self.articles]
        self._warn_of_gaps(built)
        for number in self.plan.misplaced:
            self.warnings.append(("parser-number-out-of-order", {"number": number}))
        for number in self.plan.doubtful:
            self.warnings.append(("parser-doubtful-heading", {"number": number}))
        self._warn_of_later_changes()
        by_number: dict[tuple[int, ...], list[Article]] = {}
        for article in built:
            by_number.setdefault(number_key(article.number), []).append(article)
        result: list[Article] = []
        for key in sorted(by_number):
            article, differs = one_wording(by_number[key], as_of)
            if differs:
                self.warnings.append(("parser-number-twice", {"number": article.number}))
            if not article.text and not article.validity.repealed:
                self.warnings.append(("parser-empty-article", {"number": article.number}))
            result.append(article)
        return result

    def _built(self, opened: _Open, as_of: date | None) -> Article:
        text, points, printed = opened.body.build()
        article = Article(
            number=opened.heading.number,
            heading=opened.heading.heading,
            text=text,
            path=opened.path,
            points=points,
            notes=printed,
            validity=Validity(repealed=opened.repealed),
        )
        for mark in opened.marks:
            article = divisions.marked(article, mark)
        for note in printed:
            if repealed_unit(note.text):
                continue
            meaning = validity.understand(notes.stripped(note.text))
            if meaning is None or (meaning.target.division and not meaning.target.article):
                continue
            if meaning.target.article in ("", article.number):
                article = validity.applied(article, meaning, note.at, as_of)
        if not text and any(_REPEAL_WORDS.search(note.text) for note in printed):
            article = replace(article, validity=replace(article.validity, repealed=True))
        return article

    def _warn_of_gaps(self, built: list[Article]) -> None:
        for position in range(1, len(built)):
            before, after = number_key(built[position - 1].number), number_key(built[position].number)
            follows = after == (before[0] + 1,) or (len(after) > 1 and after[:-1] == before[: len(after) - 1])
            step = after[-1] - (before[len(after) - 1] if len(before) >= len(after) else 0)
            if before >= after or (follows and (len(after) == 1 or step == 1)):
                continue
            if position not in self._explained:
                args = {"after": built[position - 1].number, "before": built[position].number}
                self.warnings.append(("parser-gap", args))

    def _warn_of_later_changes(self) -> None:
        """Histories of changes («в редакции Закона … (вводится в действие с …)») with a day that is still to come."""
        ahead: dict[str, date] = {}
        for opened in self.articles:
            for note, _ in opened.body.notes:
                days = validity.days_of_effect(note.text) if note.kind == "amendment" else ()
                later = max((day for day in days if day > date.today()), default=None)
                if later is not None:
                    ahead[opened.heading.number] = max(later, ahead.get(opened.heading.number, later))
        if ahead:
            args = {"articles": ", ".join(ahead), "count": len(ahead), "day": max(ahead.values())}
            self.warnings.append(("parser-changes-not-yet", args))

    def preamble(self, title_lines: int) -> list[str]:
        """What stands between the title and the first article."""
        return self.front[title_lines:]
