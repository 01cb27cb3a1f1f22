"""The pane around the page of an article: what it is, its status, where in the act it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from kzlaw_tui.answering.verify import unit_span
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.model import Citation, CitationSpan
from kzlaw_tui.library.records import EditionInfo, StoredArticle
from kzlaw_tui.tui import places
from kzlaw_tui.tui.page import NO_OFFSET, Block
from kzlaw_tui.tui.sheet import Beside, Mine, notes_of, sheet_of
from kzlaw_tui.tui.text import one_line, plain, status_label, status_mark, styled
from kzlaw_tui.tui.widgets.answers import FIRST_WORDS
from kzlaw_tui.tui.widgets.article import ArticlePage, Span
from kzlaw_tui.tui.widgets.basics import LineInput, Localised, PaneTitle
from kzlaw_tui.tui.widgets.dividing import Edged
from kzlaw_tui.tui.widgets.other_page import OtherPage


class ArticlePane(Localised, Edged, Vertical):
    """The pane around the page: what it is, its status, where in the act it stands."""

    EDGE = "left"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, classes="divided")
        self.stored: StoredArticle | None = None
        self.citation: Citation | None = None
        self._mine: list[Mine] = []
        self._beside = Beside()
        self.references: list[CitationSpan] = []
        self.cited_by: list[tuple[EditionInfo, int]] = []

    def compose(self) -> ComposeResult:
        with Horizontal(classes="pane-head"):
            yield PaneTitle(id="article-title")
            yield Static("", id="article-status", markup=False)
        yield Static("", id="crumbs", markup=False)
        yield Static("", id="article-empty", markup=False)
        with Horizontal(id="pages"):
            yield ArticlePage(id="page")
            yield OtherPage()
        yield LineInput("tui-find-hint", id="find")

    def on_mount(self) -> None:
        self.page.first_words = self._first_words
        self.relabel()

    def _first_words(self, offset: int) -> str:
        """The beginning of what is cited at an offset of the text; empty where nothing is."""
        assert self.stored is not None
        place = next((s.citation for s in self.references if s.start <= offset < s.end), None)
        if place is None:
            return ""
        lang = self.stored.edition.lang
        cited = one_line(self.assistant.cite(place, lang=lang))
        try:
            found = self.assistant.library.find(place.act, place.article, lang=lang)
        except KzlawError as error:
            return self.t.error(error)
        if found is None:
            return f"{cited}\n{self.t('tui-place-gone')}"
        start, _ = unit_span(found.article, place) or (0, 0)
        words = one_line(found.article.text[start : start + FIRST_WORDS])
        return f"{cited}  {one_line(found.article.heading)}\n{words}…"

    @property
    def page(self) -> ArticlePage:
        return self.query_one("#page", ArticlePage)

    @property
    def other(self) -> OtherPage:
        return self.query_one(OtherPage)

    @property
    def parallel(self) -> bool:
        """Whether the text of the other language stands beside this one."""
        return self.has_class("parallel")

    def set_parallel(self, on: bool) -> None:
        """Put the text of the other language beside this one, or take it away."""
        self.set_class(on, "parallel")
        self.page.twin, self.other.twin = (self.other, self.page) if on else (None, None)
        self._show_other()
        self.page.refill(self.page.blocks, self.page.notes)

    def _show_other(self) -> None:
        if self.parallel and self.stored is not None:
            self.other.show(self.stored, self.citation if self.page.marks else None)

    def show(
        self,
        stored: StoredArticle,
        *,
        citation: Citation | None = None,
        marks: Sequence[Span] = (),
        top: int | None = None,
    ) -> None:
        """Open an article; ``citation`` is the place that is meant, ``marks`` the spans of its text to highlight."""
        self.stored = stored
        self.citation = citation or Citation(act=stored.edition.act, article=stored.article.number)
        self.set_class(False, "finding")
        self._labels()
        self._read_marks()
        self._read_beside()
        self.page.units = places.units(stored.article, stored.edition.act)
        self.page.fill(self._sheet(stored), notes_of(stored), marks, top=top)
        self._show_other()

    def place(self) -> Citation | None:
        """The place that is read: what is marked, else the point at the top of the view, else the whole article."""
        if self.stored is None:
            return None
        if self.page.marks and self.citation is not None:
            return self.citation
        article, act = self.stored.article, self.stored.edition.act
        offset = self.page.offset_in_view()
        unit = places.unit_at(article, act, offset) if offset != NO_OFFSET else None
        return unit.citation if unit else Citation(act, article.number)

    def on_article_page_point_wanted(self, event: ArticlePage.PointWanted) -> None:
        """Mark the next or the previous point: it is then what is copied, bookmarked and noted."""
        event.stop()
        if self.stored is None:
            return
        marks = self.page.marks
        here = marks[-1][0] if marks else self.page.offset_in_view()
        unit = places.step(self.stored.article, self.stored.edition.act, here, event.step)
        if unit is not None:
            self.citation = unit.citation
            self.page.mark(((unit.start, unit.end),))
            if self.parallel:
                self.other.mark_place(unit.citation)

    def on_article_page_moved(self, event: ArticlePage.Moved) -> None:
        event.stop()
        self.kzlaw.memory.touch()

    # What stands beside the text

    def _read_beside(self) -> None:
        """The gist, what is cited and what cites: a few reads of the index, without which the article still opens."""
        assert self.stored is not None
        edition, article = self.stored.edition, self.stored.article
        self.references, self.cited_by, gist = [], [], None
        try:
            here = (edition.act, article.number)
            spans = self.assistant.library.references(edition.id, self.stored.ordinal)
            self.references = [s for s in spans if (s.citation.act, s.citation.article) != here]
            self.cited_by = [
                (info, at)
                for info, at in self.assistant.library.cited_by(*here)
                if (info.id, at) != (edition.id, self.stored.ordinal) and info.lang == edition.lang
            ]
            gist = self.assistant.gist(self.stored)
        except KzlawError as error:
            self.kzlaw.say_failure(self.t.error(error))
        self.page.links = tuple((span.start, span.end) for span in self.references)
        cites = len({(s.citation.act, s.citation.article) for s in self.references})
        self._beside = Beside(gist, self._beside.gist_open, cites, len(self.cited_by))

    def toggle_gist(self) -> None:
        """Fold the gist, or open it; it stays so for the next articles."""
        self._beside = replace(self._beside, gist_open=not self._beside.gist_open)
        if self.stored is not None:
            self.page.refill(self._sheet(self.stored), notes_of(self.stored))

    # Bookmarks and notes

    def refresh_marks(self) -> None:
        """After a bookmark or a note was made or taken away."""
        if self.stored is not None:
            self._read_marks()
            self.page.refill(self._sheet(self.stored), notes_of(self.stored))

    def _read_marks(self) -> None:
        """Bookmarks become stars at the side, notes blocks below what they are on."""
        assert self.stored is not None
        article = self.stored.article
        bookmarks, notes = self.kzlaw.memory.marks(self.stored)
        spans = [unit_span(article, mark.citation) for mark in bookmarks]
        first = next((n for n, letter in enumerate(article.text) if not letter.isspace()), 0)
        self.page.set_stars({span[0] if span else first for span in spans})
        self._mine = [Mine(note.text, unit_span(article, note.citation)) for note in notes]

    def relabel(self) -> None:
        self._labels()
        if self.stored is not None:
            self._read_beside()
            self._show_other()
            self.page.refill(self._sheet(self.stored), notes_of(self.stored))

    def _labels(self) -> None:
        title, status = self.query_one("#article-title", Static), self.query_one("#article-status", Static)
        crumbs, empty = self.query_one("#crumbs", Static), self.query_one("#article-empty", Static)
        self.set_class(self.stored is None, "empty")
        if self.stored is None:
            title.update(plain(self.t("tui-pane-article")))
            status.update("")
            crumbs.update("")
            empty.update(plain(self.t("tui-article-empty")))
            return
        article, edition = self.stored.article, self.stored.edition
        name = self.assistant.cite(Citation(edition.act, article.number), lang=edition.lang)
        title.update(one_line(name))
        if edition.text_kind == "digest":
            status.update(styled((self.t("tui-digest-short"), "italic")))
        else:
            now = article.validity.status(self.kzlaw.today)
            label = status_label(self.t, now, article.validity)
            status.update(styled(f"{label} ", (status_mark(now), "$accent" if now == "active" else "$warning")))
        crumbs.update(styled((one_line(" › ".join(article.path)) or one_line(edition.title), "$ink-soft")))

    def _sheet(self, stored: StoredArticle) -> list[Block]:
        return sheet_of(
            stored, self.t, lambda citation, lang: self.assistant.cite(citation, lang=lang), self._mine, self._beside
        )

    def on_article_page_find_wanted(self) -> None:
        self.set_class(True, "finding")
        self.query_one("#find", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        count = self.page.find(event.value)
        self.page.focus()
        if not count:
            self.kzlaw.say(self.t("tui-find-none", words=one_line(event.value)))
        self.query_one("#article-status", Static).update(plain(self.t("tui-find-count", n=count)) if count else "")

    def leave_find(self) -> bool:
        """Close the search line; returns whether it was open."""
        if not self.has_class("finding"):
            return False
        self.set_class(False, "finding")
        self.page.matches = []
        self._labels()
        self.page.focus()
        self.page.refresh()
        return True
