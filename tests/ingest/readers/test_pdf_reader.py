"""PDF: paragraphs from printed lines, running heads, columns, tables, protection, unreadable fonts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest.blocks import Document
from kzlaw_tui.ingest.readers import ocr, read_document
from kzlaw_tui.ingest.readers.pdf import is_garbled
from kzlaw_tui.ingest.readers.pdf_layout import on_grid
from kzlaw_tui.ingest.readers.pdf_paragraphs import pages_to_blocks
from tests.ingest.readers.make import HEAD, RULES, RULES_KK, TABLE, TABLE_ROWS, Pdf, long_rules


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def squeezed(lines: list[str]) -> str:
    return re.sub(r"\W+", "", "".join(lines))


def test_paragraphs_over_lines_and_pages_without_heads_and_page_numbers(tmp_path: Path) -> None:
    rules = long_rules(25)
    document = read_document(Pdf().paragraphs(rules).save(tmp_path / "rules.pdf"))
    assert texts(document) == rules
    assert document.format == "pdf"
    assert document.warnings == ()


@pytest.mark.parametrize(
    ("indent", "align", "space"),
    [(10, "L", 0), (0, "J", 3), (0, "L", 3), (10, "J", 3)],
    ids=["ragged", "spaced", "ragged spaced", "both"],
)
def test_other_ways_to_set_paragraphs(tmp_path: Path, indent: float, align: str, space: float) -> None:
    rules = long_rules(12)
    pdf = Pdf(number="{}").paragraphs(rules, indent=indent, align=align, space=space).save(tmp_path / "rules.pdf")
    assert texts(read_document(pdf)) == rules


def test_a_short_document_of_one_page(tmp_path: Path) -> None:
    assert texts(read_document(Pdf().paragraphs(RULES).save(tmp_path / "rules.pdf"))) == [HEAD, *RULES]


def test_kazakh_letters(tmp_path: Path) -> None:
    pdf = Pdf(head="Мұрағат қағидалары").paragraphs(RULES_KK * 12).save(tmp_path / "rules.pdf")
    assert texts(read_document(pdf)) == RULES_KK * 12


def test_divided_words_are_joined_and_hyphens_of_words_stay(tmp_path: Path) -> None:
    lines = [
        "Документы хранятся в хранили-",
        "ще под надзором архива и научно-",
        "исторического совета, который назна-",
        "чает хранителя и проверяет хранилище, а также научно-исторического",
        "помощника, и действует в силу пункта 4-",
        "1 правил города Усть-",
        "Каменогорска.",
    ]
    document = read_document(Pdf().lines(lines).save(tmp_path / "rules.pdf"))
    assert texts(document)[-1] == (
        "Документы хранятся в хранилище под надзором архива и научно-исторического совета, который назначает хранителя и "
        "проверяет хранилище, а также научно-исторического помощника, и действует в силу пункта 4-1 правил города "
        "Усть-Каменогорска."
    )


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    rules = long_rules(20)
    document = read_document(Pdf(size=9).columns(rules).save(tmp_path / "rules.pdf"))
    assert squeezed(texts(document)) == squeezed(rules)
    assert sum(text in texts(document) for text in rules) > 0.9 * len(rules)


def test_a_table_becomes_rows(tmp_path: Path) -> None:
    before, after = RULES[5:7], RULES[7:]
    pdf = Pdf().paragraphs(before)
    pdf.table(
        [*TABLE, ["3", "Дела, которые описаны в правилах длинно и потому не помещаются в одну строку ячейки", "5 лет"]]
    )
    document = read_document(pdf.paragraphs(after).save(tmp_path / "rules.pdf"))
    rows = [block.text for block in document.blocks if block.table]
    assert rows == [
        *TABLE_ROWS,
        "3 | Дела, которые описаны в правилах длинно и потому не помещаются в одну строку ячейки | 5 лет",
    ]
    assert [block.text for block in document.blocks if not block.table] == [HEAD, *before, *after]


def test_article_headings_at_the_top_of_every_page_are_no_running_heads() -> None:
    pages = [
        on_grid(f"Статья {n}\n\nХранение в зале {'абвгдежзи'[n] * 9} архива города.\n{'клмнопрст'[n] * 5}\n\n\n{n}")
        for n in range(1, 9)
    ]
    assert [block.text for block in pages_to_blocks(pages)][::2] == [f"Статья {n}" for n in range(1, 9)]


def test_repeated_lines_of_the_law_are_kept() -> None:
    page = "влекут штраф в размере десяти показателей.\nТекст номер {}\nеще один текст\nвлекут предупреждение;"
    blocks = pages_to_blocks([on_grid(page.format("а" * n)) for n in range(1, 5)])
    assert " ".join(block.text for block in blocks).count("влекут") == 8


@pytest.mark.parametrize("method", ["RC4", "AES_128", "AES_256"])
@pytest.mark.parametrize("password", ["", "тайна"])
def test_protected_files(tmp_path: Path, method: str, password: str) -> None:
    from fpdf.enums import EncryptionMethod  # type: ignore[import-not-found, unused-ignore]

    pdf = Pdf().paragraphs(RULES)
    latin = "secret" if password else ""
    pdf.fpdf.set_encryption(owner_password="owner", user_password=latin, encryption_method=EncryptionMethod[method])
    path = pdf.save(tmp_path / "rules.pdf")
    if password:
        with pytest.raises(KzlawError) as caught:
            read_document(path)
        assert caught.value.message_id == "error-file-encrypted"
    else:
        assert texts(read_document(path))[1:] == RULES


def test_fonts_without_a_character_table_are_recognised() -> None:
    assert is_garbled("Cmamь 1. " + "^&* (!@ wqx zvb " * 20)
    assert is_garbled("\x01\x02\x03\x04 \x05\x06 " * 30)
    assert not is_garbled("Статья 1. " + RULES[2])
    assert not is_garbled("1 200 300 | 400 500 | 600 " * 10)
    assert not is_garbled("The keeper of the archive shall issue the documents to the readers of the hall. " * 3)


def test_unreadable_fonts_are_refused_where_there_is_no_ocr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Pdf(head="").paragraphs(RULES).save(tmp_path / "rules.pdf")
    data = re.sub(rb"/ToUnicode \d+ 0 R", lambda found: b" " * len(found.group()), path.read_bytes())
    path.write_bytes(data)
    monkeypatch.setattr(ocr, "find_tool", lambda *names: None)
    with pytest.raises(KzlawError) as caught:
        read_document(path)
    assert caught.value.message_id in ("error-pdf-garbled", "error-file-no-text")


def test_damaged_files_are_clear_errors(tmp_path: Path) -> None:
    whole = Pdf().paragraphs(long_rules(5)).save(tmp_path / "whole.pdf").read_bytes()
    for number, data in enumerate((whole[:100], whole[:1500], b"%PDF-1.7\n" + bytes(range(256)) * 4000, b"%PDF-")):
        path = tmp_path / f"damaged{number}.pdf"
        path.write_bytes(data)
        with pytest.raises(KzlawError) as caught:
            read_document(path)
        assert caught.value.message_id in ("error-file-damaged", "error-file-no-text")


@pytest.mark.slow
def test_an_official_text_printed_and_read_again(shared_corpus: Path, tmp_path: Path) -> None:
    original = read_document(shared_corpus / "formats" / "constitution_2026.docx")
    wanted = [block.text for block in original.blocks]
    got = texts(read_document(Pdf().paragraphs(wanted).save(tmp_path / "printed.pdf")))
    assert squeezed(got) == squeezed(wanted)
    assert sum(text in set(got) for text in wanted) > 0.97 * len(wanted)
