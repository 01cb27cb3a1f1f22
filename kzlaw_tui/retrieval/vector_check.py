"""Are the stored vectors what was put there? Looked at by a child process: damaged files of an index may crash native code.

Run as ``python -m kzlaw_tui.retrieval.vector_check FOLDER EMBEDDER``: prints one line of JSON, the first problem or null.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import numpy as np

from kzlaw_tui.retrieval.embedders import Vectors

SEAL = "seal.json"
_SECONDS = 600.0
_BATCH = 2000
_NEAR = 2e-3
"""How far a length or a check number may be off: rounding is a thousand times smaller, a wrong bit that matters larger."""
_SAMPLE = 200
_KEY = "check"


def check_numbers(vectors: Vectors) -> list[float]:
    """One number a vector, stored beside it: its product with a fixed direction. Shape (n, dim) in, n numbers out."""
    direction = np.random.default_rng(20261125).choice(np.array([-1.0, 1.0]), size=vectors.shape[1])
    return [round(float(value), 5) for value in vectors.astype(np.float64) @ direction]


def seal(folder: Path) -> None:
    """Note the checksums of the files of the graph. They are written when vectors are stored and only read by searches."""
    (folder / SEAL).write_text(json.dumps({name: _print_of(folder / name) for name in _graph(folder)}), "utf-8")


def unseal(folder: Path) -> None:
    """Before vectors are stored."""
    (folder / SEAL).unlink(missing_ok=True)


def problem(folder: Path, embedder: str) -> str | None:
    """What is wrong with the vectors, in English for a log; ``None`` when nothing is."""
    if not (folder / "chroma.sqlite3").is_file():
        return None
    found = _files(folder)
    if found is not None:
        return found
    command = [sys.executable, "-m", "kzlaw_tui.retrieval.vector_check", os.fspath(folder), embedder]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_SECONDS)
        return cast("str | None", json.loads(done.stdout.splitlines()[-1]))
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    except (IndexError, ValueError):
        return f"the check broke off ({done.returncode})"


def _graph(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.glob("*/*") if path.is_file())


def _print_of(file: Path) -> list[Any]:
    status = file.stat()
    return [status.st_size, status.st_mtime_ns, hashlib.blake2b(file.read_bytes(), digest_size=16).hexdigest()]


def _files(folder: Path) -> str | None:
    """The structure of the database, and the files whose time says that nobody wrote them since they were sealed."""
    try:
        with closing(
            sqlite3.connect(f"{(folder / 'chroma.sqlite3').absolute().as_uri()}?mode=ro", uri=True)
        ) as database:
            said = database.execute("PRAGMA quick_check(1)").fetchone()[0]
        if said != "ok":
            return str(said)
        sealed: dict[str, list[Any]] = (
            json.loads((folder / SEAL).read_text("utf-8")) if (folder / SEAL).exists() else {}
        )
        for name, print_ in sealed.items():
            now = _print_of(folder / name)
            if now[1] == print_[1] and now != print_:
                return name
    except (sqlite3.Error, OSError, ValueError, AttributeError, TypeError, IndexError) as error:
        return f"{type(error).__name__}: {error}"
    return None


def _vectors(folder: Path, embedder: str) -> str | None:
    """Every vector and its check number, and for some whether a search for it finds it."""
    from kzlaw_tui.errors import KzlawError
    from kzlaw_tui.retrieval.dense import VectorStore

    store = VectorStore(folder, embedder)
    try:
        ids = store.collection.get(include=[])["ids"]
        for i in range(0, len(ids), _BATCH):
            found = store.collection.get(ids=ids[i : i + _BATCH], include=["embeddings", "metadatas"])
            rows = np.asarray(found["embeddings"], dtype=np.float32)
            wrong = _wrong(rows, cast("Sequence[dict[str, Any]]", found["metadatas"] or []))
            if len(found["ids"]) != len(ids[i : i + _BATCH]) or wrong:
                return wrong or "vectors are missing"
            for row in rows[:: max(1, len(ids) // _SAMPLE)]:
                best = store.nearest(row, 1)
                if not best or best[0][1] < 1 - _NEAR:
                    return "a vector is not found"
    except (KzlawError, ValueError) as error:
        return str(error)
    return None


def _wrong(rows: Vectors, metadata: Sequence[dict[str, Any]]) -> str | None:
    if not np.all(np.isfinite(rows)) or not np.all(np.any(rows, axis=1)):
        return "a vector is no vector"
    for number, about in zip(check_numbers(rows), metadata, strict=True):
        if abs(number - float(about.get(_KEY, number))) > _NEAR * 20:
            return "a vector has changed"
    return None


if __name__ == "__main__":
    from kzlaw_tui.offline import refuse_network

    refuse_network()
    print(json.dumps(_vectors(Path(sys.argv[1]), sys.argv[2])))  # noqa: T201
