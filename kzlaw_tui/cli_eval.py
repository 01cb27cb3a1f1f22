"""``kzlaw-tui eval``: arguments in, an evaluation, its table or its JSON out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kzlaw_tui.errors import UsageError
from kzlaw_tui.terminal import json_text

if TYPE_CHECKING:
    from kzlaw_tui.assistant import Assistant
    from kzlaw_tui.evaluation.answers import Mode

MODES = ("retrieval", "quotes", "model")
BASELINES = ("bm25", "dense")


def _number(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"«{text}»: 1, 2, 3 …")
    return int(text)


def _seed(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"«{text}»: 0, 1, 2 …")
    return int(text)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--questions", action="append", type=Path, metavar="FILE", default=[])
    parser.add_argument("--mode", choices=MODES)
    parser.add_argument("--baseline", choices=BASELINES)
    parser.add_argument("--model")
    parser.add_argument("--adapter")
    parser.add_argument("--no-retrieval", action="store_true")
    parser.add_argument("--split", choices=("dev", "test"), default="")
    parser.add_argument("--seed", type=_seed, default=0)
    parser.add_argument("--limit", type=_number)
    parser.add_argument("--out", type=Path, metavar="DIR")
    parser.add_argument("--compare", metavar="RUN", default="")
    parser.add_argument("--jobs", type=_number, default=1)
    again = parser.add_mutually_exclusive_group()
    again.add_argument("--resume", action="store_true")
    again.add_argument("--fresh", action="store_true")


def run(assistant: Assistant, options: argparse.Namespace) -> int:
    """Run the command and return its exit code. Without ``--mode`` a baseline is a search, options of a model are model mode, all
    else is quotes mode."""
    from kzlaw_tui.evaluation.plan import Plan
    from kzlaw_tui.present import progress, quality

    of_model = options.model is not None or options.adapter is not None or options.no_retrieval
    mode: Mode = options.mode or ("retrieval" if options.baseline else "model" if of_model else "quotes")
    if options.baseline and mode != "retrieval":
        raise UsageError("error-eval-baseline-mode")
    if of_model and mode != "model":
        raise UsageError("error-eval-model-mode")
    plan = Plan(
        files=tuple(options.questions),
        mode=mode,
        baseline=options.baseline,
        split=options.split,
        seed=options.seed,
        limit=options.limit,
        out=options.out,
        compare=options.compare,
        resume=options.resume,
        fresh=options.fresh,
        jobs=options.jobs,
        model=options.model,
        adapter=options.adapter,
        alone=options.no_retrieval,
    )
    with progress.EvalProgress(assistant) as bar:
        outcome = assistant.evaluate(plan, progress=bar.update)
    if outcome.resumed:
        done = assistant.t("eval-resumed", done=outcome.resumed, total=len(outcome.questions))
        print(done, file=sys.stderr)
    if outcome.unknown:
        print(assistant.t("eval-unknown-acts", acts=", ".join(outcome.unknown)), file=sys.stderr)
    if options.json:
        print(json_text(outcome.document))
    else:
        print(quality.summary_text(assistant.t, assistant.registry, outcome.document))
        print(assistant.t("eval-written", report=outcome.document["run"]["report"]))
    return 0
