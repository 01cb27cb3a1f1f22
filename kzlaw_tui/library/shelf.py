"""What stands on the shelf: every official edition and the digests that answer, with the files they came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.library.corpus import Corpus
from kzlaw_tui.library.records import EditionInfo

if TYPE_CHECKING:
    from kzlaw_tui.config import Home
    from kzlaw_tui.library.store import Library


@dataclass(frozen=True, slots=True)
class Holding:
    """An edition with its file: ``size`` in bytes and the moment it was ingested; ``None`` for a digest, and where the
    manifest does not know the file."""

    info: EditionInfo
    size: int | None = None
    ingested: datetime | None = None


def shelf(home: Home, library: Library) -> list[Holding]:
    """Official editions, the current one of each act before the earlier ones, and the digests that are current.

    A manifest that cannot be read leaves sizes and dates unknown: ``verify`` tells what is wrong with it.
    Raises ``KzlawError`` when the library cannot be read.
    """
    try:
        files = {entry.sha256: entry for entry in Corpus(home).entries()}
    except KzlawError:
        files = {}
    found = []
    for info in library.editions(current=False):
        if info.text_kind == "digest":
            if info.current:
                found.append(Holding(info))
            continue
        entry = files.get(info.sha256)
        found.append(Holding(info, entry.size if entry else None, _moment(entry.ingested) if entry else None))
    return found


def heir(info: EditionInfo, editions: Sequence[EditionInfo]) -> EditionInfo | None:
    """The edition that answers in place of a current one once that is removed; ``None`` where nothing does.

    ``editions`` are all of the library. The rule is that of ``writing.settle``: the latest official text of the language;
    a digest only where no official text of the act is left in any language.
    """
    others = [other for other in editions if other.act == info.act and other.id != info.id]
    official = [other for other in others if other.text_kind == "official"]
    pool = official or [other for other in others if other.text_kind == "digest"]
    same = [other for other in pool if other.lang == info.lang]
    return max(same, key=lambda other: (other.as_of.isoformat() if other.as_of else "", other.id), default=None)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
