"""What a person types is a value to SQLite and to Chroma, never a part of a query."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home
from kzlaw_tui.errors import NotFoundError
from kzlaw_tui.retrieval.dense import VectorStore
from tests.samples import LABOUR_RU

QUERIES = [
    "' OR 1=1 --",
    '"; DROP TABLE editions; --',
    "отпуск' UNION SELECT * FROM sqlite_master --",
    "NEAR(отпуск, 5) OR *",
    '"незакрытая кавычка',
    "{$ne: null}",
    '{"$where": "1"}',
    "%",
    "_",
    "\x00отпуск",
]


def test_values_that_look_like_queries_are_only_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KZLAW_RETRIEVAL__EMBEDDER", "none")
    (tmp_path / "law.txt").write_text(LABOUR_RU, "utf-8")
    assistant = Assistant(Home(tmp_path / "home"), "ru")
    assistant.ingest([tmp_path / "law.txt"])
    before = assistant.acts()
    for value in QUERIES:
        assistant.search(value)
        assert assistant.search("отпуск", act=value) == []
        assistant.ask(value)
        with pytest.raises(NotFoundError):
            assistant.show(value)
        assert assistant.library.edition(value) is None
        assert assistant.library.find(value, value) is None
        conversation, _ = assistant.sessions.add_question(None, value)
        assert [c.title for c in assistant.sessions.conversations() if c.id == conversation]
        assistant.sessions.delete(conversation)
    assert assistant.acts() == before
    assert assistant.verify_index().ok
    assert assistant.sessions.conversations() == []


def test_filters_of_the_vectors_are_values_too(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "chroma", "test")
    vectors = np.eye(3, dtype=np.float32)
    store.add(["a", "b", "c"], vectors, [{"act": "K1"}, {"act": "$ne"}, {"act": "{'$ne': 'K1'}"}])
    assert [key for key, _ in store.nearest(vectors[0], 3, "$ne")] == ["b"]
    assert [key for key, _ in store.nearest(vectors[0], 3, "{'$ne': 'K1'}")] == ["c"]
    assert store.nearest(vectors[0], 3, "' OR 1=1 --") == []
