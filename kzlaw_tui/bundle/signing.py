"""The office's key: Ed25519 (RFC 8032). The private part stays with the one who makes bundles; the public part goes to each
machine by a way of its own, not inside the bundle."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from kzlaw_tui.errors import KzlawError, NotFoundError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PUBLIC = ".pub"


def make_key(file: Path, passphrase: str = "") -> Path:
    """Write a new private key (PKCS #8, PEM, encrypted with a passphrase if there is one) to ``file`` and the public key
    (SubjectPublicKeyInfo, PEM, as OpenSSL reads it) beside it. Returns the public file. Never overwrites a key."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    public = file.with_suffix(PUBLIC)
    for one in (file, public):
        if one.exists():
            raise KzlawError("error-bundle-key-exists", path=one)
    key = Ed25519PrivateKey.generate()
    locked = form.BestAvailableEncryption(passphrase.encode()) if passphrase else form.NoEncryption()
    secret = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, locked)
    shown = key.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    try:
        for path, data, mode in ((file, secret, 0o600), (public, shown, 0o644)):
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as target:
                target.write(data)
    except OSError as error:
        raise KzlawError(
            "error-file-unwritable", path=error.filename or file, reason=error.strerror or error
        ) from error
    return public


def private_key(file: Path, passphrase: str = "") -> Ed25519PrivateKey:
    """Read a private key. Raises ``KzlawError`` where it is none, or the passphrase is missing or wrong."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(_read(file), passphrase.encode() if passphrase else None)
    except (TypeError, ValueError) as error:
        wanting = isinstance(error, TypeError) or passphrase
        raise KzlawError("error-bundle-passphrase" if wanting else "error-bundle-key", path=file) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KzlawError("error-bundle-key", path=file)
    return key


def public_key(file: Path) -> Ed25519PublicKey:
    """Read a public key. Raises ``KzlawError`` where it is none."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(_read(file))
    except ValueError as error:
        raise KzlawError("error-bundle-key", path=file) from error
    if not isinstance(key, Ed25519PublicKey):
        raise KzlawError("error-bundle-key", path=file)
    return key


def signed_by(key: Ed25519PublicKey, data: bytes, signature: bytes) -> bool:
    """Whether the signature of the data was made with the private part of this key."""
    from cryptography.exceptions import InvalidSignature

    try:
        key.verify(signature, data)
    except InvalidSignature:
        return False
    return True


def fingerprint(data: bytes) -> str:
    """SHA-256 in hex: what a person compares by eye."""
    return hashlib.sha256(data).hexdigest()


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise NotFoundError("error-bundle-no-key-file", path=file) from None
    except OSError as error:
        raise KzlawError("error-file-unreadable", path=file, reason=error.strerror or error) from error
