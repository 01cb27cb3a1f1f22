"""Lay words and what the law calls them: ``corpus/vocabulary/*.toml``.

A file holds ``[[entry]]`` tables: ``say`` (what people write), ``means`` (words of the law), ``act`` (register id, may be
left out). An entry with an ``act`` and no ``means`` only points at the act («ТОО» speaks of the law on LLPs).
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.model import LANGS, Lang
from kzlaw_tui.retrieval.text import terms


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry with its phrases as index terms; ``phrase`` is the first of what it means, as it is written."""

    say: tuple[tuple[str, ...], ...]
    means: tuple[str, ...]
    act: str
    phrase: str = ""


SLACK = 4
"""So many other words may stand among the words of a phrase, which may come in any order («долю свою в ТОО хочу продать»)."""


class Vocabulary:
    """Entries by language, found in a question by what people say."""

    def __init__(self, entries: dict[Lang, Sequence[Entry]]) -> None:
        self._by_rarest: dict[Lang, dict[str, list[tuple[frozenset[str], Entry]]]] = {}
        for lang, items in entries.items():
            phrases = [(frozenset(phrase), entry) for entry in items for phrase in entry.say if phrase]
            often = Counter(term for phrase, _ in phrases for term in phrase)
            table = self._by_rarest.setdefault(lang, {})
            for phrase, entry in phrases:
                table.setdefault(min(phrase, key=lambda term: (often[term], term)), []).append((phrase, entry))

    def terms(self, lang: Lang) -> set[str]:
        """All terms of what people say in a language."""
        return {term for rows in self._by_rarest.get(lang, {}).values() for phrase, _ in rows for term in phrase}

    def matches(self, tokens: Sequence[str], lang: Lang) -> list[Entry]:
        """The entries one of whose phrases stands in the tokens, each once, in the order of the tokens."""
        table = self._by_rarest.get(lang, {})
        where: dict[str, list[int]] = {}
        for i, token in enumerate(tokens):
            where.setdefault(token, []).append(i)
        found: dict[int, Entry] = {}
        for token in where:
            for phrase, entry in table.get(token, ()):
                if phrase <= where.keys() and _close(token, phrase, where):
                    found.setdefault(id(entry), entry)
        return list(found.values())


def _close(token: str, phrase: frozenset[str], where: Mapping[str, Sequence[int]]) -> bool:
    """Whether the terms of a phrase stand near some place of one of them."""
    reach = len(phrase) - 1 + SLACK
    return any(all(any(abs(i - at) <= reach for i in where[term]) for term in phrase) for at in where[token])


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
        str(means[0]) if means else "",
    )


def _all_terms(phrases: Iterable[str], lang: Lang) -> Iterable[str]:
    for phrase in phrases:
        yield from terms(phrase, lang)
