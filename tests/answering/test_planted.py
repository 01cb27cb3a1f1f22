"""Recall of planted errors and false alarms, over letters made from the official texts beside the project."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from kzlaw_tui.answering.audit import audit
from kzlaw_tui.answering.contents import Contents
from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home
from tests.answering.planted import ACTS, Maker, letters

SHARED = Path(__file__).resolve().parents[3] / "shared" / "corpus"
FILES = (
    "ru/labor_code.txt",
    "ru/tax_code_2025.txt",
    "ru/law_on_llp.txt",
    "kk/law_on_llp.txt",
    "ru/code_of_administrative_offenses.txt",
    "ru/law_on_housing_relations.txt",
    "kk/law_on_housing_relations.txt",
)
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not SHARED.exists(), reason="the official texts are not here")]


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KZLAW_RETRIEVAL__EMBEDDER", "none")
        found = Assistant(Home(tmp_path_factory.mktemp("home")), "ru")
        assert not found.ingest([SHARED / name for name in FILES]).failed
    return found


def test_planted_errors_are_found_and_right_citations_left_alone(official: Assistant) -> None:
    library = official.library
    contents = Contents(library)
    chance = random.Random(20)
    makers = []
    for act in ACTS:
        for lang in ACTS[act]:
            info = library.edition(act, lang)
            assert info is not None, (act, lang)
            makers.append(Maker(act, lang, library.load(info.id).articles, chance))
    counts: Counter[tuple[str, str]] = Counter()
    for letter in letters(makers, 420):
        checked = audit(letter.text, library, official.registry, contents=contents)
        flagged = any(not item.good for item in checked)
        right = flagged if letter.error else bool(checked) and not flagged
        group = "wrong" if letter.error else "right"
        for name in (group, f"{group}: {letter.kind}", f"{group} in {letter.lang}"):
            counts[name, "n"] += 1
            counts[name, "ok"] += right
        if letter.right and flagged:
            counts["suggestions", "n"] += 1
            counts["suggestions", "ok"] += any(
                item.suggestion is not None and item.suggestion.article == letter.right for item in checked
            )
    for name in sorted({name for name, _ in counts}):
        print(f"{name:28} {counts[name, 'ok']:4} of {counts[name, 'n']:4}")
    recall = counts["wrong", "ok"] / counts["wrong", "n"]
    false_alarms = 1 - counts["right", "ok"] / counts["right", "n"]
    print(f"recall of errors {recall:.3f}, false alarms {false_alarms:.4f}")
    assert recall >= 0.97 and false_alarms <= 0.02
