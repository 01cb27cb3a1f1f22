"""Which passages get vectors in a home."""

from __future__ import annotations

from kzlaw_tui.law.passages import embedding_text
from kzlaw_tui.library.records import EditionInfo
from kzlaw_tui.library.store import Library


def embedded(library: Library) -> list[EditionInfo]:
    """The editions whose passages get vectors here: those of digests are shipped."""
    return [info for info in library.editions() if info.text_kind == "official"]


def passage_texts(library: Library) -> list[tuple[str, str, str, str]]:
    """Key, act, language and text to embed of every passage of the current editions: the first passage of every
    article, then the rest, so that every article is soon found by meaning."""
    first: list[tuple[str, str, str, str]] = []
    rest: list[tuple[str, str, str, str]] = []
    for info in embedded(library):
        articles = library.load(info.id).articles
        previous = -1
        for passage in library.passages(info.id):
            article = articles[passage.ordinal]
            text = embedding_text(article.heading, article.text[passage.start : passage.end])
            rows = rest if passage.ordinal == previous else first
            rows.append((passage.key, info.act, info.lang, text))
            previous = passage.ordinal
    return first + rest
