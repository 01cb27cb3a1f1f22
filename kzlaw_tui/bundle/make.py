"""Making a bundle: built in a folder beside, signed, then given its name."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from kzlaw_tui import __version__
from kzlaw_tui.bundle import manifest as manifests
from kzlaw_tui.bundle import signing, wheels
from kzlaw_tui.bundle.targets import Target, pinned
from kzlaw_tui.config import Home
from kzlaw_tui.errors import KzlawError, UsageError
from kzlaw_tui.i18n import UI_LANGS, Translator, message_ids
from kzlaw_tui.library.corpus import Corpus
from kzlaw_tui.models.home import ModelHome

CORPUS = "corpus/manifest.json"
SCRIPTS = ("install.py", "install.sh", "install.cmd", "install.ps1")
MESSAGES = "messages.json"
_SCRIPT_MESSAGES = "bundle-script-"


@dataclass(frozen=True, slots=True)
class Order:
    """What a bundle shall hold. ``target`` is ``None`` for acts only; ``source`` and ``program`` as ``wheels.collect`` has them."""

    target: Target | None
    key: Path
    passphrase: str = ""
    extras: tuple[str, ...] = ()
    models: bool = True
    acts: tuple[str, ...] = ()
    source: Path | None = None
    program: Path | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A finished bundle; ``left_out`` names packages (``name==version``) that could not be had for its target."""

    folder: Path
    manifest: manifests.Manifest
    fingerprint: str
    left_out: tuple[str, ...]


def make(home: Home, folder: Path, order: Order, progress: Callable[[str], None] | None = None) -> Made:
    """Make the bundle that was ordered in a folder that does not exist yet. Raises ``KzlawError``; nothing is left behind then.

    ``progress`` is given the name of each step.
    """
    folder = folder.expanduser().absolute()
    if folder.exists():
        raise UsageError("error-bundle-exists", path=folder)
    if order.key.expanduser().absolute().is_relative_to(folder):
        raise UsageError("error-bundle-key-inside", path=order.key)
    key = signing.private_key(order.key.expanduser(), order.passphrase)
    tell = progress or (lambda _step: None)
    beside = folder.with_name(f".{folder.name}.part")
    try:
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        left_out: list[str] = []
        if order.target is not None:
            tell("bundle-step-wheels")
            packages = pinned(order.target, order.extras)
            missing = wheels.collect(beside, order.target, packages, source=order.source, program=order.program)
            left_out = [f"{package.name}=={package.version}" for package in missing]
            _scripts(beside)
            if order.models:
                tell("bundle-step-models")
                _models(ModelHome(home.models, "model"), beside / "models")
                _models(ModelHome(home.adapters, "adapter"), beside / "adapters")
        tell("bundle-step-corpus")
        _corpus(Corpus(home), beside, order.acts)
        tell("bundle-step-signing")
        manifest = manifests.Manifest(
            kind="full" if order.target else "corpus",
            made=datetime.now(UTC).isoformat(timespec="seconds"),
            program=__version__,
            platform=order.target.platform if order.target else "",
            python=order.target.python if order.target else "",
            files=manifests.items(beside),
            notes=tuple(left_out),
        )
        mark = manifests.write(beside, manifest, key.sign)
        beside.replace(folder)
    except OSError as error:
        raise KzlawError(
            "error-file-unwritable", path=error.filename or folder, reason=error.strerror or error
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Made(folder, manifest, mark, tuple(left_out))


def _models(home: ModelHome, folder: Path) -> None:
    """A folder for each model with its files, also of those that the home only links to."""
    for manifest in home.list():
        path = home.path(manifest)
        if not home.is_whole(manifest):
            raise KzlawError("error-model-changed", name=manifest.name, kind=home.kind)
        if path.is_dir():
            shutil.copytree(path, folder / manifest.name / "files")
        else:
            (folder / manifest.name).mkdir(parents=True)
            shutil.copyfile(path, folder / manifest.name / f"{home.kind}.gguf")


def _corpus(corpus: Corpus, folder: Path, acts: tuple[str, ...]) -> None:
    """The copies with what was said of each; their hashes are those of the manifest that was signed."""
    entries = [entry for entry in corpus.entries() if not acts or entry.act in acts]
    if acts and (unknown := set(acts) - {entry.act for entry in entries}):
        raise UsageError("error-bundle-act", act=", ".join(sorted(unknown)))
    (folder / "corpus").mkdir()
    for entry in entries:
        shutil.copyfile(corpus.folder / entry.copy, folder / "corpus" / entry.copy)
    listed = [{"copy": e.copy, "name": e.name, "options": asdict(e.options)} for e in entries]
    (folder / CORPUS).write_text(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _scripts(folder: Path) -> None:
    """The install scripts, which know no library, with their messages in every language."""
    for name in SCRIPTS:
        data = files("kzlaw_tui.bundle").joinpath("scripts", f"{name}.txt").read_bytes()
        # Windows reads batch files with its own line ends only.
        (folder / name).write_bytes(data if name.endswith((".py", ".sh")) else data.replace(b"\n", b"\r\n"))
    (folder / "install.sh").chmod(0o755)
    ids = sorted(each for each in message_ids("ru") if each.startswith(_SCRIPT_MESSAGES))
    # The one placeholder, «what», is left for the script to fill in.
    texts = {
        lang: {each.removeprefix(_SCRIPT_MESSAGES): Translator(lang)(each, what="{what}") for each in ids}
        for lang in UI_LANGS
    }
    (folder / MESSAGES).write_text(json.dumps(texts, ensure_ascii=False, indent=1) + "\n", "utf-8")
