"""A library of the size of the Tax Code answers without being noticed."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kzlaw_tui.law.model import Article, Edition, Point, Subpoint
from kzlaw_tui.library.store import Library


def large_edition() -> Edition:
    articles = []
    for number in range(1, 849):
        text, points = "", []
        for p in range(1, 9):
            start = len(text)
            text += f"{p}. " + "хозяин обязан вовремя кормить всякого зверя, который живёт в доме " * 8
            subpoints = []
            for s in (1, 2, 3):
                text += "\n"
                at = len(text)
                text += f"{s}) утром, днём и вечером"
                subpoints.append(Subpoint(f"{s})", at, len(text)))
            points.append(Point(str(p), start, len(text), tuple(subpoints)))
            text += "\n"
        articles.append(Article(str(number), f"О звере {number}", text[:-1], ("Раздел", "Глава"), tuple(points)))
    return Edition("act", "ru", "Кодекс о зверях", tuple(articles))


def best(call: Callable[[], object], times: int = 5) -> float:
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - started)
    return min(seconds)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("large") / "library.sqlite"
    library = Library.open(file)
    started = time.perf_counter()
    library.add_edition(large_edition(), source="f", segment=b"\0" * 2_000_000)
    assert time.perf_counter() - started < 3
    library.close()
    return file


def test_opening(file: Path) -> None:
    def open_and_close() -> None:
        Library.open(file).close()

    assert best(open_and_close) < 0.03


def test_reading(file: Path) -> None:
    library = Library.open(file)
    (info,) = library.editions()
    assert info.passages > 6000
    assert best(lambda: library.article(info.id, 500)) < 0.002
    assert best(lambda: library.find("act", "500")) < 0.002
    assert best(lambda: library.revision()) < 0.001
    assert best(lambda: library.toc(info.id)) < 0.05
    assert best(lambda: library.passages(info.id)) < 0.1
    assert best(lambda: library.segments()) < 0.1
    library.close()
