"""Times on this machine: ingest, embedding, queries in the running app, process start to answer.

Prints Markdown for ``docs/performance.md``. Run it on an idle machine; ``--quick`` leaves the vectors out.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from home import CORE_FILES
from home import assistant as kept
from questions import SHARED, of_project

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home


def timed(work: Callable[[], object]) -> float:
    """Seconds that something takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def row(what: str, value: str) -> None:
    """One line of the table."""
    print(f"| {what} | {value} |", flush=True)


def percentiles(values: list[float]) -> str:
    """p50 and p95 in milliseconds."""
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"p50 {statistics.median(ordered) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms (n={len(ordered)})"


def process(*arguments: str, home: Path, runs: int = 5) -> str:
    """The median and the slowest wall time of a command, after one run to warm the disk cache."""
    environment = {**os.environ, "KZLAW_HOME": str(home)}
    command = [sys.executable, "-m", "kzlaw_tui", *arguments]
    times = [
        timed(lambda: subprocess.run(command, env=environment, capture_output=True, check=True))
        for _ in range(runs + 1)
    ][1:]
    return f"median {statistics.median(times):.2f} s, slowest {max(times):.2f} s (n={runs})"


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args().quick
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print("| what | measured |\n|---|---|")
    corpus = SHARED / "corpus"
    with tempfile.TemporaryDirectory() as folder:
        fresh = Assistant(Home(Path(folder) / "home"), "ru")
        row("fresh home: starter digests ready", f"{timed(fresh.acts):.2f} s")
        for file in CORE_FILES:
            seconds = timed(lambda file=file: fresh.ingest([corpus / file]))  # type: ignore[misc]
            found = timed(lambda: fresh.search("статья"))
            row(f"{file}: searchable by words", f"{seconds:.1f} s (first search after it {found:.2f} s)")
        row("the same four files again", f"{timed(lambda: fresh.ingest([corpus / f for f in CORE_FILES])):.2f} s")
        everything = timed(lambda: fresh.ingest([corpus / "ru", corpus / "kk"]))
        row("all of ru/ and kk/ on top", f"{everything:.1f} s")
        words = [timed(lambda q=q: fresh.search(q.text)) for q in of_project("own")]  # type: ignore[misc]
        row("query, words only, all acts", percentiles(words[5:]))
        if not quick and fresh.embedder is not None:
            articles = fresh.library.editions()
            info = next(i for i in articles if i.act == "Z980000220_" and i.lang == "ru")
            stored = fresh.library.load(info.id).articles
            texts = [stored[p.ordinal].text[p.start : p.end] for p in fresh.library.passages(info.id)]
            seconds = timed(lambda: [fresh.embedder.passages(texts[i : i + 16]) for i in range(0, len(texts), 16)])  # type: ignore[union-attr]
            row(
                "embedding (law on LLPs, Russian)",
                f"{len(texts) / seconds:.1f} passages/s, {sum(map(len, texts)) / seconds:.0f} characters/s",
            )
        shutil.rmtree(folder, ignore_errors=True)
    app = kept("core", CORE_FILES, vectors=not quick)
    row("core acts: index, embedder and vectors loaded", f"{timed(app.warm_up):.2f} s")
    row(
        "query in the running app, core acts",
        percentiles([timed(lambda q=q: app.search(q.text)) for q in of_project("own")]),
    )  # type: ignore[misc]
    row(
        "answer in the running app, core acts",
        percentiles([timed(lambda q=q: app.ask(q.text)) for q in of_project("own")]),
    )  # type: ignore[misc]
    row("memory of that process", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")
    row("`ask`, process start to answer", process("ask", "Могут ли уволить за прогул?", "--json", home=app.home.root))
    row("`show`, process start to answer", process("show", "ст. 52 ТК РК", home=app.home.root))
    row("`--version`", process("--version", home=app.home.root))


if __name__ == "__main__":
    main()
