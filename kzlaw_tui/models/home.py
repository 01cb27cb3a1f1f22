"""The model home: ``HOME/models`` and ``HOME/adapters``, a folder with a manifest for each model and adapter.

Everything is built beside and then put in place, under a lock: a killed ``add`` leaves nothing that looks like a model.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from kzlaw_tui.errors import KzlawError, NotFoundError, UsageError
from kzlaw_tui.models.adapters import check_adapter, check_compatible, rank, tuned, tuned_folder
from kzlaw_tui.models.gguf import Gguf, read_gguf

Kind = Literal["model", "adapter"]
MANIFEST = "manifest.json"
_CHUNK = 2**20
_BESIDE = ".adding-"
_LOCK_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of a model or an adapter. ``file`` is relative to its folder, or absolute when it is only linked.

    ``stamp`` (size and time of the file) spares reading it all again at each start; ``verify`` reads it all. What the program
    itself brings along has none: its time is that of the installation.

    Of an adapter that was tuned here, ``prompt`` is the shape of the prompts it was tuned on, ``base_sha256`` the hash of the
    model it was tuned for, and ``tuning`` how: recipe, dataset, steps, losses, evaluation, version.
    """

    name: str
    kind: Kind
    form: Literal["gguf", "mlx", "peft"]
    file: str
    size: int
    sha256: str
    architecture: str
    parameters: int = 0
    quantisation: str = ""
    context: int = 0
    chat_template: bool = False
    licence: str = ""
    source: str = ""
    added: str = ""
    stamp: str = ""
    base: str = ""
    rank: int = 0
    base_sha256: str = ""
    prompt: dict[str, Any] = field(default_factory=dict)
    tuning: dict[str, Any] = field(default_factory=dict)


