"""How the parser reads a text: paragraphs, headings, points, notes, dates. The texts are made up."""

from __future__ import annotations

from datetime import date

import pytest

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.model import Validity
from tests.ingest.parsing import article, assert_sound, parsed, spans

NBSP = "\u00a0" * 5


def law(*articles: str) -> str:
    """Articles below a chapter, with a gap between."""
    return "\n\n".join(("Глава 1. ОБЩИЕ ПОЛОЖЕНИЯ", *articles))


# Paragraphs


def test_link_fragments_are_rejoined() -> None:
    text = (
        f'Статья 1. О яблоках\n\n{NBSP}1. Яблоки собирают по \nЗакону\n Республики Казахстан "\nО садах\n" и статье \n52\n'
        "-1 настоящего Закона.\n\n2. Второе.\n"
    )
    assert spans(article(text, "1")) == [
        ("1", '1. Яблоки собирают по Закону Республики Казахстан "О садах" и статье 52-1 настоящего Закона.', []),
        ("2", "2. Второе.", []),
    ]


def test_a_fragment_that_looks_like_a_unit_stays_in_its_sentence() -> None:
    text = "Статья 1. О яблоках\n\n1. По подпунктам\n1)\n,\n2)\n и\n3)\n пункта 2 и\nстатья 52\n настоящего Кодекса.\n\n2. Да."
    points = spans(article(text, "1"))
    assert points[0] == ("1", "1. По подпунктам 1), 2) и 3) пункта 2 и статья 52 настоящего Кодекса.", [])


def test_sentences_broken_by_a_blank_line_are_rejoined_in_running_text_only() -> None:
    text = law("Статья 1. О яблоках", "1. Яблоки собирают осенью каждого нового", "календарного года.", "2. Да.")
    assert [p[1] for p in spans(article(text, "1"))] == [
        "1. Яблоки собирают осенью каждого нового календарного года.",
        "2. Да.",
    ]
    assert "\n" in parsed(text, "docx").edition.articles[0].text.split("2.")[0]


@pytest.mark.parametrize("glue", ["\n", "\n\n"])
def test_a_text_without_blank_lines(glue: str) -> None:
    lines = ["Глава 1. САДЫ"]
    for n in range(1, 9):
        lines += [
            f"Статья {n}. О дереве",
            "1. Дерево растёт.",
            "2. Оно даёт:",
            "1) плоды;",
            "2) тень.",
            "Так бывает всегда.",
        ]
    edition = parsed(glue.join(lines)).edition
    assert [a.number for a in edition.articles] == [str(n) for n in range(1, 9)]
    assert [(p.number, len(p.subpoints)) for p in edition.articles[3].points] == [("1", 0), ("2", 2)]
    assert edition.articles[3].text.endswith("2) тень.\nТак бывает всегда.")


def test_page_furniture_is_dropped() -> None:
    text = law(
        "Статья 1. О яблоках\n---\nСодержание · Глава · Раздел", "Глава None", "1. Да.", "Статья 2. О грушах", "1. Нет."
    )
    assert [a.text for a in parsed(text).edition.articles] == ["1. Да.", "1. Нет."]


# Headings


@pytest.mark.parametrize(
    "heading",
    [
        "Статья 2. О грушах",
        "Cтатья 2. О грушах",
        "Cтaтья 2. О грушах",
        "СТАТЬЯ 2. О грушах",
        "Статья 2 О грушах",
        "Статья  2 . О грушах",
        "Статья 2: О грушах",
        "    Статья 2. О грушах",
        "2. О грушах",
    ],
)
def test_forms_of_russian_headings(heading: str) -> None:
    text = law("Статья 1. О яблоках", "1. Да.", heading, "Груши зреют.", "Статья 3. О сливах", "Нет.")
    found = parsed(text).edition.articles
    assert [(a.number, a.heading) for a in found] == [("1", "О яблоках"), ("2", "О грушах"), ("3", "О сливах")]


