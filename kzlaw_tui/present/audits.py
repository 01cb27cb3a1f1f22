"""What ``verify`` found: for a person at a terminal, as JSON, and as the text itself with notes (DOCX, HTML)."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kzlaw_tui.answering.differences import changes_text
from kzlaw_tui.answering.verdicts import reason_text
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.characters import clean, plain
from kzlaw_tui.private import share

if TYPE_CHECKING:
    from kzlaw_tui.answering.audit import Checked
    from kzlaw_tui.assistant import Assistant

Json = dict[str, Any]
EXPORTS = (".docx", ".html", ".htm")


def audit_ok(checked: Sequence[Checked]) -> bool:
    """Whether every citation and every quote is right."""
    return all(item.good for item in checked)


def audit_text(assistant: Assistant, checked: Sequence[Checked]) -> str:
    """A line a citation, with the difference of a misquote below it, then the sum."""
    t = assistant.t
    lines = []
    for item in checked:
        mark = "✓" if item.good else "?" if item.doubtful else "✗"
        lines.append(f"{mark} {' '.join(item.text.split())} — {remark(assistant, item)}")
        if item.changes:
            lines.append(f"    {t('verify-changes')}: {changes_text(item.changes)}")
    lines.append(summed(assistant, checked))
    return clean("\n".join(lines))


def remark(assistant: Assistant, item: Checked) -> str:
    """What is said of a citation, in one line."""
    t = assistant.t
    line = reason_text(item.detail, t, assistant.act_name)
    if item.quote_status == "verified":
        line += f"; {t('verify-quote-verified')}"
    elif item.quote_status == "misquoted" and item.status != "verified":
        line += f"; {t('verify-misquoted')}"
    if item.suggestion:
        line += f" → {t('verify-right-place')}: {assistant.cite(item.suggestion)}"
    return line


def audit_document(assistant: Assistant, file: str, checked: Sequence[Checked]) -> Json:
    """``verify --json``."""
    summary: dict[str, int] = {"citations": len(checked)}
    for item in checked:
        summary[item.status] = summary.get(item.status, 0) + 1
        if item.quote_status == "misquoted":
            summary["misquoted"] = summary.get("misquoted", 0) + 1
        if item.doubtful:
            summary["doubtful"] = summary.get("doubtful", 0) + 1
    return {
        "file": file,
        "citations": [
            {
                "text": item.text,
                "start": item.span.start,
                "end": item.span.end,
                "act": item.span.citation.act,
                "article": item.span.citation.article,
                "point": item.span.citation.point,
                "subpoint": item.span.citation.subpoint,
                "status": item.status,
                "quote_status": item.quote_status,
                "detail": reason_text(item.detail, assistant.t, assistant.act_name),
                "suggestion": assistant.cite(item.suggestion) if item.suggestion else None,
                "doubtful": item.doubtful,
                "quote_start": item.quoted[0] if item.quoted else None,
                "quote_end": item.quoted[1] if item.quoted else None,
                "changes": [{"said": change.said, "law": change.law} for change in item.changes],
                "suggested": {
                    "act": item.suggestion.act,
                    "article": item.suggestion.article,
                    "point": item.suggestion.point,
                    "subpoint": item.suggestion.subpoint,
                }
                if item.suggestion
                else None,
            }
            for item in checked
        ],
        "summary": summary,
    }


# The text with notes

Tone = Literal["", "good", "doubt", "bad"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text with the notes that belong to it."""

    text: str
    tone: Tone = ""
    notes: tuple[str, ...] = ()


def annotated(assistant: Assistant, text: str, checked: Sequence[Checked]) -> Iterator[Piece]:
    """The text cut into pieces: citations with their notes, quotes that are not true to the law, and what is between."""
    marks: dict[tuple[int, int], tuple[Tone, list[str]]] = {}
    for item in checked:
        tone: Tone = "good" if item.good else "doubt" if item.doubtful else "bad"
        known, notes = marks.get((item.span.start, item.span.end), (tone, []))
        notes.append(remark(assistant, item))
        marks[item.span.start, item.span.end] = (tone if known == "good" else known), notes
        if item.quoted and item.quote_status is not None:
            said = [f"{assistant.t('verify-changes')}: {changes_text(item.changes)}"] if item.changes else []
            marks[item.quoted] = ("good" if item.quote_status == "verified" else "bad"), said
    at = 0
    for (start, end), (tone, notes) in sorted(marks.items()):
        if start < at:
            continue
        if start > at:
            yield Piece(text[at:start])
        yield Piece(text[start:end], tone, tuple(dict.fromkeys(notes)))
        at = end
    if at < len(text):
        yield Piece(text[at:])


