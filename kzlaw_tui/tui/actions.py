"""The one table of what a person can do: keys, the footer, the help page and the command menu all come from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from textual.binding import Binding, BindingType

from kzlaw_tui.tui.keys import twins

Scope = Literal[
    "app",
    "research",
    "answers",
    "article",
    "contents",
    "search",
    "library",
    "sessions",
    "sessions_list",
    "quality",
    "settings",
    "settings_page",
    "check",
    "check_list",
    "models",
    "models_list",
    "training",
    "dialog",
]
SCOPES: tuple[Scope, ...] = get_args(Scope)


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do.

    ``name`` is the Textual action (``goto`` runs ``action_goto``), ``slug`` names its messages: ``tui-key-<slug>``, a
    word or two for the footer, and ``tui-do-<slug>``, the line of the help page and of the command menu. ``keys`` are
    as on a Latin layout; twins are added when bindings are made. ``footer`` says how much the footer wants it (1 most;
    0 never), ``menu`` whether the command menu offers it.
    """

    name: str
    slug: str
    keys: tuple[str, ...]
    scope: Scope
    footer: int = 0
    menu: bool = False

    @property
    def short_id(self) -> str:
        return f"tui-key-{self.slug}"

    @property
    def long_id(self) -> str:
        return f"tui-do-{self.slug}"

    @property
    def binding_id(self) -> str:
        """What Textual's keymap calls it."""
        return f"{self.scope}.{self.slug}"


