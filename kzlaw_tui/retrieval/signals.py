"""What each part of the search says of every article: arrays over the keys of the index, by name.

``article``, ``passage``: BM25 of the article's fields and of its two best passages; ``coverage``: how much of the heading the
question has; ``same``: how nearly it is the heading; ``grams``: character 4-grams (Kazakh); ``digest``, ``asked``: BM25 of our
gist, and of the lay questions and keywords; ``far_…``: the same in the other language, with the question's terms translated;
``dense``: the best cosine of a passage; ``near_gist``, ``near_asked``: the best cosine of the gist, and of a lay question;
``act``: names of acts and words that point at one;
``cited``: how often other articles cite it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kzlaw_tui.law.model import Lang
from kzlaw_tui.retrieval.asked import AskedVectors
from kzlaw_tui.retrieval.embedders import Vectors
from kzlaw_tui.retrieval.fusion import HEADING, PATH, WEAK, scaled, spread
from kzlaw_tui.retrieval.index import LoadedIndex, Side, to_keys
from kzlaw_tui.retrieval.lexical import ASKED_FIELD, GRAM_FIELD, K1, PASSAGE_FIELD, Floats
from kzlaw_tui.retrieval.question import Question

NAMES = (
    *("article", "passage", "coverage", "same", "grams", "digest", "asked"),
    *("far_article", "far_passage", "far_coverage", "far_digest", "far_asked"),
    *("dense", "near_gist", "near_asked", "act", "cited"),
)
MIN_MASS = 8.0
"""Headings with less idf than this count as this long: one common word does not cover a heading."""


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals of a question by name; ``near`` are the cosines of passages by language and document, ``cosines`` the best
    raw cosine of each key, ``raw`` signals before they were scaled to their maximum."""

    index: LoadedIndex
    question: Question
    values: Mapping[str, Floats]
    near: Mapping[tuple[Lang, int], float]
    cosines: Floats
    raw: Mapping[str, Floats]


def signals_of(
    index: LoadedIndex,
    question: Question,
    near: Mapping[tuple[Lang, int], float],
    vector: Vectors | None,
    asked: AskedVectors | None,
) -> Signals:
    """All signals of a question; those that have nothing to say are zeros."""
    values = {name: np.zeros(len(index.keys), dtype=np.float32) for name in NAMES}
    raw: dict[str, Floats] = {}
    _add_words(values, raw, index, question)
    _add_translated(values, raw, index, question)
    cosines = _add_cosines(values, index, near)
    if vector is not None and asked is not None:
        _add_asked(values, raw, index, vector, asked)
    _impute(values, index)
    values["act"] = _act_signal(index, question)
    values["cited"] = index.cited
    return Signals(index, question, values, near, cosines, raw)


def _add_words(values: dict[str, Floats], raw: dict[str, Floats], index: LoadedIndex, question: Question) -> None:
    """The person's words and the law's words for them, in the language of the question.

    They are looked up in the texts of that language, and in the digests of acts that have no text in it, so that every act is
    found by the same measures.
    """
    size = len(index.keys)
    texts, digests = index.texts[question.lang], index.digests[question.lang]
    present = {place.edition.act for place in texts.places}
    lacking = np.array([act not in present for act in index.acts], dtype=np.float32)
    sides = [(texts, np.ones(size, dtype=np.float32))] if texts.places else []
    if digests.places and lacking.any():
        sides.append((digests, lacking[index.act_of_key]))
    for side, where in sides:
        coverage, same = heading_match(side, question.weights, question.own)
        scores = {
            "article": share(side, article_scores(side, question.weights), "body", question.weights),
            "passage": share(side, passage_scores(side, question.weights), PASSAGE_FIELD, question.weights),
            "coverage": coverage,
            "same": same,
            "grams": gram_scores(side, question.grams),
        }
        for name, score in scores.items():
            values[name] = np.maximum(values[name], to_keys(score, side.doc_key, size) * where)
    raw["grams"] = values["grams"]
    for name, weak in (("article", WEAK), ("passage", WEAK), ("grams", 2 * WEAK)):
        values[name] = scaled(values[name], weak)
    # A gist is searched with all the words of the question, the lay questions and keywords with the person's own.
    values["digest"] = scaled(_digest_scores(digests, "body", question.weights, size), 2 * WEAK)
    raw["asked"] = _digest_scores(digests, ASKED_FIELD, question.own, size)
    values["asked"] = scaled(raw["asked"], 2 * WEAK)


def _add_translated(values: dict[str, Floats], raw: dict[str, Floats], index: LoadedIndex, question: Question) -> None:
    """The question's terms in the other language, looked up in its texts and digests."""
    if not question.translated:
        return
    size, weights = len(index.keys), question.translated
    other: Lang = "ru" if question.lang == "kk" else "kk"
    texts, digests = index.texts[other], index.digests[other]
    for side in (texts, digests):
        if not side.places:
            continue
        coverage, _ = heading_match(side, weights, weights)
        scores = {
            "far_article": share(side, article_scores(side, weights), "body", weights),
            "far_passage": share(side, passage_scores(side, weights), PASSAGE_FIELD, weights),
            "far_coverage": coverage,
        }
        for name, score in scores.items():
            values[name] = np.maximum(values[name], to_keys(score, side.doc_key, size))
    for name in ("far_article", "far_passage"):
        values[name] = scaled(values[name], WEAK)
    values["far_digest"] = scaled(_digest_scores(digests, "body", weights, size), 2 * WEAK)
    raw["far_asked"] = _digest_scores(digests, ASKED_FIELD, weights, size)
    values["far_asked"] = scaled(raw["far_asked"], 2 * WEAK)


