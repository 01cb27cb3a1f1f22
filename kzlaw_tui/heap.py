"""Memory that was only needed while something was loaded goes back to the system."""

from __future__ import annotations

import gc
import sys

_ARENA_MAX = -8
"""``M_ARENA_MAX`` of glibc's ``malloc.h``."""


def few_arenas() -> None:
    """Let threads share two heaps instead of having one each, most of it free: a gain with glibc, nothing elsewhere."""
    if sys.platform != "linux":
        return
    import ctypes

    try:
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 2)
    except (AttributeError, OSError):
        return


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
