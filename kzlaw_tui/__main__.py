"""``python -m kzlaw_tui``."""

import sys

from kzlaw_tui.cli import main

sys.exit(main())
