"""The commands ``models`` and ``adapters``: parse, call, print."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kzlaw_tui import cli_tuning
from kzlaw_tui.errors import UsageError
from kzlaw_tui.terminal import json_text

if TYPE_CHECKING:
    from kzlaw_tui.assistant import Assistant
    from kzlaw_tui.models.home import Manifest, ModelHome

Run = Callable[["Assistant", argparse.Namespace], int]


class _Command(Protocol):
    def __call__(self, name: str, run: Run) -> argparse.ArgumentParser: ...


def add_commands(command: _Command) -> None:
    """Put both commands into the parser."""
    models = command("models", _models)
    models.add_argument("action", choices=("list", "add", "verify", "remove", "recommend"))
    models.add_argument("rest", nargs="*", metavar="PATH|NAME")
    models.add_argument("--name", default="")
    models.add_argument("--link", action="store_true")
    adapters = command("adapters", _adapters)
    adapters.add_argument("action", choices=("list", "add", "verify", "remove", *cli_tuning.ACTIONS))
    adapters.add_argument("rest", nargs="*", metavar="PATH|NAME")
    adapters.add_argument("--name", default="")
    adapters.add_argument("--link", action="store_true")
    adapters.add_argument("--model", default="")
    cli_tuning.add_arguments(adapters)


def scale_of(text: str) -> float:
    """``--scale``: how strongly the adapter acts."""
    try:
        scale = float(text.replace(",", "."))
    except ValueError:
        scale = -1.0
    if not 0 <= scale <= 4:
        raise argparse.ArgumentTypeError(f"«{text}»: 0 … 4")
    return scale


def _models(assistant: Assistant, options: argparse.Namespace) -> int:
    if options.action == "recommend":
        return _recommend(assistant, options)
    return _act(assistant, options, assistant.speaker.models)


def _adapters(assistant: Assistant, options: argparse.Namespace) -> int:
    if options.action in cli_tuning.ACTIONS:
        return cli_tuning.run(assistant, options)
    return _act(assistant, options, assistant.speaker.adapters)


def _act(assistant: Assistant, options: argparse.Namespace, home: ModelHome) -> int:
    from kzlaw_tui.present import models as shown

    t = assistant.t
    empty = "models-none" if home.kind == "model" else "models-none-adapters"
    if options.action == "list":
        found = home.list()
        return _print(options, [_document(m) for m in found], lambda: shown.manifests_text(t, found, empty))
    if options.action == "verify":
        wanted = [home.get(name) for name in options.rest] or home.list()
        verified = [(manifest, home.verify(manifest)) for manifest in wanted]
        rows = [
            {**_document(m), "status": "damaged" if e else "ok", "detail": t.error(e) if e else ""} for m, e in verified
        ]
        _print(options, rows, lambda: shown.verified_text(t, verified, empty))
        return 1 if any(error for _, error in verified) else 0
    if not options.rest:
        raise UsageError("error-model-action", rest=options.action)
    if options.action == "remove":
        gone = [home.remove(name) for name in options.rest]
        return _print(options, [_document(m) for m in gone], lambda: _lines(t, "models-removed", gone))
    added = [_add(assistant, options, home, path) for path in options.rest]
    return _print(options, [_document(m) for m in added], lambda: _lines(t, "models-added", added))


def _add(assistant: Assistant, options: argparse.Namespace, home: ModelHome, path: str) -> Manifest:
    from kzlaw_tui.models.packaged import ADAPTERS
    from kzlaw_tui.present.progress import CopyProgress

    with CopyProgress(assistant, Path(path).name) as bar:
        added = assistant.speaker.add(
            path,
            kind=home.kind,
            name=options.name,
            link=options.link,
            base=getattr(options, "model", ""),
            progress=bar.update,
        )
    if added.name in ADAPTERS and (adapter := assistant.speaker.adapter_name()):
        print(assistant.t("models-added-adapter", name=adapter), file=sys.stderr)
    return added


def _recommend(assistant: Assistant, options: argparse.Namespace) -> int:
    from kzlaw_tui.models import catalogue, hardware
    from kzlaw_tui.present import models as shown

    if not options.json:
        print(assistant.t("models-checking-memory"), file=sys.stderr)
    machine, speed = hardware.look(), hardware.bandwidth()
    weighed = catalogue.weigh(machine, speed, assistant.settings.model.context)
    best = catalogue.recommend(weighed)
    document = {
        "recommended": [choice.document() for choice in best],
        "all": [choice.document() for choice in weighed],
        "hardware": {**machine.document(), "bandwidth_gb_s": round(speed / 1e9, 1)},
        "nothing_fits": not best,
    }
    return _print(options, document, lambda: shown.recommended_text(assistant.t, machine, speed, best))


def _document(manifest: Manifest) -> dict[str, Any]:
    from kzlaw_tui.models.home import document

    return document(manifest)


def _lines(t: Callable[..., str], message: str, manifests: list[Manifest]) -> str:
    return "\n".join(t(message, name=manifest.name) for manifest in manifests)


def _print(options: argparse.Namespace, document: object, text: Callable[[], str]) -> int:
    print(json_text(document) if options.json else text())
    return 0
