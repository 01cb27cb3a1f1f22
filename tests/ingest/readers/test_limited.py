"""Hostile files: read in a child that is held to time and memory, told in one line, and survived."""

from __future__ import annotations

import io
import os
import signal
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.i18n import UI_LANGS, Translator
from kzlaw_tui.ingest.readers import limited, read_document
from kzlaw_tui.ingest.readers.limited import Reader
from tests.ingest.readers.make import RULES, docx

SECONDS = 60.0
"""No file of this module may take longer; a machine that does seven things at once is slow."""


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    made = Reader(memory_mb=1024)
    yield made
    made.close()


def line_of(reader: Reader, path: Path, seconds: float = SECONDS) -> str:
    """The message of a refusal; the reader works on afterwards."""
    with pytest.raises(KzlawError) as caught:
        reader.read(path, seconds)
    for lang in UI_LANGS:
        line = Translator(lang).error(caught.value)
        assert str(path) in line and "\n" not in line and "{" not in line
    return caught.value.message_id


def still_reads(reader: Reader, folder: Path) -> None:
    good = folder / "good.txt"
    good.write_text("\n".join(RULES), "utf-8")
    assert [block.text for block in reader.read(good).blocks] == RULES


def test_a_child_reads_what_the_readers_read(reader: Reader, tmp_path: Path) -> None:
    text = tmp_path / "правила \ud800.txt" if sys.platform == "linux" else tmp_path / "правила.txt"
    try:
        text.write_text("\n\n".join(RULES), "utf-8")
    except (OSError, ValueError):
        text = tmp_path / "правила.txt"
        text.write_text("\n\n".join(RULES), "utf-8")
    package = docx(tmp_path / "rules.docx", RULES)
    for path in (text, package):
        assert reader.read(path) == read_document(path)


