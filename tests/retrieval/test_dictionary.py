"""The Kazakh-Russian dictionary: mined, kept, used."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home, shipped_corpus
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.retrieval.dictionary import Dictionary, train
from kzlaw_tui.retrieval.mining import FILE
from kzlaw_tui.retrieval.text import terms

UNITS = [
    ("жұмыскер демалыс алады", "работник получает отпуск"),
    ("жұмыскер жалақы алады", "работник получает зарплату"),
    ("жұмыс беруші демалыс береді", "работодатель дает отпуск"),
    ("жұмыс беруші жалақы төлейді", "работодатель платит зарплату"),
    ("жұмыскер", "работник"),
    ("демалыс", "отпуск"),
    ("жалақы", "зарплата"),
]


def test_pairs_are_found_by_what_stands_together() -> None:
    found = train((terms(kk, "kk"), terms(ru, "ru")) for kk, ru in UNITS)
    best = {kk: options[0][0] for kk, options in found.to_ru.items()}
    for kk, ru in (("жұмыскер", "работник"), ("демалыс", "отпуск"), ("жалақы", "зарплата")):
        assert best[terms(kk, "kk")[0]] == terms(ru, "ru")[0]


def test_nothing_to_learn_from_is_an_empty_dictionary(tmp_path: Path) -> None:
    assert train([]).pairs() == {} and train([([], ["слово"])]).pairs() == {}
    assert Dictionary.load(tmp_path / "none.tsv").pairs() == {}


def test_what_is_saved_is_read_and_merged(tmp_path: Path) -> None:
    one, other = Dictionary.of({("а", "б"): 0.5, ("в", "г"): 0.25}), Dictionary.of({("а", "б"): 0.75, ("а", "д"): 0.5})
    one.save(tmp_path / FILE)
    assert Dictionary.load(tmp_path / FILE).pairs() == one.pairs()
    assert one.merged(other).pairs() == {("а", "б"): 0.75, ("а", "д"): 0.5, ("в", "г"): 0.25}
    (tmp_path / FILE).write_text("junk", "utf-8")
    with pytest.raises(KzlawError):
        Dictionary.load(tmp_path / FILE)


def test_the_shipped_dictionary_translates_a_question() -> None:
    shipped = Dictionary.load(shipped_corpus() / "vocabulary" / FILE)
    assert len(shipped.to_ru) > 2000
    found = shipped.translate(dict.fromkeys(terms("жұмыскердің еңбек шарты, НДС", "kk"), 1.0), "kk")
    assert {*terms("работник трудовой договор НДС", "ru")} <= found.keys()
    assert all(0 < weight <= 1 for weight in found.values())


def test_a_home_with_an_act_in_both_languages_mines_its_own(tmp_path: Path, shared_corpus: Path) -> None:
    home = Assistant(Home(tmp_path), "ru")
    home.ingest([shared_corpus / "ru" / "law_on_llp.txt"])
    assert Dictionary.load(home.home.index / FILE).pairs() == {}
    home.ingest([shared_corpus / "kk" / "law_on_llp.txt"])
    mined = Dictionary.load(home.home.index / FILE)
    assert terms("участник", "ru")[0] in dict(mined.to_ru[terms("қатысушы", "kk")[0]])
