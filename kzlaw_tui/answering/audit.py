"""The gate for any text that a lawyer was sent: every citation and every attributed quote, checked against the library."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from kzlaw_tui.answering.attribution import Attribution, attribute
from kzlaw_tui.answering.contents import NOTHING, ActContents, Contents, Fit, loose, runs
from kzlaw_tui.answering.differences import Change, Comparison, compare
from kzlaw_tui.answering.resolve import Existence, Reason, Resolution, Resolver
from kzlaw_tui.answering.verify import cited_span
from kzlaw_tui.law.characters import readable
from kzlaw_tui.law.citations import find_citations, is_foreign, named_acts
from kzlaw_tui.law.model import FOREIGN_ACT, LANGS, Article, Citation, CitationSpan, Lang
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.law.same_article import same_article
from kzlaw_tui.law.sentences import quotations, sentences
from kzlaw_tui.library.store import Library
from kzlaw_tui.retrieval.hits import Hit
from kzlaw_tui.retrieval.text import terms

AuditStatus = Existence
QuoteStatus = Literal["verified", "misquoted"]
Nearest = Callable[[str, str], Sequence[Hit]]
"""Articles of an act (its id) for some words, best first."""

LIKE = 0.5
"""A passage with this share of an article's words, in order, is meant as a quote of it."""
LIKE_ELSEWHERE = 0.75
SEARCHES = 200
"""For no more errors of one text is the right place looked up by content."""
CONFIDENT = 0.25
"""The score from which an article that the search found is suggested."""
_ACTS_ON = re.compile(r"руководству\w+|прошу|просим|на основании изложенного|басшылыққа ал\w+|сұраймын|сұраймыз", re.I)


@dataclass(frozen=True, slots=True)
class Checked:
    """A citation of the text with its verdict; ``detail`` is a message id with arguments, ``suggestion`` the right citation.

    ``doubtful`` marks an article that exists but is not about what the text says of it (its status is then ``unknown``).
    ``quoted`` is the span of the quote in the text, ``changes`` how a misquote differs from the law.
    """

    span: CitationSpan
    text: str
    status: AuditStatus
    detail: Reason
    quote: str = ""
    quote_status: QuoteStatus | None = None
    suggestion: Citation | None = None
    doubtful: bool = False
    quoted: tuple[int, int] | None = None
    changes: tuple[Change, ...] = ()

    @property
    def good(self) -> bool:
        return self.status == "verified" and self.quote_status != "misquoted"


def audit(
    text: str,
    library: Library,
    registry: Registry,
    on: date | None = None,
    nearest: Nearest | None = None,
    contents: Contents | None = None,
) -> list[Checked]:
    """Check every citation of a text as of a day (today by default), in the order they stand.

    ``nearest`` finds the likely right article for the words around a wrong citation; ``contents`` may be kept for the
    next text.
    """
    resolver = Resolver(library, registry, on, digests=False)
    return _Audit(text, resolver, nearest, contents or Contents(library)).run()