@pytest.mark.parametrize(
    "heading",
    ["2-бап. Алмұрт", "2-бaп. Алмұрт", "2 бап. Алмұрт", "2-бап Алмұрт", "2–бап. Алмұрт", "2-БАП. Алмұрт", "2. Алмұрт"],
)
def test_forms_of_kazakh_headings(heading: str) -> None:
    text = f"I-тарау. ЖАЛПЫ ЕРЕЖЕЛЕР\n1-бап. Алма\n\n1. Иә.\n\n{heading}\n\nАлмұрт піседі.\n\n3-бап. Өрік\n\nЖоқ.\n"
    found = parsed(text).edition
    assert [(a.number, a.heading) for a in found.articles] == [("1", "Алма"), ("2", "Алмұрт"), ("3", "Өрік")]
    assert found.lang == "kk"
    assert found.articles[0].path == ("I-тарау. ЖАЛПЫ ЕРЕЖЕЛЕР",)


@pytest.mark.parametrize("number", ["52-1", "52¹", "52 - 1", "52–1", "521"])
def test_inserted_articles(number: str) -> None:
    text = law("Статья 52. О яблоках", "Да.", f"Статья {number}. О грушах", "Да.", "Статья 53. О сливах", "Да.")
    assert [a.number for a in parsed(text).edition.articles] == ["52", "52-1", "53"]


def test_a_sentence_that_begins_with_an_article_is_not_a_heading() -> None:
    text = law(
        "Статья 1. О яблоках", "1. Да.", "Статья 2 настоящего Закона применяется всегда.", "Статья 2. О грушах", "Нет."
    )
    found = parsed(text).edition.articles
    assert [a.number for a in found] == ["1", "2"]
    assert found[0].text.endswith("Статья 2 настоящего Закона применяется всегда.")


def test_a_quoted_article_of_another_law_stays_where_it_is() -> None:
    text = law(
        "Статья 1. О яблоках",
        "1. Изложить статью 119 в следующей редакции:",
        '"Статья 119. О ценах',
        "1. Цены свободны.",
        '2. Их не трогают.".',
        "2. Да.",
        "Статья 2. О грушах",
        "Нет.",
    )
    found = parsed(text).edition
    assert [a.number for a in found.articles] == ["1", "2"]
    assert [p[0] for p in spans(found.articles[0])] == ["1", "2"]
    assert spans(found.articles[0])[1][1] == "2. Да."


def test_a_contents_page_is_dropped() -> None:
    names = [f"Статья {n}. О дереве {n}" for n in range(1, 8)]
    body = [f"{name}\n\nДерево номер {name[-1]} растёт." for name in names]
    for contents in (names, [f"{name} ........ {i}" for i, name in enumerate(names)]):
        found = parsed("\n\n".join(["СОДЕРЖАНИЕ", "Глава 1. САДЫ", *contents, "Глава 1. САДЫ", *body]))
        assert [a.heading for a in found.edition.articles] == [f"О дереве {n}" for n in range(1, 8)]
        assert found.edition.articles[-1].text == "Дерево номер 7 растёт."
        assert not found.edition.preamble


def test_sections_chapters_and_glued_headings() -> None:
    text = """ОБЩАЯ ЧАСТЬ
РАЗДЕЛ 1. САДЫ
Глава 1. ЯБЛОНИ И ПРОЧИЕ
ДЕРЕВЬЯ
Статья 1. О яблоках

Да.

Глава 2. Кусты Статья 2. О смородине

Да.

Параграф 1. Малина
Статья 3. О малине

Да.

ОСОБЕННАЯ ЧАСТЬ

РАЗДЕЛ 2. ОГОРОДЫ
§ 1. Репа
Статья 4. О репе

Да.
"""
    assert [a.path for a in parsed(text).edition.articles] == [
        ("ОБЩАЯ ЧАСТЬ", "РАЗДЕЛ 1. САДЫ", "Глава 1. ЯБЛОНИ И ПРОЧИЕ ДЕРЕВЬЯ"),
        ("ОБЩАЯ ЧАСТЬ", "РАЗДЕЛ 1. САДЫ", "Глава 2. Кусты"),
        ("ОБЩАЯ ЧАСТЬ", "РАЗДЕЛ 1. САДЫ", "Глава 2. Кусты", "Параграф 1. Малина"),
        ("ОСОБЕННАЯ ЧАСТЬ", "РАЗДЕЛ 2. ОГОРОДЫ", "§ 1. Репа"),
    ]


