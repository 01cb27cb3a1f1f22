"""What ``doctor`` looks at in local models: the files, the package that runs them, memory, the adapter."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from typing import TYPE_CHECKING

from kzlaw_tui.i18n import few
from kzlaw_tui.settings import AUTO, NONE

if TYPE_CHECKING:
    from kzlaw_tui.assistant import Assistant

Found = tuple[bool, str, str, str]
"""What a check finds: whether all is well, the detail, the remedy in words, the remedy as a command to copy (or nothing)."""

BACKENDS = (("gguf", "llama_cpp", "llama"), ("mlx", "mlx_lm", "mlx"))
"""The form of a model, the package that runs it, and the extra that brings the package."""


def whole(assistant: Assistant) -> Found:
    """Every model and adapter is the file that was added, by size and time; ``models verify`` reads them all."""
    speaker, t = assistant.speaker, assistant.t
    found = [(home, manifest) for home in (speaker.models, speaker.adapters) for manifest in home.list()]
    broken = [(home, manifest) for home, manifest in found if not home.is_whole(manifest)]
    if broken:
        home, manifest = broken[0]
        detail = t("doctor-models-changed", names=few([one.name for _, one in broken]))
        return False, detail, t("doctor-fix-models"), f"kzlaw-tui {home.kind}s verify {manifest.name}"
    names = [f"{manifest.name} (sha256 {manifest.sha256[:12]})" for _, manifest in found]
    return True, few(names) or t("doctor-models-none"), "", ""


def backend(assistant: Assistant) -> Found:
    """Whether the package that runs the models can be imported: tried where a crash of native code harms nobody."""
    t, models = assistant.t, assistant.speaker.models.list()
    forms = {manifest.form for manifest in models} or {"gguf"}
    wanted = [(module, extra) for form, module, extra in BACKENDS if form in forms]
    missing = [(module, extra) for module, extra in wanted if importlib.util.find_spec(module) is None]
    if missing and not models:
        return True, t("doctor-backend-none"), "", ""
    if missing:
        return _missing(assistant, t("doctor-missing"), missing[0][1])
    for module, extra in wanted:
        command = [sys.executable, "-c", f"import {module} as m; print(getattr(m, '__version__', ''))"]
        try:
            tried = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        except (OSError, subprocess.SubprocessError) as error:
            return _missing(assistant, f"{module}: {error}", extra)
        if tried.returncode:
            last = (tried.stderr.strip().splitlines() or [""])[-1]
            return _missing(assistant, f"{module}: {last[:200]}", extra)
    return True, ", ".join(module for module, _ in wanted), "", ""


def _missing(assistant: Assistant, detail: str, extra: str) -> Found:
    return False, detail, assistant.t("doctor-fix-backend", extra=extra), f"pip install 'kzlaw-tui[{extra}]'"


def fits(assistant: Assistant) -> Found:
    """Whether the model that would speak fits in the memory that is free."""
    from kzlaw_tui.models.hardware import memory

    speaker, t = assistant.speaker, assistant.t
    if not speaker.models.list():
        return True, t("doctor-none"), "", ""
    need, free = speaker.memory_needed() // 2**20, memory()[1] // 2**20
    detail = t("doctor-model-memory-of", name=speaker.model_name(), need=need, free=free)
    if free and need > free:
        return False, detail, t("doctor-fix-model-memory"), "kzlaw-tui models recommend"
    return True, detail, "", ""


def adapter(assistant: Assistant) -> Found:
    """Whether the adapter of the settings suits the model of the settings."""
    name = assistant.settings.model.adapter
    name = assistant.speaker.adapter_name() if name in ("", AUTO, NONE) else name
    if not name:
        return True, assistant.t("doctor-none"), "", ""
    assistant.speaker.check_adapter(name)
    return True, name, "", ""
