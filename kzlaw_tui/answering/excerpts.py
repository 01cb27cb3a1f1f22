"""Short excerpts of a point: the sentences that speak of a question."""

from __future__ import annotations

import math
import re

from kzlaw_tui.law.model import Lang
from kzlaw_tui.law.sentences import sentences
from kzlaw_tui.retrieval.text import terms

CUT = "…"
_NUMBER = re.compile(r"^(?:\d+(?:-\d+)*(?:\.|\)))\s+")
_INSIDE = re.compile(r"(?<=[;:])\s+|\n+")
_CLAUSE = re.compile(r"[,;:]\s")


def segments(text: str) -> list[str]:
    """The sentences and items of a list, each on one line, without the numbers that items begin with."""
    found = []
    for sentence in sentences(text):
        for piece in _INSIDE.split(text[sentence.start : sentence.end]):
            line = _NUMBER.sub("", " ".join(piece.split()))
            if line:
                found.append(line)
    return found


def best(pieces: list[str], wanted: str, lang: Lang) -> int:
    """The index of the piece with most of the wanted words for its length; the first one when none has any."""
    asked = set(terms(wanted, lang))

    def gain(piece: str) -> float:
        own = set(terms(piece, lang))
        return len(own & asked) / math.sqrt(len(own) + 4)

    return max(range(len(pieces)), key=lambda i: (gain(pieces[i]), -i))


def shorten(text: str, wanted: str, lang: Lang, size: int) -> str:
    """At most ``size`` characters of a text: the piece that has most of the wanted words, and what follows it while there is
    room. Whole words; what was cut ends in « …»."""
    pieces = segments(text)
    if not pieces:
        return " ".join(text.split())[:size]
    at = best(pieces, wanted, lang)
    made = cut(pieces[at], size)
    for piece in pieces[at + 1 :]:
        if len(made) + 1 + len(piece) > size:
            break
        made += f" {piece}"
    return made


def cut(text: str, size: int) -> str:
    """A text cut to ``size`` characters after a whole word, with « …» where something is left out."""
    if len(text) <= size:
        return text
    return text[: size - 2].rsplit(" ", 1)[0].rstrip(" ,;:") + f" {CUT}"


def clause(text: str, size: int) -> str:
    """The beginning of a text without its closing mark: at most ``size`` characters, up to the end of a clause where that
    leaves at least half, else after a whole word; « …» stands where something is left out."""
    whole = text.rstrip(f" .;:,{CUT}")
    cut_before = CUT in text[len(whole) :]
    if len(whole) > size:
        ends = [m.start() for m in _CLAUSE.finditer(whole[: size + 1])]
        at = ends[-1] if ends and ends[-1] >= size // 2 else whole[:size].rfind(" ")
        whole, cut_before = whole[:at].rstrip(" ,;:"), True
    return f"{whole} {CUT}" if cut_before else whole