def test_a_heading_over_two_lines() -> None:
    text = law(
        "Статья 1. О яблоках и\nгрушах", "Да.", "Статья 2. О сливах, растущих", "в садах и огородах", "Они зреют."
    )
    assert [a.heading for a in parsed(text, "docx").edition.articles] == [
        "О яблоках и грушах",
        "О сливах, растущих в садах и огородах",
    ]


def test_an_article_out_of_order_is_put_in_its_place() -> None:
    text = law(*(f"Статья {n}. О дереве\n\nДерево {n}." for n in ("1", "2", "4", "5", "3", "6")))
    found = parsed(text)
    assert [a.text for a in found.edition.articles] == [f"Дерево {n}." for n in range(1, 7)]
    assert ("parser-number-out-of-order", {"number": "3"}) in found.warnings


def test_a_hole_in_the_numbering_is_told_unless_a_note_explains_it() -> None:
    hole = ["Статья 1. О яблоках\n\nДа.", "Статья 4. О грушах\n\nДа."]
    assert ("parser-gap", {"after": "1", "before": "4"}) in parsed(law(*hole)).warnings
    for note in (
        "Глава 2. ПУСТО\n\nСноска. Глава 2 исключена Законом РК от 01.02.2020 № 1-VI.\n\nГлава 3. ДАЛЬШЕ",
        "Статьи 2, 3. Исключены в соответствии с Законом РК от 01.02.20 г. № 1-VI",
    ):
        found = parsed(law(hole[0], note, hole[1]))
        assert found.warnings == () or [w for w, _ in found.warnings if w == "parser-gap"] == []
        assert found.edition.articles[0].text == "Да."


def test_no_articles() -> None:
    with pytest.raises(KzlawError, match="error-no-articles"):
        parsed("Уважаемый коллега!\n\nПросим рассмотреть статью 5 Закона.\n")


# Points and subpoints


def test_points_subpoints_and_the_paragraphs_between() -> None:
    text = law(
        "Статья 1. О яблоках",
        "1. Яблоки бывают:",
        "1) красные;",
        "Красные любят все;",
        "1-1) жёлтые:",
        "бледные;",
        "яркие.",
        "Жёлтые кислее.",
        "2-1. Собирают их осенью.",
        "Руками.",
        "3. Исключен Законом РК от 01.02.2020\n№ 1-VI\n (вводится в действие с 01.03.2020).",
    )
    found = article(text, "1")
    assert [(p.number, [s.number for s in p.subpoints]) for p in found.points] == [
        ("1", ["1)", "1-1)"]),
        ("2-1", []),
        ("3", []),
    ]
    first, second = found.points[0].subpoints
    assert found.text[first.start : first.end] == "1) красные;\nКрасные любят все;"
    assert found.text[second.start : second.end] == "1-1) жёлтые:\nбледные;\nяркие."
    assert found.text[found.points[0].start : found.points[0].end].endswith("Жёлтые кислее.")
    assert found.points[2].validity.repealed
    assert found.text.endswith("3. Исключен.")
    assert "01.02.2020" in found.notes[-1].text


def test_unnumbered_parts_with_their_lists() -> None:
    text = law(
        "Статья 1. О яблоках",
        "Яблоки едят.",
        "Их запрещено:",
        "1) бросать;",
        "2) топтать.",
        "Нарушение –",
        "влечет печаль.",
    )
    assert spans(article(text, "1")) == [
        ("", "Яблоки едят.", []),
        ("", "Их запрещено:\n1) бросать;\n2) топтать.", ["1)", "2)"]),
        ("", "Нарушение –\nвлечет печаль.", []),
    ]


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        ("2. - 4. Исключены Законом РК от 2 марта 1998 г. N 211.", ["2", "3", "4"]),
        ("2, 3. Исключены в соответствии с Законом РК от 10.01.25 г. № 155-VIII", ["2", "3"]),
        ("2. (исключен)", ["2"]),
        ("2. исключить Законом РК от 05.01.2021 № 409-VI.", ["2"]),
        ("2. Утратил силу Законом РК от 05.01.2021 № 409-VI.", ["2"]),
        ("2. Действовал до 01.01.2013 в соответствии с Законом РК от 28.12.2011 № 524-IV.", ["2"]),
    ],
)
def test_repealed_points(printed: str, numbers: list[str]) -> None:
    found = article(law("Статья 1. О яблоках", "1. Да.", printed, "5. Нет."), "1")
    assert [p.number for p in found.points] == ["1", *numbers, "5"]
    assert [p.validity.repealed for p in found.points] == [False, *[True] * len(numbers), False]
    assert "Закон" not in found.text


