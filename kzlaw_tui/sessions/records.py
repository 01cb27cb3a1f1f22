"""What the store of sessions hands out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kzlaw_tui.answering.answer import Answer
from kzlaw_tui.law.model import Citation, Lang


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation without its turns. ``title`` is the first question until a person gives another one."""

    id: int
    title: str
    created: datetime
    updated: datetime
    pinned: bool
    turns: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer; ``answer`` is ``None`` when none came (called off, failed, or the program was killed)."""

    id: int
    question: str
    asked: datetime
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A bookmark or a note on a place in the law, kept by citation: editions come and go, the place stays.

    ``text`` is that of a note, empty for a bookmark. ``heading`` and ``lang`` are those of the article when it was made.
    """

    citation: Citation
    lang: Lang
    heading: str
    made: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class Recent:
    """An article that was opened, the last time it was."""

    citation: Citation
    lang: Lang
    heading: str
    opened: datetime
