"""Any damage below ``index/`` is found or harmless, and a rebuild makes the same index again."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home, shipped_corpus
from kzlaw_tui.errors import KzlawError
from tests.ingest.homes import law_text

ROUNDS = int(os.environ.get("KZLAW_DAMAGES", "1"))
"""Rounds of damage to every file; raise it for a long run."""

QUESTIONS = ("Кто ночью сторожит дом хозяина?", "Мысықтың иесі күн сайын не береді?", "ст. 7 ТК РК")


def flip(file: Path, chance: random.Random) -> None:
    """One bit, as a disk loses it: without a trace in the times of the file."""
    data, times = bytearray(file.read_bytes()), file.stat()
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    file.write_bytes(data)
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def scramble(file: Path, chance: random.Random) -> None:
    data = bytearray(file.read_bytes())
    at = chance.randrange(len(data))
    data[at : at + 4096] = chance.randbytes(len(data[at : at + 4096]))
    file.write_bytes(data)


def truncate(file: Path, chance: random.Random) -> None:
    os.truncate(file, chance.randrange(file.stat().st_size))


def delete(file: Path, _chance: random.Random) -> None:
    file.unlink()


def observe(home: Home) -> Any:
    """Everything that a person can get out of the library, and what searches find."""
    assistant = Assistant(home, "ru")
    try:
        editions = [assistant.library.load(info.id) for info in assistant.library.editions(current=False)]
        hits = [[(hit.act, hit.article, round(hit.score, 3)) for hit in assistant.search(q)] for q in QUESTIONS]
        quotes = [[quote.text for quote in assistant.ask(q).quotes] for q in QUESTIONS]
        return editions, hits, quotes
    finally:
        close(assistant)


def close(assistant: Assistant) -> None:
    if assistant._library is not None:
        assistant._library.close()
    if assistant._vectors is not None:
        assistant._vectors.close()


def make(folder: Path) -> Home:
    home = Home(folder / "home")
    for name, kazakh in (("ru.txt", False), ("kk.txt", True)):
        (folder / name).write_text(law_text(12, kazakh=kazakh), "utf-8")
    assistant = Assistant(home, "ru")
    report = assistant.ingest([folder / "ru.txt", folder / "kk.txt"])
    assert not report.failed
    assistant.embed()
    close(assistant)
    return home


@pytest.fixture
def _without_digests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped corpus without its 2,280 digests: a rebuild then takes a tenth of the time."""
    small = tmp_path / "shipped"
    (small / "annotations").mkdir(parents=True)
    (small / "vocabulary").symlink_to(shipped_corpus() / "vocabulary")
    shutil.copy(shipped_corpus() / "acts.toml", small)
    for module in ("assistant", "upkeep"):
        monkeypatch.setattr(f"kzlaw_tui.{module}.shipped_corpus", lambda: small)


@pytest.mark.usefixtures("_without_digests")
@pytest.mark.parametrize("damage", [flip, scramble, truncate, delete])
@pytest.mark.parametrize("embedder", ["none", pytest.param("auto", marks=pytest.mark.slow)])
def test_damage_is_found_and_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path, random.Random], None], embedder: str
) -> None:
    monkeypatch.setenv("KZLAW_RETRIEVAL__EMBEDDER", embedder)
    home, chance = make(tmp_path), random.Random(8)
    whole = observe(home)
    kept = tmp_path / "kept"
    shutil.copytree(home.index, kept)
    names = [
        path.relative_to(kept)
        for path in sorted(kept.rglob("*"))
        if path.is_file() and path.stat().st_size and path.suffix not in (".log", ".lock")
    ]
    assert Path("library.sqlite") in names and (embedder == "none" or len(names) > 5)
    found = 0
    for name in [name for name in names for _ in range(ROUNDS)]:
        shutil.rmtree(home.index)
        shutil.copytree(kept, home.index)
        damage(home.index / name, chance)
        assistant = Assistant(home, "ru")
        try:
            is_found = not assistant.verify_index().ok
        except KzlawError:
            is_found = True
        close(assistant)
        found += is_found
        # A bit of free space, or of a float's last place: nobody can tell, and nothing is different.
        assert is_found or observe(home) == whole, name
        assistant = Assistant(home, "ru")
        assistant.rebuild_index()
        assistant.embed()
        assert assistant.verify_index().ok, name
        close(assistant)
        assert observe(home) == whole, name
    assert found, "some of it was found"
