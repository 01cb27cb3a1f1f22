"""GGUF models by llama.cpp, through its own C interface: a cancellation stops a running prefill, a constant beginning of the
prompt is read once and kept, also in a file for the next start.

What must not reach the native code is checked before: it ends the process on an adapter of another architecture.
"""

from __future__ import annotations

import codecs
import ctypes
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.adapters import check_compatible
from kzlaw_tui.models.backend import Cancel, LoadSpec, ModelInfo, Never, Prompt, Sampling, Stats
from kzlaw_tui.models.gguf import Gguf, read_gguf
from kzlaw_tui.models.hardware import cores, memory
from kzlaw_tui.models.states import States
from kzlaw_tui.models.stopping import until_stop

BATCH = 256
LEAST_SAVED = 48
"""A shorter beginning is read anew faster than a file is opened."""
_ABORTED = 2
_LOG_ERROR = 4


class _CalledOffError(Exception):
    """The abort callback stopped the native code."""


class LlamaCppBackend:
    """One GGUF model with at most one adapter."""

    def __init__(self) -> None:
        self._api: Any = None
        self._model: Any = None
        self._context: Any = None
        self._vocab: Any = None
        self._adapters: dict[Path, Any] = {}
        self._info: ModelInfo | None = None
        self._spec: LoadSpec | None = None
        self._states: States | None = None
        self._version = ""
        self._read: list[int] = []
        self._cancel: Cancel = Never()
        self._kept_alive: list[Any] = []

    def load(self, spec: LoadSpec) -> ModelInfo:
        head = read_gguf(spec.model)
        if head.is_adapter or not head.architecture:
            raise KzlawError("error-model-is-adapter", path=spec.model)
        if spec.adapter is not None:
            check_compatible(read_gguf(spec.adapter), head)
        context = min(spec.context, head.context or spec.context)
        if self._info is None or self._spec is None or spec.base != self._spec.base:
            _check_memory(head, context)
            self.close()
            self._open_model(spec)
        self._open_context(spec, context)
        self._spec, self._states = spec, None
        if spec.states is not None and spec.key:
            key = f"{self._version}|{spec.key}|{spec.adapter_key}|{spec.scale}|{context}"
            self._states = States(spec.states, key)
        self._info = ModelInfo(
            backend="llama_cpp",
            architecture=head.architecture,
            context=context,
            vocabulary=int(self._api.llama_vocab_n_tokens(self._vocab)),
            adapter=spec.adapter is not None,
        )
        return self._info

    def _open_model(self, spec: LoadSpec) -> None:
        """The weights of the base: what takes long."""
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        try:
            import llama_cpp
        except ImportError as error:
            raise KzlawError("error-model-extra", extra="llama") from error
        except (OSError, RuntimeError) as error:
            raise KzlawError("error-model-failed", reason=error) from error
        self._version = str(getattr(llama_cpp, "__version__", ""))
        self._api = api = llama_cpp.llama_cpp
        self._quiet()
        api.llama_backend_init()
        options = api.llama_model_default_params()
        options.n_gpu_layers = spec.gpu_layers if api.llama_supports_gpu_offload() else 0
        self._model = api.llama_model_load_from_file(os.fsencode(spec.model), options)
        if not self._model:
            raise KzlawError("error-model-load", path=spec.model)
        self._vocab = api.llama_model_get_vocab(self._model)

    def _quiet(self) -> None:
        def log(level: int, text: bytes, _data: Any) -> None:
            if level == _LOG_ERROR:
                sys.stderr.write(text.decode("utf-8", "replace"))

        callback = self._api.llama_log_callback(log)
        self._kept_alive.append(callback)
        self._api.llama_log_set(callback, None)

    def _open_context(self, spec: LoadSpec, context: int) -> None:
        """A context for the base with the adapter of the moment. Another adapter wants a new one: llama.cpp plans it for the
        adapters that are there when it is made, and what was read through the old adapter is of no use to the new one."""
        api = self._api
        if self._context:
            api.llama_free(self._context)
        self._context, self._read, self._kept_alive = None, [], self._kept_alive[:1]
        adapter = self._adapter(spec.adapter) if spec.adapter is not None else None
        threads = spec.threads or min(cores(), 8)
        options = api.llama_context_default_params()
        options.n_ctx, options.n_batch, options.n_ubatch = context, BATCH, BATCH
        options.n_threads = options.n_threads_batch = threads
        # Layers that see a window only keep all of it: else a prefix could not be used again.
        options.swa_full = True
        options.no_perf = True
        self._context = api.llama_init_from_model(self._model, options)
        if not self._context:
            self.close()
            raise KzlawError("error-model-memory")
        if adapter is not None:
            one = (api.llama_adapter_lora_p_ctypes * 1)(adapter)
            if api.llama_set_adapters_lora(self._context, one, 1, (ctypes.c_float * 1)(spec.scale)):
                self.close()
                raise KzlawError("error-adapter-load", path=spec.adapter)
        stop = api.ggml_abort_callback(lambda _: self._cancel.cancelled())
        self._kept_alive.append(stop)
        api.llama_set_abort_callback(self._context, stop, None)

    def _adapter(self, path: Path) -> Any:
        """An adapter of this base, read from its file once; it lives as long as the base does."""
        if path not in self._adapters:
            found = self._api.llama_adapter_lora_init(self._model, os.fsencode(path))
            if not found:
                self.close()
                raise KzlawError("error-adapter-load", path=path)
            self._adapters[path] = found
        return self._adapters[path]

    def info(self) -> ModelInfo:
        if self._info is None:
            raise KzlawError("error-model-not-loaded")
        return self._info

    def close(self) -> None:
        if self._context:
            self._api.llama_free(self._context)
        if self._model:
            self._api.llama_model_free(self._model)
        self._context = self._model = self._vocab = self._info = self._states = None
        self._adapters, self._read = {}, []

    # Tokens

    def count(self, texts: Sequence[str]) -> list[int]:
        self.info()
        return [len(self._tokens(text, special=False)) for text in texts]

    def _tokens(self, text: str, *, special: bool, first: bool = False) -> list[int]:
        data = text.encode("utf-8", "replace")
        room = len(data) + 8
        buffer = (self._api.llama_token * room)()
        n = self._api.llama_tokenize(self._vocab, data, len(data), buffer, room, first, special)
        if n < 0:
            raise KzlawError("error-model-failed", reason="tokenize")
        return list(buffer[:n])

    def _prompt(self, prompt: Prompt) -> tuple[list[int], int]:
        """The tokens of a prompt, and how many of them are its constant beginning."""
        tokens: list[int] = []
        constant = 0
        for i, piece in enumerate(prompt):
            tokens += self._tokens(piece.text, special=piece.special, first=i == 0)
            if piece.constant:
                constant = len(tokens)
        return tokens, constant

    # Speaking

    def stream(self, prompt: Prompt, sampling: Sampling, cancel: Cancel, stats: Stats) -> Iterator[str]:
        info = self.info()
        started = time.perf_counter()
        tokens, constant = self._prompt(prompt)
        if len(tokens) + sampling.max_tokens > info.context:
            raise KzlawError("error-model-prompt", tokens=len(tokens) + sampling.max_tokens, context=info.context)
        stats.prompt_tokens = len(tokens)
        chooser = self._chooser(sampling)
        self._cancel = cancel
        try:
            stats.reused_tokens = self._recall(tokens, constant, stats)
            for text in until_stop(self._speak(chooser, sampling.max_tokens, started, stats), sampling.stop):
                if cancel.cancelled():
                    return
                yield text
        except _CalledOffError:
            return
        finally:
            self._cancel = Never()
            chooser.close()
            stats.total = time.perf_counter() - started

    def _recall(self, tokens: list[int], constant: int, stats: Stats) -> int:
        """Bring the prompt into memory; returns how many of its tokens were there, or in a file, already."""
        kept = _common(self._read, tokens[:-1])
        states = self._states if constant >= LEAST_SAVED else None
        if states is not None and kept < constant and states.has(tokens[:constant]):
            loaded = states.load(self._api, self._context, tokens[:constant])
            self._read = tokens[:constant] if loaded else []
            kept = _common(self._read, tokens[:-1])
        self._forget(kept)
        if states is not None and kept < constant:
            self._feed(tokens[kept:constant])
            if not states.save(self._api, self._context, tokens[:constant]):
                stats.warnings.append("error-model-state")
            self._feed(tokens[constant:])
        else:
            self._feed(tokens[kept:])
        return kept

    def _forget(self, kept: int) -> None:
        """Leave only the first tokens in memory."""
        storage = self._api.llama_get_memory(self._context)
        if not kept or not self._api.llama_memory_seq_rm(storage, -1, kept, -1):
            self._api.llama_memory_clear(storage, True)
            kept = 0
        del self._read[kept:]

    def _feed(self, tokens: list[int]) -> None:
        api = self._api
        for at in range(0, len(tokens), BATCH):
            part = tokens[at : at + BATCH]
            array = (api.llama_token * len(part))(*part)
            result = api.llama_decode(self._context, api.llama_batch_get_one(array, len(part)))
            if result == 0:
                self._read += part
                continue
            self._forget(len(self._read))
            if result == _ABORTED:
                raise _CalledOffError
            raise KzlawError("error-model-failed", reason=f"llama_decode {result}")

    def _chooser(self, sampling: Sampling) -> Any:
        from kzlaw_tui.models.choosing import Chooser

        return Chooser(self._api, self._vocab, self.info().vocabulary, sampling)

    def _speak(self, chooser: Any, most: int, started: float, stats: Stats) -> Iterator[str]:
        api = self._api
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        buffer = (ctypes.c_char * 512)()
        for n in range(most):
            token = chooser.choose(self._context)
            if stats.first_token is None:
                stats.first_token = time.perf_counter() - started
            if api.llama_vocab_is_eog(self._vocab, token):
                break
            stats.tokens = n + 1
            size = api.llama_token_to_piece(self._vocab, token, buffer, len(buffer), 0, False)
            text = decoder.decode(ctypes.string_at(buffer, max(size, 0)))
            if text:
                yield text
            if n + 1 < most:
                self._feed([token])
        if rest := decoder.decode(b"", final=True):
            yield rest


def _common(a: Sequence[int], b: Sequence[int]) -> int:
    """How many first items are the same."""
    n = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        n += 1
    return n


def _check_memory(head: Gguf, context: int) -> None:
    """Raises ``KzlawError`` when the model cannot be held: better no model than a machine that swaps."""
    need = head.memory(context)
    free = memory()[1]
    if free and need > free:
        raise KzlawError("error-model-too-large", need=need // 2**20, free=free // 2**20)
