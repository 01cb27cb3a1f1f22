"""In which language an answer is said. The law's own words, quoted word for word, may be in the other one."""

from __future__ import annotations

from kzlaw_tui.answering.checking import SaidAnswer
from kzlaw_tui.law.model import Lang
from kzlaw_tui.retrieval.text import detect_lang

TELLING = 12
"""Fewer words than that may be in either language."""


def own_words(text: str, quotes: list[str]) -> str:
    """A text without quotes that stand in it."""
    for quote in quotes:
        text = text.replace(quote, " ", 1)
    return text


def said_in(said: SaidAnswer, lang: Lang) -> bool:
    """Whether what was said beside true quotes can be read by who asked in a language; a few words are too few to tell."""
    text = own_words(said.text, [c.quote for c in said.citations if c.quote and c.status == "verified"])
    letters = [c for c in text if c.isalpha()]
    cyrillic = sum(1 for c in letters if "\u0400" <= c <= "\u04ff")
    if not letters or cyrillic < 0.5 * len(letters):
        return False
    return len(text.split()) < TELLING or detect_lang(text) == lang
