"""Questions over the small acts of ``tests.samples``, and an assistant that holds these acts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home

LABOUR = "K1500000414"
ROWS: list[dict[str, Any]] = [
    {
        "id": "q1",
        "lang": "ru",
        "area": "labour",
        "level": "basic",
        "style": "lay",
        "question": "Сколько дней длится отпуск?",
        "gold": [{"act": LABOUR, "article": "88", "point": "1", "subpoint": ""}],
        "reference": "Двадцать четыре дня (п. 1 ст. 88 ТК РК).",
        "key_facts": ["двадцать четыре дня"],
        "split": "dev",
        "author": "ignored",
    },
    {
        "id": "q2",
        "lang": "ru",
        "area": "labour",
        "level": "medium",
        "style": "expert",
        "question": "Вправе ли наниматель проститься с работником, если предприятие закрылось?",
        "gold": [{"act": LABOUR, "article": "52", "point": "1", "subpoint": "1)"}],
        "reference": "Да, если предприятие закрылось (пп. 1) п. 1 ст. 52 ТК РК).",
        "key_facts": ["предприятие закрылось", {"ru": "проститься с работником", "kk": "қызметкермен қоштасу"}],
        "split": "test",
    },
    {
        "id": "q3",
        "lang": "ru",
        "area": "labour",
        "level": "complex",
        "style": "lay",
        "question": "Как вручают письмо под подпись?",
        "gold": [{"act": LABOUR, "article": "53"}, {"act": LABOUR, "article": "52", "point": "2"}],
        "reference": "Под подпись, за месяц.",
        "key_facts": ["под подпись", "за месяц"],
        "split": "test",
    },
    {
        "id": "r1",
        "lang": "ru",
        "kind": "nonexistent_article",
        "question": "Что говорит статья 999 Трудового кодекса РК?",
        "expect": "correct",
        "gold": [],
        "note": "нет такой статьи",
        "split": "test",
    },
    {
        "id": "r2",
        "lang": "ru",
        "kind": "other_state",
        "question": "Что установлено в ст. 81 ТК РФ?",
        "expect": "refuse",
        "gold": [],
        "split": "dev",
    },
]


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    file = tmp_path / "bank.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), "utf-8")
    return file


@pytest.fixture
def assistant(acts_home: Path, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    monkeypatch.setenv("KZLAW_RETRIEVAL__EMBEDDER", "none")
    return Assistant(Home(acts_home), "ru")
