"""Read beginnings of prompts, kept in files so that the next start need not read them again.

A file is named by everything that its content depends on; the folder is kept below a size, the oldest go first.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

MOST_BYTES = 2 * 10**9
SPARE_BYTES = 300 * 2**20
"""So much of the disk is left free."""


class States:
    """The saved states of one model with one adapter."""

    def __init__(self, folder: Path, key: str) -> None:
        self._folder = folder
        self._key = key

    def _file(self, tokens: Sequence[int]) -> Path:
        words = f"{self._key}|{','.join(map(str, tokens))}"
        return self._folder / f"{hashlib.sha256(words.encode()).hexdigest()[:40]}.state"

    def has(self, tokens: Sequence[int]) -> bool:
        """Whether the state of exactly these tokens was saved."""
        return self._file(tokens).is_file()

    def load(self, api: Any, context: Any, tokens: Sequence[int]) -> bool:
        """Bring the state of exactly these tokens into a context. A file that cannot be used is removed."""
        file = self._file(tokens)
        room = len(tokens) + 1
        found = (api.llama_token * room)()
        count = ctypes.c_size_t(0)
        good = api.llama_state_load_file(context, os.fsencode(file), found, room, ctypes.byref(count))
        if good and list(found[: count.value]) == list(tokens):
            with suppress(OSError):
                os.utime(file)
            return True
        api.llama_memory_clear(api.llama_get_memory(context), True)
        with suppress(OSError):
            file.unlink()
        return False

    def save(self, api: Any, context: Any, tokens: Sequence[int]) -> bool:
        """Keep the state of a context that has read exactly these tokens. ``False`` when there is no room for it."""
        file = self._file(tokens)
        beside = file.with_name(f"{file.name}.{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            size = int(api.llama_state_get_size(context))
            if shutil.disk_usage(self._folder).free < size + SPARE_BYTES:
                return False
            array = (api.llama_token * len(tokens))(*tokens)
            if not api.llama_state_save_file(context, os.fsencode(beside), array, len(tokens)):
                raise OSError("not saved")
            beside.replace(file)
        except OSError:
            with suppress(OSError):
                beside.unlink()
            return False
        self.trim()
        return True

    def trim(self) -> None:
        """Remove the oldest files, and what a killed process left, until the rest is small enough."""
        with suppress(OSError):
            files = sorted(self._folder.iterdir(), key=lambda f: f.stat().st_mtime, reverse=True)
            total = 0
            for file in files:
                total += file.stat().st_size
                if total > MOST_BYTES:
                    file.unlink()