ACTIONS: tuple[Action, ...] = (
    Action("help", "help", ("f1",), "app", footer=1, menu=True),
    Action("goto", "goto", ("f2", "ctrl+g"), "app", footer=2, menu=True),
    Action("search", "search", ("f3",), "app", footer=3, menu=True),
    Action("library", "library", ("f4",), "app", footer=4, menu=True),
    Action("sessions", "sessions", ("f5",), "app", footer=8, menu=True),
    Action("contents", "contents", ("f6",), "app", footer=7, menu=True),
    Action("export", "export", ("f7",), "app", footer=11, menu=True),
    Action("language", "language", ("f8",), "app", footer=10, menu=True),
    Action("copy_quote", "copy", ("f9",), "app", footer=6, menu=True),
    Action("copy_box", "copy-box", (), "app", menu=True),
    Action("menu", "menu", ("f10", "ctrl+p"), "app", footer=5),
    Action("new_conversation", "new-conversation", ("ctrl+n",), "app", menu=True),
    Action("incognito", "incognito", (), "app", menu=True),
    Action("settings", "settings", ("f12",), "app", footer=12, menu=True),
    Action("check", "check", ("f11",), "app", menu=True),
    Action("models", "models", (), "app", menu=True),
    Action("training", "training", (), "app", menu=True),
    Action("quality", "quality", (), "app", menu=True),
    Action("lock", "lock", (), "app", menu=True),
    Action("tour", "tour", (), "app", menu=True),
    Action("theme", "theme", ("ctrl+t",), "app", menu=True),
    Action("vectors", "vectors", (), "app", menu=True),
    Action("cancel", "cancel", ("escape",), "app", footer=9),
    Action("quit", "quit", ("ctrl+q",), "app", menu=True),
    Action("next_pane", "next-pane", ("tab",), "research"),
    Action("previous_pane", "previous-pane", ("shift+tab",), "research"),
    Action("history_back", "back", ("alt+left",), "research", menu=True),
    Action("history_forward", "forward", ("alt+right",), "research", menu=True),
    Action("zoom", "zoom", (), "research", menu=True),
    Action("wider", "wider", (), "research", menu=True),
    Action("narrower", "narrower", (), "research", menu=True),
    Action("parallel", "parallel", (), "research", menu=True),
    Action("next_line", "next-item", ("down", "j"), "answers"),
    Action("previous_line", "previous-item", ("up", "k"), "answers"),
    Action("open", "open", ("enter",), "answers", footer=1),
    Action("app.copy_box", "copy-box", ("y",), "answers", footer=2),
    Action("screen.zoom", "zoom", ("z",), "answers"),
    Action("screen.wider", "wider", ("equals_sign",), "answers"),
    Action("screen.narrower", "narrower", ("minus",), "answers"),
    Action("line_down", "line-down", ("down", "j"), "article"),
    Action("line_up", "line-up", ("up", "k"), "article"),
    Action("page_down", "page-down", ("pagedown", "space"), "article"),
    Action("page_up", "page-up", ("pageup", "b"), "article"),
    Action("top", "top", ("home", "g"), "article"),
    Action("bottom", "bottom", ("end", "G"), "article"),
    Action("article_next", "article-next", ("right_square_bracket",), "article", footer=1),
    Action("article_previous", "article-previous", ("left_square_bracket",), "article", footer=4),
    Action("find", "find", ("slash",), "article", footer=2),
    Action("match_next", "match-next", ("n",), "article"),
    Action("match_previous", "match-previous", ("N",), "article"),
    Action("app.copy_box", "copy-box", ("y",), "article", footer=3),
    Action("links", "links", ("r",), "article", footer=7),
    Action("toggle_gist", "gist", ("i",), "article"),
    Action("other_language", "other-language", ("l",), "article", footer=8),
    Action("point_next", "point-next", ("p",), "article"),
    Action("point_previous", "point-previous", ("P",), "article"),
    Action("bookmark", "bookmark", ("m",), "article", footer=5),
    Action("note", "note", ("e",), "article", footer=6),
    Action("to_quote", "to-quote", ("c",), "article"),
    Action("toggle_notes", "notes", ("o",), "article", footer=4),
    Action("parallel", "parallel", ("s",), "article", footer=8),
    Action("screen.zoom", "zoom", ("z",), "article"),
    Action("screen.wider", "wider", ("equals_sign",), "article"),
    Action("screen.narrower", "narrower", ("minus",), "article"),
    Action("select_cursor", "open-article", ("enter",), "contents", footer=1),
    Action("toggle_node", "fold", ("space",), "contents", footer=2),
    Action("cursor_down", "row-down", ("down", "j"), "contents"),
    Action("cursor_up", "row-up", ("up", "k"), "contents"),
    Action("screen.zoom", "zoom", ("z",), "contents"),
    Action("screen.wider", "wider", ("equals_sign",), "contents"),
    Action("screen.narrower", "narrower", ("minus",), "contents"),
    Action("close", "close", ("escape",), "search", footer=9),
    Action("add_documents", "add", ("ctrl+o", "insert"), "library", footer=1),
    Action("remove", "remove", ("d", "delete"), "library", footer=2),
    Action("verify", "verify", ("v",), "library", footer=3),
    Action("rebuild", "rebuild", ("b",), "library", footer=4),
    Action("dry_run", "dry-run", ("t",), "library", footer=5),
    Action("add_tested", "add-tested", ("a",), "library"),
    Action("open_act", "open-act", ("enter",), "library", footer=10),
    Action("close", "close", ("escape",), "library", footer=9),
    Action("next_kind", "next-kind", ("tab",), "sessions", footer=6),
    Action("previous_kind", "previous-kind", ("shift+tab",), "sessions"),
    Action("close", "close", ("escape",), "sessions", footer=9),
    Action("select", "open-row", ("enter",), "sessions_list", footer=1),
    Action("screen.filter", "filter", ("slash",), "sessions_list", footer=5),
    Action("screen.new", "new-conversation", ("n",), "sessions_list", footer=7),
    Action("screen.rename", "rename", ("r",), "sessions_list", footer=2),
    Action("screen.pin", "pin", ("p",), "sessions_list", footer=3),
    Action("screen.delete", "delete", ("d", "delete"), "sessions_list", footer=4),
    Action("cursor_down", "row-down", ("j",), "sessions_list"),
    Action("cursor_up", "row-up", ("k",), "sessions_list"),
    Action("close", "close", ("escape",), "quality", footer=9),
    Action("next_value", "next-value", ("right", "enter", "space"), "settings", footer=1),
    Action("previous_value", "previous-value", ("left",), "settings", footer=2),
    Action("cursor_down", "row-down", ("j",), "settings"),
    Action("cursor_up", "row-up", ("k",), "settings"),
    Action("close", "close", ("escape",), "settings_page", footer=9),
    Action("close", "close", ("escape",), "check", footer=9),
    Action("open", "open-cited", ("enter",), "check_list", footer=1),
    Action("screen.open_suggested", "open-suggested", ("s",), "check_list", footer=2),
    Action("screen.export_text", "export-text", ("e",), "check_list", footer=3),
    Action("screen.line", "check-other", ("slash",), "check_list", footer=4),
    Action("cursor_down", "row-down", ("j",), "check_list"),
    Action("cursor_up", "row-up", ("k",), "check_list"),
    Action("close", "close", ("escape",), "models", footer=9),
    Action("choose", "models-choose", ("enter",), "models_list", footer=1),
    Action("screen.add", "models-add", ("a",), "models_list", footer=2),
    Action("screen.verify", "models-verify", ("v",), "models_list", footer=3),
    Action("screen.remove", "models-remove", ("d", "delete"), "models_list", footer=4),
    Action("screen.recommend", "models-recommend", ("r",), "models_list", footer=5),
    Action("cursor_down", "row-down", ("j",), "models_list"),
    Action("cursor_up", "row-up", ("k",), "models_list"),
    Action("close", "close", ("escape",), "training", footer=9),
    Action("close", "close", ("escape",), "dialog", footer=9),
)


def actions_of(scope: Scope) -> tuple[Action, ...]:
    """The actions of one scope, in the order of the table."""
    return tuple(action for action in ACTIONS if action.scope == scope)


def bindings(scope: Scope) -> list[BindingType]:
    """Textual bindings of a scope, each key with its layout twins.

    Those of the whole app come first whatever has the focus: a question line may not swallow them.
    """
    made: list[BindingType] = []
    for action in actions_of(scope):
        for key in dict.fromkeys(k for latin in action.keys for k in (latin, *twins(latin))):
            first = scope == "app" and key != "escape"
            made.append(Binding(key, action.name, show=False, priority=first, id=action.binding_id))
    return made
