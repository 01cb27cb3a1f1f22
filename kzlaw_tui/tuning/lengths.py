"""How long the rows of a dataset are in tokens of a base."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzlaw_tui.tuning.dataset import token_lengths
from kzlaw_tui.tuning.encoding import check_template, encode

if TYPE_CHECKING:
    from kzlaw_tui.config import Home
    from kzlaw_tui.models.home import Manifest
    from kzlaw_tui.tuning.rows import Dataset


def lengths(dataset: Dataset, base: Manifest, path: Path, template: str, home: Home) -> dict[str, Any]:
    """Statistics of prompts, answers and rows in tokens (see ``dataset.token_lengths``). Raises ``KzlawError``."""
    from kzlaw_tui.tuning.trainers.loading import HfTokenizer, converted

    tokenizer = HfTokenizer.of(converted(path, base, home.trainings / "bases"))
    check_template(template, tokenizer)
    rows = [encode(row, dataset.shape, template, tokenizer) for row in (*dataset.train, *dataset.valid)]
    return token_lengths((row.prompt, row.labels) for row in rows)
