"""Own-words digests of articles (``corpus/annotations``): editions that answer until the official text is there.

One file an act, ``<act id>.jsonl``, one article a line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.model import LANGS, Article, Edition, Lang, Point
from kzlaw_tui.law.textnorm import normalise

if TYPE_CHECKING:
    from kzlaw_tui.law.registry import Registry
    from kzlaw_tui.library.store import Library

_STAMP = "digests"
_FORMAT = "1"
"""Raised when the same files make other editions than before."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a digest names («3 часа»), with the place in the article where it stands."""

    value: str
    unit: Mapping[Lang, str]
    point: str = ""
    subpoint: str = ""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What was written about one article; texts and lists by language, empty where a language is missing.

    ``questions`` are as lay people ask, ``keywords`` lay and legal words, ``see_also`` article numbers of the same act;
    ``text_sha256`` is that of the official Russian article it was written from (see ``text_sha256``).
    """

    act: str
    article: str
    heading: Mapping[Lang, str]
    gist: Mapping[Lang, str]
    questions: Mapping[Lang, tuple[str, ...]]
    keywords: Mapping[Lang, tuple[str, ...]]
    figures: tuple[Figure, ...] = ()
    see_also: tuple[str, ...] = ()
    text_sha256: str = ""


def load_annotations(folder: Path) -> dict[tuple[str, str], Annotation]:
    """The annotations of a folder by act and article number, in the order of the files.

    Raises ``KzlawError`` (``error-annotations``) that names the file and the line that cannot be read. A missing folder
    has no annotations.
    """
    loaded: dict[tuple[str, str], Annotation] = {}
    for file in _files(folder):
        try:
            lines = file.read_bytes().decode("utf-8-sig").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise KzlawError("error-annotations", path=file, line=1, reason=error) from error
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                annotation = _annotation(file.stem, json.loads(line))
                key = (annotation.act, annotation.article)
                if key in loaded:
                    raise ValueError(f"article {annotation.article} twice")
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                reason = f"{type(error).__name__}: {error}"
                raise KzlawError("error-annotations", path=file, line=number, reason=reason) from error
            loaded[key] = annotation
    return loaded


def digest_editions(folder: Path, registry: Registry) -> list[Edition]:
    """One edition for each act and language that has a gist, ``text_kind="digest"``; raises as ``load_annotations``."""
    by_act: dict[str, list[Annotation]] = {}
    for annotation in load_annotations(folder).values():
        by_act.setdefault(annotation.act, []).append(annotation)
    hashes = {file.stem: hashlib.sha256(file.read_bytes()).hexdigest() for file in _files(folder)}
    editions = []
    for act_id, written in by_act.items():
        act = registry.get(act_id)
        for lang in LANGS:
            articles = tuple(_article(annotation, lang) for annotation in written if annotation.gist.get(lang))
            if articles:
                title = act.titles.get(lang, act_id) if act is not None else act_id
                editions.append(Edition(act_id, lang, title, articles, text_kind="digest", sha256=hashes[act_id]))
    return editions


def ensure_digests(library: Library, folder: Path, registry: Registry, segment: Callable[[Edition], bytes]) -> bool:
    """Bring the digests of the library up to the annotation files; returns whether anything was changed.

    Files that did not change (name, size, time) are not read. Raises ``KzlawError``.
    """
    stamp = _stamp(folder)
    if library.meta(_STAMP) == stamp:
        return False
    changed = False
    editions = digest_editions(folder, registry)
    for edition in editions:
        status = library.add_edition(edition, source=f"{edition.act_id}.jsonl", segment=segment(edition))
        changed |= status != "unchanged"
    there = {(edition.act_id, edition.lang) for edition in editions}
    for info in library.editions(current=False):
        if info.text_kind == "digest" and (info.act, info.lang) not in there:
            library.remove_edition(info.id)
            changed = True
    library.set_meta(_STAMP, stamp)
    return changed


def text_sha256(article: Article) -> str:
    """The hash of an article's own words that an annotation is bound to: sha256 of the heading and the text in one line,
    normalised (``law.textnorm.normalise``) and with single spaces, so that typography alone changes nothing."""
    words = " ".join(normalise(f"{article.heading} {article.text}").split())
    return hashlib.sha256(words.encode()).hexdigest()


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.jsonl"))


def _stamp(folder: Path) -> str:
    """Changes whenever a file may have changed."""
    digest = hashlib.sha256(_FORMAT.encode())
    for file in _files(folder):
        found = file.stat()
        digest.update(f"\0{file.name}\0{found.st_size}\0{found.st_mtime_ns}".encode())
    return digest.hexdigest()


def _article(annotation: Annotation, lang: Lang) -> Article:
    text = annotation.gist[lang]
    return Article(annotation.article, annotation.heading.get(lang, ""), text, points=(Point("", 0, len(text)),))


def _annotation(act: str, item: Mapping[str, Any]) -> Annotation:
    number = item["article"]
    if not isinstance(number, str) or not number.strip():
        raise ValueError("article must be a number as text")
    figures = tuple(
        Figure(str(f["value"]), _texts(f.get("unit", {})), f.get("point", ""), f.get("subpoint", ""))
        for f in item.get("figures", ())
    )
    return Annotation(
        act,
        number.strip(),
        _texts(item.get("heading", {})),
        _texts(item["gist"]),
        _lists(item.get("questions", {})),
        _lists(item.get("keywords", {})),
        figures,
        tuple(str(other) for other in item.get("see_also", ())),
        str(item.get("text_sha256", "")),
    )


def _texts(item: Mapping[str, Any]) -> dict[Lang, str]:
    """Texts by language, white space made single: a gist is one paragraph."""
    return {lang: " ".join(item[lang].split()) for lang in LANGS if item.get(lang)}


def _lists(item: Mapping[str, Any]) -> dict[Lang, tuple[str, ...]]:
    lists: dict[Lang, tuple[str, ...]] = {}
    for lang in LANGS:
        values = item.get(lang, [])
        if not isinstance(values, list):
            raise TypeError(f"a list is expected, not {values!r}")
        lists[lang] = tuple(" ".join(value.split()) for value in values)
    return lists