def test_exclusion_as_a_word_of_the_law_is_not_a_repeal() -> None:
    found = article(
        law("Статья 1. О яблоках", "1. Лицо считается:", "1) исключенным из списка;", "2) исключен из реестра судом."),
        "1",
    )
    assert not any(s.validity.repealed for s in found.points[0].subpoints)


def test_numbers_that_do_not_ascend_are_text() -> None:
    text = law("Статья 1. О яблоках", "1. Да.", "2. Таблица:", "1. | красные | 5", "2. | жёлтые | 6", "3. Нет.")
    assert [p[0] for p in spans(article(text, "1"))] == ["1", "2", "3"]


def test_a_note_of_the_law_itself_is_its_own_words() -> None:
    text = law(
        "Статья 1. О яблоках",
        "1. Да.",
        "Примечания.",
        "1. Яблоком признается плод.",
        "2. И сок.",
        "Статья 2. О грушах",
        "Нет.",
    )
    found = article(text, "1")
    assert spans(found) == [("1", "1. Да.", []), ("", "Примечания.\n1. Яблоком признается плод.\n2. И сок.", [])]
    assert not found.notes


# Notes, status, dates


def test_notes_are_taken_out_of_the_text() -> None:
    text = law(
        "Статья 1. О яблоках",
        "Сноска. Заголовок статьи 1 в редакции Закона РК от 01.02.2020\n№ 1-VI\n (вводится в действие с 01.03.2020).",
        "1. Да.",
        "Примечание ИЗПИ!",
        "В пункт 2 предусматривается изменение Законом РК от 09.01.2026\n№ 256-VIII\n (вводится в действие с 01.07.2027).",
        "2. Нет.",
        "Cноска. Статья 1 с изменениями, внесенными Законом РК от 05.06.2021\n№ 2-VI.",
    )
    found = article(text, "1")
    assert found.text == "1. Да.\n2. Нет."
    assert [(n.kind, n.at) for n in found.notes] == [("amendment", 0), ("register", 6), ("amendment", 14)]
    assert [(p.action, p.effective_from, p.point) for p in found.pending] == [("amend", date(2027, 7, 1), "2")]
    assert parsed(text).edition.as_of == date(2021, 6, 5)


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (
            "Статья 2 вводится в действие с 01.01.2027 в соответствии с п.п. 2) п.1 ст.848.",
            Validity(effective_from=date(2027, 1, 1)),
        ),
        (
            "Статья 2 действует до 01.01.2029 в соответствии с п.п. 3) п.2 ст.848.",
            Validity(effective_to=date(2029, 1, 1)),
        ),
        (
            "Действие статьи 2 приостановлено до 01.01.2027 Законом РК от 01.02.2020 № 1-VI.",
            Validity(effective_from=date(2027, 1, 1)),
        ),
        (
            "В статью 2 предусматривается изменение Законом РК от 09.01.2026 (вводится в действие с 01.07.2027).",
            Validity(),
        ),
    ],
)
def test_a_note_above_an_article_is_about_that_article(note: str, expected: Validity) -> None:
    text = law("Статья 1. О яблоках", "Да.", f"Примечание ИЗПИ!\n{note}", "Статья 2. О грушах", "Нет.")
    first, second = parsed(text).edition.articles
    assert (first.validity, first.notes, first.text) == (Validity(), (), "Да.")
    assert (second.validity, len(second.notes)) == (expected, 1)


