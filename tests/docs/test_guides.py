"""The guides: every picture is there, and the table of keys is that of the program."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = [*sorted((ROOT / "docs").glob("*.md")), *sorted(ROOT.glob("README*.md"))]
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s#]+)")


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_screens", ROOT / "docs" / "make_screens.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_screens"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_picture_and_page_that_is_named_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    for caption, target in IMAGE.findall(text):
        assert caption, f"{target} has no words for those who do not see it"
        assert (page.parent / target).is_file(), target
    for target in LINK.findall(text):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
def test_the_table_of_keys_is_that_of_the_program(maker: ModuleType, lang: str) -> None:
    text = (ROOT / "docs" / f"guide.{lang}.md").read_text("utf-8")
    assert maker.KEYS.search(text), "the place for the keys"
    assert maker.with_keys(text, lang) == text, "run: python docs/make_screens.py --keys"


def test_every_picture_is_made_by_the_script_used_and_whole(maker: ModuleType) -> None:
    made = {f"{name}.svg" for name in maker.PICTURES}
    there = {file.name for file in (ROOT / "docs" / "screens").iterdir()}
    used = {Path(target).name for page in PAGES for _, target in IMAGE.findall(page.read_text("utf-8"))}
    assert there == made and made <= used
    for name in made:
        svg = ElementTree.fromstring((ROOT / "docs" / "screens" / name).read_text("utf-8"))
        assert svg.tag.endswith("svg")
        assert "/tmp" not in "".join(svg.itertext()) and "Traceback" not in "".join(svg.itertext())
