"""Where a person keeps documents: the folders that the file picker can start in."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kzlaw_tui.tui.memory import Memory

KEEP = 5
STATE = "folders"


def recent_folders(memory: Memory) -> list[Path]:
    """The folders that documents were added from, the latest first; those that are gone are left out."""
    text = memory.attempt(lambda store: store.state(STATE), "")
    try:
        found = json.loads(text or "[]")
    except ValueError:
        return []
    return [Path(name) for name in found if isinstance(name, str) and _is_dir(Path(name))]


def remember_folders(memory: Memory, paths: Sequence[Path]) -> None:
    """Documents are added from here: the folder itself, or that of each file. Nothing is written in incognito."""
    if memory.incognito:
        return
    fresh = [path if _is_dir(path) else path.parent for path in (p.absolute() for p in paths)]
    kept = list(dict.fromkeys(str(folder) for folder in (*fresh, *recent_folders(memory))))[:KEEP]
    memory.attempt(lambda store: store.set_state(**{STATE: json.dumps(kept, ensure_ascii=False)}), None)


def start_folders(recent: Sequence[Path] = ()) -> list[Path]:
    """Folders to start in, each once: home, recent ones, documents, downloads, then sticks and drives. Only those that exist."""
    import platformdirs

    home = Path.home()
    known = [home, *recent, Path(platformdirs.user_documents_dir()), Path(platformdirs.user_downloads_dir())]
    found: dict[str, Path] = {}
    for folder in (*known, *media_folders()):
        if _is_dir(folder):
            found.setdefault(os.path.realpath(folder), folder)
    return list(found.values())


def media_folders() -> Iterator[Path]:
    """Where sticks, cards and other drives are mounted."""
    if sys.platform == "win32":
        yield from (Path(f"{letter}:\\") for letter in "DEFGHIJKLMNOPQRSTUVWXYZ")
        return
    if sys.platform == "darwin":
        parents = [Path("/Volumes")]
    else:
        try:
            user = getpass.getuser()
        except (KeyError, OSError):
            user = ""
        parents = [Path("/media") / user, Path("/run/media") / user, Path("/mnt")]
    for parent in parents:
        try:
            yield from sorted(child for child in parent.iterdir() if child.is_dir() and not child.name.startswith("."))
        except OSError:
            continue


def label(folder: Path) -> str:
    """How a folder is called in a line of a few: ``~``, its name, or the drive."""
    return "~" if folder == Path.home() else folder.name or str(folder)


def _is_dir(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False