@pytest.mark.parametrize(
    ("note", "found"),
    [
        (
            "2-бапты алып тастау көзделген – ҚР 16.01.2026 № 259-VIII (01.07.2026 бастап қолданысқа енгізіледі) Заңымен.",
            ("repeal", date(2026, 7, 1)),
        ),
        (
            "2-бап жаңа редакцияда көзделген – ҚР 16.01.2026 № 259-VIII (алғашқы ресми жарияланған күнінен кейін алты ай өткен соң) Заңымен.",
            ("replace", None),
        ),
        (
            "2-бапқа өзгеріс енгізу көзделген – ҚР 16.01.2026 № 259-VIII (01.07.2026 бастап қолданысқа енгізіледі) Заңымен.",
            ("amend", date(2026, 7, 1)),
        ),
    ],
)
def test_pending_changes_in_kazakh(note: str, found: tuple[str, date | None]) -> None:
    text = f"1-бап. Алма\n\nИә.\n\nЗҚАИ-ның ескертпесі!\n\n{note}\n\n2-бап. Алмұрт\n\nЖоқ.\n"
    second = article(text, "2")
    assert [(p.action, p.effective_from) for p in second.pending] == [found]


def test_dates_of_points_in_both_languages() -> None:
    text = "1-бап. Алма\n\n1. Иә.\n\nЗҚАИ-ның ескертпесі!\n\n2-тармақ 01.01.2027 бастап қолданысқа\nенгізіледі\n – ҚР 16.01.2026\n№ 259-VIII\n Заңымен.\n\n2. Жоқ.\n"
    point = article(text, "1").point("2")
    assert point
    assert point.validity.effective_from == date(2027, 1, 1)
    text = law(
        "Статья 1. О яблоках",
        "1. Они:",
        "Примечание ИЗПИ!",
        "Подпункт 1) действует до 01.01.2029 в соответствии со ст.5.",
        "1) красные;",
        "2) жёлтые.",
    )
    sub = article(text, "1").subpoint("1", "1")
    assert sub
    assert sub.validity.effective_to == date(2029, 1, 1)


@pytest.mark.parametrize(
    "printed",
    [
        "Статья 2. О грушах\n\nСноска. Статья 2 исключена Законом РК от 04.07.2023\n№ 15-VIII\n (вводится в действие с 01.09.2023).",
        "Статья 2. Исключена в соответствии с Законом РК от 27.12.17 г. № 126-VI",
        "Статья 2. О грушах\n\n(Статья 2 исключена - Законом РК от 16 мая 2003 г.\nN 416\n)",
        "Статья 2. (Исключена Законом РК от 06.07.2007\nN 278\n)",
        "Статья 2. О грушах\n\nСноска. Утратила силу Законом РК от 04.07.2023 № 15-VIII.",
        "Статья 2. О грушах\n\nСноска. Глава 1 дополнена статьей 2 в соответствии с Законом РК от 03.07.2017 № 84-VI; исключена Законом РК от 15.04.2024 № 73-VIII.",
    ],
)
def test_repealed_articles(printed: str) -> None:
    found = parsed(law("Статья 1. О яблоках\n\nДа.", printed, "Статья 3. О сливах\n\nДа."))
    assert [(a.number, a.validity.repealed, a.text) for a in found.edition.articles] == [
        ("1", False, "Да."),
        ("2", True, ""),
        ("3", False, "Да."),
    ]
    assert found.edition.live_articles == 2


def test_a_history_of_changes_says_nothing_about_validity() -> None:
    note = "Сноска. Статья 1 с изменениями, внесенными законами РК от 04.07.2023 № 15-VIII (вводится в действие с 01.01.2024)."
    found = article(law("Статья 1. О яблоках", "1. Да.", note), "1")
    assert found.validity == Validity()
    assert not found.pending


