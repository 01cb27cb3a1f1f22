"""The most memory that this process has had."""

from __future__ import annotations

import sys


def peak_mb() -> float | None:
    """Peak resident memory of the process in MiB; ``None`` where the system does not tell."""
    try:
        return _windows() if sys.platform == "win32" else _unix()
    except (ImportError, OSError, AttributeError, ValueError):
        return None


def _unix() -> float:
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # type: ignore[attr-defined,unused-ignore]
    # macOS counts bytes, the others kibibytes.
    return float(most) / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _windows() -> float | None:
    """``PeakWorkingSetSize`` of GetProcessMemoryInfo (psapi): the second field of PROCESS_MEMORY_COUNTERS after two DWORDs."""
    import ctypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("cb", ctypes.c_ulong),
            ("page_faults", ctypes.c_ulong),
            *((name, ctypes.c_size_t) for name in ("peak", "now", "a", "b", "c", "d", "pagefile", "peak_pagefile")),
        )

    counters = Counters()
    counters.cb = ctypes.sizeof(counters)
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    done = kernel.K32GetProcessMemoryInfo(
        ctypes.c_void_p(kernel.GetCurrentProcess()), ctypes.byref(counters), counters.cb
    )
    return float(counters.peak) / (1024 * 1024) if done else None
