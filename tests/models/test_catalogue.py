"""What suits a machine: memory and speed by arithmetic, and plain words when nothing does."""

from __future__ import annotations

import pytest

from kzlaw_tui.models import hardware
from kzlaw_tui.models.catalogue import CANDIDATES, COMFORTABLE, GB, recommend, weigh
from kzlaw_tui.models.hardware import Hardware


def machine(free_gb: float, gpu: str = "", gpu_gb: float = 0) -> Hardware:
    return Hardware(int(32 * GB), int(free_gb * GB), 4, ("avx2",), gpu, int(gpu_gb * GB))


def best(free_gb: float, speed_gb: float) -> list[str]:
    return [c.candidate.name for c in recommend(weigh(machine(free_gb), speed_gb * GB, 4096))]


def test_context_memory_follows_the_architecture() -> None:
    gemma = next(c for c in CANDIDATES if c.name == "Gemma 3 4B")
    assert gemma.kv * gemma.head * 2 * 2 * gemma.layers == 139_264, "about 139 KB a token, as measured"
    assert gemma.context_memory(8192) < 139_264 * 8192, "five layers of six see a window only"
    qwen = next(c for c in CANDIDATES if c.name == "Qwen3 4B")
    assert qwen.context_memory(4096) == 36 * 8 * 128 * 4 * 4096


@pytest.mark.parametrize("free", [1.0, 2.0, 4.0, 8.0, 16.0, 64.0])
@pytest.mark.parametrize("speed", [5.0, 20.0, 60.0, 400.0])
def test_what_is_recommended_fits(free: float, speed: float) -> None:
    found = recommend(weigh(machine(free), speed * GB, 4096))
    assert len(found) <= 3 and len({c.candidate.name for c in found}) == len(found)
    for choice in found:
        assert choice.fits and choice.memory <= free * GB
        assert choice.candidate.quality != "demo"


def test_a_bigger_machine_gets_a_bigger_model() -> None:
    ranks = {c.name: c.rank for c in CANDIDATES}
    small, big = best(4, 30), best(64, 400)
    assert big[0] == "Gemma 3 27B" and max(ranks[n] for n in small) < ranks[big[0]]


def test_where_nothing_fits_nothing_is_recommended() -> None:
    assert best(0.5, 50) == [] and best(64, 0.5) == []


def test_metal_counts_the_memory_that_it_lends() -> None:
    choices = weigh(machine(2, "Metal", 20), 100 * GB, 4096)
    assert any(c.fits and c.memory > 4 * GB for c in choices)


def test_a_slow_machine_is_told_of_what_it_can_wait_for() -> None:
    choices = recommend(weigh(machine(16), 6 * GB, 4096))
    assert choices and any(c.tokens_per_second >= COMFORTABLE or c is choices[-1] for c in choices)


def test_the_machine_is_looked_at() -> None:
    found = hardware.look()
    assert found.memory >= found.free > 0 and found.cores >= 1
    assert hardware.bandwidth(0.1) > 1e8
