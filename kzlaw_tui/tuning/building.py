"""From a question with its right article to a row: the search finds the context, the answer is taken from the right excerpt, and
the gate must let it through."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from kzlaw_tui.answering.answer import Answer
from kzlaw_tui.answering.checking import gate
from kzlaw_tui.answering.excerpts import best, clause, segments
from kzlaw_tui.answering.language import said_in
from kzlaw_tui.answering.prompt import Shape, sources
from kzlaw_tui.i18n import Translator
from kzlaw_tui.law.citations import format_citation
from kzlaw_tui.law.model import Lang
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.library.store import Library
from kzlaw_tui.retrieval.hits import Hit
from kzlaw_tui.tuning.rows import Row

Key = tuple[str, str]
SPOKEN, QUOTED = 140, 100
"""Characters of the law in an answer: in its own language, and as a quote from the text in the other one."""
COMPACT = Shape(articles=3, excerpt=170, heading=70, ranked=True, brief=True)
"""The shape that a small model is tuned on: a row is some 300 tokens."""


class Subject(Protocol):
    """The assistant, as far as rows are made with it."""

    @property
    def library(self) -> Library: ...

    @property
    def registry(self) -> Registry: ...

    def ask(self, question: str, *, act: str | None = None) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Draft:
    """A question with the articles that answer it. ``hint`` are words that the answer should have (the gist, a reference);
    ``output`` is an answer that a person wrote. ``known``: the search was made with this question in sight, so the place of
    the right article is drawn by how often the search puts it there on questions that it does not know."""

    id: str
    lang: Lang
    question: str
    gold: tuple[Key, ...]
    origin: str
    hint: str = ""
    output: str = ""
    known: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """A draft that became no row, and why: ``reason`` is a message id."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Options:
    """How rows are made. ``places`` are the shares of questions whose right article the search puts first, second, …;
    ``banned`` are the articles that may stand nowhere (those of the bank's test half)."""

    shape: Shape = COMPACT
    seed: int = 0
    refusals: float = 0.15
    places: tuple[float, ...] = (0.85, 0.1, 0.05)
    banned: frozenset[Key] = frozenset()


