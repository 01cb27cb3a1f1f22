"""A backend in a child process: a native crash or a kill for memory is one clear line here, and the next question starts
the child again."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.backend import Cancel, LoadSpec, ModelInfo, Never, Prompt, Sampling, Stats

LOAD_SECONDS = 300.0
GRACE_SECONDS = 3.0
"""A child that does not heed a cancellation for so long is killed."""
_TICK = 0.01
_GONE: Mapping[str, Any] = {"event": "gone"}


class ProcessBackend:
    """A ``Backend`` whose work is done by a child process; ``served`` is ``MODULE:CLASS`` of the backend in it."""

    def __init__(self, served: str, environment: Mapping[str, str] | None = None) -> None:
        self._served = served
        self._environment = dict(environment or {})
        self._child: subprocess.Popen[str] | None = None
        self._events: queue.Queue[Mapping[str, Any]] = queue.Queue()
        self._said: deque[str] = deque(maxlen=20)
        self._ear: threading.Thread | None = None
        self._spec: LoadSpec | None = None
        self._info: ModelInfo | None = None
        self._number = 0
        self._leaving: tuple[int, float] | None = None
        self._writing = threading.Lock()
        self._one = threading.Lock()

    # The Protocol

    def load(self, spec: LoadSpec, cancel: Cancel | None = None) -> ModelInfo:
        """Load; a model that is loaded already is left as it is, another adapter for it is put on in the same child."""
        with self._one:
            cancel = cancel or Never()
            there = self._info is not None and self._spec is not None and self._alive()
            if there and spec == self._spec and self._info is not None:
                return self._info
            if not (there and self._spec is not None and spec.base == self._spec.base):
                self.close()
            elif self._leaving is not None:
                self._hear_out(cancel)
            self._spec = spec
            return self._load(cancel)

    def info(self) -> ModelInfo:
        if self._info is None:
            raise KzlawError("error-model-not-loaded")
        return self._info

    def count(self, texts: Sequence[str]) -> list[int]:
        with self._one:
            self._ready(Never())
            return [int(n) for n in self._ask("count", {"texts": list(texts)}, Never())]

    def stream(self, prompt: Prompt, sampling: Sampling, cancel: Cancel, stats: Stats) -> Iterator[str]:
        with self._one:
            self._ready(cancel)
            pieces = [(piece.text, piece.special, piece.constant) for piece in prompt]
            number = self._send("stream", {"prompt": pieces, "sampling": asdict(sampling)})
            ended = False
            try:
                for event in self._events_of(number, cancel):
                    if event["event"] == "piece":
                        yield str(event["text"])
                    else:
                        for name, value in event["result"].items():
                            setattr(stats, name, value)
                ended = True
            finally:
                if not ended and self._alive():
                    # The reader left early: the child is told, and heard out at the next request.
                    self._call_off(number)

    def close(self) -> None:
        child, self._child, self._info = self._child, None, None
        if child is None:
            return
        with suppress(OSError):
            if child.stdin:
                child.stdin.close()
        try:
            child.wait(0.5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    # The child

    def _alive(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def _ready(self, cancel: Cancel) -> None:
        """A child with the model in it: one that died is started again."""
        if self._spec is None:
            raise KzlawError("error-model-not-loaded")
        if self._leaving is not None and self._alive():
            self._hear_out(cancel)
        if not self._alive():
            self._load(cancel)

    def _load(self, cancel: Cancel) -> ModelInfo:
        assert self._spec is not None
        if not self._alive():
            self.close()
            self._start()
        self._info = None
        spec = asdict(self._spec)
        given = {k: str(v) if k in ("model", "adapter", "states") and v is not None else v for k, v in spec.items()}
        try:
            self._info = ModelInfo(**self._ask("load", given, cancel, LOAD_SECONDS))
        except KzlawError:
            self.close()
            raise
        return self._info

    def _start(self) -> None:
        environment = {**os.environ, "OMP_WAIT_POLICY": "passive", "PYTHONUTF8": "1", **self._environment}
        flags: dict[str, Any] = (
            {"creationflags": 0x08000000} if sys.platform == "win32" else {"start_new_session": True}
        )
        self._events, self._said, self._leaving = queue.Queue(), deque(maxlen=20), None
        try:
            child = subprocess.Popen(
                [sys.executable, "-m", "kzlaw_tui.models.worker", self._served],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
                env=environment,
                **flags,
            )
        except OSError as error:
            raise KzlawError("error-model-failed", reason=error.strerror or error) from error
        self._child = child
        threading.Thread(target=_hear, args=(child, self._events), daemon=True).start()
        self._ear = threading.Thread(target=_overhear, args=(child, self._said), daemon=True)
        self._ear.start()

    def _send(self, what: str, given: Mapping[str, Any]) -> int:
        self._number += 1
        self._write({"n": self._number, "do": what, "with": given})
        return self._number

    def _write(self, request: Mapping[str, Any]) -> None:
        # A child that has just died is noticed by the reader of its events.
        with self._writing, suppress(OSError, ValueError):
            assert self._child is not None and self._child.stdin is not None
            self._child.stdin.write(json.dumps(request) + "\n")
            self._child.stdin.flush()

    def _call_off(self, number: int) -> None:
        self._write({"n": number, "do": "cancel"})
        self._leaving = (number, time.monotonic())

    def _ask(self, what: str, given: Mapping[str, Any], cancel: Cancel, seconds: float = 60.0) -> Any:
        for event in self._events_of(self._send(what, given), cancel, seconds):
            if event["event"] == "done":
                return event["result"]
        # Called off while the child was at it: it has nothing to say, so it goes.
        self.close()
        raise KzlawError("error-model-cancelled")

    def _events_of(self, number: int, cancel: Cancel, seconds: float | None = None) -> Iterator[Mapping[str, Any]]:
        """The events of a request up to its end; ends without one when the work is called off."""
        end = time.monotonic() + seconds if seconds is not None else None
        while True:
            if cancel.cancelled():
                self._call_off(number)
                return
            if end is not None and time.monotonic() > end:
                self.close()
                raise KzlawError("error-model-slow", seconds=int(seconds or 0))
            try:
                event = self._events.get(timeout=_TICK)
            except queue.Empty:
                continue
            if event is _GONE:
                raise self._gone()
            if event["n"] != number:
                continue
            if event["event"] == "error":
                raise KzlawError(event["id"], **event["args"])
            yield event
            if event["event"] == "done":
                return

    def _hear_out(self, cancel: Cancel) -> None:
        """Wait for the end of the answer that was called off; a child that goes on and on is killed."""
        assert self._leaving is not None
        number, since = self._leaving
        while time.monotonic() < since + GRACE_SECONDS and not cancel.cancelled():
            try:
                event = self._events.get(timeout=_TICK)
            except queue.Empty:
                continue
            if event is _GONE or (event["n"] == number and event["event"] in ("done", "error")):
                self._leaving = None
                return
        self.close()

    def _gone(self) -> KzlawError:
        """Why the child is gone, in one line."""
        child = self._child
        code = child.wait() if child is not None else 0
        if self._ear is not None:
            # Its last words may still be on the way.
            self._ear.join(0.5)
        self.close()
        if code == -signal.SIGKILL if sys.platform != "win32" else False:
            return KzlawError("error-model-killed")
        said = next((line for line in reversed(self._said) if line.strip()), "")
        return KzlawError("error-model-crashed", code=code, said=said.strip()[:200])


def _hear(child: subprocess.Popen[str], events: queue.Queue[Mapping[str, Any]]) -> None:
    assert child.stdout is not None
    with suppress(ValueError):
        for line in child.stdout:
            events.put(json.loads(line))
    events.put(_GONE)


def _overhear(child: subprocess.Popen[str], said: deque[str]) -> None:
    assert child.stderr is not None
    with suppress(ValueError):
        for line in child.stderr:
            said.append(line)
