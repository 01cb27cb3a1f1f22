"""The shipped adapter's report: its training, and the evaluation before and after, from two runs of ``kzlaw-tui eval``.

    python benchmarks/adapter.py TRAINING BASE_RUN ADAPTER_RUN [LOSSES.json]

TRAINING is the folder of the training, the runs are folders of ``eval --mode model --split test``, with ``--adapter none`` and with
the adapter. LOSSES are validation losses with their intervals, ``{"base": [value, low, high, n], "adapter": […]}``.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from kzlaw_tui.config import CHECKOUT
from kzlaw_tui.evaluation.bank import load
from kzlaw_tui.evaluation.run import SUMMARY, RunFolder
from kzlaw_tui.i18n import Translator
from kzlaw_tui.models.home import Manifest, ModelHome, document
from kzlaw_tui.tuning.report import EVALUATION, SAMPLES, write
from kzlaw_tui.tuning.runs import TrainFolder

METRICS = (
    ("citations.right", "eval-citations-right"),
    ("citations.precision", "eval-citations-precision"),
    ("citations.recall", "eval-citations-recall"),
    ("citations.validity", "eval-citations-validity"),
    ("text.language", "eval-text-language"),
    ("text.token_f1", "eval-text-token-f1"),
    ("refusal.answered", "eval-refusal-answered"),
)
QUESTIONS = 8


def measured(run: Path, name: str) -> list[float | None]:
    """Value, lower and upper bound of a metric of a run."""
    summary = json.loads((run / SUMMARY).read_text("utf-8"))
    section, _, metric = name.partition(".")
    bound = summary["intervals"].get(section, {}).get(metric) or [None, None]
    return [summary[section][metric], *bound]


def main(training: Path, base: Path, adapter: Path, losses: Path | None) -> None:
    """Write report and manifest into the shipped adapter's folder."""
    run, target = TrainFolder(training), CHECKOUT / "adapters" / "gemma3-270m-kzlaw"
    counts = [json.loads((folder / SUMMARY).read_text("utf-8"))["n"] for folder in (base, adapter)]
    rows: list[dict[str, Any]] = []
    if losses is not None:
        given = json.loads(losses.read_text("utf-8"))
        rows.append({"id": "tune-plot-valid", "metric": "", "n": given["base"][3], **{k: given[k][:3] for k in given}})
    rows += [
        {
            "id": id_,
            "metric": name,
            "n": f"{counts[0]} / {counts[1]}",
            "base": measured(base, name),
            "adapter": measured(adapter, name),
        }
        for name, id_ in METRICS
    ]
    note = f"eval --mode model --split test, 95 %; n = {counts[0]} (base, a sample), {counts[1]} (adapter)"
    put = {"note": note, "rows": rows}
    (training / EVALUATION).write_text(json.dumps(put, ensure_ascii=False, indent=2), "utf-8")
    questions = {q.id: q for q in load([CHECKOUT / "corpus" / "questions" / "bank.jsonl"])}
    bare, tuned = RunFolder(base).records(), RunFolder(adapter).records()
    both = [id_ for id_ in bare if id_ in tuned and id_ in questions and questions[id_].expect == "answer"][:QUESTIONS]
    pairs = [{"question": questions[i].text, "base": bare[i].reply.text, "adapter": tuned[i].reply.text} for i in both]
    (training / SAMPLES).write_text(json.dumps({"rows": pairs}, ensure_ascii=False, indent=2), "utf-8")
    shutil.copy(write(run, Translator("ru")), target / "report.html")
    file = target / "adapter.gguf"
    facts = ModelHome(target.parent, "adapter")._facts(file, None)
    import hashlib

    evaluation = {row["metric"] or "valid_loss": {k: row[k] for k in ("n", "base", "adapter")} for row in rows}
    facts["tuning"] = {**facts["tuning"], "evaluation": evaluation}
    manifest = Manifest(
        **{
            **facts,
            "name": target.name,
            "kind": "adapter",
            "file": file.name,
            "size": file.stat().st_size,
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
            "licence": "Gemma",
            "source": "kzlaw-tui",
            "added": "2026-11-25",
        }
    )
    shown = {**document(manifest), "stamp": ""}
    (target / "manifest.json").write_text(json.dumps(shown, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(json.dumps(evaluation, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    main(given[0], given[1], given[2], given[3] if len(given) > 3 else None)
