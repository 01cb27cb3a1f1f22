"""Choosing what to add to the library: a path that is typed, or files and folders marked in a tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import DirectoryTree, Input, Static
from textual.widgets.directory_tree import DirEntry
from textual.widgets.tree import TreeNode

from kzlaw_tui.tui.screens.base import Dialog
from kzlaw_tui.tui.text import one_line, plain
from kzlaw_tui.tui.widgets.basics import LineInput, Localised
from kzlaw_tui.tui.widgets.starts import GoLine, Starts

SUFFIXES = frozenset(
    ".txt .md .markdown .html .htm .docx .doc .rtf .odt .pdf .png .jpg .jpeg .tif .tiff .bmp .webp".split()
)


class FileTree(Localised, DirectoryTree, can_focus=False):
    """Folders, and files of the kinds that can be read; it takes its keys from the line above. A click on a file marks it."""

    ICON_NODE = "▸ "
    ICON_NODE_EXPANDED = "▾ "
    ICON_FILE = "  "

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, id="files")
        self.show_guides = False
        self.guide_depth = 2
        self.marked: dict[Path, None] = {}

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        """Hidden files and files of other kinds are left out. Runs in a thread of the tree's own."""
        for path in paths:
            try:
                if not path.name.startswith(".") and (path.is_dir() or path.suffix.lower() in SUFFIXES):
                    yield path
            except OSError:
                continue

    def render_label(self, node: TreeNode[DirEntry], base_style: Style, style: Style) -> Text:
        entry = node.data
        icon = (
            (self.ICON_NODE_EXPANDED if node.is_expanded else self.ICON_NODE) if node.allow_expand else self.ICON_FILE
        )
        mark = entry is not None and entry.path in self.marked
        name = one_line(str(node.label))
        return Text(f"{'✓ ' if mark else icon}{name}", style + Style(bold=mark))

    def action_mark(self) -> None:
        node = self.cursor_node
        if node is None or node.data is None:
            return
        if node.data.path in self.marked:
            del self.marked[node.data.path]
        else:
            self.marked[node.data.path] = None
        node.refresh()
        self.screen.query_one(".add-advice", Static).update(plain(self.t("tui-add-advice", n=len(self.marked))))

    def action_choose(self) -> None:
        node = self.cursor_node
        if self.marked:
            self.screen.dismiss(list(self.marked))
        elif node is not None and node.allow_expand:
            node.toggle()
        elif node is not None and node.data is not None:
            self.screen.dismiss([node.data.path])


class PathLine(LineInput):
    """The line for a path. It keeps the focus, so that no key is lost on the way to another widget; while it is empty, the
    keys that move and mark go on to the tree below, and Up and Down always do."""

    TO_TREE: ClassVar[dict[str, str]] = {
        "up": "cursor_up",
        "down": "cursor_down",
        "pageup": "page_up",
        "pagedown": "page_down",
    }
    TO_TREE_WHILE_EMPTY: ClassVar[dict[str, str]] = {
        "left": "cursor_parent",
        "right": "toggle_node",
        "home": "scroll_home",
        "end": "scroll_end",
        "space": "mark",
        "enter": "choose",
    }

    async def on_key(self, event: events.Key) -> None:
        action = self.TO_TREE.get(event.key) or ("" if self.value else self.TO_TREE_WHILE_EMPTY.get(event.key, ""))
        if action:
            event.stop()
            event.prevent_default()
            await self.screen.query_one(FileTree).run_action(action)


class AddDocuments(Dialog[list[Path]]):
    """The box: a line for a path, the tree of the home folder below."""

    def __init__(self, folder: Path | None = None, starts: Sequence[Path] = ()) -> None:
        super().__init__()
        self._folder = folder or Path.home()
        self._starts = list(starts) or [self._folder]

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(plain(self.t("tui-add-title")), classes="box-title", markup=False)
            yield PathLine("tui-add-hint", id="path-line")
            yield Starts(self._starts)
            yield FileTree(self._folder)
            yield GoLine()
            yield Static(plain(self.t("tui-add-advice", n=0)), classes="add-advice", markup=False)

    def on_directory_tree_file_selected(self, event: DirectoryTree.FileSelected) -> None:
        """A click on a file marks it."""
        event.stop()
        self.query_one(FileTree).action_mark()

    def on_go_line_chosen(self, event: GoLine.Chosen) -> None:
        event.stop()
        self.query_one(FileTree).action_choose()

    def on_starts_chosen(self, event: Starts.Chosen) -> None:
        event.stop()
        self.query_one(FileTree).path = event.folder
        self.query_one(PathLine).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        typed = event.value.strip().strip("\"'")
        if not typed:
            return
        path = Path(typed).expanduser()
        if path.exists():
            self.dismiss([path])
        else:
            self.kzlaw.say(self.t("tui-add-missing", path=typed), failed=True)
