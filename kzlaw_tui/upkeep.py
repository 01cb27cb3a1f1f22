"""Looking after what is derived from the copies of a home: vectors that are damaged, and those of a text that goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzlaw_tui.errors import KzlawError

if TYPE_CHECKING:
    from kzlaw_tui.assistant import Assistant


def remove(assistant: Assistant, edition_id: int) -> bool:
    """Remove an edition; returns whether the dictionary of the home changed by it. Raises ``KzlawError``."""
    from kzlaw_tui.ingest.recovery import remove_ingested
    from kzlaw_tui.retrieval.mining import refresh
    from kzlaw_tui.retrieval.wanted import only_of

    home, library = assistant.home, assistant.library
    keys = only_of(library, edition_id)
    remove_ingested(home, library, edition_id)
    if home.vectors.is_dir() and assistant.vectors is not None:
        assistant.vectors.remove(keys)
    return refresh(library, home.index)


def drop_damaged_vectors(assistant: Assistant) -> None:
    """Drop vectors that cannot be read: they are made again at the next chance."""
    try:
        assistant.vectors_state()
    except KzlawError:
        if assistant.vectors is not None:
            assistant.vectors.drop()
