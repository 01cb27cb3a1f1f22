"""The contents of the acts as a tree; sections and articles are read when their branch is opened."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from kzlaw_tui.i18n import format_date
from kzlaw_tui.library.records import EditionInfo, TocEntry
from kzlaw_tui.tui.actions import bindings
from kzlaw_tui.tui.text import one_line, plain
from kzlaw_tui.tui.widgets.basics import Localised, PaneTitle
from kzlaw_tui.tui.widgets.dividing import Edged


@dataclass(frozen=True, slots=True)
class Branch:
    """An act (no entries yet) or a section: its articles, all of which share the first ``depth`` titles."""

    edition: EditionInfo
    entries: tuple[TocEntry, ...] = ()
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Leaf:
    """An article."""

    edition: EditionInfo
    entry: TocEntry


Row = Branch | Leaf


class ContentsTree(Localised, Tree[Row]):
    """The tree. Enter or a click on an article opens it."""

    scope = "contents"
    BINDINGS: ClassVar[list[BindingType]] = bindings("contents")
    ICON_NODE = "▸ "
    ICON_NODE_EXPANDED = "▾ "

    class Chosen(Message):
        """A person chose an article."""

        def __init__(self, leaf: Leaf) -> None:
            super().__init__()
            self.leaf = leaf

    def __init__(self) -> None:
        super().__init__(Text(""), id="contents")
        self.show_root = False
        self.guide_depth = 2
        self.show_guides = False

    def fill(self, editions: list[EditionInfo]) -> None:
        """Show these acts, all closed; the cursor goes to the first."""
        self.clear()
        for info in editions:
            self.root.add(self._act_label(info), Branch(info))
        self.root.expand()

    def _act_label(self, info: EditionInfo) -> Text:
        name = one_line(self.assistant.act_name(info.act, info.lang))
        about = self.t("tui-digest-short") if info.text_kind == "digest" else format_date(info.as_of)
        return Text.assemble(name, ("  " + " · ".join(part for part in (info.lang, plain(about)) if part), "dim"))

    def relabel(self) -> None:
        for node in self.root.children:
            if isinstance(node.data, Branch):
                node.set_label(self._act_label(node.data.edition))

    def on_tree_node_expanded(self, event: Tree.NodeExpanded[Row]) -> None:
        event.stop()
        self._open(event.node)

    def _open(self, node: TreeNode[Row]) -> None:
        branch = node.data
        if not isinstance(branch, Branch) or node.children:
            return
        entries = branch.entries or tuple(self.assistant.library.toc(branch.edition.id))
        depth = branch.depth
        for title, group in groupby(entries, key=lambda e: e.path[depth] if len(e.path) > depth else ""):
            inside = tuple(group)
            if title:
                node.add(Text(one_line(title)), Branch(branch.edition, inside, depth + 1))
            else:
                for entry in inside:
                    node.add_leaf(self._leaf_label(entry), Leaf(branch.edition, entry))
        if len(node.children) == 1 and isinstance(node.children[0].data, Branch):
            node.children[0].expand()

    def _leaf_label(self, entry: TocEntry) -> Text:
        gone = entry.validity.status(self.kzlaw.today) == "repealed"
        label = Text.assemble((entry.number, "bold"), " ", one_line(entry.heading))
        if gone:
            label.append(f" ○ {self.t('tui-status-repealed')}")
            label.stylize("dim")
        return label

    def on_tree_node_selected(self, event: Tree.NodeSelected[Row]) -> None:
        event.stop()
        if isinstance(event.node.data, Leaf):
            self.post_message(self.Chosen(event.node.data))

    def reveal(self, edition_id: int, ordinal: int) -> None:
        """Open the branches down to an article and put the cursor on it."""
        node = next(
            (n for n in self.root.children if isinstance(n.data, Branch) and n.data.edition.id == edition_id), None
        )
        while node is not None:
            self._open(node)
            node.expand()
            below: TreeNode[Row] | None = None
            for child in node.children:
                if isinstance(child.data, Leaf) and child.data.entry.ordinal == ordinal:
                    self.call_after_refresh(self.move_cursor, child)
                    return
                if isinstance(child.data, Branch) and any(e.ordinal == ordinal for e in child.data.entries):
                    below = child
            node = below


class ContentsPane(Localised, Edged, Vertical):
    """The pane of the contents."""

    EDGE = "right"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, classes="divided")

    def compose(self) -> ComposeResult:
        yield PaneTitle(id="contents-title")
        yield ContentsTree()

    def on_mount(self) -> None:
        self.relabel()

    def relabel(self) -> None:
        self.query_one("#contents-title", PaneTitle).update(plain(self.t("tui-pane-contents")))

    @property
    def contents(self) -> ContentsTree:
        return self.query_one(ContentsTree)
