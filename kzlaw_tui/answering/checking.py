"""What the gate says of a text that a model wrote, and the one place where the gate is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from kzlaw_tui.law.model import Citation, Lang
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.library.store import Library
from kzlaw_tui.retrieval.hits import Hit

SaidStatus = Literal["verified", "not_retrieved", "unknown", "repealed", "pending", "misquoted", "unsupported"]


@dataclass(frozen=True, slots=True)
class SaidCitation:
    """A citation in the text, ``text[start:end]``, with its verdict; ``quote`` are the words attributed to it, if any."""

    citation: Citation
    start: int
    end: int
    status: SaidStatus
    quote: str = ""


@dataclass(frozen=True, slots=True)
class SaidSentence:
    """A sentence of the text. ``verified`` only if it cites, and everything in it that can be checked is right."""

    start: int
    end: int
    status: SaidStatus | Literal["plain"]


@dataclass(frozen=True, slots=True)
class SaidAnswer:
    """A text in its checked form: sentences and citations are spans of ``text``."""

    text: str
    citations: tuple[SaidCitation, ...] = ()
    sentences: tuple[SaidSentence, ...] = ()

    @property
    def verified(self) -> bool:
        """Whether anything in it may be shown as checked."""
        return any(citation.status == "verified" for citation in self.citations)


class Checker(Protocol):
    """The gate for an answer. It trusts nothing: everything is resolved against the library anew."""

    def __call__(
        self, text: str, lang: Lang, retrieved: Sequence[Hit], library: Library, registry: Registry, on: date
    ) -> SaidAnswer: ...


def gate() -> Checker:
    """The gate that is in use."""
    from kzlaw_tui.answering.judging import check

    return check