def _digest_scores(digests: Side, field: str, weights: Mapping[str, float], size: int) -> Floats:
    """BM25 in a field of the digests over the best possible; shape (keys,)."""
    if not digests.places or field not in digests.lexical.fields:
        return np.zeros(size, dtype=np.float32)
    score = digests.lexical.fields[field].score(digests.lexical.columns(weights))
    return to_keys(share(digests, score, field, weights), digests.doc_key, size)


def _add_cosines(values: dict[str, Floats], index: LoadedIndex, near: Mapping[tuple[Lang, int], float]) -> Floats:
    cosines = np.zeros(len(index.keys), dtype=np.float32)
    for (lang, doc), cosine in near.items():
        side = index.texts[lang]
        key = side.places[side.passage_doc[doc]].key
        cosines[key] = max(cosines[key], cosine)
    values["dense"] = spread(cosines, cosines > 0)
    return cosines


def _add_asked(
    values: dict[str, Floats], raw: dict[str, Floats], index: LoadedIndex, vector: Vectors, asked: AskedVectors
) -> None:
    """Cosines of our own words, over the articles that the library holds."""
    cosines = asked.nearest(vector)
    for name, rows in (("near_gist", index.gist_rows), ("near_asked", index.asked_rows)):
        best = np.zeros(len(index.keys), dtype=np.float32)
        np.maximum.at(best, index.asked_keys[rows], cosines[rows])
        raw[name] = best
        values[name] = spread(best, best > 0)


OURS = {
    "digest": "article",
    "asked": "passage",
    "near_gist": "dense",
    "near_asked": "dense",
    "far_digest": "far_article",
    "far_asked": "far_passage",
}
"""What stands in for a signal of our own words where an article has none: else acts that we annotated would always win."""


def _impute(values: dict[str, Floats], index: LoadedIndex) -> None:
    bare = ~index.annotated
    if bare.any():
        for name, instead in OURS.items():
            values[name] = np.where(bare, values[instead], values[name])


def _act_signal(index: LoadedIndex, question: Question) -> Floats:
    """1.5 for articles of acts that the question names, up to 1 for acts that its words point at; one such word in a long story
    says little."""
    total = max(sum(question.acts.values()), question.words / 4)
    weight = np.zeros(len(index.acts), dtype=np.float32)
    for i, act in enumerate(index.acts):
        pointed = question.acts.get(act, 0) / total if total else 0.0
        weight[i] = max(pointed, 1.5 if act in question.named else 0.0)
    return weight[index.act_of_key]


def article_scores(side: Side, weights: Mapping[str, float]) -> Floats:
    """BM25 of each article: body, heading and path; shape (documents,)."""
    columns = side.lexical.columns(weights)
    fields = side.lexical.fields
    score = fields["body"].score(columns)
    score += np.float32(HEADING) * fields["heading"].score(columns)
    score += np.float32(PATH) * fields["path"].score(columns)
    return score


def passage_scores(side: Side, weights: Mapping[str, float]) -> Floats:
    """The mean BM25 of the two best passages of each article; shape (documents,)."""
    scores = side.lexical.fields[PASSAGE_FIELD].score(side.lexical.columns(weights))
    best = np.zeros(len(side.places), dtype=np.float32)
    np.maximum.at(best, side.passage_doc, scores)
    rest = np.where(scores >= best[side.passage_doc], 0, scores).astype(np.float32)
    second = np.zeros(len(side.places), dtype=np.float32)
    np.maximum.at(second, side.passage_doc, rest)
    return (best + second) / np.float32(2)


def gram_scores(side: Side, grams: Mapping[str, float]) -> Floats:
    """BM25 of the character 4-grams over the best possible; zeros for a language that has none."""
    field = side.lexical.fields.get(GRAM_FIELD)
    if field is None or not grams:
        return np.zeros(len(side.places), dtype=np.float32)
    return share(side, field.score(side.lexical.columns(grams)), GRAM_FIELD, grams)


def share(side: Side, scores: Floats, field: str, weights: Mapping[str, float]) -> Floats:
    """Scores as a share of the best that a document could reach in a field."""
    return scores / np.float32(ceiling(side, field, weights) or 1)


def ceiling(side: Side, name: str, weights: Mapping[str, float]) -> float:
    """The BM25 score that a document with every term, endlessly often, would have; unknown terms count as the rarest."""
    field = side.lexical.fields[name]
    rarest = float(np.log1p((field.documents + 0.5) / 0.5))
    columns = {t: side.lexical.vocabulary.get(t) for t in weights}
    return (K1 + 1) * sum(
        w * (float(field.idf[column]) if (column := columns[t]) is not None else rarest) for t, w in weights.items()
    )


def heading_match(side: Side, weights: Mapping[str, float], own: Mapping[str, float]) -> tuple[Floats, Floats]:
    """How much of each heading the question has, and how nearly it is the heading: the idf of the shared terms over that of
    the heading, and over that of the heading or of the person's own words, whichever is more."""
    field = side.lexical.fields["heading"]
    matched = field.matched(side.lexical.columns(weights))
    coverage = matched / np.maximum(side.lexical.heading_mass, np.float32(MIN_MASS))
    columns = side.lexical.columns(own)
    asked = np.float32(sum(float(field.idf[column]) for column in columns))
    unknown = np.float32(np.log1p((field.documents + 0.5) / 0.5) * (len(own) - len(columns)))
    whole = np.maximum(np.maximum(side.lexical.heading_mass, asked + unknown), np.float32(1e-6))
    same = field.matched(columns) / whole
    return coverage.astype(np.float32), (same * same).astype(np.float32)
