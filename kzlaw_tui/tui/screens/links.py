"""The box of cross-references: what an article cites, and what cites it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from textual.content import Content

from kzlaw_tui.law.model import Citation, CitationSpan, Lang
from kzlaw_tui.library.records import EditionInfo, StoredArticle
from kzlaw_tui.tui.screens.picker import Picker, Row
from kzlaw_tui.tui.text import one_line, styled

Link = tuple[Citation, Lang]
MANY = 200
"""More rows than anybody reads: an article that is cited by half a code."""


class LinksBox(Picker[Link]):
    """Arrows mark the direction: → is cited here, ← cites this article."""

    HINT = "tui-links-hint"
    TITLE_ID = "tui-links-title"

    def __init__(
        self, stored: StoredArticle, references: Sequence[CitationSpan], cited_by: Sequence[tuple[EditionInfo, int]]
    ) -> None:
        super().__init__()
        self._lang = stored.edition.lang
        self._cites = list(dict.fromkeys(span.citation for span in references))
        self._cited_by = list(islice(cited_by, MANY))
        self._all: list[tuple[Row[Link], str]] = []

    def on_mount(self) -> None:
        library = self.assistant.library
        for citation in self._cites:
            found = library.find(citation.act, citation.article, lang=self._lang)
            self._add("→", citation, found.article.heading if found else self.t("tui-place-gone"), self._lang)
        for info, ordinal in self._cited_by:
            article = library.article(info.id, ordinal).article
            self._add("←", Citation(info.act, article.number), article.heading, info.lang)
        super().on_mount()

    def _add(self, arrow: str, citation: Citation, heading: str, lang: Lang) -> None:
        cited = one_line(self.assistant.cite(citation, lang=lang))
        label = styled((f"{arrow} ", "$ink-soft"), (cited, "$accent"), "  ", one_line(heading))
        self._all.append((Row(label, (citation, lang)), f"{cited} {heading}".casefold()))

    def look_up(self, text: str) -> list[Row[Link]]:
        words = text.casefold().split()
        return [row for row, hay in self._all if all(word in hay for word in words)]

    def nothing(self, text: str) -> str:
        return self.t("tui-picker-none" if text.strip() else "tui-links-none")

    def preview(self, value: Link | None) -> Content:
        found = self.assistant.library.find(value[0].act, value[0].article, lang=value[1]) if value else None
        return styled(one_line(found.article.text[:700])) if found else Content("")
