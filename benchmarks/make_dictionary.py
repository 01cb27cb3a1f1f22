"""Mines ``corpus/vocabulary/kk-ru.tsv`` from the parallel acts beside the project and from our own annotations.

Only pairs of terms with weights are written, no text.
"""

from __future__ import annotations

from collections.abc import Iterator

from questions import SHARED

from kzlaw_tui.config import shipped_corpus
from kzlaw_tui.ingest.digests import load_annotations
from kzlaw_tui.ingest.readers import read_document
from kzlaw_tui.ingest.structure import parse
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.retrieval.dictionary import Pair, aligned, train
from kzlaw_tui.retrieval.text import terms


def units() -> Iterator[Pair]:
    """The aligned units of all acts in both languages, and the headings and gists of the annotations."""
    registry = Registry.from_toml((shipped_corpus() / "acts.toml").read_text("utf-8"))
    for file in sorted((SHARED / "corpus" / "kk").glob("*.txt")):
        kk, ru = (parse(read_document(SHARED / "corpus" / lang / file.name), registry).edition for lang in ("kk", "ru"))
        yield from aligned(kk, ru)
    for note in load_annotations(shipped_corpus() / "annotations").values():
        yield terms(note.heading["kk"], "kk"), terms(note.heading["ru"], "ru")
        sentences = [note.gist[lang].split(". ") for lang in ("kk", "ru")]
        if len(sentences[0]) == len(sentences[1]):
            yield from ((terms(a, "kk"), terms(b, "ru")) for a, b in zip(*sentences, strict=True))
        else:
            yield terms(note.gist["kk"], "kk"), terms(note.gist["ru"], "ru")


if __name__ == "__main__":
    dictionary = train(units())
    dictionary.save(shipped_corpus() / "vocabulary" / "kk-ru.tsv")
    print(f"{len(dictionary.to_ru)} Kazakh terms, {len(dictionary.pairs())} pairs")
