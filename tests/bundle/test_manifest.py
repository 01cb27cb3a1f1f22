"""What is refused of a bundle, and in which words."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlaw_tui.bundle import manifest as manifests
from kzlaw_tui.bundle import signing
from kzlaw_tui.errors import KzlawError, NotFoundError

Resign = Callable[[Path, dict[str, Any]], None]


def public(key: Path) -> Path:
    return key.with_suffix(".pub")


def refused(folder: Path, office: Path, **options: Any) -> str:
    """The message id of what ``verify`` says."""
    with pytest.raises(KzlawError) as raised:
        manifests.check(manifests.open_bundle(folder, **({"key": public(office)} | options)))
    return raised.value.message_id


def document(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "MANIFEST.json").read_text("utf-8")))


def test_a_whole_bundle_is_accepted_by_key_and_by_fingerprint(bundle: Path, key: Path) -> None:
    opened = manifests.open_bundle(bundle, key=public(key))
    shares: list[float] = []
    manifests.check(opened, shares.append)
    assert shares[-1] == 1.0 and opened.manifest.kind == "corpus"
    printed = " ".join(opened.fingerprint[i : i + 4].upper() for i in range(0, 64, 4))
    manifests.check(manifests.open_bundle(bundle, fingerprint=printed))


def test_openssl_agrees_with_the_signature(bundle: Path, key: Path) -> None:
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("needs openssl")
    command = [openssl, "pkeyutl", "-verify", "-pubin", "-inkey", str(public(key)), "-rawin"]
    command += ["-in", str(bundle / "MANIFEST.json"), "-sigfile", str(bundle / "MANIFEST.sig")]
    assert subprocess.run(command, capture_output=True).returncode == 0
    (bundle / "MANIFEST.json").write_bytes((bundle / "MANIFEST.json").read_bytes() + b" ")
    assert subprocess.run(command, capture_output=True).returncode != 0


def test_every_file_is_guarded(bundle: Path, key: Path) -> None:
    """One byte of any file at all, the manifest and its signature among them."""
    for file in sorted(f for f in bundle.rglob("*") if f.is_file()):
        data = file.read_bytes()
        file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        assert refused(bundle, key) in ("error-bundle-altered", "error-bundle-signature"), file
        file.write_bytes(data[:-1])
        assert refused(bundle, key) in ("error-bundle-altered", "error-bundle-signature"), file
        file.write_bytes(data)
    manifests.check(manifests.open_bundle(bundle, key=public(key)))


def test_missing_added_and_unsigned(bundle: Path, key: Path, tmp_path: Path) -> None:
    assert refused(tmp_path / "nowhere", key) == "error-bundle-none"
    (bundle / "corpus" / "more.txt").write_text("x")
    assert refused(bundle, key) == "error-bundle-extra"
    (bundle / "corpus" / "more.txt").unlink()
    (bundle / "corpus" / "manifest.json").rename(tmp_path / "away")
    assert refused(bundle, key) == "error-bundle-missing"
    assert refused(bundle, key, key=None) == "error-bundle-no-key"
    assert refused(bundle, key, fingerprint="0" * 64) == "error-bundle-fingerprint"
    (bundle / "MANIFEST.sig").unlink()
    assert refused(bundle, key) == "error-bundle-unsigned"


def test_a_bundle_of_another_office_is_refused(bundle: Path, tmp_path: Path) -> None:
    signing.make_key(tmp_path / "other.key")
    assert refused(bundle, tmp_path / "other.key") == "error-bundle-signature"


@pytest.mark.skipif(os.name != "posix", reason="making links needs rights on Windows")
def test_links_are_refused_though_what_they_lead_to_is_right(bundle: Path, key: Path, tmp_path: Path) -> None:
    copy = next(f for f in (bundle / "corpus").iterdir() if f.name != "manifest.json")
    copy.rename(tmp_path / "away")
    copy.symlink_to(tmp_path / "away")
    assert refused(bundle, key) == "error-bundle-link"
    copy.unlink()
    (tmp_path / "away").rename(copy)
    (bundle / "corpus").rename(tmp_path / "corpus")
    (bundle / "corpus").symlink_to(tmp_path / "corpus")
    assert refused(bundle, key) == "error-bundle-link"
    (bundle / "corpus").unlink()
    (tmp_path / "corpus").rename(bundle / "corpus")
    (bundle / "extra").symlink_to("/")
    assert refused(bundle, key) == "error-bundle-link"
    (bundle / "extra").unlink()
    (bundle / "MANIFEST.json").rename(tmp_path / "m")
    (bundle / "MANIFEST.json").symlink_to(tmp_path / "m")
    assert refused(bundle, key) == "error-bundle-link"


@pytest.mark.parametrize(
    "path",
    [
        "../escape.txt",
        "corpus/../../escape.txt",
        "/etc/passwd",
        "C:/Windows/x",
        "corpus\\..\\x",
        "corpus//x",
        "./x",
        "corpus/x\n",
        "corpus/con.txt",
        "corpus/x. ",
        "corpus/x:stream",
        "a" * 300,
        "",
    ],
)
def test_paths_that_lead_outside_are_refused_even_when_signed(
    bundle: Path, key: Path, resigned: Resign, tmp_path: Path, path: str
) -> None:
    (tmp_path / "escape.txt").write_text("x")
    given = document(bundle)
    given["files"][0]["path"] = path
    resigned(bundle, given)
    assert refused(bundle, key) == "error-bundle-path"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d.pop("files"),
        lambda d: d.update(kind="other"),
        lambda d: d.update(files=[{"path": "x"}]),
        lambda d: d.update(files=d["files"] + d["files"]),
        lambda d: d["files"][0].update(size=-1),
        lambda d: d["files"].append({**d["files"][0], "path": d["files"][0]["path"].upper()}),
        lambda d: d.update(unknown=1),
        lambda d: d.update(notes=None),
    ],
)
def test_malformed_manifests_are_one_clear_line(
    bundle: Path, key: Path, resigned: Resign, spoil: Callable[..., Any]
) -> None:
    given = document(bundle)
    spoil(given)
    resigned(bundle, given)
    assert refused(bundle, key) == "error-bundle-malformed"


def test_a_newer_format_says_so(bundle: Path, key: Path, resigned: Resign) -> None:
    resigned(bundle, {**document(bundle), "format": 2})
    assert refused(bundle, key) == "error-bundle-format"


def test_no_bytes_make_the_reader_fail_in_any_other_way(bundle: Path) -> None:
    @given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
    def check(data: bytes) -> None:
        (bundle / "MANIFEST.json").write_bytes(data)
        with pytest.raises((KzlawError, NotFoundError)):
            manifests.open_bundle(bundle, fingerprint=signing.fingerprint(data))

    check()
    (bundle / "MANIFEST.json").write_bytes(b"[" * 100_000)
    with pytest.raises(KzlawError):
        manifests.open_bundle(bundle, fingerprint=signing.fingerprint(b"[" * 100_000))


def test_what_changes_after_the_check_is_still_not_taken(bundle: Path, key: Path, tmp_path: Path) -> None:
    opened = manifests.open_bundle(bundle, key=public(key))
    manifests.check(opened)
    item = next(item for item in opened.manifest.files if item.path != "corpus/manifest.json")
    (bundle / item.path).write_bytes(b"x" * item.size)
    with pytest.raises(KzlawError, match="error-bundle-altered"):
        manifests.copy(opened, item, tmp_path / "target" / "x.txt")
    assert list((tmp_path / "target").iterdir()) == []


def test_a_full_disk_is_one_clear_line(
    bundle: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = manifests.open_bundle(bundle, key=public(key))

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KzlawError, match="error-file-unwritable"):
        manifests.copy(opened, opened.manifest.files[0], tmp_path / "target" / "x.txt")
    assert list((tmp_path / "target").iterdir()) == []


def test_keys(tmp_path: Path) -> None:
    file = tmp_path / "k.key"
    signing.make_key(file, "шыныққан темір")
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600
    assert b"ENCRYPTED" in file.read_bytes() and b"PRIVATE" not in (tmp_path / "k.pub").read_bytes()
    data = b"x"
    signature = signing.private_key(file, "шыныққан темір").sign(data)
    assert signing.signed_by(signing.public_key(tmp_path / "k.pub"), data, signature)
    for passphrase in ("", "другая"):
        with pytest.raises(KzlawError, match="error-bundle-passphrase"):
            signing.private_key(file, passphrase)
    with pytest.raises(KzlawError, match="error-bundle-key-exists"):
        signing.make_key(file)
    for read in (signing.private_key, signing.public_key):
        with pytest.raises(NotFoundError, match="error-bundle-no-key-file"):
            read(tmp_path / "none")
        (tmp_path / "junk").write_bytes(b"junk")
        with pytest.raises(KzlawError, match="error-bundle-key"):
            read(tmp_path / "junk")
