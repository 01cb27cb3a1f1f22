"""The HTML report: self-contained, escaped, in the person's language."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.evaluation import plots
from kzlaw_tui.evaluation.names import message_id, metric_name, metric_note, section_name
from kzlaw_tui.evaluation.plan import Plan
from kzlaw_tui.evaluation.report import html_report
from kzlaw_tui.evaluation.scores import BY, METRICS, NAMES
from kzlaw_tui.i18n import UI_LANGS, Translator, UiLang, message_ids

NASTY = "<script>alert(1)</script> & «отпуск»?"


@pytest.mark.parametrize("lang", UI_LANGS)
def test_every_metric_has_a_name_and_a_note(lang: UiLang) -> None:
    t = Translator(lang)
    names = [*NAMES, *(f"confidence.{n}" for n in ("auroc", "auroc_answerable", "brier", "ece"))]
    for name in names:
        assert metric_name(t, name) and metric_note(t, name)
    for section in (*METRICS, "confidence"):
        assert section_name(t, section)
    assert {message_id("eval-by", part).replace("eval-by-", "") for part in BY} == set(BY)
    assert {f"eval-by-{part}" for part in BY} <= message_ids(lang)


@pytest.mark.parametrize("lang", UI_LANGS)
def test_the_page(assistant: Assistant, bank: Path, lang: UiLang) -> None:
    row = json.loads(bank.read_text("utf-8").splitlines()[0]) | {"id": "n1", "question": NASTY, "reference": NASTY}
    with bank.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
    outcome = assistant.evaluate(Plan(files=(bank,)))
    page = html_report(outcome, Translator(lang), assistant.registry)
    assert f'<html lang="{lang}">' in page and "<script" not in page and "&lt;script&gt;" in page
    assert not re.search(r"""(?:src|href)=|@import|url\(""", page)
    for svg in re.findall(r"<svg.*?</svg>", page, re.S):
        ElementTree.fromstring(svg)
    assert page.count("<svg") >= 6 and Translator(lang)("eval-worst", n=4) in page
    assert (outcome.folder / "report.html").read_text("utf-8").rstrip() == html_report(
        outcome, assistant.t, assistant.registry
    )


def test_plots_take_nothing_and_everything() -> None:
    for svg in (
        plots.bars([], "t"),
        plots.bars([("a<b", None, None, "—"), ("b", 1.0, (0.5, 1.0), "100 %")], "t"),
        plots.histogram([], "t"),
        plots.histogram([0.0, 1.0, 5.0, -1.0], "t & t"),
        plots.reliability([], "t", "x", "y"),
        plots.reliability([[0.9, 1.0, 3, 0.95, 0.667]], "t", "x", "y"),
    ):
        ElementTree.fromstring(svg)
