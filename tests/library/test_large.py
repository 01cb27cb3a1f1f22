"""A library of the size of the Tax Code."""

from __future__ import annotations

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


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("large") / "library.sqlite"
    library = Library.open(file)
    library.add_edition(large_edition(), source="f", segment=b"\0" * 2_000_000)
    library.close()
    return file


def test_reading(file: Path) -> None:
    library = Library.open(file)
    (info,) = library.editions()
    assert info.passages > 6000 and len(library.passages(info.id)) == info.passages
    assert library.article(info.id, 500).article.heading == "О звере 501"
    found = library.find("act", "500")
    assert found is not None and found.ordinal == 499
    assert len(library.toc(info.id)) == 848
    assert [len(segment) for _, segment in library.segments()] == [2_000_000]
    library.close()
