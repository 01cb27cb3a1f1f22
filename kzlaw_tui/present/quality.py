"""An evaluation as a table for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kzlaw_tui.evaluation.names import (
    act_name,
    by_name,
    decimal,
    group_name,
    interval,
    metric_name,
    p_value,
    percent,
    run_title,
    section_name,
)
from kzlaw_tui.evaluation.scores import METRICS
from kzlaw_tui.i18n import Translator
from kzlaw_tui.law.characters import clean
from kzlaw_tui.law.registry import Registry

NAME = 34
GROUP = 30
BY_COLUMNS = ("retrieval.hit@5", "citations.recall", "text.key_info", "refusal.recall")
"""What the terminal shows of each group; the report and the JSON have all."""


def summary_text(t: Translator, registry: Registry, document: Mapping[str, Any]) -> str:
    """The metrics with their intervals, section by section, then the parts, then the speed."""
    lines = [f"{run_title(t, document['settings'])} · {t('eval-questions', n=document['n'])}"]
    compared = document.get("comparison", {}).get("metrics", {})
    for section, names in METRICS.items():
        there = [name for name in names if document[section][name] is not None]
        if not there:
            continue
        lines += ["", section_name(t, section)]
        for name in there:
            bound = interval(t, document["intervals"][section].get(name))
            line = f"  {metric_name(t, f'{section}.{name}'):<{NAME}}{percent(t, document[section][name]):>9}  {bound}"
            lines.append(line.rstrip() + _compared(t, compared.get(f"{section}.{name}")))
    confidence = document["confidence"]
    if confidence["n"]:
        lines += ["", section_name(t, "confidence")]
        for name in ("auroc", "auroc_answerable", "brier", "ece"):
            if confidence[name] is not None:
                lines.append(f"  {metric_name(t, f'confidence.{name}'):<{NAME}}{decimal(t, confidence[name], 3):>9}")
    for part, groups in document["by"].items():
        lines += _part(t, registry, part, groups)
    lines += ["", _speed(t, document["timing"])]
    return clean("\n".join(lines))


def _compared(t: Translator, found: Mapping[str, Any] | None) -> str:
    if found is None:
        return ""
    said = t(
        "eval-compared-short",
        other=percent(t, found["other"]),
        difference=decimal(t, 100 * found["difference"], 1, sign=True),
        p=p_value(t, found["p"]),
    )
    return f"   {said}"


def _part(t: Translator, registry: Registry, part: str, groups: Mapping[str, Any]) -> list[str]:
    columns = [c for c in BY_COLUMNS if any(c in group["metrics"] for group in groups.values())]
    if not columns:
        return []
    heads = [metric_name(t, c) for c in columns]
    rows: list[Sequence[str]] = [("n", *heads)]
    names = [""]
    for name, group in groups.items():
        names.append(act_name(registry, name, t) if part == "act" else group_name(t, part, name))
        rows.append((str(group["n"]), *(percent(t, group["metrics"].get(c)) for c in columns)))
    widths = [max(len(row[i]) for row in rows) + 2 for i in range(len(rows[0]))]
    names[0] = by_name(t, part)
    return [
        "",
        *(
            f"{'  ' if i else ''}{name[:GROUP]:<{GROUP if i else GROUP + 2}}"
            + "".join(f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True))
            for i, (name, row) in enumerate(zip(names, rows, strict=True))
        ),
    ]


def _speed(t: Translator, timing: Mapping[str, Any]) -> str:
    seconds, memory = timing["seconds"], timing["peak_memory_mb"]
    return t(
        "eval-speed-line",
        mean=decimal(t, seconds["mean"], 3),
        p50=decimal(t, seconds["p50"], 3),
        p95=decimal(t, seconds["p95"], 3),
        memory="?" if memory is None else decimal(t, memory, 0),
    )
