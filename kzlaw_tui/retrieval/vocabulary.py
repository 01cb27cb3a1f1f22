"""Lay words and what the law calls them: ``corpus/vocabulary/*.toml``.

A file holds ``[[entry]]`` tables: ``say`` (what people write), ``means`` (words of the law), ``act`` (register id, may be
left out). An entry with an ``act`` and no ``means`` only points at the act («ТОО» speaks of the law on LLPs).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.model import LANGS, Lang
from kzlaw_tui.retrieval.text import terms


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry with its phrases as index terms."""

    say: tuple[tuple[str, ...], ...]
    means: tuple[str, ...]
    act: str


class Vocabulary:
    """Entries by language, found in a question by the first term of what people say."""

    def __init__(self, entries: dict[Lang, Sequence[Entry]]) -> None:
        self._by_first: dict[Lang, dict[str, list[tuple[tuple[str, ...], Entry]]]] = {}
        for lang, items in entries.items():
            table = self._by_first.setdefault(lang, {})
            for entry in items:
                for phrase in entry.say:
                    if phrase:
                        table.setdefault(phrase[0], []).append((phrase, entry))

    def terms(self, lang: Lang) -> set[str]:
        """All terms of what people say in a language."""
        return {term for rows in self._by_first.get(lang, {}).values() for phrase, _ in rows for term in phrase}

    def matches(self, tokens: Sequence[str], lang: Lang) -> list[Entry]:
        """The entries whose phrase stands in the tokens, in order, each once. A phrase may skip one word («выйти из нашего ТОО»)."""
        table = self._by_first.get(lang, {})
        found: dict[int, Entry] = {}
        for i, token in enumerate(tokens):
            for phrase, entry in table.get(token, ()):
                if _stands_at(tokens, i, phrase):
                    found.setdefault(id(entry), entry)
        return list(found.values())


def _stands_at(tokens: Sequence[str], start: int, phrase: tuple[str, ...]) -> bool:
    at = start
    for i, term in enumerate(phrase):
        window = tokens[at : at + (1 if i == 0 else 3)]
        if term not in window:
            return False
        at += window.index(term) + 1
    return True


def load_vocabulary(folder: Path) -> Vocabulary:
    """Read every ``<lang>*.toml`` of a folder. Raises ``KzlawError`` naming a file that is not as described above."""
    entries: dict[Lang, Sequence[Entry]] = {}
    for lang in LANGS:
        items: list[Entry] = []
        for file in sorted(folder.glob(f"{lang}*.toml")):
            try:
                raw = tomllib.loads(file.read_text("utf-8"))["entry"]
                items.extend(_entry(row, lang) for row in raw)
            except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
                raise KzlawError("error-vocabulary", path=file, reason=error) from error
        entries[lang] = items
    return Vocabulary(entries)


def _entry(row: dict[str, object], lang: Lang) -> Entry:
    say, means = row["say"], row.get("means", [])
    assert isinstance(say, list) and isinstance(means, list)
    return Entry(
        tuple(tuple(terms(phrase, lang)) for phrase in say),
        tuple(dict.fromkeys(_all_terms(means, lang))),
        str(row.get("act", "")),
    )


def _all_terms(phrases: Iterable[str], lang: Lang) -> Iterable[str]:
    for phrase in phrases:
        yield from terms(phrase, lang)
