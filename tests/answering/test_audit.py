"""``verify`` over a small library: what is right, what is wrong, and what is probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzlaw_tui.answering.audit import Checked
from kzlaw_tui.answering.differences import changes_text, compare
from kzlaw_tui.assistant import Assistant
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.model import Citation
from kzlaw_tui.present.audits import annotated, export
from tests.retrieval.conftest import assistant as assistant_fixture

assistant = assistant_fixture
LABOUR = "K1500000414"


def one(assistant: Assistant, text: str) -> Checked:
    (found,) = assistant.verify(text)
    assert text[found.span.start : found.span.end] == found.text
    return found


@pytest.mark.parametrize(
    ("text", "status", "detail"),
    [
        ("См. п. 1 ст. 88 ТК РК.", "verified", "verify-verified"),
        ("См. ста\u00adтью 5\u200b2 **ТК РК**.", "verified", "verify-verified"),
        ("См. ст. 999 ТК РК.", "unknown", "verify-unknown-article"),
        ("См. п. 9 ст. 88 ТК РК.", "unknown", "verify-unknown-point"),
        ("См. абз. 9 п. 1 ст. 88 ТК РК.", "unknown", "verify-unknown-point"),
        ("См. ст. 54 ТК РК.", "repealed", "verify-repealed"),
        ("См. ст. 5 Налогового кодекса 2017 года.", "superseded", "verify-superseded"),
        ("См. ст. 5 Налогового кодекса РК.", "not_in_library", "verify-not-in-library"),
        ("См. ст. 52 ТК РФ.", "not_in_library", "verify-foreign"),
        ("См. ст. 52.", "unknown", "verify-no-act"),
        ("ЖШС туралы Заңның 2-бабын қараңыз.", "verified", "verify-verified"),
    ],
)
def test_every_status(assistant: Assistant, text: str, status: str, detail: str) -> None:
    found = one(assistant, text)
    assert (found.status, found.detail[0]) == (status, detail)


def test_a_true_quote_in_any_marks(assistant: Assistant) -> None:
    for opening, closing in ("«»", "“”", "„“", '""'):
        text = f"Ст. 52 ТК РК: {opening}наниматель вправе проститься с работником{closing}."
        found = one(assistant, text)
        assert (found.status, found.quote_status) == ("verified", "verified"), opening
        assert found.quoted is not None and text[slice(*found.quoted)].startswith("наниматель")


def test_an_altered_word_is_shown(assistant: Assistant) -> None:
    found = one(assistant, "Согласно п. 2 ст. 52 ТК РК «О расставании предупреждают за неделю письмом».")
    assert (found.status, found.quote_status) == ("verified", "misquoted")
    assert changes_text(found.changes) == "О расставании предупреждают за [-неделю-] {+месяц+} письмом"


def test_a_quote_of_another_place_names_it(assistant: Assistant) -> None:
    found = one(assistant, "П. 1 ст. 88 ТК РК: «Отпускные выдают за три дня до начала отпуска».")
    assert found.detail[0] == "verify-quote-other-point" and found.suggestion == Citation(LABOUR, "88", "2")
    found = one(assistant, "Ст. 53 ТК РК: «Отпускные выдают за три дня до начала отпуска».")
    assert found.detail[0] == "verify-quote-elsewhere" and found.suggestion == Citation(LABOUR, "88", "2")
    found = one(assistant, "Ст. 531 ТК РК: «Отпускные выдают за три дня до начала отпуска».")
    assert found.status == "unknown" and found.suggestion == Citation(LABOUR, "88", "2")


def test_words_of_another_article_raise_a_doubt(assistant: Assistant) -> None:
    found = one(assistant, "Отпускные выдают за три дня до начала отпуска, как велит ст. 53 ТК РК.")
    assert found.doubtful and found.status == "unknown" and found.suggestion == Citation(LABOUR, "88")


@pytest.mark.parametrize(
    "text",
    [
        "ТОО «Ромашка и партнёры из Алматы» нарушило ст. 88 ТК РК.",
        "В договоре «О найме и прочих делах сторон» есть отсылка к ст. 88 ТК РК.",
        "Директор сказал: всё по ст. 88 ТК РК.\n\n«Мы не согласны с тем, что написано», – ответил работник.",
        "На основании изложенного и руководствуясь ст. 53 ТК РК, прошу выдать отпускные за три дня до начала отпуска.",
    ],
)
def test_what_is_no_quote_and_no_claim_is_left_alone(assistant: Assistant, text: str) -> None:
    found = one(assistant, text)
    assert found.good and found.quote_status is None


def test_citations_inside_a_true_quote_are_not_of_the_letter(assistant: Assistant) -> None:
    text = "Ст. 53 ТК РК: «Письмо вручают под подпись, как сказано в пункте 2 статьи 52 настоящего Кодекса»."
    assert one(assistant, text).quote_status == "verified"


def test_the_act_is_remembered(assistant: Assistant) -> None:
    found = assistant.verify("Трудовой кодекс РК ясен. См. ст. 52 и ст. 999.")
    assert [c.status for c in found] == ["verified", "unknown"]


def test_a_comparison_is_of_the_likest_place() -> None:
    law = " ".join(f"слово{n}" for n in range(3000))
    found = compare("слово700 слово701 иное слово703 слово704", law)
    assert found.likeness == 0.8 and [c.law for c in found.changes if not c.same] == ["слово702"]


LETTER = (
    "Согласно п. 2 ст. 52 ТК РК «О расставании предупреждают за неделю письмом».\n\n"
    "<b>См.</b> ст. 999 ТК РК \x1b[31mи ст. 88 ТК РК.\n"
)


@pytest.mark.parametrize("name", ["out.html", "out.docx"])
def test_the_annotated_text_is_saved(assistant: Assistant, tmp_path: Path, name: str) -> None:
    checked = assistant.verify(LETTER)
    file = tmp_path / name
    export(assistant, LETTER, checked, file)
    assert "".join(piece.text for piece in annotated(assistant, LETTER, checked)) == LETTER
    if name.endswith("html"):
        page = file.read_text("utf-8")
        assert "&lt;b&gt;См.&lt;/b&gt;" in page and "\x1b" not in page and "http" not in page
        assert '<span class="bad"' in page and '<span class="good"' in page
        return
    from docx import Document

    document = Document(str(file))
    comments = [comment.text for comment in document.comments]
    assert any("в этом акте нет такой статьи" in text for text in comments)
    assert any("[-неделю-]" in text for text in comments)
    assert "<b>См.</b> ст. 999 ТК РК" in "\n".join(p.text for p in document.paragraphs)


def test_a_file_that_cannot_be_written_is_told(assistant: Assistant, tmp_path: Path) -> None:
    with pytest.raises(KzlawError, match="error-file-unwritable"):
        export(assistant, "", [], tmp_path / "no" / "out.html")


@pytest.mark.parametrize(
    "piece",
    [
        "См. ст. 52 ТК РК и п. 9 ст. 88 ТК РК. ",
        "«Наниматель всё может и вправе», ст. 52 ТК РК. ",
        "Обычный текст письма без ссылок, о делах. ",
    ],
)
@pytest.mark.timeout(120)
def test_a_long_letter_comes_to_an_end(assistant: Assistant, piece: str) -> None:
    """The work grows with the letter, not with its square: that would take hours here."""
    times = 150_000 // len(piece)
    found = assistant.verify(piece * times)
    assert len(found) == piece.count("ст. ") * times
