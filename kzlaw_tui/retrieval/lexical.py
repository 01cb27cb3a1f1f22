"""The lexical index: BM25 over fields of articles and over passages.

Each edition has a *segment*, made once at ingest and stored beside its articles in the same transaction; the segments
of the current editions are joined in memory when the index is loaded, so the words of an act are searchable as soon as
its articles are there, and never disagree with them.

BM25 is Robertson and Zaragoza (2009), with k1 and b below and the idf of Lucene, ln(1 + (N - n + .5) / (n + .5)).
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kzlaw_tui.law.model import Edition, Lang
from kzlaw_tui.law.passages import passages_of
from kzlaw_tui.retrieval.text import grams, terms

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

K1 = 1.2
B = 0.75
SEGMENT_VERSION = 2
ARTICLE_FIELDS = ("body", "heading", "path")
PASSAGE_FIELD = "passage"
GRAM_FIELD = "grams"
ASKED_FIELD = "asked"
FIELDS = (*ARTICLE_FIELDS, PASSAGE_FIELD, GRAM_FIELD, ASKED_FIELD)


@dataclass(slots=True)
class Postings:
    """Postings of one field of one segment: parallel arrays of local term ids, document numbers and frequencies."""

    term: Ints
    doc: Ints
    tf: Ints
    length: Ints


@dataclass(slots=True)
class Segment:
    """What the lexical index knows of one edition: its vocabulary and the postings of each field."""

    vocabulary: list[str]
    fields: dict[str, Postings]

    def to_bytes(self) -> bytes:
        """The segment as an ``.npz`` archive."""
        arrays: dict[str, npt.NDArray[np.generic]] = {
            "version": np.array([SEGMENT_VERSION]),
            "vocabulary": np.frombuffer("\n".join(self.vocabulary).encode(), dtype=np.uint8),
        }
        for name, postings in self.fields.items():
            arrays[f"{name}.term"] = postings.term
            arrays[f"{name}.doc"] = postings.doc
            arrays[f"{name}.tf"] = postings.tf.astype(np.uint16)
            arrays[f"{name}.length"] = postings.length
        buffer = io.BytesIO()
        np.savez(buffer, **arrays)  # type: ignore[arg-type]  # numpy's stub takes the keywords for its own flags
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Segment:
        """Read what ``to_bytes`` wrote. Raises ``ValueError`` for another version of the format."""
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            if int(arrays["version"][0]) != SEGMENT_VERSION:
                raise ValueError("segment version")
            vocabulary = arrays["vocabulary"].tobytes().decode().split("\n")
            fields = {
                name: Postings(
                    arrays[f"{name}.term"],
                    arrays[f"{name}.doc"],
                    arrays[f"{name}.tf"].astype(np.int32),
                    arrays[f"{name}.length"],
                )
                for name in FIELDS
                if f"{name}.term" in arrays
            }
        return cls(vocabulary, fields)


class SegmentBuilder:
    """Collects documents field by field into a ``Segment``."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._rows: dict[str, list[tuple[int, int, int]]] = {}
        self._lengths: dict[str, list[int]] = {}

    def add(self, name: str, tokens: Sequence[str]) -> None:
        """Add the next document of a field."""
        rows = self._rows.setdefault(name, [])
        lengths = self._lengths.setdefault(name, [])
        for token, count in Counter(tokens).items():
            rows.append((self._ids.setdefault(token, len(self._ids)), len(lengths), min(count, 65535)))
        lengths.append(len(tokens))

    def build(self) -> Segment:
        """The segment of all documents added so far."""
        fields = {}
        for name, rows in self._rows.items():
            table = np.array(rows, dtype=np.int32).reshape(-1, 3)
            length = np.array(self._lengths[name], dtype=np.int32)
            fields[name] = Postings(table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy(), length)
        return Segment(list(self._ids), fields)


def segment_of(edition: Edition, asked: Mapping[str, str] | None = None) -> bytes:
    """The lexical segment of an edition: one document an article in each article field, one a passage.

    ``asked`` gives, by article number, the lay questions and keywords of a digest; they are searched, never shown.
    """
    builder = SegmentBuilder()
    lang = edition.lang
    for article in edition.articles:
        heading = terms(article.heading, lang)
        body = terms(article.text, lang)
        builder.add("body", body + heading)
        builder.add("heading", heading)
        builder.add("path", terms(" ".join(article.path), lang))
        extra = asked.get(article.number, "") if asked is not None else ""
        if asked is not None:
            builder.add(ASKED_FIELD, terms(extra, lang))
        if lang == "kk":
            builder.add(GRAM_FIELD, grams(f"{article.heading}\n{article.text}\n{extra}"))
        for passage in passages_of(article):
            builder.add(PASSAGE_FIELD, heading + terms(article.text[passage.start : passage.end], lang))
    return builder.build().to_bytes()


