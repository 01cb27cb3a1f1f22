"""What stands on an article's page besides the law's words: heading, banners, source line, notes."""

from __future__ import annotations

from collections.abc import Callable

from kzlaw_tui.i18n import Translator
from kzlaw_tui.law.model import Citation, Lang
from kzlaw_tui.library.records import StoredArticle
from kzlaw_tui.tui.page import Block, law_blocks
from kzlaw_tui.tui.text import article_title, one_line, source_label

BLANK = Block("blank", "")


def sheet_of(stored: StoredArticle, t: Translator, cite: Callable[[Citation, Lang], str]) -> list[Block]:
    """The article as blocks, without its notes. ``cite`` writes a citation in the language of the law."""
    article, edition = stored.article, stored.edition
    digest = edition.text_kind == "digest"
    title = article_title(edition.lang, article.number, article.heading)
    blocks = [BLANK, Block("heading", title)]
    if digest:
        label = t("tui-digest")
        blocks.append(Block("banner", f"{label[:1].upper()}{label[1:]}. {t('tui-digest-advice')}"))
    blocks += _pending(stored, t, cite)
    blocks.append(BLANK)
    words = list(law_blocks(article, "digest" if digest else "law"))
    blocks += words or [Block("soft", t("tui-article-without-text"))]
    source = f"{one_line(edition.title)} · {source_label(t, edition.text_kind, edition.as_of)}"
    return [*blocks, BLANK, Block("soft", source)]


def _pending(stored: StoredArticle, t: Translator, cite: Callable[[Citation, Lang], str]) -> list[Block]:
    """The banner: one line a change that is enacted and not yet in the text."""
    made = []
    edition = stored.edition
    for change in stored.article.pending:
        place = cite(Citation(edition.act, stored.article.number, change.point, change.subpoint), edition.lang)
        what = t(f"tui-pending-{change.action}" if change.action in ("amend", "repeal") else "tui-pending-replace")
        when = change.effective_from
        message = t("tui-pending-on", date=when, what=what) if when else t("tui-pending-some-day", what=what)
        made.append(Block("banner", f"▲ {one_line(place)}: {message}", hang=2))
    return made


def notes_of(stored: StoredArticle) -> list[Block]:
    """The notes; one that the law itself prints looks like the law."""
    return [
        Block("law" if note.kind == "law" else "note", one_line(note.text), indent=2)
        for note in stored.article.notes
        if note.text.strip()
    ]
