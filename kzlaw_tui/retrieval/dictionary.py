"""A Kazakh–Russian dictionary of terms, mined from texts that exist in both languages.

IBM Model 1 (Brown et al. 1993, "The mathematics of statistical machine translation") is trained in both directions over aligned
units (headings, points, subpoints); a pair's weight is the geometric mean of the two probabilities, which keeps what either
direction alone gets wrong out. Terms are index terms (``retrieval.text.terms``), so a question's terms are looked up as they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.model import Article, Edition, Lang, Point
from kzlaw_tui.retrieval.text import terms

ROUNDS = 6
LONGEST = 80
"""Distinct terms of a unit that are looked at; a unit longer than that says little."""
LEAST = 0.12
"""Pairs with a lower weight are left out."""
MOST = 4
"""Translations kept of a term."""
UNSURE = 0.5
"""A term whose best translation weighs less is also taken over as it is: it may be written alike in both languages."""
OFTEN = 2
"""Terms that stand in fewer units are left out."""

Pair = tuple[Sequence[str], Sequence[str]]
"""Terms of one unit in Kazakh and in Russian."""


@dataclass(slots=True)
class Dictionary:
    """Translations of terms with weights in (0, 1], best first: Kazakh to Russian, and the other way round."""

    to_ru: Mapping[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)
    to_kk: Mapping[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Mapping[tuple[str, str], float]) -> Dictionary:
        """A dictionary of weighted (Kazakh, Russian) pairs."""
        to_ru: dict[str, list[tuple[str, float]]] = {}
        to_kk: dict[str, list[tuple[str, float]]] = {}
        for (kk, ru), weight in pairs.items():
            to_ru.setdefault(kk, []).append((ru, weight))
            to_kk.setdefault(ru, []).append((kk, weight))
        return cls(_best(to_ru), _best(to_kk))

    def pairs(self) -> dict[tuple[str, str], float]:
        """All pairs of the Kazakh side with their weights."""
        return {(kk, ru): weight for kk, found in self.to_ru.items() for ru, weight in found}

    def merged(self, other: Dictionary) -> Dictionary:
        """This dictionary with the pairs of another; a pair that both have gets the greater weight."""
        pairs = self.pairs()
        for pair, weight in other.pairs().items():
            pairs[pair] = max(weight, pairs.get(pair, 0.0))
        return Dictionary.of(pairs)

    def translate(self, weights: Mapping[str, float], lang: Lang) -> dict[str, float]:
        """The terms of a question in ``lang`` in the other language, each weighted by the square root of how sure its translation is.

        A term without a sure translation that may be written alike in both («декрет», «НДС», «2026») is taken over as it is.
        """
        table = self.to_ru if lang == "kk" else self.to_kk
        other: Lang = "ru" if lang == "kk" else "kk"
        found: dict[str, float] = {}
        for term, weight in weights.items():
            options = table.get(term)
            if options is None or options[0][1] < UNSURE:
                options = (*(options or ()), *((same, 0.8) for same in terms(term, other)))
            for translated, sure in options:
                found[translated] = max(found.get(translated, 0.0), weight * math.sqrt(sure))
        return found

    def save(self, file: Path) -> None:
        """Write it as lines of ``kazakh<TAB>russian<TAB>weight``, sorted, so that a change is easy to read."""
        lines = [f"{kk}\t{ru}\t{weight:.2f}\n" for (kk, ru), weight in sorted(self.pairs().items())]
        file.write_text("".join(lines), "utf-8", newline="\n")

    @classmethod
    def load(cls, file: Path) -> Dictionary:
        """Read what ``save`` wrote; an absent file is an empty dictionary. Raises ``KzlawError`` for a file that is none."""
        if not file.is_file():
            return cls()
        try:
            rows = [line.split("\t") for line in file.read_text("utf-8").splitlines()]
            return cls.of({(kk, ru): float(weight) for kk, ru, weight in rows})
        except (OSError, ValueError) as error:
            raise KzlawError("error-vocabulary", path=file, reason=error) from error


def _best(table: Mapping[str, list[tuple[str, float]]]) -> dict[str, tuple[tuple[str, float], ...]]:
    return {term: tuple(sorted(found, key=lambda pair: (-pair[1], pair[0]))[:MOST]) for term, found in table.items()}


def aligned(kk: Edition, ru: Edition) -> Iterator[Pair]:
    """The units of an act that stand at the same place in both languages; the editions may differ in places."""
    russian = {article.number: article for article in ru.articles}
    for article in kk.articles:
        other = russian.get(article.number)
        if other is None or article.validity.repealed or other.validity.repealed:
            continue
        yield terms(article.heading, "kk"), terms(other.heading, "ru")
        if [p.number for p in article.points] != [p.number for p in other.points]:
            continue
        for point, same in zip(article.points, other.points, strict=True):
            for a, b in _pieces(article, point, other, same):
                yield terms(a, "kk"), terms(b, "ru")


def _pieces(kk: Article, point: Point, ru: Article, same: Point) -> Iterable[tuple[str, str]]:
    """A point in its smallest parts that both languages have: subpoints, else lines, else the whole."""
    a, b = kk.text[point.start : point.end], ru.text[same.start : same.end]
    if point.subpoints and [s.number for s in point.subpoints] == [s.number for s in same.subpoints]:
        return [
            (kk.text[point.start : point.subpoints[0].start], ru.text[same.start : same.subpoints[0].start]),
            *(
                (kk.text[s.start : s.end], ru.text[t.start : t.end])
                for s, t in zip(point.subpoints, same.subpoints, strict=True)
            ),
        ]
    lines, others = a.split("\n"), b.split("\n")
    return zip(lines, others, strict=True) if len(lines) == len(others) else [(a, b)]


def train(units: Iterable[Pair]) -> Dictionary:
    """Mine a dictionary from aligned units. Some 20,000 units take a few seconds and a few hundred megabytes."""
    kk_ids: dict[str, int] = {}
    ru_ids: dict[str, int] = {}
    kk_cells, ru_cells, kk_slots, ru_slots = [], [], [], []
    kk_seen, ru_seen = [], []
    kk_count = ru_count = 0
    for kk, ru in units:
        a = np.array([kk_ids.setdefault(t, len(kk_ids)) for t in list(dict.fromkeys(kk))[:LONGEST]], dtype=np.int64)
        b = np.array([ru_ids.setdefault(t, len(ru_ids)) for t in list(dict.fromkeys(ru))[:LONGEST]], dtype=np.int64)
        if not len(a) or not len(b):
            continue
        kk_cells.append(np.repeat(a, len(b)))
        ru_cells.append(np.tile(b, len(a)))
        kk_slots.append(kk_count + np.repeat(np.arange(len(a)), len(b)))
        ru_slots.append(ru_count + np.tile(np.arange(len(b)), len(a)))
        kk_seen.append(a)
        ru_seen.append(b)
        kk_count += len(a)
        ru_count += len(b)
    if not kk_cells:
        return Dictionary()
    kk_of, ru_of = np.concatenate(kk_cells), np.concatenate(ru_cells)
    codes, cell = np.unique(kk_of * len(ru_ids) + ru_of, return_inverse=True)
    of_kk, of_ru = codes // len(ru_ids), codes % len(ru_ids)
    forward = _expectation(cell, np.concatenate(ru_slots), of_kk)
    backward = _expectation(cell, np.concatenate(kk_slots), of_ru)
    weight = np.sqrt(forward * backward)
    seen_kk, seen_ru = np.bincount(np.concatenate(kk_seen)), np.bincount(np.concatenate(ru_seen))
    kept = (weight >= LEAST) & (seen_kk[of_kk] >= OFTEN) & (seen_ru[of_ru] >= OFTEN)
    kk_terms, ru_terms = list(kk_ids), list(ru_ids)
    return Dictionary.of(
        {(kk_terms[of_kk[i]], ru_terms[of_ru[i]]): float(round(weight[i], 2)) for i in np.flatnonzero(kept)}
    )


def _expectation(
    cell: npt.NDArray[np.int64], slot: npt.NDArray[np.int64], source: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """p(target | source) of every pair after some rounds of EM: each target word of a unit (``slot``) is shared out among the
    source words of the unit (``cell`` names the pair)."""
    chance = np.ones(len(source))
    for _ in range(ROUNDS):
        share = chance[cell]
        share /= np.bincount(slot, share)[slot]
        counts = np.bincount(cell, share, len(source))
        chance = counts / np.bincount(source, counts)[source]
    return chance
