"""``kzlaw-tui adapters dataset | train | export``: parse, call, print."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzlaw_tui.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from kzlaw_tui.assistant import Assistant
    from kzlaw_tui.models.home import Manifest
    from kzlaw_tui.tuning.building import Draft, Rejected
    from kzlaw_tui.tuning.rows import Dataset

ACTIONS = ("dataset", "train", "export")
DATASET = ("build", "import", "stats", "check")
SOURCES = ("annotations", "bank", "sessions")
FORMS = ("gguf", "peft", "mlx")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the three actions."""
    parser.add_argument("--recipe", default="")
    parser.add_argument("--base", default="", metavar="MODEL")
    parser.add_argument("--data", type=Path, metavar="FOLDER")
    parser.add_argument("--out", type=Path, metavar="PATH")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--from", dest="sources", action="append", choices=SOURCES, default=[])
    parser.add_argument("--session", type=int, action="append", default=[], metavar="N")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--per-article", type=int, default=1)
    parser.add_argument("--format", choices=FORMS, default="gguf")
    parser.add_argument("--no-check", action="store_true")


def run(assistant: Assistant, options: argparse.Namespace) -> int:
    """Run the action and return its exit code."""
    return {"dataset": _dataset, "train": _train, "export": _export}[options.action](assistant, options)


def _print(options: argparse.Namespace, document: object, text: Callable[[], str]) -> int:
    print(json.dumps(document, ensure_ascii=False, indent=2) if options.json else text())
    return 0


# Datasets


def _dataset(assistant: Assistant, options: argparse.Namespace) -> int:
    what, *rest = options.rest or [""]
    if what not in DATASET:
        raise UsageError("error-tune-dataset-action", known=", ".join(DATASET))
    if what in ("build", "import"):
        if options.out is None:
            raise UsageError("error-tune-out")
        return _build(assistant, options, [Path(name) for name in rest] if what == "import" else [])
    from kzlaw_tui.tuning import rows

    folder = Path(rest[0]) if rest else options.data
    if folder is None:
        raise UsageError("error-tune-data-option")
    dataset = rows.read(folder)
    return _stats(assistant, options, dataset) if what == "stats" else _check(assistant, options, dataset)


def _build(assistant: Assistant, options: argparse.Namespace, files: list[Path]) -> int:
    from kzlaw_tui.config import shipped_corpus
    from kzlaw_tui.ingest.digests import load_annotations
    from kzlaw_tui.present.progress import RowsProgress
    from kzlaw_tui.present.tuning import dataset_text
    from kzlaw_tui.tuning import dataset as made
    from kzlaw_tui.tuning.building import COMPACT, Options
    from kzlaw_tui.tuning.recipes import load

    questions = shipped_corpus() / "questions"
    wanted = options.sources or ([] if files or options.session else ["annotations", "bank"])
    drafts: list[Draft] = []
    refused: list[Rejected] = []
    if "bank" in wanted:
        drafts += made.from_bank(questions)
    for file in files:
        more, bad = made.from_file(file, assistant.registry)
        drafts += more
        refused += bad
    if "sessions" in wanted or options.session:
        drafts += made.from_sessions(assistant.sessions, options.session)
    if "annotations" in wanted:
        notes = load_annotations(shipped_corpus() / "annotations")
        drafts += made.from_annotations(notes, dict.fromkeys(("ru", "kk"), options.per_article))
    keys, tests = made.banned(questions)
    recipe = load(options.recipe) if options.recipe else None
    shape = recipe.shape if recipe is not None and recipe.prompt else COMPACT
    assistant.warm_up()
    with RowsProgress(assistant) as bar:
        dataset = made.build(
            drafts,
            assistant,
            options.out,
            Options(shape=shape, seed=options.seed, banned=keys),
            tests=tests,
            refused=refused,
            limit=options.limit,
            progress=bar.update,
        )
    return _print(options, dict(dataset.about), lambda: dataset_text(assistant.t, dataset, options.out))


def _stats(assistant: Assistant, options: argparse.Namespace, dataset: Dataset) -> int:
    from kzlaw_tui.present.tuning import stats_text
    from kzlaw_tui.tuning.dataset import counts

    document: dict[str, Any] = {
        "sha256": dataset.digest,
        "counts": counts(dataset.train, dataset.valid),
        "tokens": None,
    }
    if options.base:
        from kzlaw_tui.models.choice import template_of
        from kzlaw_tui.tuning.lengths import lengths

        models = assistant.speaker.models
        base = models.get(options.base)
        document["tokens"] = lengths(dataset, base, models.path(base), template_of(base, models), assistant.home)
    return _print(options, document, lambda: stats_text(assistant.t, document))


