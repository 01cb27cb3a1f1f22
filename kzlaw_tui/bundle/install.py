"""Taking over a bundle: checked as a whole first, then models and acts are put into the home, each all or nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from kzlaw_tui.bundle import manifest as manifests
from kzlaw_tui.bundle.make import CORPUS
from kzlaw_tui.bundle.manifest import Item, Trusted
from kzlaw_tui.errors import KzlawError, NotFoundError

if TYPE_CHECKING:
    from datetime import date

    from kzlaw_tui.config import Home
    from kzlaw_tui.ingest.reports import IngestReport
    from kzlaw_tui.law.model import Lang
    from kzlaw_tui.models.home import ModelHome

KEY = "office.pub"
"""The key that a home trusts: remembered at the first install."""
STAGING = ".bundle"


class Taker(Protocol):
    """What is needed of the assistant."""

    home: Home

    def ingest(
        self, paths: Sequence[Path], *, act: str | None = ..., lang: Lang | None = ..., as_of: date | None = ...
    ) -> IngestReport:
        """Add files."""
        ...


@dataclass(slots=True)
class Installed:
    """What was taken over. ``kept`` are models that were here already."""

    models: list[str] = field(default_factory=list)
    adapters: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    acts: list[IngestReport] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        return any(report.failed for report in self.acts)


def trusted_key(home: Home, key: Path | None) -> Path | None:
    """The key that was named, else the one that the home remembers."""
    remembered = home.root / KEY
    return key.expanduser() if key is not None else remembered if remembered.is_file() else None


def install(
    assistant: Taker,
    models: ModelHome,
    adapters: ModelHome,
    bundle: Trusted,
    *,
    key: Path | None = None,
    progress: Callable[[float], None] | None = None,
) -> Installed:
    """Take over models, adapters and acts of a bundle. Nothing is touched unless all of it is what was signed; what a kill
    interrupts is taken up by the same command. ``key`` is remembered for the bundles that follow."""
    manifests.check(bundle, progress)
    home = assistant.home
    home.ensure()
    installed = Installed()
    for name, (kind, items) in _models(bundle).items():
        into, names = (models, installed.models) if kind == "models" else (adapters, installed.adapters)
        if _add(home, into, bundle, name, items):
            names.append(name)
        else:
            installed.kept.append(name)
    installed.acts = _acts(assistant, bundle)
    if key is not None:
        shutil.copyfile(key, home.root / KEY)
    return installed


def _models(bundle: Trusted) -> dict[str, tuple[str, list[Item]]]:
    """The files of each model and adapter, by its name."""
    found: dict[str, tuple[str, list[Item]]] = {}
    for item in bundle.manifest.files:
        kind, _, rest = item.path.partition("/")
        if kind in ("models", "adapters") and "/" in rest:
            found.setdefault(rest.partition("/")[0], (kind, []))[1].append(item)
    return found


def _add(home: Home, models: ModelHome, bundle: Trusted, name: str, items: list[Item]) -> bool:
    """Put one model in place; ``False`` when it is here already."""
    try:
        known = models.get(name)
    except NotFoundError:
        known = None
    if len(items) == 1 and items[0].path.endswith(".gguf"):
        if known is not None and known.sha256 == items[0].sha256 and models.is_whole(known):
            return False
        if known is not None:
            models.remove(name)
        models.add_made(name, lambda path: manifests.copy(bundle, items[0], path), source="bundle")
        return True
    if known is not None and models.verify(known) is None and known.size == sum(item.size for item in items):
        return False
    with _staging(home) as folder:
        inside = f"{items[0].path.split('/')[0]}/{name}/files/"
        for item in items:
            manifests.copy(bundle, item, folder / item.path.removeprefix(inside))
        models.add(folder, name=name)
    return True


def _acts(assistant: Taker, bundle: Trusted) -> list[IngestReport]:
    """Ingest the copies as the office did: the same files, the same words about them, in the same order."""
    by_path = {item.path: item for item in bundle.manifest.files}
    listing = by_path.get(CORPUS)
    if listing is None:
        return []
    try:
        entries = [_entry(row, by_path) for row in json.loads(b"".join(manifests.read(bundle, listing)))]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KzlawError("error-bundle-malformed", path=bundle.folder, reason=f"{CORPUS}: {error}") from error
    reports = []
    with _staging(assistant.home) as folder:
        staged = []
        for number, (item, name, options) in enumerate(entries):
            target = folder / f"{number:05}" / name
            manifests.copy(bundle, item, target)
            staged.append((options, target))
        for (act, lang, as_of), group in groupby(staged, key=lambda one: one[0]):
            paths = [path for _, path in group]
            reports.append(assistant.ingest(paths, act=act, lang=lang, as_of=as_of))
    return reports


def _entry(
    row: dict[str, Any], by_path: dict[str, Item]
) -> tuple[Item, str, tuple[str | None, str | None, date | None]]:
    from datetime import date

    copy, name, options = str(row["copy"]), str(row["name"]), row["options"]
    as_of = options.get("as_of")
    said = (options.get("act"), options.get("lang"), date.fromisoformat(as_of) if as_of else None)
    return by_path[f"corpus/{copy}"], name if manifests.safe(name) and "/" not in name else copy, cast("Any", said)


@contextmanager
def _staging(home: Home) -> Iterator[Path]:
    """A folder in the home for files on their way; whatever an interrupted install left there goes first."""
    folder = home.index / STAGING
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
