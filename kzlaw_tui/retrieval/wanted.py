"""Which passages get vectors in a home, and the making of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.passages import embedding_text
from kzlaw_tui.library.records import EditionInfo
from kzlaw_tui.library.store import Library
from kzlaw_tui.retrieval import vector_check
from kzlaw_tui.retrieval.dense import VectorStore
from kzlaw_tui.retrieval.embedders import Embedder

BATCH = 32
"""Passages that are embedded and stored at a time."""


def embedded(library: Library) -> list[EditionInfo]:
    """The editions whose passages get vectors here: those of digests are shipped."""
    return [info for info in library.editions() if info.text_kind == "official"]


def only_of(library: Library, edition_id: int) -> list[str]:
    """The keys of the passages of an edition whose text stands in no other one: its vectors go with it."""
    others = {
        passage.key
        for info in library.editions(current=False)
        if info.id != edition_id
        for passage in library.passages(info.id)
    }
    return list(dict.fromkeys(p.key for p in library.passages(edition_id) if p.key not in others))


def passage_texts(library: Library) -> list[tuple[str, str, str, str]]:
    """Key, act, language and text to embed of every passage of the current editions: the first passage of every
    article, then the rest, so that every article is soon found by meaning."""
    first: list[tuple[str, str, str, str]] = []
    rest: list[tuple[str, str, str, str]] = []
    for info in embedded(library):
        articles = library.load(info.id).articles
        previous = -1
        for passage in library.passages(info.id):
            article = articles[passage.ordinal]
            text = embedding_text(article.heading, article.text[passage.start : passage.end])
            rows = rest if passage.ordinal == previous else first
            rows.append((passage.key, info.act, info.lang, text))
            previous = passage.ordinal
    return first + rest


def make_vectors(
    library: Library,
    store: VectorStore,
    embedder: Embedder,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Make the vectors that are missing, until told to stop; returns how many. ``progress`` is given done and total."""
    wanted = passage_texts(library)
    missing = store.missing([key for key, *_ in wanted])
    waiting = set(missing)
    todo = [row for row in dict.fromkeys(wanted) if row[0] in waiting]
    done = len({key for key, *_ in wanted}) - len(missing)
    total, made = done + len(missing), 0
    if todo and not store.server:
        vector_check.unseal(store.folder)
    for i in range(0, len(todo), BATCH):
        if cancelled is not None and cancelled():
            break
        batch = todo[i : i + BATCH]
        vectors = embedder.passages([text for *_, text in batch])
        store.add([key for key, *_ in batch], vectors, [{"act": act, "lang": lang} for _, act, lang, _ in batch])
        made += len(batch)
        if progress is not None:
            progress(done + made, total)
    if made and not store.server:
        vector_check.seal(store.folder)
    return made


@contextmanager
def alone(index: Path) -> Iterator[None]:
    """One embedding run at a time among the processes of a home. Raises ``KzlawError`` while another one runs."""
    from filelock import FileLock, Timeout

    try:
        with FileLock(index / "vectors.lock", timeout=0):
            yield
    except Timeout as error:
        raise KzlawError("error-embedding-elsewhere") from error
