"""``python -m kzlaw_tui`` and the console script: the network is refused before anything else is imported."""

from __future__ import annotations

import sys

from kzlaw_tui.offline import refuse_programs


def run() -> int:
    """Run the command of ``sys.argv``; returns the exit code."""
    refuse_programs()
    from kzlaw_tui.cli import main

    return main()


if __name__ == "__main__":
    sys.exit(run())
