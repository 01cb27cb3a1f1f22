"""What a file really is: its first bytes decide, its name only where they say nothing."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Literal

from kzlaw_tui.errors import KzlawError

Kind = Literal["txt", "md", "html", "mht", "docx", "doc", "rtf", "pdf", "image"]

TEXT_SUFFIXES = frozenset({"", ".txt", ".text", ".md", ".markdown", ".htm", ".html", ".xhtml"})
IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff"})
SUPPORTED_SUFFIXES: frozenset[str] = (
    (TEXT_SUFFIXES - {""}) | IMAGE_SUFFIXES | {".docx", ".docm", ".dotx", ".doc", ".rtf", ".pdf", ".mht", ".mhtml"}
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|meta|title|div|p|table|h[1-6])[\s>]", re.IGNORECASE)
_HTML_START = re.compile(rb"\s*(<\?xml[^>]*>|<!--.*?-->|\s)*<(!doctype\s+html|html|head|body|meta)\b", re.I | re.S)
_MHT = re.compile(rb"^(MIME-Version|From|Content-Type|Snapshot-Content-Location):", re.IGNORECASE | re.MULTILINE)
_WORD_XML = (b"schemas.microsoft.com/office/word/2003/wordml", b"schemas.microsoft.com/office/2006/xmlPackage")


def sniff(data: bytes, path: Path) -> Kind:
    """The kind of a file's content.

    Raises ``KzlawError``: ``error-file-unsupported``, ``error-file-damaged``, ``error-file-encrypted``.
    """
    suffix = path.suffix.lower()
    head = data[:4096]
    if b"%PDF-" in head[:1100]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(data, path)
    if head.startswith(_OLE):
        return _ole_kind(data, path)
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_IMAGES):
        return "image"
    if any(mark in head for mark in _WORD_XML):
        return "doc"
    return _text_kind(head, path, suffix)


def _text_kind(head: bytes, path: Path, suffix: str) -> Kind:
    """For content without a signature: markup by its tags, else by the name."""
    plain = head.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf")  # UTF-16 markup is Latin with zeros between
    if _HTML_START.match(plain):
        return "html"
    if b"multipart/related" in plain.lower() and _MHT.match(plain.lstrip()):
        return "mht"
    if suffix in (".html", ".htm", ".xhtml"):
        return "html" if _HTML.search(plain) or b"<" in plain else "txt"
    if suffix in (".md", ".markdown"):
        return "md"
    if suffix in TEXT_SUFFIXES or suffix in (".doc", ".rtf"):  # a plain text saved under Word's name
        return "html" if suffix == ".doc" and len(_HTML.findall(plain)) > 2 else "txt"
    if suffix in SUPPORTED_SUFFIXES:  # named .pdf, .docx, .png, and nothing like it inside
        raise KzlawError("error-file-damaged", path=path, format=suffix[1:].upper())
    raise KzlawError("error-file-unsupported", path=path, suffix=suffix or "?")


def _zip_kind(data: bytes, path: Path) -> Kind:
    suffix = path.suffix.lower()
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        if suffix in (".docx", ".docm", ".dotx", ".doc"):
            raise KzlawError("error-file-damaged", path=path, format="DOCX") from None
        raise KzlawError("error-file-unsupported", path=path, suffix=suffix or "ZIP") from None
    if any(name.startswith("word/") and name.endswith(".xml") for name in names):
        return "docx"
    if suffix in (".docx", ".docm", ".dotx") and not any(name.startswith(("xl/", "ppt/")) for name in names):
        raise KzlawError("error-file-damaged", path=path, format="DOCX")
    raise KzlawError("error-file-unsupported", path=path, suffix=suffix or "ZIP")


def _ole_kind(data: bytes, path: Path) -> Kind:
    """An OLE container: an encrypted DOCX, a Word 97 file, or something else of Office."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise KzlawError("error-file-encrypted", path=path)
    if holds("WordDocument"):
        return "doc"
    if path.suffix.lower() in (".doc", ".docx", ".dot"):
        raise KzlawError("error-file-damaged", path=path, format="DOC")
    raise KzlawError("error-file-unsupported", path=path, suffix=path.suffix.lower() or "OLE")
