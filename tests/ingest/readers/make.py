"""Documents for the reader tests, made from a text of our own (rules of an invented archive)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

HEAD = "Правила хранения документов"
RULES = [
    "Глава 1. ОБЩИЕ ПОЛОЖЕНИЯ",
    "Статья 1. Основные понятия, используемые в правилах",
    "1. В правилах используются следующие понятия, необходимые для единообразного толкования требований к порядку "
    "хранения документов, их выдачи и возврата:",
    "1) архивариус – лицо, которое хранит документы и отвечает за их сохранность, учёт и своевременную выдачу по "
    "запросам заинтересованных лиц;",
    "2) хранилище – помещение;",
    "4-1) читальный зал – помещение, в котором документы выдаются для изучения.",
    "2. Архивариус вправе отказать в выдаче документа, если запрос составлен с нарушением требований правил, а также "
    "если документ отсутствует в хранилище или передан другому лицу в установленном порядке.",
    "Отказ оформляется письменно. Копия отказа хранится три года.",
    "Статья 2. Порядок выдачи документов, имеющих особое значение для истории края, и их копий",
    "Документы особого значения выдаются по решению хранителя. Решение принимается в течение пяти рабочих дней.",
    "Сноска. Статья 2 с изменениями, внесенными правилами от 01.02.2020 № 5.",
]
RULES_KK = [
    "1-бап. Осы қағидалардың мақсаты",
    "1. Осы қағидалар құжаттарды сақтау, беру және қайтару тәртібін, сондай-ақ мұрағатшының міндеттерін айқындайды.",
    "2-бап. Мұрағатшының құқықтары",
    "Мұрағатшы өтінішті қағидалардың талаптарын бұза отырып жасалған жағдайда қабылдамауға құқылы; бас тарту жазбаша ресімделеді.",
]
TABLE = [
    ["№", "Вид документа", "Срок хранения"],
    ["1", "Книги учёта посетителей", "10 лет"],
    ["2", "Прочие дела", "3 года"],
]
TABLE_ROWS = [" | ".join(row) for row in TABLE]
_FONTS = [
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"),
    Path("/usr/share/fonts/dejavu/DejaVuSerif.ttf"),
    Path("/usr/share/fonts/dejavu-serif-fonts/DejaVuSerif.ttf"),
    Path("/usr/share/fonts/TTF/DejaVuSerif.ttf"),
]


def docx(path: Path, paragraphs: list[str]) -> Path:
    from docx import Document

    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(path))
    return path


def html(paragraphs: list[str], *, charset: str = "utf-8") -> str:
    from html import escape

    body = "\n".join(f'<p><a name="z{number}"></a>{escape(text)}</p>' for number, text in enumerate(paragraphs))
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>Правила</title></head><body>{body}</body></html>'
    )


def long_rules(articles: int) -> list[str]:
    """Numbered rules of several printed pages, no two articles with the same words."""
    result = ["Глава 1. ОБЩИЕ ПОЛОЖЕНИЯ"]
    things = ["книг", "карт", "писем", "дел", "чертежей", "гравюр", "рукописей", "афиш"]
    for number in range(1, articles + 1):
        one, two = things[number % 8], things[(number * 3 + number // 8) % 8]
        result += [
            f"Статья {number}. Порядок хранения {one}",
            f"1. Хранение {one} в зале номер {number} осуществляется при постоянной температуре и влажности, установленных "
            f"хранителем с учётом особенностей {two} и сроков их использования посетителями читального зала:",
            f"1) выдача {one} – по письменному запросу номер {number * 7};",
            f"2) возврат {two} – не позднее {number + 3} дней.",
            f"2. Нарушение порядка хранения {one} влечёт приостановление выдачи {two} на срок до {number + 10} дней, если "
            "иное не установлено правилами научно-исторического архива.",
        ]
    return result


class Pdf:
    """A PDF made by fpdf2 in DejaVu Serif, with a running head and page numbers; skips the test without fpdf2 or font."""

    def __init__(
        self, *, head: str = HEAD, size: float = 11, margin: float = 25, number: str = "Страница {} из 99"
    ) -> None:
        fpdf = pytest.importorskip("fpdf")
        font = next((candidate for candidate in _FONTS if candidate.exists()), None)
        if font is None:
            pytest.skip("needs the font DejaVu Serif")

        class Printed(fpdf.FPDF):  # type: ignore[misc, name-defined]
            def header(self) -> None:
                self.set_y(10)
                self.cell(0, 6, head, align="C")
                self.set_y(25)

            def footer(self) -> None:
                self.set_y(-15)
                self.cell(0, 6, number.format(self.page_no()), align="C")

        self.fpdf: Any = Printed()
        self.fpdf.add_font("serif", fname=str(font))
        self.fpdf.set_font("serif", size=size)
        self.fpdf.set_margins(margin, 25, margin)
        self.fpdf.set_auto_page_break(True, 25)
        self.fpdf.add_page()

    def paragraphs(self, texts: list[str], *, indent: float = 10, align: str = "J", space: float = 0) -> Pdf:
        """Paragraphs with a first-line indent (mm); headings without it."""
        for text in texts:
            own = 0 if text.startswith(("Глава", "Статья")) else indent
            with (
                self.fpdf.text_columns(text_align=align) as column,
                column.paragraph(first_line_indent=own, bottom_margin=space, line_height=1.4) as paragraph,
            ):
                paragraph.write(text)
        return self

    def lines(self, lines: list[str]) -> Pdf:
        """Lines as they are (for words divided by hand)."""
        for line in lines:
            self.fpdf.cell(0, 5.5, line, new_x="LMARGIN", new_y="NEXT")
        return self

    def table(self, rows: list[list[str]], widths: tuple[int, ...] = (15, 60, 35)) -> Pdf:
        with self.fpdf.table(
            col_widths=widths, first_row_as_headings=False, padding=(1, 2), text_align="LEFT"
        ) as table:
            for row in rows:
                table.row(row)
        return self

    def columns(self, texts: list[str]) -> Pdf:
        with self.fpdf.text_columns(ncols=2, gutter=8, text_align="J") as columns:
            for text in texts:
                columns.write(text)
                columns.ln()
        return self

    def save(self, path: Path) -> Path:
        self.fpdf.output(str(path))
        return path
