"""The command line as the contract has it, on small acts of our own."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kzlaw_tui.cli import main
from tests.samples import LABOUR_RU, LLP_KK

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(digests_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on a home that was started before; returns exit code, stdout and stderr."""
    monkeypatch.setenv("KZLAW_RETRIEVAL__EMBEDDER", "none")

    def go(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return go


def document(result: tuple[int, str, str], code: int = 0) -> Any:
    assert result[0] == code, result[2]
    return json.loads(result[1])


@pytest.fixture
def labour(tmp_path: Path) -> Path:
    file = tmp_path / "labour.txt"
    file.write_text(LABOUR_RU, "utf-8")
    return file


@pytest.fixture
def filled(run: Run, labour: Path, tmp_path: Path) -> Path:
    kazakh = tmp_path / "llp.txt"
    kazakh.write_text(LLP_KK, "utf-8")
    document(run("ingest", str(labour), str(kazakh), "--json"))
    return labour


def test_ingest_reports_what_it_read_and_the_second_time_nothing_changes(run: Run, labour: Path) -> None:
    (file,) = document(run("ingest", str(labour), "--json"))["files"]
    assert (file["act"], file["lang"], file["articles"], file["live_articles"]) == ("K1500000414", "ru", 6, 5)
    assert file["status"] == "added" and file["error"] is None and file["passages"] >= 8
    assert file["as_of"] == "2020-05-04"
    (again,) = document(run("ingest", str(labour), "--json"))["files"]
    assert again["status"] == "unchanged"


def test_a_dry_run_writes_nothing(run: Run, labour: Path, tmp_path: Path) -> None:
    (file,) = document(run("ingest", "--dry-run", "--json", str(labour)))["files"]
    assert file["status"] == "added" and file["articles"] == 6
    assert all(act["text_kind"] == "digest" for act in document(run("acts", "--json")))
    assert not list((tmp_path / "home" / "corpus" / "ingested").glob("*.txt"))


def test_one_bad_file_stops_no_other(run: Run, labour: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"")
    files = document(run("ingest", str(bad), str(labour), "--json"), code=1)["files"]
    assert [file["status"] for file in files] == ["failed", "added"]
    assert str(bad.name) in files[0]["error"] and "\n" not in files[0]["error"]


def test_show_gives_points_and_status(run: Run, filled: Path) -> None:
    shown = document(run("show", "ст. 52 ТК РК", "--json"))
    assert (shown["act"], shown["article"], shown["status"]) == ("K1500000414", "52", "active")
    assert shown["heading"] == "Когда наниматель может проститься с работником"
    assert shown["path"] == ["РАЗДЕЛ 1. ОБЩИЕ ПОЛОЖЕНИЯ", "Глава 2. КАК РАССТАЮТСЯ"]
    assert [p["number"] for p in shown["points"]] == ["1", "2"]
    assert shown["points"][0]["subpoints"][1]["text"] == "работник совершил прогул и не смог назвать причину;"
    assert "Сноска" not in shown["text"] and "321-VI" not in shown["text"]
    assert any("321-VI" in note for note in shown["notes"])
    assert document(run("show", "ст.", "54", "ТК", "--json"))["status"] == "repealed"


def test_show_a_point_marks_its_words(run: Run, filled: Path) -> None:
    shown = document(run("show", "пп. 2) п. 1 ст. 52 Трудового кодекса", "--json"))
    assert shown["cited_text"] == "2) работник совершил прогул и не смог назвать причину;"
    assert shown["cited_text"] in shown["text"]
    kazakh = document(run("show", "ЖШС туралы заңның 2-бабының 2-тармағы", "--json"))
    assert kazakh["lang"] == "kk" and kazakh["cited_text"].startswith("2. Серіктері")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "ст. 999 ТК РК"), 3),
        (("show", "п. 9 ст. 52 ТК РК"), 3),
        (("show", "какая погода"), 3),
        (("show", "ст. 5 УК РК"), 3),
        (("search", "прогул", "--act", "нет такого"), 3),
        (("ingest", "/нет/такого/файла.txt"), 1),
        (("ingest",), 2),
        (("ingest", "x", "--as-of", "вчера"), 2),
        (("search",), 2),
        (("nonsense",), 2),
        (("models", "remove", "nope"), 3),
        (("adapters", "add"), 2),
        (("eval", "--questions", "/нет/такого.jsonl"), 1),
        (("eval", "--mode", "model"), 1),
        (("eval", "--no-retrieval"), 1),
        (("eval", "--model", "нет"), 3),
        (("eval", "--mode", "quotes", "--model", "x"), 2),
        (("eval", "--mode", "quotes", "--baseline", "bm25"), 2),
        (("eval", "--limit", "0"), 2),
        (("ask", "что?", "--mode", "model"), 1),
    ],
)
@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
def test_failures_are_one_clear_line_with_the_contracts_exit_code(
    run: Run, filled: Path, arguments: tuple[str, ...], code: int, lang: str
) -> None:
    got, out, err = run("--lang", lang, *arguments)
    assert got == code
    text = err.strip() or out.strip()
    assert "Traceback" not in text and text
    if code != 1 or arguments[0] != "ingest":
        assert len(err.strip().splitlines()) == 1


