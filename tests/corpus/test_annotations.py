"""The shipped digests and vocabulary: well formed, in the right language, in our own words, true to the figures."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from kzlaw_tui.config import shipped_corpus
from kzlaw_tui.ingest.readers import read_document
from kzlaw_tui.ingest.structure import parse
from kzlaw_tui.law.model import Article
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.retrieval.text import KAZAKH_LETTERS, terms
from kzlaw_tui.retrieval.vocabulary import load_vocabulary

FOLDER = shipped_corpus() / "annotations"
FILES = {
    "K1500000414": ("ru/labor_code.txt", None),
    "K2500000214": ("formats/tax_code_2025.docx", None),
    "Z980000220_": ("ru/law_on_llp.txt", "kk/law_on_llp.txt"),
}
RUN = 8
"""No digest shares so many consecutive words with the official article."""


def rows(act: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (FOLDER / f"{act}.jsonl").read_text("utf-8").splitlines()]


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold().replace("ё", "е"))


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + RUN]) for i in range(len(found) - RUN + 1)}


def official(corpus: Path, file: str) -> dict[str, Article]:
    registry = Registry.from_toml((shipped_corpus() / "acts.toml").read_text("utf-8"))
    return {a.number: a for a in parse(read_document(corpus / file), registry).edition.articles}


def test_there_are_digests_of_the_three_acts() -> None:
    assert {act: len(rows(act)) >= 60 for act in FILES} == dict.fromkeys(FILES, True)


@pytest.mark.parametrize("act", FILES)
def test_every_line_has_both_languages(act: str) -> None:
    for row in rows(act):
        for field in ("heading", "gist"):
            value = row[field]
            assert isinstance(value, dict) and value["ru"] and value["kk"], row["article"]
        gist, questions = row["gist"], row["questions"]
        assert isinstance(gist, dict) and isinstance(questions, dict)
        assert KAZAKH_LETTERS & set(gist["kk"].casefold()), row["article"]
        assert not KAZAKH_LETTERS & set(gist["ru"].casefold()), row["article"]
        assert len(questions["ru"]) >= 3 and len(questions["kk"]) >= 2, row["article"]


@pytest.mark.parametrize("act", FILES)
def test_digests_are_our_own_words_and_speak_of_articles_in_force(act: str, shared_corpus: Path) -> None:
    for lang, file in zip(("ru", "kk"), FILES[act], strict=True):
        if file is None:
            continue
        articles = official(shared_corpus, file)
        for row in rows(act):
            number, gist = str(row["article"]), row["gist"]
            assert isinstance(gist, dict)
            assert number in articles and not articles[number].validity.repealed, number
            shared = runs(gist[lang]) & runs(articles[number].text)
            assert not shared, (number, shared)


@pytest.mark.parametrize("act", FILES)
def test_references_exist(act: str, shared_corpus: Path) -> None:
    articles = official(shared_corpus, FILES[act][0] or "")
    for row in rows(act):
        see_also = row["see_also"]
        assert isinstance(see_also, list)
        assert {str(number) for number in see_also} <= set(articles), row["article"]


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
