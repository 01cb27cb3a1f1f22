"""Citations against the library: what a citation names, whether it is there, and the words that may be quoted for it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from kzlaw_tui.answering.verify import CUT, cited_span, is_verbatim, unit_span
from kzlaw_tui.law.citations import find_citations
from kzlaw_tui.law.model import FOREIGN_ACT, LANGS, UNKNOWN_ACT, Article, Citation, CitationSpan
from kzlaw_tui.law.quantities import NUMBERING, Quantity, is_enumerator, quantities
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.library.records import StoredArticle
from kzlaw_tui.library.store import Library

Existence = Literal["verified", "unknown", "repealed", "pending", "superseded", "not_in_library"]
Reason = tuple[str, dict[str, object]]
"""A message id with its arguments; acts in them are ids (``reasons.reason_text`` writes them out)."""

_HYPHEN = re.compile(r"(?<![\d-])\d+-\d+(?![\d-])")
_MARKS = str.maketrans(
    {
        **dict.fromkeys("“”«»„‟‹›❝❞〝〞＂", '"'),
        **dict.fromkeys("\u00a0\u202f\u2007\u2009", " "),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "ё": "е",
        "Ё": "Е",
    }
)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a citation comes to: ``articles`` is the article in each language that the library has, Russian first."""

    status: Existence
    reason: Reason
    articles: tuple[StoredArticle, ...] = ()


def plain_quote(text: str) -> str:
    """A quote with quotation marks, dashes and white space made alike and its outer marks dropped: «[…]» and «<…>» are
    cuts like «…»."""
    text = re.sub(r"[\[<(]\s*(?:…|\.{3,})\s*[\]>)]|\.{3,}", CUT, text.translate(_MARKS))
    return " ".join(text.split()).strip(' "').rstrip(".;:, ")


