"""What metrics, sections and groups are called, in the interface language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kzlaw_tui.evaluation.answers import ALONE
from kzlaw_tui.i18n import Translator, message_ids
from kzlaw_tui.law.model import Lang
from kzlaw_tui.law.registry import Registry


def message_id(prefix: str, name: str) -> str:
    """«eval-retrieval-recall» for «retrieval.recall@5»."""
    return f"{prefix}-{name.partition('@')[0].replace('.', '-').replace('_', '-')}"


def metric_name(t: Translator, name: str) -> str:
    """The name of «section.metric»."""
    return t(message_id("eval", name), k=name.partition("@")[2])


def metric_note(t: Translator, name: str) -> str:
    """In one line, what it is."""
    return t(message_id("eval-note", name), k=name.partition("@")[2])


def section_name(t: Translator, section: str) -> str:
    """The name of a section of metrics."""
    return t(f"eval-section-{section}")


def by_name(t: Translator, part: str) -> str:
    """The name of a breakdown."""
    return t(f"eval-by-{part}")


def group_name(t: Translator, part: str, group: str) -> str:
    """The name of a group; one that the catalogues do not know is called as in the question file."""
    id_ = f"eval-{part}-{group.replace('_', '-')}"
    return t(id_) if id_ in message_ids(t.lang) else group


def run_title(t: Translator, settings: Mapping[str, Any]) -> str:
    """«Цитаты · тестовая половина» or «Поиск · BM25»: what was run, for a person."""
    parts = [group_name(t, "mode", str(settings.get("mode", "")))]
    system = str(settings.get("system", ""))
    if system.endswith(ALONE):
        parts += [system.removesuffix(ALONE), group_name(t, "system", "alone")]
    elif system and system != "ours":
        parts.append(group_name(t, "system", system))
    if settings.get("split"):
        parts.append(group_name(t, "split", str(settings["split"])))
    files = [str(f) for f in settings.get("files", ())]
    parts.append(", ".join(files))
    return " · ".join(part for part in parts if part)


def percent(t: Translator, value: float | None) -> str:
    """A share as it is printed, «77,5 %»; «—» for nothing."""
    return "—" if value is None else f"{decimal(t, 100 * value, 1)} %"


def decimal(t: Translator, value: float, digits: int, *, sign: bool = False) -> str:
    """A number with the decimal comma of Russian and Kazakh or the point of English."""
    text = f"{value:+.{digits}f}" if sign else f"{value:.{digits}f}"
    return text if t.lang == "en" else text.replace(".", ",")


def p_value(t: Translator, value: float) -> str:
    """«= 0,032», «< 0,001»."""
    return f"< {decimal(t, 0.001, 3)}" if value < 0.001 else f"= {decimal(t, value, 3)}"


def interval(t: Translator, bound: Sequence[float] | None) -> str:
    """An interval of a share in per cent, «61,2–70,4»; empty for none."""
    return "–".join(decimal(t, 100 * x, 1) for x in bound) if bound else ""


def act_name(registry: Registry, act: str, t: Translator) -> str:
    """The short name of an act, or its id."""
    known = registry.get(act)
    lang: Lang = "kk" if t.lang == "kk" else "ru"
    return (known.short.get(lang) or known.titles.get(lang) or act) if known else act
