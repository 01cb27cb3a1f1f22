"""What an answer is: quotes that were checked, and what was retrieved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kzlaw_tui.answering.checking import SaidAnswer
from kzlaw_tui.law.model import Citation, Lang, Status, TextKind
from kzlaw_tui.retrieval.hits import Hit

CheckStatus = Literal["verified", "not_retrieved", "unknown"]


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim quote with its citation.

    ``text`` is what is shown; « … » marks a cut, never inside a word. ``spans`` are the spans of the article's text that
    it is made of, in order. ``ask`` is the one of several asks of a message that it answers. ``check`` is the gate's verdict; only ``verified`` quotes are shown without a mark.
    """

    citation: Citation
    edition_id: int
    ordinal: int
    lang: Lang
    heading: str
    text: str
    spans: tuple[tuple[int, int], ...]
    status: Status
    as_of: date | None
    text_kind: TextKind
    check: CheckStatus
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds from the start of the question."""

    retrieve: float = 0.0
    first_token: float | None = None
    total: float = 0.0
    tokens: int | None = None


@dataclass(frozen=True, slots=True)
class ModelUse:
    """The model that spoke; ``adapter`` is empty without one."""

    name: str
    backend: str
    adapter: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer. In quotes mode, when ``abstained``, ``quotes`` is empty and ``retrieved`` lists the nearest articles;
    in model mode an answer without a verified citation is an abstention with its quotes. ``said`` is what the model wrote,
    checked; ``note`` a message id about it; ``asked`` the question that was searched for where it was put together anew.

    ``elsewhere`` is the id of an act that the question is about and the library does not hold (``FOREIGN_ACT`` for another
    state's law), ``missing`` are articles or points that it cites and that do not exist in an act the library holds,
    ``edition_of`` is a day that it asks about and that no edition here speaks of, ``instruction`` words of it that tell the
    program what to say and were not followed, ``unanswered`` those of several asks that found no answer.
    ``read_as`` is the question as it was understood when it was typed on the wrong keyboard layout, else empty."""

    question: str
    lang: Lang
    abstained: bool
    quotes: tuple[Quote, ...] = ()
    retrieved: tuple[Hit, ...] = ()
    timings: Timings = field(default_factory=Timings)
    elsewhere: str = ""
    missing: tuple[Citation, ...] = ()
    model: ModelUse | None = None
    said: SaidAnswer | None = None
    note: str = ""
    asked: str = ""
    edition_of: date | None = None
    instruction: str = ""
    small_talk: bool = False
    unanswered: tuple[str, ...] = ()
    read_as: str = ""

    @property
    def corrected(self) -> bool:
        """Whether something in the question was told to be wrong, beside or instead of quotes."""
        return bool(self.elsewhere or self.missing or self.edition_of or self.instruction)
