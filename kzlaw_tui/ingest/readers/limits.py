"""What a file may cost to read, and how a process is held to it.

Linux: address space and time. macOS: its kernel does not keep to ``RLIMIT_AS``, so the process looks at its own memory and
ends itself. Windows: time only.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import suppress
from typing import Any

MEMORY_MB = 3072
"""For one file: the largest document at hand (14 MB of XML) takes 0.4 GB."""

SECONDS = 60.0
SECONDS_A_MB = 10.0
"""Time for a file, and for each megabyte of it; the time of outside programs (OCR, LibreOffice) is added as they start."""

OUT_OF_MEMORY = 77
"""The exit code of a process that found itself above the limit."""

_LOOK = 0.1


def seconds_for(size: int) -> float:
    """How long reading a file of so many bytes may take."""
    return SECONDS + SECONDS_A_MB * size / 2**20


def hold(memory_mb: int) -> None:
    """Hold this process to so much memory, for good; without core dumps, which would hold the words of a document."""
    if sys.platform == "win32":
        return
    import resource

    limit = memory_mb * 2**20
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with suppress(OSError, ValueError):
            # The soft limit only: a program that this process starts gets it lifted (``let_go``).
            resource.setrlimit(resource.RLIMIT_AS, (limit, resource.getrlimit(resource.RLIMIT_AS)[1]))
        return
    threading.Thread(target=_watch, args=(limit,), daemon=True).start()


def let_go(pid: int) -> None:
    """Lift the memory limit from a program that was just started: LibreOffice alone reserves more than a reader may take."""
    if sys.platform == "linux":
        import resource

        with suppress(OSError, ValueError):
            hard = resource.prlimit(pid, resource.RLIMIT_AS)[1]
            resource.prlimit(pid, resource.RLIMIT_AS, (hard, hard))


def _watch(limit: int) -> None:
    while True:
        time.sleep(_LOOK)
        if peak_bytes() > limit:
            os._exit(OUT_OF_MEMORY)


def peak_bytes() -> int:
    """The most memory that this process ever held; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource

    used: Any = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(used) if sys.platform == "darwin" else int(used) * 1024
