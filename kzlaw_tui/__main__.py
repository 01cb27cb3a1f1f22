"""``python -m kzlaw_tui``, and the installed ``kzlaw-tui``: the network is refused before anything else is imported, a first frame
is painted at once, then comes the command line."""

from __future__ import annotations

import sys

from kzlaw_tui.offline import refuse_programs


def run() -> int:
    """Run the command of ``sys.argv``; returns the exit code."""
    refuse_programs()
    from kzlaw_tui import first_paint

    first_paint.paint(sys.argv[1:])
    try:
        from kzlaw_tui.cli import main

        return main()
    except BaseException:
        first_paint.take_away()
        raise


if __name__ == "__main__":
    sys.exit(run())
