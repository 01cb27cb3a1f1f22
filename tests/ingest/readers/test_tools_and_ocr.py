"""Formats that need programs outside Python: DOC, RTF (not), scans and pictures; and what is said without them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest.readers import doc, ocr, read_document
from kzlaw_tui.ingest.readers.tools import find_tool, run_tool
from tests.ingest.readers.make import RULES, RULES_KK, TABLE_ROWS, Pdf, docx, html

needs_tesseract = pytest.mark.skipif(not find_tool("tesseract"), reason="needs Tesseract")
needs_office = pytest.mark.skipif(not find_tool("soffice", "libreoffice"), reason="needs LibreOffice")

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def error_of(path: Path) -> str:
    with pytest.raises(KzlawError) as caught:
        read_document(path)
    assert caught.value.args_["path"] == path
    return caught.value.message_id


def old_word(folder: Path, paragraphs: list[str]) -> Path:
    office = find_tool("soffice", "libreoffice")
    assert office
    source = docx(folder / "rules.docx", paragraphs)
    profile = (folder / "profile").as_uri()
    run_tool(
        [
            office,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "doc",
            "--outdir",
            str(folder),
            str(source),
        ],
        timeout=120,
    )
    source.unlink()
    return folder / "rules.doc"


@pytest.mark.slow
@needs_office
def test_old_word_by_libreoffice_and_by_antiword(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old_word(tmp_path, RULES + RULES_KK)
    document = read_document(path)
    assert [block.text for block in document.blocks] == RULES + RULES_KK
    assert document.format == "doc"
    if find_tool("antiword"):
        monkeypatch.setattr(doc, "find_tool", lambda *names: find_tool("antiword") if "antiword" in names else None)
        assert [block.text for block in read_document(path).blocks] == RULES + RULES_KK


def test_old_word_without_a_converter_names_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "find_tool", lambda *names: None)
    path = tmp_path / "rules.doc"
    path.write_bytes(OLE + utf16("WordDocument"))
    assert error_of(path) == "error-doc-no-converter"


@pytest.mark.slow
@needs_office
def test_a_damaged_old_word_file(tmp_path: Path) -> None:
    path = tmp_path / "rules.doc"
    path.write_bytes(OLE + utf16("WordDocument") + bytes(5000))
    assert error_of(path) in ("error-doc-conversion", "error-file-no-text", "error-file-damaged")


def test_a_converter_that_hangs_is_ended(tmp_path: Path) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        run_tool([sys.executable, "-c", "import time; time.sleep(600)"], timeout=0.5)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (OLE + utf16("EncryptedPackage"), "error-file-encrypted"),
        (OLE + utf16("Workbook"), "error-file-damaged"),
        (OLE, "error-file-damaged"),
    ],
)
def test_a_protected_docx_and_other_containers(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "rules.docx"
    path.write_bytes(content)
    assert error_of(path) == expected


def rtf(paragraphs: list[str]) -> bytes:
    def escape(text: str) -> str:
        return "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text)

    def escape_1251(text: str) -> str:
        return "".join(f"\\'{byte:02x}" if byte > 127 else chr(byte) for byte in text.encode("cp1251"))

    rows = "".join(
        "{\\trowd\\cellx900\\cellx3000\\cellx5000 "
        + "".join(f"{escape(cell)}\\cell " for cell in row.split(" | "))
        + "\\row}"
        for row in TABLE_ROWS
    )
    body = (
        "".join(f"{escape(text)}\\par\n" for text in paragraphs) + rows + f"\\pard {escape_1251('Конец правил')}\\par"
    )
    return f"{{\\rtf1\\ansi\\ansicpg1251{{\\fonttbl{{\\f0\\fcharset204 Times;}}}}\\f0 {body}}}".encode("ascii")


@pytest.mark.parametrize("name", ["rules.rtf", "rules.doc"])
def test_rtf_under_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(rtf(RULES + RULES_KK))
    assert [block.text for block in read_document(path).blocks] == [*RULES, *RULES_KK, *TABLE_ROWS, "Конец правил"]


def test_html_and_docx_named_doc(tmp_path: Path) -> None:
    page, package = tmp_path / "page.doc", tmp_path / "package.doc"
    page.write_text(html(RULES), "utf-8")
    docx(tmp_path / "a.docx", RULES).rename(package)
    for path in (page, package):
        assert [block.text for block in read_document(path).blocks] == RULES


def scanned(folder: Path, paragraphs: list[str]) -> tuple[Path, Path]:
    """A PDF of pictures and one PNG, as a scanner makes them."""
    pdfium = pytest.importorskip("pypdfium2")
    fpdf = pytest.importorskip("fpdf")
    printed = Pdf(head="", number="").paragraphs(paragraphs).save(folder / "printed.pdf")
    pages = pdfium.PdfDocument(str(printed))
    scan = fpdf.FPDF()
    for number in range(len(pages)):
        picture = pages[number].render(scale=200 / 72, grayscale=True).to_pil()
        picture.save(folder / f"page{number}.png", dpi=(200, 200))
        scan.add_page()
        scan.image(str(folder / f"page{number}.png"), 0, 0, 210)
    scan.output(str(folder / "scan.pdf"))
    return folder / "scan.pdf", folder / "page0.png"


def words(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.lower()))


@pytest.mark.slow
@needs_tesseract
def test_a_scan_is_read_and_marked_as_such(tmp_path: Path) -> None:
    pdf, png = scanned(tmp_path, RULES + RULES_KK)
    for path in (pdf, png):
        document = read_document(path)
        found = words(" ".join(block.text for block in document.blocks))
        assert len(words(" ".join(RULES)) & found) > 0.9 * len(words(" ".join(RULES)))
        assert "warning-ocr" in dict(document.warnings)
        assert any(block.text.startswith("Статья 1. Основные понятия") for block in document.blocks)


def test_a_scan_without_tesseract_names_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf, png = scanned(tmp_path, RULES)
    monkeypatch.setattr(ocr, "find_tool", lambda *names: None)
    assert error_of(pdf) == "error-ocr-no-tesseract"
    assert error_of(png) == "error-ocr-no-tesseract"


@needs_tesseract
def test_a_damaged_picture(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    assert error_of(path) == "error-image-damaged"


def test_a_picture_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (60_000).to_bytes(4, "big") * 2 + bytes(50))
    assert error_of(path) == "error-image-too-large"
