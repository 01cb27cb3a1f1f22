"""From the settings and the model home to a model that is ready to speak."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.adapters import check_compatible
from kzlaw_tui.models.backend import BackendName, LoadSpec
from kzlaw_tui.models.hardware import cores, power
from kzlaw_tui.models.home import Manifest, ModelHome
from kzlaw_tui.models.packaged import ADAPTERS
from kzlaw_tui.settings import AUTO, NONE

if TYPE_CHECKING:
    from kzlaw_tui.settings import ModelSettings

BACKENDS: dict[BackendName, str] = {
    "llama_cpp": "kzlaw_tui.models.llama_cpp:LlamaCppBackend",
    "mlx": "kzlaw_tui.models.mlx:MlxBackend",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A model with its adapter, what is to be loaded, and the chat template (empty for base models)."""

    model: Manifest
    adapter: Manifest | None
    backend: BackendName
    spec: LoadSpec
    template: str
    rate: float


def choose(
    settings: ModelSettings,
    models: ModelHome,
    adapters: ModelHome,
    states: Path,
    *,
    power: Callable[[], tuple[bool | None, int | None]] = power,
) -> Chosen:
    """The model that the settings name, else the one added last.

    Raises ``KzlawError``: there is none, its file has changed, the adapter does not suit it, the battery is low.
    """
    model = pick(settings.name, models)
    adapter = adapter_of(settings.adapter, model, adapters)
    backend: BackendName = "mlx" if model.form == "mlx" else "llama_cpp"
    if adapter is not None and adapter.form != model.form:
        raise KzlawError("error-adapter-form", name=adapter.name, form=adapter.form, wanted=model.form)
    on_battery, level = power()
    if on_battery and level is not None and level < settings.battery_pause:
        raise KzlawError("error-model-battery", level=level)
    threads = settings.threads or min(cores(), 8)
    if settings.low_power == "on" or (settings.low_power == "auto" and on_battery):
        threads = max(threads // 2, 1)
    spec = LoadSpec(
        model=models.path(model),
        key=model.sha256,
        context=settings.context,
        threads=threads,
        adapter=adapters.path(adapter) if adapter else None,
        adapter_key=adapter.sha256 if adapter else "",
        scale=settings.scale if adapter else 1.0,
        states=states,
    )
    if model.form == "gguf" and adapter is not None:
        # Refused here, so that the base which is loaded stays where it is.
        check_compatible(adapters.gguf(adapter), models.gguf(model))
    return Chosen(model, adapter, backend, spec, template_of(model, models), settings.tokens_per_second)


def template_of(model: Manifest, models: ModelHome) -> str:
    """The chat template of a model; empty for base models. Raises ``KzlawError`` when its file is not the one that was added."""
    return models.gguf(model).chat_template if model.form == "gguf" else _folder_template(models.path(model))


def adapter_of(name: str, model: Manifest, adapters: ModelHome) -> Manifest | None:
    """The named adapter; for ``auto`` the one that comes with the program for this very model, if it is there; none for ``none``.
    Raises ``NotFoundError`` for a name that is not there."""
    if name == AUTO:
        own = ADAPTERS.get(model.name, "")
        found = next((a for a in adapters.list() if a.name == own), None) if own else None
        return found if found is not None and found.base_sha256 == model.sha256 else None
    return None if name in ("", NONE) else adapters.get(name)


def pick(name: str, models: ModelHome) -> Manifest:
    """The named model, else the one added last. Raises ``KzlawError`` when there is none."""
    if name:
        return models.get(name)
    found = models.list()
    if not found:
        raise KzlawError("error-model-none")
    return max(found, key=lambda m: (models.folder / m.name).stat().st_mtime)


def _folder_template(folder: Path) -> str:
    """The chat template of an MLX folder: a file of its own, or a field of the tokenizer's."""
    import json

    file = folder / "chat_template.jinja"
    try:
        if file.exists():
            return file.read_text("utf-8")
        found = json.loads((folder / "tokenizer_config.json").read_text("utf-8")).get("chat_template")
    except (OSError, ValueError, AttributeError):
        return ""
    return found if isinstance(found, str) else ""
