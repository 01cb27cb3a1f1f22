"""«Той же статьи», «аталған баптың»: the article is the one cited last before."""

from __future__ import annotations

import pytest

from kzlaw_tui.law.citations import find_citations
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.law.same_article import same_article


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ст. 348 ГК РК ясна, п. 3 той же статьи тоже.", ["348", "348/3"]),
        ("Ст. 52 ТК РК, подпункт 2) пункта 1 указанной статьи; пункта 4 этой же статьи.", ["52", "52/1/2)", "52/4"]),
        ("Ст. 49 ТК РК применима. Подпунктом 2) данной статьи.", ["49", "49//2)"]),
        ("ТК РК 52-бабы. ҚР ЕК 52-бабы бар, аталған баптың 1-тармағының 8) тармақшасы.", ["52", "52", "52/1/8)"]),
        ("Пункт 3 той же статьи, а ст. 7 ТК РК после.", ["7"]),
        ("Ст. 7 ТК РК. " + "Слова. " * 120 + "Пункт 3 той же статьи.", ["7"]),
        ("Ст. 7 ТК РК и положения этой статьи.", ["7"]),
    ],
)
def test_what_points_back(registry: Registry, text: str, found: list[str]) -> None:
    spans = same_article(text, find_citations(text, registry))
    made = ["/".join((s.citation.article, s.citation.point, s.citation.subpoint)).rstrip("/") for s in spans]
    assert made == found
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
