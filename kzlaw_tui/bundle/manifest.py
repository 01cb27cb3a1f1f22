"""``MANIFEST.json`` of a bundle: every file with its size and SHA-256. ``MANIFEST.sig`` is the Ed25519 signature of its bytes.

Whoever reads a manifest has checked the signature first; even so no name in it is trusted with a path outside the bundle.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from kzlaw_tui.bundle import signing
from kzlaw_tui.errors import KzlawError, NotFoundError

NAME, SIGNATURE = "MANIFEST.json", "MANIFEST.sig"
FORMAT = 1
LONGEST = 32 << 20
"""Bytes of a manifest: far more than any office needs, far less than what hurts."""
_CHUNK = 1 << 20
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
Kind = Literal["full", "corpus"]


@dataclass(frozen=True, slots=True)
class Item:
    """One file: its path inside the bundle with «/», its size in bytes, its SHA-256 in hex."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A bundle. ``platform`` and ``python`` are those of the wheels (empty for acts only); ``notes`` is what is not in it."""

    kind: Kind
    made: str
    program: str
    platform: str
    python: str
    files: tuple[Item, ...]
    notes: tuple[str, ...] = ()

    def data(self) -> bytes:
        """The bytes that are signed."""
        return (json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Trusted:
    """A bundle whose manifest was signed by the office; ``fingerprint`` is the SHA-256 of the manifest."""

    folder: Path
    manifest: Manifest
    fingerprint: str


def write(folder: Path, manifest: Manifest, sign: Callable[[bytes], bytes]) -> str:
    """Write and sign the manifest of a folder; returns its fingerprint."""
    data = manifest.data()
    (folder / NAME).write_bytes(data)
    (folder / SIGNATURE).write_bytes(sign(data))
    return signing.fingerprint(data)


def items(folder: Path) -> tuple[Item, ...]:
    """Every file of a folder that is being made into a bundle."""
    found = []
    for path in _walk(folder):
        if path.name not in (NAME, SIGNATURE) or path.parent != folder:
            size, digest = digest_of(path)
            found.append(Item(path.relative_to(folder).as_posix(), size, digest))
    return tuple(found)


def open_bundle(folder: Path, *, key: Path | None = None, fingerprint: str = "") -> Trusted:
    """Read the manifest once its signature, or the fingerprint that a person was told, has been checked.

    Raises ``NotFoundError`` for a folder that is no bundle, ``KzlawError`` for an unsigned, altered or malformed one.
    """
    folder = folder.expanduser().absolute()
    data = _small(folder / NAME, LONGEST)
    if data is None:
        raise NotFoundError("error-bundle-none", path=folder)
    mark = signing.fingerprint(data)
    if fingerprint:
        if mark != re.sub(r"[\s:]", "", fingerprint).casefold():
            raise KzlawError("error-bundle-fingerprint", path=folder, found=mark)
    elif key is not None:
        signature = _small(folder / SIGNATURE, 64)
        if signature is None:
            raise KzlawError("error-bundle-unsigned", path=folder)
        if not signing.signed_by(signing.public_key(key), data, signature):
            raise KzlawError("error-bundle-signature", path=folder, key=key)
    else:
        raise KzlawError("error-bundle-no-key")
    return Trusted(folder, _parsed(folder, data), mark)


def check(bundle: Trusted, progress: Callable[[float], None] | None = None) -> None:
    """Read every file and compare. Raises ``KzlawError`` naming the first that is missing, altered, a link, or not listed."""
    total, done = max(sum(item.size for item in bundle.manifest.files), 1), 0
    for item in bundle.manifest.files:
        for _ in read(bundle, item):
            pass
        done += item.size
        if progress is not None:
            progress(done / total)
    listed = {item.path for item in bundle.manifest.files} | {NAME, SIGNATURE}
    for path in _walk(bundle.folder):
        name = path.relative_to(bundle.folder).as_posix()
        if name not in listed:
            raise KzlawError("error-bundle-extra", file=name)


def read(bundle: Trusted, item: Item) -> Iterator[bytes]:
    """The bytes of a file, refused with an exception at their end if they are not those that were signed."""
    path = bundle.folder
    for part in item.path.split("/"):
        path = path / part
        if path.is_symlink() or path.is_junction() if hasattr(path, "is_junction") else path.is_symlink():
            raise KzlawError("error-bundle-link", file=item.path)
    digest, size = hashlib.sha256(), 0
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as source:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise KzlawError("error-bundle-link", file=item.path)
            while size <= item.size and (chunk := source.read(_CHUNK)):
                digest.update(chunk)
                size += len(chunk)
                yield chunk
    except FileNotFoundError:
        raise KzlawError("error-bundle-missing", file=item.path) from None
    except OSError as error:
        raise KzlawError("error-file-unreadable", path=path, reason=error.strerror or error) from error
    if size != item.size or digest.hexdigest() != item.sha256:
        raise KzlawError("error-bundle-altered", file=item.path)


def copy(bundle: Trusted, item: Item, target: Path) -> None:
    """Copy a file out of the bundle; what arrives is what was signed, or nothing."""
    part = target.with_name(f".part-{target.name}"[:200])
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as out:
            for chunk in read(bundle, item):
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
    except OSError as error:
        raise KzlawError("error-file-unwritable", path=target, reason=error.strerror or error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def safe(path: str) -> bool:
    """Whether a name is that of a file inside the bundle on every system: relative, no «..», nothing that Windows reads
    otherwise."""
    parts = path.split("/")
    return 0 < len(path) <= 400 and all(
        part not in ("", ".", "..")
        and len(part.encode()) <= 250
        and not _FORBIDDEN.search(part)
        and not _RESERVED.fullmatch(part)
        and part[-1] not in ". "
        for part in parts
    )


def digest_of(path: Path) -> tuple[int, str]:
    """Size and SHA-256 of a file."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()


def _walk(folder: Path) -> Iterator[Path]:
    """All files below a folder, by name. A link, of a file or of a folder, is a failure: nothing is followed."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path = Path(entry.path)
        if entry.is_symlink() or (hasattr(entry, "is_junction") and entry.is_junction()):
            raise KzlawError("error-bundle-link", file=entry.name)
        if entry.is_dir():
            yield from _walk(path)
        else:
            yield path


def _small(path: Path, longest: int) -> bytes | None:
    """A file that must be short and no link; ``None`` where there is none."""
    if path.is_symlink():
        raise KzlawError("error-bundle-link", file=path.name)
    try:
        with path.open("rb") as source:
            data = source.read(longest + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise KzlawError("error-file-unreadable", path=path, reason=error.strerror or error) from error
    if len(data) > longest:
        raise KzlawError("error-bundle-malformed", path=path.parent, reason=path.name)
    return data


def _parsed(folder: Path, data: bytes) -> Manifest:
    try:
        given: dict[str, Any] = json.loads(data)
        version = given.pop("format")
        if version != FORMAT:
            raise KzlawError("error-bundle-format", path=folder, version=version, supported=FORMAT)
        files = tuple(Item(str(f["path"]), int(f["size"]), str(f["sha256"])) for f in given.pop("files"))
        notes = tuple(str(note) for note in given.pop("notes"))
        manifest = Manifest(files=files, notes=notes, **{key: str(value) for key, value in given.items()})  # type: ignore[arg-type]
        if manifest.kind not in ("full", "corpus"):
            raise ValueError("kind")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise KzlawError("error-bundle-malformed", path=folder, reason=f"{type(error).__name__}: {error}") from error
    seen: set[str] = set()
    for item in files:
        if not safe(item.path):
            raise KzlawError("error-bundle-path", file=item.path)
        if item.path.casefold() in seen or item.size < 0:
            raise KzlawError("error-bundle-malformed", path=folder, reason=item.path)
        seen.add(item.path.casefold())
    return manifest
