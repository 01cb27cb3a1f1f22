"""What the library hands out: editions, articles, contents and passages as they are stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kzlaw_tui.law.model import Article, Lang, TextKind, Validity


@dataclass(frozen=True, slots=True)
class EditionInfo:
    """An edition without its articles.

    ``articles``, ``live_articles`` and ``passages`` are counts, ``source`` the name of the file it came from. ``current``
    marks the one edition of an act in a language that searches and quotes go to.
    """

    id: int
    act: str
    lang: Lang
    title: str
    as_of: date | None
    text_kind: TextKind
    articles: int
    live_articles: int
    passages: int
    sha256: str
    source: str
    current: bool


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article with the edition it stands in; ``ordinal`` counts the articles of the edition from 0."""

    edition: EditionInfo
    ordinal: int
    article: Article


@dataclass(frozen=True, slots=True)
class TocEntry:
    """One line of an edition's contents: the article and the sections and chapters above it."""

    ordinal: int
    number: str
    heading: str
    path: tuple[str, ...]
    validity: Validity


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage: the span ``[start, end)`` of the text of article ``ordinal``.

    ``key`` is ``law.passages.content_key`` of act, language, article heading and passage text: it names the vector, so
    that equal text is embedded once whatever edition it stands in.
    """

    ordinal: int
    point: str
    subpoint: str
    start: int
    end: int
    key: str
