from __future__ import annotations

from kzlaw_tui.ingest.references import cross_references
from kzlaw_tui.law.model import Article
from tests.ingest.homes import LABOUR, REGISTRY


def cited(text: str) -> list[tuple[str, str, str]]:
    """What an article of the Labour Code with this text cites: the act, the article, and the words."""
    spans = cross_references(REGISTRY, LABOUR)(Article("1", "", text))
    return [(s.citation.act, s.citation.article, text[s.start : s.end]) for s in spans]


def test_offsets_are_those_of_the_article() -> None:
    text = (
        "1. Кот спит.\n2. Кот ест, как сказано в статье 7 настоящего Кодекса.\n3. Пёс живёт по статье 5 Закона о ТОО."
    )
    assert cited(text) == [
        (LABOUR, "7", "статье 7 настоящего Кодекса"),
        ("Z980000220_", "5", "статье 5 Закона о ТОО"),
    ]


def test_a_citation_ends_with_its_paragraph() -> None:
    found = cited("Сказано статьёй 7 настоящего Кодекса.\nЧасть первая настоящего пункта для котов.")
    assert found == [(LABOUR, "7", "статьёй 7 настоящего Кодекса")]


def test_kazakh() -> None:
    assert [(act, number) for act, number, _words in cited("1. Мысық.\n2. Осы Кодекстің 5-бабында айтылған.")] == [
        (LABOUR, "5")
    ]
