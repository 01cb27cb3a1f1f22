"""Collecting wheels: pip, as a child process, fetches exactly what the locks name, by hash. This program opens no socket itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from kzlaw_tui.bundle.targets import SOURCE_ONLY, Pinned, Target
from kzlaw_tui.config import CHECKOUT, is_checkout
from kzlaw_tui.errors import KzlawError

REQUIREMENTS = "requirements.txt"
"""What the install script asks pip for: exact versions; the files were signed with the bundle."""


def collect(
    folder: Path, target: Target, packages: Sequence[Pinned], *, source: Path | None = None, program: Path | None = None
) -> list[Pinned]:
    """Put the wheels of packages and of the program into ``folder/wheels`` and write ``requirements.txt``.

    ``source`` is a folder of wheels to take them from instead of the package index; ``program`` is a wheel of kzlaw-tui (a
    checkout builds its own). Returns the packages that could not be had for this target: those that are published as
    source and cannot be built here. Raises ``KzlawError`` with pip's own reason.
    """
    wheels = folder / "wheels"
    wheels.mkdir()
    ready = [package for package in packages if package.name not in SOURCE_ONLY]
    _download(folder, wheels, target, ready, source)
    left_out = [
        package
        for package in packages
        if package.name in SOURCE_ONLY and not _built(folder, wheels, target, package, source)
    ]
    _program(wheels, program)
    pins = [f"{package.name}=={package.version}" for package in packages if package not in left_out]
    (folder / REQUIREMENTS).write_text("\n".join(["kzlaw-tui", *pins]) + "\n", "utf-8")
    return left_out


def _download(folder: Path, wheels: Path, target: Target, packages: Sequence[Pinned], source: Path | None) -> None:
    listed = folder / ".wanted.txt"
    listed.write_text("".join(f"{package.line()}\n" for package in packages), "utf-8")
    tags = [part for tag in target.tags() for part in ("--platform", tag)]
    version = ["--python-version", target.python, "--implementation", "cp"]
    try:
        _pip(
            "download", "--no-deps", "--require-hashes", "--only-binary=:all:", *tags, *version,
            *_from(source), "--dest", str(wheels), "--requirement", str(listed),
        )  # fmt: skip
    finally:
        listed.unlink(missing_ok=True)


def _built(folder: Path, wheels: Path, target: Target, package: Pinned, source: Path | None) -> bool:
    """A package published as source: its wheel from the given folder, or built here for this machine."""
    if source is not None:
        name = package.name.replace("-", "_")
        for tag in target.tags():
            for wheel in sorted(source.glob(f"{name}-{package.version}-*{tag}*.whl")):
                (wheels / wheel.name).write_bytes(wheel.read_bytes())
                return True
    if not target.native:
        return False
    listed = folder / ".wanted.txt"
    listed.write_text(f"{package.line()}\n", "utf-8")
    try:
        _pip(
            "wheel", "--no-deps", "--require-hashes", *_from(source),
            "--wheel-dir", str(wheels), "--requirement", str(listed),
        )  # fmt: skip
    except KzlawError:
        if source is None:
            raise
        # Without the index there may be neither the source nor what it is built with.
        return False
    finally:
        listed.unlink(missing_ok=True)
    return True


def _program(wheels: Path, program: Path | None) -> None:
    if program is not None:
        if not (program.is_file() and program.name.startswith("kzlaw_tui-") and program.suffix == ".whl"):
            raise KzlawError("error-bundle-program", path=program)
        (wheels / program.name).write_bytes(program.read_bytes())
    elif is_checkout(CHECKOUT):
        _pip("wheel", "--no-deps", "--wheel-dir", str(wheels), str(CHECKOUT))
    else:
        raise KzlawError("error-bundle-no-program")


def _from(source: Path | None) -> list[str]:
    return [] if source is None else ["--no-index", "--find-links", str(source)]


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    except OSError as error:
        raise KzlawError("error-bundle-pip", reason=error.strerror or error) from error
    if done.returncode != 0:
        said = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        reason = next((line for line in said if line.startswith("ERROR")), said[-1] if said else str(done.returncode))
        raise KzlawError("error-bundle-pip", reason=reason.removeprefix("ERROR:").strip()[:300])
