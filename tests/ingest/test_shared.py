"""The official texts beside the project, from file to library and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzlaw_tui.config import Home
from kzlaw_tui.ingest.rebuild import rebuild, verify
from kzlaw_tui.library.store import Library
from tests.ingest.homes import REGISTRY, ingest, segment

pytestmark = pytest.mark.slow


def test_every_official_text_goes_in_and_the_index_can_be_made_again(shared_corpus: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    library = Library.open(home.library_file)
    report = ingest(home, [shared_corpus], library)
    assert [r.path.name for r in report.files if r.status == "failed"] == []
    assert len(report.files) == len([f for f in shared_corpus.rglob("*") if f.is_file()])
    assert verify(home, library).problems == ()
    found = library.find("K1500000414", "53")
    assert found is not None
    assert found.article.point("1") is not None
    assert library.references(found.edition.id, found.ordinal)
    assert library.cited_by("K1500000414", "52")

    again = ingest(home, [shared_corpus], library)
    assert {r.status for r in again.files} == {"unchanged"}
    assert again.seconds < 2

    before = [library.load(info.id) for info in library.editions(current=False)]
    rebuilt = rebuild(home=home, library_file=home.library_file, registry=REGISTRY, segment=segment)
    assert rebuilt.problems == ()
    assert [library.load(info.id) for info in library.editions(current=False)] == before
    library.close()


def test_the_tax_code_is_ingested(shared_corpus: Path, tmp_path: Path) -> None:
    report = ingest(Home(tmp_path / "home"), [shared_corpus / "formats" / "tax_code_2025.docx"])
    assert report.files[0].articles == 848
