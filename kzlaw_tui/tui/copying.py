"""What is put on the clipboard: a quote, its citation, both with requisites, or a whole answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kzlaw_tui.i18n import Translator
from kzlaw_tui.law.model import Citation, Lang, TextKind
from kzlaw_tui.tui import clipboard
from kzlaw_tui.tui.jobs import Token
from kzlaw_tui.tui.text import edition_label, one_line, plain

if TYPE_CHECKING:
    from kzlaw_tui.tui.app import KzlawApp


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the law, or of a digest, with the place they stand in."""

    text: str
    citation: Citation
    as_of: date | None
    lang: Lang
    text_kind: TextKind


class Copier:
    """Finds what is meant and copies it."""

    def __init__(self, app: KzlawApp) -> None:
        self._app = app

    def passage(self) -> Passage | None:
        """The quote of the card in focus, else what is marked in the article, else the whole article."""
        card = self._app.research.quote_to_copy()
        if card is not None:
            quote = card.quote
            return Passage(quote.text, quote.citation, quote.as_of, quote.lang, quote.text_kind)
        return self.from_article()

    def from_article(self) -> Passage | None:
        """What is marked in the article, else the whole article."""
        pane = self._app.research.article_pane
        if pane.stored is None or pane.citation is None:
            return None
        article, edition = pane.stored.article, pane.stored.edition
        text = " … ".join(article.text[a:b] for a, b in pane.page.marks) or article.text
        citation = pane.citation if pane.page.marks else Citation(edition.act, article.number)
        return Passage(text, citation, edition.as_of, edition.lang, edition.text_kind)

    def words(self, passage: Passage) -> str:
        """The words alone."""
        return plain(passage.text).strip()

    def citation(self, passage: Passage) -> str:
        """The citation with the requisites of the act, in the language of the law that is quoted."""
        law = Translator(passage.lang)
        cited = self._app.assistant.cite(passage.citation, style="requisites", lang=passage.lang)
        return f"{cited}, {edition_label(law, passage.as_of)}" if passage.as_of else cited

    def with_requisites(self, passage: Passage) -> str:
        """The words and their citation; a digest is never given out as a quote."""
        message = "tui-copy-digest" if passage.text_kind == "digest" else "tui-copy-quote"
        return Translator(passage.lang)(message, text=self.words(passage), citation=self.citation(passage))

    def copy(self, text: str) -> None:
        """Copy in a thread (the system's clipboard is a program) and say which way it went."""
        app = self._app
        if not text:
            app.say(app.t("tui-copy-nothing"))
            return
        app._clipboard = text  # what Ctrl+V in a line of ours pastes

        def work(token: Token) -> clipboard.Way:
            return clipboard.copy(text, lambda words: app.jobs.tell(token, app._copy_by_terminal, words))

        app.jobs.start(
            "copy",
            work,
            done=lambda way: app.say(app.t(f"tui-copied-{way}", start=one_line(text)[:40])),
            failed=app.say_failure,
        )
