"""What a killed ingest left behind, and undoing an ingest."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.library.corpus import Corpus, Entry, Options, copy_name, is_part, now, sha256_of
from kzlaw_tui.library.records import EditionInfo
from kzlaw_tui.library.store import Library

if TYPE_CHECKING:
    from kzlaw_tui.config import Home


def interrupted(home: Home) -> list[str]:
    """The files that a killed ingest did not finish; empty while an ingest is running. Reads one small file."""
    corpus = Corpus(home)
    undone = corpus.undone()
    return [] if undone and corpus.busy() else undone


def reconcile(corpus: Corpus, library: Library) -> list[str]:
    """Clear up after a killed ingest; returns the files that it had not finished. The caller holds the lock.

    A copy whose edition was committed gets its entry in the manifest; one that the killed ingest had just made is dropped,
    for the person still has the file. Any other copy stays: the corpus is the truth, and its manifest may be what is lost.
    """
    undone = corpus.undone()
    for stray in corpus.strays():
        if is_part(stray):
            corpus.remove(stray)
            continue
        sha256 = sha256_of(corpus.folder / stray)
        paths = [path for path in undone if copy_name(sha256, Path(path).name) == stray]
        info = committed(library, sha256)
        if info is not None:
            corpus.record(entry_of(corpus, stray, info))
            undone = [path for path in undone if path not in paths]
        elif paths:
            corpus.remove(stray)
    corpus.end()
    return undone


def committed(library: Library, sha256: str) -> EditionInfo | None:
    """The edition that was stored from the file with this hash."""
    return next((info for info in library.by_source(sha256) if info.text_kind == "official"), None)


def entry_of(corpus: Corpus, copy: str, info: EditionInfo) -> Entry:
    """A manifest entry for a stored edition whose options are not known: what was stored is what is wanted again."""
    as_of = info.as_of.isoformat() if info.as_of else None
    return Entry(
        info.sha256,
        (corpus.folder / copy).stat().st_size,
        copy,
        info.source,
        info.act,
        info.lang,
        as_of,
        info.title,
        Options(info.act, info.lang, as_of),
        now(),
    )


def remove_ingested(home: Home, library: Library, edition_id: int) -> None:
    """Remove an edition together with its copy, so that a rebuild does not bring it back. Raises ``KzlawError``."""
    corpus = Corpus(home)
    with corpus.writing():
        info = library.edition_by_id(edition_id)
        library.remove_edition(edition_id)
        try:
            corpus.forget(info.sha256)
        except OSError as error:
            raise storage_error(error, home.ingested) from error


def storage_error(error: OSError, where: Path) -> KzlawError:
    """What to tell of a failure to write in the home."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return KzlawError("error-disk-full", path=where)
    return KzlawError("error-home-unwritable", path=where, reason=error.strerror or error)
