"""Search in all acts: a line, and the hits with their snippets."""

from __future__ import annotations

import re
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kzlaw_tui.law.model import Citation
from kzlaw_tui.retrieval.hits import Hit
from kzlaw_tui.tui.actions import bindings
from kzlaw_tui.tui.jobs import Token
from kzlaw_tui.tui.screens.base import Page
from kzlaw_tui.tui.text import one_line, plain, source_label, status_label, styled
from kzlaw_tui.tui.widgets.basics import KeyLine, LineInput, PaneTitle, StatusLine

HITS = 30
PAUSE = 0.25
"""Seconds without a key after which what was typed so far is searched."""


def marked_snippet(snippet: str, query: str) -> Content:
    """The snippet with the query's words (their first letters: words are inflected) in bold."""
    text = one_line(snippet)
    content = Content(text)
    for word in re.findall(r"\w{3,}", query.casefold()):
        stem = re.escape(word[: max(4, len(word) - 3)])
        for match in re.finditer(rf"\b{stem}\w*", text.casefold()):
            content = content.stylize("bold $accent", match.start(), match.end())
    return content


class SearchScreen(Page):
    """Hits appear while one types; Enter opens one in the viewer."""

    scope = "search"
    BINDINGS: ClassVar[list[BindingType]] = bindings("search")

    def __init__(self) -> None:
        super().__init__()
        self.hits: list[Hit] = []
        self._token: Token | None = None
        self._searched = ""

    def compose(self) -> ComposeResult:
        yield StatusLine()
        yield PaneTitle(id="search-title")
        yield LineInput("tui-search-hint", id="search-line")
        yield Static("", id="search-count", markup=False)
        yield OptionList(id="hits")
        yield KeyLine()

    def on_mount(self) -> None:
        self.relabel()

    def on_screen_resume(self) -> None:
        self.query_one(LineInput).focus()

    def relabel(self) -> None:
        self.query_one("#search-title", Static).update(plain(self.t("tui-search-title")))
        self._show()

    def on_input_changed(self, event: Input.Changed) -> None:
        value = event.value.strip()
        self.set_timer(PAUSE, lambda: self._search_if(value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip() == self._searched and self.hits:
            self.query_one(OptionList).focus()
        else:
            self._search_if(event.value.strip())

    def _search_if(self, value: str) -> None:
        """Search, if this is still what stands in the line and it was not searched yet."""
        if value == self._searched or value != self.query_one(LineInput).value.strip():
            return
        self._searched = value
        if self._token is not None:
            self._token.cancel()
        if len(value) < 2:
            self.hits = []
            self._show()
            return
        self._token = self.kzlaw.jobs.start(
            "search",
            lambda _: self.kzlaw.when_warm(lambda: self.assistant.search(value, k=HITS)),
            done=self._found,
            failed=self.kzlaw.say,
        )

    def _found(self, hits: list[Hit]) -> None:
        self.hits = list(hits)
        self._show()

    def _show(self) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(self._label(hit)) for hit in self.hits)
        if self.hits:
            options.highlighted = 0
        said = self.t("tui-search-count", n=len(self.hits)) if self.hits else ""
        if self._searched and not self.hits:
            said = self.t("tui-search-none")
        self.query_one("#search-count", Static).update(plain(said))

    def _label(self, hit: Hit) -> Content:
        cited = self.assistant.cite(Citation(hit.act, hit.article, hit.point, hit.subpoint), lang=hit.lang)
        digest = hit.text_kind == "digest"
        about = source_label(self.t, hit.text_kind, hit.as_of)
        if hit.status != "active":
            about = f"{status_label(self.t, hit.status)} · {about}"
        head = styled((one_line(cited), "bold $accent"), "  ", one_line(hit.heading))
        snippet = marked_snippet(hit.snippet, self._searched)
        if digest:
            snippet = snippet.stylize_before("italic $ink-soft")
        return Content("\n").join([head, snippet, styled((about, "$ink-soft")), Content("")])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.kzlaw.open_hit(self.hits[event.option_index])

    async def on_key(self, event: object) -> None:
        key = getattr(event, "key", "")
        if key == "down" and isinstance(self.focused, LineInput) and self.hits:
            self.query_one(OptionList).focus()

    def action_close(self) -> None:
        if self._token is not None:
            self._token.cancel()
        if isinstance(self.focused, OptionList):
            self.query_one(LineInput).focus()
        else:
            self.kzlaw.pop_screen()
