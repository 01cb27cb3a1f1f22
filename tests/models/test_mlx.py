"""MLX with a tiny model of random weights, made here (``-m slow``; ``mlx[cpu]`` on Linux runs the code of Apple silicon)."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.backend import LoadSpec, Never, Piece, Sampling, Stats
from kzlaw_tui.models.home import ModelHome
from kzlaw_tui.models.process import ProcessBackend
from tests.models.test_process import After

pytestmark = pytest.mark.slow
pytest.importorskip("mlx_lm")

SERVED = "kzlaw_tui.models.mlx:MlxBackend"
LAW = "Работник предупреждает нанимателя о расставании письмом за один месяц. "
LAYERS, RANK = 2, 4


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder as mlx-lm reads it: configuration, weights, tokenizer."""
    import mlx.core as mx
    from mlx.utils import tree_flatten
    from mlx_lm.models.llama import Model, ModelArgs
    from tokenizers import ByteLevelBPETokenizer
    from transformers import PreTrainedTokenizerFast

    path = tmp_path_factory.mktemp("tiny")
    trained = ByteLevelBPETokenizer()
    trained.train_from_iterator([LAW], vocab_size=400, special_tokens=["<s>", "</s>"], show_progress=False)
    trained.save(str(path / "raw.json"))
    PreTrainedTokenizerFast(tokenizer_file=str(path / "raw.json"), bos_token="<s>", eos_token="</s>").save_pretrained(
        str(path)
    )
    (path / "raw.json").unlink()
    config = {
        "model_type": "llama",
        "hidden_size": 64,
        "num_hidden_layers": LAYERS,
        "intermediate_size": 128,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "rms_norm_eps": 1e-5,
        "vocab_size": 400,
        "max_position_embeddings": 4096,
        "tie_word_embeddings": True,
    }
    (path / "config.json").write_text(json.dumps(config), "utf-8")
    mx.random.seed(1)
    mx.save_safetensors(
        str(path / "model.safetensors"), dict(tree_flatten(Model(ModelArgs.from_dict(config)).parameters()))
    )
    return path


@pytest.fixture(scope="module")
def adapter(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An adapter folder as ``mlx_lm lora`` writes it, with random halves."""
    import mlx.core as mx

    path = tmp_path_factory.mktemp("adapter")
    config = {
        "fine_tune_type": "lora",
        "num_layers": LAYERS,
        "model": "tiny",
        "lora_parameters": {
            "rank": RANK,
            "scale": 20.0,
            "dropout": 0.0,
            "keys": ["self_attn.q_proj", "self_attn.v_proj"],
        },
    }
    (path / "adapter_config.json").write_text(json.dumps(config), "utf-8")
    mx.random.seed(2)
    weights = {}
    for n in range(LAYERS):
        for name, out in (("q_proj", 64), ("v_proj", 32)):
            weights[f"model.layers.{n}.self_attn.{name}.lora_a"] = mx.random.normal((64, RANK))
            weights[f"model.layers.{n}.self_attn.{name}.lora_b"] = mx.random.normal((RANK, out))
    mx.save_safetensors(str(path / "adapters.safetensors"), weights)
    return path


@pytest.fixture
def backend() -> Iterator[ProcessBackend]:
    made = ProcessBackend(SERVED)
    yield made
    made.close()


def spec(folder: Path, **more: Any) -> LoadSpec:
    return LoadSpec(folder, "tiny", context=2048, **more)


def say(backend: ProcessBackend, question: str, cancel: Any = None, law: int = 4, most: int = 8) -> tuple[str, Stats]:
    stats = Stats()
    prompt = (Piece(LAW * law, constant=True), Piece(question))
    pieces = backend.stream(prompt, Sampling(max_tokens=most), cancel or Never(), stats)
    return "".join(pieces), stats


def test_it_speaks_reuses_a_prefix_and_repeats_itself(folder: Path, backend: ProcessBackend) -> None:
    info = backend.load(spec(folder))
    assert (info.backend, info.architecture, info.vocabulary, info.context) == ("mlx", "llama", 400, 2048)
    assert backend.count([LAW, ""])[1] == 0 < backend.count([LAW])[0]
    first, cold = say(backend, "Когда?")
    again, warm = say(backend, "Когда?")
    assert first == again and cold.tokens > 0 and cold.first_token
    assert cold.reused_tokens == 0 and warm.reused_tokens > 0.8 * warm.prompt_tokens
    with pytest.raises(KzlawError, match="error-model-prompt"):
        say(backend, "Когда?", law=400)


def test_an_adapter_changes_what_is_said_and_is_taken_off_again(
    folder: Path, adapter: Path, backend: ProcessBackend
) -> None:
    backend.load(spec(folder))
    plain = say(backend, "Когда?", most=24)[0]
    assert backend.load(spec(folder, adapter=adapter, adapter_key="law")).adapter
    assert say(backend, "Когда?", most=24)[0] != plain
    backend.load(spec(folder))
    assert say(backend, "Когда?", most=24)[0] == plain
    with pytest.raises(KzlawError, match="error-adapter-scale"):
        backend.load(spec(folder, adapter=adapter, adapter_key="law", scale=0.5))


def test_a_called_off_answer_ends_and_the_next_is_whole(folder: Path, backend: ProcessBackend) -> None:
    backend.load(spec(folder))
    whole = say(backend, "Когда?")[0]
    started = time.monotonic()
    say(backend, "Что?", After(0.05), law=15, most=900)
    assert time.monotonic() - started < 2
    assert say(backend, "Когда?")[0] == whole


def test_both_folders_are_kept_in_the_model_home(folder: Path, adapter: Path, tmp_path: Path) -> None:
    models, adapters = ModelHome(tmp_path / "models", "model"), ModelHome(tmp_path / "adapters", "adapter")
    model, law = models.add(folder, name="tiny"), adapters.add(adapter, name="law")
    assert (model.form, model.architecture, model.context) == ("mlx", "llama", 4096)
    assert (law.form, law.rank) == ("mlx", RANK) and len(law.sha256) == 64
    assert models.verify(model) is None


def test_a_folder_that_is_no_model_is_one_line(tmp_path: Path, backend: ProcessBackend) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "nonesuch"}', "utf-8")
    with pytest.raises(KzlawError, match="error-model-load"):
        backend.load(spec(tmp_path))
