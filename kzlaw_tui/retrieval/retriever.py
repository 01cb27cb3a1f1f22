"""From a question to ranked articles, each with its best point."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock

import numpy as np

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.model import LANGS, Citation, Lang
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.library.store import Library
from kzlaw_tui.retrieval.asked import AskedVectors
from kzlaw_tui.retrieval.confidence import confidence, features_of
from kzlaw_tui.retrieval.dense import VectorStore
from kzlaw_tui.retrieval.dictionary import Dictionary
from kzlaw_tui.retrieval.embedders import Embedder, Vectors
from kzlaw_tui.retrieval.fusion import Blend, blended, learned, weights_for
from kzlaw_tui.retrieval.hits import Hit, Unit
from kzlaw_tui.retrieval.index import LoadedIndex
from kzlaw_tui.retrieval.lexical import Floats
from kzlaw_tui.retrieval.points import Wording, best_passages, wordings
from kzlaw_tui.retrieval.question import Question, read_question
from kzlaw_tui.retrieval.signals import Signals, signals_of
from kzlaw_tui.retrieval.snippets import best_window
from kzlaw_tui.retrieval.spelling import Known
from kzlaw_tui.retrieval.vocabulary import Vocabulary

NEAREST = 600
"""How many passages the vector store is asked for."""
CONTEXT = 0.3
"""What the whole message counts for beside one of its asks."""
VERBATIM = 0.97
"""From this share on the question is the heading."""
UNITS = 3
"""How many points of an article a hit names."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The hits of a question, best first, and the probability that one of them answers it."""

    question: Question
    hits: tuple[Hit, ...]
    confidence: float
    features: Mapping[str, float]


def fuse(signals: Signals, blend: Blend) -> Floats:
    """The blended score of every key; a question that is an article's heading word for word names that article."""
    score = blended(signals.values, weights_for(signals.question.words, signals.question.lang, blend))
    return score + (signals.values["same"] > VERBATIM).astype(np.float32)


