"""The adapter that comes with the program, and which adapter speaks."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kzlaw_tui.answering.prompt import Shape
from kzlaw_tui.config import CHECKOUT
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.adapters import tuned
from kzlaw_tui.models.choice import adapter_of
from kzlaw_tui.models.gguf import read_gguf
from kzlaw_tui.models.home import Manifest, ModelHome
from kzlaw_tui.models.packaged import ADAPTERS, GEMMA, add_adapter, shipped_adapter
from kzlaw_tui.tuning.building import COMPACT
from kzlaw_tui.tuning.recipes import load

FOLDER = CHECKOUT / "adapters" / ADAPTERS[GEMMA]
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="only a checkout has it")


@pytest.fixture
def manifest() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
    return found


def gemma(sha256: str) -> Manifest:
    return Manifest(GEMMA, "model", "gguf", "model.gguf", 1, sha256, "gemma3")


def test_the_manifest_says_what_the_file_is(manifest: dict[str, Any]) -> None:
    file = FOLDER / "adapter.gguf"
    assert manifest["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert file.stat().st_size == manifest["size"] <= 8 * 2**20
    recipe = load("gemma3-270m-cpu")
    assert Shape.of(manifest["prompt"]) == COMPACT == recipe.shape
    assert manifest["tuning"]["recipe_digest"] == recipe.digest
    assert manifest["tuning"]["base_sha256"] == manifest["base_sha256"]
    assert tuned(read_gguf(file))["prompt"] == manifest["prompt"]
    assert manifest["licence"] == "Gemma" and "Gemma Terms of Use" in (CHECKOUT / "NOTICE").read_text("utf-8")
    assert "/tmp" not in json.dumps(manifest) + (FOLDER / "report.html").read_text("utf-8")


def test_its_evaluation_holds_what_was_asked_of_it(manifest: dict[str, Any]) -> None:
    found = manifest["tuning"]["evaluation"]
    assert found["valid_loss"]["adapter"][0] <= 0.6 * found["valid_loss"]["base"][0]
    assert found["citations.right"]["adapter"][0] >= 0.6 and found["citations.right"]["base"][0] < 0.1
    assert found["text.language"]["adapter"][0] >= 0.95
    for row in found.values():
        assert row["adapter"][1] <= row["adapter"][0] <= row["adapter"][2]


def test_a_checkout_lists_it_and_it_speaks_by_itself_for_its_own_model(manifest: dict[str, Any]) -> None:
    adapters = ModelHome(CHECKOUT / "adapters", "adapter")
    own = gemma(manifest["base_sha256"])
    found = adapter_of("auto", own, adapters)
    assert found is not None and found.name == ADAPTERS[GEMMA]
    assert adapters.verify(found) is None and adapters.gguf(found).is_adapter
    assert adapter_of("none", own, adapters) is None
    assert adapter_of("auto", replace(own, sha256="0" * 64), adapters) is None
    assert adapter_of("auto", replace(own, name="another"), adapters) is None


def test_it_is_added_with_the_model_and_refused_for_another(tmp_path: Path, manifest: dict[str, Any]) -> None:
    assert shipped_adapter("another") is None
    adapters = ModelHome(tmp_path, "adapter")
    added = add_adapter(gemma(manifest["base_sha256"]), adapters)
    assert added is not None and added.prompt == manifest["prompt"] and added.stamp
    assert add_adapter(gemma(manifest["base_sha256"]), adapters) == added
    with pytest.raises(KzlawError) as caught:
        adapters.add(FOLDER / "adapter.gguf", name="other", base_sha256="0" * 64)
    assert caught.value.message_id == "error-adapter-base" and len(adapters.list()) == 1
