"""The process refuses the network and foreign programs by itself (in child processes: neither can be taken back)."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kzlaw_tui import offline, seccomp

PRELUDE = """
import ctypes, json, os, socket, subprocess, sys
from kzlaw_tui import offline
from kzlaw_tui.errors import KzlawError

def refused(call):
    try:
        call()
    except KzlawError as error:
        return error.message_id
    except OSError as error:
        return f"errno {error.errno}"
    return None
"""
needs_seccomp = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"), reason="seccomp filters of Linux"
)


def told(code: str, **environment: str) -> Any:
    """What a script that prints one JSON document says."""
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE + code], capture_output=True, text=True, env={**os.environ, **environment}
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_sockets_names_and_datagrams_are_refused_but_socket_pairs_work() -> None:
    found = told("""
spare = socket.socket()  # made before the hook
offline.refuse_network()
a, b = socket.socketpair()
a.sendall(b"x")
print(json.dumps([
    refused(lambda: socket.socket()),
    refused(lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)),
    refused(lambda: spare.connect(("127.0.0.1", 9))),
    refused(lambda: spare.connect_ex(("192.0.2.1", 9))),
    refused(lambda: spare.bind(("127.0.0.1", 0))),
    refused(lambda: spare.sendto(b"x", ("127.0.0.1", 9))),
    refused(lambda: socket.getaddrinfo("localhost", 80)),
    refused(lambda: socket.gethostbyname("localhost")),
    refused(lambda: socket.gethostbyname_ex("localhost")),
    refused(lambda: socket.gethostbyaddr("127.0.0.1")),
    refused(lambda: socket.getnameinfo(("127.0.0.1", 80), 0)),
    b.recv(1).decode(),
]))""")
    assert found == ["error-network-refused"] * 11 + ["x"]


def test_to_a_library_a_refusal_is_an_error_of_the_system() -> None:
    assert issubclass(offline.RefusedError, OSError)
    assert told("""
offline.refuse_network()
import urllib.request
try:
    urllib.request.urlopen("http://192.0.2.1/", timeout=5)
except OSError as error:
    print(json.dumps(str(error)))
""").startswith("<urlopen error error-network-refused")


@pytest.mark.skipif(sys.platform == "win32", reason="programs of a POSIX system")
def test_only_our_own_programs_are_started(tmp_path: Path) -> None:
    editor = tmp_path / "моя правка"
    editor.write_text("#!/bin/sh\nexit 7\n")
    editor.chmod(0o755)
    found = told(
        """
offline.refuse_programs()
import multiprocessing, platform
editor = os.environ["VISUAL"].strip("'")
print(json.dumps({
    "curl": refused(lambda: subprocess.run(["curl", "--version"])),
    "shell": refused(lambda: subprocess.run("true", shell=True)),
    "system": refused(lambda: os.system("true")),
    "exec": refused(lambda: os.execv("/bin/true", ["true"])),
    "spawn": refused(lambda: os.posix_spawn("/bin/true", ["true"], {})),
    "browser": refused(lambda: __import__("webbrowser").GenericBrowser("true").open("http://192.0.2.1/")),
    "python": subprocess.run([sys.executable, "-c", "print(5)"], capture_output=True, text=True).stdout,
    "editor": subprocess.run([editor]).returncode,
    "uname": platform.processor() is not None,
}))""",
        VISUAL=f"'{editor}'",
    )
    assert found == {
        **dict.fromkeys(("curl", "shell", "system", "exec", "spawn", "browser"), "error-program-refused"),
        "python": "5\n",
        "editor": 7,
        "uname": True,
    }


def test_loopback_is_let_through_only_where_it_was_asked_for_and_only_loopback() -> None:
    assert told("""
offline.refuse_network()
sealed = offline.seal(loopback=True)
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
print(json.dumps([
    sealed,
    refused(lambda: socket.create_connection(("192.0.2.1", 9), timeout=1)),
    refused(lambda: socket.getaddrinfo("kzlaw.invalid", 80)),
    refused(lambda: socket.socket().bind(("", 0))),
    refused(lambda: socket.socket().bind(("0.0.0.0", 0))),
    refused(lambda: socket.getaddrinfo("127.0.0.1.kzlaw.invalid", 80)),
]))""") == [False, *["error-network-refused"] * 5]


@needs_seccomp
def test_the_kernel_refuses_native_code_threads_and_children_too() -> None:
    found = told("""
