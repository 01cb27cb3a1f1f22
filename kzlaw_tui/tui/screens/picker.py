"""A box with a line to type in and a list that follows what is typed: the go-to box and the command menu."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kzlaw_tui.tui.actions import ACTIONS, Action, Scope, actions_of
from kzlaw_tui.tui.finder import Finder, Place
from kzlaw_tui.tui.screens.base import Dialog
from kzlaw_tui.tui.text import one_line, plain, source_label, styled
from kzlaw_tui.tui.widgets.basics import LineInput

KEYS = 9
"""Cells of the menu's column of keys."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Row(Generic[Value]):
    """A row of the list, and what choosing it gives."""

    label: Content
    value: Value


class Picker(Dialog[Value], Generic[Value]):
    """Type, look, Enter. The list keeps its place under the hand: arrows move it while the focus stays in the line."""

    HINT: ClassVar[str]
    TITLE_ID: ClassVar[str]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("pageup", "move(-8)", show=False, priority=True),
        Binding("pagedown", "move(8)", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row[Value]] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(plain(self.t(self.TITLE_ID)), classes="box-title", markup=False)
            yield LineInput(self.HINT, id="picker-line")
            yield OptionList(id="picker-list")
            yield Static("", id="picker-none", markup=False)
            yield Static("", id="preview", markup=False)

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self.refill("")

    def look_up(self, text: str) -> list[Row[Value]]:
        """The rows for what was typed."""
        raise NotImplementedError

    def preview(self, value: Value | None) -> Content:
        """What is shown below the list for the row under the cursor."""
        return Content("")

    def nothing(self, text: str) -> str:
        """What is said when no row fits."""
        return self.t("tui-picker-none") if text.strip() else ""

    def refill(self, text: str) -> None:
        self.rows = self.look_up(text)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(row.label) for row in self.rows)
        options.display = bool(self.rows)
        none = self.query_one("#picker-none", Static)
        message = "" if self.rows else self.nothing(text)
        none.update(plain(message))
        none.display = bool(message)
        if self.rows:
            options.highlighted = 0
        self._preview()

    def _preview(self) -> None:
        at = self.query_one(OptionList).highlighted
        value = self.rows[at].value if at is not None and at < len(self.rows) else None
        content = self.preview(value)
        preview = self.query_one("#preview", Static)
        preview.update(content)
        preview.display = bool(content.plain)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.refill(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        at = self.query_one(OptionList).highlighted
        if at is not None and at < len(self.rows):
            self.dismiss(self.rows[at].value)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._preview()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self.rows[event.option_index].value)

    def action_move(self, step: int) -> None:
        options = self.query_one(OptionList)
        if self.rows:
            at = (options.highlighted or 0) + step
            options.highlighted = at % len(self.rows) if abs(step) == 1 else min(max(at, 0), len(self.rows) - 1)


class GotoBox(Picker[Place]):
    """Go to an article: «тк 52», «НК 503 п.2», «52-бап», words of a heading."""

    HINT = "tui-goto-hint"
    TITLE_ID = "tui-goto-title"

    def __init__(self, finder: Finder) -> None:
        super().__init__()
        self._finder = finder
        self._ready = False

    def on_mount(self) -> None:
        super().on_mount()
        self.kzlaw.jobs.start(
            "headings", lambda _: self.kzlaw.with_library(self._finder.load), done=self._loaded, failed=self.kzlaw.say
        )

    def _loaded(self, _: object) -> None:
        self._ready = True
        if self.is_attached:
            self.refill(self.query_one(LineInput).value)

    def look_up(self, text: str) -> list[Row[Place]]:
        return [Row(self._label(place), place) for place in self._finder.find(text)] if self._ready else []

    def nothing(self, text: str) -> str:
        if not self._ready:
            return self.t("tui-loading")
        return self.t("tui-picker-none") if text.strip() else self.t("tui-goto-advice")

    def _label(self, place: Place) -> Content:
        cited = self.assistant.cite(place.citation, lang=place.edition.lang)
        return styled((one_line(cited), "$accent"), "  ", one_line(place.heading))

    def preview(self, value: Place | None) -> Content:
        if value is None:
            return Content("")
        stored = self._finder.stored(value)
        start, end = value.span or (0, len(stored.article.text))
        words = one_line(stored.article.text[start : min(end, start + 700)])
        where = " › ".join(one_line(title) for title in stored.article.path)
        digest = value.edition.text_kind == "digest"
        about = source_label(self.t, value.edition.text_kind, value.edition.as_of)
        return styled(
            (f"{where}\n" if where else "", "$ink-soft"),
            (f"{about}\n", "$ink-soft"),
            (words, "italic" if digest else ""),
        )


class Menu(Picker[Action]):
    """The command menu, by name: what can be done anywhere, then what can be done where the focus is."""

    HINT = "tui-menu-hint"
    TITLE_ID = "tui-menu-title"

    def __init__(self, scopes: Sequence[Scope] = ("app",)) -> None:
        super().__init__()
        near = [action for scope in scopes for action in actions_of(scope) if not action.menu and action.name != "menu"]
        seen = {action.slug for action in ACTIONS if action.menu}
        self._actions = [action for action in ACTIONS if action.menu]
        self._actions += [action for action in near if action.slug not in seen]

    def look_up(self, text: str) -> list[Row[Action]]:
        words = text.casefold().split()
        found = []
        for action in self._actions:
            name = self.t(action.long_id)
            if all(word in name.casefold() for word in words):
                keys = self._key(action)
                found.append(Row(styled((keys.ljust(KEYS), "$ink-soft"), one_line(name)), action))
        return found

    def _key(self, action: Action) -> str:
        """The key of an action; of one that only has a key in a pane that one."""
        keys = self.kzlaw.keys
        return keys.first(action) or next((keys.first(a) for a in ACTIONS if a.slug == action.slug and a.keys), "")


class CopyBox(Picker[str]):
    """What to copy; each row shows the beginning of what would be copied."""

    HINT = "tui-menu-hint"
    TITLE_ID = "tui-copy-title"

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__()
        self._texts = texts

    def look_up(self, text: str) -> list[Row[str]]:
        names = {self.t(message_id): found for message_id, found in self._texts.items() if found}
        words = text.casefold().split()
        return [Row(styled(name), found) for name, found in names.items() if all(w in name.casefold() for w in words)]

    def preview(self, value: str | None) -> Content:
        return styled((plain(value or "")[:700], "$ink-soft"))
