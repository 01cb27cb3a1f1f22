"""DOCX: order, tables, links, tracked changes, numbering, damaged and hostile packages."""

from __future__ import annotations

import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest.blocks import Block
from kzlaw_tui.ingest.readers import read_document
from tests.ingest.readers.make import RULES, TABLE, TABLE_ROWS, docx
from tests.ingest.readers.test_text_readers import paragraphs

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def from_xml(tmp_path: Path, body: str) -> list[Block]:
    """The blocks of a document with this body."""
    from docx import Document

    buffer = BytesIO()
    Document().save(buffer)
    path = tmp_path / "rules.docx"
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            xml = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
            new.writestr(name, xml if name == "word/document.xml" else old.read(name))
    return list(read_document(path).blocks)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


@settings(max_examples=25, deadline=None)
@given(paragraphs)
def test_any_paragraphs_come_back(tmp_path_factory: pytest.TempPathFactory, expected: list[str]) -> None:
    document = read_document(docx(tmp_path_factory.mktemp("docx") / "a.docx", expected))
    assert [block.text for block in document.blocks] == expected


def test_paragraphs_and_tables_in_document_order(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    document.add_paragraph(RULES[0])
    table = document.add_table(3, 3)
    for row, cells in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_paragraph(RULES[1])
    document.save(str(tmp_path / "a.docx"))
    blocks = read_document(tmp_path / "a.docx").blocks
    assert [block.text for block in blocks] == [RULES[0], *TABLE_ROWS, RULES[1]]
    assert [block.table for block in blocks] == [False, True, True, True, False]


def test_merged_cells_are_read_once_and_nested_tables_follow_their_row(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    table = document.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "широкая"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "высокая"
    inner = table.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "внутри", "ещё"
    document.save(str(tmp_path / "a.docx"))
    assert [block.text for block in read_document(tmp_path / "a.docx").blocks] == [
        "широкая | 02",
        "10 | 11 | высокая",
        "внутри | ещё",
        "20 | 21",
    ]


def test_the_register_begins_paragraphs_with_a_newline_and_spaces(tmp_path: Path) -> None:
    pad = "\u00a0" * 5
    body = paragraph(run("\n"), run(f"{pad} 1. Первый "), run("пункт")) + paragraph(
        run(f"\n{pad} Примечание!"),
        "<w:r><w:br/></w:r>",
        run(f"\n{pad} Статья 17 действует."),
        "<w:r><w:br/></w:r>",
        run("\n"),
    )
    assert from_xml(tmp_path, body) == [
        Block("1. Первый пункт", indented=True),
        Block("Примечание!", indented=True),
        Block("Статья 17 действует.", gap=False, indented=True),
    ]


def test_two_line_breaks_are_a_gap(tmp_path: Path) -> None:
    body = paragraph(
        run("Общая часть"), "<w:r><w:br/><w:br/></w:r>", run("Глава 1."), "<w:r><w:br/></w:r>", run("Начало")
    )
    assert from_xml(tmp_path, body) == [Block("Общая часть"), Block("Глава 1."), Block("Начало", gap=False)]


def test_links_fields_and_insertions_stay_deletions_and_notes_go(tmp_path: Path) -> None:
    body = paragraph(
        run("см. "),
        f'<w:hyperlink w:anchor="z1">{run("статью 9")}</w:hyperlink>',
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF a </w:instrText></w:r>',
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run(" и 10")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        f'<w:ins w:id="1">{run(" новое")}</w:ins>',
        '<w:del w:id="2"><w:r><w:delText>старое</w:delText></w:r></w:del>',
        f'<w:moveFrom w:id="3">{run("отсюда")}</w:moveFrom><w:moveTo w:id="4">{run(" сюда")}</w:moveTo>',
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
        run("скрыто", "<w:vanish/>"),
        f"<w:smartTag>{run(' тег')}</w:smartTag>",
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run(' поле')}</w:sdtContent></w:sdt>",
        "<w:r><w:t>4</w:t><w:noBreakHyphen/><w:t>1</w:t><w:tab/><w:t>конец</w:t></w:r>",
        run("2", '<w:vertAlign w:val="superscript"/>'),
    )
    assert [block.text for block in from_xml(tmp_path, body)] == ["см. статью 9 и 10 новое сюда тег поле4-1 конец²"]


def test_automatic_numbers_are_written_out(tmp_path: Path) -> None:
    from docx import Document
    from docx.oxml import parse_xml

    document = Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (start, form, text) in enumerate([(1, "decimal", "%1."), (1, "decimal", "%2)"), (1, "bullet", "•")])
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum xmlns:w="{W}" w:abstractNumId="900">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num xmlns:w="{W}" w:numId="900"><w:abstractNumId w:val="900"/></w:num>'))

    def numbered(text: str, level: int) -> None:
        properties: Any = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr xmlns:w="{W}"><w:ilvl w:val="{level}"/><w:numId w:val="900"/></w:numPr>')
        )

    for text, level in [("первый", 0), ("а", 1), ("б", 1), ("точка", 2), ("второй", 0), ("в", 1)]:
        numbered(text, level)
    document.save(str(tmp_path / "a.docx"))
    assert [block.text for block in read_document(tmp_path / "a.docx").blocks] == [
        "1. первый",
        "1) а",
        "2) б",
        "точка",
        "2. второй",
        "1) в",
    ]


