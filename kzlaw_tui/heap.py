"""Memory that was only needed while something was loaded goes back to the system."""

from __future__ import annotations

import gc
import sys


def give_back() -> None:
    """Return what the allocator keeps for later. Does something with glibc (Linux) only; elsewhere, and with another C library,
    nothing happens. Takes some tens of milliseconds: call it in a thread."""
    gc.collect()
    if sys.platform != "linux":
        return
    import ctypes

    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError):
        return
