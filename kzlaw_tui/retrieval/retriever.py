"""From a question to ranked articles, each with its best point."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock

import numpy as np

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.model import Citation, Lang
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.library.store import Library
from kzlaw_tui.retrieval.confidence import Features, confidence
from kzlaw_tui.retrieval.dense import VectorStore
from kzlaw_tui.retrieval.embedders import Embedder
from kzlaw_tui.retrieval.fusion import HEADING, PATH, WEAK, Blend, blended, scaled, spread, weights_for
from kzlaw_tui.retrieval.hits import Hit
from kzlaw_tui.retrieval.index import LoadedIndex, Side, to_keys
from kzlaw_tui.retrieval.lexical import ASKED_FIELD, GRAM_FIELD, K1, PASSAGE_FIELD, Floats
from kzlaw_tui.retrieval.question import Question, read_question
from kzlaw_tui.retrieval.snippets import best_window
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


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals of a question: arrays over the keys of the index, by name; ``near`` are the cosines by passage."""

    index: LoadedIndex
    question: Question
    values: Mapping[str, Floats]
    near: Mapping[tuple[Lang, int], float]


def fuse(signals: Signals, blend: Blend) -> Floats:
    """The blended score of every key. The nearer a question is to some heading, the less the lay words of digests count."""
    weights = weights_for(signals.question.words, signals.question.lang, blend)
    lay = 1.0 - float(signals.values["same"].max(initial=0.0))
    return blended(signals.values, replace(weights, digest=weights.digest * lay, asked=weights.asked * lay))


