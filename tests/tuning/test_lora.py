"""The three forms of an adapter hold the same numbers, and say the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.gguf import read_gguf
from kzlaw_tui.tuning.comparing import LEAST, check_same, correlation, mlx_logits, torch_logits
from kzlaw_tui.tuning.exporting import read, write
from kzlaw_tui.tuning.lora import BaseFacts, Lora, read_gguf_lora, write_gguf_lora
from tests.tuning.make import HIDDEN, LAYERS, tiny_folder

pytest.importorskip("gguf")
pytest.importorskip("safetensors")
TINY = BaseFacts("llama", heads=4, kv_heads=2, layers=LAYERS, name="tiny")


def lora(layers: tuple[int, ...] = (1, 2)) -> Lora:
    rng = np.random.default_rng(0)
    out = {"q_proj": HIDDEN, "k_proj": HIDDEN // 2, "v_proj": HIDDEN // 2}
    pairs: dict[Any, Any] = {
        (layer, name): (
            rng.normal(size=(4, HIDDEN)).astype(np.float32),
            rng.normal(size=(wide, 4)).astype(np.float32),
        )
        for layer in layers
        for name, wide in out.items()
    }
    return Lora(4, 2.0, pairs)


def same(a: Lora, b: Lora, tolerance: float = 1e-6) -> bool:
    return (
        a.rank == b.rank
        and a.scale == pytest.approx(b.scale)
        and a.pairs.keys() == b.pairs.keys()
        and all(np.allclose(a.pairs[k][i], b.pairs[k][i], atol=tolerance) for k in a.pairs for i in (0, 1))
    )


@pytest.mark.parametrize("form", ["gguf", "peft", "mlx"])
def test_there_and_back_with_all_that_is_known(tmp_path: Path, form: Any) -> None:
    about = {"recipe": "tiny", "base_sha256": "ab" * 32, "prompt": {"articles": 3}}
    target = tmp_path / ("a.gguf" if form == "gguf" else "a")
    write(lora(), about, target, form, TINY)
    back, told = read(target, TINY)
    assert same(lora(), back, 2e-3 if form == "gguf" else 1e-6)
    assert told["recipe"] == "tiny" and told["prompt"] == {"articles": 3} and told["base_sha256"] == "ab" * 32


def test_gguf_permutes_q_and_k_of_llama_alone(tmp_path: Path) -> None:
    write_gguf_lora(lora(), tmp_path / "llama.gguf", TINY)
    other = BaseFacts("gemma3", 4, 2, LAYERS)
    # Read as if it were of an architecture without the permutation, q and k differ and v does not.
    plain = read_gguf_lora(tmp_path / "llama.gguf", other)
    ours = lora()
    assert not np.allclose(plain.pairs[(1, "q_proj")][1], ours.pairs[(1, "q_proj")][1], atol=1e-2)
    assert np.allclose(plain.pairs[(1, "v_proj")][1], ours.pairs[(1, "v_proj")][1], atol=2e-3)
    head = read_gguf(tmp_path / "llama.gguf")
    assert head.is_adapter and head.tensors["blk.1.attn_q.weight.lora_a"] == (HIDDEN, 4)


def test_mlx_knows_the_last_layers_only(tmp_path: Path) -> None:
    with pytest.raises(KzlawError) as caught:
        write(lora((0, 2)), {}, tmp_path / "a", "mlx", TINY)
    assert caught.value.message_id == "error-tune-adapter-form" and not (tmp_path / "a").exists()


def test_a_form_that_differs_is_refused() -> None:
    logits = np.random.default_rng(1).normal(size=(2, 50)).astype(np.float32)
    assert check_same(logits, logits + 0.01, "gguf") > LEAST
    with pytest.raises(KzlawError):
        check_same(logits, logits[:, ::-1], "gguf")


def test_peft_and_mlx_say_the_same(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    pytest.importorskip("mlx_lm")
    base = tiny_folder(tmp_path / "tiny")
    write(lora(), {}, tmp_path / "peft", "peft", TINY)
    write(lora(), {}, tmp_path / "mlx", "mlx", TINY)
    prompts = [[256, 5, 9, 80], [256, 70, 71, 72, 73]]
    first, second = torch_logits(base, tmp_path / "peft", prompts), mlx_logits(base, tmp_path / "mlx", prompts)
    assert check_same(first, second, "mlx") > LEAST
    assert correlation(torch_logits(base, None, prompts), second) < LEAST, "the adapter does something"


def test_peft_loads_what_is_written(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    pytest.importorskip("peft")
    base = tiny_folder(tmp_path / "tiny")
    write(lora(), {}, tmp_path / "peft", "peft", TINY)
    prompts = [[256, 5, 9, 80]]
    assert correlation(torch_logits(base, tmp_path / "peft", prompts), torch_logits(base, None, prompts)) < LEAST
