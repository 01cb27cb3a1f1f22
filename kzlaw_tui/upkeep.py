"""What is derived from the copies of a home: made again, checked, taken away with a text that goes; and where its vectors are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from kzlaw_tui.config import shipped_corpus
from kzlaw_tui.ingest import rebuild
from kzlaw_tui.ingest.reports import IndexReport, Message, Progress
from kzlaw_tui.retrieval import mining
from kzlaw_tui.retrieval.vector_check import problem

if TYPE_CHECKING:
    from kzlaw_tui.assistant import Assistant
    from kzlaw_tui.retrieval.dense import VectorStore


def vector_store(assistant: Assistant, embedder: str) -> VectorStore:
    """The vectors of a server, of the shared library (copied to this machine), or of the home."""
    from kzlaw_tui.retrieval.dense import VectorStore
    from kzlaw_tui.retrieval.nearby import nearby

    home, shared, server = assistant.home, assistant.shared, assistant.settings.retrieval.server
    folder = nearby(shared.vectors, home.index) if shared is not None and not server else home.vectors
    return VectorStore(folder, embedder, server=server)


def rebuild_index(
    assistant: Assistant,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> IndexReport:
    """See ``Assistant.rebuild_index``."""
    home = assistant.home
    home.ensure()
    report = rebuild.rebuild(
        home=home,
        library_file=home.library_file,
        registry=assistant.registry,
        segment=assistant.segment,
        annotations=shipped_corpus() / "annotations",
        progress=progress,
        cancelled=cancelled,
    )
    assistant.forget_library()
    mining.refresh(assistant.library, home.index)
    if _vectors_problem(assistant) is not None and assistant.vectors is not None:
        assistant.vectors.drop()
    return report


def remove(assistant: Assistant, edition_id: int) -> bool:
    """Remove an edition; returns whether the dictionary of the home changed by it. Raises ``KzlawError``."""
    from kzlaw_tui.ingest.recovery import remove_ingested
    from kzlaw_tui.retrieval.wanted import only_of

    home, library = assistant.home, assistant.library
    keys = only_of(library, edition_id)
    remove_ingested(home, library, edition_id)
    if home.vectors.is_dir() and assistant.vectors is not None:
        assistant.vectors.remove(keys)
    return mining.refresh(library, home.index)


def verify_index(assistant: Assistant) -> IndexReport:
    """See ``Assistant.verify_index``."""
    home = assistant.shared or assistant.home
    report = rebuild.verify(home, assistant.library)
    found = (mining.problem(assistant.library, home.index), _vectors_problem(assistant))
    more: list[Message] = [("index-problem-derived", {"reason": reason}) for reason in found if reason]
    return replace(report, problems=(*report.problems, *more))


def _vectors_problem(assistant: Assistant) -> str | None:
    if assistant.embedder is None or assistant.shared is not None or assistant.settings.retrieval.server:
        return None
    return problem(assistant.home.vectors, assistant.embedder.name)
