"""A memo on the disk, in the format of the file's ending."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.memo.model import Memo
from kzlaw_tui.memo.plain import as_html, as_markdown, as_text
from kzlaw_tui.private import share


def _docx(memo: Memo) -> bytes:
    from kzlaw_tui.memo.docx import as_docx

    return as_docx(memo)


def _pdf(memo: Memo) -> bytes:
    from kzlaw_tui.memo.pdf import as_pdf

    return as_pdf(memo)


FORMATS: dict[str, Callable[[Memo], bytes]] = {
    "docx": _docx,
    "pdf": _pdf,
    "html": lambda memo: as_html(memo).encode(),
    "md": lambda memo: as_markdown(memo).encode(),
    # The mark at the beginning tells Windows programs that this is UTF-8.
    "txt": lambda memo: ("\ufeff" + as_text(memo)).encode(),
}


def write_memo(memo: Memo, file: Path) -> Path:
    """Write a memo; the file is there whole or not at all, and no other file is ever overwritten.

    Raises ``KzlawError``: ``error-export-format``, ``error-export-exists``, ``error-export-unwritable``,
    ``error-export-no-font``.
    """
    check_target(file)
    data = FORMATS[_format(file)](memo)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".kzlaw-", dir=file.parent)
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            share(beside)
            beside.replace(file)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise KzlawError("error-export-unwritable", path=file, reason=error.strerror or error) from error
    return file


def check_target(file: Path) -> None:
    """See that a memo can be written there, before it is made. Raises ``error-export-format`` and ``error-export-exists``."""
    if _format(file) not in FORMATS:
        raise KzlawError("error-export-format", suffix=file.suffix or file.name, formats=", ".join(FORMATS))
    if file.exists():
        raise KzlawError("error-export-exists", path=file)


def _format(file: Path) -> str:
    return file.suffix.lower().lstrip(".")


def free_name(file: Path) -> Path:
    """The file itself, or, where there is one of that name, the same with a number."""
    number, found = 2, file
    while found.exists():
        found = file.with_name(f"{file.stem} ({number}){file.suffix}")
        number += 1
    return found
