"""A memo as a Word document: Times New Roman 12, quotes set in, as courts and clients are used to."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from kzlaw_tui.memo.model import Memo, quoted

FONT = "Times New Roman"


def as_docx(memo: Memo) -> bytes:
    """The bytes of the document."""
    import docx
    from docx.shared import Cm, Pt, RGBColor

    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin = Cm(3), Cm(1.5)
    page.top_margin = page.bottom_margin = Cm(2)
    for name, size in (("Normal", 12), ("Title", 16), ("Heading 1", 13), ("List Bullet", 12), ("List Number", 12)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor(0, 0, 0)
        _all_scripts(style)
    document.core_properties.title, document.core_properties.author = memo.title, ""

    def paragraph(
        text: str = "", *, bold: bool = False, italic: bool = False, left: float = 0.0, keep: bool = False
    ) -> Any:
        made = document.add_paragraph()
        made.paragraph_format.left_indent = Cm(left)
        made.paragraph_format.space_after = Pt(4)
        made.paragraph_format.keep_with_next = keep
        run = made.add_run(text)
        run.bold, run.italic = bold, italic
        return made

    document.add_heading(memo.title, 0)
    paragraph(memo.made, italic=True)
    for at, section in enumerate(memo.sections):
        if section.question:
            document.add_heading(memo.numbered(at), 1)
        for said in section.said:
            paragraph(said)
        for extract in section.extracts:
            head = paragraph(extract.place, bold=True, keep=True)
            if extract.about:
                head.add_run(f" ({extract.about})")
            if extract.heading:
                paragraph(extract.heading, keep=True)
            if extract.warning:
                paragraph(extract.warning, italic=True, keep=True)
            for line in quoted(extract).split("\n"):
                paragraph(line, italic=not extract.official, left=1.25)
        if section.also:
            paragraph(f"{memo.also_label}:", keep=True)
            for line in section.also:
                document.add_paragraph(line, style="List Bullet")
    if memo.sources:
        document.add_heading(memo.sources_label, 1)
        for line in memo.sources:
            document.add_paragraph(line, style="List Number")
    paragraph(memo.foot, italic=True)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _all_scripts(style: Any) -> None:
    """The same font for Cyrillic as for Latin: Word keeps them apart."""
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
