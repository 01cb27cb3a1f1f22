"""Datasets, by the real search and the real gate on a small official text."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kzlaw_tui.answering.prompt import Shape, parts_of
from kzlaw_tui.assistant import Assistant
from kzlaw_tui.cli import main
from kzlaw_tui.config import shipped_corpus
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest.digests import load_annotations
from kzlaw_tui.tuning.building import COMPACT, Builder, Draft, Options, Rejected
from kzlaw_tui.tuning.dataset import banned, build, distinct, from_annotations, from_bank, from_file, halves, problems
from kzlaw_tui.tuning.rows import Row, read, write
from tests.retrieval.conftest import assistant as assistant_fixture
from tests.tuning.make import ABOUT, rows

assistant = assistant_fixture
LABOUR = "K1500000414"
QUESTION = "Сколько дней длится отпуск?"


def draft(question: str = QUESTION, article: str = "88", **given: object) -> Draft:
    return Draft("d", "ru", question, ((LABOUR, article),), "bank", **given)  # type: ignore[arg-type]


def test_a_row_is_the_prompt_of_ask_with_a_checked_answer(assistant: Assistant) -> None:
    row = Builder(assistant, Options(refusals=0.0)).row(draft())
    assert isinstance(row, Row) and row.kind == "answer" and row.place == 1
    assert row.output.endswith("ст. 88 ТК РК].") and "двадцать четыре" in row.output
    parts = row.parts(COMPACT)
    assert parts == parts_of(QUESTION, "ru", row.sources, COMPACT) and row.output.split(" [")[0] in parts.sources
    assert all(len(source) < 400 for source in row.sources)


def test_the_search_that_ask_makes_gives_the_same_prompt(assistant: Assistant) -> None:
    from kzlaw_tui.answering.prompt import build as build_prompt
    from kzlaw_tui.answering.prompt import sources

    row = Builder(assistant, Options(refusals=0.0)).row(draft())
    assert isinstance(row, Row)
    answer = assistant.ask(QUESTION)
    found = sources(answer.retrieved, assistant.library, assistant.registry, "ru", QUESTION, COMPACT)
    asked = build_prompt(QUESTION, "ru", found, lambda texts: [len(t) for t in texts], 10_000, COMPACT)
    assert asked == row.parts(COMPACT)


def test_refusals_hold_no_right_article(assistant: Assistant) -> None:
    row = Builder(assistant, Options(refusals=1.0)).row(draft())
    assert isinstance(row, Row) and row.kind == "refusal" and row.place == 0
    assert (LABOUR, "88") not in row.shown and row.article == "88"


@pytest.mark.parametrize(
    ("given", "options", "reason"),
    [
        (draft(output="Отпуск длится сорок дней [п. 1 ст. 88 ТК РК]."), Options(), "tune-reject-gate"),
        (draft(output="Так говорит закон [ст. 4040 ТК РК]."), Options(), "tune-reject-gate"),
        (replace(draft(), lang="kk"), Options(), "tune-reject-language"),
        (draft(article="9999"), Options(), "tune-reject-not-found"),
        (draft(), Options(banned=frozenset({(LABOUR, "88")})), "tune-reject-test-article"),
    ],
)
def test_what_is_not_right_is_rejected_with_the_reason(
    assistant: Assistant, given: Draft, options: Options, reason: str
) -> None:
    assert Builder(assistant, options).row(given) == Rejected("d", reason)


def test_nothing_of_the_test_half_is_taken() -> None:
    questions = shipped_corpus() / "questions"
    keys, tests = banned(questions)
    assert len(keys) > 100 and len(tests) > 100
    asked = {d.question for d in from_bank(questions)}
    assert not asked & set(tests)
    drafts = from_annotations(load_annotations(shipped_corpus() / "annotations"), {"ru": 1, "kk": 1})
    assert {d.lang for d in drafts} == {"ru", "kk"} and len(drafts) > 2000


def test_duplicates_near_ones_and_test_questions_go() -> None:
    drafts = [
        draft("Сколько дней длится ежегодный отпуск работника?"),
        draft("сколько дней  длится ежегодный отпуск работника"),
        draft("Сколько дней длится ежегодный отпуск у работника?"),
        draft("Кто платит за спецодежду?"),
        draft("Можно ли уволить беременную женщину?"),
    ]
    kept, gone = distinct(drafts, ["Можно ли уволить беременную?", "можно ли уволить беременную женщину"])
    assert [d.question for d in kept] == [drafts[0].question, drafts[3].question]
    assert [r.reason for r in gone] == ["tune-reject-duplicate"] * 2 + ["tune-reject-test-question"]


def test_halves_share_no_article() -> None:
    made = [replace(row, article=str(i % 40), id=f"{i}") for i, row in enumerate(rows(200))]
    train, valid, _ = halves(made, 0)
    assert not {r.article for r in train} & {r.article for r in valid}
    assert 0 < len(valid) < 50 and halves(made, 0) == halves(made, 0) != halves(made, 1)


def test_problems_are_found(tmp_path: Path) -> None:
    good = write(tmp_path, rows(6), rows(2, at=6), ABOUT)
    assert problems(read(tmp_path), frozenset(), ()) == [] and read(tmp_path).digest == good.digest
    assert problems(good, frozenset({("K2400000901", "3")}), ()) == [("r3", "tune-reject-test-article")]
    assert problems(good, frozenset(), [good.train[0].question])[0][1] == "tune-reject-test-question"
    leaking = replace(good, valid=(*good.valid, replace(good.train[0], id="x", question="Другой вопрос")))
    assert ("x", "tune-reject-both-halves") in problems(leaking, frozenset(), ())
    file = tmp_path / "train.jsonl"
    file.write_text(file.read_text("utf-8").replace("саженцев в саду 1", "саженцев в саду 77"), "utf-8")
    assert ("dataset.json", "tune-reject-changed") in problems(read(tmp_path), frozenset(), ())
    file.write_text('{"id": 1}\n', "utf-8")
    with pytest.raises(KzlawError) as caught:
        read(tmp_path)
    assert caught.value.message_id == "error-tune-data" and caught.value.args_["line"] == 1


def test_rows_of_ones_own(assistant: Assistant, tmp_path: Path) -> None:
    file = tmp_path / "own.jsonl"
    lines = [
        {"instruction": "Ответь", "input": QUESTION, "output": "Двадцать четыре календарных дня (п. 1 ст. 88 ТК РК)."},
        {"instruction": "Сколько длится отпуск по Трудовому кодексу?", "input": "", "output": "Не знаю."},
        {"instruction": "", "output": ""},
    ]
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    drafts, refused = from_file(file, assistant.registry)
    assert [d.gold for d in drafts] == [((LABOUR, "88"),)]
    assert [r.reason for r in refused] == ["tune-reject-no-citation", "tune-reject-empty"]
    row = Builder(assistant, Options()).row(drafts[0])
    assert isinstance(row, Row) and row.output == lines[0]["output"]
    file.write_text("{", "utf-8")
    with pytest.raises(KzlawError):
        from_file(file, assistant.registry)


def test_too_few_rows_are_an_error(assistant: Assistant, tmp_path: Path) -> None:
    with pytest.raises(KzlawError) as caught:
        build([draft(article="9999")], assistant, tmp_path, Options())
    assert caught.value.message_id == "error-tune-few-rows"


def test_shapes() -> None:
    assert Shape.of({"articles": 3, "brief": True}) == Shape(articles=3, brief=True)
    for bad in ({"articles": -1}, {"brief": 1}, {"excerpt": "x"}):
        with pytest.raises(ValueError):
            Shape.of(bad)


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    say: Callable[..., int] = main
    data = tmp_path / "data"
    write(data, rows(6), rows(2, at=6), ABOUT)
    assert say(["adapters", "dataset", "check", str(data)]) == 0
    assert "8" in capsys.readouterr().out
    assert say(["adapters", "dataset", "stats", str(data), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["train"] == 6
    dry = ["adapters", "train", "--recipe", "qwen3-8b-nf4", "--data", str(data), "--dry-run", "--json"]
    assert say(dry) == 0
    assert json.loads(capsys.readouterr().out)["steps"] == 3
    assert say(["adapters", "train", "--recipe", "no-such", "--data", str(data)]) == 3
    assert say(["adapters", "dataset", "burn"]) == 2
