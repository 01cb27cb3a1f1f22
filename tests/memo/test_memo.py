"""Memos: the same words in every format, nothing unchecked as a quote, no font no PDF."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import docx
import pytest
from lxml import html
from pypdf import PdfReader

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.i18n import UiLang
from kzlaw_tui.memo import pdf
from kzlaw_tui.memo.build import file_stem, memo_of, memo_of_quote
from kzlaw_tui.memo.model import Memo
from kzlaw_tui.memo.plain import as_html, as_markdown, as_text
from kzlaw_tui.memo.writing import FORMATS, free_name, write_memo
from tests.tui.fake_assistant import FakeAssistant

DAY = date(2026, 11, 25)
PLACE = "Пп. 1) п. 2 ст. 4 КГС РК от 22.03.2024 № 901-VIII"
WORDS = "поливать каждое дерево не реже одного раза в неделю"


def memo(lang: UiLang = "ru", *questions: str) -> Memo:
    assistant = FakeAssistant(lang)
    asked = [(q, assistant.ask(q)) for q in questions or ("Как часто <поливать> *деревья*?", "никто")]
    return memo_of(cast(Any, assistant), [*asked, ("Без ответа", None)], DAY)


def words_of(name: str, data: bytes) -> str:
    """The words of a document in one line, as a reader sees them."""
    if name == "docx":
        text = "\n".join(p.text for p in docx.Document(BytesIO(data)).paragraphs)
    elif name == "pdf":
        text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    elif name == "html":
        text = html.document_fromstring(data.decode()).text_content()
    else:
        text = data.decode("utf-8-sig")
    if name == "md":
        text = re.sub(r"^> ?", "", text, flags=re.M)
        text = re.sub(r"\\([^\w\s])", r"\1", text)
    return " ".join(text.split())


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_the_same(name: str) -> None:
    if name == "pdf":
        pytest.importorskip("fpdf")
        try:
            pdf.fonts()
        except KzlawError:
            pytest.skip("no font with the Kazakh letters")
    text = words_of(name, FORMATS[name](memo()))
    for part in (
        PLACE,
        "редакция на 12.05.2026",
        f"«1) {WORDS}",
        "Как часто <поливать> *деревья*?",
        "конспект своими словами, не официальный текст",
        "В библиотеке ответа на этот вопрос нет.",
        "Вопрос остался без ответа.",
        "Кодекс о городских садах от 22.03.2024 № 901-VIII (редакция на 12.05.2026)",
        "Составлена 25.11.2026",
        "ст. 5 КГС РК — Полив в засуху",
    ):
        assert part in text, part
    assert "«Хозяин улья" not in text and "Хозяин улья" in text


@pytest.mark.parametrize("name", ["docx", "pdf", "html"])
def test_kazakh_letters_come_through(name: str) -> None:
    text = words_of(name, FORMATS[name](memo("kk", "Бағбан нені істеуге міндетті?")))
    assert "әр ағашты аптасына кемінде бір рет суаруға" in text and "Пайдаланылған актілер" in text
    assert "12.05.2026 жағдай бойынша редакция" in text


def test_a_quote_that_failed_the_check_is_not_in_quotation_marks() -> None:
    assistant = FakeAssistant("ru")
    answer = assistant.ask("полив")
    broken = replace(answer, quotes=tuple(replace(quote, check="unknown") for quote in answer.quotes))
    text = as_text(memo_of(cast(Any, assistant), [("полив", broken)], DAY))
    assert "«1) поливать" not in text and "[не подтверждено: в нынешней редакции этих слов нет]" in text


def test_nothing_in_the_words_is_markup() -> None:
    assistant = FakeAssistant("ru")
    quote = replace(assistant.ask("полив").quotes[0], text="1. <b>x</b> [y](z) *w*\n- \x1b[2J # 5")
    made = memo_of_quote(cast(Any, assistant), quote, DAY)
    page = html.document_fromstring(as_html(made))
    assert not page.xpath("//blockquote/*") and "<b>x</b>" in page.text_content()
    shown = as_markdown(made)
    assert "«1. \\<b\\>x\\</b\\> \\[y\\](z) \\*w\\*" in shown and "> \\- \\[2J \\# 5»" in shown and "\x1b" not in shown


def test_one_place_of_the_law() -> None:
    assistant = FakeAssistant("ru")
    made = memo_of_quote(cast(Any, assistant), assistant.ask("полив").quotes[0], DAY)
    text = as_text(made)
    assert text.startswith("ПП. 1) П. 2 СТ. 4 КГС РК\n") and f"{PLACE} (редакция на 12.05.2026, в силе)" in text


def test_names_of_files(tmp_path: Path) -> None:
    assert file_stem(memo("ru", 'Можно ли: "полив"/обрезка?'), DAY) == "Можно ли полив обрезка 25.11.2026"
    file = tmp_path / "справка.txt"
    assert free_name(file) == file
    file.touch()
    assert free_name(file).name == "справка (2).txt"


def test_writing_never_overwrites_and_explains_itself(tmp_path: Path) -> None:
    made = memo()
    file = write_memo(made, tmp_path / "папка" / "справка.docx")
    assert file.is_file() and list(file.parent.iterdir()) == [file]
    for target, message in (
        (file, "error-export-exists"),
        (tmp_path / "справка.xyz", "error-export-format"),
        (file / "внутри файла.txt", "error-export-unwritable"),
    ):
        with pytest.raises(KzlawError, match=message):
            write_memo(made, target)


def test_without_a_font_there_is_no_pdf_and_the_reason_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pdf, "folders", lambda: iter([tmp_path]))
    pdf._installed.cache_clear()
    with pytest.raises(KzlawError, match="error-export-no-font"):
        write_memo(memo(), tmp_path / "x.pdf")
    assert not (tmp_path / "x.pdf").exists()
    pdf._installed.cache_clear()
