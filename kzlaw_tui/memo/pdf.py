"""A memo as PDF, in a font of this machine that has the Kazakh letters; without one it says which to install."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.memo.model import Memo, quoted

NEEDED = "АяЁёӘәІіҢңҒғҮүҰұҚқӨөҺһ«»—–№…"
"""Letters and marks without which a memo cannot be set."""

FAMILIES: tuple[tuple[str, str, str], ...] = (
    ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSerif-Italic.ttf"),
    ("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "LiberationSerif-Italic.ttf"),
    ("NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf", "NotoSerif-Italic.ttf"),
    ("PTF55F.ttf", "PTF75F.ttf", "PTF56F.ttf"),
    ("times.ttf", "timesbd.ttf", "timesi.ttf"),
    ("Times New Roman.ttf", "Times New Roman Bold.ttf", "Times New Roman Italic.ttf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf"),
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf", "LiberationSans-Italic.ttf"),
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSans-Italic.ttf"),
    ("arial.ttf", "arialbd.ttf", "ariali.ttf"),
    ("Arial.ttf", "Arial Bold.ttf", "Arial Italic.ttf"),
)
"""Regular, bold, italic; the first family that is installed and complete is taken."""


def folders() -> Iterator[Path]:
    """Where fonts lie on Linux, macOS and Windows; ``KZLAW_FONTS`` comes first."""
    if own := os.environ.get("KZLAW_FONTS"):
        yield Path(own)
    home = Path.home()
    for folder in ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts"):
        yield Path(folder)
    yield from (home / ".local/share/fonts", home / ".fonts", home / "Library/Fonts")
    if windows := os.environ.get("WINDIR"):
        yield Path(windows) / "Fonts"
    if local := os.environ.get("LOCALAPPDATA"):
        yield Path(local) / "Microsoft/Windows/Fonts"


@cache
def _installed(_own: str | None) -> tuple[Path, ...]:
    found: dict[str, Path] = {}
    for folder in folders():
        for file in folder.rglob("*.ttf") if folder.is_dir() else ():
            found.setdefault(file.name, file)
    for family in FAMILIES:
        files = [found[name] for name in family if name in found]
        if files and _has_letters(files[0]):
            # A family without a bold or an italic cut is used with what it has.
            return tuple(found.get(name, files[0]) for name in family)
    return ()


def _has_letters(file: Path) -> bool:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(file, lazy=True) as font:
            known = font.getBestCmap() or {}
    except (OSError, TTLibError):
        return False
    return all(ord(letter) in known for letter in NEEDED)


def fonts() -> tuple[Path, ...]:
    """Regular, bold and italic. Raises ``KzlawError`` where no font of this machine has the Kazakh letters."""
    found = _installed(os.environ.get("KZLAW_FONTS"))
    if not found:
        raise KzlawError("error-export-no-font")
    return found


def as_pdf(memo: Memo) -> bytes:
    """The bytes of the document; the parts of the font that it uses are inside."""
    from fpdf import FPDF

    pdf = FPDF(format="A4")
    pdf.set_margins(30, 20, 15)
    pdf.set_auto_page_break(True, 20)
    for style, file in zip(("", "B", "I"), fonts(), strict=True):
        pdf.add_font("memo", style, str(file))
    pdf.set_title(memo.title)
    pdf.set_lang(memo.lang)
    pdf.add_page()

    def paragraph(
        text: str, style: str = "", size: float = 11, left: float = 0, before: float = 0, grey: int = 0
    ) -> None:
        pdf.set_y(pdf.get_y() + before)
        pdf.set_x(pdf.l_margin + left)
        pdf.set_font("memo", style, size)
        pdf.set_text_color(grey)
        pdf.multi_cell(0, size * 0.5, text, align="L", new_x="LMARGIN", new_y="NEXT")

    paragraph(memo.title, "B", 16)
    paragraph(memo.made, "I", 10, grey=90)
    for at, section in enumerate(memo.sections):
        if section.question:
            paragraph(memo.numbered(at), "B", 13, before=6)
        for said in section.said:
            paragraph(said, before=2)
        for extract in section.extracts:
            paragraph(extract.place, "B", before=4)
            about = " · ".join(part for part in (extract.heading, extract.about) if part)
            if about:
                paragraph(about, "", 10, grey=90)
            if extract.warning:
                paragraph(extract.warning, "I", 10)
            for line in quoted(extract).split("\n"):
                paragraph(line, "" if extract.official else "I", left=8, before=1)
        if section.also:
            paragraph(f"{memo.also_label}:", before=4)
            for line in section.also:
                paragraph(f"– {line}", left=4)
    if memo.sources:
        paragraph(memo.sources_label, "B", 13, before=8)
        for number, line in enumerate(memo.sources, 1):
            paragraph(f"{number}. {line}", left=4)
    paragraph(memo.foot, "I", 9, before=8, grey=90)
    return bytes(pdf.output())
