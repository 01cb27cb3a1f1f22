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
from kzlaw_tui.retrieval.confidence import Features, confidence
from kzlaw_tui.retrieval.dense import VectorStore
from kzlaw_tui.retrieval.dictionary import Dictionary
from kzlaw_tui.retrieval.embedders import Embedder, Vectors
from kzlaw_tui.retrieval.fusion import Blend, blended, learned, scaled, spread, weights_for
from kzlaw_tui.retrieval.hits import Hit
from kzlaw_tui.retrieval.index import LoadedIndex
from kzlaw_tui.retrieval.lexical import ASKED_FIELD, K1, PASSAGE_FIELD, Floats
from kzlaw_tui.retrieval.question import Question, read_question
from kzlaw_tui.retrieval.signals import Signals, ceiling, signals_of
from kzlaw_tui.retrieval.snippets import best_window
from kzlaw_tui.retrieval.spelling import Known
from kzlaw_tui.retrieval.vocabulary import Vocabulary

NEAREST = 600
"""How many passages the vector store is asked for."""
LATE = 0.06
LATEST = 0.5
"""What each further passage of an article is behind the first, and at most."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The hits of a question, best first, and the probability that one of them answers it."""

    question: Question
    hits: tuple[Hit, ...]
    confidence: float
    features: Features