def bomb(parts: dict[str, int]) -> bytes:
    """A DOCX whose parts unpack to so many megabytes of spaces inside one paragraph."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name, size in parts.items():
            with package.open(name, "w", force_zip64=True) as part:
                part.write(b'<?xml version="1.0"?><a>')
                for _ in range(size):
                    part.write(b" " * 2**20)
                part.write(b"</a>")
    return data.getvalue()


def test_zip_bombs_are_refused_unopened(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    path.write_bytes(bomb({"word/document.xml": 120}))
    assert path.stat().st_size < 2**20
    assert line_of(reader, path) == "error-file-unpacked"
    path.write_bytes(bomb({f"word/part{n}.bin": 40 for n in range(8)} | {"word/document.xml": 0}))
    assert line_of(reader, path) == "error-file-unpacked"
    still_reads(reader, tmp_path)


def test_a_zip_that_lies_about_its_sizes(reader: Reader, tmp_path: Path) -> None:
    """The directory says 30 bytes, the stream holds 120 MB: ``zipfile`` stops at what was declared."""
    data = bytearray(bomb({"word/document.xml": 120}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (30).to_bytes(4, "little")
    extra = data.index(b"word/document.xml", at) + len("word/document.xml")
    if data[at + 30] or data[at + 31]:  # a ZIP64 field would tell the truth
        data[extra : extra + 2] = b"\xff\xff"
    path = tmp_path / "liar.docx"
    path.write_bytes(bytes(data))
    assert line_of(reader, path).startswith("error-file-")
    still_reads(reader, tmp_path)


def pdf(objects: dict[int, bytes]) -> bytes:
    """A PDF of these objects, with a true cross-reference table."""
    out, offsets = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    out += b"".join(b"%010d 00000 n \n" % offsets.get(number, 0) for number in range(1, size))
    return out + b"trailer\n<< /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)


PAGE = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> /MediaBox [0 0 600 800] >>"
ROOT = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def stream(content: bytes, more: bytes = b"", length: int | None = None) -> bytes:
    size = len(content) if length is None else length
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (size, more, content)


HOSTILE_PDFS = {
    "pages that contain themselves": pdf({1: ROOT, 2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"}),
    "a page tree in a circle": pdf({1: ROOT, 2: PAGES, 3: b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>"}),
    "a parent that is its own": pdf({1: ROOT, 2: PAGES, 3: b"<< /Type /Page /Parent 3 0 R /Contents 4 0 R >>", 4: b"null"}),
    "an object that refers to itself": pdf({1: ROOT, 2: PAGES, 3: PAGE, 4: b"4 0 R"}),
    "a count of two milliards": pdf({1: ROOT, 2: b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>", 3: PAGE, 4: stream(b"")}),
    "a stream that declares two gigabytes": pdf({1: ROOT, 2: PAGES, 3: PAGE, 4: stream(b"BT ET", length=2**31)}),
    "a stream of negative length": pdf({1: ROOT, 2: PAGES, 3: PAGE, 4: stream(b"BT ET", length=-7)}),
    "a stream that unpacks to a gigabyte": pdf(
        {1: ROOT, 2: PAGES, 3: PAGE, 4: stream(zlib.compress(zlib.compress(bytes(2**28), 9), 9), b"/Filter [/FlateDecode /FlateDecode]")}
    ),
    "forms that draw themselves": pdf(
        {
            1: ROOT,
            2: PAGES,
            3: b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>",
            4: stream(b"/F Do"),
            5: stream(b"/F Do", b"/Type /XObject /Subtype /Form /Resources << /XObject << /F 5 0 R >> >>"),
        }
    ),
    "ten thousand nested arrays": pdf({1: ROOT, 2: PAGES, 3: PAGE, 4: b"[" * 10_000 + b"]" * 10_000}),
    "a previous table that is this one": b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer << /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE_PDFS)
def test_hostile_pdfs(reader: Reader, tmp_path: Path, name: str) -> None:
    path = tmp_path / "hostile.pdf"
    path.write_bytes(HOSTILE_PDFS[name])
    assert line_of(reader, path).startswith(("error-file-", "error-pdf-", "error-reader-"))
    still_reads(reader, tmp_path)


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "blockquote", "a href='x'"])
def test_a_million_nested_tags(reader: Reader, tmp_path: Path, tag: str) -> None:
    path = tmp_path / "deep.html"
    count = 1_000_000 // (1 + tag.count("<"))
    path.write_text("<html><body>" + f"<{tag}>" * count + "Статья 1. Слово", "utf-8")
    try:
        assert reader.read(path, SECONDS).blocks
    except KzlawError as error:
        assert error.message_id.startswith(("error-file-", "error-reader-"))
    still_reads(reader, tmp_path)


def test_a_deep_docx_and_an_xml_that_multiplies(reader: Reader, tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    deep = "<w:tbl><w:tr><w:tc>" * 100_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 100_000
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for body in (
        f'<!DOCTYPE w [<!ENTITY l0 "ha">{laughs}]><w:document {word}><w:body><w:p>&l9;</w:p></w:body></w:document>',
        f'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {word}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>',
        f"<w:document {word}><w:body>{deep}</w:body></w:document>",
    ):
        path = tmp_path / "deep.docx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("word/document.xml", body)
        assert line_of(reader, path).startswith(("error-file-", "error-reader-"))
    still_reads(reader, tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel holds a process to its memory on Linux only")
def test_memory_beyond_the_limit_is_one_line(tmp_path: Path) -> None:
    small = Reader(memory_mb=160)
    path = tmp_path / "large.txt"
    path.write_text("слово " * 20_000_000, "utf-8")
    assert line_of(small, path) == "error-reader-memory"
    still_reads(small, tmp_path)
    small.close()


def test_time_beyond_the_limit_is_one_line_and_the_next_file_is_read(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_text("Статья 1. Слово\n" * 2_000_000, "utf-8")
    assert line_of(reader, path, seconds=0.05) == "error-reader-slow"
    still_reads(reader, tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_child_that_dies_is_one_line(reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    still_reads(reader, tmp_path)
    child = reader._child
    assert child is not None
    original = limited.json.dumps

    def die_first(message: object) -> str:
        os.kill(child.pid, signal.SIGSEGV)
        child.wait()
        return original(message)

    monkeypatch.setattr(limited.json, "dumps", die_first)
    assert line_of(reader, tmp_path / "good.txt") == "error-reader-died"
    monkeypatch.undo()
    still_reads(reader, tmp_path)


def test_the_child_ends_with_the_program(tmp_path: Path) -> None:
    made = Reader()
    still_reads(made, tmp_path)
    child = made._child
    assert child is not None and child.stdin is not None
    child.stdin.close()  # what the system does to the pipe of a killed program
    assert child.wait(20) == 0
    made.close()
