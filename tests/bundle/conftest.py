"""A home with an act and two models, and an office's key."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.bundle.make import Made, Order, make
from kzlaw_tui.bundle.signing import make_key
from kzlaw_tui.config import Home
from tests.models import make as models
from tests.samples import LABOUR_RU, LLP_KK


@pytest.fixture(autouse=True)
def _words_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KZLAW_RETRIEVAL__EMBEDDER", "none")


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("key") / "office.key"
    make_key(file)
    return file


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The home of the machine that has a network."""
    folder = tmp_path_factory.mktemp("office")
    before = os.environ.get("KZLAW_RETRIEVAL__EMBEDDER")
    os.environ["KZLAW_RETRIEVAL__EMBEDDER"] = "none"
    try:
        for name, text in (("Трудовой кодекс.txt", LABOUR_RU), ("ЖШС.txt", LLP_KK)):
            (folder / name).write_text(text, "utf-8")
        assistant = Assistant(Home(folder / "home"), "ru")
        assistant.ingest([folder / "Трудовой кодекс.txt"])
        assistant.ingest([folder / "ЖШС.txt"], act="Z980000220_", lang="kk")
        assistant.speaker.models.add(models.model(folder / "tiny.gguf"), name="tiny")
        assistant.speaker.models.add(models.model(folder / "far" / "linked.gguf"), name="linked", link=True)
        assistant.speaker.adapters.add(models.adapter(folder / "lora.gguf"), name="lora")
    finally:
        if before is None:
            del os.environ["KZLAW_RETRIEVAL__EMBEDDER"]
        else:
            os.environ["KZLAW_RETRIEVAL__EMBEDDER"] = before
    return assistant.home


@pytest.fixture(scope="session")
def acts_only(office: Home, key: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(office, tmp_path_factory.mktemp("made") / "bundle", Order(None, key))


@pytest.fixture
def bundle(acts_only: Made, tmp_path: Path) -> Path:
    """A copy of the bundle that a test may spoil."""
    return Path(shutil.copytree(acts_only.folder, tmp_path / "bundle"))


@pytest.fixture
def resigned(key: Path) -> Callable[[Path, dict[str, object]], None]:
    """Put another manifest into a bundle, with a valid signature: what a careless office could sign."""
    import json

    from kzlaw_tui.bundle.signing import private_key

    def sign(folder: Path, document: dict[str, object]) -> None:
        data = json.dumps(document).encode()
        (folder / "MANIFEST.json").write_bytes(data)
        (folder / "MANIFEST.sig").write_bytes(private_key(key).sign(data))

    return sign
