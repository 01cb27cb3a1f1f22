"""What one reply scores, and what the scores come to."""

from __future__ import annotations

from typing import Any

import pytest

from kzlaw_tui.evaluation.answers import Cited, Record, Reply
from kzlaw_tui.evaluation.bank import Fact, Gold, Question
from kzlaw_tui.evaluation.scores import NAMES, score
from kzlaw_tui.evaluation.summary import compare, summarise, timing, worst

GOLD = (Gold("T", "5", "1"), Gold("T", "6"))
ASK = Question(
    "a",
    "Когда?",
    "ru",
    "answer",
    GOLD,
    "За один месяц.",
    (Fact((("ru", "один месяц"),)), Fact((("ru", "2 года"),))),
    level="basic",
)
REFUSE = Question("r", "Марс?", "ru", "refuse", kind="out_of_corpus")
CORRECT = Question("c", "Правда?", "ru", "correct", (Gold("T", "5"),))


def cited(article: str, **more: Any) -> Cited:
    return Cited("T", article, **{"exists": True, "verbatim": True, **more})


def record(question: Question, **more: Any) -> Record:
    return Record(question.id, Reply(**{"confidence": 0.5, **more}), 0.25)


def test_an_answer() -> None:
    reply = record(
        ASK,
        retrieved=(("T", "9"), ("T", "5")),
        text="За один месяц, 3 года.",
        citations=(
            cited("5", point="2"),
            cited("8", point="1", verbatim=False),
            cited("5", exists=False, verbatim=None),
        ),
    )
    found = score(ASK, reply, "quotes")
    assert (
        found["retrieval.recall@3"] == (0.5, 1)
        and found["retrieval.hit@1"] == (0, 1)
        and found["retrieval.mrr@10"] == (0.5, 1)
    )
    assert found["citations.precision"] == (0.5, 1) and found["citations.recall"] == (0.5, 1)
    assert (
        found["citations.validity"] == (2, 3)
        and found["citations.verbatim"] == (1, 2)
        and found["citations.point"] == (0, 1)
    )
    assert (
        found["text.key_info"] == (0.5, 1)
        and found["automatic.accuracy"] == (1, 1)
        and found["automatic.completeness"] == (0, 1)
    )
    # One citation does not exist, and three years are not two.
    assert found["automatic.legal_correctness"] == (0, 1)
    assert found["refusal.answered"] == (1, 1) and "refusal.precision" not in found and "refusal.recall" not in found
    assert set(found) <= set(NAMES)


def test_an_abstention_from_an_answerable_question_scores_nothing() -> None:
    found = score(ASK, record(ASK, abstained=True, text="ignored один месяц"), "quotes")
    assert found["text.key_info"] == (0, 1) and found["text.token_f1"] == (0, 1) and found["citations.recall"] == (0, 1)
    assert found["refusal.precision"] == (0, 1) and found["refusal.answered"] == (0, 1)
    assert "automatic.legal_correctness" not in found and "citations.precision" not in found


def test_refusals() -> None:
    assert score(REFUSE, record(REFUSE, abstained=True), "quotes") == {
        "refusal.precision": (1, 1),
        "refusal.recall": (1, 1),
        "refusal.flagged": (1, 1),
    }
    missed = score(REFUSE, record(REFUSE, text="Марс наш."), "quotes")
    assert missed == {"refusal.recall": (0, 1), "refusal.flagged": (0, 1), "text.language": (1, 1)}
    corrected = score(CORRECT, record(CORRECT, corrected=True), "quotes")
    assert corrected["refusal.recall"] == (1, 1) and corrected["refusal.precision"] == (1, 1)
    quoted = score(CORRECT, record(CORRECT, citations=(cited("5"),)), "quotes")
    assert quoted["refusal.recall"] == (1, 1) and quoted["refusal.flagged"] == (0, 1)


def test_a_search_has_no_text_and_a_baseline_no_refusals() -> None:
    found = score(ASK, record(ASK, retrieved=(("T", "5"),)), "retrieval")
    assert {name.split(".")[0] for name in found} == {"retrieval", "refusal"}
    found = score(ASK, record(ASK, retrieved=(("T", "5"),), confidence=None), "retrieval")
    assert {name.split(".")[0] for name in found} == {"retrieval"}


def test_the_summary() -> None:
    questions = [ASK, REFUSE, CORRECT]
    replies = {
        "a": record(
            ASK, retrieved=(("T", "5"),), confidence=0.9, text="один месяц", citations=(cited("5", point="1"),)
        ),
        "r": record(REFUSE, abstained=True, confidence=0.1),
        "c": record(CORRECT, text="да", citations=(cited("5"), cited("7", verbatim=False))),
    }
    document = summarise(questions, replies, "quotes", 0)
    assert document["n"] == 3
    assert document["retrieval"]["recall@1"] == 0.5 and document["citations"]["validity"] == 1
    assert document["citations"]["verbatim"] == pytest.approx(2 / 3, abs=1e-4)
    assert document["refusal"] == {"precision": 1, "recall": 1, "flagged": 0.5, "answered": 1}
    confidence = document["confidence"]
    assert (confidence["n"], confidence["auroc"], confidence["brier"]) == (2, 1, pytest.approx(0.01))
    assert document["by"]["level"]["basic"]["n"] == 1 and list(document["by"]["kind"]) == ["out_of_corpus"]
    assert document["by"]["act"]["T"]["n"] == 2 and "area" not in document["by"]
    assert document == summarise(questions, replies, "quotes", 0)
    assert [q.id for q in worst(questions, replies, "quotes")] == ["a"]


def test_two_runs_compared() -> None:
    questions = [Question(f"q{i}", "?", "ru", "answer", (Gold("T", "5"),)) for i in range(6)]
    good = {q.id: record(q, retrieved=(("T", "5"),)) for q in questions}
    bad = {q.id: record(q, retrieved=(("T", "1"), ("T", "5"))) for q in questions[1:]}
    found = compare(questions, good, bad, ("retrieval", "retrieval"), 0)
    assert found["n"] == 5
    assert found["metrics"]["retrieval.mrr@10"] == {"n": 5, "this": 1, "other": 0.5, "difference": 0.5, "p": 2 / 32}
    assert found["metrics"]["retrieval.hit@3"]["p"] == 1


def test_timing() -> None:
    questions = [ASK, REFUSE]
    replies = {
        "a": Record("a", Reply(first_token=1.0, tokens=41), 3.0),
        "r": Record("r", Reply(first_token=2.0, tokens=21), 5.0),
    }
    found = timing(questions, replies, 100.04, 1)
    assert found["seconds"] == {"mean": 4, "p50": 4, "p95": 4.9} and found["first_token"]["p50"] == 1.5
    # 40 and 20 tokens after the first ones, in 2 and 3 seconds.
    assert found["tokens_per_second"] == 12 and found["peak_memory_mb"] == 100
    assert timing(questions, {q.id: record(q) for q in questions}, None, 1)["tokens_per_second"] is None


def test_a_record_survives_its_file() -> None:
    before = record(
        ASK,
        retrieved=(("T", "5"),),
        citations=(cited("5", point="1", quote="…"),),
        text="да",
        first_token=0.5,
        tokens=3,
    )
    assert Record.from_json(before.to_json()) == before
