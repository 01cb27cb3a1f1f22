"""How fast a long piece of work goes, and how long it will still take."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kzlaw_tui.ingest.reports import Progress

SETTLED = 0.03
"""The share of the work from which on the time left is worth telling."""


class Pace:
    """Measures the progress of an ingest or a rebuild. Times are seconds of ``clock``."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._files: dict[int, tuple[float, float | None]] = {}
        self._last: Progress | None = None
        self._last_at = self._began

    def feed(self, progress: Progress) -> None:
        """Take note of a step."""
        now = self._clock()
        began, ended = self._files.get(progress.index, (now, None))
        self._files[progress.index] = (began, now if progress.stage == "done" else ended)
        self._last, self._last_at = progress, now

    def seconds(self) -> float:
        """Since the work began."""
        return self._clock() - self._began

    def of_file(self, index: int) -> float:
        """What a file took, or has taken so far; 0 for one that was not begun."""
        began, ended = self._files.get(index, (self._clock(), None))
        return (ended if ended is not None else self._clock()) - began

    def articles_per_second(self) -> float | None:
        """``None`` before the first file is done."""
        if self._last is None or not self._last.articles:
            return None
        return self._last.articles / max(self._last_at - self._began, 0.001)

    def left(self) -> float | None:
        """Seconds that the rest will take at the pace so far, less what has passed since the last step; ``None`` while too
        little is done to tell."""
        if self._last is None or not SETTLED <= self._last.fraction < 1:
            return None
        whole = (self._last_at - self._began) / self._last.fraction
        return max(whole - self.seconds(), 0.0)


def clock_text(seconds: float) -> str:
    """«0:07», «12:40», «1:02:09»."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, rest = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
