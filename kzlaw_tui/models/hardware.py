"""What this machine has: memory, cores, instruction sets, a graphics processor, mains or battery."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

_SETS = ("avx2", "avx512f", "avx512_vnni", "amx_int8", "fma", "f16c", "asimd", "sve", "asimddp")
_PROBE_MB = 64


@dataclass(frozen=True, slots=True)
class Hardware:
    """Memory in bytes; ``gpu`` is a name («NVIDIA …», «Metal») or empty, ``gpu_memory`` its memory where it is known.

    ``on_battery`` and ``battery`` (percent) are ``None`` where there is no battery or nobody tells.
    """

    memory: int
    free: int
    cores: int
    sets: tuple[str, ...] = ()
    gpu: str = ""
    gpu_memory: int = 0
    on_battery: bool | None = None
    battery: int | None = None

    def document(self) -> dict[str, object]:
        """As ``doctor`` and ``models recommend`` print it."""
        return {**asdict(self), "sets": list(self.sets)}


def look() -> Hardware:
    """Look at the machine; what cannot be found out counts as absent."""
    total, free = memory()
    name, gpu_memory = _gpu(total)
    on_battery, level = power()
    return Hardware(total, free, cores(), _instruction_sets(), name, gpu_memory, on_battery, level)


def cores() -> int:
    """Processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))  # type: ignore[attr-defined,unused-ignore]
    except AttributeError:
        return os.cpu_count() or 1


def memory() -> tuple[int, int]:
    """Bytes of memory: all, and free for a new program. A container's limit counts as all there is."""
    if sys.platform == "win32":
        return _windows_memory()
    if sys.platform == "darwin":
        return _mac_memory()
    found = dict(re.findall(r"(\w+):\s+(\d+) kB", _read("/proc/meminfo")))
    total = int(found.get("MemTotal", 0)) * 1024
    free = int(found.get("MemAvailable", 0)) * 1024
    limit, used = _read("/sys/fs/cgroup/memory.max").strip(), _read("/sys/fs/cgroup/memory.current").strip()
    if limit.isdigit() and used.isdigit():
        cached = re.search(r"^inactive_file (\d+)", _read("/sys/fs/cgroup/memory.stat"), re.M)
        spare = int(limit) - int(used) + (int(cached.group(1)) if cached else 0)
        total, free = min(total, int(limit)), min(free, max(spare, 0))
    return total, free


def _mac_memory() -> tuple[int, int]:
    total = int(_output("sysctl", "-n", "hw.memsize") or 0)
    pages = dict(re.findall(r"Pages (free|inactive|speculative|purgeable):\s+(\d+)", _output("vm_stat")))
    size = re.search(r"page size of (\d+)", _output("vm_stat"))
    return total, sum(map(int, pages.values())) * (int(size.group(1)) if size else 16384)


def _windows_memory() -> tuple[int, int]:
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ulong), ("load", ctypes.c_ulong)] + [
            (name, ctypes.c_ulonglong) for name in ("total", "free", "a", "b", "c", "d", "e")
        ]

    status = Status(length=ctypes.sizeof(Status))
    ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))  # type: ignore[attr-defined,unused-ignore]
    return int(status.total), int(status.free)


def power() -> tuple[bool | None, int | None]:
    """Whether the machine runs on its battery, and how full that is in percent."""
    if sys.platform == "darwin":
        told = _output("pmset", "-g", "batt")
        level = re.search(r"(\d+)%", told)
        return ("Battery Power" in told, int(level.group(1))) if level else (None, None)
    if sys.platform == "win32":
        return _windows_power()
    supplies = Path("/sys/class/power_supply")
    batteries = [d for d in supplies.glob("*") if _read(d / "type").strip() == "Battery"] if supplies.is_dir() else []
    batteries = [d for d in batteries if _read(d / "scope").strip() != "Device"]
    if not batteries:
        return None, None
    level_text = _read(batteries[0] / "capacity").strip()
    level = int(level_text) if level_text.isdigit() else None
    return _read(batteries[0] / "status").strip() == "Discharging", level


def _windows_power() -> tuple[bool | None, int | None]:
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = [(name, ctypes.c_ubyte) for name in ("mains", "flag", "percent", "saver")] + [
            ("seconds", ctypes.c_ulong),
            ("full", ctypes.c_ulong),
        ]

    status = Status()
    ctypes.windll.kernel32.GetSystemPowerStatus(ctypes.byref(status))  # type: ignore[attr-defined,unused-ignore]
    return (None, None) if status.flag & 128 else (status.mains == 0, int(status.percent))


def _instruction_sets() -> tuple[str, ...]:
    if sys.platform == "darwin":
        told = _output("sysctl", "-n", "machdep.cpu.leaf7_features", "machdep.cpu.features").lower()
        return ("asimd",) if platform.machine() == "arm64" else tuple(s for s in _SETS if s in told)
    found = re.search(r"^(?:flags|Features)\s*:\s*(.*)$", _read("/proc/cpuinfo"), re.M)
    flags = set(found.group(1).split()) if found else set()
    return tuple(s for s in _SETS if s in flags)


def _gpu(total: int) -> tuple[str, int]:
    if sys.platform == "darwin":
        # Metal shares the memory of the machine; the system lends it about two thirds.
        return ("Metal", total * 2 // 3) if platform.machine() == "arm64" else ("", 0)
    if shutil.which("nvidia-smi"):
        told = _output("nvidia-smi", "--query-gpu=name,memory.free", "--format=csv,noheader,nounits")
        name, _, size = told.partition("\n")[0].rpartition(",")
        if size.strip().isdigit():
            return name.strip(), int(size) * 2**20
    return "", 0


def bandwidth(seconds: float = 2.0) -> float:
    """Bytes a second that all cores together move to and from memory, measured for so long.

    A model reads all its weights for each token: this number over their size is the speed of an answer.
    """
    import numpy as np

    threads = max(cores(), 1)
    blocks = [(np.ones(_PROBE_MB * 2**17), np.empty(_PROBE_MB * 2**17)) for _ in range(threads)]
    moved = [0] * threads
    end = time.perf_counter() + seconds
    started = time.perf_counter()

    def work(i: int) -> None:
        source, target = blocks[i]
        while time.perf_counter() < end:
            np.copyto(target, source)
            moved[i] += source.nbytes + target.nbytes

    workers = [threading.Thread(target=work, args=(i,)) for i in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(moved) / max(time.perf_counter() - started, 1e-9)


def _read(path: str | Path) -> str:
    try:
        return Path(path).read_text("utf-8", "replace")
    except OSError:
        return ""


def _output(*command: str) -> str:
    with suppress(OSError, subprocess.SubprocessError):
        return subprocess.run(command, capture_output=True, text=True, timeout=5, check=False).stdout.strip()
    return ""
