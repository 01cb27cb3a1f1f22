"""The registry of acts: its data, the names it finds, the documents it recognises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kzlaw_tui.law.citations import find_citations
from kzlaw_tui.law.model import FOREIGN_ACT, UNKNOWN_ACT
from kzlaw_tui.law.registry import Registry

CORPUS = {
    "labor_code": "K1500000414",
    "tax_code_2025": "K2500000214",
    "law_on_llp": "Z980000220_",
    "civil_code": "K940001000_",
    "civil_code2": "K990000409_",
    "entrepreneurial_code": "K1500000375",
    "code_on_marriage_and_family": "K1100000518",
    "code_of_administrative_offenses": "K1400000235",
    "law_on_consumer_protection": "Z100000274_",
    "law_on_enforcement": "Z100000261_",
    "law_on_housing_relations": "Z970000094_",
    "law_on_personal_data_protection": "Z1300000094",
    "law_on_valuation_activity": "Z1800000133",
    "law_on_legal_entities_registration": "Z950002198_",
    "law_on_digital_assets": "Z2300000193",
    "law_on_currency_regulation": "Z1800000167",
    "law_on_microfinance": "Z1200000056",
}


def test_the_file_is_whole(registry: Registry) -> None:
    assert len(registry.acts) >= 80
    for act in registry.acts:
        assert re.fullmatch(r"[KZ](?:\d{10}|\d{9}_)", act.id), act.id
        assert act.kind in ("constitution", "code", "law")
        assert {"ru", "kk"} <= set(act.titles) and {"ru", "kk"} <= set(act.short) and {"ru", "kk"} <= set(act.genitive)
        if act.adopted and not act.id.startswith("K26"):
            assert act.id[1:3] == f"{act.adopted:%y}", act.id
        if act.number and act.number.split("-")[0] != "268":
            assert int(act.id[3:].rstrip("_")) == int(act.number.split("-")[0]), act.id
        if act.replaces:
            before = registry.get(act.replaces)
            assert before is not None and not before.in_force
    assert set(CORPUS.values()) <= {act.id for act in registry.acts}


def test_short_names_are_of_one_act_only(registry: Registry) -> None:
    seen: dict[tuple[str, str], str] = {}
    for act in registry.acts:
        for lang, short in act.short.items():
            if not act.articles:
                assert seen.setdefault((lang, short), act.id) == act.id


def test_the_successor_of_the_old_tax_code(registry: Registry) -> None:
    new = registry.successor_of("K1700000120")
    assert new is not None and new.id == "K2500000214"
    assert registry.successor_of("K2500000214") is None
    assert registry.get("nonsense") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("по Трудовому кодексу РК", [("K1500000414", "Трудовому кодексу РК")]),
        ("в трудовом кодексе", [("K1500000414", "трудовом кодексе")]),
        ("закону о тоо", [("Z980000220_", "закону о тоо")]),
        ("Еңбек кодексінде", [("K1500000414", "Еңбек кодексінде")]),
        ("ЖШС туралы заңда", [("Z980000220_", "ЖШС туралы заңда")]),
        ("НК РК", [("K2500000214", "НК РК")]),
        ("Налоговый кодекс 2017 года", [("K1700000120", "Налоговый кодекс 2017 года")]),
        ("по ГК РК", [("K940001000_", "ГК РК"), ("K990000409_", "ГК РК")]),
        ("ТК РФ", []),
        ("УК «Жилсервис» не убирает двор", []),
        ("АО «НК «КазМунайГаз»", []),
        ("ЖК «Арман»", []),
        ("договор о медиации и защите прав потребителей", []),
    ],
)
def test_names_in_running_text(registry: Registry, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(act, text[start:end]) for act, start, end in registry.find_names(text)] == expected


@pytest.mark.parametrize(
    ("title", "act"),
    [
        ("ТРУДОВОЙ КОДЕКС РЕСПУБЛИКИ КАЗАХСТАН\nКодекс Республики Казахстан от 23 ноября 2015 года № 414-V ЗРК.", "K1500000414"),
        ("Трудовой кодекс Республики Казахстан\nКодекс Республики Казахстан от 15 мая 2007 года № 251.", "K070000251_"),
        ("О налогах и других обязательных платежах в бюджет (Налоговый кодекс)\n"
         "Кодекс Республики Казахстан от 25 декабря 2017 года № 120-VI ЗРК.", "K1700000120"),
        ("О товариществах с ограниченной и дополнительной ответственностью\n"
         "Закон Республики Казахстан от 22 апреля 1998 г. N 220.", "Z980000220_"),
        ("КОДЕКС РЕСПУБЛИКИ КАЗАХСТАН\nОБ АДМИНИСТРАТИВНЫХ ПРАВОНАРУШЕНИЯХ", "K1400000235"),
        ("Гражданский кодекс Республики Казахстан (Особенная часть)", "K990000409_"),
        ("Конституция Республики Казахстан\nКонституция принята на референдуме 30 августа 1995 года", "K950001000_"),
        ("Қазақстан Республикасының Еңбек кодексі\n"
         "Қазақстан Республикасының Кодексі 2015 жылғы 23 қарашадағы № 414-V ҚРЗ.", "K1500000414"),
        ("Жауапкершілігі шектеулі және қосымша жауапкершілігі бар серіктестіктер туралы\n"
         "Қазақстан Республикасының 1998 жылғы 22 сәуірдегі N 220-I Заңы", "Z980000220_"),
    ],
)  # fmt: skip
def test_a_document_is_recognised_by_its_title(registry: Registry, title: str, act: str) -> None:
    found = registry.identify(title)
    assert found is not None and found.id == act


@pytest.mark.parametrize(
    "title",
    [
        "О внесении изменений и дополнений в Трудовой кодекс Республики Казахстан\n"
        "Закон Республики Казахстан от 4 мая 2020 года № 321-VI ЗРК.",
        "О связи\nЗакон Республики Казахстан от 5 июля 2004 года N 567.",
        "Трудовой договор\nг. Алматы, 1 марта 2026 года",
        "",
    ],
)
def test_other_documents_are_not_taken_for_an_act(registry: Registry, title: str) -> None:
    assert registry.identify(title) is None


def test_copied_texts_without_a_title_are_recognised(registry: Registry, shared_corpus: Path) -> None:
    for file in sorted(shared_corpus.glob("??/*.txt")):
        found = registry.identify(file.read_text(encoding="utf-8-sig")[:30_000])
        assert found is not None and found.id == CORPUS[file.stem], file


def test_most_citations_of_a_code_are_found(registry: Registry, shared_corpus: Path) -> None:
    from kzlaw_tui.law.citations import find_citations

    text = (shared_corpus / "ru" / "labor_code.txt").read_text(encoding="utf-8-sig")
    inside = bytearray(len(text))
    for span in find_citations(text, registry, "K1500000414"):
        inside[span.start : span.end] = b"\1" * (span.end - span.start)
    places = [m.start() for m in re.finditer(r"(?<![а-яА-Я])стать(?:и|ей|ями|ях|е|ю)\s+\d", text)]
    assert sum(inside[place] for place in places) >= 0.99 * len(places)


def test_an_act_named_by_date_and_number_alone(registry: Registry) -> None:
    cases = {
        "ст. 12 Закона РК от 22 апреля 1998 года № 220-I": "Z980000220_",
        "1998 жылғы 22 сәуірдегі № 220-I Заңның 12-бабы": "Z980000220_",
        "Кодекс РК от 23 ноября 2015 года № 414-V, статья 88": "K1500000414",
        "ст. 12 Закона РК от 23 ноября 2015 года № 414-V": UNKNOWN_ACT,
        "ст. 12 Закона РК от 22 апреля 1998 года № 221-I": UNKNOWN_ACT,
        "Ресей Федерациясының Еңбек кодексінің 81-бабы": FOREIGN_ACT,
        "российский Трудовой кодекс, ст. 81": FOREIGN_ACT,
        "Қазақстан Республикасының Еңбек кодексінің 81-бабы": "K1500000414",
        "ГК РК (Особенная часть), статья 501": "K990000409_",
        "ҚР АК (Ерекше бөлім) 501-бабы": "K990000409_",
    }
    assert {text: find_citations(text, registry)[0].citation.act for text in cases} == cases
