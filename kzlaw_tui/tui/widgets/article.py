"""The page of the article viewer: painted line by line, it scrolls, finds words and marks what is quoted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from typing import ClassVar, Literal

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from kzlaw_tui.tui.actions import bindings
from kzlaw_tui.tui.page import NO_OFFSET, Block, Line, lay_out
from kzlaw_tui.tui.parallel import align, anchors
from kzlaw_tui.tui.places import Unit
from kzlaw_tui.tui.text import one_line, plain
from kzlaw_tui.tui.widgets.basics import Localised

Span = tuple[int, int]
GUTTER = 2
MEASURE = 92
"""The longest line in cells: longer ones tire the eye."""


class ArticlePage(Localised, ScrollView, can_focus=True):
    """The article itself, painted line by line; quoted spans and found words are marked."""

    scope = "article"
    BINDINGS: ClassVar[list[BindingType]] = bindings("article")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"page--{name}"
        for name in (
            "heading",
            "soft",
            "banner",
            "law",
            "digest",
            "fold",
            "note",
            "mine",
            "gist",
            "link",
            "quote",
            "bar",
            "match",
            "match-here",
        )
    }

    class Wanted(Message):
        """Another article is wanted: the next (1) or the previous (-1)."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class FindWanted(Message):
        """The line to search in this article is wanted."""

    class MarkWanted(Message):
        """A bookmark or a note is wanted at the place that is read."""

        def __init__(self, kind: Literal["bookmark", "note"]) -> None:
            super().__init__()
            self.kind = kind

    class PointWanted(Message):
        """The next (1) or the previous (-1) point is wanted."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class LinkChosen(Message):
        """A citation in the text was clicked; ``offset`` lies in it."""

        def __init__(self, offset: int) -> None:
            super().__init__()
            self.offset = offset

    class BesideWanted(Message):
        """Something beside the text is wanted: its links, the gist, the other language in its place or beside it."""

        def __init__(self, what: Literal["links", "gist", "language", "parallel"]) -> None:
            super().__init__()
            self.what = what

    class Moved(Message):
        """The page was scrolled."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.blocks: list[Block] = []
        self.notes: list[Block] = []
        self.notes_open = False
        self.marks: tuple[Span, ...] = ()
        self.matches: list[Span] = []
        self.match_at = 0
        self.stars: frozenset[int] = frozenset()
        self.links: tuple[Span, ...] = ()
        self.units: list[Unit] = []
        self.twin: ArticlePage | None = None
        self.first_words: Callable[[int], str] = lambda _: ""
        self._top: int | None = None
        self._lines: list[Line] = []
        self._plain: list[Line] = []
        self._starts: list[tuple[int, int]] = []
        self._width = 0
        self._must_show = False
        self._base: RichStyle | None = None

    def fill(
        self, blocks: Sequence[Block], notes: Sequence[Block], marks: Sequence[Span], *, top: int | None = None
    ) -> None:
        """Show an article from its top, or with its first mark in view, or from the line ``top``."""
        self._top = top
        self.blocks, self.notes, self.notes_open = list(blocks), list(notes), False
        self.marks, self.matches, self.match_at = tuple(marks), [], 0
        self._lay_out()
        self.scroll_to(0, 0, animate=False, immediate=True)
        self._must_show = True
        self.call_after_refresh(self._show_marks)

    def set_stars(self, offsets: Collection[int]) -> None:
        """The offsets at which bookmarked units begin."""
        self.stars = frozenset(offsets)
        self.refresh()

    def mark(self, marks: Sequence[Span]) -> None:
        """Mark other spans of the same article and bring them into view."""
        self.marks = tuple(marks)
        self.refresh()
        self.action_to_quote()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.Moved())
        if self.twin is not None and self.twin.scroll_y != new_value:
            self.twin.scroll_to(0, new_value, animate=False, immediate=True)

    def offset_in_view(self) -> int:
        """The first character of the article's text that is in view, ``NO_OFFSET`` while the heading is."""
        return self._offset_at(self.scroll_offset.y) if self.scroll_offset.y else NO_OFFSET

    def refill(self, blocks: Sequence[Block], notes: Sequence[Block]) -> None:
        """The same article in another language of labels, or another width."""
        self.blocks, self.notes = list(blocks), list(notes)
        self._lay_out()

    def on_resize(self, event: events.Resize) -> None:
        if event.size.width != self._width:
            top = self._offset_at(self.scroll_offset.y)
            self._lay_out()
            if top != NO_OFFSET and not self._must_show:
                self.call_after_refresh(self._show_offset, top)
        self.call_after_refresh(self._show_marks)

    def on_show(self) -> None:
        self.call_after_refresh(self._show_marks)

    def _show_marks(self) -> None:
        """Once the page is on screen (a narrow screen may fill it while it is put away), show what is marked."""
        if self._must_show and self._lines and self.region.height:
            self._must_show = False
            if self._top is not None:
                self.scroll_to(0, self._top, animate=False)
            else:
                self.action_to_quote()

    def _lay_out(self) -> None:
        self._width = self.size.width
        if not self._width:
            return
        blocks = list(self.blocks)
        if self.notes:
            mark = "▾" if self.notes_open else "▸"
            blocks += [
                Block("blank", ""),
                Block("fold", f"{mark} {self.t('tui-notes', n=len(self.notes))}", link="toggle_notes"),
            ]
            if self.notes_open:
                blocks += self.notes
        if self.app.has_class("-compact"):
            blocks = [block for block in blocks if block.text]
        lines = lay_out(blocks, min(self._width - GUTTER - 1, MEASURE))
        self._plain = [*lines, Line("blank", "", 0)]
        if self.twin is not None and self.twin._plain:
            at = anchors(self._plain, self.units), anchors(self.twin._plain, self.twin.units)
            mine, theirs = align(self._plain, self.twin._plain, *at)
            self.twin._set_lines(theirs)
            self._set_lines(mine)
        else:
            self._set_lines(self._plain)

    def _set_lines(self, lines: list[Line]) -> None:
        self._lines = lines
        self._starts = [(line.start, y) for y, line in enumerate(self._lines) if line.start != NO_OFFSET]
        self.virtual_size = Size(self._width, len(self._lines))
        self.refresh()

    # Painting

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a frame: they share the page's own style, which is looked up through all its ancestors."""
        self._base = self.rich_style
        try:
            return super().render_lines(crop)
        finally:
            self._base = None

    def render_line(self, y: int) -> Strip:
        y += self.scroll_offset.y
        base = self.rich_style if self._base is None else self._base
        if y >= len(self._lines):
            return Strip.blank(self.size.width, base)
        line = self._lines[y]
        quoted = line.start != NO_OFFSET and any(a < line.end and line.start < b for a, b in self.marks)
        style = self.get_component_rich_style("page--bar" if line.kind == "law" else "page--soft")
        gutter = ("▌" if line.kind == "law" else "┆") if quoted else " "
        star = line.start != NO_OFFSET and line.start in self.stars
        bar = Segment(f"{gutter}{'★' if star else ' '}", base + style) if quoted or star else Segment("  ", base)
        segments = [bar, Segment(" " * line.indent, base), *self._words(line, base)]
        strip = Strip(segments)
        if self.text_selection is not None and (span := self.text_selection.get_span(y)) is not None:
            strip = self._selected(strip, *span)
        return strip.adjust_cell_length(self.size.width, base).apply_offsets(0, y)

    def _words(self, line: Line, base: RichStyle) -> list[Segment]:
        """The line's text, cut where a mark or a match begins or ends."""
        style = base if line.kind == "blank" else base + self.get_component_rich_style(f"page--{line.kind}")
        if line.start == NO_OFFSET:
            return [Segment(line.text, style)]
        link = self.get_component_rich_style("page--link", partial=True)
        layers: list[tuple[int, int, RichStyle]] = [(a, b, link) for a, b in self.links]
        if line.kind == "law":
            quote = RichStyle(bgcolor=self.get_component_rich_style("page--quote").bgcolor)
            layers += [(a, b, quote) for a, b in self.marks]
        for number, (a, b) in enumerate(self.matches):
            name = "page--match-here" if number == self.match_at else "page--match"
            layers.append((a, b, self.get_component_rich_style(name)))
        layers = [(a, b, s) for a, b, s in layers if a < line.end and line.start < b]
        cuts = sorted({line.start, line.end, *(x for a, b, _ in layers for x in (a, b) if line.start < x < line.end)})
        made = []
        for a, b in pairwise(cuts):
            piece = style
            for from_, to, layer in layers:
                if from_ <= a and b <= to:
                    piece = piece + layer
            made.append(Segment(line.text[a - line.start : b - line.start], piece))
        return made

    def _selected(self, strip: Strip, start: int, end: int) -> Strip:
        """A line with its cells from ``start`` to ``end`` (-1: to its end) shown as selected by the mouse."""
        width = strip.cell_length
        end = width if end == -1 else min(end, width)
        chosen = self.screen.get_component_rich_style("screen--selection")
        before, inside, after = strip.divide([min(start, width), end, width])
        return Strip.join([before, inside.apply_style(chosen), after])

    # What the mouse selects

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text: the law's own characters where the selection lies in them, else the lines as shown."""
        text = "\n".join(" " * (GUTTER + line.indent) + line.text for line in self._lines)
        return "\n".join(part.strip() for part in selection.extract(text).split("\n")), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self.refresh()

    # Moving

    def _line_of(self, offset: int) -> int:
        """The line that shows a character of the article's text."""
        at = bisect_right(self._starts, (offset, len(self._lines))) - 1
        return self._starts[max(at, 0)][1] if self._starts else 0

    def _offset_at(self, y: int) -> int:
        return next((line.start for line in self._lines[y : y + 40] if line.start != NO_OFFSET), NO_OFFSET)

    def _show_offset(self, offset: int) -> None:
        self.scroll_to(0, self._line_of(offset), animate=False)

    def action_to_quote(self) -> None:
        """Bring the quoted words into view: all of them, with the heading if there is room, else the last of them,
        which is the provision that the words before it introduce."""
        if not self.marks or not self.size.height:
            return
        first, last = self._line_of(self.marks[0][0]), self._line_of(self.marks[-1][1] - 1)
        room = self.size.height - 1
        if last < room:
            self.scroll_to(0, 0, animate=False)
            return
        if last - first >= room:
            first = self._line_of(self.marks[-1][0])
        self.scroll_to(0, max(first - min(3, max(room - (last - first) - 1, 0)), 0), animate=False)

    def action_line_down(self) -> None:
        self.scroll_relative(y=1, animate=False)

    def action_line_up(self) -> None:
        self.scroll_relative(y=-1, animate=False)

    def action_page_down(self) -> None:
        self.scroll_relative(y=max(self.size.height - 2, 1), animate=False)

    def action_page_up(self) -> None:
        self.scroll_relative(y=-max(self.size.height - 2, 1), animate=False)

    def action_top(self) -> None:
        self.scroll_home(animate=False)

    def action_bottom(self) -> None:
        self.scroll_end(animate=False)

    def action_article_next(self) -> None:
        self.post_message(self.Wanted(1))

    def action_article_previous(self) -> None:
        self.post_message(self.Wanted(-1))

    def action_point_next(self) -> None:
        self.post_message(self.PointWanted(1))

    def action_point_previous(self) -> None:
        self.post_message(self.PointWanted(-1))

    def action_bookmark(self) -> None:
        self.post_message(self.MarkWanted("bookmark"))

    def action_note(self) -> None:
        self.post_message(self.MarkWanted("note"))

    def action_links(self) -> None:
        self.post_message(self.BesideWanted("links"))

    def action_toggle_gist(self) -> None:
        self.post_message(self.BesideWanted("gist"))

    def action_other_language(self) -> None:
        self.post_message(self.BesideWanted("language"))

    def action_parallel(self) -> None:
        self.post_message(self.BesideWanted("parallel"))

    def action_toggle_notes(self) -> None:
        if self.notes:
            self.notes_open = not self.notes_open
            self._lay_out()
            if self.notes_open:
                fold = next(y for y, line in enumerate(self._lines) if line.link == "toggle_notes")
                self.call_after_refresh(self.scroll_to, 0, max(fold - 1, 0), animate=False)

    async def on_click(self, event: events.Click) -> None:
        """A fold opens; a citation in the text leads to what is cited."""
        y = event.y + self.scroll_offset.y
        if y < len(self._lines) and (link := self._lines[y].link):
            await self.run_action(link)
        elif (offset := self._link_under(event)) != NO_OFFSET:
            self.post_message(self.LinkChosen(offset))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """A citation under the mouse shows the first words of what it cites."""
        offset = self._link_under(event)
        words = self.first_words(offset) if offset != NO_OFFSET else ""
        self.tooltip = plain(words) or None

    def _link_under(self, event: events.MouseEvent) -> int:
        """The offset of the character under the mouse where it lies in a citation, else ``NO_OFFSET``."""
        y = event.y + self.scroll_offset.y
        if y >= len(self._lines) or (line := self._lines[y]).start == NO_OFFSET:
            return NO_OFFSET
        offset = line.start + event.x - self.styles.padding.left - GUTTER - line.indent
        inside = line.start <= offset < line.end and any(a <= offset < b for a, b in self.links)
        return offset if inside else NO_OFFSET

    # Searching in the article

    def action_find(self) -> None:
        self.post_message(self.FindWanted())

    def find(self, words: str) -> int:
        """Mark every occurrence of some words, show the first one after the top of the page; returns how many."""
        needle = one_line(words).casefold().replace("ё", "е")
        self.matches = []
        for block in self.blocks:
            if block.start == NO_OFFSET or not needle:
                continue
            hay = block.text.casefold().replace("ё", "е").replace("\u00a0", " ")
            at = hay.find(needle) if len(hay) == len(block.text) else -1
            while at >= 0:
                self.matches.append((block.start + at, block.start + at + len(needle)))
                at = hay.find(needle, at + len(needle))
        top = self._offset_at(self.scroll_offset.y)
        self.match_at = next((i for i, (a, _) in enumerate(self.matches) if a >= top), 0)
        self._show_match()
        return len(self.matches)

    def _show_match(self) -> None:
        self.refresh()
        if self.matches:
            y = self._line_of(self.matches[self.match_at][0])
            if not self.scroll_offset.y <= y < self.scroll_offset.y + self.size.height:
                self.scroll_to(0, max(y - self.size.height // 3, 0), animate=False)

    def _step_match(self, step: int) -> None:
        if self.matches:
            self.match_at = (self.match_at + step) % len(self.matches)
            self._show_match()
        elif self.marks:
            self.action_to_quote()

    def action_match_next(self) -> None:
        self._step_match(1)

    def action_match_previous(self) -> None:
        self._step_match(-1)
