"""What an ingest tells while it works and when it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.model import Lang

Stage = Literal["reading", "parsing", "indexing", "done"]
FileStatus = Literal["added", "updated", "unchanged", "failed"]
Message = tuple[str, dict[str, object]]
"""A message id of the catalogues with its arguments."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an ingest is: file ``index`` (from 0) of ``files``, and of all files together: articles and passages
    stored so far, and the ``fraction`` of the work done, in [0, 1]."""

    file: Path
    index: int
    files: int
    stage: Stage
    articles: int
    passages: int
    fraction: float


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file. ``error`` is set when, and only when, ``status`` is ``failed``; then ``act`` and
    ``title`` are ``""`` and ``lang`` is ``None`` unless they were known already."""

    path: Path
    status: FileStatus
    act: str = ""
    lang: Lang | None = None
    as_of: date | None = None
    title: str = ""
    articles: int = 0
    live_articles: int = 0
    passages: int = 0
    warnings: tuple[Message, ...] = ()
    error: KzlawError | None = None


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of all files. ``cancelled`` when the person stopped it; ``interrupted`` names the files that an
    earlier ingest, killed half-way, had not finished."""

    files: tuple[FileReport, ...]
    seconds: float
    cancelled: bool = False
    interrupted: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether any file failed (exit code 1)."""
        return any(report.status == "failed" for report in self.files)


@dataclass(frozen=True, slots=True)
class IndexReport:
    """The result of ``rebuild`` and ``verify``: counts over the current editions, and what is wrong."""

    articles: int
    passages: int
    problems: tuple[Message, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.problems