class Retriever:
    """Searches the library. Reloads its index when the library has changed; usable from several threads."""

    def __init__(
        self,
        library: Library,
        registry: Registry,
        vocabulary: Vocabulary,
        *,
        embedder: Callable[[], Embedder | None] = lambda: None,
        vectors: Callable[[], VectorStore | None] = lambda: None,
        blend: Blend | None = None,
    ) -> None:
        self._library = library
        self._registry = registry
        self._vocabulary = vocabulary
        self._embedder = embedder
        self._vectors = vectors
        self._blend = blend or Blend()
        self._index: LoadedIndex | None = None
        self._lock = Lock()

    def index(self) -> LoadedIndex:
        """The index of the library as it is now."""
        with self._lock:
            if self._index is None or self._index.revision != self._library.revision():
                self._index = LoadedIndex.load(self._library)
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
        features = self._features(index, question, found.values, act)
        sure = confidence(features, vectors=bool(found.near), digests=_has_digests(index, fused, question.lang))
        pinned = self._pinned(index, question)
        order = self._order(index, fused, pinned, act)
        hits = self._hits(index, question, order, fused, found.near, sure, pinned, k, lang, on or date.today())
        return Ranking(question, hits, 1.0 if hits and hits[0].pinned else sure, features)

    def signals(self, text: str, *, act: str | None = None) -> Signals:
        """What each part of the search says of every article; ``search`` blends it, benchmarks look at it."""
        index = self.index()
        question = read_question(text, self._registry, self._vocabulary)
        if not index.keys:
            return Signals(index, question, {}, {})
        near = self._dense(index, question, act)
        return Signals(index, question, self._signals(index, question, near), near)

    def _dense(self, index: LoadedIndex, question: Question, act: str | None) -> dict[tuple[Lang, int], float]:
        """Cosines of the nearest passages, by language and passage document; empty without vectors."""
        store, embedder = self._vectors(), self._embedder()
        if store is None or embedder is None or not store.exists():
            return {}
        try:
            count = store.count()
            found = store.nearest(embedder.query(question.core), min(NEAREST, count), act) if count else []
        except KzlawError:
            # Damaged vectors must not stop a search by words; ``doctor`` tells of them and a rebuild drops them.
            return {}
        return {index.by_content[key]: cosine for key, cosine in found if key in index.by_content}

    def _signals(
        self, index: LoadedIndex, question: Question, near: Mapping[tuple[Lang, int], float]
    ) -> dict[str, Floats]:
        size = len(index.keys)
        digests = index.digests[question.lang]
        names = ("article", "passage", "coverage", "same", "digest", "asked", "grams")
        signals = {name: np.zeros(size, dtype=np.float32) for name in names}
        for side, where in self._sides(index, question):
            article = self._article_scores(side, question.weights) / np.float32(
                _ceiling(side, "body", question.weights) or 1
            )
            passage = self._passage_scores(side, question) / np.float32(
                _ceiling(side, PASSAGE_FIELD, question.weights) or 1
            )
            coverage, same = _heading_match(side, question)
            for name, scores in (
                ("article", article),
                ("passage", passage),
                ("coverage", coverage),
                ("same", same),
                ("grams", _gram_scores(side, question)),
            ):
                signals[name] = np.maximum(signals[name], to_keys(scores, side.doc_key, size) * where)
        for name, weak in (("article", WEAK), ("passage", WEAK), ("grams", 2 * WEAK)):
            signals[name] = scaled(signals[name], weak)
        # A gist is searched with all the words of the question, the lay questions and keywords with the person's own.
        for name, field, words in (("digest", "body", question.weights), ("asked", ASKED_FIELD, question.own)):
            if digests.places and field in digests.lexical.fields:
                score = digests.lexical.fields[field].score(digests.lexical.columns(words))
                ceiling = 2 * WEAK * _ceiling(digests, field, words)
                signals[name] = scaled(to_keys(score, digests.doc_key, size), ceiling)
        dense = np.zeros(size, dtype=np.float32)
        for (lang, doc), cosine in near.items():
            key = index.texts[lang].places[index.texts[lang].passage_doc[doc]].key
            dense[key] = max(dense[key], cosine)
        signals["dense"] = spread(dense, dense > 0)
        signals["cosine"] = dense
        signals["act"] = self._act_signal(index, question)
        return signals

    def _article_scores(self, side: Side, weights: Mapping[str, float]) -> Floats:
        columns = side.lexical.columns(weights)
        fields = side.lexical.fields
        score = fields["body"].score(columns)
        score += np.float32(HEADING) * fields["heading"].score(columns)
        score += np.float32(PATH) * fields["path"].score(columns)
        return score

    @staticmethod
    def _sides(index: LoadedIndex, question: Question) -> list[tuple[Side, Floats]]:
        """Where the words are looked up, with a mask over the keys: the texts in the question's language, and the digests
        of acts that have no text in it, so that every act is found by the same measures."""
        texts, digests = index.texts[question.lang], index.digests[question.lang]
        everywhere = np.ones(len(index.keys), dtype=np.float32)
        sides = [(texts, everywhere)] if texts.places else []
        present = {place.edition.act for place in texts.places}
        lacking = np.array([act not in present for act in index.acts], dtype=np.float32)
        if digests.places and lacking.any():
            sides.append((digests, lacking[index.act_of_key]))
        return sides

    @staticmethod
    def _passage_scores(side: Side, question: Question) -> Floats:
        """The mean of the two best passages of each article document."""
        scores = side.lexical.fields[PASSAGE_FIELD].score(side.lexical.columns(question.weights))
        best = np.zeros(len(side.places), dtype=np.float32)
        np.maximum.at(best, side.passage_doc, scores)
        rest = np.where(scores >= best[side.passage_doc], 0, scores).astype(np.float32)
        second = np.zeros(len(side.places), dtype=np.float32)
        np.maximum.at(second, side.passage_doc, rest)
        return (best + second) / np.float32(2)

    @staticmethod
    def _act_signal(index: LoadedIndex, question: Question) -> Floats:
        """1.5 for articles of acts that the question names, up to 1 for acts that its words point at; one such word in a long
        story says little."""
        total = max(sum(question.acts.values()), question.words / 4)
        weight = np.zeros(len(index.acts), dtype=np.float32)
        for i, act in enumerate(index.acts):
            pointed = question.acts.get(act, 0) / total if total else 0.0
            weight[i] = max(pointed, 1.5 if act in question.named else 0.0)
        return weight[index.act_of_key]

    @staticmethod
    def _features(index: LoadedIndex, question: Question, signals: Mapping[str, Floats], act: str | None) -> Features:
        side, digests = index.texts[question.lang], index.digests[question.lang]
        lexical = covered = digest = 0.0
        if side.places and question.own:
            body = side.lexical.fields["body"]
            columns = side.lexical.columns(question.own)
            ceiling = _ceiling(side, "body", question.own)
            scores = body.score(columns)
            matched = body.matched(columns)
            if act is not None:
                inside = np.array([place.edition.act == act for place in side.places])
                scores, matched = scores * inside, matched * inside
            mass = ceiling / (K1 + 1)
            lexical = float(scores.max()) / ceiling if ceiling else 0.0
            covered = float(matched[int(scores.argmax())]) / mass if mass else 0.0
        if digests.places and question.own and ASKED_FIELD in digests.lexical.fields:
            ceiling = _ceiling(digests, ASKED_FIELD, question.own)
            scores = digests.lexical.fields[ASKED_FIELD].score(digests.lexical.columns(question.own))
            digest = float(scores.max()) / ceiling if ceiling else 0.0
        pointing = sum(question.acts.values()) + len(question.named)
        here = sum(n for a, n in question.acts.items() if a in index.acts)
        here += sum(1 for a in question.named if a in index.acts)
        cosines = np.sort(signals["cosine"])[::-1]
        typical = float(cosines[:50].mean()) if len(cosines) else 0.0
        return Features(
            lexical,
            covered,
            float(signals["coverage"].max(initial=0.0)),
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


def _gram_scores(side: Side, question: Question) -> Floats:
    """BM25 of the character 4-grams over the best possible; zeros for a language that has none."""
    field = side.lexical.fields.get(GRAM_FIELD)
    if field is None or not question.grams:
        return np.zeros(len(side.places), dtype=np.float32)
    ceiling = np.float32(_ceiling(side, GRAM_FIELD, question.grams) or 1)
    return field.score(side.lexical.columns(question.grams)) / ceiling


def _ceiling(side: Side, name: str, weights: Mapping[str, float]) -> float:
    """The BM25 score that a document with every term, endlessly often, would have; unknown terms count as the rarest."""
    field = side.lexical.fields[name]
    rarest = float(np.log1p((field.documents + 0.5) / 0.5))
    columns = {t: side.lexical.vocabulary.get(t) for t in weights}
    return (K1 + 1) * sum(
        w * (float(field.idf[column]) if (column := columns[t]) is not None else rarest) for t, w in weights.items()
    )


def _heading_match(side: Side, question: Question) -> tuple[Floats, Floats]:
    """How much of each heading the question has, and how nearly it is the heading: the idf of the shared terms over that of
    the heading, and over that of the heading or of the person's own words, whichever is more."""
    field = side.lexical.fields["heading"]
    floor = np.float32(1e-6)
    matched = field.matched(side.lexical.columns(question.weights))
    coverage = matched / np.maximum(side.lexical.heading_mass, np.float32(8.0))
    own = side.lexical.columns(question.own)
    asked = np.float32(sum(float(field.idf[column]) for column in own))
    unknown = np.float32(np.log1p((field.documents + 0.5) / 0.5) * (len(question.own) - len(own)))
    same = field.matched(own) / np.maximum(np.maximum(side.lexical.heading_mass, asked + unknown), floor)
    return coverage.astype(np.float32), (same * same).astype(np.float32)