def fuse(signals: Signals, blend: Blend) -> Floats:
    """The blended score of every key."""
    return blended(signals.values, weights_for(signals.question.words, signals.question.lang, blend))


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
        blend: Blend | None = None,
    ) -> None:
        self._library = library
        self._registry = registry
        self._vocabulary = vocabulary
        self._dictionary = dictionary
        self._embedder = embedder
        self._vectors = vectors
        self._asked = asked
        self._blend = blend or learned()
        self._index: LoadedIndex | None = None
        self._known: Mapping[Lang, Known] | None = None
        self._lock = Lock()

    def index(self) -> LoadedIndex:
        """The index of the library as it is now."""
        with self._lock:
            if self._index is None or self._index.revision != self._library.revision():
                index = LoadedIndex.load(self._library)
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

    def search(
        self, text: str, *, k: int = 10, act: str | None = None, lang: Lang | None = None, on: date | None = None
    ) -> Ranking:
        """Rank the articles for a question. ``act`` and ``lang`` keep to that act and that language of text."""
        found = self.signals(text, act=act)
        index, question = found.index, found.question
        if not index.keys:
            return Ranking(question, (), 0.0, Features(0, 0, 0, 0, 0, 0, 0))
        fused = fuse(found, self._blend)
        features = self._features(index, question, found, act)
        sure = confidence(features, vectors=bool(found.near), digests=_has_digests(index, fused, question.lang))
        pinned = self._pinned(index, question)
        order = self._order(index, fused, pinned, act)
        hits = self._hits(index, question, order, fused, found.near, sure, pinned, k, lang, on or date.today())
        return Ranking(question, hits, 1.0 if hits and hits[0].pinned else sure, features)

    def signals(self, text: str, *, act: str | None = None) -> Signals:
        """What each part of the search says of every article; ``search`` blends it, benchmarks look at it."""
        index = self.index()
        question = read_question(text, self._registry, self._vocabulary, self._dictionary, self._known)
        embedder = self._embedder() if index.keys else None
        vector = embedder.query(question.core) if embedder is not None else None
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
    def _features(index: LoadedIndex, question: Question, signals: Signals, act: str | None) -> Features:
        side, digests = index.texts[question.lang], index.digests[question.lang]
        lexical = covered = digest = 0.0
        if side.places and question.own:
            body = side.lexical.fields["body"]
            columns = side.lexical.columns(question.own)
            reachable = ceiling(side, "body", question.own)
            scores = body.score(columns)
            matched = body.matched(columns)
            if act is not None:
                inside = np.array([place.edition.act == act for place in side.places])
                scores, matched = scores * inside, matched * inside
            mass = reachable / (K1 + 1)
            lexical = float(scores.max()) / reachable if reachable else 0.0
            covered = float(matched[int(scores.argmax())]) / mass if mass else 0.0
        if digests.places and question.own and ASKED_FIELD in digests.lexical.fields:
            reachable = ceiling(digests, ASKED_FIELD, question.own)
            scores = digests.lexical.fields[ASKED_FIELD].score(digests.lexical.columns(question.own))
            digest = float(scores.max()) / reachable if reachable else 0.0
        pointing = sum(question.acts.values()) + len(question.named)
        here = sum(n for a, n in question.acts.items() if a in index.acts)
        here += sum(1 for a in question.named if a in index.acts)
        cosines = np.sort(signals.cosines)[::-1]
        typical = float(cosines[:50].mean()) if len(cosines) else 0.0
        return Features(
            lexical,
            covered,
            float(signals.values["coverage"].max(initial=0.0)),
            10 * (float(cosines[0]) - 0.85) if typical > 0 else 0.0,
            20 * (float(cosines[0]) - typical) if typical > 0 else 0.0,
            digest,
            2 * here / pointing - 1 if pointing else 0.0,
        )

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
        index: LoadedIndex,
        question: Question,
        order: list[int],
        fused: Floats,
        near: Mapping[tuple[Lang, int], float],
        sure: float,
        pinned: list[int],
        k: int,
        only: Lang | None,
        on: date,
    ) -> tuple[Hit, ...]:
        hits: list[Hit] = []
        wording = {
            one: side.lexical.fields[PASSAGE_FIELD].score(side.lexical.columns(question.weights))
            for one, side in index.texts.items()
            if one == question.lang and side.passages
        }
        top = float(fused.max(initial=0.0)) or 1.0
        cited = {(span.citation.act, span.citation.article): span.citation for span in reversed(question.citations)}
        for key in order:
            if len(hits) == k:
                break
            shown = index.place(key, question.lang, only)
            if shown is None or (fused[key] <= 0 and key not in pinned):
                continue
            act, number = index.keys[key]
            citation = cited.get((act, number)) or cited.get(("", number)) if key in pinned else None
            score = 1.0 if key in pinned else sure * float(fused[key]) / top
            hits.append(self._hit(index, question, shown, near, wording, round(score, 4), citation, key in pinned, on))
        return tuple(hits)

    def _hit(
        self,
        index: LoadedIndex,
        question: Question,
        shown: tuple[Lang, int],
        near: Mapping[tuple[Lang, int], float],
        wording: Mapping[Lang, Floats],
        score: float,
        cited: Citation | None,
        pinned: bool,
        on: date,
    ) -> Hit:
        lang, doc = shown
        side = index.texts[lang]
        place = side.places[doc]
        article = self._library.article(place.edition.id, place.entry.ordinal).article
        point, subpoint, start, end = "", "", 0, len(article.text)
        best = _best_passage(place.passages, lang, near, wording)
        if best is not None:
            passage = side.passages[best]
            point, subpoint, start, end = passage.point, passage.subpoint, passage.start, passage.end
        if cited is not None and (cited.point or cited.subpoint):
            sub = article.subpoint(cited.point, cited.subpoint) if cited.subpoint else None
            whole = article.point(cited.point) if cited.point else None
            if sub is not None:
                point, subpoint, start, end = cited.point, sub.number, sub.start, sub.end
            elif whole is not None:
                point, subpoint, start, end = whole.number, "", whole.start, whole.end
        window = best_window(article.text, start, end, question.weights, lang)
        return Hit(
            edition_id=place.edition.id,
            ordinal=place.entry.ordinal,
            act=place.edition.act,
            lang=lang,
            article=article.number,
            point=point,
            subpoint=subpoint,
            heading=article.heading,
            score=score,
            snippet=window,
            start=start,
            end=end,
            status=article.validity.status(on),
            text_kind=place.edition.text_kind,
            as_of=place.edition.as_of,
            pinned=pinned,
        )


def _has_digests(index: LoadedIndex, fused: Floats, lang: Lang) -> bool:
    """Whether the act of the best article has digests in a language."""
    act = index.keys[int(fused.argmax())][0]
    return any(place.edition.act == act for place in index.digests[lang].places)


def _best_passage(
    span: slice, lang: Lang, near: Mapping[tuple[Lang, int], float], wording: Mapping[Lang, Floats]
) -> int | None:
    """The passage document of a range that fits best: words and vectors, each scaled over the range."""
    documents = range(span.start, span.stop)
    if not documents:
        return None
    score = np.zeros(len(documents), dtype=np.float32)
    if lang in wording:
        score += scaled(wording[lang][span])
    cosines = np.array([near.get((lang, doc), 0.0) for doc in documents], dtype=np.float32)
    score += spread(cosines, cosines > 0)
    # The rule stands first and the exceptions after it: of points that fit alike the earlier one answers.
    # Vectors alone, across languages, are a weaker sign, so the order counts for more.
    late = LATE if lang in wording else 2 * LATE
    score -= np.minimum(np.float32(late) * np.arange(len(documents), dtype=np.float32), np.float32(LATEST))
    return documents[int(score.argmax())]