class ModelHome:
    """The models or the adapters of a home, by name."""

    def __init__(self, folder: Path, kind: Kind) -> None:
        self.folder = folder
        self.kind: Kind = kind

    # Looking

    def list(self) -> list[Manifest]:
        """All, by name; a folder whose manifest cannot be read is left out (``verify`` tells of it)."""
        found = [self._read(manifest) for manifest in sorted(self.folder.glob(f"*/{MANIFEST}"))]
        return [manifest for manifest in found if manifest is not None]

    def get(self, name: str) -> Manifest:
        """One by name. Raises ``NotFoundError``."""
        found = next((m for m in self.list() if m.name == name), None)
        if found is None:
            raise NotFoundError(f"error-no-such-{self.kind}", name=name)
        return found

    def path(self, manifest: Manifest) -> Path:
        """The file or folder to load."""
        return self.folder / manifest.name / manifest.file

    def gguf(self, manifest: Manifest) -> Gguf:
        """The head of a GGUF model; it must be the file that was added (by its stamp)."""
        path = self.path(manifest)
        if not path.is_file():
            raise KzlawError("error-model-missing", name=manifest.name, path=path)
        if not _is_same(path, manifest):
            raise KzlawError("error-model-changed", name=manifest.name, kind=self.kind)
        return read_gguf(path)

    def _read(self, file: Path) -> Manifest | None:
        try:
            given = json.loads(file.read_text("utf-8"))
            manifest = Manifest(**{field.name: given[field.name] for field in fields(Manifest) if field.name in given})
        except (OSError, ValueError, TypeError, AttributeError):
            return None
        return manifest if manifest.kind == self.kind and manifest.name == file.parent.name else None

    # Bringing in

    def add(
        self,
        path: Path,
        *,
        name: str = "",
        link: bool = False,
        base: Gguf | None = None,
        base_sha256: str = "",
        licence: str = "",
        progress: Callable[[float], None] | None = None,
    ) -> Manifest:
        """Copy (or link) a GGUF file, or a folder of MLX or PEFT. ``base`` is the model that an adapter must suit, with the hash
        of its file: one that says which model it was tuned for must have been tuned for this one.

        Raises ``KzlawError`` for a file that is damaged or of the wrong kind: nothing is kept of it.
        """
        path = path.expanduser().absolute()
        if not path.exists():
            raise NotFoundError("error-model-no-file", path=path)
        name = name or _name_of(path)
        if not re.fullmatch(r"[\w.+-]{1,80}", name) or name.startswith("."):
            raise UsageError("error-model-name", name=name)
        facts = self._facts(path, base)
        facts["licence"] = facts.get("licence") or licence
        tuned_for = facts.get("base_sha256")
        if base_sha256 and tuned_for and tuned_for != base_sha256:
            raise KzlawError("error-adapter-base", path=path, base=facts.get("base") or tuned_for[:12])
        with self._building(name) as beside:
            if link:
                file, digest = str(path), _sha256(path, progress)
            else:
                file, digest = self._copy(path, beside, progress)
            manifest = Manifest(
                name=name,
                kind=self.kind,
                file=file,
                size=_size(path),
                sha256=digest,
                source=str(path),
                added=datetime.now(UTC).date().isoformat(),
                stamp=_stamp(path if link else beside / file),
                **facts,
            )
            _write(beside, manifest)
        return manifest

    def add_made(self, name: str, make: Callable[[Path], None], *, source: str, licence: str = "") -> Manifest:
        """Add a GGUF model that ``make`` writes to the path it is given. One that is there and whole stays as it is."""
        with self._building(name, keep=lambda: self._whole(name)) as beside:
            if beside is None:
                return self.get(name)
            path = beside / "model.gguf"
            try:
                make(path)
            except OSError as error:
                raise KzlawError("error-model-copy", path=path, reason=error.strerror or error) from error
            facts = self._facts(path, None)
            facts["licence"] = facts["licence"] or licence
            manifest = Manifest(
                name=name,
                kind=self.kind,
                file=path.name,
                size=_size(path),
                sha256=_sha256(path, None),
                source=source,
                added=datetime.now(UTC).date().isoformat(),
                stamp=_stamp(path),
                **facts,
            )
            _write(beside, manifest)
        return manifest

    def is_whole(self, manifest: Manifest) -> bool:
        """Whether the file is there with the size and the time of when it was added; ``verify`` reads it."""
        path = self.path(manifest)
        return path.exists() and _stamp(path) == manifest.stamp

    def _whole(self, name: str) -> bool:
        manifest = self._read(self.folder / name / MANIFEST)
        return manifest is not None and self.is_whole(manifest)

    def remove(self, name: str) -> Manifest:
        """Remove one; of a linked one only the link."""
        manifest = self.get(name)
        with self._locked():
            away = self.folder / f"{_BESIDE}{name}.old"
            (self.folder / name).replace(away)
            shutil.rmtree(away, ignore_errors=True)
        return manifest

    def verify(self, manifest: Manifest) -> KzlawError | None:
        """Read the whole file again and compare; the reason when it is not what was added."""
        path = self.path(manifest)
        try:
            if not path.exists():
                return KzlawError("error-model-missing", name=manifest.name, path=path)
            if manifest.form == "gguf":
                read_gguf(path)
            if _sha256(path, None) != manifest.sha256:
                return KzlawError("error-model-changed", name=manifest.name, kind=self.kind)
        except KzlawError as error:
            return error
        return None

    # Inside

    def _facts(self, path: Path, base: Gguf | None) -> dict[str, Any]:
        if path.is_dir():
            return self._folder_facts(path)
        head = read_gguf(path)
        facts: dict[str, Any] = {
            "form": "gguf",
            "architecture": head.architecture,
            "parameters": head.parameters,
            "quantisation": head.quantisation,
            "context": head.context,
            "chat_template": bool(head.chat_template),
            "licence": str(head.metadata.get("general.license") or ""),
        }
        if self.kind == "model":
            if head.is_adapter or not head.architecture or not head.tensors:
                raise KzlawError("error-model-is-adapter", path=path)
            return facts
        check_adapter(head)
        if base is not None:
            check_compatible(head, base)
        base_name = str(head.metadata.get("general.base_model.0.name") or "")
        return {**facts, "rank": rank(head), "base": base_name, **tuned(head)}

    def _folder_facts(self, path: Path) -> dict[str, Any]:
        """MLX models have ``config.json`` and safetensors; adapters of MLX and PEFT have ``adapter_config.json``."""
        wanted = path / ("config.json" if self.kind == "model" else "adapter_config.json")
        try:
            config = json.loads(wanted.read_text("utf-8"))
            weights = list(path.glob("*.safetensors"))
            if not isinstance(config, dict) or not weights:
                raise ValueError("weights")
        except (OSError, ValueError) as error:
            raise KzlawError("error-model-folder", path=path, file=wanted.name) from error
        if self.kind == "adapter":
            form = "peft" if (path / "adapter_model.safetensors").exists() else "mlx"
            given = config.get("lora_parameters")
            depth = config.get("r") or (given.get("rank") if isinstance(given, dict) else 0) or 0
            base = str(config.get("base_model_name_or_path") or config.get("model") or "")
            return {"form": form, "architecture": "", "rank": int(depth), "base": base, **tuned_folder(path)}
        bits = config.get("quantization")
        template = (path / "chat_template.jinja").exists() or "chat_template" in _text(path / "tokenizer_config.json")
        return {
            "form": "mlx",
            "architecture": str(config.get("model_type") or ""),
            "quantisation": f"{bits.get('bits')}-bit" if isinstance(bits, dict) else "",
            "context": int(config.get("max_position_embeddings") or 0),
            "chat_template": template,
        }

    def _copy(self, path: Path, beside: Path, progress: Callable[[float], None] | None) -> tuple[str, str]:
        try:
            if path.is_dir():
                shutil.copytree(path, beside / "files")
                return "files", _sha256(beside / "files", progress)
            digest, done, size = hashlib.sha256(), 0, max(path.stat().st_size, 1)
            file = f"{self.kind}.gguf"
            with path.open("rb") as source, (beside / file).open("wb") as target:
                while block := source.read(_CHUNK):
                    digest.update(block)
                    target.write(block)
                    done += len(block)
                    if progress is not None:
                        progress(done / size)
            return file, digest.hexdigest()
        except OSError as error:
            raise KzlawError("error-model-copy", path=path, reason=error.strerror or error) from error

    @contextmanager
    def _building(self, name: str, keep: Callable[[], bool] | None = None) -> Iterator[Any]:
        """A folder beside, put in place when the block ends well; ``None`` when what is there is to be kept."""
        with self._locked():
            if keep is not None and keep():
                yield None
                return
            beside = self.folder / f"{_BESIDE}{name}"
            shutil.rmtree(beside, ignore_errors=True)
            beside.mkdir()
            try:
                yield beside
            except BaseException:
                shutil.rmtree(beside, ignore_errors=True)
                raise
            place = self.folder / name
            old = self.folder / f"{_BESIDE}{name}.old"
            shutil.rmtree(old, ignore_errors=True)
            if place.exists():
                place.replace(old)
            beside.replace(place)
            shutil.rmtree(old, ignore_errors=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / ".lock", timeout=_LOCK_SECONDS):
                yield
        except Timeout as error:
            raise KzlawError("error-model-busy", path=self.folder) from error
        except OSError as error:
            raise KzlawError("error-home-unwritable", path=self.folder, reason=error.strerror or error) from error