class Builder:
    """Makes rows one after another; the same drafts in the same order give the same rows."""

    def __init__(self, subject: Subject, options: Options, on: date | None = None) -> None:
        self._subject = subject
        self._options = options
        self._on = on or date.today()
        self._check = gate()
        self._before: tuple[Hit, ...] = ()

    def row(self, draft: Draft) -> Row | Rejected:
        """The row of a draft, or why there is none. Raises ``KzlawError`` when the library fails."""
        if set(draft.gold) & self._options.banned:
            return Rejected(draft.id, "tune-reject-test-article")
        answer = self._subject.ask(draft.question)
        if answer.lang != draft.lang:
            return Rejected(draft.id, "tune-reject-language")
        hits = _live(answer.retrieved, self._options.banned)
        right = next((hit for hit in hits if (hit.act, hit.article) in draft.gold), None)
        before, self._before = self._before, tuple(hits)
        if right is None:
            return Rejected(draft.id, "tune-reject-not-found")
        if not draft.output and self._drawn(draft, "refusal") < self._options.refusals:
            # Near misses and far ones by turns: what was found beside the right article, or for another question.
            far = _without(before, draft.gold) if self._drawn(draft, "far") < 0.5 else []
            return self._refusal(draft, far or _without(hits, draft.gold), right)
        if draft.known:
            hits = self._placed(draft, hits, right)
        return self._answer(draft, hits)

    def _drawn(self, draft: Draft, what: str) -> float:
        """A number in [0, 1) that depends on the seed, the draft and what is drawn alone."""
        digest = hashlib.sha256(f"{self._options.seed}:{what}:{draft.lang}:{draft.question}".encode()).digest()
        return int.from_bytes(digest[:6], "big") / 2**48

    def _placed(self, draft: Draft, hits: Sequence[Hit], right: Hit) -> list[Hit]:
        """The hits with the right one at a place drawn by the options; the scores stay in their order."""
        drawn, place = self._drawn(draft, "place"), 0
        for share in self._options.places[: self._options.shape.articles]:
            if drawn < share:
                break
            drawn -= share
            place += 1
        place = min(place, len(self._options.places) - 1, self._options.shape.articles - 1)
        others = [hit for hit in hits if (hit.act, hit.article) not in draft.gold]
        ordered = [*others[:place], right, *others[place:]]
        return [replace(hit, score=was.score, pinned=False) for hit, was in zip(ordered, hits, strict=False)]

    def _answer(self, draft: Draft, hits: Sequence[Hit]) -> Row | Rejected:
        library, registry, shape = self._subject.library, self._subject.registry, self._options.shape
        found = sources(hits, library, registry, draft.lang, draft.question, shape)
        keys = [(source.citation.act, source.citation.article) for source in found]
        place = next((i for i, key in enumerate(keys, 1) if key in draft.gold), 0)
        if not place:
            return Rejected(draft.id, "tune-reject-not-found")
        source = found[place - 1]
        law = next(hit for hit in hits if (hit.act, hit.article) == keys[place - 1]).lang
        output = draft.output or self._spoken(draft, source.text.partition("\n")[2], law)
        if not draft.output:
            output = f"{output} [{format_citation(source.citation, registry, draft.lang, 'short')}]."
        checked = self._check(output, draft.lang, hits, library, registry, self._on)
        if not checked.verified or any(c.status != "verified" for c in checked.citations):
            return Rejected(draft.id, "tune-reject-gate")
        if not said_in(checked, draft.lang):
            return Rejected(draft.id, "tune-reject-language")
        if not set(draft.gold) & {(c.citation.act, c.citation.article) for c in checked.citations}:
            return Rejected(draft.id, "tune-reject-citation")
        return self._row(draft, "answer", output, [s.text for s in found], keys, keys[place - 1], place)

    def _spoken(self, draft: Draft, excerpt: str, law: Lang) -> str:
        """A sentence or clause of the excerpt in the law's words: they stand as they are in the language of the question,
        and in quotation marks where the library has the law in the other language only."""
        pieces = segments(excerpt) or [excerpt]
        piece = pieces[best(pieces, f"{draft.question} {draft.hint}", law)]
        if law == draft.lang:
            return clause(piece, SPOKEN)
        return f"{Translator(draft.lang)('prompt-quoted')} «{clause(piece, QUOTED)}»"

    def _refusal(self, draft: Draft, hits: Sequence[Hit], right: Hit) -> Row | Rejected:
        found = sources(
            hits, self._subject.library, self._subject.registry, draft.lang, draft.question, self._options.shape
        )
        if not found:
            return Rejected(draft.id, "tune-reject-not-found")
        keys = [(source.citation.act, source.citation.article) for source in found]
        output = Translator(draft.lang)("prompt-refusal")
        return self._row(draft, "refusal", output, [s.text for s in found], keys, (right.act, right.article), 0)

    def _row(
        self,
        draft: Draft,
        kind: str,
        output: str,
        texts: Sequence[str],
        shown: Sequence[Key],
        right: Key,
        place: int,
    ) -> Row:
        return Row(
            id=draft.id,
            lang=draft.lang,
            question=" ".join(draft.question.split()),
            sources=tuple(texts),
            output=output,
            kind="refusal" if kind == "refusal" else "answer",
            act=right[0],
            article=right[1],
            shown=tuple(shown),
            place=place,
            origin=draft.origin,
        )


def _live(hits: Sequence[Hit], banned: Collection[Key]) -> list[Hit]:
    return [hit for hit in hits if hit.status == "active" and (hit.act, hit.article) not in banned]


def _without(hits: Sequence[Hit], gold: Collection[Key]) -> list[Hit]:
    return [replace(hit, pinned=False) for hit in hits if (hit.act, hit.article) not in gold]


def measured_places(subject: Subject, drafts: Sequence[Draft], shape: Shape) -> tuple[float, ...]:
    """How often the search puts a right article first, second, … of those that a prompt has room for, on questions it was not
    made with: the shares of those that it finds there at all."""
    counts = [0] * shape.articles
    for draft in drafts:
        ranked = [(hit.act, hit.article) for hit in subject.ask(draft.question).retrieved[: shape.articles]]
        at = next((i for i, key in enumerate(ranked) if key in draft.gold), None)
        if at is not None:
            counts[at] += 1
    total = sum(counts)
    return tuple(n / total for n in counts) if total else Options().places
