"""A line of folders above the tree of the file picker: arrows and Enter, or a click, start the tree in one of them."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from kzlaw_tui.tui.starts import label
from kzlaw_tui.tui.text import one_line, plain, styled
from kzlaw_tui.tui.widgets.basics import Localised

LONGEST = 18


class Starts(Localised, Widget, can_focus=True):
    """The folders; the one that the tree stands in is marked by brackets."""

    DEFAULT_CSS = """
    Starts { height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("enter,space,down", "choose", show=False),
    ]

    class Chosen(Message):
        """Start in ``folder``."""

        def __init__(self, folder: Path) -> None:
            super().__init__()
            self.folder = folder

    def __init__(self, folders: list[Path]) -> None:
        super().__init__(id="starts")
        self.folders = folders
        self.at = 0

    def _cells(self) -> list[tuple[int, str]]:
        """Where each name that fits begins, and the name; as many as fit, always with the marked one."""
        cells: list[tuple[int, str]] = []
        x = 0
        for folder in self.folders:
            name = one_line(label(folder))
            name = name if cell_len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
            cells.append((x, f" {name} "))
            x += cell_len(name) + 3
        shift = max(cells[self.at][0] + cell_len(cells[self.at][1]) - self.size.width, 0) if cells else 0
        return [(start - shift, name) for start, name in cells]

    def render(self) -> Content:
        line = Content("")
        for number, (start, name) in enumerate(self._cells()):
            if start < 0:
                continue
            here = number == self.at
            shown = f"[{name[1:-1]}]" if here else name
            style = ("bold reverse" if self.has_focus else "bold $accent") if here else "$ink-soft"
            line = line + Content(" " * (start - line.cell_length)) + styled((shown, style))
        return line

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        for number, (start, name) in enumerate(self._cells()):
            if start <= event.x < start + cell_len(name):
                self.at = number
                self.action_choose()
        event.stop()

    def action_step(self, step: int) -> None:
        self.at = min(max(self.at + step, 0), len(self.folders) - 1)
        self.refresh()

    def action_choose(self) -> None:
        self.refresh()
        if self.folders:
            self.post_message(self.Chosen(self.folders[self.at]))


class GoLine(Localised, Static):
    """A line to click: what was marked is added. The keyboard has Enter for it."""

    DEFAULT_CSS = """
    GoLine { width: auto; height: 1; color: $accent; }
    """

    class Chosen(Message):
        """The line was clicked."""

    def on_mount(self) -> None:
        self.relabel()

    def relabel(self) -> None:
        self.update(plain(f"▸ {self.t('tui-add-go')}"))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Chosen())
