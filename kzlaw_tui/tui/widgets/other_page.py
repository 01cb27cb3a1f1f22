"""The same article in the other language, beside the one that is read."""

from __future__ import annotations

from textual import events

from kzlaw_tui.answering.verify import unit_span
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.model import Citation, Lang
from kzlaw_tui.library.records import StoredArticle
from kzlaw_tui.tui import places
from kzlaw_tui.tui.page import Block
from kzlaw_tui.tui.sheet import BLANK, sheet_of
from kzlaw_tui.tui.text import source_label
from kzlaw_tui.tui.widgets.article import ArticlePage, Span


class OtherPage(ArticlePage):
    """Painted like the page beside it and scrolled with it; keys stay with that one."""

    can_focus = False

    def __init__(self) -> None:
        super().__init__(id="other-page")
        self.stored: StoredArticle | None = None

    def show(self, beside: StoredArticle, place: Citation | None) -> None:
        """Show the other language of an article, the same place marked; say it where that is missing or of another edition."""
        act, number = beside.edition.act, beside.article.number
        lang: Lang = "kk" if beside.edition.lang == "ru" else "ru"
        said = self.t(f"tui-parallel-none-{lang}")
        try:
            found = self.assistant.library.find(act, number, lang=lang)
        except KzlawError as error:
            found, said = None, self.t.error(error)
        self.stored = found
        if found is None:
            self.units, self.marks = [], ()
            self.refill([BLANK, Block("banner", f"▲ {said}", hang=2)], [])
            return
        self.units = places.units(found.article, act)
        blocks = sheet_of(found, self.t, lambda citation, of: self.assistant.cite(citation, lang=of))
        if differs := self._differs(beside, found):
            blocks.insert(2, Block("banner", f"▲ {differs}", hang=2))
        self.marks = self._span(place)
        self.refill(blocks, [])

    def on_resize(self, event: events.Resize) -> None:
        self._lay_out()

    def on_show(self) -> None:
        """Where it begins is for the page beside it to say."""

    def mark_place(self, place: Citation) -> None:
        """Mark the same place."""
        self.marks = self._span(place)
        self.refresh()

    def _span(self, place: Citation | None) -> tuple[Span, ...]:
        span = unit_span(self.stored.article, place) if self.stored is not None and place is not None else None
        return (span,) if span else ()

    def _differs(self, beside: StoredArticle, found: StoredArticle) -> str:
        """Whether the two are texts of one edition: empty, or the sentence that says they are not."""
        here, there = found.edition, beside.edition
        if here.text_kind == there.text_kind and here.as_of == there.as_of:
            return ""
        return self.t(
            "tui-parallel-edition",
            here=source_label(self.t, here.text_kind, here.as_of),
            there=source_label(self.t, there.text_kind, there.as_of),
        )
