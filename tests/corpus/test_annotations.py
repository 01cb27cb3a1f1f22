"""The shipped digests and vocabulary: well formed, in the right language, in our own words, true to the figures."""

from __future__ import annotations

import importlib.util
import json
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from kzlaw_tui.config import shipped_corpus
from kzlaw_tui.ingest.digests import load_annotations
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.retrieval import asked
from kzlaw_tui.retrieval.embedders.e5 import E5
from kzlaw_tui.retrieval.text import terms
from kzlaw_tui.retrieval.vocabulary import load_vocabulary

FOLDER = shipped_corpus() / "annotations"


def _benchmark(name: str) -> ModuleType:
    """A script of ``benchmarks/`` as a module."""
    file = Path(__file__).resolve().parents[2] / "benchmarks" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


check_annotations = _benchmark("check_annotations")


@pytest.mark.parametrize("act", check_annotations.WANTED)
def test_the_annotations_hold_against_the_official_text(act: str, shared_corpus: Path) -> None:
    """Schema, languages, figures, references, hashes, no run of official words: ``benchmarks/check_annotations.py``."""
    assert check_annotations.check(FOLDER / f"{act}.jsonl") == []


def test_every_gist_and_question_has_its_shipped_vector() -> None:
    texts = asked.wordings(load_annotations(FOLDER).values())
    stored = asked.load(FOLDER / asked.FILE, E5.name, texts)
    assert stored is not None and len(stored.rows) == len(texts) > 9000


def test_the_vocabulary_is_read_and_its_acts_are_known() -> None:
    vocabulary = load_vocabulary(shipped_corpus() / "vocabulary")
    registry = Registry.from_toml((shipped_corpus() / "acts.toml").read_text("utf-8"))
    assert vocabulary.matches(terms("меня хотят уволить за прогул", "ru"), "ru")
    assert vocabulary.matches(terms("ҚҚС мөлшерлемесі қанша", "kk"), "kk")
    assert not vocabulary.matches(terms("погода на завтра", "ru"), "ru")
    for file in (shipped_corpus() / "vocabulary").glob("*.toml"):
        for entry in tomllib.loads(file.read_text("utf-8"))["entry"]:
            assert entry["say"] and (entry.get("means") or entry.get("act")), entry
            assert not entry.get("act") or registry.get(entry["act"]) is not None, entry


def test_own_questions_are_well_formed() -> None:
    file = shipped_corpus() / "questions" / "own.jsonl"
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert len({line["id"] for line in lines}) == len(lines) >= 200
    side: dict[tuple[str, str], set[str]] = {}
    for line in lines:
        assert line["held"] == bool(line["gold"])
        for gold in line["gold"]:
            side.setdefault((gold["act"], gold["article"]), set()).add(line["split"])
    assert all(len(splits) == 1 for splits in side.values()), "no article is in both halves"
