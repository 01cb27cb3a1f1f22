"""A home for its owner alone; incognito leaves no trace."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kzlaw_tui import private
from kzlaw_tui.cli import main
from kzlaw_tui.config import CHECKOUT, Home
from tests.ingest.homes import write_law

posix = pytest.mark.skipif(os.name != "posix", reason="rights of files")


def modes(folder: Path) -> set[tuple[bool, int]]:
    return {(path.is_dir(), path.stat().st_mode & 0o777) for path in (folder, *folder.rglob("*"))}


@posix
def test_everything_that_real_commands_leave_is_for_the_owner_alone(tmp_path: Path) -> None:
    home, law = tmp_path / "home", write_law(tmp_path / "law.txt")
    environment = {**os.environ, "KZLAW_HOME": str(home), "KZLAW_RETRIEVAL__EMBEDDER": "none"}
    for command in (["ingest", str(law)], ["ask", "Кто спит днём?"], ["doctor"], ["sessions", "status"]):
        subprocess.run([sys.executable, "-m", "kzlaw_tui", *command], env=environment, capture_output=True)
    assert (home / "index" / "library.sqlite").is_file()
    assert modes(home) <= {(True, 0o700), (False, 0o600)}


@posix
def test_a_home_of_before_is_closed_once_and_links_are_not_followed(tmp_path: Path) -> None:
    home, outside = Home(tmp_path / "home"), tmp_path / "outside.txt"
    outside.write_text("чужое")
    outside.chmod(0o644)
    home.ensure()
    (home.index / "old.log").write_text("x")
    (home.index / "old.log").chmod(0o644)
    (home.index / "link").symlink_to(outside)
    home.root.chmod(0o755)
    private.protect(home.private_folders)
    assert home.root.stat().st_mode & 0o777 == 0o700
    assert (home.index / "old.log").stat().st_mode & 0o777 == 0o600
    assert outside.stat().st_mode & 0o777 == 0o644


@posix
def test_a_shared_home_stays_readable_and_a_checkout_keeps_its_rights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    before = os.umask(0o022)
    try:
        home.mkdir(mode=0o755)
        monkeypatch.setenv("KZLAW_PRIVACY__PRIVATE", "false")
        assert main(["--home", str(home), "sessions", "status"]) == 0
        assert home.stat().st_mode & 0o777 == 0o755
        assert CHECKOUT not in Home(CHECKOUT).private_folders
        capsys.readouterr()
    finally:
        os.umask(before)


@posix
def test_exports_get_the_rights_of_the_persons_own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "memo.txt"
    before = os.umask(0o022)
    monkeypatch.setattr(private, "_umask", None)
    try:
        private.keep_files_private()
        private.keep_files_private()
        file.touch()
        assert file.stat().st_mode & 0o777 == 0o600
        private.share(file)
        assert file.stat().st_mode & 0o777 == 0o644
    finally:
        os.umask(before)


def test_the_windows_command_names_one_person_and_stops_inheriting(tmp_path: Path) -> None:
    command = private.icacls(tmp_path / "Мои дела", "OFFICE\\айгүл")
    assert command[:2] == ["icacls", str(tmp_path / "Мои дела")]
    assert "/inheritance:r" in command and "OFFICE\\айгүл:(OI)(CI)F" in command
