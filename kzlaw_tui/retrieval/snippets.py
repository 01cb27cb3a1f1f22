"""A short window of a passage around the words that were asked for; never cut inside a word."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kzlaw_tui.law.model import Lang
from kzlaw_tui.retrieval.text import terms

SNIPPET_CHARS = 240
ELLIPSIS = "…"
_WORD = re.compile(r"\S+")


def best_window(
    text: str, start: int, end: int, weights: Mapping[str, float], lang: Lang, size: int = SNIPPET_CHARS
) -> str:
    """The part of ``text[start:end]`` of about ``size`` characters with the most wanted terms, cuts marked by « … »."""
    a, b = best_span(text, start, end, weights, lang, size)
    pieces = [ELLIPSIS] * (a > start) + text[a:b].split() + [ELLIPSIS] * (b < end)
    return " ".join(pieces)


def best_span(text: str, start: int, end: int, weights: Mapping[str, float], lang: Lang, size: int) -> tuple[int, int]:
    """The span behind ``best_window``: word boundaries of ``text`` within ``[start, end)``."""
    if end - start <= size:
        return start, end
    words = [(start + m.start(), start + m.end()) for m in _WORD.finditer(text[start:end])]
    gains = [sum(weights.get(t, 0.0) for t in terms(text[a:b], lang)) for a, b in words]
    best, best_gain, gain, first = (0, 0), -1.0, 0.0, 0
    for last, (_, b) in enumerate(words):
        gain += gains[last]
        while b - words[first][0] > size:
            gain -= gains[first]
            first += 1
        if gain > best_gain:
            best, best_gain = (first, last), gain
    first, last = best
    # Fill the window to its size, forwards first: a quote that begins at its beginning reads better.
    while first > 0 and words[last][1] - words[first - 1][0] <= size:
        first -= 1
    while last + 1 < len(words) and words[last + 1][1] - words[first][0] <= size:
        last += 1
    return words[first][0], words[last][1]
