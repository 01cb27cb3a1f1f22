"""Backends that say what a test wants, also badly. They run in the test's process or, by name, in a child."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.backend import Cancel, LoadSpec, ModelInfo, Prompt, Sampling, Stats


class Scripted:
    """Says its pieces, whatever it is asked; heeds neither the cap nor the cancellation."""

    def __init__(self, pieces: Sequence[str] = ("Отпуск длится двадцать четыре дня (п. 1 ст. 88 ТК РК).",)) -> None:
        self.pieces = pieces
        self.prompts: list[Prompt] = []
        self.samplings: list[Sampling] = []
        self.loaded: LoadSpec | None = None
        self.closed = 0

    def load(self, spec: LoadSpec) -> ModelInfo:
        self.loaded = spec
        return self.info()

    def info(self) -> ModelInfo:
        adapter = self.loaded is not None and self.loaded.adapter is not None
        return ModelInfo("scripted", "none", 4096, 100, adapter)

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(text) // 4 + 1 for text in texts]

    def stream(self, prompt: Prompt, sampling: Sampling, cancel: Cancel, stats: Stats) -> Iterator[str]:
        self.prompts.append(prompt)
        self.samplings.append(sampling)
        yield from self.pieces

    def close(self) -> None:
        self.closed += 1


class Endless(Scripted):
    """Never stops and stays deaf for a while: what a native prefill does."""

    def stream(self, prompt: Prompt, sampling: Sampling, cancel: Cancel, stats: Stats) -> Iterator[str]:
        n = 0
        while not cancel.cancelled():
            n += 1
            yield f"слово{n} "
            time.sleep(0.005)


class Deaf(Scripted):
    """Hears nothing for ten seconds."""

    def stream(self, prompt: Prompt, sampling: Sampling, cancel: Cancel, stats: Stats) -> Iterator[str]:
        time.sleep(10)
        yield "поздно"


class Crashing(Scripted):
    """The native code ends the process in the middle of an answer."""

    def stream(self, prompt: Prompt, sampling: Sampling, cancel: Cancel, stats: Stats) -> Iterator[str]:
        yield "Отпуск "
        os.write(1, b"so does this\n")
        os.write(2, b"GGML_ASSERT failed\n")
        os.abort()


class Unloadable(Scripted):
    def load(self, spec: LoadSpec) -> ModelInfo:
        raise KzlawError("error-model-too-large", need=9000, free=100)


class Picky(Scripted):
    """Takes no adapter."""

    def load(self, spec: LoadSpec) -> ModelInfo:
        if spec.adapter is not None:
            raise KzlawError("error-adapter-load", path=spec.adapter)
        return super().load(spec)


class Hungry(Scripted):
    def load(self, spec: LoadSpec) -> ModelInfo:
        raise MemoryError
