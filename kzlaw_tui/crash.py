"""Reports of failures that nobody foresaw: text files in the home that a person can read before sending them to anyone."""

from __future__ import annotations

import logging
import platform
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from kzlaw_tui import __version__
from kzlaw_tui.logs import named, private_opener, told

if TYPE_CHECKING:
    from kzlaw_tui.config import Home
    from kzlaw_tui.i18n import Translator

KEPT = 10
PREFIX = "crash-"
log = logging.getLogger(__name__)


def report(home: Home, error: BaseException, where: str, t: Translator) -> Path | None:
    """Write a report beside the log: versions, the kind of error and its places in the code; of a person's words, none.

    ``where`` is a command or a piece of work by name. Returns the file, ``None`` when the home cannot be written.
    """
    log.error("%s: %s", where, named(error), exc_info=error)
    facts = (
        f"kzlaw-tui {__version__} · {where}",
        f"Python {platform.python_version()} · {platform.system()} {platform.release()} · {platform.machine()}",
        datetime.now(UTC).isoformat(timespec="seconds"),
    )
    text = "\n".join((t("crash-title"), t("crash-about"), "", *facts, "", told(error), ""))
    folder = home.log_file.parent
    file = folder / f"{PREFIX}{datetime.now(UTC):%Y%m%dT%H%M%S%f}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with open(file, "w", encoding="utf-8", opener=private_opener) as target:  # Path has no opener
            target.write(text)
    except OSError:
        return None
    for old in sorted(folder.glob(f"{PREFIX}*.txt"))[:-KEPT]:
        with suppress(OSError):
            old.unlink()
    return file


def watch(tell: Callable[[BaseException, str], object]) -> None:
    """Have ``tell`` called, in place of a traceback on the screen, for what escapes from the program or from a thread."""

    def of_program(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, Exception):
            tell(error, "program")
        else:
            sys.__excepthook__(kind, error, trace)

    def of_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            tell(args.exc_value, f"thread {args.thread.name if args.thread else ''}".strip())

    sys.excepthook = of_program
    threading.excepthook = of_thread
