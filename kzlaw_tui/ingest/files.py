"""Which files an ingest is about: paths and folders in, files out."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest.readers import is_temporary

Found = tuple[Path, KzlawError | None]
"""A file to read, or a path that cannot be, with the reason."""


def expand(paths: Sequence[Path], suffixes: Collection[str], excluded: Path) -> list[Found]:
    """The files of the paths, each once: a file as it is, a folder walked in order of names.

    In a folder only files with one of the ``suffixes`` count; hidden files and the lock files of office programs do not,
    nor does anything inside ``excluded`` (our own copies). Links are followed, loops of links are not.
    """
    found: list[Found] = []
    seen: set[str] = set()
    visited = {os.path.realpath(excluded)}
    for path in paths:
        if _is_dir(path):
            inside = list(_walk(path, suffixes, visited))
            if not inside:
                inside = [(path, KzlawError("error-ingest-empty-folder", path=path))]
        else:
            inside = [(path, None)]
        for file, error in inside:
            real = os.path.realpath(file)
            if real not in seen:
                seen.add(real)
                found.append((file, error))
    return found


def _walk(folder: Path, suffixes: Collection[str], visited: set[str]) -> Iterator[Found]:
    real = os.path.realpath(folder)
    if real in visited:
        return
    visited.add(real)
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        yield folder, unreadable(error, folder)
        return
    for entry in entries:
        if entry.name.startswith(".") or is_temporary(entry):
            continue
        if _is_dir(entry):
            yield from _walk(entry, suffixes, visited)
        elif entry.suffix.lower() in suffixes:
            yield entry, None


def _is_dir(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def unreadable(error: OSError, path: Path) -> KzlawError:
    """What to tell of a file or folder that cannot be read."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return KzlawError("error-file-missing", path=path)
    if isinstance(error, PermissionError):
        return KzlawError("error-file-no-access", path=path)
    return KzlawError("error-file-unreadable", path=path, reason=error.strerror or error)
