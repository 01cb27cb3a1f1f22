"""A language model as a system: with the search and the gate, and alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.evaluation.names import run_title
from kzlaw_tui.evaluation.plan import Plan
from kzlaw_tui.evaluation.run import read_run
from kzlaw_tui.evaluation.speaking import ModelAlone, ModelAnswers
from kzlaw_tui.models.backend import Cancel, Prompt, Sampling, Stats
from tests.evaluation.conftest import LABOUR
from tests.models import make
from tests.models.scripted import Scripted

QUESTION = "Сколько дней длится отпуск?"
RIGHT = "Отпуск длится двадцать четыре дня (п. 1 ст. 88 ТК РК)."


class Counted(Scripted):
    """Says its pieces and how many tokens they were."""

    def stream(self, prompt: Prompt, sampling: Sampling, cancel: Cancel, stats: Stats):  # type: ignore[no-untyped-def]
        yield from super().stream(prompt, sampling, cancel, stats)
        stats.tokens = 21


@pytest.fixture
def backend(assistant: Assistant, tmp_path: Path) -> Scripted:
    said = Counted()
    assistant.speaker.models.add(make.model(tmp_path / "small.gguf"))
    assistant.speaker._make = lambda _served: said
    return said


def test_a_model_with_the_search_and_the_gate(assistant: Assistant, backend: Scripted) -> None:
    system = ModelAnswers(assistant, assistant.speaker)
    assert (system.name, system.mode) == ("small", "model")
    backend.pieces = [f"{RIGHT} Штраф сто тенге (ст. 999 ТК РК)."]
    reply = system.reply(QUESTION)
    assert not reply.abstained and reply.retrieved[0] == (LABOUR, "88") and reply.text == backend.pieces[0]
    assert [(c.article, c.point, c.status) for c in reply.citations] == [
        ("88", "1", "verified"),
        ("999", "", "unknown"),
    ]
    assert reply.tokens == 21 and reply.first_token is not None and 0 < reply.first_token < 60
    backend.pieces = ["Штраф сто тенге (ст. 999 ТК РК)."]
    held = system.reply(QUESTION)
    assert held.abstained and held.text == "" and not held.citations
    foreign = system.reply("Что установлено в ст. 81 ТК РФ?")
    assert foreign.abstained and foreign.corrected and foreign.tokens is None


def test_a_model_alone_is_told_no_law_and_passes_no_gate(assistant: Assistant, backend: Scripted) -> None:
    system = ModelAlone(assistant.speaker, assistant.registry)
    assert system.name == "small-alone"
    backend.pieces = ["Штраф (ст. 999 ТК РК и ст. 88 ТК РК)."]
    reply = system.reply(QUESTION)
    assert reply.text == backend.pieces[0] and not reply.abstained and not reply.retrieved and reply.confidence is None
    assert [(c.article, c.status) for c in reply.citations] == [("999", "verified"), ("88", "verified")]
    told = "".join(piece.text for piece in backend.prompts[-1])
    assert QUESTION in told and "ст. 88" not in told and "Выдержки" not in told
    backend.pieces = [" "]
    assert system.reply(QUESTION).abstained


def test_both_are_run_by_a_plan(assistant: Assistant, backend: Scripted, bank: Path) -> None:
    ours = assistant.evaluate(Plan(files=(bank,), mode="model", model="small"))
    assert ours.document["settings"]["system"] == "small" and ours.document["settings"]["model"]
    assert ours.document["citations"]["validity"] == 1
    alone = assistant.evaluate(Plan(files=(bank,), mode="model", model="small", alone=True, compare=ours.folder.name))
    assert alone.document["citations"]["recall"] is not None and alone.document["comparison"]["n"] == 5
    info = read_run(alone.folder)
    assert info is not None and "small · без поиска" in run_title(assistant.t, info.settings)
    with pytest.raises(KzlawError) as caught:
        assistant.evaluate(Plan(files=(bank,), mode="model", model="нет"))
    assert caught.value.exit_code == 3


def test_another_way_of_asking_is_another_run(assistant: Assistant, backend: Scripted) -> None:
    before = ModelAnswers(assistant, assistant.speaker).state
    assistant.settings.model = assistant.settings.model.model_copy(update={"prompt_tokens": 900})
    assert ModelAnswers(assistant, assistant.speaker).state != before
