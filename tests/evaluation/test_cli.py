"""``kzlaw-tui eval`` on a fresh home with nothing but digests, and on development files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from kzlaw_tui.cli import main

TEN = [
    ("Могут ли уволить за прогул?", "K1500000414", "52"),
    ("Сколько дней длится ежегодный отпуск?", "K1500000414", "88"),
    ("Как выйти из ТОО?", "Z980000220_", "34"),
    ("Какая минимальная доля в уставном капитале ТОО?", "Z980000220_", "23"),
    ("Сколько длится испытательный срок?", "K1500000414", "36"),
    ("Как уволиться по собственному желанию?", "K1500000414", "56"),
    ("Кто платит НДС?", "K2500000214", "450"),
    ("Как оплачивается работа в праздник?", "K1500000414", "109"),
]


@pytest.fixture
def ten(tmp_path: Path) -> Path:
    rows: list[dict[str, Any]] = [
        {"id": f"t{i}", "lang": "ru", "level": "basic", "question": q, "gold": [{"act": act, "article": article}],
         "reference": "По закону.", "key_facts": ["закон"], "split": "test"}
        for i, (q, act, article) in enumerate(TEN)
    ]  # fmt: skip
    rows.append(
        {"id": "x1", "lang": "ru", "kind": "other_state", "question": "Что в ст. 81 ТК РФ?", "expect": "refuse"}
    )
    rows.append(
        {"id": "x2", "lang": "kk", "kind": "out_of_corpus", "question": "Айға қалай ұшады?", "expect": "refuse"}
    )
    file = tmp_path / "ten.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return file


@pytest.fixture(autouse=True)
def _home_of_digests(made_homes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KZLAW_RETRIEVAL__EMBEDDER", "none")
    shutil.copytree(made_homes / "digests", tmp_path / "home")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_the_json_contract_on_a_home_of_digests(ten: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = run(capsys, "eval", "--questions", str(ten), "--json", "--out", str(tmp_path / "o"))
    assert code == 0, err
    document = json.loads(out)
    assert document["n"] == 10
    assert {"retrieval", "citations", "text", "by", "refusal", "automatic", "confidence", "timing", "intervals"} <= set(
        document
    )
    assert {"recall@1", "recall@3", "recall@5", "recall@10", "mrr@10", "ndcg@10"} <= set(document["retrieval"])
    assert document["citations"]["validity"] == document["citations"]["verbatim"] == 1
    assert 0.3 < document["retrieval"]["hit@10"] <= 1
    low, high = document["intervals"]["retrieval"]["hit@10"]
    assert low <= document["retrieval"]["hit@10"] <= high
    assert set(document["by"]["lang"]) == {"ru", "kk"} and document["by"]["lang"]["ru"]["n"] == 9
    report = Path(document["run"]["report"]).read_text("utf-8")
    assert (
        report.startswith("<!DOCTYPE html>")
        and "<script" not in report
        and "http" not in report.replace("http-equiv", "")
    )


def test_the_table_for_a_person(ten: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(
        capsys, "--lang", "ru", "eval", "--questions", str(ten), "--mode", "retrieval", "--split", "test"
    )
    assert code == 0, err
    assert "Поиск · контрольная часть · ten.jsonl · 8 вопросов" in out and "Статья среди первых 5" in out
    assert "Отчёт: " in out and "report.html" in out
    name = Path(out.strip().splitlines()[-1].removeprefix("Отчёт: ")).parent.name
    compared = run(
        capsys,
        "--lang",
        "en",
        "eval",
        "--questions",
        str(ten),
        "--baseline",
        "bm25",
        "--split",
        "test",
        "--compare",
        name,
    )
    assert compared[0] == 0 and "difference" in compared[1] and "BM25 alone" in compared[1]


def test_one_clear_line_where_there_is_no_model(ten: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "--lang", "ru", "eval", "--questions", str(ten), "--mode", "model")
    assert (code, out) == (1, "") and err.strip().splitlines() == [
        "Моделей пока нет. Добавьте: kzlaw-tui models add ПУТЬ. Что подойдёт этой машине: kzlaw-tui models recommend."
    ]


def test_a_bad_line_is_named(ten: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ten.write_text(ten.read_text("utf-8") + "\n{oops", "utf-8")
    code, _, err = run(capsys, "--lang", "en", "eval", "--questions", str(ten))
    assert code == 1 and "line 11" in err and "ten.jsonl" in err


def test_gold_of_acts_that_are_not_here_is_told_of(ten: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ten.write_text('{"id":"d","question":"Кто виноват?","gold":[{"act_file":"criminal_code","article":"1"}]}', "utf-8")
    code, out, err = run(capsys, "--lang", "en", "eval", "--questions", str(ten), "--json")
    assert code == 0 and json.loads(out)["retrieval"]["recall@10"] == 0
    assert "criminal_code" in err
