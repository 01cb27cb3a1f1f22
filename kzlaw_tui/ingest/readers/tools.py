"""Programs outside Python that some formats need: where they are, and how they are run."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

# Where installers put programs without adding them to PATH.
_PLACES = {
    "soffice": (
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
        "C:/Program Files/LibreOffice/program/soffice.com",
        "C:/Program Files (x86)/LibreOffice/program/soffice.com",
    ),
    "tesseract": (
        "/opt/homebrew/bin/tesseract",
        "/usr/local/bin/tesseract",
        "C:/Program Files/Tesseract-OCR/tesseract.exe",
    ),
}


def find_tool(*names: str) -> str | None:
    """The path of the first of these programs that is installed, or ``None``."""
    for name in names:
        found = shutil.which(name)
        if found:
            return found
        for place in _PLACES.get(name, ()):
            if Path(place).is_file():
                return place
    return None


on_start: Callable[[int, float], None] | None = None
"""Told of every program that was started, by process id, and of the seconds that it may take."""


def run_tool(
    command: Sequence[str], *, timeout: float, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a program without a shell, input or network proxies; after ``timeout`` seconds it and its children are ended.

    Raises ``subprocess.TimeoutExpired`` and ``OSError``; a non-zero exit status is the caller's to judge.
    """
    environment = {**os.environ, **(env or {})}
    posix = os.name == "posix"
    with subprocess.Popen(
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=cwd,
        env=environment,
        start_new_session=posix,  # a group of its own, so that its children can be ended with it
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # no console window flashing up on Windows
    ) as process:
        if on_start is not None:
            on_start(process.pid, timeout)
        try:
            out, err = process.communicate(timeout=timeout)
        except BaseException:  # the time is up, or Ctrl+C
            _end(process)
            raise
        return subprocess.CompletedProcess(list(command), process.returncode, out, err)


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()
