"""How many articles every text of the shared corpus has, and how many of them are in force.

The figures were found apart from the parser: headings counted with grep, every hole in the numbering followed up to the
note that repeals what is missing, Russian and Kazakh texts of an act and two publishers' texts of a code compared.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kzlaw_tui.ingest.readers import read_document
from kzlaw_tui.ingest.structure import Parsed, parse
from kzlaw_tui.law.model import Article
from tests.ingest.parsing import assert_sound, registry

# file: articles, not printed as repealed, act, date of the latest change
COUNTS = {
    "ru/civil_code.txt": (425, 415, "K940001000_", "2025-09-27"),
    "ru/civil_code2.txt": (744, 738, "K990000409_", "2025-09-19"),
    "ru/code_of_administrative_offenses.txt": (1071, 1013, "K1400000235", "2026-01-09"),
    "ru/code_on_marriage_and_family.txt": (286, 281, "K1100000518", "2025-07-17"),
    "ru/entrepreneurial_code.txt": (379, 343, "K1500000375", "2025-12-04"),
    "ru/labor_code.txt": (221, 218, "K1500000414", "2025-07-16"),
    "ru/law_on_consumer_protection.txt": (59, 56, "Z100000274_", "2025-12-04"),
    "ru/law_on_currency_regulation.txt": (27, 27, "Z1800000167", "2025-09-19"),
    "ru/law_on_digital_assets.txt": (14, 14, "Z2300000193", "2025-11-17"),
    "ru/law_on_enforcement.txt": (190, 176, "Z100000261_", "2025-12-17"),
    "ru/law_on_housing_relations.txt": (166, 145, "Z970000094_", "2026-01-16"),
    "ru/law_on_legal_entities_registration.txt": (27, 26, "Z950002198_", "2025-09-27"),
    "ru/law_on_llp.txt": (75, 74, "Z980000220_", "2026-01-09"),
    "ru/law_on_microfinance.txt": (46, 44, "Z1200000056", "2025-09-19"),
    "ru/law_on_personal_data_protection.txt": (38, 38, "Z1300000094", "2025-12-30"),
    "ru/law_on_valuation_activity.txt": (33, 33, "Z1800000133", "2025-07-17"),
    "ru/tax_code_2025.txt": (848, 848, "K2500000214", "2025-07-18"),
    "kk/law_on_consumer_protection.txt": (59, 56, "Z100000274_", "2025-12-04"),
    "kk/law_on_currency_regulation.txt": (27, 27, "Z1800000167", "2026-01-16"),
    "kk/law_on_digital_assets.txt": (15, 15, "Z2300000193", "2026-01-16"),
    "kk/law_on_housing_relations.txt": (166, 145, "Z970000094_", "2026-01-16"),
    "kk/law_on_legal_entities_registration.txt": (27, 26, "Z950002198_", "2025-09-27"),
    "kk/law_on_llp.txt": (75, 74, "Z980000220_", "2026-01-09"),
    "kk/law_on_microfinance.txt": (58, 56, "Z1200000056", "2026-01-16"),
    "kk/law_on_personal_data_protection.txt": (38, 38, "Z1300000094", "2025-12-30"),
    "kk/law_on_valuation_activity.txt": (33, 33, "Z1800000133", "2025-07-17"),
    "formats/administrative_offences_paragraph.docx": (1073, 1017, "K1400000235", "2025-05-19"),
    "formats/constitution_2026.docx": (96, 96, "K2600000000", "2026-03-15"),
    "formats/tax_code_2025.docx": (848, 848, "K2500000214", "2025-07-18"),
}
EXPECTED_WARNINGS = {"parser-changes-ahead", "parser-changes-not-yet"}


@pytest.fixture(scope="module")
def corpus(shared_corpus: Path) -> dict[str, Parsed]:
    """Editions already parsed, shared by the tests of this module."""
    return Texts(shared_corpus)


class Texts(dict[str, Parsed]):
    """Parses a text of the shared corpus when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def __missing__(self, name: str) -> Parsed:
        self[name] = parse(read_document(self.folder / name), registry())
        return self[name]


def by_number(found: Parsed) -> dict[str, Article]:
    return {a.number: a for a in found.edition.articles}


