"""What a person meant to type: typing errors by edit distance, and a text typed on the wrong keyboard layout."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from kzlaw_tui.law.model import Lang
from kzlaw_tui.law.textnorm import KEYBOARD_KK, KEYBOARD_RU
from kzlaw_tui.retrieval.text import detect_lang, terms

SHORTEST = 6
LONG = 10
"""Terms of this length may differ by two letters from what was meant, shorter ones by one."""
MOST = 8
"""At most so many unknown words of a question are looked at: a long story is full of names."""
_LETTERS = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z]")


class Known:
    """The terms of one language that the library or the vocabulary knows."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)

    def __contains__(self, term: str) -> bool:
        return term in self._known

    @cached_property
    def _by_first(self) -> Mapping[str, list[str]]:
        """Terms by first letter: the first letter of a word is rarely wrong, and a table of all terms takes longer."""
        table: dict[str, list[str]] = {}
        for term in sorted(self._known):
            if len(term) >= SHORTEST and term.isalpha():
                table.setdefault(term[0], []).append(term)
        return table

    def meant(self, term: str) -> str | None:
        """The nearest known term of an unknown one; ``None`` when none is near."""
        if len(term) < SHORTEST or not term.isalpha() or term in self._known:
            return None
        furthest = 2 if len(term) >= LONG else 1
        found = process.extractOne(
            term, self._by_first.get(term[0], ()), scorer=DamerauLevenshtein.distance, score_cutoff=furthest
        )
        return str(found[0]) if found is not None else None


def corrected(tokens: Collection[str], known: Known) -> dict[str, str]:
    """For the tokens that nothing knows: what was meant, where something near is known."""
    unknown = [t for t in dict.fromkeys(tokens) if t not in known][:MOST]
    return {term: meant for term in unknown if (meant := known.meant(term)) is not None}


def typed_as(text: str, known: Mapping[Lang, Known]) -> str:
    """The text as it was meant when it was typed on a Latin layout («nhelljdjq rjltrc»); else the text itself."""
    letters = _LETTERS.findall(text)
    if not letters or len(_LATIN.findall(text)) < 0.8 * len(letters):
        return text
    best, share = text, 0.5
    for table in (KEYBOARD_RU, KEYBOARD_KK):
        candidate = text.translate(table)
        lang = detect_lang(candidate)
        found = terms(candidate, lang)
        rate = sum(t in known[lang] or known[lang].meant(t) is not None for t in found) / len(found) if found else 0.0
        if rate > share:
            best, share = candidate, rate
    return best
