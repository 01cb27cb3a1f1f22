"""A run: questions asked one after another, each reply appended to a file, so that a killed run goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.evaluation.answers import Answerer, Mode, Record
from kzlaw_tui.evaluation.bank import Question
from kzlaw_tui.evaluation.checks import checked
from kzlaw_tui.files import held_alone, read_object
from kzlaw_tui.library.store import Library

ANSWERS = "answers.jsonl"
SUMMARY = "summary.json"
TIMING = "timing.json"
REPORT = "report.html"
Steps = Callable[[int, int], None]
"""Told how many of how many questions are answered."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a run's numbers depend on. ``questions`` is the hash of the question files, ``index`` that of what the
    library holds, ``limit`` 0 for all questions, ``program`` the version and the hash of the code, ``model`` the hash
    of a language model's weights and of how it is asked."""

    mode: Mode
    system: str
    split: str
    seed: int
    limit: int
    files: tuple[str, ...]
    questions: str
    index: str
    program: str
    model: str = ""

    @property
    def key(self) -> str:
        """Names the settings: 12 hex digits. Runs with the same key can go on from each other's file."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:12]

    @property
    def label(self) -> str:
        """«quotes-ours-test»: what a person calls such a run."""
        return "-".join(part for part in (self.mode, self.system, self.split) if part)


class RunFolder:
    """A folder with the files of one run. The first line of ``answers.jsonl`` says what is run, each other line is a reply."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.answers = folder / ANSWERS

    def begin(self, settings: Settings, total: int) -> None:
        """A new run: what was in the folder's answers before is gone."""
        head = {
            "key": settings.key,
            "run": asdict(settings),
            "total": total,
            "started": datetime.now().astimezone().isoformat(timespec="seconds"),
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in (SUMMARY, TIMING, REPORT):
            (self.folder / name).unlink(missing_ok=True)
        self.answers.write_text(json.dumps(head, ensure_ascii=False) + "\n", "utf-8", newline="\n")

    def head(self) -> dict[str, Any] | None:
        """The first line; ``None`` when there is no run here."""
        try:
            with self.answers.open(encoding="utf-8") as file:
                row = json.loads(file.readline())
        except (OSError, ValueError):
            return None
        return row if isinstance(row, dict) and isinstance(row.get("run"), dict) else None

    def records(self) -> dict[str, Record]:
        """The replies so far, by question. A line that a kill cut short is not there."""
        return {record.id: record for record, _ in self._whole()}

    def _whole(self) -> Iterator[tuple[Record, int]]:
        """The whole lines up to the first that is not, each with the offset of its end."""
        try:
            data = self.answers.read_bytes()
        except OSError:
            return
        at = data.find(b"\n") + 1
        while at and (end := data.find(b"\n", at) + 1):
            try:
                record = Record.from_json(json.loads(data[at:end]))
            except (ValueError, KeyError, TypeError):
                return
            yield record, end
            at = end

    def mend(self) -> None:
        """Drop what a kill left behind the last whole line, so that the next one begins a line."""
        end = max((end for _, end in self._whole()), default=0)
        with self.answers.open("rb+") as file:
            end = end or len(file.readline())
            file.truncate(end)

    @property
    def finished(self) -> bool:
        return (self.folder / SUMMARY).is_file()

    def count(self) -> int:
        """How many replies are there."""
        return len(self.records())

    def alone(self) -> AbstractContextManager[None]:
        """Held by one process at a time. Raises ``KzlawError`` while another has it."""
        return held_alone(self.folder, "error-eval-elsewhere")


def ask_all(
    questions: Sequence[Question],
    answerer: Answerer,
    library: Library,
    run: RunFolder,
    *,
    jobs: int = 1,
    progress: Steps | None = None,
) -> dict[str, Record]:
    """Ask the questions that the run has no reply to yet, and return the replies to all, by id."""
    records = run.records()
    todo = [q for q in questions if q.id not in records]
    done = len(questions) - len(todo)
    if progress is not None:
        progress(done, len(questions))
    run.mend()
    with run.answers.open("a", encoding="utf-8", newline="\n") as file:
        for record in _replies(todo, answerer, library, jobs):
            file.write(json.dumps(record.to_json(), ensure_ascii=False) + "\n")
            file.flush()
            records[record.id] = record
            done += 1
            if progress is not None:
                progress(done, len(questions))
    # Read back: a fresh run and one that was resumed measure the very same bytes.
    return run.records()


def _replies(questions: Sequence[Question], answerer: Answerer, library: Library, jobs: int) -> Iterator[Record]:
    def one(question: Question) -> Record:
        started = time.perf_counter()
        reply = answerer.reply(question.text)
        seconds = time.perf_counter() - started
        return Record(question.id, checked(reply, library), seconds)

    if jobs <= 1:
        yield from map(one, questions)
        return
    with ThreadPoolExecutor(jobs) as pool:
        waiting: set[Future[Record]] = set()
        left = iter(questions)
        try:
            while True:
                while len(waiting) < jobs and (question := next(left, None)) is not None:
                    waiting.add(pool.submit(one, question))
                if not waiting:
                    return
                finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in finished:
                    yield future.result()
        finally:
            for future in waiting:
                future.cancel()


# Where runs are


@dataclass(frozen=True, slots=True)
class RunInfo:
    """A run as it is listed. ``summary`` is empty while it is not finished; ``done`` of ``total`` questions are answered."""

    folder: Path
    started: datetime
    settings: dict[str, Any]
    done: int
    total: int
    summary: dict[str, Any]
    timing: dict[str, Any]

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def label(self) -> str:
        return "-".join(str(self.settings[k]) for k in ("mode", "system", "split") if self.settings.get(k))


def runs(root: Path, limit: int | None = None) -> list[RunInfo]:
    """The runs under a folder, the newest first."""
    if not root.is_dir():
        return []
    found = []
    for folder in sorted((f for f in root.iterdir() if f.is_dir()), key=lambda f: f.name, reverse=True):
        info = read_run(folder)
        if info is not None:
            found.append(info)
        if limit is not None and len(found) == limit:
            break
    return sorted(found, key=lambda info: info.started, reverse=True)


def read_run(folder: Path) -> RunInfo | None:
    """The run in a folder; ``None`` when there is none, or when its head cannot be read."""
    run = RunFolder(folder)
    head = run.head()
    if head is None:
        return None
    try:
        started = datetime.fromisoformat(str(head["started"]))
        total = int(head["total"])
    except (KeyError, ValueError):
        return None
    summary = read_object(folder / SUMMARY)
    done = total if summary else run.count()
    return RunInfo(folder, started, head["run"], done, total, summary, read_object(folder / TIMING))


def place(root: Path, settings: Settings, *, resume: bool = False, fresh: bool = False) -> tuple[RunFolder, bool]:
    """The folder under ``root`` for a run, and whether it goes on from replies that are there.

    Without ``fresh``, the newest unfinished run with the same settings goes on; with ``resume``, a finished one too.
    """
    if not fresh:
        for info in runs(root):
            run = RunFolder(info.folder)
            head = run.head()
            if head and head["key"] == settings.key and (resume or not run.finished):
                return run, True
    name = f"{datetime.now():%Y%m%d-%H%M%S}-{settings.label}-{settings.key[:6]}"
    folder = root / name
    again = 1
    while folder.exists():
        again += 1
        folder = root / f"{name}-{again}"
    return RunFolder(folder), False


def place_at(folder: Path, settings: Settings, *, resume: bool = False, fresh: bool = False) -> tuple[RunFolder, bool]:
    """A folder that a person named. Raises ``KzlawError`` when another run is in it and ``fresh`` does not say to drop it."""
    run = RunFolder(folder)
    head = run.head()
    if head is None or fresh:
        return run, False
    if head["key"] != settings.key:
        raise KzlawError("error-eval-other-run", path=folder)
    return run, resume or not run.finished
