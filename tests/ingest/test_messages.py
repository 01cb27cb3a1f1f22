from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from kzlaw_tui.i18n import UI_LANGS, Translator, UiLang, message_ids
from kzlaw_tui.ingest import pipeline, rebuild
from kzlaw_tui.ingest.reports import FileStatus, Stage
from kzlaw_tui.law.model import Article, Edition
from kzlaw_tui.library.records import EditionInfo


def test_every_status_stage_and_problem_has_words() -> None:
    wanted = {f"ingest-status-{status}" for status in get_args(FileStatus)}
    wanted |= {f"ingest-stage-{stage}" for stage in get_args(Stage)}
    for module in (pipeline, rebuild):
        source = Path(module.__file__).read_text("utf-8")
        wanted |= set(re.findall(r'"((?:ingest-warning|index-problem)-[a-z-]+)"', source))
    assert len(wanted) > 15
    assert wanted <= message_ids("ru")


@pytest.mark.parametrize("lang", UI_LANGS)
def test_warnings_read_as_sentences(lang: UiLang) -> None:
    current = EditionInfo(1, "a", "ru", "t", date(2026, 1, 9), "official", 9, 9, 9, "1", "f", True)
    articles = tuple(Article(str(n), "", "") for n in range(4))
    for day in (date(2024, 2, 3), None, date(2026, 2, 3)):
        ((message_id, args),) = pipeline._compared(Edition("a", "ru", "t", articles, day), current)
        text = Translator(lang)(message_id, **args)
        assert "$" not in text
        assert "{" not in text
        assert text.endswith(".")