def _check(assistant: Assistant, options: argparse.Namespace, dataset: Dataset) -> int:
    from kzlaw_tui.config import shipped_corpus
    from kzlaw_tui.present.tuning import problems_text
    from kzlaw_tui.tuning.dataset import banned, problems

    found = problems(dataset, *banned(shipped_corpus() / "questions"))
    document = {"ok": not found, "rows": len(dataset.train) + len(dataset.valid), "problems": found}
    _print(options, document, lambda: problems_text(assistant.t, dataset, found))
    return 1 if found else 0


# Training


def _train(assistant: Assistant, options: argparse.Namespace) -> int:
    from kzlaw_tui.present.progress import TrainProgress
    from kzlaw_tui.present.tuning import plan_text, preflight_text, trained_text
    from kzlaw_tui.tuning import conduct, exporting, report
    from kzlaw_tui.tuning.recipes import load

    if not options.recipe or options.data is None:
        raise UsageError("error-tune-train-options")
    recipe = load(options.recipe)
    if options.dry_run:
        plan = conduct.dry_run(recipe, options.data, options.base or recipe.base.name)
        return _print(options, plan, lambda: plan_text(assistant.t, plan))
    models, adapters = assistant.speaker.models, assistant.speaker.adapters
    base = _base(assistant, options.base)
    job, going_on = conduct.job_of(
        recipe,
        base,
        models,
        options.data,
        assistant.home,
        out=options.out,
        resume=options.resume,
        seed=options.seed,
        threads=options.threads,
    )
    _refuse_unfit(job.dataset)
    with TrainProgress(assistant) as bar:
        trained = conduct.train(
            job,
            conduct.trainer_of(recipe),
            resume=going_on,
            told=lambda before: print(preflight_text(assistant.t, before), file=sys.stderr),
            tell=bar.update,
            cancel=bar,
        )
    name = options.name or f"{base.name}-{recipe.name}"
    manifest = exporting.add_trained(trained.folder, name, base, models, adapters)
    report.write(trained.folder, assistant.t)
    document = {**_document(manifest), "result": conduct.as_document(trained), "folder": str(trained.folder.folder)}
    return _print(options, document, lambda: trained_text(assistant.t, trained, manifest))


def _refuse_unfit(dataset: Dataset) -> None:
    from kzlaw_tui.config import shipped_corpus
    from kzlaw_tui.errors import KzlawError
    from kzlaw_tui.tuning.dataset import banned, problems

    found = problems(dataset, *banned(shipped_corpus() / "questions"))
    if found:
        raise KzlawError("error-tune-unfit", n=len(found), row=found[0][0])


def _base(assistant: Assistant, name: str) -> Manifest:
    from kzlaw_tui.models.choice import pick

    return pick(name or assistant.settings.model.name, assistant.speaker.models)


# Export


def _export(assistant: Assistant, options: argparse.Namespace) -> int:
    from kzlaw_tui.tuning import exporting
    from kzlaw_tui.tuning.runs import TrainFolder

    if len(options.rest) != 1:
        raise UsageError("error-model-action", rest=options.action)
    what, models, adapters = options.rest[0], assistant.speaker.models, assistant.speaker.adapters
    base = _base(assistant, options.base or options.model)
    facts = exporting.base_facts(base, models)
    if (Path(what) / "run.json").is_file():
        lora, about = exporting.adapter_of(TrainFolder(Path(what)), facts)
        origin: Path = Path(what) / "best"
    else:
        origin = Path(what) if Path(what).exists() else adapters.path(adapters.get(what))
        lora, about = exporting.read(origin, facts)
    tuned_for = about.get("base_sha256")
    if tuned_for and tuned_for != base.sha256:
        raise NotFoundError("error-adapter-base", path=origin, base=about.get("base") or tuned_for[:12])
    suffix = ".gguf" if options.format == "gguf" else ""
    target = options.out or Path(f"{Path(what).stem}-{options.format}{suffix}")
    exporting.write(lora, about, target, options.format, facts)
    found = None
    if not options.no_check:
        found = exporting.compare(origin, target, base, models, assistant.home)
    document = {"path": str(target), "format": options.format, "rank": lora.rank, "correlation": found, **about}

    def text() -> str:
        if found is None:
            return assistant.t("tune-exported-unchecked", path=str(target))
        return assistant.t("tune-exported", path=str(target), correlation=f"{found:.4f}")

    return _print(options, document, text)


def _document(manifest: Manifest) -> dict[str, Any]:
    from kzlaw_tui.models.home import document

    return document(manifest)
