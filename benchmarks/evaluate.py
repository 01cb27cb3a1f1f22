"""The table of systems on the question bank, written into ``docs/quality.md`` between two marks.

By default over the three core acts with vectors (``home.assistant``); ``--home DIR`` measures a home that is there as it is,
and nothing is added to it but the runs. A run that was killed goes on; ``--fresh`` asks everything anew.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from questions import act_id

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.evaluation.plan import Outcome, Plan
from kzlaw_tui.evaluation.values import bound_of, value_of
from kzlaw_tui.models.packaged import add_gemma

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "quality.md"
BEGIN, END = "<!-- evaluate:begin -->", "<!-- evaluate:end -->"
SYSTEMS: dict[str, dict[str, Any]] = {
    "BM25 plain": {"mode": "retrieval", "baseline": "bm25"},
    "e5 alone": {"mode": "retrieval", "baseline": "dense"},
    "our search": {"mode": "retrieval"},
    "quotes mode": {"mode": "quotes"},
}
GEMMA = "gemma3-270m"
SAMPLE = 40
"""Questions of the model's rows, of the test half: a model is slow, and this one is a demonstration."""
MODELS: dict[str, dict[str, Any]] = {
    f"{GEMMA}, our search and gate": {"mode": "model", "model": GEMMA},
    f"{GEMMA} alone": {"mode": "model", "model": GEMMA, "alone": True},
    "quotes mode, same sample": {"mode": "quotes"},
}
"""Measured on a sample: the model with the search, without it, and quotes mode beside them."""
SEARCH = {
    "hit@1": "retrieval.hit@1",
    "hit@5": "retrieval.hit@5",
    "recall@10": "retrieval.recall@10",
    "MRR@10": "retrieval.mrr@10",
    "nDCG@10": "retrieval.ndcg@10",
}
ANSWERS = {
    "citation precision": "citations.precision",
    "citation recall": "citations.recall",
    "citations valid": "citations.validity",
    "quotes verbatim": "citations.verbatim",
    "right point": "citations.point",
    "Token F1": "text.token_f1",
    "Exact Match": "text.exact_match",
    "Key Info": "text.key_info",
    "Length Ratio": "text.length_ratio",
    "overall": "text.overall",
    "refusal precision": "refusal.precision",
    "refusal recall": "refusal.recall",
    "refused, corrected or right article": "refusal.handled",
    "answerable and answered": "refusal.answered",
}
LEVELS = {
    "accuracy": "automatic.accuracy",
    "completeness": "automatic.completeness",
    "legal correctness": "automatic.legal_correctness",
    "Key Info": "text.key_info",
    "hit@5": "retrieval.hit@5",
}


def measured(app: Assistant, chosen: argparse.Namespace) -> dict[str, Outcome]:
    """Every system that this home can run, by its name in the table."""
    found = {}
    systems = dict(SYSTEMS) if chosen.only != "models" else {}
    if chosen.only != "search" and has_model(app, add=chosen.home is None):
        systems |= MODELS
    for name, how in systems.items():
        sampled = name in MODELS
        limit = min(chosen.limit or SAMPLE, SAMPLE) if sampled else chosen.limit
        plan = Plan(
            files=tuple(chosen.questions),
            split=chosen.split or ("test" if sampled else ""),
            limit=limit,
            seed=chosen.seed,
            fresh=chosen.fresh,
            resume=not chosen.fresh,
            act_of=act_id,
            **how,
        )
        try:
            found[name] = app.evaluate(plan)
        except KzlawError as error:
            if error.message_id != "error-eval-no-vectors":
                raise
            print(f"{name}: {app.t.error(error)}", file=sys.stderr)
    return found


def has_model(app: Assistant, *, add: bool) -> bool:
    """Whether the home has the model; with ``add`` it is added from its package where that is installed."""
    models = app.speaker.models
    if any(model.name == GEMMA for model in models.list()):
        return True
    try:
        return add and bool(add_gemma(models))
    except KzlawError as error:
        print(f"{GEMMA}: {app.t.error(error)}", file=sys.stderr)
        return False