@pytest.mark.parametrize("name", COUNTS)
def test_every_text_gives_its_articles(corpus: dict[str, Parsed], name: str) -> None:
    found = corpus[name]
    articles, live, act, as_of = COUNTS[name]
    edition = found.edition
    assert (len(edition.articles), edition.live_articles) == (articles, live)
    assert (edition.act_id, edition.as_of) == (act, date.fromisoformat(as_of))
    assert edition.lang == ("kk" if name.startswith("kk/") else "ru")
    assert {warning for warning, _ in found.warnings} <= EXPECTED_WARNINGS
    assert_sound(edition)
    assert not [a.number for a in edition.articles if not a.text and not a.validity.repealed]


def test_every_text_of_the_corpus_is_counted(shared_corpus: Path) -> None:
    files = {p.relative_to(shared_corpus).as_posix() for p in shared_corpus.rglob("*.*")}
    assert files == set(COUNTS)


@pytest.mark.parametrize("name", [n for n in COUNTS if n.startswith("kk/") and "micro" not in n and "digital" not in n])
def test_both_languages_have_the_same_articles(corpus: dict[str, Parsed], name: str) -> None:
    kazakh, russian = by_number(corpus[name]), by_number(corpus[name.replace("kk/", "ru/")])
    assert list(kazakh) == list(russian)
    assert [n for n, a in kazakh.items() if a.validity.repealed] == [
        n for n, a in russian.items() if a.validity.repealed
    ]
    same = sum([p.number for p in kazakh[n].points] == [p.number for p in russian[n].points] for n in kazakh)
    assert same >= len(kazakh) - 2


def test_tax_code_from_both_formats(corpus: dict[str, Parsed]) -> None:
    docx, txt = by_number(corpus["formats/tax_code_2025.docx"]), by_number(corpus["ru/tax_code_2025.txt"])
    assert list(docx) == list(txt) == [str(n) for n in range(1, 849)]
    same = sum([p.number for p in docx[n].points] == [p.number for p in txt[n].points] for n in docx)
    assert same > 800


def test_dates_of_the_tax_code(corpus: dict[str, Parsed]) -> None:
    articles = by_number(corpus["formats/tax_code_2025.docx"])
    assert articles["92"].validity.effective_from == date(2027, 1, 1)
    assert articles["189"].validity.effective_from == date(2026, 7, 1)
    assert articles["17"].validity.effective_to == articles["343"].validity.effective_to == date(2029, 1, 1)
    assert articles["16"].validity.effective_from is None
    assert articles["738"].validity.effective_to == date(2029, 1, 1), "a whole chapter applies until then"
    assert articles["790"].validity.effective_from == date(2027, 1, 1), "a whole chapter applies from then"
    subpoint = articles["238"].subpoint("1", "18")
    assert subpoint and subpoint.validity.effective_to == date(2030, 1, 1)
    point = articles["254"].point("3")
    assert point and point.validity.effective_to == date(2029, 1, 1)


def test_constitution_has_no_headings_but_sections(corpus: dict[str, Parsed]) -> None:
    articles = corpus["formats/constitution_2026.docx"].edition.articles
    assert not any(a.heading for a in articles)
    assert articles[0].path == ("Раздел I Основы конституционного строя",)
    assert len({a.path for a in articles}) == 11


def test_pending_changes_of_the_labour_code(corpus: dict[str, Parsed]) -> None:
    articles = by_number(corpus["ru/labor_code.txt"])
    found = [(p.action, p.effective_from, p.point, p.subpoint) for p in articles["52"].pending]
    assert found == [("amend", date(2027, 1, 1), "1-1", "")]
    first = {(p.action, p.effective_from, p.point, p.subpoint) for p in articles["1"].pending}
    assert ("replace", date(2030, 1, 1), "1", "46)") in first
    assert articles["117"].validity.repealed
    assert not articles["117"].text


def test_paths_of_a_code_with_parts_sections_and_chapters(corpus: dict[str, Parsed]) -> None:
    offences = by_number(corpus["ru/code_of_administrative_offenses.txt"])
    assert [p.split(".")[0] for p in offences["73"].path] == ["Раздел 2", "ОСОБЕННАЯ ЧАСТЬ", "Глава 10"]
    assert [p.split(".")[0] for p in offences["1"].path] == ["РАЗДЕЛ 1", "Глава 1"]
    civil = by_number(corpus["ru/civil_code.txt"])
    assert civil["58"].path[-2:] == ("II. Хозяйственное товарищество", "1. Общие положения")
    assert civil["147"].heading == "Понятие сделки"
