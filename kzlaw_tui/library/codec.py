"""The compact JSON in which points, notes and pending changes of an article are stored.

Defaults are left out at the end of each array: a point without subpoints and with unbounded validity is three items.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from kzlaw_tui.law.model import ALWAYS, Note, PendingChange, Point, Subpoint, Validity

_SUPERSCRIPT = re.compile("[⁰¹²³⁴-⁹]+")
_SUPERSCRIPT_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_DASHES = re.compile("[-\N{SOFT HYPHEN}‐‑‒–—―−]+")


def number_key(number: str) -> str:
    """An article number in the one form that is compared: «52–1.», «52 - 1» and «52¹» are all ``52-1``."""
    text = _SUPERSCRIPT.sub(lambda found: "-" + found[0].translate(_SUPERSCRIPT_DIGITS), number)
    text = _DASHES.sub("-", "".join(text.split()))
    return text.rstrip(".").casefold()


def iso(day: date | None) -> str | None:
    """A date as it is stored."""
    return day.isoformat() if day else None


def day(stored: str | None) -> date | None:
    """A stored date."""
    return date.fromisoformat(stored) if stored else None


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _validity(validity: Validity) -> list[list[Any]]:
    """The tail of an array: nothing for unbounded validity."""
    if validity == ALWAYS:
        return []
    return [[iso(validity.effective_from), iso(validity.effective_to), int(validity.repealed)]]


def _read_validity(tail: Sequence[list[Any]]) -> Validity:
    if not tail:
        return ALWAYS
    effective_from, effective_to, repealed = tail[0]
    return Validity(day(effective_from), day(effective_to), bool(repealed))


def dump_points(points: Sequence[Point]) -> str:
    """Points as JSON: ``[number, start, end, [subpoints], validity]``."""
    return _dump(
        [
            [
                p.number,
                p.start,
                p.end,
                [[s.number, s.start, s.end, *_validity(s.validity)] for s in p.subpoints],
                *_validity(p.validity),
            ]
            for p in points
        ]
    )


def load_points(stored: str) -> tuple[Point, ...]:
    """The inverse of ``dump_points``."""
    return tuple(
        Point(
            number,
            start,
            end,
            tuple(Subpoint(n, a, b, _read_validity(rest)) for n, a, b, *rest in subpoints),
            _read_validity(tail),
        )
        for number, start, end, subpoints, *tail in json.loads(stored)
    )


def dump_notes(notes: Sequence[Note]) -> str:
    """Notes as JSON: ``[kind, text, at]``."""
    return _dump([[n.kind, n.text, n.at] for n in notes])


def load_notes(stored: str) -> tuple[Note, ...]:
    """The inverse of ``dump_notes``."""
    return tuple(Note(kind, text, at) for kind, text, at in json.loads(stored))


def dump_pending(changes: Sequence[PendingChange]) -> str:
    """Pending changes as JSON: ``[action, effective from, text, point, subpoint]``."""
    return _dump([[c.action, iso(c.effective_from), c.text, c.point, c.subpoint] for c in changes])


def load_pending(stored: str) -> tuple[PendingChange, ...]:
    """The inverse of ``dump_pending``."""
    return tuple(
        PendingChange(action, day(effective_from), text, point, subpoint)
        for action, effective_from, text, point, subpoint in json.loads(stored)
    )


def dump_path(path: Sequence[str]) -> str:
    """The titles above an article as JSON."""
    return _dump(list(path))


def load_path(stored: str) -> tuple[str, ...]:
    """The inverse of ``dump_path``."""
    return tuple(json.loads(stored))
