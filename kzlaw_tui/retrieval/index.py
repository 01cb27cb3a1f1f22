"""The index in memory: what the library holds, joined for searching, and where each document stands.

Scores of many kinds of documents (articles, passages, digests, vectors) meet at the *key*, the pair (act, article
number), because a hit is an article whatever language or edition it was found in.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.model import LANGS, Lang
from kzlaw_tui.library.codec import number_key
from kzlaw_tui.library.records import EditionInfo, StoredPassage, TocEntry
from kzlaw_tui.library.store import Library
from kzlaw_tui.retrieval.asked import Wording
from kzlaw_tui.retrieval.lexical import Floats, Ints, LexicalIndex, Segment


@dataclass(slots=True)
class Place:
    """Where an article document stands: its edition, its entry, and its passages as a range of the passage documents."""

    edition: EditionInfo
    entry: TocEntry
    key: int
    passages: slice


@dataclass(slots=True)
class Side:
    """All editions of one language and one kind (texts that are shown, or digests): their joined lexical index and places.

    ``doc_key`` gives the key of each article document, ``passage_doc`` the article document of each passage.
    """

    lexical: LexicalIndex
    places: list[Place]
    passages: list[StoredPassage]
    doc_key: Ints
    passage_doc: Ints


@dataclass(slots=True)
class LoadedIndex:
    """A snapshot of the library at one revision. ``texts`` are editions that are shown, ``digests`` all digests;
    ``annotated`` says which keys have one, ``cited`` how often other articles cite each (log, over the greatest)."""

    revision: int
    keys: list[tuple[str, str]]
    texts: dict[Lang, Side]
    digests: dict[Lang, Side]
    by_content: dict[str, tuple[Lang, int]]
    act_of_key: Ints
    acts: list[str]
    shown: list[dict[Lang, int]] = field(default_factory=list)
    cited: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    annotated: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    asked_keys: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    gist_rows: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    asked_rows: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int32))

    def place_asked(self, rows: Sequence[Wording]) -> None:
        """Note the key of each row of the vectors of our own words, and which rows are gists and which lay questions; articles
        that the library does not hold are left out."""
        where = {key: i for i, key in enumerate(self.keys)}
        keys = [where.get((row.act, row.article), -1) for row in rows]
        self.asked_keys = np.array(keys, dtype=np.int32)
        self.gist_rows = np.array([i for i, row in enumerate(rows) if keys[i] >= 0 and not row.asked], dtype=np.int32)
        self.asked_rows = np.array([i for i, row in enumerate(rows) if keys[i] >= 0 and row.asked], dtype=np.int32)

    @classmethod
    def load(cls, library: Library) -> LoadedIndex:
        """Join the segments of the current editions and of the digests."""
        revision = library.revision()
        keys: dict[tuple[str, str], int] = {}
        texts: dict[Lang, Side] = {}
        digests: dict[Lang, Side] = {}
        segments = library.segments()
        for lang in LANGS:
            of_lang = [(info, data) for info, data in segments if info.lang == lang]
            texts[lang] = _side(library, lang, [s for s in of_lang if s[0].current], keys)
            digests[lang] = _side(library, lang, [s for s in of_lang if s[0].text_kind == "digest"], keys)
        by_content = {p.key: (lang, i) for lang in LANGS for i, p in enumerate(texts[lang].passages)}
        acts = sorted({act for act, _ in keys})
        number = {act: i for i, act in enumerate(acts)}
        act_of_key = np.array([number[act] for act, _ in keys], dtype=np.int32)
        shown: list[dict[Lang, int]] = [{} for _ in keys]
        for lang in LANGS:
            for doc, place in enumerate(texts[lang].places):
                shown[place.key][lang] = doc
        annotated = np.zeros(len(keys), dtype=bool)
        for lang in LANGS:
            annotated[digests[lang].doc_key] = True
        counts = library.citation_counts()
        cited = np.log1p(
            np.array([counts.get((act, number_key(article)), 0) for act, article in keys], dtype=np.float32)
        )
        if len(cited):
            cited /= max(1.0, float(cited.max()))
        return cls(revision, list(keys), texts, digests, by_content, act_of_key, acts, shown, cited, annotated)

    def place(self, key: int, prefer: Lang, only: Lang | None = None) -> tuple[Lang, int] | None:
        """The document shown for a key: official text first (in the preferred language if there is one), then a digest."""
        found = self.shown[key]
        if only is not None:
            return (only, found[only]) if only in found else None
        other: Lang = "ru" if prefer == "kk" else "kk"
        candidates: list[tuple[Lang, int]] = [(lang, found[lang]) for lang in (prefer, other) if lang in found]
        official = [
            (lang, doc) for lang, doc in candidates if self.texts[lang].places[doc].edition.text_kind == "official"
        ]
        return next(iter(official or candidates), None)


def _side(
    library: Library, lang: Lang, editions: Sequence[tuple[EditionInfo, bytes]], keys: dict[tuple[str, str], int]
) -> Side:
    places: list[Place] = []
    passages: list[StoredPassage] = []
    passage_doc: list[int] = []
    for info, _ in editions:
        base = len(places)
        stored = library.passages(info.id)
        counts = (
            np.bincount([p.ordinal for p in stored], minlength=info.articles) if stored else np.zeros(info.articles)
        )
        at = len(passages)
        for entry in library.toc(info.id):
            key = keys.setdefault((info.act, entry.number), len(keys))
            count = int(counts[entry.ordinal])
            places.append(Place(info, entry, key, slice(at, at + count)))
            at += count
        passages.extend(stored)
        passage_doc.extend(base + p.ordinal for p in stored)
    try:
        lexical = LexicalIndex.join(lang, [Segment.from_bytes(data) for _, data in editions])
    except (ValueError, KeyError, zipfile.BadZipFile) as error:
        # Another version of the program made it, or it is damaged; it is derived and can be made again.
        raise KzlawError("error-index-outdated") from error
    return Side(
        lexical,
        places,
        passages,
        np.array([p.key for p in places], dtype=np.int32),
        np.array(passage_doc, dtype=np.int32),
    )


def to_keys(scores: Floats, key_of: Ints, size: int) -> Floats:
    """The best score of each key over its documents; shape (size,)."""
    best = np.zeros(size, dtype=np.float32)
    np.maximum.at(best, key_of, scores)
    return best
