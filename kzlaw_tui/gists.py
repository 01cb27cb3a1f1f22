"""Gists of official articles: our own words beside the law's, and whether they were written from its present wording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kzlaw_tui.ingest.digests import Annotation, text_sha256
from kzlaw_tui.law.model import Lang
from kzlaw_tui.library.records import StoredArticle
from kzlaw_tui.library.store import Library


@dataclass(frozen=True, slots=True)
class Gist:
    """An article in our own words; ``stale`` when it was written from another wording than the present one."""

    text: str
    stale: bool


def gist_of(
    stored: StoredArticle, annotations: Mapping[tuple[str, str], Annotation], library: Library, lang: Lang
) -> Gist | None:
    """The gist of an official article in a language, ``None`` where none was written.

    It was written from the Russian text: whether that has changed is known only where the library has it.
    """
    note = annotations.get((stored.edition.act, stored.article.number))
    if note is None or stored.edition.text_kind != "official" or not (text := note.gist.get(lang, "")):
        return None
    russian = stored
    if stored.edition.lang != "ru":
        russian = library.find(stored.edition.act, stored.article.number, lang="ru") or stored
    known = bool(note.text_sha256) and russian.edition.lang == "ru" and russian.edition.text_kind == "official"
    return Gist(text, known and text_sha256(russian.article) != note.text_sha256)
