"""From one home to another by a bundle."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.bundle import install as installing
from kzlaw_tui.bundle import make as making
from kzlaw_tui.bundle import manifest as manifests
from kzlaw_tui.bundle import wheels
from kzlaw_tui.bundle.install import KEY, STAGING, install
from kzlaw_tui.bundle.make import Made, Order, make
from kzlaw_tui.bundle.targets import target
from kzlaw_tui.cli import main
from kzlaw_tui.config import Home
from kzlaw_tui.errors import KzlawError, UsageError


@pytest.fixture
def other(tmp_path: Path) -> Assistant:
    """The home of the machine without a network."""
    return Assistant(Home(tmp_path / "other"), "ru")


@pytest.fixture
def full(office: Home, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """A full bundle with no wheels but an empty one of the program: pip and its index are for the slow test."""
    wheel = tmp_path / "kzlaw_tui-0-py3-none-any.whl"
    wheel.write_bytes(b"")
    monkeypatch.setattr(making, "pinned", lambda _target, _extras: [])
    monkeypatch.setattr(wheels, "_download", lambda *_: None)
    return make(office, tmp_path / "full", Order(target(), key, program=wheel))


def taken(assistant: Assistant, made: Made, key: Path | None, **options: Any) -> installing.Installed:
    public = key.with_suffix(".pub") if key else None
    bundle = manifests.open_bundle(made.folder, key=public)
    return install(assistant, assistant.speaker.models, assistant.speaker.adapters, bundle, key=public, **options)


def official(assistant: Assistant) -> set[tuple[str, str]]:
    return {(info.act, info.lang) for info in assistant.acts() if info.text_kind == "official"}


def test_acts_models_and_adapters_arrive_as_they_were(full: Made, other: Assistant, office: Home, key: Path) -> None:
    done = taken(other, full, key)
    assert (done.models, done.adapters, done.kept) == (["linked", "tiny"], ["lora"], [])
    assert not done.failed and official(other) == {("K1500000414", "ru"), ("Z980000220_", "kk")}
    theirs, ours = Assistant(office), other
    for home in (theirs, ours):
        assert all(home.speaker.models.verify(m) is None for m in home.speaker.models.list())
    names = {m.name: m.sha256 for m in theirs.speaker.models.list()}
    assert {m.name: m.sha256 for m in ours.speaker.models.list()} == names
    entries = [(e.sha256, e.name, e.options) for e in installing_corpus(ours.home)]
    assert entries == [(e.sha256, e.name, e.options) for e in installing_corpus(office)]
    assert ours.show("ст. 88 ТК РК").stored.article.text == theirs.show("ст. 88 ТК РК").stored.article.text
    assert not (other.home.index / STAGING).exists()
    again = taken(other, full, key)
    assert (again.models, sorted(again.kept)) == ([], ["linked", "lora", "tiny"])
    assert {file.status for report in again.acts for file in report.files} == {"unchanged"}


def installing_corpus(home: Home) -> list[Any]:
    from kzlaw_tui.library.corpus import Corpus

    return Corpus(home).entries()


def test_the_key_is_remembered_for_the_bundles_that_follow(
    acts_only: Made, other: Assistant, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, folder = str(other.home.root), str(acts_only.folder)
    assert main(["--home", home, "bundle", "verify", folder]) == 1
    assert "Неизвестно, кому доверять" in capsys.readouterr().err
    assert main(["--home", home, "bundle", "install", folder, "--key", str(key.with_suffix(".pub"))]) == 0
    assert (other.home.root / KEY).is_file()
    capsys.readouterr()
    assert main(["--home", home, "bundle", "verify", folder, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] and said["kind"] == "corpus" and said["fingerprint"] == acts_only.fingerprint


def test_an_altered_bundle_leaves_the_home_untouched(bundle: Path, other: Assistant, key: Path) -> None:
    other.home.ensure()
    before = sorted(str(path) for path in other.home.root.rglob("*"))
    copy = next(f for f in (bundle / "corpus").iterdir() if f.suffix == ".txt")
    copy.write_bytes(copy.read_bytes() + b" ")
    opened = manifests.open_bundle(bundle, key=key.with_suffix(".pub"))
    with pytest.raises(KzlawError, match="error-bundle-altered"):
        install(other, other.speaker.models, other.speaker.adapters, opened)
    assert sorted(str(path) for path in other.home.root.rglob("*")) == before


def test_a_stick_pulled_out_half_way_can_be_put_in_again(
    full: Made, other: Assistant, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, left = manifests.copy, [2]

    def pulled(*args: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(5, "Input/output error")
        real(*args)

    monkeypatch.setattr(manifests, "copy", pulled)
    with pytest.raises((OSError, KzlawError)):
        taken(other, full, key)
    assert official(other) == set()
    assert all(other.speaker.models.verify(m) is None for m in other.speaker.models.list())
    (other.home.index / STAGING).mkdir(exist_ok=True)
    (other.home.index / STAGING / "left").write_text("x")
    monkeypatch.setattr(manifests, "copy", real)
    taken(other, full, key)
    assert official(other) == {("K1500000414", "ru"), ("Z980000220_", "kk")}
    assert not (other.home.index / STAGING).exists()


def test_a_model_of_the_same_name_is_replaced_by_the_offices(
    full: Made, other: Assistant, key: Path, tmp_path: Path
) -> None:
    from tests.models.make import model

    other.speaker.models.add(model(tmp_path / "own.gguf", **{"general.license": "another"}), name="tiny")
    done = taken(other, full, key)
    assert "tiny" in done.models
    assert other.speaker.models.get("tiny").licence == "gemma"


def test_one_act_only(office: Home, key: Path, other: Assistant, tmp_path: Path) -> None:
    made = make(office, tmp_path / "one", Order(None, key, acts=("Z980000220_",)))
    taken(other, made, key)
    assert official(other) == {("Z980000220_", "kk")}
    with pytest.raises(UsageError, match="error-bundle-act"):
        make(office, tmp_path / "two", Order(None, key, acts=("K0000000000",)))


def test_nothing_is_left_of_a_bundle_that_failed(office: Home, key: Path, tmp_path: Path) -> None:
    folder = tmp_path / "made"
    for order, error in (
        (Order(None, key, passphrase="x"), "error-bundle-passphrase"),
        (Order(None, folder / "office.key"), "error-bundle-key-inside"),
        (Order(None, tmp_path / "none.key"), "error-bundle-no-key-file"),
        (Order(target("windows-x86_64", "3.12"), key, source=tmp_path), "error-bundle-pip"),
    ):
        with pytest.raises(KzlawError, match=error):
            make(office, folder, order)
        assert not [path for path in tmp_path.iterdir() if "made" in path.name]
    folder.mkdir()
    with pytest.raises(UsageError, match="error-bundle-exists"):
        make(office, folder, Order(None, key))


def test_a_damaged_model_is_not_sent_on(
    office: Home, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(Path(shutil.copytree(office.root, tmp_path / "home")))
    (home.models / "tiny" / "model.gguf").write_bytes(b"GGUF")
    monkeypatch.setattr(making.wheels, "collect", lambda *_, **__: [])
    with pytest.raises(KzlawError, match="error-model-changed"):
        make(home, tmp_path / "made", Order(target(), key))


def test_scripts_have_their_words_in_every_language_and_their_line_ends(full: Made) -> None:
    words = json.loads((full.folder / "messages.json").read_text("utf-8"))
    assert set(words) == {"ru", "kk", "en"}
    used = set(words["ru"])
    assert used == set(words["kk"]) == set(words["en"]) and len(used) >= 10
    script = (full.folder / "install.py").read_text("utf-8")
    assert all(f'"{name}"' in script for name in used)
    assert "{what}" in words["kk"]["altered"]
    assert b"\r\n" in (full.folder / "install.cmd").read_bytes()
    assert b"\r\n" not in (full.folder / "install.sh").read_bytes()
