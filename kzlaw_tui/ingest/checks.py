"""What must hold for every edition that is stored, whatever file it came from."""

from __future__ import annotations

from collections.abc import Iterator

from kzlaw_tui.law.model import Article
from kzlaw_tui.law.passages import passages_of


def span_faults(article: Article) -> Iterator[str]:
    """Points, subpoints and notes that do not lie in order inside the text. What is wrong is told in English, for a log."""
    length = len(article.text)
    at = 0
    for point in article.points:
        if not at <= point.start < point.end <= length:
            yield f"point {point.number}: span {point.start}-{point.end} of {length}"
        inside = point.start
        for sub in point.subpoints:
            if not inside <= sub.start < sub.end <= point.end:
                yield f"subpoint {sub.number}: span {sub.start}-{sub.end} of point {point.number}"
            inside = sub.end
        at = point.end
    if any(not 0 <= note.at <= length for note in article.notes):
        yield "note outside the text"


def uncovered(article: Article) -> bool:
    """Whether some words of the article stand in no passage, so that no search finds them."""
    covered = sum(len(article.text[p.start : p.end].split()) for p in passages_of(article))
    return covered < len(article.text.split())