def is_adapter(path: Path) -> bool:
    """Whether a file or folder says of itself that it is an adapter. Raises ``KzlawError`` for a damaged GGUF file."""
    if path.is_dir():
        return (path / "adapter_config.json").exists()
    return path.is_file() and read_gguf(path).is_adapter


def document(manifest: Manifest, status: str = "") -> dict[str, Any]:
    """A manifest as ``--json`` prints it."""
    shown = {key: value for key, value in asdict(manifest).items() if key != "stamp"}
    return {**shown, "status": status} if status else shown


def _write(folder: Path, manifest: Manifest) -> None:
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=2) + "\n", "utf-8")


def _name_of(path: Path) -> str:
    stem = path.stem if path.is_file() else path.name
    return re.sub(r"[^\w.+-]+", "-", stem).strip("-.").lower()[:80] or "model"


def _files(path: Path) -> list[Path]:
    return sorted(f for f in path.rglob("*") if f.is_file()) if path.is_dir() else [path]


def _size(path: Path) -> int:
    return sum(file.stat().st_size for file in _files(path))


def _stamp(path: Path) -> str:
    """Changes when a file does; the newest of a folder's files."""
    try:
        stats = [file.stat() for file in _files(path)]
    except OSError:
        return ""
    return f"{sum(s.st_size for s in stats)}-{max((s.st_mtime_ns for s in stats), default=0)}"


def _is_same(path: Path, manifest: Manifest) -> bool:
    """Whether a file looks like the one that was added; of what the program brings along only the size is known."""
    stamp = _stamp(path)
    return stamp == manifest.stamp if manifest.stamp else stamp.partition("-")[0] == str(manifest.size)


def _sha256(path: Path, progress: Callable[[float], None] | None) -> str:
    """The hash of a file; of a folder, that of its files' names and bytes."""
    digest, done, size = hashlib.sha256(), 0, max(_size(path), 1)
    try:
        for file in _files(path):
            if path.is_dir():
                digest.update(f"{file.relative_to(path).as_posix()}\0".encode())
            with file.open("rb") as source:
                while block := source.read(_CHUNK):
                    digest.update(block)
                    done += len(block)
                    if progress is not None:
                        progress(done / size)
    except OSError as error:
        raise KzlawError("error-file-unreadable", path=path, reason=error.strerror or error) from error
    return digest.hexdigest()


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
