"""The commands ``models``, ``adapters`` and ``ask --mode model``, with a scripted model in a real child process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kzlaw_tui.cli import main
from kzlaw_tui.models import choice
from tests.models import make
from tests.samples import LABOUR_RU

QUESTION = "Сколько дней длится отпуск?"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.setenv("KZLAW_RETRIEVAL__EMBEDDER", "none")
    monkeypatch.setattr("kzlaw_tui.cli.refuse_network", lambda: None)
    (tmp_path / "labour.txt").write_text(LABOUR_RU, "utf-8")
    assert main(["ingest", str(tmp_path / "labour.txt")]) == 0
    capsys.readouterr()
    return tmp_path / "home"


def served(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(choice.BACKENDS, "llama_cpp", f"tests.models.scripted:{name}")


def document(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_models_from_add_to_remove(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = make.model(tmp_path / "small.gguf", template="{{ messages }}")
    assert main(["models", "add", str(file), "--json"]) == 0
    (added,) = document(capsys)
    assert (added["name"], added["architecture"], added["quantisation"], added["chat_template"]) == (
        "small",
        "gemma3",
        "Q4_K_M",
        True,
    )
    assert main(["adapters", "add", str(make.adapter(tmp_path / "law.gguf")), "--json"]) == 0
    assert document(capsys)[0]["rank"] == 4
    assert main(["adapters", "add", str(make.adapter(tmp_path / "llama.gguf", architecture="llama"))]) == 1
    assert "llama" in capsys.readouterr().err
    assert main(["models", "verify", "--json"]) == 0
    assert document(capsys)[0]["status"] == "ok"
    (home / "models" / "small" / "model.gguf").write_bytes(b"GGUF")
    assert main(["models", "verify"]) == 1
    assert capsys.readouterr().out.startswith("✗ ")
    assert main(["models", "list"]) == 0
    assert "small: gguf · gemma3" in capsys.readouterr().out
    assert main(["models", "remove", "small"]) == 0
    assert main(["models", "remove", "small"]) == 3
    assert main(["models", "add"]) == 2


def test_recommend_says_what_fits(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kzlaw_tui.models.hardware.bandwidth", lambda: 20e9)
    assert main(["models", "recommend", "--json"]) == 0
    found = document(capsys)
    assert len(found["recommended"]) <= 3 and len(found["all"]) > 20 and found["hardware"]["cores"] >= 1
    monkeypatch.setattr("kzlaw_tui.models.hardware.memory", lambda: (2**30, 2**28))
    assert main(["models", "recommend"]) == 0
    assert "Режим цитат" in capsys.readouterr().out


def test_asking_the_model(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["ask", QUESTION, "--mode", "model"]) == 1
    assert "models add" in capsys.readouterr().err
    main(["models", "add", str(make.model(tmp_path / "small.gguf"))])
    served(monkeypatch, "Scripted")
    capsys.readouterr()
    assert main(["ask", "--mode", "model", "--json", QUESTION]) == 0
    found = document(capsys)
    assert found["model"]["name"] == "small" and not found["abstained"] and found["ms"]["first_token"] > 0
    assert found["citations"][-1]["by"] == "model" and found["citations"][-1]["status"] == "verified"
    batch = tmp_path / "q.jsonl"
    rows = [
        {"id": "1", "question": QUESTION},
        {"id": "2", "question": "а за прогул?", "after": ["Когда наниматель может проститься с работником?"]},
    ]
    batch.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    assert main(["ask", "--mode", "model", "--batch", str(batch)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["id"] for line in lines] == ["1", "2"]
    assert lines[0]["asked_as"] is None and lines[1]["asked_as"].endswith("А за прогул?")
    assert main(["ask", "--mode", "model", "--model", "nope", QUESTION]) == 3
    assert main(["ask", "--mode", "quotes", "--json", QUESTION]) == 0
    assert document(capsys)["model"] is None


@pytest.mark.parametrize(
    ("name", "line"),
    [("Crashing", "завершился"), ("Unloadable", "не помещается в память"), ("Hungry", "не хватило памяти")],
)
def test_a_failing_model_is_one_clear_line(
    home: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    line: str,
) -> None:
    main(["models", "add", str(make.model(tmp_path / "small.gguf"))])
    capsys.readouterr()
    served(monkeypatch, name)
    assert main(["ask", "--mode", "model", QUESTION]) == 1
    told = capsys.readouterr().err.strip()
    assert line in told and "\n" not in told and "Traceback" not in told
    assert main(["ask", QUESTION]) == 0


def test_doctor_tells_of_models(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def rows() -> dict[str, Any]:
        main(["--lang", "en", "doctor", "--json"])
        return {check["name"]: check for check in document(capsys)["checks"]}

    found = rows()
    assert found["models and adapters"]["ok"] and "none" in found["models and adapters"]["detail"]
    assert found["running models"]["ok"] and found["memory for the model"]["ok"]
    main(["models", "add", str(make.model(tmp_path / "small.gguf"))])
    main(["adapters", "add", str(make.adapter(tmp_path / "llama.gguf", architecture="llama")), "--model", "small"])
    main(["adapters", "add", str(make.adapter(tmp_path / "law.gguf"))])
    capsys.readouterr()
    monkeypatch.setenv("KZLAW_MODEL__ADAPTER", "law")
    found = rows()
    assert "small (sha256" in found["models and adapters"]["detail"] and found["adapter"]["detail"] == "law"
    assert "MB needed" in found["memory for the model"]["detail"]
    monkeypatch.setattr("kzlaw_tui.models.hardware.memory", lambda: (2**20, 2**20))
    assert "recommend" in rows()["memory for the model"]["fix"]
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert "kzlaw-tui[llama]" in rows()["running models"]["fix"]
    file = home / "models" / "small" / "model.gguf"
    file.write_bytes(file.read_bytes() + b"\0")
    assert not rows()["models and adapters"]["ok"] and not rows()["adapter"]["ok"]
