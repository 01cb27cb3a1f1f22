"""The threat model in three languages makes the same claims, and the tests that it names exist."""

from __future__ import annotations

import ast
import re

import pytest

from tests.conftest import ROOT

CLAIM = re.compile(r"^\| (.+?) \| `(tests/[\w/]+\.py)::(\w+)` \|$", re.M)


def claims(lang: str) -> list[tuple[str, str]]:
    """The tests of the table, in order."""
    text = (ROOT / "docs" / f"security.{lang}.md").read_text("utf-8")
    return [(file, name) for _, file, name in CLAIM.findall(text)]


def test_all_languages_claim_the_same() -> None:
    assert claims("ru") == claims("kk") == claims("en")
    assert len(claims("ru")) >= 30
    headings = [
        re.findall(r"^#+ ", (ROOT / "docs" / f"security.{lang}.md").read_text("utf-8"), re.M)
        for lang in ("ru", "kk", "en")
    ]
    assert headings[0] == headings[1] == headings[2]


@pytest.mark.parametrize(("file", "name"), claims("ru"))
def test_the_test_of_a_claim_exists(file: str, name: str) -> None:
    found = {
        node.name: node
        for node in ast.walk(ast.parse((ROOT / file).read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert name in found
    assert any(isinstance(node, ast.Assert) or "raises" in ast.dump(node) for node in ast.walk(found[name])) or any(
        "refused" in ast.dump(node) or "clean_screen" in ast.dump(node) for node in ast.walk(found[name])
    ), "a test that checks nothing proves nothing"


@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
def test_every_row_of_the_table_is_a_claim_with_a_test(lang: str) -> None:
    text = (ROOT / "docs" / f"security.{lang}.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("|")][2:]
    assert len(rows) == len(claims(lang))
