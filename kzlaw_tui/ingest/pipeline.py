"""Files into the library: hash, read, parse, check, copy, store. All or nothing for each file, none stops another."""

from __future__ import annotations

import errno
import logging
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest.checks import span_faults
from kzlaw_tui.ingest.files import Found, expand, unreadable
from kzlaw_tui.ingest.readers import MAX_FILE_BYTES, SUPPORTED_SUFFIXES, check, is_temporary, limited
from kzlaw_tui.ingest.recovery import committed, entry_of, reconcile, storage_error
from kzlaw_tui.ingest.references import cross_references
from kzlaw_tui.ingest.reports import FileReport, IngestReport, Message, Progress, Stage
from kzlaw_tui.ingest.structure import parse
from kzlaw_tui.law.model import Edition, Lang
from kzlaw_tui.law.passages import passages_of
from kzlaw_tui.library.corpus import Corpus, Entry, Options, now, sha256_of
from kzlaw_tui.library.records import EditionInfo
from kzlaw_tui.library.store import Library
from kzlaw_tui.library.writing import AddStatus

if TYPE_CHECKING:
    from kzlaw_tui.config import Home
    from kzlaw_tui.law.registry import Registry

log = logging.getLogger(__name__)

Segment = Callable[[Edition], bytes]
WORK: dict[Stage, float] = {"reading": 0.0, "parsing": 0.3, "indexing": 0.7, "done": 1.0}
"""How much of the work on a file is done when a stage begins."""


