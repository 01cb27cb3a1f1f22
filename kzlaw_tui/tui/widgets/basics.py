"""Small parts: the line to type in, the title of a pane, the rule between panes, the footer, the status line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Input, Static

from kzlaw_tui.i18n import Translator
from kzlaw_tui.tui.actions import Action, Scope, actions_of
from kzlaw_tui.tui.keys import display, with_twins
from kzlaw_tui.tui.text import one_line, source_label

if TYPE_CHECKING:
    from kzlaw_tui.assistant import Assistant
    from kzlaw_tui.tui.app import KzlawApp


class Localised:
    """A widget of this app: knows the facade and the translator, and re-labels itself when the language changes."""

    @property
    def kzlaw(self) -> KzlawApp:
        return cast("KzlawApp", self.app)  # type: ignore[attr-defined]

    @property
    def assistant(self) -> Assistant:
        return self.kzlaw.assistant

    @property
    def t(self) -> Translator:
        return self.kzlaw.t

    def relabel(self) -> None:
        """Write every label anew, in the language of ``self.t``."""


class LineInput(Localised, Input):
    """A line to type in. Its Ctrl keys work on every layout; a pasted text of several lines becomes one line.

    ``hint`` is the message id of what stands in it while it is empty.
    """

    BINDINGS: ClassVar[list[BindingType]] = with_twins(Input.BINDINGS)

    def __init__(self, hint: str, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes, select_on_focus=False, compact=True)
        self.cursor_blink = False
        self.hint = hint

    def on_mount(self) -> None:
        self.relabel()

    def relabel(self) -> None:
        self.placeholder = self.t(self.hint)

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.replace(one_line(event.text), *self.selection)


class QuestionLine(LineInput):
    """The question line: Up and Down bring back earlier questions."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "recall(-1)", show=False),
        Binding("down", "recall(1)", show=False),
    ]

    def __init__(self, hint: str, *, id: str | None = None) -> None:
        super().__init__(hint, id=id)
        self._asked: list[str] = []
        self._at = 0

    def remember(self, question: str) -> None:
        if not self._asked or self._asked[-1] != question:
            self._asked.append(question)
        self._at = len(self._asked)

    def action_recall(self, step: int) -> None:
        if not self._asked:
            return
        self._at = min(max(self._at + step, 0), len(self._asked))
        self.value = self._asked[self._at] if self._at < len(self._asked) else ""
        self.cursor_position = len(self.value)


class PaneTitle(Static):
    """The title of a pane: lit (by the style sheet) while the pane has the focus."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, classes="pane-title", markup=False)


class Rule(Widget):
    """A thin line across the screen that joins the lines between the panes above it."""

    def __init__(self) -> None:
        super().__init__()
        self._joints: set[int] = set()

    def on_mount(self) -> None:
        self.screen.screen_layout_refresh_signal.subscribe(self, self._join)

    def _join(self, _: object) -> None:
        """After a layout: where do lines come down?"""
        joints = {
            pane.region.right - 1 if pane.styles.border_right[0] else pane.region.x
            for pane in self.screen.query(".divided")
            if pane.region.width and (pane.styles.border_left[0] or pane.styles.border_right[0])
        }
        if joints != self._joints:
            self._joints = joints
            self.refresh()

    def render(self) -> Content:
        left = self.region.x
        return Content("".join("┴" if left + x in self._joints else "─" for x in range(self.size.width)))


class KeyLine(Localised, Widget):
    """The footer: the keys that matter now, as many as fit; each can be clicked."""

    def render(self) -> Content:
        # The menu is always there: from it the mouse reaches everything.
        wanted = sorted(
            (a for a in self._actions() if a.footer), key=lambda a: (a.name != "menu", a.scope == "app", a.footer)
        )
        shown: list[Action] = []
        room = self.size.width - 2
        for action in wanted:
            need = cell_len(self._label(action)) + 2
            if need <= room:
                shown.append(action)
                room -= need
        shown.sort(key=lambda a: (a.scope != "app", a.footer))
        parts: list[Content] = []
        for action in shown:
            key = Content.styled(display(action.keys[0]), "bold $accent")
            label = Content.assemble(key, " ", Content.styled(self.t(action.short_id), "$ink-soft"))
            parts.append(
                label.stylize(Style.from_meta({"@click": f"app.run_named('{action.scope}', '{action.name}')"}))
            )
        return Content(" ") + Content("  ").join(parts)

    def _label(self, action: Action) -> str:
        return f"{display(action.keys[0])} {self.t(action.short_id)}"

    def _actions(self) -> list[Action]:
        found: dict[tuple[str, ...], Action] = {}
        for scope in self.kzlaw.scopes(self.screen):
            for action in actions_of(scope):
                found.setdefault(action.keys[:1], action)
        return list(found.values())

    def relabel(self) -> None:
        self.refresh()


class StatusLine(Localised, Widget):
    """The top line: what is being read on the left; acts, embedder, vectors and the offline mark on the right."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 1

    def relabel(self) -> None:
        self.refresh()

    def render(self) -> Content:
        facts = self.kzlaw.facts
        width = self.size.width - 2
        source = source_label(self.t, facts.text_kind, facts.as_of)
        left = Content.styled(one_line(f"{facts.act_name} · {source}" if facts.act_name else "kzlaw-tui"), "bold")
        offline = Content.assemble(self.t("tui-offline"), " ", ("●", "$accent"))
        dot = Content.styled(" · ", "$ink-soft")
        pieces = self._pieces()
        # What does not fit beside the act is left out, from the last piece on; acts and the offline mark stay.
        right = dot.join([*pieces, offline])
        while len(pieces) > 1 and left.cell_length + right.cell_length + 2 > width:
            pieces.pop()
            right = dot.join([*pieces, offline])
        left = left.truncate(max(width - right.cell_length - 2, 4), ellipsis=True)
        gap = max(width - left.cell_length - right.cell_length, 1)
        return Content(" ") + left + Content(" " * gap) + right

    def _pieces(self) -> list[Content]:
        """From the most to the least needed."""
        facts, t = self.kzlaw.facts, self.t
        acts = t("tui-acts", n=len({info.act for info in facts.acts})) if facts.acts is not None else t("tui-loading")
        pieces = [Content(acts)]
        if facts.working:
            pieces.append(Content.styled(facts.working, "$accent"))
        elif facts.vectors is not None and facts.vectors.embedder and facts.vectors.done < facts.vectors.total:
            share = int(100 * facts.vectors.done / max(facts.vectors.total, 1))
            pieces.append(Content(t("tui-vectors-paused" if facts.paused else "tui-vectors", share=share)))
        if self.kzlaw.memory.incognito:
            pieces.insert(0, Content.styled(t("tui-incognito"), "bold $warning"))
        if facts.vectors is not None:
            pieces.append(Content(one_line(facts.vectors.embedder or "") or t("tui-words-only")))
        if facts.model:
            pieces.append(Content(one_line(facts.model)))
        return pieces


def scopes_above(widget: Widget | None) -> list[Scope]:
    """The scopes of actions that reach a widget, innermost first, by the ``scope`` attribute of its ancestors."""
    found: list[Scope] = []
    node: Any = widget
    while node is not None:
        scope = getattr(node, "scope", None)
        if scope is not None and scope not in found:
            found.append(scope)
        node = node.parent
    return found
