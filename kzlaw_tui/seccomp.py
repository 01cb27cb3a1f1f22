"""The Linux kernel refuses Internet sockets to this process, its threads and its children: a seccomp filter.

The audit hook sees what Python does; this sees what anything does, native libraries and helper programs included. Formats
and numbers: seccomp(2), ``linux/seccomp.h``, ``linux/filter.h``, ``linux/audit.h``.
"""

from __future__ import annotations

import platform
import sys
from typing import Any

# Machine -> (AUDIT_ARCH_*, number of seccomp, number of socket)
_MACHINES = {"x86_64": (0xC000003E, 317, 41), "aarch64": (0xC00000B7, 277, 198)}
_IO_URING_SETUP = 425  # a ring could make sockets without the system call
_X32 = 0x40000000  # x86-64's second table of system calls
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCH, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data (little-endian machines only)
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_EACCES, _ENOSYS = 13, 38
_AF_UNIX, _AF_INET, _AF_NETLINK = 1, 2, 16
_PR_SET_NO_NEW_PRIVS = 38
_SET_FILTER, _ALL_THREADS = 1, 1


def program(arch: int, socket: int) -> list[tuple[int, int, int, int]]:
    """The filter as BPF instructions (code, jump if true, jump if false, value): ``socket`` is allowed for Unix sockets and for
    the kernel's own (netlink), ``EACCES`` otherwise."""
    return [
        (_LOAD, 0, 0, _ARCH),
        (_EQUAL, 0, 7, arch),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 5, 0, _X32),
        (_EQUAL, 5, 0, _IO_URING_SETUP),
        (_EQUAL, 0, 5, socket),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_EQUAL, 3, 0, _AF_UNIX),
        (_EQUAL, 2, 0, _AF_NETLINK),
        (_RETURN, 0, 0, _ERRNO | _EACCES),
        (_RETURN, 0, 0, _ERRNO | _ENOSYS),
        (_RETURN, 0, 0, _ALLOW),
    ]


def refuse_sockets() -> bool:
    """Install the filter; it cannot be taken out again. Returns whether the kernel took it."""
    if sys.platform != "linux" or platform.machine() not in _MACHINES or sys.byteorder != "little":
        return False
    import ctypes

    class Instruction(ctypes.Structure):
        _fields_ = [("code", ctypes.c_uint16), ("jt", ctypes.c_uint8), ("jf", ctypes.c_uint8), ("k", ctypes.c_uint32)]

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.POINTER(Instruction))]

    arch, seccomp, socket = _MACHINES[platform.machine()]
    instructions = program(arch, socket)
    listed = (Instruction * len(instructions))(*(Instruction(*each) for each in instructions))
    given = Program(len(instructions), listed)
    libc: Any = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.syscall(seccomp, _SET_FILTER, _ALL_THREADS, ctypes.byref(given)) == 0)


def socket_refused() -> bool:
    """Ask the kernel for an Internet socket, past Python; whether it says no. The socket, if it comes, is closed unused."""
    import ctypes

    libc: Any = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.socket(_AF_INET, 1, 0)
    if descriptor < 0:
        return ctypes.get_errno() == _EACCES
    libc.close(descriptor)
    return False
