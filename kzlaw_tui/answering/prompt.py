"""The prompt: the best points of what was found, within a budget; what stays the same comes first, the question last."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields

from kzlaw_tui.answering.excerpts import shorten
from kzlaw_tui.answering.quotes import chosen
from kzlaw_tui.i18n import Translator
from kzlaw_tui.law.citations import format_citation
from kzlaw_tui.law.model import Article, Citation, Lang
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.library.store import Library
from kzlaw_tui.models.templates import Parts
from kzlaw_tui.retrieval.hits import Hit

MOST = 6
"""At most so many articles stand in a prompt."""
NEAR = 0.55
"""Articles beyond those that are quoted are added when their score is at least this share of the first's."""
QUESTION_CHARS = 2000
LONG = 900
"""A longer point is not shown whole when one of its subpoints answers."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How the law is put before a model. An adapter is tuned on prompts of one shape and is asked in the same one.

    ``articles`` stand in it at most, each with ``excerpt`` characters of its text (0: the whole point) and ``heading``
    characters of its heading (0: all of it). ``ranked``: best first, else in an order that stays the same from question to
    question. ``brief``: the rules are one line.
    """

    articles: int = MOST
    excerpt: int = 0
    heading: int = 0
    ranked: bool = False
    brief: bool = False

    @classmethod
    def of(cls, given: Mapping[str, object]) -> Shape:
        """The shape of a manifest or a recipe; what it does not say is the default. Raises ``ValueError``."""
        made = {}
        for field in fields(cls):
            value = given.get(field.name, field.default)
            if type(value) is not type(field.default) or (isinstance(value, int) and value < 0):
                raise ValueError(f"{field.name}: {value}")
            made[field.name] = value
        return cls(**made)  # type: ignore[arg-type]


WHOLE = Shape()
"""The shape for a model that was not tuned on prompts."""


@dataclass(frozen=True, slots=True)
class Source:
    """An excerpt with the citation that the model is to copy."""

    citation: Citation
    text: str


def sources(
    hits: Sequence[Hit], library: Library, registry: Registry, lang: Lang, question: str = "", shape: Shape = WHOLE
) -> list[Source]:
    """One excerpt a hit, best first: the best point with its subpoints, with the heading of the article. In a shape with
    short excerpts, the sentences of it that have most of the question, of as many articles as the shape has room for."""
    quoted = chosen(hits)
    others = (h for h in hits if h not in quoted and h.status == "active" and (shape.excerpt or _near(h, hits)))
    made = []
    for hit in [*quoted, *others][: shape.articles]:
        article = library.article(hit.edition_id, hit.ordinal).article
        unit, text = _excerpt(article, hit)
        if shape.excerpt:
            text = shorten(text, f"{question} {hit.snippet}", hit.lang, shape.excerpt)
        heading = article.heading
        if shape.heading and len(heading) > shape.heading:
            heading = heading[: shape.heading].rsplit(" ", 1)[0] + " …"
        cited = format_citation(unit, registry, lang, "short")
        made.append(Source(unit, f"[{cited}] {heading}\n{text}"))
    return made


def _near(hit: Hit, hits: Sequence[Hit]) -> bool:
    return hit.score >= NEAR * hits[0].score


def _excerpt(article: Article, hit: Hit) -> tuple[Citation, str]:
    """The point of a hit; of a long point the subpoint with the words that introduce it."""
    point = next((p for p in article.points if p.start <= hit.start < p.end), None)
    if point is None or hit.end > point.end:
        return Citation(hit.act, hit.article), article.text[hit.start : hit.end].strip()
    whole = article.text[point.start : point.end].strip()
    if hit.subpoint and len(whole) > LONG:
        lead = article.text[point.start : point.subpoints[0].start].strip() if point.subpoints else ""
        own = article.text[hit.start : hit.end].strip()
        return Citation(hit.act, hit.article, point.number, hit.subpoint), f"{lead}\n{own}".strip()
    return Citation(hit.act, hit.article, point.number), whole


def build(
    question: str,
    lang: Lang,
    found: Sequence[Source],
    count: Callable[[Sequence[str]], list[int]],
    budget: int,
    shape: Shape = WHOLE,
) -> Parts | None:
    """The parts of the prompt: as many sources as the budget of tokens allows, the best ones, in a stable order (unless the
    shape has the best first), so that a second question on the same articles shares its beginning. ``None`` when there is
    nothing to go by."""
    sizes = count([source.text for source in found]) if found else []
    kept: list[Source] = []
    left = budget
    for source, size in zip(found, sizes, strict=True):
        if size <= left:
            kept.append(source)
            left -= size
        elif not kept:
            # The best one alone is too long: as much of it as fits, cut at a paragraph.
            if cut := _cut(source, left, size):
                kept.append(cut)
            break
    if not kept:
        return None
    if not shape.ranked:
        kept.sort(key=lambda s: (s.citation.act, _number(s.citation.article), _number(s.citation.point)))
    return parts_of(question, lang, [source.text for source in kept], shape)


def parts_of(question: str, lang: Lang, texts: Sequence[str], shape: Shape = WHOLE) -> Parts:
    """The parts of a prompt with these excerpts, in this order."""
    t = Translator(lang)
    told = "\n\n".join(texts)
    return Parts(
        rules=rules(lang, shape),
        sources=f"{t('prompt-sources')}\n\n{told}",
        question=" ".join(question.split())[:QUESTION_CHARS],
        question_label=t("prompt-question"),
        answer_label=t("prompt-answer"),
    )


def rules(lang: Lang, shape: Shape = WHOLE) -> str:
    """What a model is told of its work."""
    return Translator(lang)("prompt-rules-brief" if shape.brief else "prompt-rules")


def bare(question: str, lang: Lang) -> Parts:
    """The parts of a prompt without any law: what the model knows by itself is asked for."""
    t = Translator(lang)
    asked = " ".join(question.split())[:QUESTION_CHARS]
    return Parts(t("prompt-rules-alone"), "", asked, t("prompt-question"), t("prompt-answer"))


def _cut(source: Source, budget: int, size: int) -> Source | None:
    room = int(len(source.text) * budget / size * 0.95)
    at = max(source.text.rfind("\n", 0, room), source.text.rfind("; ", 0, room), source.text.rfind(". ", 0, room))
    text = source.text[: at + 1].rstrip()
    return Source(source.citation, text) if "\n" in text else None


def _number(text: str) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d+", text))
