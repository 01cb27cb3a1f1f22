"""DOCX: the package is opened by python-docx, its body is read from the XML (its object model is 20 times slower)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest.blocks import Block, Document
from kzlaw_tui.ingest.readers.docx_numbering import Numbering
from kzlaw_tui.ingest.readers.ooxml import attribute, child, local
from kzlaw_tui.ingest.readers.text import clean, is_indented, row_block, superscript

MAX_UNPACKED = 300 * 1024 * 1024  # bytes of all parts together
MAX_XML_PART = 100 * 1024 * 1024  # bytes of one XML part; the Tax Code, 848 articles, has 14 MB
_BREAK = "\x0b"  # a line break inside a paragraph
# A newline in a text node is white space to Word; the register's files put one before every paragraph's indentation.
_SOURCE_NEWLINE = re.compile("[\r\n\t]*\n[\r\n\t]*")
# Deleted text, moved-away text, notes, hidden settings, and the second copy of a text box for old programs.
_SKIPPED = frozenset(
    "del moveFrom pPr rPr sdtPr sdtEndPr tblPr tblGrid trPr tcPr sectPr instrText delText delInstrText footnoteReference "
    "endnoteReference commentReference annotationRef Fallback rt drawing pict object".split()
)


def read_docx(data: bytes, path: Path) -> Document:
    """A DOCX: paragraphs and table rows in document order.

    Links, field results and insertions stay in place; deletions, footnotes and hidden text are left out. Raises
    ``KzlawError``: ``error-file-damaged``, ``error-file-encrypted``, ``error-file-unpacked``.
    """
    check_package(data, path)
    try:
        body, numbering = _open(data)
        return Document(tuple(_Body(numbering).blocks(body)), "docx")
    except KzlawError:
        raise
    except (
        Exception
    ) as error:  # a damaged package fails in many ways: KeyError, XMLSyntaxError, BadZipFile, ValueError …
        raise KzlawError("error-file-damaged", path=path, format="DOCX") from error


def check_package(data: bytes, path: Path) -> None:
    """Refuse archives that unpack to more than the limits. The sizes are those that ``zipfile`` itself keeps to."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
    except Exception as error:
        raise KzlawError("error-file-damaged", path=path, format="DOCX") from error
    if any(part.flag_bits & 1 for part in parts):
        raise KzlawError("error-file-encrypted", path=path)
    too_large = sum(part.file_size for part in parts) > MAX_UNPACKED
    if too_large or any(
        part.file_size > MAX_XML_PART for part in parts if part.filename.lower().endswith((".xml", ".rels"))
    ):
        raise KzlawError("error-file-unpacked", path=path, limit=MAX_UNPACKED // (1024 * 1024))


def _open(data: bytes) -> tuple[Any, Numbering]:
    """The body element and the automatic numbering; packages that python-docx refuses (macros, ISO strict) from the ZIP."""
    import docx

    try:
        document = docx.Document(BytesIO(data))
        parts = document.part.rels.values()
        named = {rel.reltype.rpartition("/")[2]: rel.target_part for rel in parts if not rel.is_external}
        numbering = named["numbering"].element if "numbering" in named else None
        return document.element.body, Numbering(numbering, document.styles.element)
    except (ValueError, KeyError):
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = set(package.namelist())
            body = child(_parse(package.read("word/document.xml")), "body")
            numbering, styles = (
                _parse(package.read(name)) if name in names else None
                for name in ("word/numbering.xml", "word/styles.xml")
            )
        if body is None:
            raise
        return body, Numbering(numbering, styles)


def _parse(xml: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(xml, parser)


class _Body:
    """Walks a body: paragraphs, tables, and the containers around them (content controls, insertions)."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering

    def blocks(self, container: Any) -> Iterator[Block]:
        for element in container:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name not in _SKIPPED and len(element):
                yield from self.blocks(element)

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        boxes: list[Any] = []
        raw = self.numbering.label(paragraph) + paragraph_text(paragraph, boxes)
        gap = True
        for line in raw.split(_BREAK):
            text = clean(line)
            if text:
                yield Block(text, gap=gap, indented=is_indented(line))
                gap = False
            else:
                gap = True
        for box in boxes:
            yield from self.blocks(box)

    def _table(self, table: Any) -> Iterator[Block]:
        rows = list(_rows(table))
        if max((len(cells) for cells in rows), default=0) <= 1:  # a frame around paragraphs
            for cells in rows:
                for cell, _new in cells:
                    yield from self.blocks(cell)
            return
        for cells in rows:
            nested: list[Any] = []
            row = row_block(self._cell_text(cell, nested) if new else "" for cell, new in cells)
            if row:
                yield row
            for inner in nested:
                yield from self._table(inner)

    def _cell_text(self, cell: Any, nested: list[Any]) -> str:
        """The paragraphs of a cell in one line; tables inside it are put into ``nested``."""
        texts: list[str] = []
        for element in cell:
            name = local(element)
            if name == "p":
                boxes: list[Any] = []
                texts.append(self.numbering.label(element) + paragraph_text(element, boxes))
                texts.extend(self._cell_text(box, nested) for box in boxes)
            elif name == "tbl":
                nested.append(element)
            elif name not in _SKIPPED and len(element):
                texts.append(self._cell_text(element, nested))
        return " ".join(texts)


def _rows(table: Any) -> Iterator[list[tuple[Any, bool]]]:
    """The cells of each row; false marks a cell that only continues the one above (its text is printed once)."""
    for row in table:
        name = local(row)
        if name == "tr":
            if _deleted_row(row):
                continue
            yield [(cell, not _continues(cell)) for cell in _cells(row)]
        elif name not in _SKIPPED and len(row):  # rows inside a content control
            yield from _rows(row)


def _cells(row: Any) -> Iterator[Any]:
    for cell in row:
        name = local(cell)
        if name == "tc":
            yield cell
        elif name not in _SKIPPED and len(cell):
            yield from _cells(cell)


def _deleted_row(row: Any) -> bool:
    properties = child(row, "trPr")
    return properties is not None and child(properties, "del") is not None


def _continues(cell: Any) -> bool:
    properties = child(cell, "tcPr")
    merge = child(properties, "vMerge") if properties is not None else None
    return merge is not None and attribute(merge, "val") != "restart"


def paragraph_text(paragraph: Any, boxes: list[Any]) -> str:
    """The text of a paragraph, line breaks as U+000B; text boxes in it are put into ``boxes``."""
    words: list[str] = []
    stack = list(reversed(paragraph))
    raised = False
    while stack:
        element = stack.pop()
        name = local(element)
        if name == "t":
            text = _SOURCE_NEWLINE.sub(" ", element.text or "")
            words.append(superscript(text) if raised else text)
        elif name == "r":
            properties = child(element, "rPr")
            raised = False
            if properties is not None:
                if _is_on(child(properties, "vanish")):
                    continue
                align = child(properties, "vertAlign")
                raised = align is not None and attribute(align, "val") == "superscript"
            stack.extend(reversed(element))
        elif name == "tab" or name == "ptab":
            words.append("\t")
        elif name in ("br", "cr"):
            words.append(_BREAK)
        elif name == "noBreakHyphen":
            words.append("-")
        elif name in ("drawing", "pict", "object"):
            boxes.extend(box for box in element.iter() if local(box) == "txbxContent")
        elif name not in _SKIPPED:
            stack.extend(reversed(element))
    return "".join(words)


def _is_on(toggle: Any) -> bool:
    return toggle is not None and attribute(toggle, "val") not in ("0", "false", "off")
