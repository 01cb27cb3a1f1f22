"""Text for the screen: what comes from files, from a person or from a model is shown as it is, never interpreted."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from kzlaw_tui.i18n import Translator, format_date
from kzlaw_tui.law.characters import plain as plain
from kzlaw_tui.law.model import Lang, Status, TextKind, Validity


def one_line(text: str) -> str:
    """Plain text without line ends and doubled spaces, for a label."""
    return " ".join(plain(text).split())


def styled(*parts: tuple[str, str] | str) -> Content:
    """Content of plain pieces, each with a style: markup inside them means nothing."""
    return Content.assemble(*((plain(p), "") if isinstance(p, str) else (plain(p[0]), p[1]) for p in parts))


def edition_label(t: Translator, as_of: date | None) -> str:
    """«редакция на 09.01.2026», or that its date is not known."""
    return t("tui-edition", date=format_date(as_of)) if as_of else t("tui-edition-undated")


def status_label(t: Translator, status: Status, validity: Validity | None = None) -> str:
    """The status in words, with the day where one is known."""
    if validity is not None:
        if status == "pending" and validity.effective_from:
            return t("tui-status-pending-from", date=validity.effective_from)
        if status == "repealed" and validity.effective_to and not validity.repealed:
            return t("tui-status-ended", date=validity.effective_to)
        if status == "active" and validity.effective_to:
            return t("tui-status-active-until", date=validity.effective_to)
    return t(f"tui-status-{status}")


def status_mark(status: Status) -> str:
    """A mark that is read without colour: a full, an empty and a half circle."""
    return {"active": "●", "repealed": "○", "pending": "◐"}[status]


def source_label(t: Translator, kind: TextKind, as_of: date | None) -> str:
    """The edition of an official text; of a digest, that it is one."""
    return t("tui-digest") if kind == "digest" else edition_label(t, as_of)


def article_title(lang: Lang, number: str, heading: str) -> str:
    """«Статья 52. …» or «52-бап. …»: in the language of the law, not of the interface."""
    if not number:
        return heading
    return Translator(lang)("tui-article-title", number=number, heading=one_line(heading)).rstrip(". ")
