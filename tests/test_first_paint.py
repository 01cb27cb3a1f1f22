"""The frame that is painted before anything is loaded."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kzlaw_tui import first_paint
from kzlaw_tui.first_paint import ALTERNATE, NORMAL, frame, opens_the_app


@pytest.mark.parametrize(
    ("arguments", "opens"),
    [
        ([], True),
        (["--lang", "kk"], True),
        (["--home=/tmp/x", "--debug"], True),
        (["--home", "ask"], True),
        (["ask", "вопрос"], False),
        (["--lang", "kk", "acts"], False),
        (["--help"], False),
        (["--version"], False),
    ],
)
def test_only_where_the_app_will_open(arguments: list[str], opens: bool) -> None:
    assert opens_the_app(arguments) is opens


def test_the_cursor_waits_in_the_question_line() -> None:
    assert frame(80, 24).endswith("\x1b[23;2H› ") and "─" * 80 in frame(80, 24)


def test_nothing_is_painted_where_there_is_no_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    assert first_paint.paint([]) is False
    first_paint.take_away()
    assert capfd.readouterr().out == ""


def test_little_is_imported_before_the_frame() -> None:
    code = "import sys; import kzlaw_tui.first_paint; print(len([m for m in sys.modules if m.startswith('kzlaw_tui')]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "2"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_failure_is_told_on_the_terminals_own_screen(tmp_path: Path) -> None:
    """A home that cannot be: the frame is taken away before the error is said."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "config.toml").write_text("lang = [", "utf-8")
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    fcntl, termios = pytest.importorskip("fcntl"), pytest.importorskip("termios")
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    worker = subprocess.Popen(
        [sys.executable, "-m", "kzlaw_tui", "--home", str(tmp_path / "home")], stdin=slave, stdout=slave, stderr=slave
    )
    os.close(slave)
    said, end = b"", time.monotonic() + 60
    while time.monotonic() < end:
        try:
            data = os.read(master, 65536)
        except OSError:
            break
        if not data:
            break
        said += data
    os.close(master)
    text = said.decode("utf-8", "replace")
    assert worker.wait(60) == 1
    assert text.index(ALTERNATE) < text.index(NORMAL) < text.index("config.toml")
