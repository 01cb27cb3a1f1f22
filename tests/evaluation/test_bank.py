"""Reading question files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.evaluation.bank import Gold, Question, choose, digest_of, load
from tests.evaluation.conftest import LABOUR


def written(tmp_path: Path, *lines: str) -> Path:
    file = tmp_path / "q.jsonl"
    file.write_text("\n".join(lines), "utf-8")
    return file


def test_the_bank_own_format(bank: Path) -> None:
    questions = load([bank])
    assert [q.id for q in questions] == ["q1", "q2", "q3", "r1", "r2"]
    first = questions[0]
    assert (first.level, first.area, first.style, first.split, first.expect) == (
        "basic",
        "labour",
        "lay",
        "dev",
        "answer",
    )
    assert first.gold == (Gold(LABOUR, "88", "1", ""),) and first.articles == {(LABOUR, "88")}
    assert questions[1].facts[1].wordings == (("ru", "проститься с работником"), ("kk", "қызметкермен қоштасу"))
    assert [q.expect for q in questions[3:]] == ["correct", "refuse"] and questions[4].kind == "other_state"


def test_development_lines_need_to_know_the_acts(tmp_path: Path) -> None:
    line = '{"id": 7, "lang": "ru", "question": "Что?", "gold": [{"act_file": "labor_code", "article": "52", "point": null}]}'
    file = written(tmp_path, line, "")
    (question,) = load([file], lambda name, article: f"{name}/{article}")
    assert question.id == "7" and question.gold == (Gold("labor_code/52", "52"),)
    with pytest.raises(KzlawError) as caught:
        load([file])
    assert caught.value.message_id == "error-question-line"
    assert caught.value.args_ == {"file": file, "line": 1, "reason": "«act»"}


def test_a_question_that_the_library_cannot_hold_is_to_be_refused(tmp_path: Path) -> None:
    (question,) = load([written(tmp_path, '{"id":"a","question":"Что?","gold":[],"held":false}')])
    assert question.expect == "refuse" and question.lang == "ru"


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"id":"b"}',
        '{"question":"Что?"}',
        '{"id":"b","question":" "}',
        '{"id":"b","question":5}',
        '{"id":"b","question":"Что?","gold":{}}',
        '{"id":"b","question":"Что?","gold":["52"]}',
        '{"id":"b","question":"Что?","gold":[{"act":"A"}]}',
        '{"id":"b","question":"Что?","key_facts":[5]}',
        '{"id":"b","question":"Что?","key_facts":[{}]}',
        '{"id":"b","question":"Что?","expect":"dance"}',
        '{"id":"a","question":"Снова?"}',
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    file = written(tmp_path, '{"id":"a","question":"Что?"}', "", line)
    with pytest.raises(KzlawError) as caught:
        load([file])
    assert (caught.value.message_id, caught.value.args_["line"]) == ("error-question-line", 3)
    assert caught.value.args_["file"] == file and caught.value.args_["reason"]


def test_bytes_that_are_no_text_are_named_by_line(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_bytes(b'{"id":"a","question":"x"}\n\xff\xfe\n')
    with pytest.raises(KzlawError) as caught:
        load([file])
    assert caught.value.args_["line"] == 2
    with pytest.raises(KzlawError) as caught:
        load([tmp_path / "none.jsonl"])
    assert caught.value.message_id == "error-file-unreadable"


def test_a_line_separator_inside_a_string_ends_no_line(tmp_path: Path) -> None:
    row = json.dumps({"id": "a", "question": "Что\u2028это?"}, ensure_ascii=False)
    assert load([written(tmp_path, row)])[0].text == "Что\u2028это?"


def test_a_sample_depends_on_seed_and_ids_alone() -> None:
    many = [Question(f"q{i}", "?", "ru", "answer", split="dev" if i % 2 else "test") for i in range(40)]
    assert len(choose(many, "dev")) == 20 and choose(many) == many and choose(many, limit=99) == many
    sample = choose(many, limit=10, seed=3)
    assert sample == choose(many, limit=10, seed=3) != choose(many, limit=10, seed=4)
    assert [q.id for q in choose(many[::-1], limit=10, seed=3)] == [q.id for q in sample][::-1]
    assert [many.index(q) for q in sample] == sorted(many.index(q) for q in sample)


def test_the_hash_follows_the_bytes(bank: Path, tmp_path: Path) -> None:
    before = digest_of([bank])
    other = tmp_path / "other.jsonl"
    other.write_bytes(bank.read_bytes())
    assert digest_of([other]) == before
    other.write_bytes(bank.read_bytes() + b"\n")
    assert digest_of([other]) != before and digest_of([bank, other]) != digest_of([other, bank])
