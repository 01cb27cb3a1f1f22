"""A power cut: our own writers under a file system that forgets what was not synced.

``Disk`` records every write, sync, rename and unlink that the writers of the manifest, the copies, backups and other atomic
files do, and then plays back what a machine may find after a power cut at each moment: names as the folder last was synced
(or, as journalling file systems may, as they stood at the cut), and of each file what was last synced, with any part of the
unsynced rest: all of it, none of it, or zeros. SQLite's own durability under ``synchronous = FULL`` is tested by SQLite's
authors; here only that we set it, and that the order of the files around it holds.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kzlaw_tui import files
from kzlaw_tui.config import Home
from kzlaw_tui.library.connections import Connections
from kzlaw_tui.library.corpus import Corpus, Entry, Options, sha256_of
from kzlaw_tui.sessions.connection import connect

Names = dict[str, int]


class Disk:
    """What stood where, and how much of it was safe, at every moment of the work inside ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: Names = {}
        self.synced_names: Names = {}
        self.content: dict[int, bytes] = {}
        self.safe: dict[int, bytes] = {}
        self.moments: list[tuple[Names, Names, dict[int, bytes], dict[int, bytes]]] = []

    def look(self) -> None:
        """Take in what stands in the folder now, after an event."""
        self.names = {}
        for path in self.folder.iterdir():
            if path.is_file() and path.name != ".lock":
                node = path.stat().st_ino
                self.names[path.name] = node
                self.content[node] = path.read_bytes()
        self.moments.append((dict(self.names), dict(self.synced_names), dict(self.content), dict(self.safe)))

    def synced(self, handle: int) -> None:
        """``fsync`` of a file makes its bytes safe, of the folder its names."""
        status = os.fstat(handle)
        self.look()
        if status.st_ino == self.folder.stat().st_ino:
            self.synced_names = dict(self.names)
        elif status.st_ino in self.content:
            self.safe[status.st_ino] = self.content[status.st_ino]
        self.look()

    def after_power_cuts(self) -> Iterator[dict[str, bytes]]:
        """Every state that may be found, each once."""
        seen: set[str] = set()
        for names, synced_names, content, safe in self.moments:
            for standing in (names, synced_names):
                for rest in ("all", "none", "zeros", "half"):
                    found = {
                        name: self._bytes(content[node], safe.get(node, b""), rest) for name, node in standing.items()
                    }
                    key = repr(sorted(found.items()))
                    if key not in seen:
                        seen.add(key)
                        yield found

    @staticmethod
    def _bytes(content: bytes, safe: bytes, rest: str) -> bytes:
        if content == safe or rest == "all":
            return content
        if rest == "none":
            return safe
        if rest == "zeros":
            return safe + bytes(max(len(content) - len(safe), 0))
        return content[: (len(safe) + len(content)) // 2]


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    """A disk under the folder of copies; what is done there goes through it."""
    folder = Home(tmp_path / "home").ingested
    folder.mkdir(parents=True)
    made = Disk(folder)
    fsync, replace, unlink = os.fsync, Path.replace, Path.unlink

    def spy_fsync(handle: int) -> None:
        fsync(handle)
        made.synced(handle)

    def spy_replace(self: Path, target: Any) -> Path:
        made.look()
        result = replace(self, target)
        made.look()
        return result

    def spy_unlink(self: Path, missing_ok: bool = False) -> None:
        unlink(self, missing_ok=missing_ok)
        made.look()

    monkeypatch.setattr(os, "fsync", spy_fsync)
    monkeypatch.setattr(Path, "replace", spy_replace)
    monkeypatch.setattr(Path, "unlink", spy_unlink)
    return made


def entry(corpus: Corpus, source: Path) -> Entry:
    sha256 = sha256_of(source)
    copy = corpus.keep(source, sha256)
    return Entry(sha256, source.stat().st_size, copy, source.name, "K1", "ru", None, "", Options(), "")


def test_a_manifest_never_names_a_copy_that_a_power_cut_took(disk: Disk, tmp_path: Path) -> None:
    corpus = Corpus(Home(tmp_path / "home"))
    confirmed: list[tuple[int, str]] = []
    for number in range(4):
        source = tmp_path / f"law-{number}.txt"
        source.write_text(f"Статья {number}. " + "слово " * 5000, "utf-8")
        made = entry(corpus, source)
        corpus.record(made)
        confirmed.append((len(disk.moments), made.sha256))
    states = 0
    for found in disk.after_power_cuts():
        states += 1
        manifest = found.get("manifest.json")
        if manifest is None:
            continue
        # Whatever the moment: the manifest can be read, and every copy that it names is whole.
        for item in json.loads(manifest)["files"]:
            assert hashlib.sha256(found[item["copy"]]).hexdigest() == item["sha256"]
    assert states > 20
    # What was confirmed before the cut is in it, names and bytes, even if nothing that was unsynced survived.
    for at, sha256 in confirmed:
        _, synced_names, content, safe = disk.moments[at - 1]
        manifest = safe[synced_names["manifest.json"]]
        assert sha256 in {item["sha256"] for item in json.loads(manifest)["files"]}
        assert content[synced_names["manifest.json"]] == manifest


def test_the_model_sees_a_writer_that_does_not_sync(disk: Disk) -> None:
    """The same test over a careless writer fails: the model can tell."""
    file, part = disk.folder / "list.json", disk.folder / "part"

    def write(text: bytes) -> None:
        part.write_bytes(text)
        part.replace(file)
        files.sync_folder(disk.folder)

    write(b'{"n": 1}')
    write(b'{"n": 2}')
    broken = [
        found for found in disk.after_power_cuts() if found.get("list.json") not in (None, b'{"n": 1}', b'{"n": 2}')
    ]
    assert broken


def test_a_replaced_file_is_the_old_or_the_new_one(disk: Disk) -> None:
    file, part = disk.folder / "list.json", disk.folder / "part"
    texts = [json.dumps({"n": n, "words": "слово " * 1000}).encode() for n in range(4)]
    for text in texts:
        with files.replacing(file, part) as target:
            for at in range(0, len(text), 1000):
                target.write(text[at : at + 1000])
                target.flush()
                disk.look()
    for found in disk.after_power_cuts():
        assert found.get("list.json", texts[0]) in texts
    assert disk.moments[-1][1] == disk.moments[-1][0], "the names are safe at the end"


def test_sessions_and_library_sync_every_commit(tmp_path: Path) -> None:
    session = connect(tmp_path / "s" / "sessions.sqlite")
    assert session.execute("PRAGMA synchronous").fetchone() == (2,)
    session.close()
    library = Connections(tmp_path / "library.sqlite")
    with library.reading() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    library.close()
