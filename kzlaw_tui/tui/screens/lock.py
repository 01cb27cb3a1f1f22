"""The locked screen: nothing but a line for the passphrase."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from kzlaw_tui.tui.screens.base import Page
from kzlaw_tui.tui.text import plain
from kzlaw_tui.tui.widgets.basics import LineInput


class LockScreen(Page):
    """Covers everything until the passphrase is right. ``at_start`` it may be declined, for work without conversations."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "without", show=False)]

    def __init__(self, *, at_start: bool) -> None:
        super().__init__()
        self._at_start = at_start

    def compose(self) -> ComposeResult:
        line = LineInput("tui-lock-hint", id="passphrase")
        line.password = True
        with Vertical(id="box"):
            yield Static("", id="lock-title", classes="box-title", markup=False)
            yield line
            yield Static("", id="lock-message", markup=False)
            yield Static("", id="lock-advice", classes="advice", markup=False)

    def on_mount(self) -> None:
        self.relabel()
        self.query_one(LineInput).focus()

    def relabel(self) -> None:
        advice = "tui-lock-advice-start" if self._at_start else "tui-lock-advice"
        self.query_one("#lock-title", Static).update(plain(self.t("tui-lock-title")))
        self.query_one("#lock-advice", Static).update(plain(self.t(advice)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        words = event.value
        if not words or event.input.disabled:
            return
        event.input.disabled = True
        self._say(self.t("tui-lock-checking"))
        # Making the key takes a good part of a second, on purpose.
        self.kzlaw.jobs.start(
            "unlock", lambda _: self.assistant.sessions.unlock(words), done=self._opened, failed=self._refused
        )

    def _opened(self, _: None) -> None:
        self.dismiss(None)
        self.kzlaw.locking.opened(at_start=self._at_start)

    def _refused(self, message: str) -> None:
        line = self.query_one(LineInput)
        line.value, line.disabled = "", False
        line.focus()
        self._say(message)

    def _say(self, message: str) -> None:
        self.query_one("#lock-message", Static).update(plain(message))

    def action_without(self) -> None:
        if self._at_start:
            self.dismiss(None)
            self.kzlaw.locking.declined()
