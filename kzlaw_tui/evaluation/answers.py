"""What is measured: a reply of any system, a search, quotes mode or a language model alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, Protocol

Mode = Literal["retrieval", "quotes", "model"]
MODES: tuple[Mode, ...] = ("retrieval", "quotes", "model")
ALONE = "-alone"
"""The end of the name of a model that is asked without the search."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of a reply, with the quote that stands beside it (``""`` for none) and the status its system gave it.

    ``exists`` and ``verbatim`` are the finding of ``checks``, not of the system; ``verbatim`` is ``None`` without a quote.
    """

    act: str
    article: str
    point: str = ""
    subpoint: str = ""
    quote: str = ""
    lang: str = "ru"
    status: str = "verified"
    exists: bool = False
    verbatim: bool | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a system says to a question.

    ``retrieved`` are act and article, best first. ``confidence`` in [0, 1] is what abstention was decided on, ``None``
    for a system that has none. ``text`` is what a person reads as the answer, ``""`` when it abstained or only searched;
    ``notice`` is what is said beside it. ``corrected``: it told the person that a cited article does not exist or that
    another act regulates it. ``first_token`` are seconds, ``tokens`` how many a model made; ``None`` without a model.
    """

    retrieved: tuple[tuple[str, str], ...] = ()
    confidence: float | None = None
    abstained: bool = False
    corrected: bool = False
    text: str = ""
    notice: str = ""
    citations: tuple[Cited, ...] = ()
    first_token: float | None = None
    tokens: int | None = None


class Answerer(Protocol):
    """A system under measurement. ``reply`` may be called from several threads; ``name`` tells runs apart.

    A model's answerer gives its text with the citations it makes, however it found them; everything that is measured is
    measured on the ``Reply`` alone.
    """

    name: str
    mode: Mode

    def reply(self, question: str) -> Reply:
        """The reply to one question. What a system remembers of earlier ones must not change it."""


@dataclass(frozen=True, slots=True)
class Record:
    """A reply in a run file: the question's id, the checked reply, and the seconds that it took."""

    id: str
    reply: Reply
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """A line of the run file; what differs from run to run stands under ``timing``."""
        document = asdict(self.reply)
        timing = {"seconds": round(self.seconds, 4), "first_token": document.pop("first_token")}
        return {"id": self.id, **document, "timing": timing}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Record:
        """The record of a line. Raises ``KeyError``, ``TypeError`` or ``ValueError`` for a line that is none."""
        timing = row["timing"]
        reply = Reply(
            retrieved=tuple((str(act), str(article)) for act, article in row["retrieved"]),
            confidence=row["confidence"],
            abstained=bool(row["abstained"]),
            corrected=bool(row["corrected"]),
            text=str(row["text"]),
            notice=str(row["notice"]),
            citations=tuple(Cited(**item) for item in row["citations"]),
            first_token=timing["first_token"],
            tokens=row["tokens"],
        )
        return cls(str(row["id"]), reply, float(timing["seconds"]))