def error_of(path: Path) -> str:
    with pytest.raises(KzlawError) as caught:
        read_document(path)
    assert caught.value.args_["path"] == path
    return caught.value.message_id


def test_every_truncation_is_a_clear_error(tmp_path: Path) -> None:
    whole = docx(tmp_path / "whole.docx", RULES).read_bytes()
    for share in (1, 5, 30, 60, 95):
        path = tmp_path / f"cut{share}.docx"
        path.write_bytes(whole[: len(whole) * share // 100])
        assert error_of(path) == "error-file-damaged"


def test_damage_inside_a_part_is_a_clear_error(tmp_path: Path) -> None:
    whole = bytearray(docx(tmp_path / "a.docx", RULES * 50).read_bytes())
    with zipfile.ZipFile(tmp_path / "a.docx") as package:
        start = package.getinfo("word/document.xml").header_offset
    whole[start + 200 : start + 260] = bytes(60)
    (tmp_path / "b.docx").write_bytes(whole)
    assert error_of(tmp_path / "b.docx") == "error-file-damaged"


def test_a_zip_bomb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        with package.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(310):
                part.write(bytes(1 << 20))
    assert error_of(path) == "error-file-unpacked"


def test_an_entity_bomb_expands_to_nothing(tmp_path: Path) -> None:
    entities = '<!ENTITY a "ха">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    xml = f'<!DOCTYPE d [{entities}<!ENTITY file SYSTEM "file:///etc/hostname">]><w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>Текст &i;&file;</w:t></w:r></w:p></w:body></w:document>'
    buffer = docx(tmp_path / "a.docx", ["x"]).read_bytes()
    path = tmp_path / "entities.docx"
    with zipfile.ZipFile(BytesIO(buffer)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, xml if name == "word/document.xml" else old.read(name))
    try:
        words = " ".join(block.text for block in read_document(path).blocks)
    except KzlawError:
        words = ""
    assert "ха" not in words
    assert len(words) < 100


def test_a_macro_document_is_read(tmp_path: Path) -> None:
    buffer = docx(tmp_path / "a.docx", RULES).read_bytes()
    path = tmp_path / "macro.docm"
    with zipfile.ZipFile(BytesIO(buffer)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(
                b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            )
            new.writestr(name, content)
    assert [block.text for block in read_document(path).blocks] == RULES


@pytest.mark.parametrize("name", ["tax_code_2025", "constitution_2026", "administrative_offences_paragraph"])
def test_official_files_keep_every_word(shared_corpus: Path, name: str) -> None:
    import re

    from docx import Document

    path = shared_corpus / "formats" / f"{name}.docx"
    document = read_document(path)
    word = re.compile(r"\w+")
    got = Counter(found for block in document.blocks for found in word.findall(block.text))
    raw: Counter[str] = Counter()
    for element in Document(str(path)).element.body.iter(f"{{{W}}}p"):
        text = "".join(
            node.text or "" if node.tag == f"{{{W}}}t" else "\n" for node in element.iter(f"{{{W}}}t", f"{{{W}}}br")
        )
        raw.update(word.findall(text))
    assert got == raw


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_official_texts_keep_every_word(shared_corpus: Path, lang: str) -> None:
    for path in sorted((shared_corpus / lang).glob("*.txt")):
        got = [word for block in read_document(path).blocks for word in block.text.split()]
        assert got == path.read_text("utf-8").split(), path.name
