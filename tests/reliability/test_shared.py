"""What an office with a server does: one library on a read-only network folder, or vectors from a Chroma server."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.retrieval.nearby import nearby
from tests.ingest.homes import state, write_law


@pytest.fixture
def share(tmp_path: Path) -> Iterator[Path]:
    """A home with a law in it, seen through a read-only mount where this machine lets us make one."""
    office, share = tmp_path / "office", tmp_path / "share"
    keeper = Assistant(Home(office), "ru")
    assert not keeper.ingest([write_law(tmp_path / "law.txt", 5)]).failed
    keeper.library.close()
    share.mkdir()
    mounted = [
        subprocess.run(command, capture_output=True).returncode == 0
        for command in (["mount", "--bind", office, share], ["mount", "-o", "remount,bind,ro", share])
        if shutil.which("mount")
    ]
    if not all(mounted) or not mounted:
        pytest.skip("needs the right to mount")
    yield share
    subprocess.run(["umount", "-l", share], check=False)


def test_a_read_only_share_is_searched_and_never_written(
    share: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KZLAW_RETRIEVAL__EMBEDDER", "none")
    monkeypatch.setenv("KZLAW_LIBRARY__SHARED", str(share))
    before = state(share)
    with pytest.raises(OSError):
        (share / "probe").touch()
    mine = Assistant(Home(tmp_path / "mine"), "en")
    assert mine.show("ст. 2 ТК РК").stored.article.number == "2"
    assert any(hit.act == "K1500000414" for hit in mine.search("Кто ночью сторожит дом хозяина?"))
    mine.sessions.add_question(None, "вопрос")
    assert (tmp_path / "mine" / "sessions" / "sessions.sqlite").is_file()
    for work in (lambda: mine.ingest([tmp_path / "law.txt"]), mine.rebuild_index, lambda: mine.remove(1)):
        with pytest.raises(KzlawError, match="error-shared-read-only"):
            work()
    assert mine.embed() == 0 and mine.verify_index().ok
    assert state(share) == before
    mine.library.close()
    # The keeper of the library adds an edition; whoever reads sees it at the next question.
    monkeypatch.delenv("KZLAW_LIBRARY__SHARED")
    keeper = Assistant(Home(tmp_path / "office"), "ru")
    keeper.ingest([write_law(tmp_path / "new.txt", 7, edition="01.02.2025")])
    keeper.library.close()
    assert mine.show("ст. 7 ТК РК").stored.article.number == "7"
    mine.library.close()


def test_a_share_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    environment = {**os.environ, "KZLAW_LIBRARY__SHARED": str(tmp_path / "none")}
    command = [sys.executable, "-m", "kzlaw_tui", "--home", str(tmp_path / "mine"), "--lang", "en", "acts"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr.count("\n") == 1 and "shared library cannot be reached" in done.stderr


def test_vectors_are_copied_once_for_each_state_of_the_share(tmp_path: Path) -> None:
    shared, index = tmp_path / "shared", tmp_path / "index"
    assert list(nearby(shared, index).iterdir()) == []
    (shared / "a").mkdir(parents=True)
    (shared / "a" / "data.bin").write_bytes(b"1")
    first = nearby(shared, index)
    assert (first / "a" / "data.bin").read_bytes() == b"1" and nearby(shared, index) == first
    (shared / "a" / "data.bin").write_bytes(b"22")
    second = nearby(shared, index)
    assert second != first and (second / "a" / "data.bin").read_bytes() == b"22"
    assert [path.name for path in (index / "shared-vectors").iterdir()] == [second.name]


SERVED = """
import json, sys
import numpy as np
from kzlaw_tui.offline import refuse_network
refuse_network()
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.retrieval.dense import VectorStore
from pathlib import Path
import socket
store = VectorStore(Path("nowhere"), "test-embedder", server=sys.argv[1])
rows = np.eye(8, dtype="float32")
store.add([f"k{n}" for n in range(8)], rows, [{"act": f"A{n % 2}", "lang": "ru"} for n in range(8)])
found = [store.nearest(rows[3], 1), store.nearest(rows[3], 3, act="A0"), store.count(), store.missing(["k1", "x"])]
refused = []
for address in (("8.8.8.8", 53), ("192.168.0.1", 80)):
    try:
        socket.create_connection(address, 1)
    except KzlawError as error:
        refused.append(error.message_id)
print(json.dumps([found, refused]))
"""


@pytest.mark.slow
def test_a_chroma_server_on_loopback(tmp_path: Path) -> None:
    chroma = Path(sys.executable).parent / "chroma"
    if not chroma.exists():
        pytest.skip("needs the chroma command")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [chroma, "run", "--path", str(tmp_path / "data"), "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
    )
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        done = subprocess.run(
            [sys.executable, "-c", SERVED, f"127.0.0.1:{port}"], capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr[-2000:]
        (best, only, count, missing), refused = json.loads(done.stdout)
        assert best[0][0] == "k3" and best[0][1] > 0.999
        assert {key for key, _ in only} <= {"k0", "k2", "k4", "k6"}
        assert (count, missing) == (8, ["x"])
        assert refused == ["error-network-refused"] * 2, "loopback is all that the setting opens"
    finally:
        server.terminate()
        server.wait(20)


def test_a_server_elsewhere_is_no_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("10.0.0.5:8000", "example.org:80", "http://127.0.0.1:8000", "127.0.0.1.example.org:80"):
        monkeypatch.setenv("KZLAW_RETRIEVAL__SERVER", address)
        with pytest.raises(KzlawError, match="error-config"):
            _ = Home(tmp_path).settings
