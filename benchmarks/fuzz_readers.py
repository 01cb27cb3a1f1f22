"""Coverage-guided fuzzing of a reader with atheris: ``python benchmarks/fuzz_readers.py SUFFIX [FOLDER …] [-runs=N]``.

Not a dependency of the project: ``pip install atheris`` (Linux and macOS). The options after the suffix are libFuzzer's; a file that
crashes a reader is left beside. Anything but a document or a ``KzlawError`` is a crash.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["kzlaw_tui", "pypdf", "docx", "striprtf"]):
    from kzlaw_tui.config import CHECKOUT
    from kzlaw_tui.errors import KzlawError
    from kzlaw_tui.ingest.readers import read_document
    from kzlaw_tui.ingest.structure import parse
    from kzlaw_tui.law.registry import Registry

SUFFIX = sys.argv.pop(1) if len(sys.argv) > 1 and sys.argv[1].startswith(".") else ".txt"
REGISTRY = Registry.from_toml((CHECKOUT / "corpus" / "acts.toml").read_text("utf-8"))
FILE = Path(tempfile.mkdtemp(prefix="kzlaw-fuzz-")) / f"input{SUFFIX}"
os.environ["PATH"] = ""  # no outside programs


def one_input(data: bytes) -> None:
    """Read and parse one input."""
    FILE.write_bytes(data)
    with suppress(KzlawError):
        parse(read_document(FILE), REGISTRY)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
