"""The gate for what a model writes: every citation, quote and number of an answer is checked before it is shown.

It works sentence by sentence, so that a stream can be shown as it is checked. It trusts nothing: the text is first
freed of characters that drive a terminal or cannot be seen, every citation is looked up in the library, a quote must
stand word for word in the unit that its sentence cites, and a number must occur in the cited article.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from kzlaw_tui.answering.checking import SaidStatus
from kzlaw_tui.answering.resolve import Reason, Resolver
from kzlaw_tui.law.characters import Readable, clean, readable
from kzlaw_tui.law.citations import find_citations, is_foreign, named_acts
from kzlaw_tui.law.model import FOREIGN_ACT, Citation, CitationSpan, Lang
from kzlaw_tui.law.quantities import is_enumerator, occurs, quantities
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.law.sentences import Quotation, quotations, sentences
from kzlaw_tui.law.textnorm import normalise
from kzlaw_tui.law.tokens import republic_at, tokenize
from kzlaw_tui.library.store import Library

LONGEST_ANSWER = 200_000
"""Characters of an answer that are read; a model that never stops is cut here."""
LONGEST_SENTENCE = 4000
MIN_QUOTE_WORDS = 3
"""Shorter passages in quotation marks are terms, unless a colon introduces them."""


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """A passage in quotation marks, ``text[start:end]`` of its sentence; ``citation`` is where it stands word for word,
    ``None`` when it stands in nothing that the sentence cites."""

    start: int
    end: int
    citation: Citation | None


@dataclass(frozen=True, slots=True)
class CheckedCitation:
    """A citation, ``text[start:end]`` of its sentence, with its verdict and the message that explains it."""

    citation: Citation
    start: int
    end: int
    status: SaidStatus
    reason: Reason


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence as it may be shown. ``start`` is its place in the answer; ``gap`` the white space before it.

    ``status`` is ``plain`` for one that cites and quotes nothing, ``verified`` when all of it is true to the law, else the
    worst verdict. ``missing`` are the numbers, as written, that the cited articles do not have.
    """

    text: str
    start: int
    status: SaidStatus | Literal["plain"]
    citations: tuple[CheckedCitation, ...] = ()
    quotes: tuple[CheckedQuote, ...] = ()
    missing: tuple[str, ...] = ()
    gap: str = ""


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """An answer whose every sentence was checked. ``abstained``: nothing in it is verified, so it is no answer."""

    sentences: tuple[CheckedSentence, ...]
    cut: bool = False

    @property
    def abstained(self) -> bool:
        return not any(c.status == "verified" for c in self.citations)

    @property
    def citations(self) -> tuple[CheckedCitation, ...]:
        return tuple(c for sentence in self.sentences for c in sentence.citations)

    @property
    def text(self) -> str:
        """The words of the answer, harmless but otherwise as they were written."""
        return "".join(sentence.gap + sentence.text for sentence in self.sentences)


def check_answer(
    text: str,
    *,
    lang: Lang,
    retrieved: Collection[tuple[str, str]],
    library: Library,
    registry: Registry,
    on: date | None = None,
    cut: Callable[[str], list[tuple[int, int, bool]]] | None = None,
) -> CheckedAnswer:
    """Check a whole answer. ``retrieved`` are the articles that the model was given: pairs of act and article number. ``cut``
    says what is judged together, as ``pieces`` does, which is the default."""
    gate = Gate(lang=lang, retrieved=retrieved, library=library, registry=registry, on=on)
    words = clean(text[:LONGEST_ANSWER])
    found: list[CheckedSentence] = []
    end = 0
    for start, stop, item in (cut or pieces)(words):
        checked = gate.check(words[start:stop], item=item)
        found.append(replace(checked, start=start, gap=words[end:start]))
        end = stop
    return CheckedAnswer(tuple(found), cut=len(text) > LONGEST_ANSWER)


def pieces(text: str) -> list[tuple[int, int, bool]]:
    """The sentences of an answer, none longer than ``LONGEST_SENTENCE``: start, end, whether it is an item of a list."""
    seen = readable(text)
    found = [(*seen.source(start, end), item) for start, end, item in _pieces(seen.text)]
    return [(start, end, item) for start, end, item in found if end > start]


