"""The locks against advisories that were brought by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT


def audit(folder: Path, lock: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, ROOT / ".ci" / "audit", folder, lock], capture_output=True, text=True)


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    file = tmp_path / "lock.txt"
    file.write_text("left-pad==1.4.0 ; sys_platform == 'win32' \\\n    --hash=sha256:00\nRight_Pad==2.0 \\\n", "utf-8")
    return file


def advise(folder: Path, name: str = "left-pad", **affected: Any) -> Path:
    folder.mkdir(exist_ok=True)
    document = {
        "id": "T-1",
        "summary": "pads",
        "affected": [{"package": {"ecosystem": "PyPI", "name": name}, **affected}],
    }
    (folder / "T-1.json").write_text(json.dumps(document), "utf-8")
    return folder


def between(*events: tuple[str, str]) -> dict[str, Any]:
    return {"ranges": [{"type": "ECOSYSTEM", "events": [{kind: bound} for kind, bound in events]}]}


@pytest.mark.parametrize(
    ("affected", "found"),
    [
        ({"versions": ["1.4.0"]}, True),
        ({"versions": ["1.4"]}, False),
        (between(("introduced", "0"), ("fixed", "1.4.1")), True),
        (between(("introduced", "0"), ("fixed", "1.4")), False),
        (between(("introduced", "1.0"), ("last_affected", "1.4.0")), True),
        (between(("introduced", "1.0"), ("last_affected", "1.3.9")), False),
        (between(("introduced", "0"), ("fixed", "1.0"), ("introduced", "1.3")), True),
        (between(("introduced", "1.5")), False),
    ],
)
def test_versions_and_ranges(tmp_path: Path, lock: Path, affected: dict[str, Any], found: bool) -> None:
    done = audit(advise(tmp_path / "osv", **affected), lock)
    assert (done.returncode, "left-pad 1.4.0: T-1 pads" in done.stdout) == (int(found), found)


def test_names_are_compared_as_the_index_does_and_an_empty_folder_is_no_all_clear(tmp_path: Path, lock: Path) -> None:
    assert audit(advise(tmp_path / "osv", "Right.Pad", versions=["2.0"]), lock).returncode == 1
    (tmp_path / "empty").mkdir()
    assert audit(tmp_path / "empty", lock).returncode == 2


def test_the_real_locks_are_read(tmp_path: Path) -> None:
    done = audit(advise(tmp_path / "osv", "no-such-package"), ROOT / "locks" / "base.txt")
    assert done.returncode == 0 and "packages: 1" in done.stderr
