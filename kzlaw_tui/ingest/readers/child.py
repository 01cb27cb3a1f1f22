"""The child process that reads documents for ``limited``: paths come in, blocks go out, a line of JSON each.

Run as ``python -m kzlaw_tui.ingest.readers.child MEGABYTES``. It ends when its input ends. What a hostile document makes of
this process stays in it: it has no network, little memory, and nothing that it says is ever executed.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest.readers import limits, read_document, tools
from kzlaw_tui.offline import refuse_network


def plain(values: dict[str, object]) -> dict[str, Any]:
    """Arguments of a message as JSON can carry them."""
    return {k: v if isinstance(v, int | float | str) or v is None else str(v) for k, v in values.items()}


def answer(path: Path) -> dict[str, Any]:
    """The document, or why there is none."""
    try:
        document = read_document(path)
    except KzlawError as error:
        return {"error": error.message_id, "args": plain(error.args_)}
    except MemoryError:
        return {"error": "error-reader-memory", "args": {"path": str(path)}}
    except RecursionError:
        return {"error": "error-reader-died", "args": {"path": str(path)}}
    except Exception as error:
        return {"raised": type(error).__name__, "reason": str(error)[:500]}
    return {
        "format": document.format,
        "blocks": [[block.text, block.gap, block.indented, block.table] for block in document.blocks],
        "warnings": [[name, plain(args)] for name, args in document.warnings],
    }


def serve(lines: TextIO, out: TextIO) -> None:
    """Answer until the input ends."""

    def tell(message: dict[str, Any]) -> None:
        # Names that are no UTF-8 and half surrogates of broken documents go through as escapes.
        out.write(json.dumps(message) + "\n")
        out.flush()

    def started(pid: int, seconds: float) -> None:
        limits.let_go(pid)
        tell({"wait": seconds})

    tools.on_start = started
    for line in lines:
        try:
            tell(answer(Path(json.loads(line))))
        except MemoryError:
            # The blocks fitted, their JSON did not.
            tell({"error": "error-reader-memory", "args": {"path": json.loads(line)}})


def main(memory_mb: int) -> None:
    """Serve on descriptors of its own: what native code prints goes to stderr."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    lines = os.fdopen(os.dup(0), encoding="utf-8")
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    refuse_network()
    limits.hold(memory_mb)
    with suppress(BrokenPipeError, KeyboardInterrupt):
        serve(lines, out)


if __name__ == "__main__":
    main(int(sys.argv[1]))