import threading
from concurrent.futures import ThreadPoolExecutor
from kzlaw_tui.seccomp import socket_refused
pool = ThreadPoolExecutor(1)
before = [socket_refused(), pool.submit(socket_refused).result()]
sealed = offline.seal()
child = subprocess.run(
    [sys.executable, "-c", "import socket; socket.socket()"], capture_output=True, text=True
).stderr.splitlines()[-1]
libc = ctypes.CDLL(None, use_errno=True)
ring = [libc.syscall(425, 8, 0), ctypes.get_errno()]
print(json.dumps([
    before, sealed, socket_refused(), pool.submit(socket_refused).result(), child, *ring,
    refused(lambda: socket.socket(socket.AF_INET6)), len(socket.socketpair()),
    refused(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)),
]))""")
    assert found[0] == [False, False] and found[1:4] == [True, True, True]
    assert found[4] == "PermissionError: [Errno 13] Permission denied"
    assert found[5:7] == [-1, 38]
    assert found[7:] == ["errno 13", 2, None]


def _run_filter(program: list[tuple[int, int, int, int]], arch: int, number: int, first: int) -> int:
    """The filter run by a small interpreter of the four instructions that it uses (linux/filter.h)."""
    data = {0: number, 4: arch, 16: first}
    at = accumulator = 0
    while True:
        code, true, false, k = program[at]
        at += 1
        if code == 0x20:
            accumulator = data[k]
        elif code == 0x15:
            at += true if accumulator == k else false
        elif code == 0x35:
            at += true if accumulator >= k else false
        else:
            assert code == 0x06
            return k


@pytest.mark.parametrize(("arch", "socket"), [(0xC000003E, 41), (0xC00000B7, 198)])
def test_the_filter_on_both_machines(arch: int, socket: int) -> None:
    program = seccomp.program(arch, socket)
    allow, no_access, no_call = 0x7FFF0000, 0x0005000D, 0x00050026
    assert [_run_filter(program, arch, socket, family) for family in (1, 16)] == [allow, allow]
    assert {_run_filter(program, arch, socket, family) for family in (0, 2, 10, 17, 31, 40)} == {no_access}
    assert _run_filter(program, arch, socket + 1, 2) == allow
    assert _run_filter(program, arch, 425, 0) == no_call
    assert _run_filter(program, arch, 0x40000000 | socket, 1) == no_access
    assert _run_filter(program, 0x40000003, 359, 1) == no_access


def test_the_switches_of_libraries_are_set() -> None:
    assert told("""
offline.refuse_network()
from chromadb.config import Settings
import huggingface_hub.constants as hub
print(json.dumps([Settings().anonymized_telemetry, hub.HF_HUB_OFFLINE, os.environ["OTEL_SDK_DISABLED"]]))
""", HF_HUB_OFFLINE="0", ANONYMIZED_TELEMETRY="True") == [False, True, "true"]  # fmt: skip


def test_the_probe_tells_what_is_refused_and_tries_nothing_without_the_hook() -> None:
    before, after = told("""
before = offline.probe()
offline.lock()
print(json.dumps([before, offline.probe()]))""")
    assert not any(before.values())
    assert after["address"] and after["name"] and after["program"]


@needs_seccomp
def test_onnx_runtime_does_not_even_try_to_report_to_its_maker() -> None:
    """Its telemetry is native code that no hook of Python sees: strace must see no attempt, once the switch is set."""
    strace = shutil.which("strace")
    if not strace or subprocess.run([strace, "-f", "true"], capture_output=True).returncode:
        pytest.skip("needs strace")
    code = """
from kzlaw_tui.offline import lock
lock()
import time
from kzlaw_tui.retrieval.embedders import load
embedder = load("auto")
assert embedder is None or embedder.query("x") is not None
time.sleep(4)
"""
    done = subprocess.run(
        [strace, "-f", "-qq", "-e", "trace=network", sys.executable, "-c", code], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "AF_INET" not in done.stderr, done.stderr[-2000:]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost", b"127.0.0.1"])
def test_loopback_hosts(host: object) -> None:
    assert offline.is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", None, "0.0.0.0", "::", "127.evil.kz", "localhost.kz", "10.0.0.1", "::ffff:8.8.8.8"]
)
def test_hosts_that_only_look_like_loopback(host: object) -> None:
    assert not offline.is_loopback(host)


@pytest.mark.parametrize(
    ("program", "ours"),
    [
        (sys.executable, True),
        ("/usr/bin/tesseract", True),
        ("C:\\Program Files\\Tesseract-OCR\\tesseract.exe", True),
        ("curl", False),
        ("/opt/tesseract/curl", False),
        ("/usr/bin/python-of-another", False),
        ("", False),
        (None, False),
    ],
)
def test_which_programs_are_ours(program: object, ours: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "it's \"broken")
    assert offline._ours(program) is ours


def test_the_program_itself_runs_behind_all_of_it(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kzlaw_tui", "--home", str(tmp_path), "doctor", "--json"], capture_output=True, text=True
    )
    network = next(check for check in json.loads(done.stdout)["checks"] if check["id"] == "network")
    assert network["ok"] and network["severity"] == "blocks"
    if sys.platform == "linux" and platform.machine() == "x86_64":
        assert (
            network["detail"] == "закрыта; испытано и отклонено: соединение, поиск имени, чужая программа, сокет в ядре"
        )
