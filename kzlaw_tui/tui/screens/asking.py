"""Two small boxes: one asks for a line of text, one asks whether to go on."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kzlaw_tui.tui.screens.base import Dialog
from kzlaw_tui.tui.text import plain
from kzlaw_tui.tui.widgets.basics import LineInput


class AskLine(Dialog[str]):
    """Asks for a line; gives what was typed, ``None`` when it was closed."""

    def __init__(self, title: str, hint: str, value: str = "") -> None:
        super().__init__()
        self._title, self._hint, self._value = title, hint, value

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(plain(self._title), classes="box-title", markup=False)
            yield LineInput(self._hint, id="asked-line")

    def on_mount(self) -> None:
        line = self.query_one(LineInput)
        line.value = self._value
        line.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value)


class Confirm(Dialog[bool]):
    """Asks before something is lost. The safe answer comes first."""

    def __init__(self, question: str, yes: str, detail: str = "") -> None:
        super().__init__()
        self._question, self._yes, self._detail = question, yes, detail

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(plain(self._question), classes="box-title", markup=False)
            if self._detail:
                yield Static(plain(self._detail), classes="confirm-detail", markup=False)
            yield OptionList(Option(plain(self.t("tui-confirm-no"))), Option(plain(self._yes)), id="confirm")

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        options.highlighted = 0
        options.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_index == 1)