def export(assistant: Assistant, text: str, checked: Sequence[Checked], path: Path) -> None:
    """Write the annotated text. Raises ``KzlawError`` when the file cannot be written."""
    pieces = list(annotated(assistant, text, checked))
    is_new = not path.exists()
    try:
        if path.suffix.lower() == ".docx":
            _write_docx(assistant, pieces, checked, path)
        else:
            path.write_text(_html(assistant, pieces, checked), "utf-8")
        if is_new:
            share(path)
    except OSError as error:
        raise KzlawError("error-file-unwritable", path=path, reason=error.strerror or error) from error


_STYLE = """body{font:16px/1.55 Georgia,"PT Serif",serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
.text{white-space:pre-wrap}.good{background:#e3f3e6}.doubt{background:#fdf0c8}.bad{background:#fbdcd9}
.bad,.doubt{border-bottom:2px solid currentColor}.note{font-size:.8em;color:#7a1d15;vertical-align:super}
ol{font-size:.9em}li{margin:.3rem 0}@media(prefers-color-scheme:dark){body{color:#e8e6e3;background:#181a1b}
.good{background:#1f3a26}.doubt{background:#4a3f14}.bad{background:#4b211d}.note{color:#ff9c92}}"""


def _html(assistant: Assistant, pieces: Sequence[Piece], checked: Sequence[Checked]) -> str:
    """One page without anything from outside: the text, with numbered notes below it."""
    t = assistant.t
    body: list[str] = []
    notes: list[str] = []
    for piece in pieces:
        words = html.escape(plain(piece.text))
        if not piece.tone:
            body.append(words)
            continue
        body.append(f'<span class="{piece.tone}" title="{html.escape(clean(" · ".join(piece.notes)))}">{words}</span>')
        if piece.tone != "good":
            for note in piece.notes:
                notes.append(f"<li>{html.escape(clean(note))}</li>")
                body.append(f'<span class="note">{len(notes)}</span>')
    title = html.escape(t("verify-title"))
    return (
        f'<!doctype html><html lang="{t.lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body><h1>{title}</h1>'
        f"<p>{html.escape(summed(assistant, checked))}</p>"
        f'<div class="text">{"".join(body)}</div><ol>{"".join(notes)}</ol></body></html>\n'
    )


def summed(assistant: Assistant, checked: Sequence[Checked]) -> str:
    """How many citations there are, and how many with remarks."""
    bad = sum(not item.good for item in checked)
    name = "cli-verify-bad" if bad else "cli-verify-ok"
    return assistant.t(name, n=len(checked), **({"bad": bad} if bad else {}))


def _write_docx(assistant: Assistant, pieces: Sequence[Piece], checked: Sequence[Checked], path: Path) -> None:
    """The text as paragraphs; marked stretches are highlighted and carry comments."""
    from docx import Document
    from docx.enum.text import WD_COLOR_INDEX

    colours = {
        "good": WD_COLOR_INDEX.BRIGHT_GREEN,
        "doubt": WD_COLOR_INDEX.YELLOW,
        "bad": WD_COLOR_INDEX.PINK,
    }
    document = Document()
    document.core_properties.title = assistant.t("verify-title")
    document.add_heading(assistant.t("verify-title"), level=1)
    document.add_paragraph(summed(assistant, checked))
    paragraph = document.add_paragraph()
    for piece in pieces:
        runs = []
        for n, line in enumerate(_lines_of(piece.text)):
            if n:
                paragraph = document.add_paragraph()
            if not line:
                continue
            run = paragraph.add_run(line)
            if piece.tone:
                run.font.highlight_color = colours[piece.tone]
            runs.append(run)
        if runs and piece.notes and piece.tone != "good":
            document.add_comment(runs, text=clean("\n".join(piece.notes)), author="kzlaw-tui", initials="kz")
    document.save(str(path))


def _lines_of(text: str) -> list[str]:
    """Lines without the empty ones between paragraphs and without characters that XML does not allow."""
    lines = plain(text).replace("\n\n", "\n").split("\n")
    return ["".join(c for c in line if c not in "\ufffe\uffff") for line in lines]
