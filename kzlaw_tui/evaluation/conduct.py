"""One evaluation from beginning to end: which questions, which system, where it is written, what it comes to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import kzlaw_tui
from kzlaw_tui import __version__
from kzlaw_tui.config import Home, shipped_corpus
from kzlaw_tui.errors import KzlawError, NotFoundError
from kzlaw_tui.evaluation.answers import Answerer, Mode
from kzlaw_tui.evaluation.bank import BANK, Question, choose, digest_of, load
from kzlaw_tui.evaluation.memory import peak_mb
from kzlaw_tui.evaluation.plan import Outcome, Plan
from kzlaw_tui.evaluation.report import html_report
from kzlaw_tui.evaluation.run import (
    REPORT,
    SUMMARY,
    TIMING,
    RunFolder,
    Settings,
    Steps,
    ask_all,
    place,
    place_at,
    read_run,
)
from kzlaw_tui.evaluation.speaking import ModelAlone, ModelAnswers
from kzlaw_tui.evaluation.summary import Replies, compare, summarise, timing
from kzlaw_tui.evaluation.systems import Asked, system
from kzlaw_tui.i18n import Translator
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.library.store import Library

if TYPE_CHECKING:
    from kzlaw_tui.answering.speaker import Speaker
    from kzlaw_tui.retrieval.retriever import Retriever


class Subject(Asked, Protocol):
    """The assistant, as far as it is measured."""

    home: Home

    @property
    def t(self) -> Translator:
        """Messages in the interface language, for the report."""

    @property
    def registry(self) -> Registry:
        """The acts by name."""

    @property
    def library(self) -> Library:
        """The articles that citations are checked against."""

    @property
    def retriever(self) -> Retriever:
        """The search, for the baselines."""

    @property
    def speaker(self) -> Speaker:
        """The local model."""

    def vectors_state(self) -> object:
        """Which vectors there are."""

    def warm_up(self) -> None:
        """Load what is loaded at the first question."""


def conduct(
    plan: Plan,
    subject: Subject,
    *,
    answerer: Answerer | None = None,
    progress: Steps | None = None,
) -> Outcome:
    """Run a plan. ``answerer`` is asked instead of a system of our own. Raises ``KzlawError``."""
    corpus, runs_root = shipped_corpus(), subject.home.evaluations
    speaks = None
    if plan.mode == "model" and answerer is None:
        # Without a model nothing else is worth the time.
        answerer = speaks = model_system(subject, plan)
    files = plan.files or bank_files(corpus / "questions")
    acts = Acts(subject.library)
    questions = choose(load(files, plan.act_of or acts.of), plan.split, plan.limit, plan.seed)
    if not questions:
        raise NotFoundError("error-eval-no-questions", files=", ".join(str(f) for f in files))
    if plan.baseline == "dense" and not _has_vectors(subject, questions[0]):
        raise KzlawError("error-eval-no-vectors")
    asked = answerer or system(subject, lambda text: subject.retriever.signals(text), plan.mode, plan.baseline)
    settings = Settings(
        mode=plan.mode,
        system=asked.name,
        split=plan.split,
        seed=plan.seed,
        limit=plan.limit or 0,
        files=tuple(file.name for file in files),
        questions=digest_of(files),
        index=index_state(subject),
        program=f"{__version__}+{code_state(corpus / 'vocabulary')}",
        model=speaks.state if speaks is not None else "",
    )
    # What cannot be loaded must leave no empty run behind, and the first answer is timed like the others.
    subject.warm_up()
    if speaks is not None:
        speaks.load()
    other = find_run(plan.compare, runs_root) if plan.compare else None
    if plan.out is not None:
        run, going_on = place_at(plan.out, settings, resume=plan.resume, fresh=plan.fresh)
    else:
        run, going_on = place(runs_root, settings, resume=plan.resume, fresh=plan.fresh)
    with run.alone():
        if not going_on:
            run.begin(settings, len(questions))
        resumed = run.count()
        replies = ask_all(questions, asked, subject.library, run, jobs=plan.jobs, progress=progress)
        document = summarise(questions, replies, plan.mode, plan.seed)
        document = {"n": document.pop("n"), "settings": asdict(settings), **document}
        if other is not None:
            document["comparison"] = {"run": other.name} | _compared(questions, replies, plan, other)
        took = timing(questions, replies, peak_mb(), plan.jobs)
        took["finished"] = datetime.now().astimezone().isoformat(timespec="seconds")
        whole = document | {"timing": took, "run": {"folder": str(run.folder), "report": str(run.folder / REPORT)}}
        outcome = Outcome(questions, replies, plan.mode, whole, run.folder, resumed, acts.unknown(questions))
        _write(run.folder / TIMING, json.dumps(took, ensure_ascii=False, indent=2))
        _write(run.folder / REPORT, html_report(outcome, subject.t, subject.registry))
        # The summary comes last: a run that has one is finished. It holds nothing that differs from run to run.
        _write(run.folder / SUMMARY, json.dumps(document, ensure_ascii=False, indent=2))
    return outcome


def model_system(subject: Subject, plan: Plan) -> ModelAnswers | ModelAlone:
    """The model that a plan names, as a system. Raises ``KzlawError`` when there is none."""
    speaker = subject.speaker
    speaker.use(plan.model, plan.adapter)
    return ModelAlone(speaker, subject.registry) if plan.alone else ModelAnswers(subject, speaker)


def index_state(subject: Subject) -> str:
    """The hash of what answers depend on beside the program: the editions and their vectors. 16 hex digits, the same for
    a library that holds the same, however often it was written."""
    editions = sorted(
        (e.act, e.lang, str(e.as_of), e.text_kind, e.articles, e.passages, e.sha256) for e in subject.library.editions()
    )
    return hashlib.sha256(repr((editions, subject.vectors_state())).encode()).hexdigest()[:16]


def code_state(vocabulary: Path) -> str:
    """The hash of the program's own code and vocabulary, 8 hex digits: replies of another version are never gone on from."""
    digest = hashlib.sha256()
    package = Path(kzlaw_tui.__file__).parent
    for file in (*sorted(package.rglob("*.py")), *sorted(vocabulary.glob("*"))):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:8]


