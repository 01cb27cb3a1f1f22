"""The command ``bundle``: parse, call, print."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kzlaw_tui.errors import KzlawError, UsageError
from kzlaw_tui.terminal import json_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from kzlaw_tui.assistant import Assistant
    from kzlaw_tui.bundle.manifest import Trusted


class _Command(Protocol):
    def __call__(self, name: str, run: Callable[[Assistant, argparse.Namespace], int]) -> argparse.ArgumentParser: ...


def add_command(command: _Command) -> None:
    """Put ``bundle`` into the parser."""
    bundle = command("bundle", _bundle)
    bundle.set_defaults(connects=lambda options: options.action == "make" and not options.corpus_only)
    bundle.add_argument("action", choices=("key", "make", "verify", "install"))
    bundle.add_argument("path", metavar="DIR|FILE", type=Path)
    bundle.add_argument("--key", type=Path)
    bundle.add_argument("--fingerprint", default="")
    bundle.add_argument("--passphrase", action="store_true")
    bundle.add_argument("--passphrase-file", type=Path)
    bundle.add_argument("--corpus-only", action="store_true")
    bundle.add_argument("--act", action="append", default=[])
    bundle.add_argument("--platform", default="")
    bundle.add_argument("--python", default="")
    bundle.add_argument("--extra", action="append", default=[])
    bundle.add_argument("--no-models", action="store_true")
    bundle.add_argument("--wheels", type=Path)
    bundle.add_argument("--program", type=Path)


def _bundle(assistant: Assistant, options: argparse.Namespace) -> int:
    return {"key": _key, "make": _make, "verify": _verify, "install": _install}[options.action](assistant, options)


def _key(assistant: Assistant, options: argparse.Namespace) -> int:
    from kzlaw_tui.bundle.signing import make_key

    public = make_key(options.path, _passphrase(assistant, options, new=True))
    if options.json:
        print(json_text({"private": str(options.path), "public": str(public)}))
    else:
        print(assistant.t("bundle-key-made", private=options.path, public=public))
    return 0


def _make(assistant: Assistant, options: argparse.Namespace) -> int:
    from kzlaw_tui.bundle import targets
    from kzlaw_tui.bundle.make import Order, make

    if options.key is None:
        raise UsageError("error-bundle-make-key")
    unknown = set(options.extra) - set(targets.EXTRAS)
    if unknown:
        raise UsageError("error-bundle-extra-name", extra=min(unknown), known=", ".join(targets.EXTRAS))
    target = None if options.corpus_only else targets.target(options.platform, options.python)
    order = Order(
        target=target,
        key=options.key,
        passphrase=_passphrase(assistant, options),
        extras=tuple(options.extra),
        models=not options.no_models,
        acts=tuple(assistant.act_id(act) for act in options.act),
        source=options.wheels,
        program=options.program,
    )
    if target is not None and options.wheels is None:
        print(assistant.t("bundle-pip-connects"), file=sys.stderr)
    made = make(assistant.home, options.path, order, lambda step: print(assistant.t(step), file=sys.stderr))
    for package in made.left_out:
        print(assistant.t("bundle-left-out", package=package, platform=made.manifest.platform), file=sys.stderr)
    size = sum(item.size for item in made.manifest.files)
    if options.json:
        document = {
            "folder": str(made.folder),
            "kind": made.manifest.kind,
            "platform": made.manifest.platform,
            "python": made.manifest.python,
            "files": len(made.manifest.files),
            "bytes": size,
            "fingerprint": made.fingerprint,
            "left_out": list(made.left_out),
        }
        print(json_text(document))
    else:
        facts = {"files": len(made.manifest.files), "mb": round(size / 2**20, 1), "fingerprint": made.fingerprint}
        print(assistant.t("bundle-made", path=made.folder, **facts))
    return 0


def _verify(assistant: Assistant, options: argparse.Namespace) -> int:
    from kzlaw_tui.bundle import manifest as manifests
    from kzlaw_tui.present.progress import CopyProgress

    bundle = _open(assistant, options)
    with CopyProgress(assistant, options.path.name) as bar:
        manifests.check(bundle, bar.update)
    manifest = bundle.manifest
    if options.json:
        facts = {"kind": manifest.kind, "made": manifest.made, "program": manifest.program}
        where = {"platform": manifest.platform, "python": manifest.python, "files": len(manifest.files)}
        print(json_text({"ok": True, **facts, **where, "fingerprint": bundle.fingerprint}))
    else:
        print(assistant.t("bundle-verified", files=len(manifest.files), made=manifest.made, by=manifest.program))
    return 0


def _install(assistant: Assistant, options: argparse.Namespace) -> int:
    from kzlaw_tui.bundle.install import install
    from kzlaw_tui.present import documents, text
    from kzlaw_tui.present.progress import CopyProgress

    bundle = _open(assistant, options)
    speaker = assistant.speaker
    with CopyProgress(assistant, options.path.name) as bar:
        done = install(
            assistant, speaker.models, speaker.adapters, bundle, key=_named_key(options), progress=bar.update
        )
    for report in done.acts:
        for failure in text.ingest_failures(assistant, report):
            print(failure, file=sys.stderr)
    if options.json:
        acts = [documents.ingest_document(assistant, report) for report in done.acts]
        print(json_text({"models": done.models, "adapters": done.adapters, "kept": done.kept, "ingested": acts}))
    else:
        lines = [text.ingest_text(assistant, report) for report in done.acts]
        counts = {"models": len(done.models), "adapters": len(done.adapters), "kept": len(done.kept)}
        print("\n".join([*lines, assistant.t("bundle-installed", **counts)]))
    return 1 if done.failed else 0


def _open(assistant: Assistant, options: argparse.Namespace) -> Trusted:
    from kzlaw_tui.bundle.install import trusted_key
    from kzlaw_tui.bundle.manifest import open_bundle

    key = None if options.fingerprint else trusted_key(assistant.home, options.key)
    return open_bundle(options.path, key=key, fingerprint=options.fingerprint)


def _named_key(options: argparse.Namespace) -> Path | None:
    return None if options.fingerprint or options.key is None else options.key.expanduser()


def _passphrase(assistant: Assistant, options: argparse.Namespace, *, new: bool = False) -> str:
    """The passphrase of the private key: the first line of a file, or what is typed; none without either option."""
    if options.passphrase_file is not None:
        try:
            first, _, _ = options.passphrase_file.read_text("utf-8").partition("\n")
        except (OSError, ValueError) as error:
            raise KzlawError("error-file-unreadable", path=options.passphrase_file, reason=error) from error
        return str(first).strip("\r")
    if not options.passphrase:
        return ""
    from getpass import getpass

    typed = getpass(f"{assistant.t('bundle-passphrase')}: ")
    if new and typed != getpass(f"{assistant.t('bundle-passphrase-again')}: "):
        raise UsageError("error-bundle-passphrases-differ")
    return typed
