"""A real terminal: the installed program in tmux."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest


class Terminal:
    """One tmux session of a given size."""

    def __init__(self, socket: Path, columns: int, rows: int, command: str, environment: dict[str, str]) -> None:
        self._socket = socket
        self._tmux(
            "-f",
            os.devnull,
            # The buffer of tmux takes what the program copies by OSC 52.
            "set-option",
            "-s",
            "set-clipboard",
            "on",
            ";",
            "new-session",
            "-d",
            "-s",
            "t",
            "-x",
            str(columns),
            "-y",
            str(rows),
            command,
            env=environment,
        )

    def _tmux(self, *arguments: str, env: dict[str, str] | None = None) -> str:
        done = subprocess.run(
            ["tmux", "-u", "-S", str(self._socket), *arguments],
            capture_output=True,
            text=True,
            env=env or os.environ.copy(),
        )
        return done.stdout

    def screen(self) -> str:
        """What is on the screen."""
        return self._tmux("capture-pane", "-p", "-t", "t")

    def clipboard(self, seconds: float = 10) -> str:
        """What was copied by the terminal's own way (OSC 52); empty when nothing comes."""
        end = time.monotonic() + seconds
        while not (text := self._tmux("show-buffer")) and time.monotonic() < end:
            time.sleep(0.1)
        return text

    def keys(self, *keys: str) -> None:
        """Press keys by tmux's names, one after another as a person does: an Esc right before a key would be read as Alt."""
        for key in keys:
            self._tmux("send-keys", "-t", "t", key)
            time.sleep(0.4)

    def type(self, text: str) -> None:
        """Type text literally."""
        self._tmux("send-keys", "-t", "t", "-l", text)

    def wait_for(self, *texts: str, seconds: float = 40) -> str:
        """The screen once all texts are on it; fails with the screen when they never come."""
        end = time.monotonic() + seconds
        while True:
            screen = self.screen()
            if all(text in screen for text in texts):
                return screen
            if time.monotonic() > end:
                pytest.fail(f"{texts} did not appear:\n{screen}")
            time.sleep(0.1)

    def ended(self, seconds: float = 20) -> bool:
        """Whether the program ends within some seconds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not self._tmux("list-sessions").strip():
                return True
            time.sleep(0.1)
        return False

    def kill(self) -> None:
        """End the session whatever it does."""
        self._tmux("kill-server")


@pytest.fixture
def program() -> str:
    """The installed ``kzlaw-tui`` of this environment; ``KZLAW_PROGRAM`` names another command
    (``KZLAW_PROGRAM="python -m kzlaw_tui"`` for a source tree)."""
    if named := os.environ.get("KZLAW_PROGRAM"):
        return named
    beside = Path(sys.executable).with_name("kzlaw-tui")
    found = str(beside) if beside.is_file() else shutil.which("kzlaw-tui")
    if not found:
        pytest.skip("kzlaw-tui is not installed")
    return found


@pytest.fixture
def terminal(tmp_path: Path, program: str) -> Iterator[object]:
    """A function that starts the program in a terminal of a size, with more arguments and variables of the environment."""
    if not shutil.which("tmux"):
        pytest.skip("needs tmux")
    started: list[Terminal] = []

    def start(columns: int, rows: int, *arguments: str, **more: str) -> Terminal:
        environment = {**os.environ, "KZLAW_HOME": str(tmp_path / "home"), "LANG": "C.UTF-8", "TERM": "xterm-256color"}
        environment |= {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}
        environment = {
            name: value for name, value in environment.items() if name not in ("EDITOR", "VISUAL", "DISPLAY")
        }
        environment |= more
        socket = Path("/tmp") / f"kz-{uuid.uuid4().hex[:8]}"
        started.append(Terminal(socket, columns, rows, " ".join([program, *arguments]), environment))
        return started[-1]

    yield start
    for one in started:
        one.kill()