def cell(document: Mapping[str, Any], name: str) -> str:
    """«73.3 (68.2–77.8)» in per cent."""
    value, bound = value_of(document, name), bound_of(document, name)
    if value is None:
        return "—"
    return f"{100 * value:.1f}" + (f" ({100 * bound[0]:.0f}–{100 * bound[1]:.0f})" if bound else "")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table."""
    return ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows)]


def section(found: Mapping[str, Outcome], about: str, note: str = "") -> str:
    """What stands between the marks."""
    first = next(iter(found.values())).document
    settings = first["settings"]
    lines = [
        f"{date.today()}, {about}; {first['n']} questions of {', '.join(settings['files'])}"
        + (f", split `{settings['split']}`" if settings["split"] else "")
        + f"; seed {settings['seed']}, index `{settings['index']}`. In per cent, 95 % intervals in brackets."
        + (f" {note}" if note else ""),
        "",
    ]
    whole = {name: outcome for name, outcome in found.items() if name not in MODELS}
    rows = []
    for name, outcome in whole.items():
        seconds = outcome.document["timing"]["seconds"]
        cells = [cell(outcome.document, metric) for metric in SEARCH.values()]
        rows.append([name, *cells, f"{seconds['p50']:.3f} / {seconds['p95']:.3f}"])
    if rows:
        lines += table(["system", *SEARCH, "seconds p50 / p95"], rows)
    lines += of_models({name: outcome for name, outcome in found.items() if name in MODELS})
    for name, outcome in whole.items():
        document = outcome.document
        if document["settings"]["mode"] == "retrieval":
            continue
        lines += ["", f"**{name}**", ""]
        lines += table(["metric", "value"], [[label, cell(document, metric)] for label, metric in ANSWERS.items()])
        lines += ["", *by_level(document)]
        sure = document["confidence"]
        if sure["n"]:
            parts = [
                f"{key} {sure[key]:.3f}"
                for key in ("auroc", "auroc_answerable", "brier", "ece")
                if sure[key] is not None
            ]
            lines += ["", f"Confidence (n = {sure['n']}): {', '.join(parts)}."]
        memory = document["timing"]["peak_memory_mb"]
        if memory is not None:
            lines += [f"Peak memory of the process: {memory:.0f} MB."]
    return "\n".join(lines)


def of_models(found: Mapping[str, Outcome]) -> list[str]:
    """The table of the language model, a column a system, over its sample."""
    if not found:
        return []
    documents = [outcome.document for outcome in found.values()]
    settings = documents[0]["settings"]
    rows = [[label, *(cell(document, metric) for document in documents)] for label, metric in ANSWERS.items()]
    for label, key in (("seconds p50 / p95", "seconds"), ("to the first word, s, p50 / p95", "first_token")):
        rows.append([label, *(f"{number(d, key, 'p50')} / {number(d, key, 'p95')}" for d in documents)])
    return [
        "",
        f"**A language model**, on a sample of {documents[0]['n']} of these questions (split `{settings['split']}`, drawn with seed"
        f" {settings['seed']}), so the intervals are wide. Alone it is given no law and passes no gate.",
        "",
        *table(["metric", *found], rows),
    ]


def number(document: Mapping[str, Any], part: str, name: str) -> str:
    """Seconds of the timing, or a dash."""
    value = document["timing"][part][name]
    return "—" if value is None else f"{value:.2f}"


def by_level(document: Mapping[str, Any]) -> list[str]:
    """Accuracy, completeness and legal correctness by level; automatic."""
    levels = document["by"].get("level", {})
    rows = []
    for level, group in levels.items():
        values = [group["metrics"].get(metric) for metric in LEVELS.values()]
        rows.append([level, str(group["n"]), *("—" if v is None else f"{100 * v:.1f}" for v in values)])
    return table(["level (automatic)", "n", *LEVELS], rows) if rows else []


def write(text: str) -> None:
    """Put the section between the marks of the document."""
    before, _, rest = DOCUMENT.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    DOCUMENT.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", "utf-8")


def main() -> None:
    """Measure and write."""
    options = argparse.ArgumentParser()
    options.add_argument("--home", type=Path)
    options.add_argument("--no-vectors", action="store_true")
    options.add_argument("--questions", type=Path, action="append", default=[])
    options.add_argument("--split", choices=("dev", "test"), default="")
    options.add_argument("--limit", type=int)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--fresh", action="store_true")
    options.add_argument(
        "--only", choices=("search", "models"), help="only the systems without, or with, a language model"
    )
    options.add_argument("--note", default="", help="a sentence about the circumstances, written beside the date")
    options.add_argument("--print", action="store_true", dest="only_print")
    chosen = options.parse_args()
    if chosen.home is not None:
        app, about = Assistant(Home(chosen.home), "en"), f"home `{chosen.home.name}`"
    else:
        from home import CORE_FILES, assistant

        app = assistant("core", CORE_FILES, vectors=not chosen.no_vectors)
        about = "the three core acts (official texts; only the law on LLPs in Kazakh too)"
    text = section(measured(app, chosen), about, chosen.note)
    print(text)
    if not chosen.only_print:
        write(text)


if __name__ == "__main__":
    main()
