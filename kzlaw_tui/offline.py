"""The process refuses the network by itself: an audit hook, installed before anything else is imported."""

from __future__ import annotations

import sys

from kzlaw_tui.errors import KzlawError

# What resolves names is given a host first; what uses a socket is given the socket, then an address.
_NAMES = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
_SOCKETS = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"})
_installed = False
_loopback = False


def refuse_network() -> None:
    """From now on every attempt to reach a network address raises ``KzlawError``; it cannot be undone in this process.

    Unix sockets and socket pairs are left alone: they do not leave the machine. Windows has no socket pairs, so its
    event loop makes one over loopback, which is let through there.
    """
    global _installed
    if not _installed:
        _installed = True
        sys.addaudithook(_hook)


def allow_loopback() -> None:
    """Let this process reach servers of this very machine: for the setting ``retrieval.server``, and only then."""
    global _loopback
    _loopback = True


def _hook(event: str, args: tuple[object, ...]) -> None:
    if event in _NAMES:
        host = str(args[0])
    elif event in _SOCKETS and isinstance(args[1], tuple) and args[1]:
        host = str(args[1][0])
    else:
        return
    if _loopback and (host == "localhost" or host.startswith("127.")):
        return
    if sys.platform == "win32" and host.startswith(("127.", "::1")):
        return
    raise KzlawError("error-network-refused", address=host)