def _pieces(text: str) -> list[tuple[int, int, bool]]:
    found: list[tuple[int, int, bool]] = []
    for sentence in sentences(text):
        start = sentence.start
        while sentence.end - start > LONGEST_SENTENCE:
            cut = text.rfind(" ", start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE)
            cut = cut if cut > start else start + LONGEST_SENTENCE
            found.append((start, cut, sentence.item))
            start = cut
        found.append((start, sentence.end, sentence.item))
    return found


_RANK: dict[str, int] = {
    status: rank
    for rank, status in enumerate(
        ("plain", "verified", "not_retrieved", "unsupported", "misquoted", "pending", "repealed", "unknown")
    )
}
_FROM_EXISTENCE: dict[str, SaidStatus] = {
    "verified": "verified",
    "unknown": "unknown",
    "repealed": "repealed",
    "pending": "pending",
    "superseded": "repealed",
    "not_in_library": "unknown",
}


@dataclass(slots=True)
class _Draft:
    """A citation while its sentence is checked; ``start``/``end`` are places in the readable text."""

    citation: Citation
    start: int
    end: int
    status: SaidStatus
    reason: Reason

    def worsen(self, status: SaidStatus, reason: Reason) -> None:
        if _RANK[status] > _RANK[self.status]:
            self.status, self.reason = status, reason


