"""TXT and Markdown: lines, gaps, white space, encodings."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest.blocks import Block, Document
from kzlaw_tui.ingest.readers import read_document
from kzlaw_tui.ingest.readers.encoding import decode
from tests.ingest.readers.make import RULES, RULES_KK, html


def read(tmp_path: Path, content: str | bytes, name: str = "rules.txt") -> Document:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_document(path)


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def test_a_line_is_a_block_and_a_blank_line_is_a_gap(tmp_path: Path) -> None:
    document = read(tmp_path, "Статья 1\n\n\u00a0\u00a0\u00a0 1. Первый пункт,\nкоторый\n см. \n\n2. Второй")
    assert document.blocks == (
        Block("Статья 1", gap=True),
        Block("1. Первый пункт,", gap=True, indented=True),
        Block("который", gap=False),
        Block("см.", gap=False, indented=True),
        Block("2. Второй", gap=True),
    )


def test_white_space_is_normalised_and_nothing_else(tmp_path: Path) -> None:
    document = read(tmp_path, "ст.\u00a052\u2009–\u202f«а»\u200b,  сро\u00adк\t№\u00a05 Cтатья-1‑2")
    assert texts(document) == ["ст. 52 – «а», срок № 5 Cтатья-1‑2"]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x0c", "\u2028"])
def test_every_kind_of_line_break(tmp_path: Path, line_break: str) -> None:
    assert texts(read(tmp_path, line_break.join(RULES))) == RULES


def test_letters_with_combining_signs_become_one_letter(tmp_path: Path) -> None:
    document = read(tmp_path, "Трудовои\u0306 кодекс, уче\u0308т")  # и, е and combining signs
    assert texts(document) == ["Трудовой кодекс, учёт"]


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "kz1048", "ptcp154"]


@pytest.mark.parametrize("encoding", [*ENCODINGS, "cp1251", "cp866", "koi8-r"])
def test_russian_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    rules = [rule.replace("ё", "е").replace("–", "-").replace("№", "N") for rule in RULES]
    assert texts(read(tmp_path, "\n\n".join(rules).encode(encoding))) == rules


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_kazakh_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    assert texts(read(tmp_path, "\n\n".join(RULES_KK).encode(encoding))) == RULES_KK


def test_windows_1251_is_preferred_where_code_pages_agree() -> None:
    assert decode("Статья 5. О сроках".encode("cp1251"), Path("x")).encoding == "cp1251"


def test_a_mostly_english_text_with_few_cyrillic_letters(tmp_path: Path) -> None:
    assert texts(read(tmp_path, "Article 5 (статья 5) of the rules".encode("cp1251"))) == [
        "Article 5 (статья 5) of the rules"
    ]


def test_a_cut_utf8_file_loses_only_its_last_character(tmp_path: Path) -> None:
    assert texts(read(tmp_path, "Статья 1. Сроки хранения".encode()[:-1])) == ["Статья 1. Сроки хранени"]


def test_a_few_broken_characters_are_replaced_and_told(tmp_path: Path) -> None:
    data = ("Правила хранения документов архива. " * 200).encode() + b"\xff\xfe " + "конец".encode()
    document = read(tmp_path, data)
    assert document.blocks[0].text.endswith("\ufffd\ufffd конец")
    assert document.warnings == (("warning-encoding-repaired", {"count": 2}),)


words = st.text(alphabet="абвгдеёжзийәіңғүұқөһАСТІ0123456789№«»–", min_size=1, max_size=12)
paragraphs = st.lists(st.lists(words, min_size=1, max_size=12).map(" ".join), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None)
@given(paragraphs)
def test_any_paragraphs_come_back_from_txt(tmp_path_factory: pytest.TempPathFactory, expected: list[str]) -> None:
    path = tmp_path_factory.mktemp("txt")
    document = read(path, "\n\n".join(expected))
    assert texts(document) == expected
    assert all(block.gap for block in document.blocks)


@settings(max_examples=40, deadline=None)
@given(paragraphs)
def test_any_paragraphs_come_back_from_html(tmp_path_factory: pytest.TempPathFactory, expected: list[str]) -> None:
    assert texts(read(tmp_path_factory.mktemp("html"), html(expected), "rules.html")) == expected


MARKDOWN = """# Правила **хранения**

## Глава 1. *Общие* положения ##

Статья 1. Понятия
=================

1. В [правилах](https://example.org/a_(b) "подсказка") используются `понятия`:
4-1\\) читальный зал;
5) файл_с_подчёркиваниями и 5 * 3 * 2.

* отмеченный пункт
> цитата

| № | Вид \\| тип | Срок |
|---|:-----------:|------|
| 1 | **Книги**   | 10 лет |
| 2 | Дела<br>прочие | |

---
[сноска]: https://example.org
Конец<br>правил &amp; всё
"""


def test_markdown_signs_go_and_numbers_stay(tmp_path: Path) -> None:
    document = read(tmp_path, MARKDOWN, "rules.md")
    assert document.format == "md"
    assert texts(document) == [
        "Правила хранения",
        "Глава 1. Общие положения",
        "Статья 1. Понятия",
        "1. В правилах используются понятия:",
        "4-1) читальный зал;",
        "5) файл_с_подчёркиваниями и 5 * 3 * 2.",
        "отмеченный пункт",
        "цитата",
        "№ | Вид | тип | Срок",
        "1 | Книги | 10 лет",
        "2 | Дела прочие",
        "Конец",
        "правил & всё",
    ]
    assert [block.text for block in document.blocks if block.table][1] == "1 | Книги | 10 лет"
    assert [block.gap for block in document.blocks[3:6]] == [True, False, False]


def test_a_text_without_letters_in_it_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KzlawError) as caught:
        read(tmp_path, " \n\u00a0\n\t\n")
    assert caught.value.message_id == "error-file-no-text"
