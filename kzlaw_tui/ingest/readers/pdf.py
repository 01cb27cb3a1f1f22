"""PDF: the text that pypdf finds, put back into paragraphs; pages without readable text go to OCR."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest.blocks import Document
from kzlaw_tui.ingest.readers.pdf_layout import Piece, on_grid
from kzlaw_tui.ingest.readers.pdf_paragraphs import pages_to_blocks
from kzlaw_tui.ingest.readers.text import cyrillic_share

MAX_PAGES = 20_000
_MAX_CONTENT = 20 * 1024 * 1024  # bytes of drawing instructions on one page; more is a drawing or an attack, not text
_MIN_LETTERS = 40  # fewer letters on a page say nothing about its fonts
_ENGLISH = re.compile(r"\b(the|of|and|to|in|for|shall|is|by|or)\b", re.IGNORECASE)


def read_pdf(data: bytes, path: Path) -> Document:
    """A PDF as paragraphs and table rows.

    Raises ``KzlawError``: ``error-file-damaged``, ``error-file-encrypted``, ``error-pdf-no-cryptography``; where a page
    has no text or unreadable fonts, ``error-pdf-garbled`` or what ``ocr`` raises when OCR is not possible.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its remarks on odd files would fall into the app's screen
    try:
        pages = _open(data, path)
        placed = [_page_pieces(page) for page in pages]
        scanned = [index for index, pieces in enumerate(placed) if not pieces and _has_images(pages[index])]
    except KzlawError:
        raise
    except (
        Exception
    ) as error:  # a damaged file fails in many ways: PdfReadError, KeyError, RecursionError, struct.error …
        raise KzlawError("error-file-damaged", path=path, format="PDF") from error
    if not pages:
        raise KzlawError("error-file-damaged", path=path, format="PDF")
    garbled = [index for index, pieces in enumerate(placed) if is_garbled(_words(pieces))]
    warnings = _recognise(data, path, pages, placed, scanned, garbled)
    return Document(tuple(pages_to_blocks(placed)), "pdf", warnings)


def _open(data: bytes, path: Path) -> list[Any]:
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError

    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise KzlawError("error-file-encrypted", path=path)
        if len(reader.pages) > MAX_PAGES:
            raise KzlawError("error-pdf-too-many-pages", path=path, limit=MAX_PAGES)
        return list(reader.pages)
    except DependencyError as error:  # AES needs the package cryptography
        raise KzlawError("error-pdf-no-cryptography", path=path) from error


def _page_pieces(page: Any) -> list[Piece]:
    """The pieces of a page with their places; plain lines where they miss text (inside forms, on turned pages)."""
    contents = page.get_contents()
    if contents is None or len(contents.get_data()) > _MAX_CONTENT:
        return []
    try:
        pieces = _placed(page)
    except Exception:  # plain extraction copes with more
        pieces = []
    if pieces and not _has_forms(page):
        return pieces
    plain = str(page.extract_text())
    return pieces if _letters(_words(pieces)) >= 0.9 * _letters(plain) else on_grid(plain)


def _placed(page: Any) -> list[Piece]:
    """What pypdf's layout mode knows before it draws its character grid.

    Its public outcome, the grid, rounds places to characters: lines of two columns run into each other, and cells of a
    table touch. These internal functions have been the same since pypdf 3.17; without them plain lines are used.
    """
    from pypdf._text_extraction import _layout_mode
    from pypdf.generic import ContentStream

    operations = ContentStream(page["/Contents"].get_object(), page.pdf, "bytes").operations
    groups = _layout_mode.text_show_operations(iter(operations), page._layout_mode_fonts())
    return [piece for group in groups for piece in _split(group)]


def _split(group: Any) -> Iterator[Piece]:
    """A group of pypdf as pieces: a wide space begins a new one, unless justification made all its spaces wide."""
    text, x0, x1 = str(group["text"]), float(group["tx"]), float(group["displaced_tx"])
    size = float(group["font_height"]) or float(group["font_size"]) or 1.0
    y = float(group["ty"]) * int(group["flip_sort"])
    width = (x1 - x0) / max(1, len(text))
    gaps = [len(gap) for gap in re.findall(r"(?<=\S)\s+(?=\S)", text)]
    justified = len(gaps) >= 3 and sum(gap > 1 for gap in gaps) > 0.4 * len(gaps) and max(gaps) <= 2 * min(gaps) + 1
    for found in re.finditer(r"\S.*\S|\S" if justified else r"\S+(?:\s\S+)*", text):
        yield Piece(x0 + found.start() * width, x0 + found.end() * width, y, abs(size), found.group())


def _words(pieces: Sequence[Piece]) -> str:
    return " ".join(piece.text for piece in pieces)


def _letters(text: str) -> int:
    return sum(char.isalnum() for char in text)


def _xobjects(page: Any) -> list[Any]:
    resources = page.get("/Resources")
    found = resources.get_object().get("/XObject") if resources is not None else None
    return [value.get_object() for value in found.get_object().values()] if found is not None else []


def _has_forms(page: Any) -> bool:
    return any(item.get("/Subtype") == "/Form" for item in _xobjects(page))


def _has_images(page: Any) -> bool:
    """Whether a page shows a picture large enough to be a scan."""
    for item in _xobjects(page):
        if item.get("/Subtype") == "/Form" and any(inner.get("/Subtype") == "/Image" for inner in _xobjects(item)):
            return True
        if item.get("/Subtype") == "/Image" and int(item.get("/Width", 0)) * int(item.get("/Height", 0)) > 300_000:
            return True
    return False


def is_garbled(text: str) -> bool:
    """Whether the letters of a page cannot be trusted: hardly any Cyrillic, and no English either.

    Fonts without a ToUnicode table give Latin look-alikes, signs and control characters for Cyrillic letters.
    """
    visible = [char for char in text if not char.isspace()]
    if len(visible) < _MIN_LETTERS or cyrillic_share(text) >= 0.5:
        return False
    letters = sum(char.isalpha() for char in visible)
    if letters < 0.3 * len(visible) and sum(char.isdigit() for char in visible) > 0.4 * len(visible):
        return False  # a page of figures
    words = re.findall(r"[A-Za-z]+", text)
    english = len(_ENGLISH.findall(text)) >= 0.08 * max(1, len(words)) and len(words) > 10
    return not english


def _recognise(
    data: bytes, path: Path, pages: Sequence[Any], placed: list[list[Piece]], scanned: list[int], garbled: list[int]
) -> tuple[tuple[str, dict[str, object]], ...]:
    """Fill ``placed`` for unreadable pages by OCR. When OCR is not possible, a few such pages are only warned about."""
    wanted = sorted({*scanned, *garbled})
    if not wanted:
        return ()
    from kzlaw_tui.ingest.readers.ocr import recognise_pdf

    try:
        recognised = recognise_pdf(data, path, pages, wanted)
    except KzlawError as error:
        if len(garbled) > 0.1 * len(pages):
            raise KzlawError("error-pdf-garbled", path=path) from error
        if len(wanted) > 0.2 * len(pages):
            raise
        for index in garbled:
            placed[index] = []
        return (("warning-pdf-pages-unread", {"pages": _numbers(wanted), "count": len(wanted)}),)
    for index, text in recognised.items():
        placed[index] = on_grid(text)
    return (("warning-ocr", {"pages": _numbers(wanted), "count": len(wanted)}),)


def _numbers(indexes: Sequence[int], most: int = 10) -> str:
    shown = ", ".join(str(index + 1) for index in indexes[:most])
    return shown + (" …" if len(indexes) > most else "")