def test_search_rows_are_articles_best_first(run: Run, filled: Path) -> None:
    rows = document(run("search", "прогул", "--json", "--act", "K1500000414"))
    assert rows[0]["article"] in ("52", "1")
    assert len({(row["act"], row["article"]) for row in rows}) == len(rows)
    scores = [row["score"] for row in rows]
    assert scores == sorted(scores, reverse=True) and all(0 <= score <= 1 for score in scores)
    assert {row["lang"] for row in document(run("search", "үлес", "--lang", "kk", "--json"))} == {"kk"}
    assert len(document(run("search", "работник", "--k", "1", "--json"))) == 1


def test_a_cited_article_is_pinned_first(run: Run, filled: Path) -> None:
    rows = document(run("search", "что сказано в п. 2 ст. 88 ТК РК про прогул", "--json"))
    assert (rows[0]["article"], rows[0]["point"], rows[0]["score"]) == ("88", "2", 1.0)


def test_batch_keeps_order_and_ids(run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    requests = '{"id": "b", "query": "отпуск", "k": 2}\n\n{"id": "a", "query": "үлесті сату", "lang": "kk"}\n'
    monkeypatch.setattr("sys.stdin", io.StringIO(requests))
    code, out, _ = run("search", "--batch", "-")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0 and [row["id"] for row in rows] == ["b", "a"]
    assert len(rows[0]["hits"]) <= 2 and rows[0]["hits"][0]["article"] and rows[0]["ms"] > 0
    file = tmp_path / "batch.jsonl"
    file.write_text('{"id": 1, "question": "Сколько дней отпуска?"}\n', "utf-8")
    code, out, _ = run("ask", "--batch", str(file))
    assert code == 0 and json.loads(out)["id"] == 1
    file.write_text("не json\n", "utf-8")
    assert run("ask", "--batch", str(file))[0] == 2


def test_ask_quotes_word_for_word(run: Run, filled: Path) -> None:
    answer = document(run("ask", "Сколько дней длится отпуск?", "--act", "ТК РК", "--json"))
    assert not answer["abstained"] and answer["model"] is None and answer["lang"] == "ru"
    first = answer["citations"][0]
    assert (first["article"], first["status"], first["text_kind"]) == ("88", "verified", "official")
    assert first["quote"] in LABOUR_RU and first["quote"] in answer["answer"]
    assert answer["retrieved"][0]["article"] == "88"


def test_ask_about_nothing_here_abstains_and_lists_the_nearest(run: Run, filled: Path) -> None:
    answer = document(run("ask", "Какова орбитальная скорость спутника Юпитера?", "--json"))
    assert answer["abstained"] and answer["citations"] == []
    assert "в вашей библиотеке ответа нет" in answer["answer"].casefold()


def test_ask_for_an_article_that_does_not_exist_says_so(run: Run, filled: Path) -> None:
    answer = document(run("ask", "Что говорит статья 777 Трудового кодекса?", "--json"))
    assert answer["abstained"] and "777" in answer["answer"]


def test_ask_for_a_point_that_does_not_exist_says_so_beside_the_article(run: Run, filled: Path) -> None:
    answer = document(run("ask", "Что сказано в п. 9 ст. 52 Трудового кодекса?", "--json"))
    assert "нет такого пункта" in answer["answer"] and "п. 9 ст. 52" in answer["answer"]
    assert all(c["point"] != "9" for c in answer["citations"])


def test_ask_about_an_act_that_is_not_here_names_it(run: Run, filled: Path) -> None:
    answer = document(run("ask", "Какое наказание за кражу по ст. 188 УК РК?", "--json"))
    assert answer["abstained"] and answer["citations"] == []
    assert "УК РК" in answer["answer"]


def test_a_fresh_home_answers_from_digests_and_says_so(run: Run) -> None:
    answer = document(run("ask", "Могут ли уволить за прогул?", "--json"))
    assert not answer["abstained"]
    assert all(c["text_kind"] == "digest" for c in answer["citations"])
    assert "52" in [c["article"] for c in answer["citations"]]
    assert "конспект, не официальный текст" in answer["answer"]


def test_official_text_replaces_the_digest(run: Run, filled: Path) -> None:
    acts = document(run("acts", "--json"))
    kinds = {(act["act"], act["lang"]): act["text_kind"] for act in acts}
    assert kinds["K1500000414", "ru"] == "official" and ("K1500000414", "kk") not in kinds
    assert kinds["K2500000214", "ru"] == "digest"


def test_verify_finds_wrong_citations_and_misquotes(run: Run, filled: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text(
        "Согласно пп. 2) п. 1 ст. 52 ТК РК «работник совершил прогул и не смог назвать причину».\n\n"
        "Согласно п. 2 ст. 52 ТК РК «о расставании предупреждают за неделю письмом».\n\n"
        "См. также ст. 999 ТК РК, ст. 54 ТК РК и ст. 88 ТК РК.\n",
        "utf-8",
    )
    report = document(run("verify", str(letter), "--json"), code=1)
    found = [(c["article"], c["status"], c["quote_status"]) for c in report["citations"]]
    assert found == [
        ("52", "verified", "verified"),
        ("52", "verified", "misquoted"),
        ("999", "unknown", None),
        ("54", "repealed", None),
        ("88", "verified", None),
    ]
    text = letter.read_text("utf-8")
    for citation in report["citations"]:
        assert text[citation["start"] : citation["end"]] == citation["text"]
    letter.write_text("См. п. 1 ст. 88 ТК РК.", "utf-8")
    document(run("verify", str(letter), "--json"), code=0)


def test_verify_saves_the_annotated_text(run: Run, filled: Path, tmp_path: Path) -> None:
    letter, page = tmp_path / "letter.txt", tmp_path / "out.html"
    letter.write_text("\ufeffСм. ст. 999 ТК РК.\r\nСм. ст. 88 ТК РК.", "utf-8", newline="")
    report = document(run("verify", str(letter), "--json", "--export", str(page)), code=1)
    assert [c["text"] for c in report["citations"]] == ["ст. 999 ТК РК", "ст. 88 ТК РК"]
    assert "в этом акте нет такой статьи" in page.read_text("utf-8")
    assert run("verify", str(letter), "--export", str(tmp_path / "out.pdf"))[0] == 2


def test_the_index_can_be_deleted_and_made_again(run: Run, filled: Path, tmp_path: Path) -> None:
    import shutil

    before = document(run("search", "отпуск", "--json"))
    assert document(run("index", "verify", "--json"))["ok"]
    shutil.rmtree(tmp_path / "home" / "index")
    assert document(run("index", "rebuild", "--json"))["ok"]
    assert document(run("search", "отпуск", "--json")) == before


def test_doctor_says_what_is_there(run: Run, filled: Path) -> None:
    report = document(run("doctor", "--json"))
    assert {"checks", "hardware"} <= set(report) and report["hardware"]["cores"]
    fields = {"id", "name", "ok", "severity", "detail", "fix", "command"}
    assert all(fields == set(check) for check in report["checks"])
    assert len({check["id"] for check in report["checks"]}) == len(report["checks"]) >= 15
    assert {check["severity"] for check in report["checks"]} == {"blocks", "warns", "notes"}
    assert all(check["detail"] and (check["ok"] or check["fix"]) for check in report["checks"])


def test_without_a_terminal_the_program_answers_a_sample_question(run: Run) -> None:
    code, out, _ = run()
    assert code == 0 and "ст. 52" in out and "конспект, не официальный текст" in out


def test_nothing_from_a_document_can_drive_the_terminal(run: Run, tmp_path: Path) -> None:
    evil = tmp_path / "evil.txt"
    evil.write_text(LABOUR_RU.replace("двадцать четыре дня", "двадцать \x1b[2Jчетыре\x07 дня"), "utf-8")
    run("ingest", str(evil))
    _, out, _ = run("show", "ст. 88 ТК РК")
    assert "четыре" in out and "\x1b" not in out and "\x07" not in out
