"""The home's own dictionary: terms mined from the acts that it holds in both languages."""

from __future__ import annotations

from pathlib import Path

from kzlaw_tui.library.store import Library
from kzlaw_tui.retrieval.dictionary import Dictionary, aligned, train

FILE = "kk-ru.tsv"
_STAMP = "dictionary"


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
    return True


def dictionary(shipped: Path, index: Path) -> Dictionary:
    """The shipped dictionary together with the home's."""
    return Dictionary.load(shipped / FILE).merged(Dictionary.load(index / FILE))
