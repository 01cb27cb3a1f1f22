"""A question as the search sees it: its language, its terms with weights, what it cites, which acts it points at."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kzlaw_tui.law.citations import find_citations
from kzlaw_tui.law.model import CitationSpan, Lang
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.retrieval.dictionary import Dictionary
from kzlaw_tui.retrieval.text import detect_lang, grams, terms
from kzlaw_tui.retrieval.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Question:
    """``core`` is the text without names of acts and without phrases that only ask («что установлено по теме»): what it is
    about. ``own`` are the terms the person wrote, ``weights`` those and the law's words for them (weights are sub-linear).

    ``translated`` are the terms of ``weights`` in the other language; empty without a dictionary.
    ``acts`` are ids of acts that the words point at, with how many entries point there; ``named`` are acts named outright.
    """

    text: str
    core: str
    lang: Lang
    own: Mapping[str, float]
    weights: Mapping[str, float]
    translated: Mapping[str, float]
    grams: Mapping[str, float]
    citations: tuple[CitationSpan, ...]
    acts: Mapping[str, int]
    named: frozenset[str]
    words: int


_ASKING = re.compile(
    r"\bчто\s+(?:установлено|предусмотрено|сказано|говорит(?:ся)?|гласит|написано)\b|\bпо\s+теме\b|\bсогласно\b|\bв\s+соответствии\s+с\b"
    r"|\bне\s+(?:айтылған|делінген|көзделген)\b|\bсәйкес\b",
    re.IGNORECASE,
)


_DANGLING = re.compile(r"^(?:(?:в|во|по|из|на|с|о|об)\s+)*[\s:;,.–—-]+(?=\w)", re.IGNORECASE)


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with spans and asking phrases taken out; the act that a name means is a signal of its own."""
    kept, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            kept.append(text[at:start])
        at = max(at, end)
    kept.append(text[at:])
    bare = " ".join(_ASKING.sub(" ", " ".join(kept)).split())
    return _DANGLING.sub("", bare)


def read_question(
    text: str, registry: Registry, vocabulary: Vocabulary, dictionary: Dictionary, lang: Lang | None = None
) -> Question:
    """Analyse a question. ``lang`` overrides what the letters say."""
    lang = lang or detect_lang(text)
    mentions = registry.find_names(text)
    core = _without(text, [(start, end) for _, start, end in mentions])
    core = core if terms(core, lang) else text
    tokens = terms(core, lang)
    own = {t: 1.0 + math.log(n) for t, n in Counter(tokens).items()}
    entries = vocabulary.matches(tokens, lang)
    weights = dict(own)
    for entry in entries:
        for term in entry.means:
            weights[term] = max(1.0, weights.get(term, 0.0))
    return Question(
        text=text,
        core=core,
        lang=lang,
        own=own,
        weights=weights,
        translated=dictionary.translate(weights, lang) if lang == "kk" else {},
        grams={g: 1.0 + math.log(n) for g, n in Counter(grams(core)).items()} if lang == "kk" else {},
        citations=tuple(find_citations(text, registry)),
        acts=Counter(entry.act for entry in entries if entry.act),
        named=frozenset(act for act, _, _ in mentions),
        words=len(tokens),
    )
