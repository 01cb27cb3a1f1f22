"""Datasets and trainings as text for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzlaw_tui.i18n import Translator
from kzlaw_tui.law.characters import clean
from kzlaw_tui.tuning.names import duration, number

if TYPE_CHECKING:
    from kzlaw_tui.models.home import Manifest
    from kzlaw_tui.tuning.conduct import Trained
    from kzlaw_tui.tuning.rows import Dataset
    from kzlaw_tui.tuning.runs import Step, Validation
    from kzlaw_tui.tuning.trainers.protocol import Preflight

SHOWN = 10
"""At most so many rows are named."""


def dataset_text(t: Translator, dataset: Dataset, folder: Path) -> str:
    """What was built, and what was left out for which reason."""
    lines = [t("tune-dataset-written", path=str(folder)), counts_line(t, dataset.about["counts"])]
    reasons = Counter(str(row["reason"]) for row in dataset.about.get("rejected", ()))
    lines += [f"  {t(reason)}: {n}" for reason, n in reasons.most_common()]
    return clean("\n".join(lines))


def counts_line(t: Translator, counts: Mapping[str, Any]) -> str:
    """Rows by half, language and kind in a line."""
    lang, kind = counts.get("lang", {}), counts.get("kind", {})
    return t(
        "tune-counts",
        train=counts["train"],
        valid=counts["valid"],
        ru=lang.get("ru", 0),
        kk=lang.get("kk", 0),
        refusals=kind.get("refusal", 0),
        articles=counts["articles"],
    )


def stats_text(t: Translator, document: Mapping[str, Any]) -> str:
    """``adapters dataset stats``."""
    lines = [counts_line(t, document["counts"])]
    for name, values in (document["tokens"] or {}).items():
        lines.append(t(f"tune-lengths-{name}", p50=values["p50"], p95=values["p95"], most=values["max"]))
    return "\n".join(lines)


def problems_text(t: Translator, dataset: Dataset, problems: Sequence[tuple[str, str]]) -> str:
    """``adapters dataset check``."""
    if not problems:
        return t("tune-dataset-fit", n=len(dataset.train) + len(dataset.valid))
    lines = [f"✗ {row}: {t(reason)}" for row, reason in problems[:SHOWN]]
    if len(problems) > SHOWN:
        lines.append(t("tune-more", n=len(problems) - SHOWN))
    return clean("\n".join(lines))


def plan_text(t: Translator, plan: Mapping[str, Any]) -> str:
    """``adapters train --dry-run``."""
    memory = plan["memory"]
    lines = [
        t("tune-plan-steps", steps=plan["steps"], rows=plan["rows_a_step"], warmup=plan["warmup_steps"]),
        t(
            "tune-plan-rates",
            first=f"{plan['rates']['first']:.2g}",
            highest=f"{plan['rates']['highest']:.2g}",
            last=f"{plan['rates']['last']:.2g}",
        ),
        t("tune-plan-memory", total=number(t, memory["total"] / 1e9, 1), weights=number(t, memory["weights"] / 1e9, 1)),
        " ".join(plan["command"]),
    ]
    return clean("\n".join(lines))


def preflight_text(t: Translator, before: Preflight) -> str:
    """What the pre-flight showed, and how much it will take."""
    plan = before.estimate
    return "\n".join(
        (
            t(
                "tune-preflight",
                loss=number(t, before.loss),
                gradient=number(t, before.gradient),
                labels=before.labels,
                tuned=number(t, before.trainable / 1e6, 2),
            ),
            t(
                "tune-preflight-plan",
                steps=plan.steps,
                time=duration(t, plan.seconds or 0.0),
                memory=number(t, plan.total / 1e9, 1),
                skipped=before.skipped,
            ),
        )
    )


def step_line(t: Translator, step: Step) -> str:
    """One step in a line."""
    return t(
        "tune-step",
        step=step.step,
        loss=number(t, step.loss),
        gradient=number(t, step.gradient, 2),
        speed=round(step.tokens_per_second),
        left=duration(t, step.left),
    )


def valid_line(t: Translator, valid: Validation) -> str:
    """One validation in a line."""
    return t(
        "tune-valid",
        step=valid.step,
        loss=number(t, valid.valid_loss),
        perplexity=number(t, valid.perplexity, 2),
        accuracy=number(t, 100 * valid.valid_accuracy, 1),
    )


def trained_text(t: Translator, trained: Trained, manifest: Manifest) -> str:
    """How a training ended."""
    result = trained.result
    fallen = 100 * (1 - result.best_loss / result.base_loss) if result.base_loss else 0.0
    lines = [
        t("tune-ended-early" if result.early else "tune-ended", steps=result.steps, time=duration(t, result.seconds)),
        t(
            "tune-ended-loss",
            base=number(t, result.base_loss),
            best=number(t, result.best_loss),
            fallen=number(t, fallen, 0),
            step=result.best_step,
        ),
        t("tune-ended-adapter", name=manifest.name),
        t("tune-ended-report", path=str(trained.folder.folder / "report.html")),
    ]
    return clean("\n".join(lines))
