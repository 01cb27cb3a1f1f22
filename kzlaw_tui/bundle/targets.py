"""The machines that a bundle can be made for, and what of the lock files each of them needs."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kzlaw_tui.config import CHECKOUT, PACKAGE, is_checkout
from kzlaw_tui.errors import KzlawError, UsageError

GLIBC = 28
"""Linux wheels up to ``manylinux_2_28`` are taken: systems with glibc 2.28 (2018) or newer."""
MACOS = "14_0"
PYTHONS = ("3.11", "3.12", "3.13")
EXTRAS = ("ocr", "llama", "gemma", "mlx")
SOURCE_ONLY = frozenset({"llama-cpp-python"})
"""Packages that their makers publish as source: their wheel is built where the bundle is made, for that machine only."""

_SYSTEMS = {
    "linux-x86_64": ("linux", "Linux", "posix", "x86_64"),
    "linux-aarch64": ("linux", "Linux", "posix", "aarch64"),
    "macos-arm64": ("darwin", "Darwin", "posix", "arm64"),
    "macos-x86_64": ("darwin", "Darwin", "posix", "x86_64"),
    "windows-x86_64": ("win32", "Windows", "nt", "AMD64"),
}
PLATFORMS = tuple(_SYSTEMS)


@dataclass(frozen=True, slots=True)
class Target:
    """A platform of ``PLATFORMS`` and a Python of ``PYTHONS``."""

    platform: str
    python: str

    @property
    def native(self) -> bool:
        """Whether it is this machine with this Python."""
        return self == here()

    def tags(self) -> list[str]:
        """The platform tags of wheels, newest first (https://packaging.python.org/specifications/platform-compatibility-tags)."""
        system, _, _, machine = _SYSTEMS[self.platform]
        if system == "win32":
            return ["win_amd64"]
        if system == "darwin":
            return [f"macosx_{MACOS}_{machine}"]
        old = ("manylinux2014", "manylinux2010", "manylinux1") if machine == "x86_64" else ("manylinux2014",)
        new = [f"manylinux_2_{minor}" for minor in range(GLIBC, 4, -1)]
        return [f"{tag}_{machine}" for tag in (*new, *old, "linux")]

    def environment(self) -> dict[str, str]:
        """The values of environment markers there (PEP 508)."""
        system, name, os_name, machine = _SYSTEMS[self.platform]
        return {
            "sys_platform": system,
            "platform_system": name,
            "os_name": os_name,
            "platform_machine": machine,
            "python_version": self.python,
            "python_full_version": f"{self.python}.0",
            "implementation_name": "cpython",
            "implementation_version": f"{self.python}.0",
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_version": "",
            "extra": "",
        }


@dataclass(frozen=True, slots=True)
class Pinned:
    """One package of a lock: its name, its version, the SHA-256 of each of its files."""

    name: str
    version: str
    hashes: tuple[str, ...]

    def line(self) -> str:
        """As pip reads it, with hashes."""
        return f"{self.name}=={self.version} " + " ".join(f"--hash=sha256:{each}" for each in self.hashes)


def here() -> Target:
    """This machine."""
    machine = {"AMD64": "x86_64", "arm64": "arm64" if sys.platform == "darwin" else "aarch64"}.get(
        platform.machine(), platform.machine()
    )
    system = {"linux": "linux", "darwin": "macos", "win32": "windows"}.get(sys.platform, sys.platform)
    return Target(f"{system}-{machine}", ".".join(map(str, sys.version_info[:2])))


def target(system: str = "", python: str = "") -> Target:
    """A target by name, this machine's by default. Raises ``UsageError`` for one that is not known."""
    made = Target(system or here().platform, python or here().python)
    if made.platform not in PLATFORMS:
        raise UsageError("error-bundle-platform", platform=made.platform, known=", ".join(PLATFORMS))
    if made.python not in PYTHONS:
        raise UsageError("error-bundle-python", python=made.python, known=", ".join(PYTHONS))
    return made


def locks() -> Path:
    """The folder of the lock files: the checkout's, or the copy inside an installed package."""
    return CHECKOUT / "locks" if is_checkout(CHECKOUT) else PACKAGE / "_locks"


def pinned(wanted: Target, extras: tuple[str, ...] = ()) -> list[Pinned]:
    """What a target needs, of the locks of the program and of some extras, by name."""
    found: dict[str, Pinned] = {}
    for lock in ("base", *extras):
        for package in read_lock(locks() / f"{lock}.txt", wanted.environment()):
            found.setdefault(package.name, package)
    return [found[name] for name in sorted(found)]


_ENTRY = re.compile(r"^([\w.-]+)==(\S+?)(?:\s*;\s*(.+?))?$")


def read_lock(file: Path, environment: dict[str, str]) -> Iterator[Pinned]:
    """The packages of a lock whose markers hold in an environment. Raises ``KzlawError`` for a file that is no lock."""
    from packaging.markers import Marker

    try:
        text = file.read_text("utf-8")
    except OSError as error:
        raise KzlawError("error-file-unreadable", path=file, reason=error.strerror or error) from error
    for entry in text.replace("\\\n", " ").splitlines():
        head, *hashes = re.split(r"\s+--hash=sha256:", entry.strip())
        if not head or head.startswith("#"):
            continue
        parsed = _ENTRY.match(head.strip())
        if parsed is None or not hashes:
            raise KzlawError("error-bundle-lock", path=file, line=head)
        name, version, marker = parsed.groups()
        if marker is None or Marker(marker).evaluate(environment):
            yield Pinned(name, version, tuple(each.strip() for each in hashes))
