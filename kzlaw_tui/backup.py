"""The whole home in one checksummed file, and back: settings, corpus copies, conversations, bookmarks and notes.

The file is a ZIP. ``backup.json`` names every member with size and SHA-256; the last 64 bytes, the end of the archive's
comment, are the SHA-256 of all bytes before them, so that no byte can change unnoticed. The index is derived and left
out; models and adapters have their own sources and are left out too.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from kzlaw_tui import __version__
from kzlaw_tui.config import Home
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.files import replacing, sync_file, sync_folder
from kzlaw_tui.library.corpus import Corpus
from kzlaw_tui.sessions import protection

VERSION = 1
_LIST = "backup.json"
_COMMENT = b"kzlaw-tui backup sha256 "
_HEX = 64
_CHUNK = 1 << 20
_MAX_LIST = 64 << 20
STAGE, _READY = ".restore", "ready.json"
_CORPUS = "corpus/ingested/"
_SESSIONS = "sessions/sessions.sqlite"
_CONFIG = "config.toml"


@dataclass(frozen=True, slots=True)
class Report:
    """What a backup holds. ``sessions`` tells whether conversations and notes are in it, ``before`` where what a restore
    replaced was put."""

    file: Path
    files: int
    size: int
    documents: int
    sessions: bool
    made: str
    before: Path | None = None


def back_up(home: Home, file: Path, passphrase: str = "") -> Report:
    """Write a backup. It is there whole or not at all; other processes may go on reading and writing meanwhile.

    Raises ``KzlawError``: ``error-export-exists``, ``error-sessions-locked``, ``error-backup-damaged-copy`` (a copy that
    is not what the manifest says would be restored as the truth), ``error-ingest-busy``, ``error-file-unwritable``.
    """
    if file.exists():
        raise KzlawError("error-export-exists", path=file)
    corpus = Corpus(home)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".kzlaw-backup-", dir=file.parent) as folder, _quiet(corpus):
            entries = corpus.entries()
            names = [corpus.manifest.name, *(entry.copy for entry in entries)] if entries else []
            members = [(_CORPUS + name, corpus.folder / name) for name in names]
            if home.config_file.is_file():
                members.append((_CONFIG, home.config_file))
            if home.sessions_file.is_file() and home.sessions_file.stat().st_size:
                copy = Path(folder, "sessions.sqlite")
                protection.copy_to(home.sessions_file, copy, passphrase)
                members.append((_SESSIONS, copy))
            known = {_CORPUS + entry.copy: entry.sha256 for entry in entries}
            made = datetime.now().astimezone().isoformat(timespec="seconds")
            with replacing(file, file.with_name(f".{file.name}.part")) as target:
                listed = _write(target, members, known, made)
    except OSError as error:
        raise KzlawError("error-file-unwritable", path=file, reason=error.strerror or error) from error
    return _report(file, listed)


@contextmanager
def _quiet(corpus: Corpus) -> Iterator[None]:
    """Nobody ingests meanwhile; a home that cannot be written has nobody who could."""
    try:
        with corpus.writing():
            yield
    except KzlawError as error:
        if error.message_id != "error-home-unwritable":
            raise
        yield


def _write(target: BinaryIO, members: list[tuple[str, Path]], known: dict[str, str], made: str) -> dict[str, Any]:
    files: list[dict[str, Any]] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, path in members:
            digest, size = hashlib.sha256(), 0
            with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as copy:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    copy.write(chunk)
            if known.get(name, digest.hexdigest()) != digest.hexdigest():
                raise KzlawError("error-backup-damaged-copy", path=path)
            files.append({"name": name, "size": size, "sha256": digest.hexdigest()})
        listed = {"version": VERSION, "program": __version__, "made": made, "files": files}
        archive.writestr(_LIST, json.dumps(listed, ensure_ascii=False, indent=1))
        archive.comment = _COMMENT + b"0" * _HEX
    target.flush()
    end = target.tell()
    with Path(target.name).open("rb") as whole:
        checksum = _sha256(whole, end - _HEX)
    target.seek(end - _HEX)
    target.write(checksum.encode("ascii"))
    return listed


def _sha256(source: BinaryIO, size: int) -> str:
    digest = hashlib.sha256()
    while size > 0 and (chunk := source.read(min(size, _CHUNK))):
        digest.update(chunk)
        size -= len(chunk)
    return digest.hexdigest()


def inspect(file: Path) -> Report:
    """Check a backup to its last byte. Raises ``KzlawError`` (``error-backup-damaged``, ``error-backup-newer``, ``error-file-unreadable``)."""
    with _opened(file) as archive:
        return _report(file, _listed(archive, file))


def restore(home: Home, file: Path, *, replace: bool = False) -> Report:
    """Bring a backup into a home; the index is then to be made again.

    Everything is unpacked and checked beside the home's files before any of them is touched, and a process killed after
    that is finished at the next start (``finish``). What was there is put into a folder of its own. Raises
    ``KzlawError``: as ``inspect``, ``error-restore-not-empty`` without ``replace``, ``error-sessions-in-use``.
    """
    with _opened(file) as archive:
        listed = _listed(archive, file)
        finish(home)
        home.ensure()
        corpus = Corpus(home)
        with corpus.writing():
            old = _standing(home)
            if old and not replace:
                raise KzlawError("error-restore-not-empty", path=home.root)
            protection.need_alone(home.sessions_file)
            stage = home.root / STAGE
            before = _free_name(home.root, f"before-restore-{datetime.now():%Y%m%d-%H%M%S}") if old else ""
            try:
                shutil.rmtree(stage, ignore_errors=True)
                _unpack(archive, listed, stage, file)
                plan = {"old": old, "new": [item["name"] for item in listed["files"]], "before": before}
                with replacing(stage / _READY, stage / (_READY + ".part")) as target:
                    target.write(json.dumps(plan, ensure_ascii=False).encode())
            except OSError as error:
                shutil.rmtree(stage, ignore_errors=True)
                raise KzlawError("error-home-unwritable", path=home.root, reason=error.strerror or error) from error
            except KzlawError:
                shutil.rmtree(stage, ignore_errors=True)
                raise
            _finish(home)
    return _report(file, listed, home.root / before if before else None)


def finish(home: Home) -> bool:
    """Complete a restore that was killed after everything had been checked; drop one that was killed before. Returns
    whether there was one to complete. Raises ``KzlawError`` when the home cannot be written."""
    if not (home.root / STAGE).is_dir():
        return False
    try:
        with Corpus(home).writing():
            return _finish(home)
    except KzlawError as error:
        if error.message_id != "error-ingest-busy":
            raise
        return False  # a restore is at it


def _finish(home: Home) -> bool:
    stage = home.root / STAGE
    try:
        try:
            plan = json.loads((stage / _READY).read_text("utf-8"))
        except FileNotFoundError:
            shutil.rmtree(stage, ignore_errors=True)
            return False
        for name in plan["old"]:
            # Where the staged file is gone, the new one stands in its place already.
            if (home.root / name).exists() and (name not in plan["new"] or (stage / name).exists()):
                _move(home.root / name, home.root / plan["before"] / name)
        for name in plan["new"]:
            if (stage / name).exists():
                _move(stage / name, home.root / name)
        shutil.rmtree(stage)
        sync_folder(home.root)
    except (OSError, ValueError, KeyError) as error:
        raise KzlawError("error-home-unwritable", path=stage, reason=error) from error
    return True


def _free_name(folder: Path, name: str) -> str:
    """A name that nothing has, also where the clock was set back."""
    numbered = (f"{name}-{number}" for number in itertools.count(2))
    return next(free for free in itertools.chain((name,), numbered) if not (folder / free).exists())


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)
    sync_folder(target.parent)
    sync_folder(source.parent)


def _standing(home: Home) -> list[str]:
    """Names of what a restore would displace."""
    found = [_CONFIG] if home.config_file.is_file() else []
    found += [
        _CORPUS + path.name for path in sorted(home.ingested.iterdir()) if path.is_file() and path.name != ".lock"
    ]
    folder = home.sessions_file.parent
    if folder.is_dir():
        found += [f"sessions/{path.name}" for path in sorted(folder.glob("sessions.sqlite*")) if path.is_file()]
    return found


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with file.open("rb") as source:
            size = os.fstat(source.fileno()).st_size
            digest = _sha256(source, size - _HEX)
            if size <= _HEX or source.read().decode("ascii", "replace") != digest:
                raise KzlawError("error-backup-damaged", path=file)
            source.seek(0)
            with zipfile.ZipFile(source) as archive:
                yield archive
    except OSError as error:
        raise KzlawError("error-file-unreadable", path=file, reason=error.strerror or error) from error
    except (
        zipfile.BadZipFile,
        ValueError,
        KeyError,
        TypeError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        MemoryError,
    ) as error:
        raise KzlawError("error-backup-damaged", path=file) from error


def _listed(archive: zipfile.ZipFile, file: Path) -> dict[str, Any]:
    """The list of members, each of them with a name that may stand in a home, and all of them in the archive."""
    if archive.getinfo(_LIST).file_size > _MAX_LIST:
        raise KzlawError("error-backup-damaged", path=file)
    listed: dict[str, Any] = json.loads(archive.read(_LIST))
    if int(listed["version"]) > VERSION:
        raise KzlawError("error-backup-newer", path=file)
    names = [str(item["name"]) for item in listed["files"]]
    if sorted([*names, _LIST]) != sorted(archive.namelist()) or not all(map(allowed, names)):
        raise KzlawError("error-backup-damaged", path=file)
    for item in listed["files"]:
        if archive.getinfo(item["name"]).file_size != int(item["size"]):
            raise KzlawError("error-backup-damaged", path=file)
    return listed


def allowed(name: str) -> bool:
    """Whether a member may be unpacked: one of three places, and no way out of them."""
    if name in (_CONFIG, _SESSIONS):
        return True
    plain = name.removeprefix(_CORPUS)
    return (
        plain != name
        and plain not in ("", ".", "..", ".lock")
        and not any(char in plain for char in "/\\:\0")
        and plain.isprintable()
    )


def _unpack(archive: zipfile.ZipFile, listed: dict[str, Any], stage: Path, file: Path) -> None:
    needed = sum(int(item["size"]) for item in listed["files"])
    stage.mkdir(parents=True, mode=0o700)
    if shutil.disk_usage(stage).free < needed:
        raise KzlawError("error-disk-full", path=stage)
    for item in listed["files"]:
        target = stage / item["name"]
        target.parent.mkdir(parents=True, exist_ok=True)
        digest, left = hashlib.sha256(), int(item["size"])
        with archive.open(item["name"]) as source, target.open("wb") as copy:
            while left >= 0 and (chunk := source.read(_CHUNK)):
                left -= len(chunk)
                digest.update(chunk)
                copy.write(chunk)
        if left != 0 or digest.hexdigest() != item["sha256"]:
            raise KzlawError("error-backup-damaged", path=file)
        sync_file(target)
        sync_folder(target.parent)


def _report(file: Path, listed: dict[str, Any], before: Path | None = None) -> Report:
    items: Iterable[dict[str, Any]] = listed["files"]
    names = [item["name"] for item in items]
    documents = sum(name.startswith(_CORPUS) for name in names)
    size = file.stat().st_size if file.is_file() else 0
    return Report(file, len(names), size, max(documents - 1, 0), _SESSIONS in names, str(listed["made"]), before)