def bank_files(bank: Path) -> tuple[Path, ...]:
    """The files of the bank that are there. Raises ``NotFoundError`` when none is."""
    files = tuple(bank / name for name in BANK if (bank / name).is_file())
    if not files:
        raise NotFoundError("error-eval-no-questions", files=bank / BANK[0])
    return files


def find_run(name: str, root: Path) -> Path:
    """The folder of a run by its name, or by the path of the folder or of its file of answers. Raises ``NotFoundError``."""
    for folder in (root / name, Path(name), Path(name).parent):
        if name and RunFolder(folder).head() is not None:
            return folder
    raise NotFoundError("error-eval-no-run", name=name)


def _compared(questions: Sequence[Question], replies: Replies, plan: Plan, other: Path) -> dict[str, Any]:
    info = read_run(other)
    if info is None:
        raise NotFoundError("error-eval-no-run", name=other)
    mode: Mode = info.settings.get("mode", plan.mode)
    return compare(questions, replies, RunFolder(other).records(), (plan.mode, mode), plan.seed)


def _has_vectors(subject: Subject, question: Question) -> bool:
    values = subject.retriever.signals(question.text).values.get("dense")
    return values is not None and bool(values.any())


def _write(file: Path, text: str) -> None:
    part = file.with_suffix(".part")
    try:
        part.write_text(text + "\n", "utf-8", newline="\n")
        part.replace(file)
    except OSError as error:
        raise KzlawError("error-home-unwritable", path=file.parent, reason=error.strerror or error) from error


class Acts:
    """Acts by the names of their files: gold of some question files says «labor_code» for the act in ``labor_code.txt``.

    The library knows which file each edition came from; a name that begins several files (the two parts of the Civil Code)
    is the act that has the article.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._by_file: dict[str, str] = {}
        for info in library.editions(current=False):
            if info.text_kind == "official":
                self._by_file.setdefault(Path(info.source).stem, info.act)
        self._ids = {info.act for info in library.editions(current=False)}

    def of(self, file: str, article: str) -> str:
        """The act's id; the name itself when no file of that name was ever added."""
        acts = dict.fromkeys(act for name, act in sorted(self._by_file.items()) if name.startswith(file))
        holders = [act for act in acts if self._library.find(act, article) is not None]
        exact = self._by_file.get(file)
        return next(iter(holders), None) or exact or next(iter(acts), file)

    def unknown(self, questions: Sequence[Question]) -> tuple[str, ...]:
        """The acts of the gold that the library has no edition of: their questions cannot be found."""
        return tuple(sorted({g.act for q in questions for g in q.gold} - self._ids))
