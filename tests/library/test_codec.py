from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlaw_tui.law.model import ALWAYS, Note, PendingChange, Point, Subpoint, Validity
from kzlaw_tui.library.codec import (
    dump_notes,
    dump_pending,
    dump_points,
    load_notes,
    load_pending,
    load_points,
    number_key,
)

days = st.none() | st.dates(date(1991, 12, 16), date(2050, 1, 1))
validities = st.just(ALWAYS) | st.builds(Validity, days, days, st.booleans())
offsets = st.integers(0, 100_000)
numbers = st.from_regex(r"[0-9]{1,3}(-[0-9]{1,2})?", fullmatch=True)
subpoints = st.builds(Subpoint, numbers.map(lambda n: n + ")"), offsets, offsets, validities)
points = st.builds(
    Point, numbers | st.just(""), offsets, offsets, st.lists(subpoints, max_size=3).map(tuple), validities
)
notes = st.builds(Note, st.sampled_from(["amendment", "register", "law"]), st.text(), offsets)
changes = st.builds(PendingChange, st.sampled_from(["amend", "repeal", "replace"]), days, st.text(), numbers, numbers)


@given(st.lists(points).map(tuple), st.lists(notes).map(tuple), st.lists(changes).map(tuple))
def test_what_is_stored_comes_back(
    points: tuple[Point, ...], notes: tuple[Note, ...], changes: tuple[PendingChange, ...]
) -> None:
    assert load_points(dump_points(points)) == points
    assert load_notes(dump_notes(notes)) == notes
    assert load_pending(dump_pending(changes)) == changes


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("52", "52"),
        ("52.", "52"),
        ("52‑1", "52-1"),
        ("52 – 1", "52-1"),
        ("52¹", "52-1"),
        ("168¹⁰.", "168-10"),
        ("", ""),
    ],
)
def test_numbers_in_one_form(printed: str, key: str) -> None:
    assert number_key(printed) == key


@given(numbers)
def test_a_number_in_one_form_stays_as_it_is(number: str) -> None:
    assert number_key(number) == number
    assert number_key(number_key(number)) == number_key(number)