class _Audit:
    def __init__(self, text: str, resolver: Resolver, nearest: Nearest | None, contents: Contents) -> None:
        self.source = text
        self.seen = readable(text)
        self.text = self.seen.text
        self.resolver = resolver
        self.registry = resolver.registry
        self.nearest = nearest
        self.quotations = quotations(self.text)
        self.sentences = sentences(self.text, self.quotations)
        self.names = named_acts(self.text, self.registry)
        self.searches = 0
        self.contents = contents.of
        self._starts = [s.start for s in self.sentences]

    def run(self) -> list[Checked]:
        cited = same_article(self.text, self._with_acts(find_citations(self.text, self.registry)))
        spans = self.resolver.joined(cited, self.text)
        quotes = attribute(self.text, spans, self.quotations, self.names, self.sentences)
        inside = {
            i
            for i, span in enumerate(spans)
            for quote in (q.quote for q in quotes)
            if quote.inner <= span.start and span.end <= quote.inner_end
        }
        found: dict[int, Checked] = {}
        for i, span in enumerate(spans):
            if i not in inside:
                resolution = self.resolver.resolve(span.citation, span.until)
                found[i] = self._checked(span, resolution)
        for quote in quotes:
            owners = [i for i in quote.owners if i in found]
            if owners:
                self._judge_quote(quote, owners, found)
        places = Counter((span.start, span.end) for span in spans)
        others = [checked.span.citation for checked in found.values()]
        for i, checked in found.items():
            # «ст. 10-12» may be three articles or one: nothing is doubted there.
            alone = places[checked.span.start, checked.span.end] == 1
            found[i] = self._by_content(checked, others if alone else None)
        return [self._at_source(found[i]) for i in sorted(found)]

    # Citations

    def _with_acts(self, spans: list[CitationSpan]) -> list[CitationSpan]:
        """Citations without an act are of the one that the text named last; «настоящий Кодекс», when it named none yet, is
        the one that the sentence cites after it, and without such a one nothing that can be checked."""
        made: list[CitationSpan] = []
        at, act = 0, ""
        for n, span in enumerate(spans):
            while at < len(self.names) and self.names[at].end <= span.start:
                act = self.names[at].act
                at += 1
            citation = span.citation
            if not citation.act and span.relative:
                act = act or self._act_after(spans, n)
                if not act:
                    continue
            if not citation.act and act:
                span = replace(span, citation=replace(citation, act=act))
            elif re.match(r"[\s(,]*(?:РФ|Росси|Российск)", self.text[span.end : span.end + 14]):
                span = replace(span, citation=replace(citation, act=FOREIGN_ACT))
            act = span.citation.act or act
            made.append(span)
        return made

    def _act_after(self, spans: Sequence[CitationSpan], n: int) -> str:
        end = self.sentences[max(bisect_right(self._starts, spans[n].start) - 1, 0)].end if self.sentences else 0
        after = (s.citation.act for s in spans[n + 1 : n + 100] if s.start < end)
        return next(filter(None, after), "")

    def _checked(self, span: CitationSpan, found: Resolution) -> Checked:
        return Checked(span, self.text[span.start : span.end], found.status, found.reason)

    def _at_source(self, checked: Checked) -> Checked:
        """The verdict with places in the text as it was given."""
        start, end = self.seen.source(checked.span.start, checked.span.end)
        quoted = self.seen.source(*checked.quoted) if checked.quoted else None
        span = replace(checked.span, start=start, end=end)
        return replace(checked, span=span, text=self.source[start:end], quoted=quoted)

    # Quotes

    def _judge_quote(self, attribution: Attribution, owners: list[int], found: dict[int, Checked]) -> None:
        quote = attribution.quote
        words = self.text[quote.inner : quote.inner_end]
        span = quote.inner, quote.inner_end
        for i in owners:
            if found[i].status not in ("superseded", "not_in_library") and self._is_quoted(words, found[i]):
                if found[i].quote_status is None:
                    found[i] = replace(found[i], quote_status="verified", quote=words, quoted=span)
                return
        if found[owners[0]].quote_status == "misquoted" or found[owners[0]].status == "not_in_library":
            return
        checked = replace(found[owners[0]], quote=words, quoted=span)
        exists = checked.status != "unknown"
        if checked.status == "superseded":
            successor = self.registry.successor_of(checked.span.citation.act)
            found[owners[0]] = replace(checked, suggestion=self._holder(words, successor.id) if successor else None)
            return
        holder = self._holder(words, checked.span.citation.act)
        if holder is not None:
            same = holder.article == checked.span.citation.article
            detail: Reason = ("verify-quote-other-point" if same else "verify-quote-elsewhere"), {}
            found[owners[0]] = replace(
                checked,
                quote_status="misquoted" if exists else None,
                detail=detail if exists else checked.detail,
                suggestion=holder,
            )
            return
        comparison, other = self._compared(words, checked)
        if comparison is None and not attribution.surely:
            return
        found[owners[0]] = replace(
            checked,
            quote_status="misquoted" if exists else None,
            detail=("verify-misquoted", {}) if checked.status == "verified" else checked.detail,
            suggestion=other or checked.suggestion,
            changes=comparison.changes if comparison else (),
        )

    def _is_quoted(self, words: str, checked: Checked) -> bool:
        citation = checked.span.citation
        return self.resolver.quoted(words, citation) or self.resolver.quoted(loose(words), citation)

    def _compared(self, words: str, checked: Checked) -> tuple[Comparison | None, Citation | None]:
        """The quote beside the cited article, else beside the article of the act that it is the most like."""
        citation = checked.span.citation
        for stored in self.resolver.articles(citation.act, citation.article):
            span = cited_span(stored.article, citation) or (0, len(stored.article.text))
            for start, end in dict.fromkeys((span, (0, len(stored.article.text)))):
                found = compare(words, stored.article.text[start:end])
                if found.likeness >= LIKE:
                    return found, None
        if self.searches < SEARCHES:
            self.searches += 1
            for lang in LANGS:
                contents = self.contents(citation.act, lang)
                fits = contents.fits(words)
                for n in sorted(fits, key=lambda n: -fits[n].score)[:2]:
                    found = compare(words, contents.articles[n].text)
                    if found.likeness >= LIKE_ELSEWHERE:
                        return found, Citation(citation.act, contents.articles[n].number)
        return None, None

    def _holder(self, words: str, act: str) -> Citation | None:
        """The article of an act, with its point and subpoint, that has a quote word for word."""
        if self.searches >= SEARCHES:
            return None
        self.searches += 1
        wanted = loose(words)
        for lang in LANGS:
            contents = self.contents(act, lang)
            n = contents.holder(wanted) if wanted else None
            if n is not None:
                return _unit_with(wanted, act, contents.articles[n])
        return None

    # By content

    def _words_around(self, checked: Checked) -> str:
        """The sentence of a citation without the citations and the names of acts in it."""
        n = bisect_right(self._starts, checked.span.start) - 1
        if n < 0:
            return ""
        sentence = self.sentences[n]
        words = self.text[sentence.start : min(sentence.end, sentence.start + 2000)]
        hidden = [(s.start, s.end) for s in find_citations(words, self.registry)]
        hidden += [(name.start, name.end) for name in named_acts(words, self.registry)]
        for start, end in hidden:
            words = words[:start] + " " * (end - start) + words[end:]
        return words

    def _by_content(self, checked: Checked, others: Sequence[Citation] | None) -> Checked:
        """What the words around a citation say of it: the likely right place of a wrong one, and, where the ``others`` that
        the text cites are given, a doubt about one that exists."""
        if checked.status in ("unknown", "superseded") and checked.suggestion is None:
            return replace(checked, suggestion=self._suggested(checked))
        sound = checked.status == "verified" and checked.quote_status is None and not checked.span.until
        if sound and others is not None:
            return self._doubted(checked, others)
        return checked

    def _suggested(self, checked: Checked) -> Citation | None:
        citation = checked.span.citation
        act = citation.act
        if checked.status == "superseded":
            successor = self.registry.successor_of(act)
            act = successor.id if successor else ""
        if not act or self.registry.get(act) is None or self.searches >= SEARCHES:
            return None
        self.searches += 1
        words = self._words_around(checked)
        if len(terms(words, checked.span.lang)) < 3:
            return None
        if checked.status == "unknown" and (articles := self.resolver.articles(act, citation.article)):
            contents = self.contents(act, articles[0].edition.lang)
            unit = contents.best_unit(words, articles[0].article)
            return Citation(act, citation.article, *unit) if unit else None
        for lang in LANGS:
            contents = self.contents(act, lang)
            best, second = _two_best(contents, contents.fits(words))
            if best is not None and best[1].phrases and best[1].score > 1.1 * second.score:
                return Citation(act, contents.articles[best[0]].number)
        hits = self.nearest(words, act) if self.nearest is not None else ()
        good = [hit for hit in hits if hit.act == act and hit.status != "repealed" and hit.score >= CONFIDENT]
        return Citation(act, good[0].article) if good else None

    def _doubted(self, checked: Checked, others: Sequence[Citation]) -> Checked:
        """A doubt about an article that exists, only where the words around are plainly of another one."""
        citation, lang = checked.span.citation, checked.span.lang
        contents = self.contents(citation.act, lang)
        n = next((i for i, a in enumerate(contents.articles) if a.number == citation.article), None)
        words = self._words_around(checked)
        if n is None or _ACTS_ON.search(words) or is_foreign(words):
            return checked
        count = len(set(terms(words, lang)))
        fits = contents.fits(words)
        cited = {other.article for other in others if other.act == citation.act}
        best, _ = _two_best(contents, fits)
        if (
            best is not None
            and contents.articles[best[0]].number not in cited
            and _is_of_another(fits.get(n, NOTHING), best[1], count)
        ):
            right = Citation(citation.act, contents.articles[best[0]].number)
            heading = contents.articles[n].heading
            return replace(
                checked,
                status="unknown",
                detail=("verify-doubtful", {"heading": heading}),
                suggestion=right,
                doubtful=True,
            )
        unit = _other_unit(words, contents.articles[n], citation, lang)
        if unit is not None and not any(
            o.article == citation.article and (o.point, o.subpoint) == unit for o in others
        ):
            return replace(
                checked,
                status="unknown",
                detail=("verify-doubtful-point", {}),
                suggestion=Citation(citation.act, citation.article, *unit),
                doubtful=True,
            )
        return checked


