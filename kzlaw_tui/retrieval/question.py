"""A question as the search sees it: its language, its terms with weights, what it cites, which acts it points at."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kzlaw_tui.law.citations import find_citations
from kzlaw_tui.law.model import CitationSpan, Lang
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.retrieval.text import detect_lang, grams, terms
from kzlaw_tui.retrieval.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Question:
    """``own`` are the terms the person wrote, ``weights`` those and the law's words for them (weights are sub-linear).

    ``acts`` are ids of acts that the words point at, with how many entries point there; ``named`` are acts named outright.
    """

    text: str
    lang: Lang
    own: Mapping[str, float]
    weights: Mapping[str, float]
    grams: Mapping[str, float]
    citations: tuple[CitationSpan, ...]
    acts: Mapping[str, int]
    named: frozenset[str]
    words: int


def read_question(text: str, registry: Registry, vocabulary: Vocabulary, lang: Lang | None = None) -> Question:
    """Analyse a question. ``lang`` overrides what the letters say."""
    lang = lang or detect_lang(text)
    tokens = terms(text, lang)
    own = {t: 1.0 + math.log(n) for t, n in Counter(tokens).items()}
    entries = vocabulary.matches(tokens, lang)
    weights = dict(own)
    for entry in entries:
        for term in entry.means:
            weights[term] = max(1.0, weights.get(term, 0.0))
    return Question(
        text=text,
        lang=lang,
        own=own,
        weights=weights,
        grams={g: 1.0 + math.log(n) for g, n in Counter(grams(text)).items()} if lang == "kk" else {},
        citations=tuple(find_citations(text, registry)),
        acts=Counter(entry.act for entry in entries if entry.act),
        named=frozenset(act for act, _, _ in registry.find_names(text)),
        words=len(tokens),
    )