def ingest_paths(
    paths: Sequence[Path],
    *,
    home: Home,
    library: Library | None,
    registry: Registry,
    segment: Segment,
    act: str | None = None,
    lang: Lang | None = None,
    as_of: date | None = None,
    dry_run: bool = False,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> IngestReport:
    """Ingest files, and folders of files.

    ``act``, ``lang`` and ``as_of`` override what is recognised. A file that fails is reported and changes nothing; Ctrl+C
    (or ``cancelled``, asked between the stages of a file) keeps what is finished and reports the rest. With ``dry_run``
    nothing at all is written; ``library`` may then be ``None`` where there is none yet.
    Raises ``KzlawError`` when nothing can be ingested: another ingest is running, the home cannot be written.
    """
    started = time.perf_counter()
    corpus = Corpus(home)
    options = Options(act, lang, as_of.isoformat() if as_of else None)
    files = expand(paths, SUPPORTED_SUFFIXES, home.ingested)
    if any(error is None for _path, error in files):
        limited.shared().start()
    if dry_run or library is None:
        run = _Run(files, None, library, registry, segment, options, progress, cancelled)
        return IngestReport(run.all(), time.perf_counter() - started, run.stopped)
    with corpus.writing():
        interrupted = reconcile(corpus, library)
        corpus.begin(path for path, error in files if error is None)
        run = _Run(files, corpus, library, registry, segment, options, progress, cancelled)
        try:
            reports = run.all()
            if run.stopped:
                reconcile(corpus, library)
        finally:
            corpus.end()
    return IngestReport(reports, time.perf_counter() - started, run.stopped, tuple(interrupted))


def read_edition(
    file: Path, name: str, registry: Registry, options: Options, sha256: str, stage: Callable[[Stage], None]
) -> tuple[Edition, tuple[Message, ...]]:
    """Read, parse and check one file, first called ``name``: the edition, and warnings.

    Raises ``KzlawError`` and whatever a reader lets out.
    """
    document = limited.shared().read(file)
    stage("parsing")
    parsed = parse(
        document,
        registry,
        act=options.act,
        lang="kk" if options.lang == "kk" else "ru" if options.lang else None,
        as_of=date.fromisoformat(options.as_of) if options.as_of else None,
        sha256=sha256,
        name_hint=name,
    )
    edition = parsed.edition
    for article in edition.articles:
        for fault in span_faults(article):
            raise KzlawError("error-ingest-inconsistent", path=file, article=article.number, reason=fault)
    return edition, (*document.warnings, *parsed.warnings)


def failure(error: Exception, path: Path) -> KzlawError:
    """What to tell of whatever was raised for one file; what nobody foresaw is written to the log of the home."""
    if isinstance(error, KzlawError):
        error.args_.setdefault("path", path)
        return error
    if isinstance(error, MemoryError):
        return KzlawError("error-ingest-memory", path=path)
    if isinstance(error, OSError):
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return KzlawError("error-disk-full", path=error.filename or path)
        return unreadable(error, path)
    log.error("ingest of a %s file failed", path.suffix, exc_info=error)
    kind = error.kind if isinstance(error, limited.ReadingError) else type(error).__name__
    return KzlawError("error-ingest-unexpected", path=path, kind=kind, reason=error)


class _StoppedError(Exception):
    """The person stopped the ingest."""


class _Run:
    """One call of ``ingest_paths``: the files, and how far it is. ``corpus`` is ``None`` for a dry run."""

    def __init__(
        self,
        files: list[Found],
        corpus: Corpus | None,
        library: Library | None,
        registry: Registry,
        segment: Segment,
        options: Options,
        progress: Callable[[Progress], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self.files = files
        self.corpus = corpus
        self.library = library
        self.registry = registry
        self.segment = segment
        self.options = options
        self.progress = progress
        self.cancelled = cancelled
        self.stopped = False
        self.index = 0
        self.articles = 0
        self.passages = 0
        self.sizes = [_size(path) if error is None else 1 for path, error in files]
        self.pretended: dict[tuple[str, Lang], str] = {}

    def all(self) -> tuple[FileReport, ...]:
        """Deal with every file."""
        reports: list[FileReport] = []
        for index, (path, error) in enumerate(self.files):
            self.index = index
            if error is None:
                try:
                    report = self._one(path)
                except (_StoppedError, KeyboardInterrupt):
                    self.stopped = True
                    break
            else:
                report = FileReport(path, "failed", error=error)
            reports.append(report)
            if report.status in ("added", "updated"):
                self.articles += report.articles
                self.passages += report.passages
            if self.corpus is not None:
                self.corpus.done(path)
            self._tell("done")
        for path, _error in self.files[len(reports) :]:
            reports.append(FileReport(path, "failed", error=KzlawError("error-ingest-cancelled", path=path)))
        return tuple(reports)

    def _tell(self, stage: Stage) -> None:
        if self.progress is None:
            return
        done = sum(self.sizes[: self.index]) + WORK[stage] * self.sizes[self.index]
        path = self.files[self.index][0]
        count = len(self.files)
        self.progress(Progress(path, self.index, count, stage, self.articles, self.passages, done / sum(self.sizes)))

    def _begin(self, stage: Stage) -> None:
        """Begin a stage of a file, unless the person stopped the ingest. Raises ``_StoppedError``."""
        if self.cancelled is not None and self.cancelled():
            raise _StoppedError
        self._tell(stage)

    def _one(self, path: Path) -> FileReport:
        try:
            return self._ingest(path)
        except _StoppedError:
            raise
        except Exception as error:
            return FileReport(path, "failed", error=failure(error, path))

    def _ingest(self, path: Path) -> FileReport:
        self._begin("reading")
        if not path.is_file() or is_temporary(path) or path.stat().st_size > MAX_FILE_BYTES:
            # Nothing to take a hash of (a pipe would never end): the readers say what is wrong with it.
            check(path)
        sha256 = sha256_of(path)
        known = committed(self.library, sha256) if self.library is not None else None
        if known is not None and self._same_wish(known):
            self._keep_known(path, known)
            return _report(path, "unchanged", known)
        edition, warnings = read_edition(path, path.name, self.registry, self.options, sha256, self._begin)
        self._begin("indexing")
        passages = sum(len(passages_of(article)) for article in edition.articles)
        current = self._current(edition)
        status: AddStatus = self._store(path, edition) if self.corpus is not None else self._pretend(edition, known)
        return FileReport(
            path,
            status,
            edition.act_id,
            edition.lang,
            edition.as_of,
            edition.title,
            len(edition.articles),
            edition.live_articles,
            passages,
            (*warnings, *_compared(edition, current)),
        )

    def _same_wish(self, known: EditionInfo) -> bool:
        """Whether what was asked for agrees with what is stored; what was left to be recognised always does."""
        as_of = known.as_of.isoformat() if known.as_of else None
        stored = (known.act, known.lang, as_of)
        wished = (self.options.act, self.options.lang, self.options.as_of)
        return all(wish is None or wish == value for wish, value in zip(wished, stored, strict=True))

    def _keep_known(self, path: Path, known: EditionInfo) -> None:
        """See to it that a file whose edition is stored has its copy and its entry."""
        if self.corpus is None:
            return
        entry = next((e for e in self.corpus.entries() if e.sha256 == known.sha256), None)
        try:
            copy = self.corpus.keep(path, known.sha256, entry.copy if entry is not None else "")
            if entry is None:
                self.corpus.record(entry_of(self.corpus, copy, known))
        except OSError as error:
            raise storage_error(error, self.corpus.folder) from error

    def _current(self, edition: Edition) -> EditionInfo | None:
        """The official edition that the new one will stand beside or replace."""
        if self.library is None:
            return None
        info = self.library.edition(edition.act_id, edition.lang)
        return info if info is not None and info.text_kind == "official" else None

    def _store(self, path: Path, edition: Edition) -> AddStatus:
        """Copy, commit, manifest: in this order, so that a kill at any moment leaves the library and manifest whole."""
        corpus, library = self.corpus, self.library
        assert corpus is not None and library is not None
        data = self.segment(edition)
        entries = corpus.entries()
        others = [entry for entry in entries if entry.sha256 != edition.sha256]
        known = next((entry.copy for entry in entries if entry.sha256 == edition.sha256), "")
        copy = ""
        try:
            copy = corpus.keep(path, edition.sha256, known)
            entry = Entry(
                edition.sha256,
                (corpus.folder / copy).stat().st_size,
                copy,
                path.name,
                edition.act_id,
                edition.lang,
                edition.as_of.isoformat() if edition.as_of else None,
                edition.title,
                self.options,
                now(),
            )
            with corpus.staged([*others, entry]) as publish:
                references = cross_references(self.registry, edition.act_id)
                status = library.add_edition(edition, source=path.name, segment=data, references=references)
                publish()
        except Exception as error:
            if copy and not known and committed(library, edition.sha256) is None:
                corpus.remove(copy)
            if isinstance(error, OSError):
                raise storage_error(error, corpus.folder) from error
            raise
        return status

    def _pretend(self, edition: Edition, known: EditionInfo | None) -> AddStatus:
        """What ``_store`` would say."""
        as_of = edition.as_of.isoformat() if edition.as_of else ""
        current = self._current(edition)
        stored = (current.as_of.isoformat() if current.as_of else "") if current is not None else None
        latest = self.pretended.get((edition.act_id, edition.lang), stored)
        self.pretended[edition.act_id, edition.lang] = max(as_of, latest or "")
        return "updated" if known is not None or (latest is not None and as_of >= latest) else "added"


def _compared(edition: Edition, current: EditionInfo | None) -> tuple[Message, ...]:
    """Warnings about an edition beside the one that was current before it."""
    if current is None or current.sha256 == edition.sha256:
        return ()
    if (edition.as_of or date.min) < (current.as_of or date.min):
        dates: dict[str, object] = {"as_of": edition.as_of, "current": current.as_of}
        if edition.as_of is None:
            return (("ingest-warning-undated-beside", dates),)
        return (("ingest-warning-older-beside", dates),)
    if len(edition.articles) * 2 < current.articles:
        counts: dict[str, object] = {"articles": len(edition.articles), "before": current.articles}
        return (("ingest-warning-fewer", counts),)
    return ()


def _report(path: Path, status: AddStatus, info: EditionInfo) -> FileReport:
    return FileReport(
        path,
        status,
        info.act,
        info.lang,
        info.as_of,
        info.title,
        info.articles,
        info.live_articles,
        info.passages,
    )


def _size(path: Path) -> int:
    try:
        return max(path.stat().st_size, 1)
    except OSError:
        return 1
