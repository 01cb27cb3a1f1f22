"""The home's own dictionary: terms mined from the acts that it holds in both languages."""

from __future__ import annotations

from pathlib import Path

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.library.corpus import sha256_of
from kzlaw_tui.library.store import Library
from kzlaw_tui.retrieval.dictionary import Dictionary, aligned, train

FILE = "kk-ru.tsv"
_STAMP = "dictionary"
_SUM = "dictionary-sha256"


def refresh(library: Library, index: Path) -> bool:
    """Mine anew when the acts in both languages have changed; returns whether anything was written. Takes a few seconds."""
    official = [info for info in library.editions() if info.text_kind == "official"]
    kazakh = {info.act: info for info in official if info.lang == "kk"}
    russian = {info.act: info for info in official if info.lang == "ru"}
    both = sorted(kazakh.keys() & russian.keys())
    stamp = " ".join(f"{act}:{kazakh[act].sha256[:8]}:{russian[act].sha256[:8]}" for act in both)
    if (library.meta(_STAMP) or "") == stamp and (not both or (index / FILE).is_file()):
        return False
    units = (unit for act in both for unit in aligned(library.load(kazakh[act].id), library.load(russian[act].id)))
    beside = index / f"{FILE}.new"
    train(units).save(beside)
    beside.replace(index / FILE)
    library.set_meta(_STAMP, stamp)
    library.set_meta(_SUM, sha256_of(index / FILE))
    return True


def problem(library: Library, index: Path) -> str | None:
    """Whether the home's dictionary is not the one that was mined, in English for a log."""
    wanted = library.meta(_SUM)
    try:
        return None if wanted is None or sha256_of(index / FILE) == wanted else f"{FILE} has changed"
    except OSError as error:
        return f"{FILE}: {error.strerror}"


def dictionary(shipped: Path, index: Path) -> Dictionary:
    """The shipped dictionary together with the home's."""
    known = Dictionary.load(shipped / FILE)
    try:
        return known.merged(Dictionary.load(index / FILE))
    except KzlawError:  # damaged: the next rebuild mines it anew, and search goes on without it
        return known
