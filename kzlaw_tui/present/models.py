"""Models, adapters and recommendations as text for a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kzlaw_tui.i18n import Translator
from kzlaw_tui.law.characters import clean

if TYPE_CHECKING:
    from kzlaw_tui.errors import KzlawError
    from kzlaw_tui.models.catalogue import Choice
    from kzlaw_tui.models.hardware import Hardware
    from kzlaw_tui.models.home import Manifest

GB = 1e9


def manifest_line(t: Translator, manifest: Manifest) -> str:
    """One line for a model or an adapter."""
    facts = [manifest.form, manifest.architecture, manifest.quantisation]
    if manifest.parameters:
        facts.append(t("models-parameters", n=round(manifest.parameters / 1e6)))
    facts.append(f"{manifest.size / 2**20:.0f} MB")
    if manifest.kind == "model":
        if manifest.context:
            facts.append(t("models-context", n=manifest.context))
        facts.append(t("models-template" if manifest.chat_template else "models-base"))
    elif manifest.rank:
        facts.append(t("models-rank", n=manifest.rank))
    if manifest.licence:
        facts.append(manifest.licence)
    facts.append(f"sha256 {manifest.sha256[:12]}")
    return clean(f"{manifest.name}: {' · '.join(fact for fact in facts if fact)}")


def manifests_text(t: Translator, manifests: Sequence[Manifest], empty: str) -> str:
    """``models list`` and ``adapters list``."""
    return "\n".join(manifest_line(t, manifest) for manifest in manifests) or t(empty)


def verified_text(t: Translator, verified: Sequence[tuple[Manifest, KzlawError | None]], empty: str) -> str:
    """``models verify``: a line each."""
    lines = [f"✗ {t.error(error)}" if error else f"✓ {m.name}: {t('models-ok')}" for m, error in verified]
    return clean("\n".join(lines)) or t(empty)


def recommended_text(t: Translator, hardware: Hardware, speed: float, choices: Sequence[Choice]) -> str:
    """``models recommend``: the machine, then what suits it."""
    gpu = " ".join((hardware.gpu, f"{hardware.gpu_memory / GB:.0f} GB")) if hardware.gpu else t("models-no-gpu")
    lines = [
        t(
            "models-machine",
            total=f"{hardware.memory / GB:.1f}",
            free=f"{hardware.free / GB:.1f}",
            cores=hardware.cores,
            gpu=gpu,
            speed=f"{speed / GB:.0f}",
        )
    ]
    for choice in choices:
        lines.append(
            "• "
            + t(
                "models-choice",
                name=choice.candidate.name,
                quant=choice.quantisation,
                quality=t(f"models-quality-{choice.candidate.quality}"),
                memory=f"{choice.memory / GB:.1f}",
                speed=f"{choice.tokens_per_second:.0f}",
                licence=choice.candidate.licence,
            )
        )
    lines.append(t("models-recommend-note" if choices else "models-nothing-fits"))
    return clean("\n".join(lines))
