"""A home with official texts for benchmarks, kept between runs so that vectors are made once."""

from __future__ import annotations

import os
from pathlib import Path

from questions import SHARED

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home

CORE_FILES = ("ru/labor_code.txt", "formats/tax_code_2025.docx", "ru/law_on_llp.txt", "kk/law_on_llp.txt")


def assistant(name: str, files: tuple[str, ...] | None = None, *, vectors: bool = True) -> Assistant:
    """The home ``name`` in the benchmark folder (``KZLAW_BENCH`` or ``build/bench``), filled with files of ../shared/corpus."""
    folder = Path(os.environ.get("KZLAW_BENCH", Path(__file__).resolve().parent.parent / "build" / "bench")) / name
    found = Assistant(Home(folder), "ru")
    corpus = SHARED / "corpus"
    paths = [corpus / f for f in files] if files else [corpus / "ru", corpus / "kk"]
    report = found.ingest(paths)
    for file in report.files:
        if file.error:
            print(file.path, found.t.error(file.error))
    if vectors:
        found.embed(
            progress=lambda done, total: print(f"\rvectors {done}/{total}", end="") if done % 160 == 0 else None
        )
        print()
    return found
