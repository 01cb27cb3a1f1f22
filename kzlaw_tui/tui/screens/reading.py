"""The reading half of the home screen: opening articles, going back and forth, bookmarks and notes on what is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kzlaw_tui.answering.answer import Quote
from kzlaw_tui.errors import KzlawError, NotFoundError
from kzlaw_tui.law.model import Citation, Lang
from kzlaw_tui.library.records import EditionInfo, StoredArticle
from kzlaw_tui.tui.screens.base import Page
from kzlaw_tui.tui.screens.links import Link, LinksBox
from kzlaw_tui.tui.screens.notes import NoteBox
from kzlaw_tui.tui.text import one_line
from kzlaw_tui.tui.widgets.article import ArticlePage, Span
from kzlaw_tui.tui.widgets.article_pane import ArticlePane
from kzlaw_tui.tui.widgets.contents import ContentsTree

Pane = Literal["question", "contents", "answers", "article"]


@dataclass(frozen=True, slots=True)
class Opened:
    """An article as it stood in the viewer, to come back to."""

    stored: StoredArticle
    citation: Citation | None
    marks: tuple[Span, ...]
    top: int


class Reading(Page):
    """Opens articles in the viewer and remembers the way."""

    def __init__(self) -> None:
        super().__init__(classes="at-answers")
        self._back: list[Opened] = []
        self._forward: list[Opened] = []

    @property
    def article_pane(self) -> ArticlePane:
        return self.query_one(ArticlePane)

    def go(self, pane: Pane, *, focus: bool = True) -> None:
        """Bring a pane to the front and give it the focus."""
        raise NotImplementedError

    def toggle_parallel(self) -> None:
        """Put the other language beside the article, or take it away."""
        raise NotImplementedError

    # Opening

    def open_quote(self, quote: Quote, focus: bool) -> None:
        """Open the article of a quote; where its edition is gone, the current one at the same place."""
        stored = self._still_there(quote)
        if stored is not None:
            self.open_stored(stored, citation=quote.citation, marks=quote.spans, focus=focus)
        else:
            self.open_citation(quote.citation, quote.lang, focus=focus)

    def _still_there(self, quote: Quote) -> StoredArticle | None:
        """The very article that was quoted; editions are numbered anew when the index is rebuilt."""
        try:
            stored = self.assistant.library.article(quote.edition_id, quote.ordinal)
        except KzlawError:
            return None
        here = (stored.edition.act, stored.edition.lang, stored.article.number)
        return stored if here == (quote.citation.act, quote.lang, quote.citation.article) else None

    def open_citation(self, citation: Citation, lang: Lang | None = None, *, focus: bool = True) -> bool:
        """Open a place in the current edition; returns whether the article is there. What is missing is said."""
        whole = Citation(citation.act, citation.article)
        for place, language in ((citation, lang), (whole, lang), (citation, None), (whole, None)):
            try:
                shown = self.assistant.show_citation(place, lang=language)
            except NotFoundError as error:
                failure: KzlawError = error
                continue
            except KzlawError as error:
                self.kzlaw.say_failure(self.t.error(error))
                return False
            if place != citation:
                self.kzlaw.say(self.t("error-no-such-point", citation=self.assistant.cite(citation)))
            self.open_stored(shown.stored, citation=place, marks=(shown.span,) if shown.span else (), focus=focus)
            return True
        self.kzlaw.say(self.t.error(failure))
        return False

    def on_contents_tree_chosen(self, event: ContentsTree.Chosen) -> None:
        event.stop()
        self.open_stored(self._read(event.leaf.edition.id, event.leaf.entry.ordinal))

    def on_article_page_wanted(self, event: ArticlePage.Wanted) -> None:
        event.stop()
        shown = self.article_pane.stored
        if shown is None:
            return
        if not 0 <= shown.ordinal + event.step < shown.edition.articles:
            self.kzlaw.say(self.t("tui-no-more-articles"))
            return
        edition = self._as_numbered_now(shown.edition)
        self.open_stored(self._read(edition.id, shown.ordinal + event.step))

    def _as_numbered_now(self, info: EditionInfo) -> EditionInfo:
        """The same edition in the library as it is: a rebuild numbers editions anew. Itself where it is gone."""
        library = self.assistant.library
        try:
            same = [
                found for found in library.by_source(info.sha256) if (found.act, found.lang) == (info.act, info.lang)
            ]
        except KzlawError:
            return info
        return same[0] if same else info

    def open_edition(self, info: EditionInfo) -> None:
        """Open the first article of an edition, and the contents of the act at it."""
        self.open_stored(self._read(info.id, 0), focus=False)
        self.kzlaw.action_contents()

    def _read(self, edition_id: int, ordinal: int) -> StoredArticle | None:
        """One article from the library (a read of a millisecond)."""
        try:
            return self.assistant.library.article(edition_id, ordinal)
        except KzlawError as error:
            self.kzlaw.say(self.t.error(error))
            return None

    def open_stored(
        self,
        stored: StoredArticle | None,
        *,
        citation: Citation | None = None,
        marks: Sequence[Span] = (),
        focus: bool = True,
        remember: bool = True,
        top: int | None = None,
    ) -> None:
        """Open an article in the viewer, with spans of its text marked; ``top`` is the line to begin at."""
        if stored is None:
            return
        pane = self.article_pane
        if remember and (here := self._here()) is not None:
            self._back.append(here)
            self._forward.clear()
        pane.show(stored, citation=citation, marks=marks, top=top)
        self.kzlaw.set_reading(stored)
        self.kzlaw.memory.opened(stored)
        if focus:
            self.go("article")

    def _here(self) -> Opened | None:
        pane = self.article_pane
        if pane.stored is None:
            return None
        return Opened(pane.stored, pane.citation, pane.page.marks, pane.page.scroll_offset.y)

    # The way that was gone

    def _travel(self, from_: list[Opened], to: list[Opened]) -> None:
        here = self._here()
        if not from_ or here is None:
            return
        to.append(here)
        there = from_.pop()
        self.open_stored(there.stored, citation=there.citation, marks=there.marks, remember=False, top=there.top)

    def action_history_back(self) -> None:
        self._travel(self._back, self._forward)

    def action_history_forward(self) -> None:
        self._travel(self._forward, self._back)

    # Beside the text

    def on_article_page_link_chosen(self, event: ArticlePage.LinkChosen) -> None:
        event.stop()
        stored = self.article_pane.stored
        for span in self.article_pane.references:
            if stored is not None and span.start <= event.offset < span.end:
                self.open_citation(span.citation, stored.edition.lang)
                return

    def on_article_page_beside_wanted(self, event: ArticlePage.BesideWanted) -> None:
        event.stop()
        pane = self.article_pane
        if event.what == "gist":
            pane.toggle_gist()
        elif event.what == "language":
            self._other_language()
        elif event.what == "parallel":
            self.toggle_parallel()
        elif pane.stored is not None:
            box = LinksBox(pane.stored, pane.references, pane.cited_by)
            self.app.push_screen(box, self._follow)

    def _follow(self, link: Link | None) -> None:
        if link is not None:
            self.open_citation(*link)

    def _other_language(self) -> None:
        """The same place in the text of the other language."""
        stored, place = self.article_pane.stored, self.article_pane.place()
        if stored is None or place is None:
            return
        lang: Lang = "kk" if stored.edition.lang == "ru" else "ru"
        if self.assistant.library.find(place.act, place.article, lang=lang) is None:
            self.kzlaw.say(self.t("tui-no-other-language"))
            return
        self.open_citation(place, lang)

    # Bookmarks and notes

    def on_article_page_mark_wanted(self, event: ArticlePage.MarkWanted) -> None:
        """Set or take away a bookmark, or open the note, at the place that is read."""
        event.stop()
        stored, place = self.article_pane.stored, self.article_pane.place()
        if stored is None or place is None:
            return
        if self.kzlaw.memory.incognito:
            self.kzlaw.say(self.t("tui-incognito-nothing"))
            return
        lang, heading = stored.edition.lang, stored.article.heading
        cited = one_line(self.assistant.cite(place, lang=lang))
        if event.kind == "note":
            self.app.push_screen(NoteBox(place, lang, heading), lambda _: self.article_pane.refresh_marks())
            return
        there = self.kzlaw.memory.attempt(lambda store: store.bookmark(place, lang, heading), None)
        if there is not None:
            self.kzlaw.say(self.t("tui-bookmark-set" if there else "tui-bookmark-gone", citation=cited))
        self.article_pane.refresh_marks()
