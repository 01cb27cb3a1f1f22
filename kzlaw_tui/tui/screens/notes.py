"""The box to write a note in: saved line by line while it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from kzlaw_tui.law.model import Citation, Lang
from kzlaw_tui.tui.keys import with_twins
from kzlaw_tui.tui.screens.base import Dialog
from kzlaw_tui.tui.text import one_line, plain
from kzlaw_tui.tui.widgets.basics import Localised

if TYPE_CHECKING:
    from kzlaw_tui.sessions.store import Sessions

PAUSE = 0.4
"""Seconds without a key after which what was written is saved."""


class NoteText(Localised, TextArea):
    """The text of a note. Its Ctrl keys work on every layout."""

    BINDINGS: ClassVar[list[BindingType]] = with_twins(TextArea.BINDINGS)


class NoteBox(Dialog[None]):
    """A note on a place in the law. An empty one is no note."""

    def __init__(self, citation: Citation, lang: Lang, heading: str) -> None:
        super().__init__()
        self._citation, self._lang, self._heading = citation, lang, heading
        self._saved = ""

    def compose(self) -> ComposeResult:
        cited = one_line(self.assistant.cite(self._citation, lang=self._lang))
        self._saved = self.kzlaw.memory.attempt(lambda store: store.note(self._citation), "")
        with Vertical(id="box"):
            yield Static(plain(self.t("tui-note-title", citation=cited)), classes="box-title", markup=False)
            yield NoteText(
                self._saved,
                id="note-text",
                soft_wrap=True,
                tab_behavior="focus",
                compact=True,
                highlight_cursor_line=False,
            )
            yield Static(plain(self.t("tui-note-advice")), classes="advice", markup=False)

    def on_mount(self) -> None:
        area = self.query_one(NoteText)
        area.cursor_blink = False
        area.move_cursor(area.document.end)
        area.focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        text = self.query_one(NoteText).text
        if text.count("\n") != self._saved.count("\n"):
            self.save()
        else:
            self.set_timer(PAUSE, lambda: self._save_if(text))

    def _save_if(self, text: str) -> None:
        if self.is_attached and text == self.query_one(NoteText).text:
            self.save()

    def save(self) -> None:
        """Write the note as it stands."""
        text = self.query_one(NoteText).text
        if text == self._saved:
            return

        def write(store: Sessions) -> bool:
            store.set_note(self._citation, self._lang, self._heading, text)
            return True

        if self.kzlaw.memory.attempt(write, False):
            self._saved = text

    def action_close(self) -> None:
        self.save()
        super().action_close()
