"""A home that only its owner can read: folders 0700, files 0600; on Windows an access list with one name in it.

File systems without rights (FAT on a USB stick, some network shares) keep nothing private: ``is_private`` tells, and
``doctor`` says so.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

FOLDER_MODE = 0o700
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def keep_files_private() -> None:
    """From now on what this process and its children make is for its owner only. Exports are made for others: see ``share``."""
    global _umask
    if os.name == "posix":
        before = os.umask(_OTHERS)
        # A second call in one process must not take our own mask for the person's.
        _umask = before if before != _OTHERS or _umask is None else _umask


_umask: int | None = None


def share(file: Path) -> None:
    """Give a file that leaves the home (a memo) the rights that the person's own programs would give it."""
    if _umask is not None:
        with suppress(OSError):
            file.chmod(0o666 & ~_umask)


def protect(folders: Iterable[Path]) -> None:
    """Take away what others may do with these folders and all that is in them. Links are not followed out of them.

    A folder whose own rights are right was dealt with before and is not walked again. What belongs to somebody else, or
    lies on a file system without rights, stays as it is.
    """
    for folder in folders:
        if not folder.is_dir() or folder.is_symlink() or is_private(folder):
            continue
        if sys.platform == "win32":
            _protect_windows(folder)
            continue
        with suppress(OSError):
            for path in _inside(folder):
                with suppress(OSError):
                    path.chmod(path.stat().st_mode & ~_OTHERS)
            # Last: its rights say that all the rest is done.
            folder.chmod(FOLDER_MODE)


def _inside(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(root, name)
            if not path.is_symlink():
                yield path


def is_private(path: Path) -> bool:
    """Whether nobody but the owner has any right on it (on Windows: whether its access list was set by ``protect``)."""
    if sys.platform == "win32":
        return (path / _DONE).exists() if path.is_dir() else True
    try:
        return not path.stat().st_mode & _OTHERS
    except OSError:
        return False


_DONE = ".private"
"""Marks a folder whose access list was set; reading the list back would need a program of its own at every start."""


def icacls(folder: Path, user: str) -> list[str]:
    """The command that leaves the owner, and nobody who inherited a right, with full access to a folder and its contents.

    https://learn.microsoft.com/windows-server/administration/windows-commands/icacls
    """
    return ["icacls", os.fspath(folder), "/inheritance:r", "/grant:r", f"{user}:(OI)(CI)F", "/T", "/C", "/Q"]


def _protect_windows(folder: Path) -> None:
    domain, name = os.environ.get("USERDOMAIN", ""), os.environ.get("USERNAME", "")
    if not name:
        return
    with suppress(OSError, subprocess.SubprocessError):
        subprocess.run(
            icacls(folder, f"{domain}\\{name}" if domain else name),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        (folder / _DONE).touch()
