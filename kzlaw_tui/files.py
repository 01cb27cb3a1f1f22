"""Files that are there whole or not at all, also after a power cut; folders held by one process; JSON that may be missing."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from kzlaw_tui.errors import KzlawError


def sync_file(file: Path) -> None:
    """See to it that what was written to a file is on the disk. Raises ``OSError``."""
    with file.open("r+b") as handle:
        os.fsync(handle.fileno())


def sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the system can do that for folders."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def replacing(file: Path, part: Path) -> Iterator[BinaryIO]:
    """Write ``part``, a name in the same folder; when nothing was raised it is on the disk and takes the place of ``file``.

    Raises ``OSError``; the old file is then as it was, and ``part`` is gone.
    """
    try:
        with part.open("wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        part.replace(file)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    sync_folder(file.parent)


@contextmanager
def held_alone(folder: Path, message: str) -> Iterator[None]:
    """A folder, made if need be, held by one process at a time. Raises ``KzlawError``: ``message`` with its path while another
    process has it, ``error-home-unwritable``."""
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=0)
        lock.acquire()
    except Timeout as error:
        raise KzlawError(message, path=folder) from error
    except OSError as error:
        raise KzlawError("error-home-unwritable", path=folder, reason=error.strerror or error) from error
    try:
        yield
    finally:
        lock.release()


def read_object(file: Path) -> dict[str, Any]:
    """The JSON object of a file; empty when there is none, or another thing."""
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
