"""Which model suits this machine: a small table of open models, what each costs here, and the two or three best.

Sizes are those of common GGUF files, rounded; the memory for context is computed from the architecture. Speed is an
estimate: every weight that takes part is read once for each token.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kzlaw_tui.models.hardware import Hardware

GB = 1e9
OVERHEAD = 0.35 * GB
"""What a model takes beside weights and context: work buffers, the program itself."""
SHARE = 0.9
"""Of the free memory, so much may be used: the rest is for the library, the embedder and the system."""
EFFICIENCY = 0.65
"""Share of the measured bandwidth that reading weights reaches."""
COMFORTABLE, BEARABLE = 5.0, 2.0
"""Tokens a second: reading speed, and what one can still wait for."""
Quality = Literal["demo", "weak", "fair", "good"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """``layers`` of which ``local`` see only a ``window``; ``kv`` key-value heads of ``head`` values each. ``sizes`` are
    gigabytes by quantisation, ``active`` the share of the weights that one token reads. ``rank`` orders by quality."""

    name: str
    rank: int
    quality: Quality
    sizes: tuple[tuple[str, float], ...]
    layers: int
    kv: int
    head: int
    licence: str
    local: int = 0
    window: int = 0
    active: float = 1.0

    def context_memory(self, context: int) -> float:
        """Bytes of 16-bit keys and values."""
        a_token = self.kv * self.head * 2 * 2
        near = min(context, self.window) if self.window else context
        return float(a_token * ((self.layers - self.local) * context + self.local * near))


def _gemma(
    name: str, rank: int, quality: Quality, q4: float, q8: float, layers: int, kv: int, head: int, window: int
) -> Candidate:
    """Five layers of six see a window only."""
    return Candidate(
        name, rank, quality, (("Q8_0", q8), ("Q4_K_M", q4)), layers, kv, head, "Gemma", layers - layers // 6, window
    )


def _qwen(
    name: str, rank: int, quality: Quality, q4: float, q8: float, layers: int, kv: int = 8, licence: str = "Apache-2.0"
) -> Candidate:
    return Candidate(name, rank, quality, (("Q8_0", q8), ("Q4_K_M", q4)), layers, kv, 128, licence)


CANDIDATES: tuple[Candidate, ...] = (
    _gemma("Gemma 3 27B", 100, "good", 16.5, 28.7, 62, 16, 128, 1024),
    _qwen("Qwen3 14B", 90, "good", 9.0, 15.7, 40),
    _gemma("Gemma 3 12B", 85, "good", 7.3, 12.5, 48, 8, 256, 1024),
    _qwen("Qwen3 8B", 70, "good", 5.0, 8.7, 36),
    Candidate("Gemma 3n E4B", 62, "fair", (("Q8_0", 7.4), ("Q4_K_M", 4.5)), 35, 2, 256, "Gemma", 28, 512, 0.6),
    _gemma("Gemma 3 4B", 60, "fair", 2.5, 4.1, 34, 4, 256, 1024),
    _qwen("Qwen3 4B", 55, "fair", 2.5, 4.3, 36),
    Candidate("Gemma 3n E2B", 50, "fair", (("Q8_0", 4.8), ("Q4_K_M", 3.0)), 30, 2, 256, "Gemma", 24, 512, 0.45),
    _qwen("Qwen2.5 3B", 40, "fair", 1.9, 3.3, 36, 2, "Qwen Research"),
    _qwen("Qwen3 1.7B", 30, "weak", 1.1, 1.8, 28),
    _gemma("Gemma 3 1B", 25, "weak", 0.8, 1.1, 26, 1, 256, 512),
    _qwen("Qwen3 0.6B", 15, "weak", 0.4, 0.64, 28),
    _gemma("Gemma 3 270M", 1, "demo", 0.25, 0.29, 18, 1, 256, 512),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A model in one quantisation on this machine: bytes of memory and tokens a second; ``fits`` in memory, ``usable`` also in time."""

    candidate: Candidate
    quantisation: str
    memory: float
    tokens_per_second: float
    fits: bool

    @property
    def usable(self) -> bool:
        return self.fits and self.candidate.quality != "demo" and self.tokens_per_second >= BEARABLE

    def document(self) -> dict[str, object]:
        """As ``models recommend --json`` prints it."""
        return {
            "name": self.candidate.name,
            "quantisation": self.quantisation,
            "quality": self.candidate.quality,
            "licence": self.candidate.licence,
            "memory_mb": round(self.memory / 2**20),
            "tokens_per_second": round(self.tokens_per_second, 1),
            "fits": self.fits,
        }


def weigh(
    hardware: Hardware, bandwidth: float, context: int, candidates: Sequence[Candidate] = CANDIDATES
) -> list[Choice]:
    """Every candidate in every quantisation, as it would do here."""
    room = SHARE * max(hardware.free, hardware.gpu_memory if hardware.gpu == "Metal" else 0)
    found = []
    for candidate in candidates:
        keys = candidate.context_memory(context)
        for quantisation, size in candidate.sizes:
            memory = size * GB + keys + OVERHEAD
            speed = EFFICIENCY * bandwidth / (size * GB * candidate.active + keys / 2)
            found.append(Choice(candidate, quantisation, memory, speed, memory <= room))
    return found


def recommend(choices: Sequence[Choice]) -> list[Choice]:
    """The best that reads at a comfortable speed, a better but slower one, and a lighter one: at most three, best first.

    Empty when nothing that is worth having fits: then quotes mode is the answer.
    """
    best: dict[str, Choice] = {}
    for choice in choices:
        # Of the quantisations the finer one, unless only the coarser is comfortable.
        known = best.get(choice.candidate.name)
        if choice.usable and (known is None or (known.tokens_per_second < COMFORTABLE < choice.tokens_per_second)):
            best[choice.candidate.name] = choice
    ranked = sorted(best.values(), key=lambda c: -c.candidate.rank)
    quick = [c for c in ranked if c.tokens_per_second >= COMFORTABLE]
    if not quick:
        return ranked[-2:]
    slow = [c for c in ranked if c.tokens_per_second < COMFORTABLE and c.candidate.rank > quick[0].candidate.rank]
    lighter = [c for c in quick[1:] if c.tokens_per_second >= 1.5 * quick[0].tokens_per_second]
    return [*slow[-1:], quick[0], *lighter[:1]][:3]
