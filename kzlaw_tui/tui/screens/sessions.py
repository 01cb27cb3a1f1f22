"""Sessions: earlier conversations, bookmarks, notes and recent articles, each a list that is searched while one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.style import Style
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kzlaw_tui.i18n import format_date
from kzlaw_tui.sessions.records import Conversation, Mark, Recent
from kzlaw_tui.tui.actions import bindings
from kzlaw_tui.tui.screens.asking import AskLine, Confirm
from kzlaw_tui.tui.screens.base import Page
from kzlaw_tui.tui.text import one_line, plain, styled
from kzlaw_tui.tui.widgets.basics import KeyLine, LineInput, Localised, PaneTitle, StatusLine
from kzlaw_tui.tui.widgets.lists import CalmList

Kind = Literal["conversations", "bookmarks", "notes", "recent"]
KINDS: tuple[Kind, ...] = ("conversations", "bookmarks", "notes", "recent")
Item = Conversation | Mark | Recent


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it stands for, and the words it is found by."""

    item: Item
    words: str


class SessionsList(Localised, CalmList):
    """The list, where letters are keys."""

    scope = "sessions_list"
    BINDINGS: ClassVar[list[BindingType]] = bindings("sessions_list")


class SessionsScreen(Page):
    """What was done before: open it, name it, keep it at the top, delete it."""

    scope = "sessions"
    BINDINGS: ClassVar[list[BindingType]] = bindings("sessions")

    def __init__(self) -> None:
        super().__init__()
        self.kind: Kind = "conversations"
        self.rows: list[Row] = []

    def compose(self) -> ComposeResult:
        yield StatusLine()
        yield PaneTitle(id="sessions-title")
        yield Static("", id="sessions-kinds", markup=False)
        yield LineInput("tui-sessions-hint", id="sessions-line")
        with Horizontal(id="sessions"):
            yield SessionsList(id="sessions-list")
            with VerticalScroll(id="sessions-preview", classes="divided", can_focus=False):
                yield Static("", id="sessions-about", markup=False)
        yield KeyLine()

    def on_screen_resume(self) -> None:
        self.relabel()
        self.query_one(SessionsList).focus()

    def relabel(self) -> None:
        self.query_one("#sessions-title", Static).update(plain(self.t("tui-sessions-title")))
        self._fill(self.query_one(SessionsList).highlighted or 0)

    # The list

    def _fill(self, at: int = 0) -> None:
        counts = {kind: len(self._all(kind)) for kind in KINDS}
        labels = []
        for kind in KINDS:
            label = f"{self.t(f'tui-sessions-{kind}')} {counts[kind]}"
            shown = styled((f"[{label}]", "bold $accent") if kind == self.kind else (f" {label} ", "$ink-soft"))
            labels.append(shown.stylize(Style.from_meta({"@click": f"screen.show_kind('{kind}')"})))
        self.query_one("#sessions-kinds", Static).update(Content(" ").join(labels))
        text = self.query_one(LineInput).value
        words = text.casefold().split()
        if self.kind == "conversations":
            found = self.kzlaw.memory.listed(lambda store: store.conversations(text))
            self.rows = [Row(item, "") for item in found]
        else:
            self.rows = [row for row in self._all(self.kind) if all(word in row.words for word in words)]
        options = self.query_one(SessionsList)
        options.clear_options()
        options.add_options(Option(self._label(row.item)) for row in self.rows)
        if self.rows:
            options.highlighted = min(at, len(self.rows) - 1)
        self.query_one("#sessions").set_class(not self.rows, "empty")
        self._preview()

    def _all(self, kind: Kind) -> list[Row]:
        memory = self.kzlaw.memory
        if kind == "conversations":
            conversations = memory.listed(lambda store: store.conversations())
            return self._rows(conversations)
        if kind == "recent":
            recent = memory.listed(lambda store: store.recent())
            return self._rows(recent)
        marks = memory.listed(lambda store: store.notes() if kind == "notes" else store.bookmarks())
        return self._rows(marks)

    def _rows(self, items: Sequence[Item]) -> list[Row]:
        return [Row(item, self._words(item)) for item in items]

    def _words(self, item: Item) -> str:
        if isinstance(item, Conversation):
            return item.title.casefold()
        text = item.text if isinstance(item, Mark) else ""
        return f"{self._cited(item)} {item.heading} {text}".casefold()

    def _cited(self, item: Mark | Recent) -> str:
        return one_line(self.assistant.cite(item.citation, lang=item.lang))

    def _label(self, item: Item) -> Content:
        if isinstance(item, Conversation):
            pinned = (f"★ {self.t('tui-pinned')} · ", "$accent") if item.pinned else ""
            now = f" · {self.t('tui-conversation-now')}" if item.id == self.kzlaw.memory.conversation else ""
            about = f"{self.t('tui-questions', n=item.turns)} · {moment(item.updated)}{now}"
            return styled((one_line(item.title), "bold"), "\n", pinned, (f"{about}\n", "$ink-soft"))
        head = ((self._cited(item), "bold $accent"), "  ", one_line(item.heading))
        if isinstance(item, Recent):
            return styled(*head, (f"\n{moment(item.opened)}\n", "$ink-soft"))
        text = one_line(item.text)
        note = ((f"\n✎ {text}", "italic"),) if text else ()
        return styled(*head, *note, (f"\n{moment(item.made)}\n", "$ink-soft"))

    def current(self) -> Item | None:
        """What the cursor is on."""
        at = self.query_one(SessionsList).highlighted
        return self.rows[at].item if at is not None and at < len(self.rows) else None

    def _preview(self) -> None:
        item = self.current()
        about = self.query_one("#sessions-about", Static)
        if item is None:
            searched = self.query_one(LineInput).value.strip()
            about.update(plain(self.t("tui-picker-none" if searched else f"tui-sessions-no-{self.kind}")))
        elif isinstance(item, Conversation):
            turns = self.kzlaw.memory.turns(item.id)
            parts: list[Content] = []
            for turn in turns:
                parts.append(styled(("› ", "$accent"), (one_line(turn.question), "bold")))
                for quote in turn.answer.quotes if turn.answer else ():
                    cited = one_line(self.assistant.cite(quote.citation, lang=quote.lang))
                    parts.append(styled((f"  {cited}  ", "$accent"), (one_line(quote.heading), "$ink-soft")))
                if turn.answer is None or turn.answer.abstained:
                    said = "tui-abstained" if turn.answer else "tui-unanswered"
                    parts.append(styled((f"  {self.t(said)}", "$ink-soft")))
            about.update(Content("\n").join(parts))
        elif isinstance(item, Mark) and item.text:
            about.update(
                styled((f"{self._cited(item)}\n", "bold $accent"), (f"{item.heading}\n\n", "$ink-soft"), item.text)
            )
        else:
            about.update(self._words_of(item))
        self.query_one("#sessions-preview").scroll_home(animate=False)

    def _words_of(self, item: Mark | Recent) -> Content:
        """The law's words at a place."""
        library = self.assistant.library
        stored = library.find(item.citation.act, item.citation.article, lang=item.lang)
        head = styled((f"{self._cited(item)}\n", "bold $accent"), (f"{one_line(item.heading)}\n\n", "$ink-soft"))
        if stored is None:
            return head + styled((self.t("tui-place-gone"), "$ink-soft"))
        from kzlaw_tui.answering.verify import unit_span

        start, end = unit_span(stored.article, item.citation) or (0, len(stored.article.text))
        style = "italic $ink-soft" if stored.edition.text_kind == "digest" else ""
        return head + styled((stored.article.text[start : min(end, start + 2000)], style))

    # Moving between the lists

    def show(self, kind: Kind) -> None:
        """Show another of the lists."""
        self.kind = kind
        self._fill()

    def action_show_kind(self, kind: Kind) -> None:
        self.show(kind)

    def action_next_kind(self) -> None:
        self.show(KINDS[(KINDS.index(self.kind) + 1) % len(KINDS)])

    def action_previous_kind(self) -> None:
        self.show(KINDS[(KINDS.index(self.kind) - 1) % len(KINDS)])

    def action_filter(self) -> None:
        self.query_one(LineInput).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._fill()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(SessionsList).focus()

    def on_key(self, event: Key) -> None:
        if event.key == "down" and isinstance(self.focused, LineInput):
            self.query_one(SessionsList).focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._preview()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        item = self.rows[event.option_index].item
        if isinstance(item, Conversation):
            self.kzlaw.memory.open_conversation(item.id)
        else:
            self.app.pop_screen()
            self.kzlaw.research.open_citation(item.citation, item.lang)

    # What is done with a row

    def action_new(self) -> None:
        self.kzlaw.memory.open_conversation(None)

    def action_rename(self) -> None:
        item = self.current()
        if isinstance(item, Conversation):
            box = AskLine(self.t("tui-rename-title"), "tui-rename-hint", item.title)
            self.app.push_screen(box, lambda title: self._renamed(item.id, title))

    def _renamed(self, conversation: int, title: str | None) -> None:
        if title is not None:
            self._change(lambda: self.kzlaw.memory.attempt(lambda store: store.rename(conversation, title), None))

    def action_pin(self) -> None:
        item = self.current()
        if isinstance(item, Conversation):
            self._change(lambda: self.kzlaw.memory.attempt(lambda store: store.pin(item.id, not item.pinned), None))

    def action_delete(self) -> None:
        """Delete what the cursor is on; conversations and notes cannot be made again, so they are asked about."""
        item = self.current()
        if isinstance(item, Conversation):
            question = self.t("tui-delete-conversation", title=one_line(item.title), n=item.turns)
        elif isinstance(item, Mark) and item.text:
            question = self.t("tui-delete-note", citation=self._cited(item))
        elif isinstance(item, Mark):
            self._delete(item)
            return
        else:
            return
        self.app.push_screen(
            Confirm(question, self.t("tui-delete-yes")), lambda yes: self._delete(item) if yes else None
        )

    def _delete(self, item: Item) -> None:
        memory = self.kzlaw.memory
        if isinstance(item, Conversation):
            self._change(lambda: memory.attempt(lambda store: store.delete(item.id), None))
            if memory.conversation == item.id:
                memory.start_anew()
        elif isinstance(item, Mark) and item.text:
            self._change(lambda: memory.attempt(lambda store: store.set_note(item.citation, item.lang, "", ""), None))
        elif isinstance(item, Mark):
            self._change(lambda: memory.attempt(lambda store: store.bookmark(item.citation, item.lang, ""), False))
        self.kzlaw.research.article_pane.refresh_marks()

    def _change(self, work: Callable[[], object]) -> None:
        at = self.query_one(SessionsList).highlighted or 0
        work()
        self._fill(at)

    def action_close(self) -> None:
        line = self.query_one(LineInput)
        if isinstance(self.focused, LineInput) or line.value:
            line.value = ""
            self.query_one(SessionsList).focus()
        else:
            self.app.pop_screen()


def moment(when: datetime) -> str:
    """«25.11.2026 09:30», in the time of this machine."""
    local = when.astimezone() if when.tzinfo else when
    return f"{format_date(local.date())} {local:%H:%M}"
