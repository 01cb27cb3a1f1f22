"""Which passages of an article answer a question."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kzlaw_tui.law.model import Lang
from kzlaw_tui.library.records import StoredPassage
from kzlaw_tui.retrieval.fusion import scaled, spread
from kzlaw_tui.retrieval.lexical import PASSAGE_FIELD, Floats
from kzlaw_tui.retrieval.signals import Signals

# Learned like the weights of the blend, from the points of half A: BM25 of the passage, the share of the question's idf that it
# has, its cosine over the article's and as it is, its length, and how late it stands.
WORDING, MATCHED, NEAR, COSINE, LENGTH, LATER = 0.8, 0.3, 0.7, 0.5, 0.2, 1.2
LATER_ABROAD = 0.7
"""Added to ``LATER`` when question and text are of two languages: words say less then, and the order says more."""
LATE, LATEST = 0.06, 0.5
"""What each further passage of an article is behind the first, and at most: the rule stands first, the exceptions after it."""
LONG = 1500


@dataclass(frozen=True, slots=True)
class Wording:
    """Scores of all passages of one language by a question's words: BM25, and the idf of what they share."""

    scores: Floats
    matched: Floats


def wordings(signals: Signals) -> dict[Lang, Wording]:
    """The passages' scores in the question's language, and in the other one by its translated terms."""
    question = signals.question
    found: dict[Lang, Wording] = {}
    for lang, side in signals.index.texts.items():
        weights = question.weights if lang == question.lang else question.translated
        if side.passages and weights:
            field, columns = side.lexical.fields[PASSAGE_FIELD], side.lexical.columns(weights)
            found[lang] = Wording(field.score(columns), field.matched(columns))
    return found


def best_passages(signals: Signals, lang: Lang, doc: int, words: dict[Lang, Wording]) -> list[StoredPassage]:
    """The passages of an article document, best first, one a point."""
    side = signals.index.texts[lang]
    span = side.places[doc].passages
    documents = range(span.start, span.stop)
    if not documents:
        return []
    cosines = np.array([signals.near.get((lang, d), 0.0) for d in documents], dtype=np.float32)
    score = NEAR * spread(cosines, cosines > 0) + COSINE * np.maximum(cosines - np.float32(0.8), 0) * 10
    if lang in words:
        score += WORDING * scaled(words[lang].scores[span]) + MATCHED * scaled(words[lang].matched[span])
    passages = side.passages[span]
    score += LENGTH * np.array([min(1.0, (p.end - p.start) / LONG) for p in passages], dtype=np.float32)
    late = LATER + (LATER_ABROAD if lang != signals.question.lang else 0.0)
    score -= late * np.minimum(LATE * np.arange(len(documents), dtype=np.float32), LATEST)
    chosen: dict[str, StoredPassage] = {}
    for i in np.argsort(-score, kind="stable"):
        chosen.setdefault(passages[i].point or passages[i].subpoint or str(passages[i].start), passages[i])
    return list(chosen.values())
