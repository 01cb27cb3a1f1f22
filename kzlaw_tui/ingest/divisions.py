"""Sections, chapters and paragraphs above the article being read, and what notes say about whole chapters."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kzlaw_tui.ingest.headings import Division
from kzlaw_tui.ingest.validity import Meaning
from kzlaw_tui.law.model import Article, PendingChange


@dataclass(slots=True)
class _Node:
    division: Division
    marks: list[Meaning] = field(default_factory=list)
    fresh: bool = True


class Divisions:
    """The stack of open divisions, outermost first."""

    def __init__(self) -> None:
        self.titles: list[str] = []
        self._stack: list[_Node] = []
        self._ahead: list[Meaning] = []

    @property
    def path(self) -> tuple[str, ...]:
        """Titles from the outermost division inwards; to be taken when an article begins."""
        for node in self._stack:
            node.fresh = False
        return tuple(node.division.title for node in self._stack)

    def within(self, kind: str) -> bool:
        """Whether a division of that kind is open."""
        return any(node.division.kind == kind for node in self._stack)

    @property
    def marks(self) -> tuple[Meaning, ...]:
        """What notes say about the open divisions."""
        return tuple(mark for node in self._stack for mark in node.marks)

    def open(self, division: Division, begun: bool) -> None:
        """Enter a division: those of its own level and below it are left.

        «ОБЩАЯ ЧАСТЬ» right below a section's heading lies inside that section, before it, above it.
        """
        kinds = [node.division.kind for node in self._stack]
        if division.kind in kinds:
            del self._stack[kinds.index(division.kind) :]
        else:
            inside = bool(self._stack) and self._stack[-1].fresh
            while (
                self._stack
                and self._stack[-1].division.level >= division.level
                and not (division.kind == "part" and inside and self._stack[-1].division.kind == "section")
            ):
                self._stack.pop()
        node = _Node(division)
        name = (division.kind, division.number)
        node.marks = [m for m in self._ahead if m.target.division == name]
        self._ahead = [m for m in self._ahead if m.target.division != name]
        self._stack.append(node)
        self.titles.append(division.title)

    def mark(self, meaning: Meaning) -> None:
        """A note on a division: on an open one when it is printed below its heading, else on the one to come."""
        for node in reversed(self._stack):
            if (node.division.kind, node.division.number) == meaning.target.division and node.fresh:
                node.marks.append(meaning)
                return
        self._ahead.append(meaning)


def marked(article: Article, meaning: Meaning) -> Article:
    """An article with what a note says about its whole chapter."""
    if meaning.target.finer:
        return article
    validity = article.validity
    if meaning.effect == "until":
        return replace(article, validity=replace(validity, effective_to=meaning.day))
    if meaning.effect in ("from", "suspended"):
        return replace(article, validity=replace(validity, effective_from=meaning.day))
    if meaning.effect == "repealed":
        return article if article.text.strip() else replace(article, validity=replace(validity, repealed=True))
    if meaning.effect in ("repeal", "replace"):
        return replace(article, pending=(*article.pending, PendingChange(meaning.effect, meaning.day, meaning.text)))
    return article