@dataclass(slots=True)
class Field:
    """One field of the joined index, in compressed columns: postings of term ``t`` are ``indptr[t]:indptr[t + 1]``."""

    indptr: npt.NDArray[np.int64]
    doc: Ints
    impact: Floats
    idf: Floats
    documents: int

    def score(self, query: Mapping[int, float]) -> Floats:
        """BM25 of every document for weighted terms; shape (documents,)."""
        scores = np.zeros(self.documents, dtype=np.float32)
        for term, weight in query.items():
            span = slice(self.indptr[term], self.indptr[term + 1])
            scores[self.doc[span]] += np.float32(weight * float(self.idf[term])) * self.impact[span]
        return scores

    def matched(self, query: Iterable[int]) -> Floats:
        """The sum of the idf of the query's terms that occur in each document; shape (documents,)."""
        mass = np.zeros(self.documents, dtype=np.float32)
        for term in query:
            span = slice(self.indptr[term], self.indptr[term + 1])
            mass[self.doc[span]] += self.idf[term]
        return mass

    def mass(self) -> Floats:
        """The sum of the idf of all distinct terms of each document; shape (documents,)."""
        weights = np.repeat(self.idf, np.diff(self.indptr).astype(np.int64))
        return np.bincount(self.doc, weights=weights, minlength=self.documents).astype(np.float32)


@dataclass(slots=True)
class LexicalIndex:
    """The joined index of the segments of one language.

    Documents are numbered in segment order: article ``i`` of segment ``s`` is ``article_base[s] + i``. ``vocabulary`` maps a term to its column.
    """

    lang: Lang
    vocabulary: dict[str, int]
    fields: dict[str, Field]
    article_base: list[int]
    heading_mass: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))

    @classmethod
    def join(cls, lang: Lang, segments: Sequence[Segment]) -> LexicalIndex:
        """Join segments of one language into one index with common document frequencies."""
        vocabulary: dict[str, int] = {}
        to_global = [
            np.array([vocabulary.setdefault(t, len(vocabulary)) for t in s.vocabulary], dtype=np.int32)
            for s in segments
        ]
        names = [name for name in FIELDS if any(name in s.fields for s in segments)]
        fields = {name: _join_field(name, segments, to_global, len(vocabulary)) for name in names}
        sizes = [len(s.fields["body"].length) if "body" in s.fields else 0 for s in segments]
        index = cls(lang, vocabulary, fields, np.cumsum([0, *sizes]).tolist())
        if "heading" in fields:
            index.heading_mass = fields["heading"].mass()
        return index

    @property
    def articles(self) -> int:
        return self.article_base[-1]

    def columns(self, tokens: Mapping[str, float]) -> dict[int, float]:
        """The query's terms that the index knows, as columns with their weights."""
        return {self.vocabulary[t]: w for t, w in tokens.items() if t in self.vocabulary}


def _join_field(name: str, segments: Sequence[Segment], to_global: Sequence[Ints], size: int) -> Field:
    terms_, docs, tfs, lengths = [], [], [], []
    base = 0
    for segment, mapping in zip(segments, to_global, strict=True):
        postings = segment.fields.get(name)
        if postings is None:
            continue
        terms_.append(mapping[postings.term])
        docs.append(postings.doc + np.int32(base))
        tfs.append(postings.tf)
        lengths.append(postings.length)
        base += len(postings.length)
    term, doc, tf = np.concatenate(terms_), np.concatenate(docs), np.concatenate(tfs).astype(np.float32)
    length = np.concatenate(lengths).astype(np.float32)
    average = float(length.mean()) if base and length.any() else 1.0
    order = np.argsort(term, kind="stable")
    term, doc, tf = term[order], doc[order], tf[order]
    frequency = np.bincount(term, minlength=size).astype(np.float32)
    indptr = np.concatenate([[0], np.cumsum(frequency)]).astype(np.int64)
    idf = np.log1p((base - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
    impact = (tf * (K1 + 1) / (tf + K1 * (1 - B + B * length[doc] / average))).astype(np.float32)
    return Field(indptr, doc, impact, idf, base)
