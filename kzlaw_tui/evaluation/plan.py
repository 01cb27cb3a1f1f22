"""What a person asked to measure, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kzlaw_tui.evaluation.answers import Mode
from kzlaw_tui.evaluation.bank import ActOf, Question
from kzlaw_tui.evaluation.summary import Replies
from kzlaw_tui.evaluation.systems import Baseline


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person asked for. ``files`` empty: the bank. ``out``: the folder of this run, instead of one in the home.
    ``compare``: the name or the folder of another run. ``act_of`` knows acts by the names of their files; without it they
    are known by the files that were added to the library. ``model`` and ``adapter`` speak in mode ``model`` instead of those
    of the settings; ``alone``: without the search, and without the gate."""

    files: tuple[Path, ...] = ()
    mode: Mode = "quotes"
    baseline: Baseline | None = None
    split: str = ""
    seed: int = 0
    limit: int | None = None
    out: Path | None = None
    compare: str = ""
    resume: bool = False
    fresh: bool = False
    jobs: int = 1
    model: str | None = None
    adapter: str | None = None
    alone: bool = False
    act_of: ActOf | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished run. ``document`` is what ``eval --json`` prints; ``unknown`` are acts of the gold that nobody knows."""

    questions: Sequence[Question]
    replies: Replies
    mode: Mode
    document: dict[str, Any]
    folder: Path
    resumed: int
    unknown: tuple[str, ...] = ()
