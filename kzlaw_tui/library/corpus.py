"""The verbatim copies of what was ingested, with their manifest: the truth from which the index can be made again.

Order of an ingest: copy, commit to the library, manifest. A process killed in between leaves a copy that the manifest
does not name, which ``Corpus.reconcile`` takes up (when the commit was done) or drops; the journal names the files that
were not reached.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.files import replacing, sync_folder

if TYPE_CHECKING:
    from kzlaw_tui.config import Home

MANIFEST_VERSION = 1
_CHUNK = 1 << 20
_PART = ".part-"
_MAX_NAME = 80
_MAX_SUFFIX = 8
_COPY = re.compile(r"[0-9a-f]{16}-.")


@dataclass(frozen=True, slots=True)
class Options:
    """What the person said about a file; ``None`` where it was left to be recognised. ``as_of`` is YYYY-MM-DD."""

    act: str | None = None
    lang: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the manifest: its hash and size, the name of the copy and of the original, what was recognised."""

    sha256: str
    size: int
    copy: str
    name: str
    act: str
    lang: str
    as_of: str | None
    title: str
    options: Options
    ingested: str


def now() -> str:
    """The time for ``Entry.ingested``."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file, in hex. Raises ``OSError``."""
    digest = hashlib.sha256()
    with file.open("rb") as source:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def copy_name(sha256: str, name: str) -> str:
    """The name of a copy: the beginning of the hash, then the original name as far as every file system can hold it."""
    readable = re.sub(r"[^\w.\- ]+", "_", unicodedata.normalize("NFC", name)).strip(". ")
    stem, dot, suffix = readable.rpartition(".")
    if not dot or len(suffix) > _MAX_SUFFIX:
        stem, dot, suffix = readable, "", ""
    return f"{sha256[:16]}-{stem[:_MAX_NAME].strip('. ')}{dot}{suffix}"


