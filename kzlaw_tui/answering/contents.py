"""What the articles of one act are about: where a quote stands, and how well the words around a citation fit an article."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from kzlaw_tui.answering.resolve import plain_quote, swapped
from kzlaw_tui.law.model import Article, Lang
from kzlaw_tui.law.textnorm import normalise
from kzlaw_tui.library.store import Library
from kzlaw_tui.retrieval.text import terms

RUN = 3
"""Consecutive terms that make a phrase."""
"""So many consecutive words, three times over, are copied."""
HEADING = 1.5
"""What a term in the heading counts beside one in the text."""
PHRASE = 1.0
"""What a phrase counts, beside the sum of its terms."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well words fit an article: ``score`` is the weight of the terms and phrases that it has, ``share`` that of its
    terms among all of them, ``heading`` the share of the weight of the article's heading that the words have, ``phrases`` how many phrases it
    shares with them."""

    score: float = 0.0
    share: float = 0.0
    heading: float = 0.0
    phrases: int = 0


NOTHING = Fit()


class _Index(NamedTuple):
    """By term and by phrase: the articles that have it; by article: its heading's terms, and their sum."""

    postings: dict[str, list[int]]
    headings: list[dict[str, float]]
    totals: list[float]
    phrases: dict[tuple[str, ...], list[int]]


class ActContents:
    """The articles of one edition of an act, for looking up what stands where."""

    def __init__(self, articles: Sequence[Article], lang: Lang) -> None:
        self.articles = articles
        self.lang = lang

    @cached_property
    def _joined(self) -> tuple[str, list[int]]:
        """All articles as plain text, an article a line, and where each begins."""
        starts, size = [], 0
        lines = []
        for article in self.articles:
            line = loose(article.text)
            starts.append(size)
            lines.append(line)
            size += len(line) + 1
        return "\n".join(lines), starts

    def holder(self, quote: str) -> int | None:
        """The index of the first article that has a quote (made plain by ``loose``) in one piece."""
        text, starts = self._joined
        for wanted in (quote, swapped(quote)):
            at = text.find(wanted)
            while at >= 0:
                before, after = text[at - 1 : at], text[at + len(wanted) : at + len(wanted) + 1]
                if not (before.isalnum() and wanted[0].isalnum()) and not (after.isalnum() and wanted[-1].isalnum()):
                    return bisect_right(starts, at) - 1
                at = text.find(wanted, at + 1)
        return None

    @cached_property
    def _index(self) -> _Index:
        postings: dict[str, list[int]] = defaultdict(list)
        phrases: dict[tuple[str, ...], list[int]] = defaultdict(list)
        headings: list[Counter[str]] = []
        for n, article in enumerate(self.articles):
            heading = terms(article.heading, self.lang)
            words = terms(article.text, self.lang)
            headings.append(Counter(heading))
            for term in {*heading, *words}:
                postings[term].append(n)
            for phrase in {*runs(heading), *runs(words)}:
                phrases[phrase].append(n)
        weighted = [{t: self._idf(len(postings[t])) for t in heading} for heading in headings]
        return _Index(postings, weighted, [sum(w.values()) for w in weighted], phrases)

    def _idf(self, count: int) -> float:
        return math.log(1 + (len(self.articles) + 0.5) / (count + 0.5))

    def fits(self, words: str) -> dict[int, Fit]:
        """How well words fit each article that has any of them."""
        said = terms(words, self.lang)
        postings, headings, totals, phrases = self._index
        weights = {t: self._idf(len(postings.get(t, ()))) for t in dict.fromkeys(said)}
        whole = sum(weights.values()) or 1.0
        text: defaultdict[int, float] = defaultdict(float)
        head: defaultdict[int, float] = defaultdict(float)
        runs_of: defaultdict[int, float] = defaultdict(float)
        counted: Counter[int] = Counter()
        for term, weight in weights.items():
            for n in postings.get(term, ()):
                text[n] += weight
                if term in headings[n]:
                    head[n] += weight
        for phrase in set(runs(said)):
            holders = phrases.get(phrase, ())
            for n in holders:
                runs_of[n] += PHRASE * self._idf(len(holders))
                counted[n] += 1
        return {
            n: Fit(
                (weight + HEADING * head[n] + runs_of[n]) / whole,
                weight / whole,
                head[n] / totals[n] if totals[n] else 0.0,
                counted[n],
            )
            for n, weight in text.items()
        }

    def best_unit(self, words: str, article: Article) -> tuple[str, str] | None:
        """The point and subpoint of an article whose words are the most like some words; ``None`` when none stands out."""
        said = set(terms(words, self.lang))
        units = [(p.number, "", article.text[p.start : p.end]) for p in article.points if p.number]
        units += [(p.number, s.number, article.text[s.start : s.end]) for p in article.points for s in p.subpoints]
        counts = Counter(t for _, _, text in units for t in set(terms(text, self.lang)))
        scored = []
        for point, subpoint, text in units:
            own = set(terms(text, self.lang))
            common = sum(math.log(1 + len(units) / counts[t]) for t in said & own)
            scored.append((common / math.sqrt(len(own) + 8), point, subpoint))
        scored.sort(key=lambda s: -s[0])
        if not scored or scored[0][0] <= 0.0 or (len(scored) > 1 and scored[0][0] < 1.05 * scored[1][0]):
            return None
        return scored[0][1], scored[0][2]


class Contents:
    """The contents of the acts of a library, each made at its first use. Make another one when the library has changed."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.revision = library.revision()
        self._acts: dict[tuple[str, Lang], ActContents] = {}

    def of(self, act: str, lang: Lang) -> ActContents:
        """The contents of an act; of nothing when the library has no official text of it in that language."""
        if (act, lang) not in self._acts:
            info = self.library.edition(act, lang)
            official = info is not None and info.text_kind == "official"
            articles = self.library.load(info.id).articles if info is not None and official else ()
            self._acts[act, lang] = ActContents(articles, lang)
        return self._acts[act, lang]


def runs(of: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """All runs of ``RUN`` consecutive terms."""
    return (tuple(of[i : i + RUN]) for i in range(len(of) - RUN + 1))


def loose(text: str) -> str:
    """A text for comparing quotes of what people sent: letters of one alphabet, one kind of marks, no bold or the like."""
    return plain_quote(normalise(re.sub(r"[*_`]+", "", text)))
