"""Readers: a file of any supported format becomes text blocks. The content decides which reader, then the name."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest.blocks import Document
from kzlaw_tui.ingest.readers.sniff import SUPPORTED_SUFFIXES, Kind, sniff

__all__ = ["MAX_FILE_BYTES", "SUPPORTED_SUFFIXES", "check", "is_temporary", "read_document", "read_plain"]

MAX_FILE_BYTES = 300 * 1024 * 1024


def read_document(path: Path) -> Document:
    """A file as blocks in reading order; at least one block.

    Raises ``KzlawError`` with one clear message for every file that cannot be read: missing, a folder, without rights,
    empty, too large, damaged, encrypted, of an unsupported format, or in need of a program that is not installed.
    """
    data = _bytes(path)
    if not data:
        raise KzlawError("error-file-empty", path=path)
    document = _reader(sniff(data, path))(data, path)
    if not document.blocks:
        raise KzlawError("error-file-no-text", path=path)
    return document


def read_plain(path: Path) -> str | None:
    """The decoded text of a plain text or Markdown file, character for character; ``None`` for other formats and for a file
    that ``read_document`` refuses. Raises ``KzlawError`` when it cannot be read."""
    data = b"" if is_temporary(path) else _bytes(path)
    if not data.strip() or sniff(data, path) not in ("txt", "md"):
        return None
    from kzlaw_tui.ingest.readers.encoding import decode

    return decode(data, path).text


def is_temporary(path: Path) -> bool:
    """Whether it is a lock file that Word or LibreOffice keeps beside an open document (``~$law.docx``, ``.~lock.…#``)."""
    return path.name.startswith(("~$", ".~lock."))


def check(path: Path) -> int:
    """The size of a file that may be opened at all. Raises ``KzlawError``, as ``read_document``, without reading it."""
    if is_temporary(path):
        raise KzlawError("error-file-temporary", path=path)  # before opening it: on Windows it is locked
    with _failures(path):
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise KzlawError("error-file-is-folder", path=path)
        if not stat.S_ISREG(status.st_mode):  # a device or a pipe may never end
            raise KzlawError("error-file-not-regular", path=path)
        if status.st_size > MAX_FILE_BYTES:
            raise KzlawError("error-file-too-large", path=path, limit=MAX_FILE_BYTES // (1024 * 1024))
        return status.st_size


def _bytes(path: Path) -> bytes:
    check(path)
    with _failures(path):
        return path.read_bytes()


@contextmanager
def _failures(path: Path) -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise KzlawError("error-file-missing", path=path) from error
    except PermissionError as error:
        raise KzlawError("error-file-no-access", path=path) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise KzlawError(
            "error-file-io", path=path, reason=error.strerror if isinstance(error, OSError) else str(error)
        ) from error


def _reader(kind: Kind) -> Callable[[bytes, Path], Document]:
    """The reader of a kind, imported when it is needed: pypdf, python-docx and lxml are slow to load."""
    if kind in ("txt", "md"):
        from kzlaw_tui.ingest.readers.txt import read_markdown, read_txt

        return read_markdown if kind == "md" else read_txt
    if kind in ("html", "mht"):
        from kzlaw_tui.ingest.readers.html import read_html, read_mht

        return read_mht if kind == "mht" else read_html
    if kind == "docx":
        from kzlaw_tui.ingest.readers.docx import read_docx

        return read_docx
    if kind in ("doc", "rtf"):
        from kzlaw_tui.ingest.readers.doc import read_doc, read_rtf

        return read_rtf if kind == "rtf" else read_doc
    if kind == "pdf":
        from kzlaw_tui.ingest.readers.pdf import read_pdf

        return read_pdf
    from kzlaw_tui.ingest.readers.ocr import read_image

    return read_image
