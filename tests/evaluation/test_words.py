"""Words as the metrics compare them, and key facts in answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlaw_tui.evaluation.bank import Fact
from kzlaw_tui.evaluation.facts import contradicted, has_fact, present, quantities
from kzlaw_tui.evaluation.words import plain_words, stem, stems, with_numbers

LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі"
words = st.lists(st.text(LETTERS, min_size=1, max_size=9), min_size=1, max_size=8)


def fact(text: str, lang: str = "ru") -> Fact:
    return Fact(((lang, text),))


def test_plain_words() -> None:
    found = plain_words("«Не  Позднее 3-х дней», — 1 000,5 тенге (п. 1 ст. 52-1)!")
    assert found == "не позднее 3 х дней 1000.5 тенге п 1 ст 52-1".split()
    assert plain_words("1 000 000 тенге и 50%") == ["1000000", "тенге", "и", "50", "%"]
    assert plain_words("ещё – Ещe …") == ["еще", "еще"]


@given(words)
def test_case_yo_spaces_quotes_and_dashes_do_not_matter(found: list[str]) -> None:
    wanted = plain_words(" ".join(found))
    assert plain_words("«" + "\u00a0 ".join(found).upper() + "»") == wanted
    assert plain_words(" — ".join(found).replace("ё", "е")) == wanted
    assert plain_words("\n".join(found) + " .") == wanted


@given(st.text())
def test_any_text_gives_words(text: str) -> None:
    assert all(word and word != "…" and not any(c.isspace() for c in word) for word in plain_words(text))
    stems(text, "ru")
    stems(text, "kk")


@given(words, st.sampled_from(["ru", "kk"]))
def test_a_fact_is_in_itself_and_in_a_longer_text(found: list[str], lang: str) -> None:
    text = " ".join(found)
    assert has_fact(text, fact(text, lang))
    assert has_fact(f"Ответ: {text}, вот так.", fact(text, lang))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("двадцать пять", ["25"]),
        ("ста двадцати одного дня", ["121", "дня"]),
        ("два три", ["2", "3"]),
        ("5 тысяч", ["5000"]),
        ("три миллиона", ["3000000"]),
        ("жиырма бес күн", ["25", "күн"]),
        ("екі жүз елу", ["250"]),
        ("жүз он", ["110"]),
        ("52-1", ["52-1"]),
        ("2.5 тыс", ["2500"]),
        ("сорок сто", ["40", "100"]),
    ],
)
def test_number_words_are_digits(text: str, wanted: list[str]) -> None:
    assert with_numbers(text.split()) == wanted


def test_stems_forget_inflection() -> None:
    assert len({stem(w, "ru") for w in ("работник", "работника", "работникам", "работниками")}) == 1
    assert len({stem(w, "ru") for w in ("день", "дня", "дней", "дням")}) == 1
    assert len({stem(w, "kk") for w in ("жұмыскер", "жұмыскерге", "жұмыскерлердің")}) == 1
    assert stem("не", "ru") == "не" and stem("ай", "kk") == "ай"


@pytest.mark.parametrize(
    ("answer", "wanted", "there"),
    [
        ("Извещает не позднее чем за 3 рабочих дня.", "не позднее трёх рабочих", True),
        ("Извещает в течение пяти рабочих дней.", "не позднее трёх рабочих", False),
        ("Участники не отвечают своим имуществом по его обязательствам.", "не отвечают по его обязательствам", True),
        ("Участники отвечают по его обязательствам.", "не отвечают по его обязательствам", False),
        ("Наниматель не вправе уволить.", "вправе уволить", False),
        ("Наниматель вправе, если захочет и сможет, уволить.", "вправе уволить", False),
        ("Наниматель вправе не уволить.", "вправе уволить", False),
        ("вправе … уволить", "вправе уволить", False),
        ("в течение 15 календарных дней", "пятнадцати календарных дней", True),
    ],
)
def test_a_fact_in_an_answer(answer: str, wanted: str, there: bool) -> None:
    assert has_fact(answer, fact(wanted)) is there


def test_kazakh_facts() -> None:
    assert has_fact("Жұмыс берушіге он бес күнтізбелік күн ішінде хабарлайды.", fact("15 күнтізбелік күн", "kk"))
    assert not has_fact("Бұл міндетті емес.", fact("міндетті", "kk"))
    both = Fact((("ru", "один месяц"), ("kk", "бір ай")))
    assert has_fact("за один месяц", both) and has_fact("бір ай бұрын", both) and not has_fact("екі ай", both)
    assert present("за один месяц", [both, fact("год")]) == [True, False]


def test_quantities() -> None:
    assert quantities("в течение пятнадцати рабочих дней, 30 календарных дней, 1 месяца; 20 МРП; 10 %") == [
        ("15", "working day"),
        ("30", "calendar day"),
        ("1", "month"),
        ("20", "mrp"),
        ("10", "percent"),
    ]
    assert quantities("20 месячных расчетных показателей, 20 айлық есептік көрсеткіш, статья 52") == [("20", "mrp")] * 2
    assert quantities("он бес күнтізбелік күнге, екі жыл, 500 мың теңге") == [
        ("15", "calendar day"),
        ("2", "year"),
        ("500000", "tenge"),
    ]


def test_contradictions() -> None:
    facts = [fact("в течение 30 календарных дней"), fact("20 МРП"), fact("под подпись")]
    answer = "В течение 15 календарных дней и 10 рабочих дней."
    assert contradicted(answer, facts, present(answer, facts)) == [True, False, False]
    # The same number in other words is no contradiction, and another unit says nothing.
    assert contradicted("За тридцать календарных дней.", facts, [False] * 3) == [False] * 3
    assert contradicted("За 30 дней.", facts, [False] * 3) == [False] * 3
