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
from kzlaw_tui.retrieval.spelling import Known, corrected, typed_as
from kzlaw_tui.retrieval.text import detect_lang, grams, terms
from kzlaw_tui.retrieval.vocabulary import Vocabulary

SHORT = 7
"""A question of up to so many words says little to an embedder: its vector is helped out with the law's words."""


@dataclass(frozen=True, slots=True)
class Question:
    """``meant`` is the text, put right when it was typed on the wrong keyboard layout; ``core`` is it without names of acts and without phrases that only ask («что установлено по теме»): what it is
    about, ``meaning`` the law's phrase for the first thing that a short Russian question says in other words (else empty). ``own`` are the terms the person wrote, ``weights`` those and the law's words for them (weights are sub-linear).

    ``translated`` are the terms of ``weights`` in the other language; empty without a dictionary.
    ``acts`` are ids of acts that the words point at, with how many entries point there; ``named`` are acts named outright.
    """

    text: str
    meant: str
    core: str
    meaning: str
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
    text: str,
    registry: Registry,
    vocabulary: Vocabulary,
    dictionary: Dictionary,
    known: Mapping[Lang, Known] | None = None,
) -> Question:
    """Analyse a question. ``known`` are the terms that the library and the vocabulary know: words that they do not know are
    taken for the nearest that they do."""
    meant = typed_as(text, known) if known is not None else text
    lang = detect_lang(meant)
    mentions = registry.find_names(meant)
    core = _without(meant, [(start, end) for _, start, end in mentions])
    core = core if terms(core, lang) else meant
    tokens = terms(core, lang)
    if known is not None:
        fixes = corrected(tokens, known[lang])
        tokens = [fixes.get(token, token) for token in tokens]
    own = {t: 1.0 + math.log(n) for t, n in Counter(tokens).items()}
    entries = vocabulary.matches(tokens, lang)
    weights = dict(own)
    for entry in entries:
        for term in entry.means:
            weights[term] = max(1.0, weights.get(term, 0.0))
    return Question(
        text=text,
        meant=meant,
        core=core,
        meaning=next((entry.phrase for entry in entries if entry.phrase), "")
        if lang == "ru" and len(core.split()) <= SHORT
        else "",
        lang=lang,
        own=own,
        weights=weights,
        translated=dictionary.translate(weights, lang) if lang == "kk" else {},
        grams={g: 1.0 + math.log(n) for g, n in Counter(grams(core)).items()} if lang == "kk" else {},
        citations=tuple(find_citations(meant, registry)),
        acts=Counter(entry.act for entry in entries if entry.act),
        named=frozenset(act for act, _, _ in mentions),
        words=len(tokens),
    )
