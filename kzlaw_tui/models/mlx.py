"""MLX models (a folder, with a folder of an adapter): Apple silicon, or ``mlx[cpu]`` on Linux with the same code."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.backend import Cancel, LoadSpec, ModelInfo, Prompt, Sampling, Stats
from kzlaw_tui.models.stopping import until_stop

_PREFILL = 64
"""Prompt tokens read between two looks at the cancellation."""


class _CalledOffError(Exception):
    """Raised out of the progress callback: nothing else stops a prefill."""


class MlxBackend:
    """One MLX model with at most one adapter."""

    def __init__(self) -> None:
        self._model: Any = None
        self._tokenizer: Any = None
        self._cache: Any = None
        self._read: list[int] = []
        self._info: ModelInfo | None = None

    def load(self, spec: LoadSpec) -> ModelInfo:
        import os

        os.environ["HF_HUB_OFFLINE"] = "1"
        try:
            from mlx_lm import load
        except ImportError as error:
            raise KzlawError("error-model-extra", extra="mlx") from error
        self.close()
        if spec.adapter is not None and spec.scale != 1.0:
            raise KzlawError("error-adapter-scale")
        try:
            loaded = load(str(spec.model), adapter_path=str(spec.adapter) if spec.adapter else None)
        except Exception as error:
            raise KzlawError("error-model-load", path=spec.model) from error
        self._model, self._tokenizer = loaded[0], loaded[1]
        arguments = getattr(self._model, "args", None)
        trained = getattr(arguments, "max_position_embeddings", None) or spec.context
        self._info = ModelInfo(
            backend="mlx",
            architecture=str(getattr(arguments, "model_type", "")),
            context=min(spec.context, int(trained)),
            vocabulary=int(getattr(arguments, "vocab_size", 0) or 0),
            adapter=spec.adapter is not None,
        )
        return self._info

    def info(self) -> ModelInfo:
        if self._info is None:
            raise KzlawError("error-model-not-loaded")
        return self._info

    def close(self) -> None:
        self._model = self._tokenizer = self._cache = self._info = None
        self._read = []

    def count(self, texts: Sequence[str]) -> list[int]:
        self.info()
        return [len(self._tokenizer.encode(text, add_special_tokens=False)) for text in texts]

    def _tokens(self, prompt: Prompt) -> list[int]:
        tokens: list[int] = []
        for i, piece in enumerate(prompt):
            # Other tokenizers have no switch for control tokens: their brackets are parted in what is not the template's.
            text = piece.text if piece.special else piece.text.replace("<", "< ").replace("[INST", "[ INST")
            tokens += self._tokenizer.encode(text, add_special_tokens=i == 0)
        return tokens

    def stream(self, prompt: Prompt, sampling: Sampling, cancel: Cancel, stats: Stats) -> Iterator[str]:
        info = self.info()
        if sampling.grammar:
            raise KzlawError("error-model-grammar")
        started = time.perf_counter()
        tokens = self._tokens(prompt)
        if len(tokens) + sampling.max_tokens > info.context:
            raise KzlawError("error-model-prompt", tokens=len(tokens) + sampling.max_tokens, context=info.context)
        stats.prompt_tokens = len(tokens)
        stats.reused_tokens = self._recall(tokens)
        try:
            yield from until_stop(self._speak(tokens, sampling, cancel, started, stats), sampling.stop)
        except _CalledOffError:
            self._cache = None
        finally:
            stats.total = time.perf_counter() - started

    def _recall(self, tokens: list[int]) -> int:
        """Cut the cache back to what this prompt shares with the last one; returns how many tokens that is."""
        from mlx_lm.models.cache import can_trim_prompt_cache, make_prompt_cache, trim_prompt_cache

        kept = 0
        for a, b in zip(self._read, tokens[:-1], strict=False):
            if a != b:
                break
            kept += 1
        if self._cache is not None and kept and can_trim_prompt_cache(self._cache):
            surplus = len(self._read) - kept
            if trim_prompt_cache(self._cache, surplus) == surplus:
                return kept
        self._cache = make_prompt_cache(self._model)
        return 0

    def _speak(
        self, tokens: list[int], sampling: Sampling, cancel: Cancel, started: float, stats: Stats
    ) -> Iterator[str]:
        import mlx.core as mx
        from mlx_lm import stream_generate
        from mlx_lm.sample_utils import make_sampler

        def progress(_done: int, _total: int) -> None:
            if cancel.cancelled():
                raise _CalledOffError

        mx.random.seed(sampling.seed)
        said: list[int] = []
        self._read = []
        for answer in stream_generate(
            self._model,
            self._tokenizer,
            prompt=tokens[stats.reused_tokens :],
            max_tokens=sampling.max_tokens,
            sampler=make_sampler(temp=sampling.temperature, top_p=0.95 if sampling.temperature else 0.0),
            prompt_cache=self._cache,
            prefill_step_size=_PREFILL,
            prompt_progress_callback=progress,
        ):
            if stats.first_token is None:
                stats.first_token = time.perf_counter() - started
            stats.tokens += 1
            said.append(int(answer.token))
            if cancel.cancelled():
                raise _CalledOffError
            if answer.text:
                yield str(answer.text)
        # The last token was chosen and not read.
        self._read = [*tokens, *said[:-1]]
