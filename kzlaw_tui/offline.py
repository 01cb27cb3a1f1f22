"""The process refuses the network by itself: an audit hook, installed before anything else is imported, and under Linux
a filter in the kernel, which native code cannot go round either."""

from __future__ import annotations

import os
import sys

from kzlaw_tui.errors import KzlawError

SWITCHES = {
    "ANONYMIZED_TELEMETRY": "False",  # Chroma
    "CHROMA_OTEL_GRANULARITY": "none",
    "DO_NOT_TRACK": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "ORT_DISABLE_TELEMETRY": "1",  # ONNX Runtime reports to its maker from native code, past Python
    "OTEL_SDK_DISABLED": "true",  # OpenTelemetry
    "POSTHOG_DISABLED": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "WANDB_MODE": "offline",
}
"""Environment variables by which the libraries that we use, or that they bring along, leave the network alone."""

HELPERS = frozenset(
    {
        *("tesseract", "antiword", "soffice", "libreoffice"),  # readers
        *("xclip", "xsel", "wl-copy", "wl-paste", "pbcopy", "pbpaste", "qdbus", "clip"),  # the clipboard
        *("pmset", "sysctl", "nvidia-smi"),  # what the machine is
        *("uname", "ldconfig"),  # asked by Python itself
        "icacls",  # who may read the home, on Windows
    }
)
"""Programs that may be started, beside this Python and the editor that the person has set."""

_CLOSED = "error-network-refused"
_FOREIGN = "error-program-refused"
# What resolves names is given a host first; what uses a socket is given the socket, then an address.
_NAMES = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
_SOCKETS = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getnameinfo"})
_PROGRAMS = frozenset({"subprocess.Popen", "os.posix_spawn", "os.exec", "os.spawn"})
_SHELLS = frozenset({"os.system", "os.startfile", "os.startfile/2", "pty.spawn", "webbrowser.open"})
_UNIX, _UNSAID = 1, -1

_installed = False
_children = False
_loopback = False


class RefusedError(KzlawError, PermissionError):
    """A connection or a program that was refused. To a library it is an ``OSError``: it goes on as on a machine without a network."""


def refuse_network() -> None:
    """From now on every attempt to make an Internet socket, to reach an address or to resolve a name raises ``RefusedError``; it
    cannot be undone in this process.

    Unix sockets and socket pairs are left alone: they do not leave the machine. Windows has no socket pairs, so its
    event loop makes one over loopback, which is let through there. Sets the switches of libraries as well.
    """
    global _installed
    os.environ.update(SWITCHES)
    if not _installed:
        _installed = True
        sys.addaudithook(_hook)


def refuse_programs() -> None:
    """From now on every program is refused that is neither this Python, nor the person's editor, nor one of ``HELPERS``."""
    global _children
    refuse_network()
    _children = True


def seal(*, loopback: bool = False) -> bool:
    """Last step, once it is known what was asked for: have the kernel refuse Internet sockets too, in this process and all its
    children, where it can do that (Linux on x86-64 and ARM64). Returns whether it does.

    With ``loopback`` (the loopback server) addresses of this machine are let through instead; the kernel's filter, which
    does not see addresses, is left out then.
    """
    if loopback:
        allow_loopback()
        return False
    from kzlaw_tui.seccomp import refuse_sockets

    return refuse_sockets()


def allow_loopback() -> None:
    """Let this process reach servers of this very machine: for the setting ``retrieval.server``, and only then."""
    global _loopback
    _loopback = True


def lock() -> None:
    """All three, for a process that never needs a socket."""
    refuse_programs()
    seal()


def probe() -> dict[str, bool]:
    """Try what must fail and tell what was refused: an address, a name, a program and, under Linux, a socket in the kernel.

    Nothing is tried unless the hook is there; the address belongs to a block that is never routed (RFC 5737).
    """
    import socket
    import subprocess

    def refused(attempt: object) -> bool:
        try:
            attempt()  # type: ignore[operator]
        except RefusedError:
            return True
        except OSError:
            return False
        return False

    if not _installed:
        return {"address": False, "name": False, "program": False}
    found = {
        "address": refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM).connect(("192.0.2.1", 9))),
        "name": refused(lambda: socket.getaddrinfo("kzlaw.invalid", 80)),
        "program": refused(lambda: subprocess.Popen(["kzlaw-probe"])),
    }
    if sys.platform == "linux":
        from kzlaw_tui.seccomp import socket_refused

        found["kernel"] = socket_refused()
    return found


def _hook(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.__new__":
        # Without a family (a descriptor that was handed over) what is done with the socket decides.
        if args[1] not in (_UNIX, _UNSAID) and not _loopback and sys.platform != "win32":
            _refuse(_CLOSED, address=f"AF {args[1]}")
    elif event in _NAMES:
        _check(args[0])
    elif event in _SOCKETS:
        address = args[0] if event == "socket.getnameinfo" else args[1]
        if isinstance(address, tuple) and address:
            _check(address[0])
    elif _children and event in _PROGRAMS:
        # Windows starts programs by a mode, then the path.
        program = args[1] if event == "os.spawn" else args[0] or args[1]
        if not _ours(program):
            _refuse(_FOREIGN, program=_name(program))
    elif _children and event in _SHELLS:
        _refuse(_FOREIGN, program=event)


def _check(host: object) -> None:
    if not ((_loopback or sys.platform == "win32") and is_loopback(host)):
        _refuse(_CLOSED, address=host.decode("ascii", "replace") if isinstance(host, bytes) else str(host))


def is_loopback(host: object) -> bool:
    """Whether a host is this machine by a loopback address or the name ``localhost``; «any address» is not."""
    import ipaddress

    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if text == "localhost":
        return True
    try:
        return ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False


def _ours(program: object) -> bool:
    path = _path(program)
    if path in (sys.executable, getattr(sys, "_base_executable", None)):
        return True
    return _name(program) in HELPERS or _name(program) in _editors()


def _editors() -> set[str]:
    import shlex

    names: set[str] = set()
    for variable in ("VISUAL", "EDITOR"):
        try:
            words = shlex.split(os.environ.get(variable, ""))
        except ValueError:
            continue
        names.update(_name(word) for word in words[:1])
    return names


def _path(program: object) -> str:
    """The path of what is started; on Windows it is the first word of a command line."""
    if isinstance(program, list | tuple):
        program = program[0] if program else ""
    path = os.fsdecode(program) if isinstance(program, str | bytes | os.PathLike) else ""
    if sys.platform == "win32" and path.startswith('"'):
        return path[1:].partition('"')[0]
    return path


def _name(program: object) -> str:
    name = _path(program).replace("\\", "/").rpartition("/")[2].casefold()
    return name.removesuffix(".exe").removesuffix(".com")


def _refuse(message: str, **what: str) -> None:
    if "logging" in sys.modules:
        sys.modules["logging"].getLogger("kzlaw_tui.offline").warning("refused: %s", ", ".join(what.values()))
    raise RefusedError(message, **what)