def _two_best(contents: ActContents, fits: dict[int, Fit]) -> tuple[tuple[int, Fit] | None, Fit]:
    """The article that fits best and is in the act still, and how well the second fits."""
    live = ((n, fit) for n, fit in fits.items() if not contents.articles[n].validity.repealed)
    ranked = sorted(live, key=lambda item: -item[1].score)[:2]
    return (ranked[0] if ranked else None), (ranked[1][1] if len(ranked) > 1 else NOTHING)


def _is_of_another(cited: Fit, best: Fit, count: int) -> bool:
    """Whether some words are of the article that fits them best and not of the cited one.

    Measured over paraphrases of 950 articles, over words of the law and over sentences that say nothing of an article:
    these bounds doubt one right citation in 250 and see nearly all that stand with words of another article.
    """
    gap = best.score - cited.score
    is_heading = best.heading >= 0.9 and gap >= 0.4
    if is_heading and cited.heading <= 0.6 and best.share >= 0.5 and cited.score <= 0.6 * best.score and count >= 2:
        return cited.share <= 0.85
    if count < 3 or cited.score > 0.5 * best.score or cited.share > 0.6:
        return False
    if is_heading and cited.heading <= 0.5 and best.share >= 0.3:
        return True
    if count < 4:
        return False
    strong = gap >= 1.2 and best.share >= 0.5
    return strong or (gap >= 0.4 and best.share >= 0.55 and best.phrases >= 1 and cited.phrases == 0)


