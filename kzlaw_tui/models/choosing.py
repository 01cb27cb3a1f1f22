"""Which token comes next, by llama.cpp's samplers; with a grammar, the whole vocabulary is masked only on a miss."""

from __future__ import annotations

import ctypes
import math
from typing import Any

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.backend import Sampling


class Chooser:
    """The samplers of one answer."""

    def __init__(self, api: Any, vocab: Any, vocabulary: int, sampling: Sampling) -> None:
        self._api = api
        self._size = vocabulary
        self._grammar: Any = None
        self._chain = api.llama_sampler_chain_init(api.llama_sampler_chain_default_params())
        if sampling.grammar:
            self._grammar = api.llama_sampler_init_grammar(vocab, sampling.grammar.encode(), b"root")
            if not self._grammar:
                self.close()
                raise KzlawError("error-model-grammar")
        if sampling.temperature > 0:
            parts = [
                api.llama_sampler_init_top_k(40),
                api.llama_sampler_init_top_p(0.95, 1),
                api.llama_sampler_init_temp(sampling.temperature),
                api.llama_sampler_init_dist(sampling.seed & 0xFFFFFFFF),
            ]
        else:
            parts = [api.llama_sampler_init_greedy()]
        for part in parts:
            api.llama_sampler_chain_add(self._chain, part)

    def choose(self, context: Any) -> int:
        """The next token after what the context has read."""
        if self._grammar is None:
            return int(self._api.llama_sampler_sample(self._chain, context, -1))
        return self._choose_in_form(context)

    def _choose_in_form(self, context: Any) -> int:
        import numpy as np

        api = self._api
        table = np.zeros(self._size, dtype=[("id", np.int32), ("logit", np.float32), ("p", np.float32)])
        table["id"] = np.arange(self._size, dtype=np.int32)
        table["logit"] = np.ctypeslib.as_array(api.llama_get_logits_ith(context, -1), shape=(self._size,))
        token = self._pick(table.copy())
        one = np.array([(token, 1.0, 0.0)], dtype=table.dtype)
        api.llama_sampler_apply(self._grammar, ctypes.byref(self._array(one)))
        if math.isinf(float(one["logit"][0])):
            api.llama_sampler_apply(self._grammar, ctypes.byref(self._array(table)))
            token = self._pick(table)
        api.llama_sampler_accept(self._chain, token)
        api.llama_sampler_accept(self._grammar, token)
        return token

    def _array(self, table: Any) -> Any:
        data = ctypes.cast(table.ctypes.data, ctypes.POINTER(self._api.llama_token_data))
        return self._api.llama_token_data_array(data=data, size=len(table), selected=-1, sorted=False)

    def _pick(self, table: Any) -> int:
        array = self._array(table)
        self._api.llama_sampler_apply(self._chain, ctypes.byref(array))
        return int(array.data[array.selected].id)

    def close(self) -> None:
        """Free the samplers."""
        for sampler in (self._chain, self._grammar):
            if sampler:
                self._api.llama_sampler_free(sampler)
        self._chain = self._grammar = None