class Corpus:
    """The folder ``corpus/ingested`` of a home, and the journal of the ingest that is under way."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.folder = home.ingested
        self.manifest = self.folder / "manifest.json"
        self.journal = home.index / "ingest.journal"

    # The lock

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only process that ingests. Raises ``KzlawError`` when another one is at it or the home is read-only."""
        from filelock import FileLock, Timeout

        self.home.ensure()
        lock = FileLock(self.folder / ".lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise KzlawError("error-ingest-busy", path=self.folder) from error
        except (OSError, NotImplementedError) as error:
            raise KzlawError("error-home-unwritable", path=self.folder, reason=error) from error
        try:
            yield
        finally:
            lock.release()

    def busy(self) -> bool:
        """Whether some process is ingesting now."""
        if not self.folder.is_dir():
            return False
        try:
            with self.writing():
                return False
        except KzlawError as error:
            return error.message_id == "error-ingest-busy"

    # The manifest

    def entries(self) -> list[Entry]:
        """The manifest in the order of ingest. Raises ``KzlawError`` when it cannot be read."""
        try:
            stored = json.loads(self.manifest.read_text("utf-8"))
            if stored["version"] > MANIFEST_VERSION:
                raise KzlawError(
                    "error-manifest-newer",
                    path=self.manifest,
                    version=stored["version"],
                    supported=MANIFEST_VERSION,
                )
            return [_entry(item) for item in stored["files"]]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise KzlawError("error-manifest-broken", path=self.manifest, reason=error) from error

    @contextmanager
    def staged(self, entries: Iterable[Entry]) -> Iterator[Callable[[], None]]:
        """A new manifest, written and synced beside the old one; calling what is yielded puts it in place.

        All that can fail for want of space fails on entry, so that a commit to the library may come in between.
        Without the call nothing changes. Raises ``OSError``.
        """
        files = [asdict(entry) for entry in entries]
        text = json.dumps({"version": MANIFEST_VERSION, "files": files}, ensure_ascii=False, indent=1) + "\n"
        part = self.folder / f"{_PART}{self.manifest.name}"

        def publish() -> None:
            part.replace(self.manifest)
            sync_folder(self.folder)

        try:
            with part.open("w", encoding="utf-8", newline="\n") as target:
                target.write(text)
                target.flush()
                os.fsync(target.fileno())
            yield publish
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def write(self, entries: Iterable[Entry]) -> None:
        """Replace the manifest. Raises ``OSError``."""
        with self.staged(entries) as publish:
            publish()

    def record(self, entry: Entry) -> None:
        """Put an entry at the end of the manifest, in place of an earlier one of the same file. Raises ``OSError``."""
        self.write([*(old for old in self.entries() if old.sha256 != entry.sha256), entry])

    def forget(self, sha256: str) -> None:
        """Drop a file from the manifest, then its copy."""
        entries = self.entries()
        self.write(entry for entry in entries if entry.sha256 != sha256)
        for entry in entries:
            if entry.sha256 == sha256:
                (self.folder / entry.copy).unlink(missing_ok=True)

    # The copies

    def keep(self, file: Path, sha256: str, name: str = "") -> str:
        """Copy a file, atomically, under a name that an earlier entry has or a new one; returns that name.

        A copy that is there already is kept. Raises ``OSError``, and ``KzlawError`` when the file is no longer the one
        whose hash was taken.
        """
        name = name or copy_name(sha256, file.name)
        target = self.folder / name
        if target.is_file() and sha256_of(target) == sha256:
            return name
        part = self.folder / f"{_PART}{name}"
        digest = hashlib.sha256()
        with file.open("rb") as source, replacing(target, part) as copy:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                copy.write(chunk)
            if digest.hexdigest() != sha256:
                raise KzlawError("error-ingest-changed", path=file)
        return name

    def strays(self) -> list[str]:
        """Copies that the manifest does not name, and parts of copies: what an interrupted ingest left.

        Files that somebody put into the folder by hand do not have the name of a copy and are left alone.
        """
        if not self.folder.is_dir():
            return []
        known = {entry.copy for entry in self.entries()}
        names = sorted(entry.name for entry in os.scandir(self.folder) if entry.is_file(follow_symlinks=False))
        return [name for name in names if name.startswith(_PART) or (name not in known and _COPY.match(name))]

    def remove(self, name: str) -> None:
        """Delete a copy, or a part of one."""
        (self.folder / name).unlink(missing_ok=True)

    # The journal

    def begin(self, paths: Iterable[Path]) -> None:
        """Note what an ingest is about to do. Only used to tell of an interruption: a failure to write it is ignored."""
        with suppress(OSError):
            self.journal.write_text("".join(_line(todo=os.fspath(path)) for path in paths), "utf-8", "surrogateescape")

    def done(self, path: Path) -> None:
        """Note that a file was dealt with."""
        with suppress(OSError), self.journal.open("a", encoding="utf-8", errors="surrogateescape") as journal:
            journal.write(_line(done=os.fspath(path)))

    def end(self) -> None:
        """Every file was dealt with, or reported."""
        with suppress(OSError):
            self.journal.unlink(missing_ok=True)

    def undone(self) -> list[str]:
        """The files that an interrupted ingest did not finish."""
        try:
            lines = self.journal.read_text("utf-8", "surrogateescape").splitlines()
        except OSError:
            return []
        todo: dict[str, None] = {}
        for line in lines:
            # A last line that was cut off by a kill says nothing.
            with suppress(ValueError):
                item = json.loads(line)
                if "todo" in item:
                    todo[item["todo"]] = None
                todo.pop(item.get("done", ""), None)
        return list(todo)


def is_part(stray: str) -> bool:
    """Whether a name is that of a file that was being written."""
    return stray.startswith(_PART)


def original_name(stray: str) -> str:
    """The name of the original from that of a copy (or a part of one); ``""`` for a part of the manifest."""
    return stray.removeprefix(_PART).partition("-")[2]


def _line(**item: str) -> str:
    return json.dumps(item) + "\n"


def _entry(item: Mapping[str, Any]) -> Entry:
    values = dict(item)
    options = cast("dict[str, str | None]", values.pop("options"))
    entry = Entry(**values, options=Options(**options))
    if Path(entry.copy).name != entry.copy:
        raise ValueError(entry.copy)
    return entry
