"""Whether the words beside a citation speak of what the cited place says. The gate checks what can be counted; this asks whether
the content is there at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kzlaw_tui.answering.verify import cited_span
from kzlaw_tui.law.model import LANGS, Citation, Lang
from kzlaw_tui.library.store import Library
from kzlaw_tui.retrieval.text import terms

SUPPORT = 0.6
"""At least so much of a claim's content must stand in what its sentence cites."""
SHARE = 0.3
"""And so much in each single place, where it cites several."""
_NEGATIONS = re.compile(r"\b(?:не|нет|нельзя|без|ни|запрещ\w*|емес|жоқ|болмайды|тыйым)\b", re.IGNORECASE)


def unsupported(claim: str, cited: Sequence[Citation], lang: Lang, library: Library) -> set[Citation]:
    """Those of the cited places that do not bear a claim out; all of them when it denies what none of them denies.

    A place that the library has only in our own words bears nothing out.
    """
    units = {citation: _words(citation, lang, library) for citation in cited}
    bare = {citation for citation, words in units.items() if not words}
    content = set(terms(claim, lang))
    if not content:
        return bare
    law = "\n".join(units.values())
    if _NEGATIONS.search(claim) and not _NEGATIONS.search(law):
        return set(units)
    if len(content & set(terms(law, lang))) < SUPPORT * len(content):
        return set(units)
    far = {c for c, words in units.items() if len(content & set(terms(words, lang))) < SHARE * len(content)}
    return bare | far


def _words(citation: Citation, lang: Lang, library: Library) -> str:
    """The official words that a citation stands for, with the heading; in the language of the answer where there are such."""
    for wanted in (lang, *(other for other in LANGS if other != lang)):
        stored = library.find(citation.act, citation.article, lang=wanted)
        if stored is not None and stored.edition.text_kind == "official":
            span = cited_span(stored.article, citation)
            return f"{stored.article.heading}\n{stored.article.text[slice(*span)]}" if span else ""
    return ""
