"""A gist is bound to the wording it was written from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from kzlaw_tui.gists import gist_of
from kzlaw_tui.ingest.digests import Annotation, text_sha256
from kzlaw_tui.law.model import Article
from tests.tui.fake_assistant import BEES, GARDENS, FakeLibrary


def note(article: Article, act: str = GARDENS) -> dict[tuple[str, str], Annotation]:
    gist: Any = {"ru": "Коротко.", "kk": "Қысқаша."}
    return {(act, article.number): Annotation(act, article.number, {}, gist, {}, {}, text_sha256=text_sha256(article))}


def test_the_present_wording_another_one_and_the_kazakh_text() -> None:
    library = cast(Any, FakeLibrary())
    russian, kazakh = library.article(1, 3), library.article(2, 1)
    notes = note(russian.article)
    fresh = gist_of(russian, notes, library, "ru")
    assert fresh is not None and fresh.text == "Коротко." and not fresh.stale
    # The Kazakh text is held against the Russian one that lies beside it.
    assert (found := gist_of(kazakh, notes, library, "kk")) is not None and not found.stale
    changed = replace(russian, article=replace(russian.article, text=russian.article.text + " И ещё."))
    assert (found := gist_of(changed, notes, library, "ru")) is not None and found.stale


def test_no_gist_for_a_digest_nor_where_none_was_written() -> None:
    library = cast(Any, FakeLibrary())
    digest = library.article(3, 0)
    assert gist_of(digest, note(digest.article, BEES), library, "ru") is None
    assert gist_of(library.article(1, 0), {}, library, "ru") is None
