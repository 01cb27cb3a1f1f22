"""A library in a temporary folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kzlaw_tui.law.model import Edition
from kzlaw_tui.library.store import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "index" / "library.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def add(library: Library) -> Callable[[Edition], int]:
    """Adds an edition and returns its id."""

    def add(edition: Edition) -> int:
        before = {info.id for info in library.editions(current=False)}
        library.add_edition(edition, source="file.txt", segment=b"segment")
        (new,) = {info.id for info in library.editions(current=False)} - before
        return new

    return add
