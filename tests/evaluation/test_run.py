"""Runs: resumed after a kill, the same twice, one at a time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.errors import KzlawError, NotFoundError
from kzlaw_tui.evaluation.answers import Cited, Mode, Reply
from kzlaw_tui.evaluation.conduct import Acts
from kzlaw_tui.evaluation.plan import Plan
from kzlaw_tui.evaluation.run import ANSWERS, SUMMARY, RunFolder
from tests.evaluation.conftest import LABOUR

KILLED = """
import os, signal, sys
from pathlib import Path
from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home
from kzlaw_tui.evaluation.plan import Plan
from kzlaw_tui.evaluation.systems import Quotes

home, bank, out = map(Path, sys.argv[1:])
assistant = Assistant(Home(home), "ru")

class Dies(Quotes):
    asked = 0
    def reply(self, question):
        self.asked += 1
        if self.asked == 4:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().reply(question)

assistant.evaluate(Plan(files=(bank,), out=out), answerer=Dies(assistant))
"""


class Model:
    """A model that says too much: its text and its citations are measured like any other's."""

    name = "parrot"
    mode: Mode = "model"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def reply(self, question: str) -> Reply:
        self.asked.append(question)
        time.sleep(0.003)
        return Reply(
            retrieved=((LABOUR, "88"),),
            text="Отпуск длится двадцать четыре дня.",
            citations=(Cited(LABOUR, "88", "1"), Cited(LABOUR, "1000")),
            first_token=0.001,
            tokens=12,
        )


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_killed_run_goes_on_and_comes_to_the_same_numbers(assistant: Assistant, bank: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    script = [sys.executable, "-c", KILLED, str(assistant.home.root), str(bank), str(out)]
    done = subprocess.run(script, capture_output=True, text=True, timeout=120)
    assert done.returncode == -signal.SIGKILL, done.stderr
    run = RunFolder(out)
    assert run.count() == 3 and not run.finished
    with run.answers.open("a", encoding="utf-8") as file:
        file.write('{"id": "q4", "retr')
    seen: list[tuple[int, int]] = []
    outcome = assistant.evaluate(Plan(files=(bank,), out=out), progress=lambda d, n: seen.append((d, n)))
    assert outcome.resumed == 3 and seen == [(3, 5), (4, 5), (5, 5)]
    assert len(run.answers.read_text("utf-8").splitlines()) == 6 and run.finished
    whole = assistant.evaluate(Plan(files=(bank,), out=tmp_path / "whole"))
    assert whole.resumed == 0
    assert (out / SUMMARY).read_bytes() == (tmp_path / "whole" / SUMMARY).read_bytes()


def test_the_same_twice_and_with_several_threads(assistant: Assistant, bank: Path, tmp_path: Path) -> None:
    for name, jobs in (("a", 1), ("b", 1), ("c", 3)):
        assistant.evaluate(Plan(files=(bank,), out=tmp_path / name, seed=7, jobs=jobs))
    first, *others = ((tmp_path / name / SUMMARY).read_bytes() for name in "abc")
    assert others == [first, first]
    lines = [json.loads(line) for line in (tmp_path / "a" / ANSWERS).read_text("utf-8").splitlines()]
    assert [line["id"] for line in lines[1:]] == ["q1", "q2", "q3", "r1", "r2"] and lines[0]["total"] == 5


def test_quotes_mode_is_measured(assistant: Assistant, bank: Path) -> None:
    document = assistant.evaluate(Plan(files=(bank,))).document
    assert document["citations"]["validity"] == 1 and document["citations"]["verbatim"] == 1
    assert document["retrieval"]["hit@5"] == 1 and document["text"]["key_info"] > 0.5
    assert document["refusal"]["recall"] == 1
    assert {"basic", "medium", "complex"} == set(document["by"]["level"]) and LABOUR in document["by"]["act"]
    assert document["timing"]["seconds"]["p95"] >= document["timing"]["seconds"]["p50"] > 0


def test_any_answerer_is_measured_alike(assistant: Assistant, bank: Path) -> None:
    model = Model()
    outcome = assistant.evaluate(Plan(files=(bank,), mode="model"), answerer=model)
    document = outcome.document
    assert len(model.asked) == 5 and document["settings"]["system"] == "parrot"
    assert document["citations"]["validity"] == 0.5 and document["citations"]["verbatim"] is None
    assert document["refusal"]["recall"] == 0 and document["automatic"]["legal_correctness"] == 0
    assert document["timing"]["tokens_per_second"] > 0 and document["timing"]["first_token"]["p50"] == 0.001
    with pytest.raises(KzlawError) as caught:
        assistant.evaluate(Plan(files=(bank,), mode="model"))
    assert caught.value.message_id == "error-model-none"


def test_where_runs_are_kept(assistant: Assistant, bank: Path) -> None:
    plan = Plan(files=(bank,), mode="retrieval")
    first = assistant.evaluate(plan)
    assert first.folder.parent == assistant.home.evaluations and "retrieval-ours" in first.folder.name
    # A finished run is not gone on with, unless that is asked for.
    second = assistant.evaluate(plan)
    assert second.folder != first.folder and second.resumed == 0
    assert assistant.evaluate(replace(plan, resume=True)).folder == second.folder
    (second.folder / SUMMARY).unlink()
    again = assistant.evaluate(plan)
    assert again.folder == second.folder and again.resumed == 5
    assert assistant.evaluate(replace(plan, fresh=True)).resumed == 0
    listed = assistant.runs()
    assert len(listed) == 3 and listed[0].started >= listed[-1].started
    assert all(info.done == info.total == 5 and info.summary["n"] == 5 for info in listed)
    assert len(assistant.runs(limit=2)) == 2


def test_another_run_in_the_folder_is_not_lost(assistant: Assistant, bank: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assistant.evaluate(Plan(files=(bank,), out=out))
    with pytest.raises(KzlawError) as caught:
        assistant.evaluate(Plan(files=(bank,), out=out, seed=1))
    assert caught.value.message_id == "error-eval-other-run"
    assert assistant.evaluate(Plan(files=(bank,), out=out, seed=1, fresh=True)).resumed == 0
    with RunFolder(out).alone(), pytest.raises(KzlawError) as caught:
        assistant.evaluate(Plan(files=(bank,), out=out, seed=1))
    assert caught.value.message_id == "error-eval-elsewhere"


def test_runs_are_compared(assistant: Assistant, bank: Path) -> None:
    base = assistant.evaluate(Plan(files=(bank,), mode="retrieval", baseline="bm25"))
    assert base.document["confidence"]["n"] == 0 and base.document["refusal"]["recall"] is None
    ours = assistant.evaluate(Plan(files=(bank,), mode="retrieval", compare=base.folder.name))
    found = ours.document["comparison"]
    assert found["run"] == base.folder.name and found["n"] == 5
    assert set(found["metrics"]["retrieval.mrr@10"]) == {"n", "this", "other", "difference", "p"}
    by_path = Plan(files=(bank,), mode="retrieval", compare=str(base.folder / ANSWERS))
    assert assistant.evaluate(by_path).document["comparison"]["metrics"] == found["metrics"]
    with pytest.raises(NotFoundError):
        assistant.evaluate(Plan(files=(bank,), compare="no such"))


def test_vectors_cannot_be_measured_where_there_are_none(assistant: Assistant, bank: Path) -> None:
    with pytest.raises(KzlawError) as caught:
        assistant.evaluate(Plan(files=(bank,), mode="retrieval", baseline="dense"))
    assert caught.value.message_id == "error-eval-no-vectors"


def test_acts_are_known_by_the_files_they_came_from(assistant: Assistant) -> None:
    acts = Acts(assistant.library)
    assert acts.of("labor_code", "52") == LABOUR and acts.of("law_on_llp", "2") == "Z980000220_"
    assert acts.of("criminal_code", "1") == "criminal_code"


def test_a_limit_and_a_split(assistant: Assistant, bank: Path) -> None:
    assert assistant.evaluate(Plan(files=(bank,), split="test")).document["n"] == 3
    assert assistant.evaluate(Plan(files=(bank,), limit=2, seed=1)).document["n"] == 2
    with pytest.raises(NotFoundError):
        empty = bank.with_name("empty.jsonl")
        empty.write_text("\n", "utf-8")
        assistant.evaluate(Plan(files=(empty,)))
