"""Cross-references: the citations in the articles of an act, found once, when the act is stored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kzlaw_tui.law.citations import find_citations
from kzlaw_tui.law.model import Article, CitationSpan
from kzlaw_tui.law.textnorm import normalise
from kzlaw_tui.library.writing import References

if TYPE_CHECKING:
    from kzlaw_tui.law.registry import Registry

_ARTICLE_WORD = re.compile(r"стат|бап|баб|\bст\b|\bб\b", re.IGNORECASE)
"""Any form of «статья», «ст.», «бап», «б.»: a paragraph without one cites no article."""


def cross_references(registry: Registry, act: str) -> References:
    """Finds the citations in an article of an act.

    Paragraph by paragraph: no citation of a law reaches over the end of one, and most paragraphs have none, so that the
    largest code takes half the time.
    """

    def of(article: Article) -> Iterator[CitationSpan]:
        at = 0
        for line in article.text.split("\n"):
            if _ARTICLE_WORD.search(normalise(line)):
                for span in find_citations(line, registry, default_act=act):
                    yield replace(span, start=span.start + at, end=span.end + at)
            at += len(line) + 1

    return of
