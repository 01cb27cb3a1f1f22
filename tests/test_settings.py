"""``config.toml``: what a person set, and one setting written into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.settings import fixed_by_environment, load_settings, save_settings

BY_HAND = """# мои настройки
theme = "kzlaw-light"   # глаза устают

[retrieval]
embedder = "none"

[privacy]
# ничего не писать
history = false
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(BY_HAND, "utf-8")
    return file


def test_one_value_changes_and_all_else_stays(config: Path) -> None:
    save_settings(config, {"theme": "kzlaw-sepia"})
    assert config.read_text("utf-8") == BY_HAND.replace("kzlaw-light", "kzlaw-sepia")


def test_new_keys_and_tables_are_added_beside_what_is_there(config: Path) -> None:
    save_settings(config, {"density": "compact"})
    save_settings(config, {"privacy.reopen": False})
    save_settings(config, {"model.in_app": False})
    text = config.read_text("utf-8")
    for line in BY_HAND.splitlines():
        assert line in text.splitlines()
    settings = load_settings(config)
    assert settings.density == "compact" and not settings.privacy.reopen and not settings.privacy.history
    assert not settings.model.in_app and settings.retrieval.embedder == "none" and settings.theme == "kzlaw-light"


def test_a_home_without_the_file_or_the_folder_gets_both(tmp_path: Path) -> None:
    file = tmp_path / "new" / "config.toml"
    save_settings(file, {"privacy.history": False})
    assert not load_settings(file).privacy.history
    assert [found.name for found in file.parent.iterdir()] == ["config.toml"]


@pytest.mark.parametrize(
    "broken", ['theme = "kzlaw-light\n', "privacy = 3\n", 'density = "airy"\n', "theme = 'a'\ntheme = 'b'\n"]
)
def test_a_broken_file_is_never_overwritten(tmp_path: Path, broken: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(broken, "utf-8")
    with pytest.raises(KzlawError) as failure:
        save_settings(file, {"privacy.history": False})
    assert failure.value.args_["path"] == file
    assert file.read_text("utf-8") == broken and [found.name for found in tmp_path.iterdir()] == ["config.toml"]


def test_a_file_that_is_no_text_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b'theme = "\xff\xfe"\n')
    with pytest.raises(KzlawError):
        save_settings(file, {"lang": "kk"})
    assert file.read_bytes() == b'theme = "\xff\xfe"\n'


def test_line_ends_of_windows_stay(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b'# a\r\ntheme = "kzlaw-dark"\r\n')
    save_settings(file, {"theme": "kzlaw-dusk"})
    assert file.read_bytes() == b'# a\r\ntheme = "kzlaw-dusk"\r\n'


def test_the_file_behind_a_link_is_the_one_that_changes(tmp_path: Path, config: Path) -> None:
    link = tmp_path / "link.toml"
    try:
        link.symlink_to(config)
    except OSError:
        pytest.skip("no symbolic links here")
    save_settings(link, {"lang": "en"})
    assert link.is_symlink() and load_settings(config).lang == "en"


def test_a_variable_that_overrides_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not fixed_by_environment("privacy.history")
    monkeypatch.setenv("KZLAW_PRIVACY__HISTORY", "false")
    assert fixed_by_environment("privacy.history") == "KZLAW_PRIVACY__HISTORY"
