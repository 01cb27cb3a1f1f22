"""The child process that holds a model: reads requests as JSON lines, writes events as JSON lines.

Run as ``python -m kzlaw_tui.models.worker MODULE:CLASS``. It ends when its input ends, so it never outlives the program.
"""

from __future__ import annotations

import importlib
import json
import os
import queue
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO, cast

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.backend import Backend, LoadSpec, Piece, Sampling, Stats
from kzlaw_tui.offline import lock

Request = dict[str, Any]


class _Until:
    """Called off once a request of that number, or a later one, was cancelled."""

    def __init__(self, number: int, cancelled: list[int]) -> None:
        self._number = number
        self._cancelled = cancelled

    def cancelled(self) -> bool:
        return self._cancelled[0] >= self._number


class Worker:
    """Serves one backend."""

    def __init__(self, backend: Backend, out: TextIO) -> None:
        self._backend = backend
        self._out = out
        self._requests: queue.Queue[Request] = queue.Queue()
        self._cancelled = [0]

    def listen(self, lines: TextIO) -> None:
        """In a thread: take requests; a cancellation is heard while an answer is being made."""
        for line in lines:
            request = json.loads(line)
            if request["do"] == "cancel":
                self._cancelled[0] = max(self._cancelled[0], int(request["n"]))
            else:
                self._requests.put(request)
        os._exit(0)

    def serve(self) -> None:
        """Answer requests, one after another, for good."""
        while True:
            request = self._requests.get()
            number = int(request["n"])
            try:
                result = self._do(request, number)
            except KzlawError as error:
                plain = {
                    key: value if isinstance(value, int | float) else str(value) for key, value in error.args_.items()
                }
                self._tell(number, event="error", id=error.message_id, args=plain)
            except MemoryError:
                self._tell(number, event="error", id="error-model-memory", args={})
            except Exception as error:
                reason = f"{type(error).__name__}: {error}"
                self._tell(number, event="error", id="error-model-failed", args={"reason": reason})
            else:
                self._tell(number, event="done", result=result)

    def _do(self, request: Request, number: int) -> Any:
        what, given = request["do"], request.get("with", {})
        if what == "load":
            paths = {key: Path(given[key]) if given[key] else None for key in ("model", "adapter", "states")}
            info = self._backend.load(LoadSpec(**{**given, **paths}))
            return {name: getattr(info, name) for name in info.__slots__}
        if what == "count":
            return self._backend.count(given["texts"])
        if what == "stream":
            return self._stream(given, number)
        raise ValueError(what)

    def _stream(self, given: Request, number: int) -> Any:
        stats = Stats()
        prompt = tuple(Piece(*piece) for piece in given["prompt"])
        sampling = Sampling(**{**given["sampling"], "stop": tuple(given["sampling"]["stop"])})
        cancel = _Until(number, self._cancelled)
        pause = 1 / sampling.rate if sampling.rate > 0 else 0.0
        due = time.monotonic()
        for text in self._backend.stream(prompt, sampling, cancel, stats):
            self._tell(number, event="piece", text=text)
            if pause:
                due = max(due + pause, time.monotonic())
                while not cancel.cancelled() and (left := due - time.monotonic()) > 0:
                    time.sleep(min(left, 0.02))
        return {name: getattr(stats, name) for name in stats.__slots__}

    def _tell(self, number: int, **event: Any) -> None:
        self._out.write(json.dumps({"n": number, **event}) + "\n")
        self._out.flush()


def _die_first() -> None:
    """Where memory runs out, the system shall end this process and not the terminal app."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")


def main(argument: str) -> None:
    """Serve until the input ends."""
    # Native code writes where it likes: the line of events is a descriptor of its own, and descriptor 1 leads to stderr.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    lock()
    _die_first()
    module, _, name = argument.partition(":")
    backend = cast("Backend", getattr(importlib.import_module(module), name)())
    worker = Worker(backend, out)
    lines = os.fdopen(os.dup(0), encoding="utf-8")
    threading.Thread(target=worker.listen, args=(lines,), daemon=True).start()
    with suppress(BrokenPipeError, KeyboardInterrupt):
        worker.serve()


if __name__ == "__main__":
    main(sys.argv[1])
