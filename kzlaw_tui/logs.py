"""The log of a home: a local file, rotated, that only its owner may read. No question, no quote and no exception's own
words ever get into it: what went wrong is told by types, ids and places in the code."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzlaw_tui.errors import KzlawError

if TYPE_CHECKING:
    from kzlaw_tui.config import Home

LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40, "off": 100}
MAX_BYTES = 1 << 20
KEPT = 3
"""Older files beside the log (``.1`` is the newest of them)."""

log = logging.getLogger("kzlaw_tui")
log.addHandler(logging.NullHandler())  # before the file is open nothing falls onto the screen


def start(home: Home, level: str = "info") -> None:
    """Write what the program's own modules log from now on to ``home.log_file``; other libraries' messages may quote anything
    and are left out. A home that cannot be written is no failure."""
    stop()
    log.setLevel(LEVELS[level])
    log.addHandler(_File(home.log_file))


def stop() -> None:
    """Close the file."""
    for handler in [one for one in log.handlers if isinstance(one, _File)]:
        log.removeHandler(handler)
        handler.close()


def named(error: BaseException) -> str:
    """What an exception may be called in a file: its type, with the message id of ours and the number of the system's."""
    if isinstance(error, KzlawError):
        return f"{type(error).__name__} {error.message_id}"
    number = f" errno {error.errno}" if isinstance(error, OSError) and error.errno is not None else ""
    return f"{type(error).__module__}.{type(error).__qualname__}{number}".removeprefix("builtins.")


def told(error: BaseException) -> str:
    """An exception with its causes, innermost last: types and places in the code, without messages and without values."""
    lines: list[str] = []
    for one in _chain(error):
        lines.append(named(one))
        for frame in traceback.extract_tb(one.__traceback__):
            lines.append(f"  {_shortened(frame.filename)}:{frame.lineno} {frame.name}")
    return "\n".join(lines)


def private_opener(path: str, flags: int) -> int:
    """For ``open(…, opener=…)``: a new file is its owner's only."""
    return os.open(path, flags, 0o600)


class _File(RotatingFileHandler):
    def __init__(self, file: Path) -> None:
        super().__init__(file, maxBytes=MAX_BYTES, backupCount=KEPT, encoding="utf-8", errors="replace", delay=True)
        self.setFormatter(_Formatter("%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"))

    def _open(self) -> Any:
        return open(  # Path has no opener; the handler closes it
            self.baseFilename, self.mode, encoding=self.encoding, errors=self.errors, opener=private_opener
        )

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # the name that logging calls
        """A log that cannot be written is not worth a word on the screen."""


class _Formatter(logging.Formatter):
    def formatException(self, ei: Any) -> str:  # noqa: N802
        return told(ei[1]) if ei[1] is not None else ""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace("\r", " ")


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _shortened(file: str) -> str:
    """The path inside the package that the file belongs to: where a person keeps the program is nobody's business."""
    parts = Path(file).parts
    for folder in ("site-packages", "dist-packages"):
        if folder in parts:
            return "/".join(parts[parts.index(folder) + 1 :])
    if "kzlaw_tui" in parts:
        return "/".join(parts[len(parts) - 1 - parts[::-1].index("kzlaw_tui") :])
    return parts[-1] if parts else file
