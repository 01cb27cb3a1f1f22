"""Finding the article a person means while they type in the go-to box: a citation, a number, words of a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kzlaw_tui.errors import NotFoundError
from kzlaw_tui.law.model import Citation
from kzlaw_tui.library.records import EditionInfo, StoredArticle, TocEntry

if TYPE_CHECKING:
    from kzlaw_tui.assistant import Assistant


_NUMBER = re.compile(r"\b(\d+(?:-\d+)?)(?:-?бап\w*)?")
_UNITS = re.compile(r"\b(?:ст|статья|статьи|бап)\b\.?")


@dataclass(frozen=True, slots=True)
class Place:
    """An article to go to, with the span that is meant (``None``: the whole article)."""

    edition: EditionInfo
    ordinal: int
    number: str
    heading: str
    citation: Citation
    span: tuple[int, int] | None = None


def folded(text: str) -> str:
    """Text as it is compared: without case, ё as е."""
    return text.casefold().replace("ё", "е")


class Finder:
    """All headings of the current editions in memory, and how to look among them."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._revision = -1
        self._entries: list[tuple[EditionInfo, TocEntry, str]] = []
        self._names: dict[int, str] = {}

    def load(self) -> None:
        """Read the headings, unless they are those of the library as it is now. Call it in a thread."""
        library = self._assistant.library
        revision = library.revision()
        if revision == self._revision:
            return
        first = self._assistant.law_lang
        editions = sorted(library.editions(), key=lambda info: (info.lang != first, info.text_kind != "official"))
        self._entries = [(info, entry, folded(entry.heading)) for info in editions for entry in library.toc(info.id)]
        names = self._assistant.act_name
        self._names = {
            info.id: folded(f"{names(info.act, 'ru')} {names(info.act, 'kk')} {info.title}") for info in editions
        }
        self._revision = revision

    def find(self, text: str, limit: int = 40) -> list[Place]:
        """Places for what was typed so far, the likeliest first."""
        text = text.strip()
        if not text:
            return []
        found: dict[tuple[int, int], Place] = {}
        for place in (*self._cited(text), *self._numbered(text), *self._headed(text)):
            found.setdefault((place.edition.id, place.ordinal), place)
            if len(found) == limit:
                break
        return list(found.values())

    def stored(self, place: Place) -> StoredArticle:
        return self._assistant.library.article(place.edition.id, place.ordinal)

    def _cited(self, text: str) -> Iterator[Place]:
        """The text is a full citation: «тк 52», «НК 503 п.2»."""
        for lang in (self._assistant.law_lang, None):
            try:
                shown = self._assistant.show(text, lang=lang)
            except NotFoundError:
                continue
            stored = shown.stored
            article = stored.article
            yield Place(stored.edition, stored.ordinal, article.number, article.heading, shown.citation, shown.span)
            return

    def _numbered(self, text: str) -> Iterator[Place]:
        """The text is the number of an article («52-бап», «52») or the beginning of one, perhaps with words of an act's
        name that alone would not name it in running text («тоо 38», «ЖШС 38-бап»)."""
        from kzlaw_tui.law.citations import parse_citation

        cited = parse_citation(text, self._assistant.registry)
        found = _NUMBER.search(text)
        number = cited.article if cited else found.group(1) if found else ""
        if not number:
            return
        words = [] if cited else _UNITS.sub(" ", folded(_NUMBER.sub(" ", text))).split()
        entries = [e for e in self._entries if e[1].number.startswith(number) and self._is_of(e[0], cited, words)]
        for info, entry, _ in sorted(entries, key=lambda e: e[1].number != number):
            yield self._place(info, entry, cited)

    def _is_of(self, info: EditionInfo, cited: Citation | None, words: list[str]) -> bool:
        if cited is not None and cited.act:
            return cited.act == info.act
        return all(word in self._names[info.id] for word in words)

    def _headed(self, text: str) -> Iterator[Place]:
        """Every word of the text stands in the heading; an act's name among them narrows to that act."""
        acts: set[str] = set()
        rest = text
        for act, start, end in self._assistant.registry.find_names(text):
            acts.add(act)
            rest = rest.replace(text[start:end], " ")
        words = folded(rest).split()
        if not words and not acts:
            return
        ranked: list[tuple[int, int, EditionInfo, TocEntry]] = []
        for position, (info, entry, heading) in enumerate(self._entries):
            if acts and info.act not in acts:
                continue
            if all(word in heading for word in words):
                begins = sum(heading.startswith(word) or f" {word}" in heading for word in words)
                ranked.append((-begins, position, info, entry))
        ranked.sort(key=lambda row: row[:2])
        for _, _, info, entry in ranked:
            yield self._place(info, entry)

    def _place(self, info: EditionInfo, entry: TocEntry, cited: Citation | None = None) -> Place:
        point, subpoint = (cited.point, cited.subpoint) if cited and cited.article == entry.number else ("", "")
        citation = Citation(info.act, entry.number, point, subpoint)
        span = None
        if point or subpoint:
            article = self._assistant.library.article(info.id, entry.ordinal).article
            unit = article.subpoint(point, subpoint) if subpoint else article.point(point)
            span = (unit.start, unit.end) if unit else None
        return Place(info, entry.ordinal, entry.number, entry.heading, citation, span)
