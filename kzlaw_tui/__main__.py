"""``python -m kzlaw_tui``, and the installed ``kzlaw-tui``: a first frame at once, then the command line."""

from __future__ import annotations

import sys

from kzlaw_tui import first_paint


def main() -> int:
    """Run the program; returns its exit code."""
    first_paint.paint(sys.argv[1:])
    try:
        from kzlaw_tui.cli import main as run

        return run()
    except BaseException:
        first_paint.take_away()
        raise


if __name__ == "__main__":
    sys.exit(main())
