"""The whole way: a bundle made with pip, carried, installed by its own script into a fresh environment without a network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kzlaw_tui.config import Home
from tests.conftest import ROOT

pytestmark = pytest.mark.slow


def started(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run without a network where that is possible, and without any setting of pip in every case."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "PYTHON", "KZLAW_"))}
    clean |= {"PIP_INDEX_URL": "http://192.0.2.1/", "LANG": "C.UTF-8", **environment}
    return subprocess.run(
        [*map(str, command)],
        capture_output=True,
        text=True,
        env=clean,
        timeout=900,
        stdin=subprocess.DEVNULL,
        check=False,
    )


@pytest.fixture(scope="module")
def isolated() -> list[str]:
    for options in (["-n"], ["-rn"]):
        found = shutil.which("unshare")
        if found and subprocess.run([found, *options, "true"], capture_output=True).returncode == 0:
            return [found, *options]
    return []


@pytest.fixture(scope="module")
def carried(office: Home, key: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A full bundle for this machine, by the command line; skipped where pip has no index to ask."""
    folder = tmp_path_factory.mktemp("stick") / "bundle"
    made = subprocess.run(
        [sys.executable, "-m", "kzlaw_tui", "--home", str(office.root), "bundle", "make", str(folder), "--key", str(key), "--json"],
        capture_output=True, text=True, timeout=900, cwd=ROOT, check=False,
    )  # fmt: skip
    if made.returncode == 1 and "pip" in made.stderr.splitlines()[-1]:
        pytest.skip(f"pip could not collect the packages here: {made.stderr.splitlines()[-1]}")
    assert made.returncode == 0, made.stderr
    return folder, str(json.loads(made.stdout)["fingerprint"])


def test_a_fresh_machine_without_a_network_answers_from_the_offices_acts(
    carried: tuple[Path, str], isolated: list[str], key: Path, tmp_path: Path
) -> None:
    folder, fingerprint = carried
    place = ["--venv", tmp_path / "venv", "--home", tmp_path / "home", "--lang", "en"]
    done = started(*isolated, sys.executable, "-I", folder / "install.py", "--fingerprint", fingerprint, *place)
    assert done.returncode == 0, done.stdout + done.stderr
    program = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin") / "kzlaw-tui"
    asked = started(*isolated, program, "--home", tmp_path / "home", "ask", "Сколько дней длится отпуск?", "--json")
    answer = json.loads(asked.stdout)
    assert not answer["abstained"] and answer["citations"][0]["text_kind"] == "official"
    assert "двадцать четыре дня" in answer["citations"][0]["quote"]
    listed = json.loads(started(*isolated, program, "--home", tmp_path / "home", "models", "list", "--json").stdout)
    assert [model["name"] for model in listed] == ["linked", "tiny"]
    doctor = json.loads(started(*isolated, program, "--home", tmp_path / "home", "doctor", "--json").stdout)
    assert all(check["ok"] for check in doctor["checks"] if check["severity"] == "blocks"), doctor


def test_the_script_refuses_what_the_office_did_not_sign(
    carried: tuple[Path, str], isolated: list[str], key: Path, tmp_path: Path
) -> None:
    folder, fingerprint = carried
    spoiled = Path(shutil.copytree(folder, tmp_path / "bundle"))
    run = [*isolated, sys.executable, "-I", spoiled / "install.py", "--venv", tmp_path / "venv", "--lang", "en"]
    no_key = started(*run)
    assert no_key.returncode == 1 and fingerprint in no_key.stdout
    assert started(*run, "--fingerprint", "0" * 64).stdout.startswith("REFUSED: this is not the bundle")
    wheel = next((spoiled / "wheels").glob("rich-*.whl"))
    wheel.write_bytes(wheel.read_bytes() + b" ")
    altered = started(*run, "--fingerprint", fingerprint)
    assert altered.returncode == 1 and f"wheels/{wheel.name}" in altered.stdout
    if shutil.which("openssl"):
        by_key = started(*run, "--key", key.with_suffix(".pub"))
        assert by_key.returncode == 1 and f"wheels/{wheel.name}" in by_key.stdout
        (spoiled / "MANIFEST.sig").write_bytes(bytes(64))
        assert started(*run, "--key", key.with_suffix(".pub")).stdout.startswith("REFUSED: this is not the bundle")
    assert not (tmp_path / "venv").exists()
