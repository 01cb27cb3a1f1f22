"""Vectors of a shared library, copied to this machine: Chroma writes into its folder even to read, and searches a network
folder slowly."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from kzlaw_tui.errors import KzlawError

FOLDER = "shared-vectors"


def nearby(shared: Path, index: Path) -> Path:
    """A copy of the vectors as they stand on the share; one that was made before serves until they change.

    Raises ``KzlawError`` when the copy cannot be written. Where the share has no vectors the copy is an empty folder.
    """
    try:
        stamp = _stamp(shared)
        wanted = index / FOLDER / stamp
        if wanted.is_dir():
            return wanted
        beside = index / FOLDER / f".{stamp}-{os.getpid()}"
        shutil.rmtree(beside, ignore_errors=True)
        if stamp == "none":
            beside.mkdir(parents=True)
        else:
            shutil.copytree(shared, beside)
        if _stamp(shared) != stamp:
            raise KzlawError("error-shared-changing", path=shared)
        with suppress(OSError):  # another process was faster
            beside.replace(wanted)
        for old in (index / FOLDER).iterdir():
            if old.name != stamp:
                shutil.rmtree(old, ignore_errors=True)
        return wanted
    except OSError as error:
        raise KzlawError("error-home-unwritable", path=index, reason=error.strerror or error) from error


def _stamp(shared: Path) -> str:
    """What tells one state of the vectors from another: size and time of their files."""
    import hashlib

    files = sorted(path for path in shared.rglob("*") if path.is_file()) if shared.is_dir() else []
    if not files:
        return "none"
    facts = [(path.relative_to(shared).as_posix(), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]
