"""Documents read in a child process that is held to time and memory: a hostile file costs one clear line, never the program.

One child serves all files of a process, so that its start is paid once; after a file that broke it, the next one gets a
new child.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest.blocks import Block, Document
from kzlaw_tui.ingest.readers import check, limits

_GONE: Mapping[str, Any] = {"gone": True}


class ReadingError(Exception):
    """A reader let out what nobody foresaw; named as it was there."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind


class Reader:
    """The child, started at the first file. Its methods may be called from any thread."""

    def __init__(self, memory_mb: int = limits.MEMORY_MB) -> None:
        self.memory_mb = memory_mb
        self._one = threading.Lock()
        self._child: subprocess.Popen[str] | None = None
        self._messages: queue.Queue[Mapping[str, Any]] = queue.Queue()

    def start(self) -> None:
        """Start the child, if there is none, without waiting for it: it loads while the caller does something else."""
        with self._one:
            self._ready()

    def read(self, path: Path, seconds: float | None = None) -> Document:
        """Like ``readers.read_document``, within ``seconds`` (by the size of the file when not given).

        Raises ``KzlawError``: what the readers raise, ``error-reader-slow``, ``error-reader-memory``,
        ``error-reader-died``; and ``ReadingError``.
        """
        size = check(path)
        limit = limits.seconds_for(size) if seconds is None else seconds
        with self._one:
            try:
                return self._read(path, limit)
            except BaseException as error:
                # After Ctrl+C, too: the answer that is still to come belongs to nobody.
                message = error.message_id if isinstance(error, KzlawError) else type(error).__name__
                if message.startswith("error-reader-") or not isinstance(error, KzlawError | ReadingError):
                    self._end()
                raise

    def close(self) -> None:
        """End the child; the next file starts another."""
        with self._one:
            self._end()

    def _read(self, path: Path, limit: float) -> Document:
        child = self._ready()
        end = time.monotonic() + limit
        assert child.stdin is not None
        with suppress(OSError):  # a child that has just died is noticed below
            child.stdin.write(json.dumps(os.fspath(path.absolute())) + "\n")
            child.stdin.flush()
        while True:
            try:
                message = self._messages.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                raise KzlawError("error-reader-slow", path=path, seconds=round(limit)) from None
            if "wait" in message:
                end, limit = end + float(message["wait"]), limit + float(message["wait"])
                continue
            return self._document(path, message, child)

    def _document(self, path: Path, message: Mapping[str, Any], child: subprocess.Popen[str]) -> Document:
        if message is _GONE:
            if child.wait() == limits.OUT_OF_MEMORY:
                raise KzlawError("error-reader-memory", path=path, mb=self.memory_mb)
            raise KzlawError("error-reader-died", path=path)
        if "raised" in message:
            raise ReadingError(str(message["raised"]), str(message["reason"]))
        if "error" in message:
            args = {**message["args"], "path": path}
            if message["error"] == "error-reader-memory":
                args["mb"] = self.memory_mb
            raise KzlawError(str(message["error"]), **args)
        blocks = tuple(Block(text, gap, indented, table) for text, gap, indented, table in message["blocks"])
        return Document(blocks, str(message["format"]), tuple((name, dict(args)) for name, args in message["warnings"]))

    def _ready(self) -> subprocess.Popen[str]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._end()
        self._messages = queue.Queue()
        flags: dict[str, Any] = (
            {"creationflags": 0x08000000} if sys.platform == "win32" else {"start_new_session": True}
        )
        try:
            child = subprocess.Popen(
                [sys.executable, "-m", "kzlaw_tui.ingest.readers.child", str(self.memory_mb)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                # One thread a library: threads would only take address space.
                env={**os.environ, "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
                **flags,
            )
        except OSError as error:
            raise KzlawError("error-reader-start", reason=error.strerror or error) from error
        self._child = child
        threading.Thread(target=_hear, args=(child, self._messages), daemon=True).start()
        return child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        with suppress(OSError):
            child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


def _hear(child: subprocess.Popen[str], messages: queue.Queue[Mapping[str, Any]]) -> None:
    assert child.stdout is not None
    with suppress(ValueError, OSError):  # the end of a child that was killed may be half a line
        for line in child.stdout:
            messages.put(json.loads(line))
    messages.put(_GONE)


_shared: Reader | None = None
_lock = threading.Lock()


def shared() -> Reader:
    """The one reader of this process."""
    global _shared
    with _lock:
        if _shared is None:
            _shared = Reader()
            atexit.register(_shared.close)
        return _shared
