"""No network, seen from outside the process: the system calls of real runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.samples import LABOUR_RU, LLP_KK

pytestmark = pytest.mark.e2e
INTERNET = re.compile(r"AF_INET6?\b|sin6?_port")


@pytest.fixture
def strace() -> str:
    found = shutil.which("strace")
    if not found:
        pytest.skip("needs strace")
    probe = subprocess.run([found, "-f", "true"], capture_output=True)
    if probe.returncode:
        pytest.skip("strace may not trace here")
    return found


def test_ingest_embed_ask_and_the_app_make_no_internet_call(program: str, strace: str, tmp_path: Path) -> None:
    environment = {**os.environ, "KZLAW_HOME": str(tmp_path / "home"), "TERM": "xterm-256color"}
    for name, text in (("labour.txt", LABOUR_RU), ("llp.txt", LLP_KK)):
        (tmp_path / name).write_text(text, "utf-8")
    commands = [
        [*program.split(), "ingest", str(tmp_path / "labour.txt"), str(tmp_path / "llp.txt")],
        [*program.split(), "ask", "Сколько дней длится отпуск?"],
        [*program.split(), "search", "үлес", "--json"],
        [*program.split(), "doctor"],
    ]
    script = shutil.which("script")
    if script:
        # The app needs a terminal: `script` gives it one; it is stopped after a few seconds of work.
        commands.append(["timeout", "8", script, "-qec", program, str(tmp_path / "typescript")])
    for number, command in enumerate(commands):
        log = tmp_path / f"trace-{number}"
        traced = [strace, "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,bind", "-o", str(log), *command]
        subprocess.run(traced, env=environment, capture_output=True, timeout=300, stdin=subprocess.DEVNULL)
        calls = [line for line in log.read_text("utf-8", "replace").splitlines() if INTERNET.search(line)]
        assert not calls, calls[:5]
    assert (tmp_path / "home" / "index" / "chroma" / "chroma.sqlite3").is_file(), "vectors were made under the trace"