@dataclass(slots=True)
class Gate:
    """Checks the sentences of one answer in order: it remembers which act they speak of and what they cited last."""

    lang: Lang
    retrieved: Collection[tuple[str, str]]
    library: Library
    registry: Registry
    on: date | None = None
    _resolver: Resolver = field(init=False)
    _act: str = field(init=False, default="")
    _last: tuple[Citation, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        self._resolver = Resolver(self.library, self.registry, self.on)

    def check(self, sentence: str, *, item: bool = False) -> CheckedSentence:
        """One sentence, or a part of one. Raises nothing for any text; ``KzlawError`` when the library cannot be read.

        An item of a list that cites nothing itself is held to what the sentence before the list cites.
        """
        sentence = clean(sentence)
        seen = readable(sentence)
        quoted = [q for q in quotations(seen.text) if _is_attributed(seen.text, q)]
        quoted += _block_quotes(seen.text, quoted)
        quoted.sort(key=lambda q: q.start)
        spans = self._resolver.joined(find_citations(seen.text, self.registry), seen.text)
        outer = [s for s in spans if not any(q.inner <= s.start and s.end <= q.inner_end for q in quoted)]
        drafts = self._drafts(seen.text, outer)
        carried = not drafts and bool(self._last) and (item or bool(quoted))
        sources = [d.citation for d in drafts] or (list(self._last) if carried else [])
        quotes = [(q, self._source_of(seen.text[q.inner : q.inner_end], sources)) for q in quoted]
        # Citations inside a quote are the law's own words when the quote is true to it, the model's when it is not.
        for quote, source in quotes:
            if source is None:
                inside = [s for s in spans if quote.inner <= s.start and s.end <= quote.inner_end]
                drafts += self._drafts(seen.text, inside)
        drafts.sort(key=lambda d: (d.start, d.end))
        self._judge_quotes(drafts, quotes)
        missing = self._missing(seen.text, drafts, sources, quotes) if sources else ()
        for draft in drafts if missing else ():
            draft.worsen("unsupported", ("gate-unsupported", {"numbers": ", ".join(missing)}))
        if drafts:
            self._last = tuple(d.citation for d in drafts if d.status not in ("unknown",))
        return _checked(sentence, seen, drafts, quotes, missing)

    # Citations

    def _drafts(self, text: str, spans: Sequence[CitationSpan]) -> list[_Draft]:
        """Each citation with what the library says of it; the act of the last one is what a bare number means next."""
        names = named_acts(text, self.registry)
        foreign = is_foreign(text)
        drafts = []
        for span in spans:
            before = [name for name in names if name.end <= span.start]
            if before:
                self._act = before[-1].act
            citation = self._with_act(span, text, foreign)
            if citation.act:
                self._act = citation.act
            drafts.append(_Draft(citation, span.start, span.end, *self._existence(citation, span.until)))
        if names and (not spans or names[-1].start > spans[-1].start):
            self._act = names[-1].act
        return drafts

    def _with_act(self, span: CitationSpan, text: str, foreign: bool) -> Citation:
        citation = span.citation
        if foreign and not _names_republic(text[span.start : span.end]):
            # «в отличие от РФ, по ст. 52 ТК …»: whose code is meant is not certain.
            return replace(citation, act=FOREIGN_ACT)
        if citation.act:
            return citation
        acts = {act for act, _ in self.retrieved}
        return replace(citation, act=self._act or (next(iter(acts)) if len(acts) == 1 else ""))

    def _existence(self, citation: Citation, until: str) -> tuple[SaidStatus, Reason]:
        found = self._resolver.resolve(citation, until)
        status = _FROM_EXISTENCE[found.status]
        if status == "verified" and (citation.act, found.articles[0].article.number) not in self.retrieved:
            return "not_retrieved", ("gate-not-retrieved", {})
        return status, found.reason

    # Quotes

    def _source_of(self, words: str, sources: Sequence[Citation]) -> Citation | None:
        """The first citation whose unit has a quote word for word."""
        return next((c for c in sources if c.act and self._resolver.quoted(words, c, exact=True)), None)

    def _judge_quotes(self, drafts: list[_Draft], quotes: list[tuple[Quotation, Citation | None]]) -> None:
        """Citations of a sentence with a false quote are misquoted, but for those that have a true quote of their own."""
        true = {source for _, source in quotes if source is not None}
        if all(source is not None for _, source in quotes):
            return
        for draft in drafts:
            if draft.citation not in true:
                draft.worsen("misquoted", ("verify-misquoted", {}))

    # Numbers

    def _missing(
        self,
        text: str,
        drafts: list[_Draft],
        sources: Sequence[Citation],
        quotes: list[tuple[Quotation, Citation | None]],
    ) -> tuple[str, ...]:
        """The numbers of a sentence that none of the cited articles has."""
        articles = [
            stored for c in dict.fromkeys(sources) if c.act for stored in self._resolver.articles(c.act, c.article)
        ]
        if not articles:
            return ()
        hidden = [(d.start, d.end) for d in drafts]
        hidden += [(q.start, q.end) for q, source in quotes if source is not None]
        hidden += [(name.start, name.end) for name in named_acts(text, self.registry)]
        found: dict[str, None] = {}
        for quantity in quantities(text):
            if any(a <= quantity.start < b for a, b in hidden) or is_enumerator(text, quantity):
                continue
            if quantity.worded and not quantity.kind:
                continue
            if not any(occurs(quantity, *self._resolver.quantities(stored)) for stored in articles):
                found[text[quantity.start : quantity.end]] = None
        return tuple(found)


def _names_republic(text: str) -> bool:
    tokens = tokenize(normalise(text))
    return any(republic_at(tokens, at) is not None for at in range(len(tokens)))


def _is_attributed(text: str, quote: Quotation) -> bool:
    """Whether a passage in quotation marks is given out as words of the law: not a term of a word or two, no title."""
    words = text[quote.inner : quote.inner_end].split()
    if len(words) >= MIN_QUOTE_WORDS:
        return True
    return bool(words) and text[: quote.start].rstrip()[-1:] == ":"


def _block_quotes(text: str, quoted: Sequence[Quotation]) -> list[Quotation]:
    """Lines that Markdown shows as a quotation («> …»)."""
    found: list[Quotation] = []
    at = 0
    for line in text.split("\n"):
        if line.lstrip().startswith(">") and len(line.split()) > MIN_QUOTE_WORDS:
            start, end = at, at + len(line)
            inner = start + line.index(">") + 1
            if not any(q.start < end and start < q.end for q in quoted):
                found.append(Quotation(start, end, inner, end))
        at += len(line) + 1
    return found


def _checked(
    sentence: str,
    seen: Readable,
    drafts: Sequence[_Draft],
    quotes: Sequence[tuple[Quotation, Citation | None]],
    missing: tuple[str, ...],
) -> CheckedSentence:
    citations = tuple(CheckedCitation(d.citation, *seen.source(d.start, d.end), d.status, d.reason) for d in drafts)
    checked = tuple(CheckedQuote(*seen.source(q.start, q.end), source) for q, source in quotes)
    verdicts: list[SaidStatus | Literal["plain"]] = ["plain", *(c.status for c in citations)]
    if any(q.citation is None for q in checked):
        verdicts.append("misquoted")
    elif checked:
        verdicts.append("verified")
    if missing:
        verdicts.append("unsupported")
    worst = max(verdicts, key=lambda status: _RANK[status])
    return CheckedSentence(sentence, 0, worst, citations, checked, missing)
