"""What a memo is, whatever it is written as."""

from __future__ import annotations

from dataclasses import dataclass

from kzlaw_tui.law.model import Lang


@dataclass(frozen=True, slots=True)
class Extract:
    """Words with the place they stand in.

    ``place`` is the citation with requisites, ``about`` its edition and status. ``official`` are the law's own words,
    checked against the library; all others (a digest, a quote that failed the check) are marked by ``warning``.
    """

    place: str
    heading: str
    words: str
    about: str
    lang: Lang
    official: bool
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A question, what is said to it, the extracts, and the articles beside them."""

    question: str
    said: tuple[str, ...] = ()
    extracts: tuple[Extract, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Memo:
    """A whole memo; ``labels`` are the words around it in the language it is written in."""

    title: str
    made: str
    lang: str
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
    sources_label: str
    also_label: str
    foot: str

    def numbered(self, at: int) -> str:
        """The heading of a section: its question, numbered where there are several."""
        question = self.sections[at].question
        return f"{at + 1}. {question}" if len(self.sections) > 1 else question


def quoted(extract: Extract) -> str:
    """The words of an extract: the law's own in quotation marks, others without them."""
    return f"«{extract.words}»" if extract.official else extract.words