def _other_unit(words: str, article: Article, citation: Citation, lang: Lang) -> tuple[str, str] | None:
    """The point of an article that some words are taken from, when they are not from the cited one."""
    if not citation.point or citation.part:
        return None
    said = set(runs(terms(words, lang)))
    span = cited_span(article, citation)
    if not said or span is None or said & set(runs(terms(article.text[span[0] : span[1]], lang))):
        return None
    found: list[tuple[int, str, str]] = []
    for point in article.points:
        units = [("", point.start, point.end), *((s.number, s.start, s.end) for s in point.subpoints)]
        for number, start, end in units:
            own = set(runs(terms(article.text[start:end], lang)))
            found.append((len(said & own), point.number, number))
    top = max((count for count, _, _ in found), default=0)
    if top < 3:
        return None
    # The innermost unit that has them all.
    best = [(point, number) for count, point, number in found if count == top]
    chosen = next((unit for unit in best if unit[1]), best[0])
    return chosen if len({point for point, _ in best}) == 1 else None


def _unit_with(wanted: str, act: str, article: Article) -> Citation:
    """The innermost unit of an article that has a quote."""
    for point in article.points:
        for sub in point.subpoints:
            if wanted in loose(article.text[sub.start : sub.end]):
                return Citation(act, article.number, point.number, sub.number)
        if wanted in loose(article.text[point.start : point.end]):
            return Citation(act, article.number, point.number)
    return Citation(act, article.number)
