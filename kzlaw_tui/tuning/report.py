"""The report of a training as one HTML file: nothing is fetched, and it prints well."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from kzlaw_tui.evaluation.plots import curves
from kzlaw_tui.evaluation.report import STYLE
from kzlaw_tui.files import read_object
from kzlaw_tui.i18n import Translator
from kzlaw_tui.tuning.names import number
from kzlaw_tui.tuning.rows import put
from kzlaw_tui.tuning.runs import Step, TrainFolder, Validation, disk_error

REPORT, SAMPLES, EVALUATION = "report.html", "samples.json", "evaluation.json"
SMOOTH = 0.9


def write(run: TrainFolder, t: Translator) -> Path:
    """Write ``report.html`` into the folder of a run, in the interface language. Raises ``KzlawError`` when it cannot."""
    place = run.folder / REPORT
    try:
        put(place, html_report(run, t))
    except OSError as error:
        raise disk_error(run.folder, error) from error
    return place


def html_report(run: TrainFolder, t: Translator) -> str:
    """The whole page."""
    head, events = run.head(), run.events()
    steps = [event for event in events if isinstance(event, Step)]
    valid = [event for event in events if isinstance(event, Validation)]
    recipe = head.get("recipe", {})
    title = t("tune-report-title")
    parts = [
        f"<h1>{escape(title)}: {escape(str(recipe.get('name', '')))}</h1>",
        f'<p class="about">{escape(str(head.get("base", {}).get("name", "")))} · {escape(str(head.get("started", "")))} · '
        f"{escape(str(head.get('made_by', '')))}</p>",
        _cards(t, head, valid),
        _plots(t, steps, valid),
        _evaluation(t, read_object(run.folder / EVALUATION)),
        _samples(t, read_object(run.folder / SAMPLES)),
        _tables(t, head),
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="{t.lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>\n<body>\n"
        + "\n".join(part for part in parts if part)
        + "\n</body></html>\n"
    )


def _cards(t: Translator, head: Mapping[str, Any], valid: Sequence[Validation]) -> str:
    if not valid:
        return ""
    best = min(valid, key=lambda event: event.valid_loss)
    fallen = 100 * (1 - best.valid_loss / valid[0].valid_loss) if valid[0].valid_loss else 0.0
    shown = [
        (number(t, valid[0].valid_loss), t("tune-card-base")),
        (number(t, best.valid_loss), t("tune-card-best", step=best.step)),
        (f"−{number(t, fallen, 0)} %", t("tune-card-fallen")),
        (f"{number(t, 100 * best.valid_accuracy, 1)} %", t("tune-card-accuracy")),
    ]
    state = t(f"tune-state-{head.get('state', 'running')}")
    cards = "".join(
        f'<div class="card"><b>{escape(value)}</b><span>{escape(name)}</span></div>' for value, name in shown
    )
    return f'<div class="cards">{cards}</div><p class="note">{escape(state)} {escape(t("tune-report-note"))}</p>'


def smoothed(values: Sequence[float], keep: float = SMOOTH) -> list[float]:
    """An exponential moving average, its beginning unbiased (as in Adam: Kingma and Ba 2015, section 3)."""
    found, mean = [], 0.0
    for n, value in enumerate(values, 1):
        mean = keep * mean + (1 - keep) * value
        found.append(mean / (1 - keep**n))
    return found


def _plots(t: Translator, steps: Sequence[Step], valid: Sequence[Validation]) -> str:
    if not steps:
        return ""
    at = [float(step.step) for step in steps]

    def of(name: str) -> list[tuple[float, float]]:
        return [(x, float(getattr(step, name))) for x, step in zip(at, steps, strict=True)]

    loss = list(zip(at, smoothed([step.loss for step in steps]), strict=True))
    checks = [(float(event.step), event.valid_loss) for event in valid]
    names = (t("tune-plot-loss"), t("tune-plot-valid"))
    plots = [
        curves([(names[0], loss), (names[1], checks)], t("tune-plot-losses")),
        curves([(t("tune-plot-rate"), of("rate"))], t("tune-plot-rate")),
        curves([(t("tune-plot-gradient"), of("gradient"))], t("tune-plot-gradient")),
        curves([(t("tune-plot-entropy"), of("entropy"))], t("tune-plot-entropy")),
        curves([(t("tune-plot-accuracy"), of("accuracy"))], t("tune-plot-accuracy")),
        curves([(t("tune-plot-speed"), of("tokens_per_second"))], t("tune-plot-speed")),
    ]
    return f'<h2>{escape(t("tune-report-course"))}</h2><div class="plots">{"".join(plots)}</div>'


def _evaluation(t: Translator, document: Mapping[str, Any]) -> str:
    """Before and after: rows ``{"metric", "n", "base": [value, low, high], "adapter": […]}`` that ``eval`` made."""
    rows = document.get("rows") or []
    if not rows:
        return ""

    def cell(value: Sequence[float | None]) -> str:
        if not value or value[0] is None:
            return '<td class="n">—</td>'
        bound = (
            f" <small>{number(t, value[1])}–{number(t, value[2])}</small>"
            if len(value) == 3 and value[1] is not None and value[2] is not None
            else ""
        )
        return f'<td class="n">{number(t, value[0])}{bound}</td>'

    lines = "".join(
        f'<tr><td>{escape(t(row["id"]) if row.get("id") else row["metric"])}</td><td class="n">{row["n"]}</td>'
        f"{cell(row['base'])}{cell(row['adapter'])}</tr>"
        for row in rows
    )
    heads = "".join(
        f'<th class="n">{escape(t(name))}</th>' for name in ("tune-col-n", "tune-col-base", "tune-col-adapter")
    )
    return (
        f'<h2>{escape(t("tune-report-evaluation"))}</h2><p class="note">{escape(str(document.get("note", "")))}</p>'
        f"<table><tr><th></th>{heads}</tr>{lines}</table>"
    )


def _samples(t: Translator, document: Mapping[str, Any]) -> str:
    """Fixed questions, answered by the bare base and with the adapter."""
    pairs = "".join(
        f'<div class="pair"><h3>{escape(row["question"])}</h3>'
        f'<div><span class="head">{escape(t("tune-col-base"))}</span>\n{escape(row["base"] or "—")}</div>'
        f'<div><span class="head">{escape(t("tune-col-adapter"))}</span>\n{escape(row["adapter"] or "—")}</div></div>'
        for row in document.get("rows") or []
    )
    return f"<h2>{escape(t('tune-report-samples'))}</h2>{pairs}" if pairs else ""


def _tables(t: Translator, head: Mapping[str, Any]) -> str:
    recipe = head.get("recipe", {})
    rows: list[tuple[str, Any]] = []
    for part in ("base", "lora", "training", "prompt"):
        rows += [(f"{part}.{name}", value) for name, value in (recipe.get(part) or {}).items()]
    rows.append(("source", recipe.get("source")))
    facts = [(f"hardware.{name}", value) for name, value in head.get("hardware", {}).items()]
    facts += [(f"dataset.{name}", value) for name, value in head.get("dataset", {}).items()]
    facts += [(f"base.{name}", value) for name, value in head.get("base", {}).items()]
    facts += [("seed", head.get("seed")), ("recipe", head.get("recipe_digest"))]
    made = []
    for title, lines in ((t("tune-report-recipe"), rows), (t("tune-report-facts"), facts)):
        body = "".join(
            f"<tr><td>{escape(name)}</td><td>{escape(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))}</td></tr>"
            for name, value in lines
        )
        made.append(f'<h2>{escape(title)}</h2><div class="wide"><table>{body}</table></div>')
    return "".join(made)
