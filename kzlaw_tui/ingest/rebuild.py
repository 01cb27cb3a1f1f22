"""The index made again from the copies, and the check that index and copies agree."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest.checks import span_faults, uncovered
from kzlaw_tui.ingest.digests import ensure_digests
from kzlaw_tui.ingest.pipeline import WORK, Segment, failure, read_edition
from kzlaw_tui.ingest.recovery import committed, entry_of, reconcile, storage_error
from kzlaw_tui.ingest.references import cross_references
from kzlaw_tui.ingest.reports import IndexReport, Message, Progress, Stage
from kzlaw_tui.law.model import Edition
from kzlaw_tui.library.corpus import Corpus, Entry, Options, is_part, now, original_name, sha256_of
from kzlaw_tui.library.store import Library

if TYPE_CHECKING:
    from kzlaw_tui.config import Home
    from kzlaw_tui.law.registry import Registry


def rebuild(
    *,
    home: Home,
    library_file: Path,
    registry: Registry,
    segment: Segment,
    annotations: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> IndexReport:
    """Make the library again from the copies of the corpus (and the digests), beside the old one, then swap.

    A copy that can no longer be read keeps the text that the old library has of it, and is reported as a problem.
    Raises ``KzlawError`` when an ingest is running, the person stopped it, or the disk is full; the old library is then
    as it was.
    """
    corpus = Corpus(home)
    fresh_file = library_file.with_name(f"{library_file.name}.new")
    with corpus.writing():
        old = _open_or_none(library_file)
        entries, problems = _entries(corpus, old)
        _remove(fresh_file)
        try:
            fresh = Library.open(fresh_file)
            try:
                meter = _Meter(corpus, entries, progress, cancelled)
                for entry in entries:
                    meter.begin()
                    edition, problem = _edition(corpus, entry, registry, old, meter.tell)
                    problems += problem
                    meter.tell("indexing")
                    if edition is not None:
                        _add(fresh, edition, entry.name, registry, segment)
                        meter.articles += len(edition.articles)
                        meter.passages += sum(info.passages for info in fresh.by_source(edition.sha256))
                    meter.tell("done")
                if annotations is not None:
                    ensure_digests(fresh, annotations, registry, segment)
                counted = _counts(fresh)
            finally:
                fresh.close()
            Library(library_file).become(fresh_file)
        except OSError as error:
            raise storage_error(error, library_file.parent) from error
        finally:
            _remove(fresh_file)
            if old is not None:
                old.close()
    return IndexReport(*counted, tuple(problems))


class _Meter:
    """How far a rebuild is."""

    def __init__(
        self,
        corpus: Corpus,
        entries: list[Entry],
        progress: Callable[[Progress], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self.folder = corpus.folder
        self.entries = entries
        self.progress = progress
        self.cancelled = cancelled
        self.total = sum(entry.size for entry in entries) or 1
        self.index = -1
        self.before = 0
        self.articles = 0
        self.passages = 0

    def begin(self) -> None:
        """The next entry."""
        if self.index >= 0:
            self.before += self.entries[self.index].size
        self.index += 1

    def tell(self, stage: Stage) -> None:
        """Begin a stage. Raises ``KzlawError`` when the person stopped the rebuild."""
        entry = self.entries[self.index]
        path = self.folder / entry.copy
        if self.cancelled is not None and self.cancelled():
            raise KzlawError("error-ingest-cancelled", path=path)
        if self.progress is not None:
            fraction = (self.before + WORK[stage] * entry.size) / self.total
            count = len(self.entries)
            self.progress(Progress(path, self.index, count, stage, self.articles, self.passages, fraction))


def verify(home: Home, library: Library) -> IndexReport:
    """Check copies against the manifest, the manifest against the library, and the library against itself.

    Nothing is changed. Raises ``KzlawError`` when manifest or library cannot be read at all.
    """
    corpus = Corpus(home)
    problems: list[Message] = []
    entries = corpus.entries()
    for entry in entries:
        problems += _copy_problems(corpus, entry)
        if committed(library, entry.sha256) is None:
            problems.append(("index-problem-not-indexed", {"name": entry.name}))
    kept = {entry.sha256 for entry in entries}
    for stray in corpus.strays():
        # What an ingest that is under way, or was killed, left is taken up by the next one.
        sha256 = "" if is_part(stray) else sha256_of(corpus.folder / stray)
        if sha256 and committed(library, sha256) is not None:
            kept.add(sha256)
        elif not corpus.undone():
            problems.append(("index-problem-stray", {"copy": stray}))
    problems += [("index-problem-damaged", {"reason": reason}) for reason in library.orphans()]
    current: dict[tuple[str, str], int] = {}
    for info in library.editions(current=False):
        key = (info.act, info.lang)
        current[key] = current.get(key, 0) + info.current
        if info.text_kind == "official" and info.sha256 not in kept:
            problems.append(("index-problem-no-copy", {"name": info.source}))
        for article in library.load(info.id).articles:
            for fault in (*span_faults(article), *(("text in no passage",) if uncovered(article) else ())):
                problems.append(
                    ("index-problem-article", {"act": info.act, "article": article.number, "reason": fault})
                )
    official = {info.act for info in library.editions(current=False) if info.text_kind == "official"}
    for info in library.editions():
        if info.text_kind == "digest" and info.act in official:
            problems.append(("index-problem-current", {"act": info.act, "lang": info.lang}))
    for info in library.editions(current=False):
        wanted = info.text_kind == "official" or info.act not in official
        if wanted and not current[info.act, info.lang]:
            problems.append(("index-problem-current", {"act": info.act, "lang": info.lang}))
            current[info.act, info.lang] = 1
    return IndexReport(*_counts(library), tuple(problems))


def not_indexed(home: Home, library: Library) -> list[str]:
    """Names of ingested files that the library does not have: the index was deleted and wants a rebuild."""
    return [e.name for e in Corpus(home).entries() if committed(library, e.sha256) is None]


def _counts(library: Library) -> tuple[int, int]:
    infos = library.editions()
    return sum(info.articles for info in infos), sum(info.passages for info in infos)


def _open_or_none(file: Path) -> Library | None:
    """The old library, if there is one that can be read."""
    if not file.is_file():
        return None
    try:
        library = Library.open(file)
        library.editions(current=False)
    except KzlawError:
        return None
    return library


def _remove(fresh: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        fresh.with_name(fresh.name + suffix).unlink(missing_ok=True)


def _entries(corpus: Corpus, old: Library | None) -> tuple[list[Entry], list[Message]]:
    """The manifest; where it cannot be read, one made from the copies and what the old library knows of them."""
    try:
        if old is not None:
            reconcile(corpus, old)
        return corpus.entries(), []
    except KzlawError as error:
        if error.message_id != "error-manifest-broken":
            raise
    broken = corpus.manifest.with_name("manifest.json.broken")
    corpus.manifest.replace(broken)
    entries = []
    for stray in corpus.strays():
        path = corpus.folder / stray
        sha256 = sha256_of(path)
        info = committed(old, sha256) if old is not None else None
        if info is not None:
            entries.append(entry_of(corpus, stray, info))
        elif stray.startswith(sha256[:16]):
            name = original_name(stray)
            entries.append(Entry(sha256, path.stat().st_size, stray, name, "", "", None, "", Options(), now()))
    corpus.write(entries)
    return entries, [("index-problem-manifest", {"path": broken})]


def _copy_problems(corpus: Corpus, entry: Entry) -> list[Message]:
    try:
        if sha256_of(corpus.folder / entry.copy) == entry.sha256:
            return []
    except OSError:
        return [("index-problem-copy-missing", {"name": entry.name, "copy": entry.copy})]
    return [("index-problem-copy-changed", {"name": entry.name, "copy": entry.copy})]


def _edition(
    corpus: Corpus, entry: Entry, registry: Registry, old: Library | None, tell: Callable[[Stage], None]
) -> tuple[Edition | None, list[Message]]:
    """The edition of one copy, from the copy or, where that fails, from the old library."""
    problems = _copy_problems(corpus, entry)
    if not problems:
        try:
            file = corpus.folder / entry.copy
            return read_edition(file, entry.name, registry, entry.options, entry.sha256, tell)[0], []
        except KzlawError as error:
            if error.message_id == "error-ingest-cancelled":
                raise
            problems = [(error.message_id, error.args_)]
        except Exception as error:
            reason = failure(error, corpus.folder / entry.copy)
            problems = [(reason.message_id, reason.args_)]
    known = committed(old, entry.sha256) if old is not None else None
    return (old.load(known.id) if old is not None and known is not None else None), problems


def _add(fresh: Library, edition: Edition, name: str, registry: Registry, segment: Segment) -> None:
    fresh.add_edition(
        edition,
        source=name,
        segment=segment(edition),
        references=cross_references(registry, edition.act_id),
    )
