"""How a quote differs from the words of the law, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MAX_WORDS = 400
"""Words of a quote that are compared."""


@dataclass(frozen=True, slots=True)
class Change:
    """A run of words: ``said`` in the quote, ``law`` in the law; the same in both when nothing was changed."""

    said: str
    law: str

    @property
    def same(self) -> bool:
        return self.said == self.law


@dataclass(frozen=True, slots=True)
class Comparison:
    """``likeness`` is the share of the quote's words that stand in the law's in the same order."""

    likeness: float
    changes: tuple[Change, ...]


def compare(quote: str, text: str) -> Comparison:
    """The quote beside the stretch of a text that is the most like it."""
    said, law = quote.split()[:MAX_WORDS], text.split()
    if not said or not law:
        return Comparison(0.0, ())
    said_keys, law_keys = [_key(w) for w in said], [_key(w) for w in law]
    start, end = _window(said_keys, law_keys)
    matcher = SequenceMatcher(None, said_keys, law_keys[start:end], autojunk=False)
    blocks = [b for b in matcher.get_matching_blocks() if b.size]
    likeness = sum(b.size for b in blocks) / len(said)
    if not blocks:
        return Comparison(0.0, ())
    changes: list[Change] = []
    first, last = blocks[0], blocks[-1]
    # Words of the law before and after the quote are no part of the difference, but for those that it changed there.
    low = max(0, first.b - first.a)
    high = min(end - start, last.b + last.size + len(said) - last.a - last.size)
    for operation, a, b, c, d in SequenceMatcher(
        None, said_keys, law_keys[start + low : start + high], autojunk=False
    ).get_opcodes():
        words, own = " ".join(said[a:b]), " ".join(law[start + low + c : start + low + d])
        changes.append(Change(words, words) if operation == "equal" else Change(words, own))
    return Comparison(likeness, tuple(changes))


def _key(word: str) -> str:
    return word.strip('.,;:()"').casefold() or word


def _window(said: Sequence[str], law: Sequence[str]) -> tuple[int, int]:
    """The stretch of the law where most of the quote's words are."""
    slack = len(said) // 3 + 5
    wanted = set(said)
    size = len(said) + slack
    count = best = sum(1 for w in law[:size] if w in wanted)
    at = 0
    for i in range(size, len(law)):
        count += (law[i] in wanted) - (law[i - size] in wanted)
        if count > best:
            best, at = count, i - size + 1
    return max(0, at - slack), min(len(law), at + size + slack)


def changes_text(changes: Sequence[Change]) -> str:
    """The changes as one line: «Работник [-обязан-] {+вправе+} …»."""
    pieces = []
    for change in changes:
        if change.same:
            pieces.append(_shortened(change.said))
            continue
        if change.said:
            pieces.append(f"[-{change.said}-]")
        if change.law:
            pieces.append(f"{{+{change.law}+}}")
    return " ".join(pieces)


def _shortened(text: str, keep: int = 6) -> str:
    words = text.split()
    return text if len(words) <= 2 * keep + 2 else " ".join([*words[:keep], "…", *words[-keep:]])