class Retriever:
    """Searches the library. Reloads its index when the library has changed; usable from several threads."""

    def __init__(
        self,
        library: Library,
        registry: Registry,
        vocabulary: Vocabulary,
        dictionary: Dictionary,
        *,
        embedder: Callable[[], Embedder | None] = lambda: None,
        vectors: Callable[[], VectorStore | None] = lambda: None,
        asked: Callable[[], AskedVectors | None] = lambda: None,
        mend: Callable[[], None] | None = None,
        blend: Blend | None = None,
    ) -> None:
        self._library = library
        self._registry = registry
        self._vocabulary = vocabulary
        self._dictionary = dictionary
        self._embedder = embedder
        self._vectors = vectors
        self._asked = asked
        self._mend = mend
        self._blend = blend or learned()
        self._index: LoadedIndex | None = None
        self._known: Mapping[Lang, Known] | None = None
        self._lock = Lock()

    def index(self) -> LoadedIndex:
        """The index of the library as it is now."""
        with self._lock:
            if self._index is None or self._index.revision != self._library.revision():
                index = self._load()
                if (asked := self._asked()) is not None:
                    index.place_asked(asked.rows)
                self._index = index
                self._known = {
                    lang: Known(
                        {*index.texts[lang].lexical.vocabulary, *index.digests[lang].lexical.vocabulary}
                        | self._vocabulary.terms(lang)
                    )
                    for lang in LANGS
                }
            return self._index

    def _load(self) -> LoadedIndex:
        """The index; words that another version of the program indexed are indexed anew first."""
        try:
            return LoadedIndex.load(self._library)
        except KzlawError as error:
            if self._mend is None or error.message_id != "error-index-outdated":
                raise
            self._mend()
            return LoadedIndex.load(self._library)

    def search(
        self,
        text: str,
        *,
        k: int = 10,
        act: str | None = None,
        lang: Lang | None = None,
        on: date | None = None,
        context: str = "",
    ) -> Ranking:
        """Rank the articles for a question. ``act`` and ``lang`` keep to that act and that language of text.

        ``context`` is the message that the question is one ask of: what it tells counts too, for less.
        """
        found = self.signals(text, act=act)
        index, question = found.index, found.question
        if not index.keys:
            return Ranking(question, (), 0.0, {})
        fused = fuse(found, self._blend)
        if context:
            around = self.signals(context, act=act)
            if len(around.index.keys) == len(fused):
                fused = fused + np.float32(CONTEXT) * fuse(around, self._blend)
        features = features_of(found, fused, act)
        sure = confidence(
            features,
            vectors=bool(found.near),
            digests=_has_digests(index, fused, question.lang),
            asked="near_asked" in found.raw,
        )
        pinned = self._pinned(index, question)
        hits = self._hits(found, fused, sure, pinned, k, act, lang, on or date.today())
        return Ranking(question, hits, 1.0 if hits and hits[0].pinned else sure, features)

    def signals(self, text: str, *, act: str | None = None) -> Signals:
        """What each part of the search says of every article; ``search`` blends it, benchmarks look at it."""
        index = self.index()
        question = read_question(text, self._registry, self._vocabulary, self._dictionary, self._known)
        embedder = self._embedder() if index.keys else None
        vector = _vector(embedder, question) if embedder is not None else None
        near = self._dense(index, vector, act) if vector is not None else {}
        return signals_of(index, question, near, vector, self._asked())

    def _dense(self, index: LoadedIndex, vector: Vectors, act: str | None) -> dict[tuple[Lang, int], float]:
        """Cosines of the nearest passages, by language and passage document; empty without stored vectors."""
        store = self._vectors()
        if store is None or not store.exists():
            return {}
        try:
            count = store.count()
            found = store.nearest(vector, min(NEAREST, count), act) if count else []
        except KzlawError:
            # Damaged vectors must not stop a search by words; ``doctor`` tells of them and a rebuild drops them.
            return {}
        return {index.by_content[key]: cosine for key, cosine in found if key in index.by_content}

    @staticmethod
    def _pinned(index: LoadedIndex, question: Question) -> list[int]:
        """Keys that the question cites outright, in its order."""
        where = {key: i for i, key in enumerate(index.keys)}
        found: list[int] = []
        for span in question.citations:
            acts = [span.citation.act] if span.citation.act else sorted(question.named)
            found += [where[a, span.citation.article] for a in acts if (a, span.citation.article) in where]
        return list(dict.fromkeys(found))

    @staticmethod
    def _order(index: LoadedIndex, fused: Floats, pinned: list[int], act: str | None) -> list[int]:
        order = np.argsort(-fused, kind="stable").tolist()
        chosen = dict.fromkeys([*pinned, *order])
        return [key for key in chosen if act is None or index.keys[key][0] == act]

    def _hits(
        self,
        signals: Signals,
        fused: Floats,
        sure: float,
        pinned: list[int],
        k: int,
        act: str | None,
        only: Lang | None,
        on: date,
    ) -> tuple[Hit, ...]:
        index, question = signals.index, signals.question
        hits: list[Hit] = []
        words = wordings(signals)
        top = float(fused.max(initial=0.0)) or 1.0
        cited = {(span.citation.act, span.citation.article): span.citation for span in reversed(question.citations)}
        for key in self._order(index, fused, pinned, act):
            if len(hits) == k:
                break
            shown = index.place(key, question.lang, only)
            if shown is None or (fused[key] <= 0 and key not in pinned):
                continue
            id_, number = index.keys[key]
            citation = cited.get((id_, number)) or cited.get(("", number)) if key in pinned else None
            score = 1.0 if key in pinned else round(sure * float(fused[key]) / top, 4)
            hits.append(self._hit(signals, shown, words, score, citation, key in pinned, on))
        return tuple(hits)

    def _hit(
        self,
        signals: Signals,
        shown: tuple[Lang, int],
        words: dict[Lang, Wording],
        score: float,
        cited: Citation | None,
        pinned: bool,
        on: date,
    ) -> Hit:
        lang, doc = shown
        place = signals.index.texts[lang].places[doc]
        article = self._library.article(place.edition.id, place.entry.ordinal).article
        found = [Unit(p.point, p.subpoint, p.start, p.end) for p in best_passages(signals, lang, doc, words)[:UNITS]]
        if cited is not None and (cited.point or cited.subpoint):
            sub = article.subpoint(cited.point, cited.subpoint) if cited.subpoint else None
            whole = article.point(cited.point) if cited.point else None
            if sub is not None:
                found = [Unit(cited.point, sub.number, sub.start, sub.end)]
            elif whole is not None:
                found = [Unit(whole.number, "", whole.start, whole.end)]
        units = tuple(found) or (Unit("", "", 0, len(article.text)),)
        best = units[0]
        return Hit(
            edition_id=place.edition.id,
            ordinal=place.entry.ordinal,
            act=place.edition.act,
            lang=lang,
            article=article.number,
            point=best.point,
            subpoint=best.subpoint,
            heading=article.heading,
            score=score,
            snippet=best_window(article.text, best.start, best.end, signals.question.weights, lang),
            start=best.start,
            end=best.end,
            status=article.validity.status(on),
            text_kind=place.edition.text_kind,
            as_of=place.edition.as_of,
            pinned=pinned,
            units=units,
        )


def _vector(embedder: Embedder, question: Question) -> Vectors:
    """The unit vector of a question: of its own words, and of them with the law's phrase beside them («300 форма» says nothing to
    an embedder)."""
    vector = embedder.query(question.core)
    if not question.meaning:
        return vector
    vector = vector + embedder.query(f"{question.core} ({question.meaning})")
    unit: Vectors = vector / np.linalg.norm(vector)
    return unit


def _has_digests(index: LoadedIndex, fused: Floats, lang: Lang) -> bool:
    """Whether the act of the best article has digests in a language."""
    act = index.keys[int(fused.argmax())][0]
    return any(place.edition.act == act for place in index.digests[lang].places)