def test_two_wordings_of_one_article() -> None:
    text = law(
        "Статья 1. О яблоках\n\nДа.",
        "Примечание ИЗПИ!\nСтатья 2 действует до 01.01.2028 в соответствии с Законом РК от 09.01.2026 № 1-VIII.",
        "Статья 2. О грушах\n\nГруши зреют в августе.",
        "Статья 2. О грушах\n\nГруши зреют в сентябре.",
        "Статья 3. О сливах\n\nСноска. Статья 3 в редакции Закона РК от 01.02.2026 № 2-VIII.\n\nДа.",
    )
    found = parsed(text)
    second = found.edition.articles[1]
    assert [a.number for a in found.edition.articles] == ["1", "2", "3"]
    assert second.text == "Груши зреют в августе."
    assert [(p.action, p.effective_from) for p in second.pending] == [("replace", date(2028, 1, 1))]
    assert any("в сентябре" in note.text for note in second.notes)
    assert ("parser-number-twice", {"number": "2"}) in found.warnings


def test_a_repeated_heading_is_one_article() -> None:
    found = parsed(law("Статья 1. О яблоках\n\nДа.", "Статья 2. О грушах", "Статья 2. О грушах\n\nНет."))
    assert [a.text for a in found.edition.articles] == ["Да.", "Нет."]
    assert not [w for w, _ in found.warnings if w == "parser-number-twice"]


def test_dates_that_cannot_be_are_ignored() -> None:
    notes = "Сноска. Статья 1 с изменениями, внесенными законами РК от 31.02.2020 № 1-VI; от 05.06.2021 № 2-VII; от 01.01.2096 № 3-X."
    assert parsed(law("Статья 1. О яблоках", "1. Да.", notes)).edition.as_of == date(2021, 6, 5)


def test_the_signature_and_appendices_end_the_text() -> None:
    text = law(
        "Статья 1. О яблоках",
        "1. Да.",
        "      Президент\nРеспублики Казахстан\nН. ИМЯРЕК",
        "Приложение 1",
        "Таблица яблок",
    )
    found = parsed(text)
    assert found.edition.articles[0].text == "1. Да."
    assert ("parser-appendix-left-out", {}) in found.warnings


# Identity


@pytest.mark.parametrize(
    ("front", "act", "as_of"),
    [
        (
            "ТРУДОВОЙ КОДЕКС РЕСПУБЛИКИ КАЗАХСТАН\n\nКодекс Республики Казахстан от 23 ноября 2015 года № 414-V ЗРК.",
            "K1500000414",
            date(2015, 11, 23),
        ),
        (
            "О товариществах с ограниченной и дополнительной ответственностью\n\nЗакон Республики Казахстан от 22 апреля 1998 года № 220-I",
            "Z980000220_",
            date(1998, 4, 22),
        ),
        (
            "Об урожае яблок\n\nЗакон Республики Казахстан от 1 февраля 2021 года № 999-VII",
            "ob-urozhae-yablok",
            date(2021, 2, 1),
        ),
    ],
)
def test_the_act_is_known_by_its_title(front: str, act: str, as_of: date) -> None:
    found = parsed(f"{front}\n\nНастоящий Закон регулирует яблоки.\n\n{law('Статья 1. О яблоках', '1. Да.')}").edition
    assert (found.act_id, found.as_of, found.preamble) == (act, as_of, "Настоящий Закон регулирует яблоки.")


def test_an_unknown_act_is_told() -> None:
    found = parsed(law("Статья 1. О яблоках", "1. Да."), name="apples 2021.txt")
    assert found.edition.act_id == "apples-2021"
    assert [w for w, _ in found.warnings] == ["parser-act-unknown"]


def test_a_file_name_is_the_last_evidence() -> None:
    found = parsed(law("Статья 1. О яблоках", "1. Да."), name="Трудовой кодекс.txt")
    assert found.edition.act_id == "K1500000414"
    assert [w for w, _ in found.warnings] == ["parser-act-guessed"]


def test_every_warning_has_a_message() -> None:
    from pathlib import Path

    from kzlaw_tui.i18n import UI_LANGS, message_ids
    from kzlaw_tui.ingest import structure

    folder = Path(structure.__file__).parent
    used = {
        word
        for name in ("structure.py", "identity.py")
        for word in (folder / name).read_text("utf-8").split('"')
        if word.startswith(("parser-", "error-no"))
    }
    assert used
    for lang in UI_LANGS:
        assert used <= message_ids(lang)


def test_sound() -> None:
    assert_sound(parsed(law("Статья 1. О яблоках", "1. Да.", "Статья 2. О грушах", "Нет.")).edition)