class Resolver:
    """Looks citations up for one text; what it has read of the library it keeps."""

    def __init__(self, library: Library, registry: Registry, on: date | None = None, *, digests: bool = True) -> None:
        """``digests`` says whether an article that the library has only in our own words counts as one it has."""
        self.digests = digests
        self.library = library
        self.registry = registry
        self.on = on or date.today()
        self._articles: dict[tuple[str, str], tuple[StoredArticle, ...]] = {}
        self._plain: dict[tuple[int, int, int, int], str] = {}
        self._quantities: dict[tuple[int, int], tuple[str, list[Quantity]]] = {}
        self._acts: dict[str, bool] = {}

    def articles(self, act: str, number: str) -> tuple[StoredArticle, ...]:
        """The article of that number in each language that has it."""
        key = act, number
        if key not in self._articles:
            found = (self.library.find(act, number, lang=lang) for lang in LANGS)
            self._articles[key] = tuple(stored for stored in found if stored is not None)
        return self._articles[key]

    def official(self, act: str) -> bool:
        """Whether the library has the official text of an act."""
        if act not in self._acts:
            self._acts[act] = any(
                info.text_kind == "official" for lang in LANGS if (info := self.library.edition(act, lang)) is not None
            )
        return self._acts[act]

    def resolve(self, citation: Citation, until: str = "") -> Resolution:
        """Whether a citation names something that exists and is in force. ``until`` is the last article of a range."""
        act = self.registry.get(citation.act)
        if citation.act == FOREIGN_ACT:
            return Resolution("not_in_library", ("verify-foreign", {}))
        if not citation.act:
            return Resolution("unknown", ("verify-no-act", {}))
        if citation.act == UNKNOWN_ACT or act is None:
            return Resolution("not_in_library", ("verify-unknown-act", {}))
        successor = self.registry.successor_of(act.id)
        if not act.in_force and successor is not None:
            return Resolution("superseded", ("verify-superseded", {"successor": successor.id}))
        articles = self.articles(act.id, citation.article)
        official = self.official(act.id)
        if (not articles and self.library.edition(act.id) is None) or not (official or self.digests):
            return Resolution("not_in_library", ("verify-not-in-library", {"act": act.id}))
        if not articles or (until and not self._until(citation, until)):
            return Resolution("unknown", ("verify-unknown-article", {}))
        if not any(self._has_unit(stored.article, citation) for stored in articles):
            if not official:
                return Resolution("not_in_library", ("verify-not-in-library", {"act": act.id}), articles)
            return Resolution("unknown", ("verify-unknown-point", {}), articles)
        status = self._status(articles[0].article, citation)
        return Resolution(status, (f"verify-{status}", {}), articles)

    def joined(self, spans: list[CitationSpan], text: str) -> list[CitationSpan]:
        """Citations with «ст. 10-12» read as one article where the act has an article of that number, else as a range."""
        found: list[CitationSpan] = []
        for span in spans:
            number = _HYPHEN.search(text, span.start, span.end)
            citation = replace(span.citation, article=number.group()) if number else span.citation
            ends = number.group().split("-") if number else []
            if number and self._is_one(citation, span.citation.article, ends):
                span = replace(span, citation=citation, until="")
            if not found or (span.citation, span.start) != (found[-1].citation, found[-1].start):
                found.append(span)
        return found

    def _is_one(self, citation: Citation, counted: str, ends: list[str]) -> bool:
        inside = counted.isdigit() and int(ends[0]) <= int(counted) <= int(ends[1])
        return (
            inside
            and self.registry.get(citation.act) is not None
            and bool(self.articles(citation.act, citation.article))
        )

    def _until(self, citation: Citation, until: str) -> bool:
        if citation.point or citation.subpoint or citation.part:
            return True
        return bool(self.articles(citation.act, until))

    def _has_unit(self, article: Article, citation: Citation) -> bool:
        span = cited_span(article, citation)
        if span is None:
            return False
        if citation.paragraph.isdigit():
            unit = unit_span(article, citation) or span
            return int(citation.paragraph) <= article.text.count("\n", *unit) + 1
        return True

    def _status(self, article: Article, citation: Citation) -> Existence:
        validities = [article.validity]
        point = article.point(citation.point) if citation.point else None
        subpoint = article.subpoint(citation.point, citation.subpoint) if citation.subpoint else None
        validities += [unit.validity for unit in (point, subpoint) if unit is not None]
        statuses = [validity.status(self.on) for validity in validities]
        if "repealed" in statuses:
            return "repealed"
        return "pending" if "pending" in statuses else "verified"

    # Quotes and quantities

    def quoted(self, quote: str, citation: Citation, *, exact: bool = False) -> bool:
        """Whether a quote stands word for word in the cited unit or in the heading of its article, in any language.

        ``exact`` asks for the letters themselves; else the first may be a capital or a small one.
        """
        wanted = plain_quote(quote)
        for stored in self.articles(citation.act, citation.article):
            if stored.edition.text_kind != "official":
                continue
            span = cited_span(stored.article, citation)
            if span is None:
                continue
            for words in (self._words(stored, span), plain_quote(stored.article.heading)):
                if is_verbatim(wanted, words) or (not exact and is_verbatim(swapped(wanted), words)):
                    return True
        return False

    def _words(self, stored: StoredArticle, span: tuple[int, int]) -> str:
        key = stored.edition.id, stored.ordinal, *span
        if key not in self._plain:
            self._plain[key] = plain_quote(stored.article.text[span[0] : span[1]])
        return self._plain[key]

    def quantities(self, stored: StoredArticle) -> tuple[str, list[Quantity]]:
        """The words of an article, its heading included, and the quantities in them."""
        key = stored.edition.id, stored.ordinal
        if key not in self._quantities:
            text = f"{stored.article.heading}\n{stored.article.text}"
            cited = [(s.start, s.end) for s in find_citations(text, self.registry, stored.edition.act)]
            self._quantities[key] = text, list(_marked(quantities(text), cited, text))
        return self._quantities[key]


def _marked(found: list[Quantity], cited: list[tuple[int, int]], text: str) -> Iterator[Quantity]:
    """The quantities of an article; the numbers of points and of cited articles are marked as counting nothing else."""
    starts = [start for start, _ in cited]
    for quantity in found:
        at = bisect_right(starts, quantity.start) - 1
        of_citation = at >= 0 and quantity.start < cited[at][1]
        yield replace(quantity, kind=NUMBERING) if of_citation or is_enumerator(text, quantity) else quantity


def swapped(text: str) -> str:
    """The text with its first letter in the other case."""
    return text[:1].swapcase() + text[1:]
