"""The library: the acts that are here, adding and removing documents, checking and rebuilding, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kzlaw_tui.library.shelf import Holding, heir
from kzlaw_tui.tui.actions import bindings
from kzlaw_tui.tui.jobs import Token
from kzlaw_tui.tui.library_lines import index_lines, ingest_lines, progress_lines, size_text
from kzlaw_tui.tui.pace import Pace
from kzlaw_tui.tui.screens.add_documents import AddDocuments
from kzlaw_tui.tui.screens.asking import Confirm
from kzlaw_tui.tui.screens.base import Page
from kzlaw_tui.tui.starts import recent_folders, remember_folders, start_folders
from kzlaw_tui.tui.text import edition_label, one_line, plain, source_label, styled
from kzlaw_tui.tui.widgets.acts_table import ActsTable
from kzlaw_tui.tui.widgets.basics import KeyLine, PaneTitle, StatusLine

if TYPE_CHECKING:
    from kzlaw_tui.ingest.reports import IndexReport, IngestReport, Progress

T = TypeVar("T")
TICK = 0.5
"""Seconds between two looks at the clock while something is worked on."""


class LibraryScreen(Page):
    """Acts above; below them what is being done, then its report."""

    scope = "library"
    BINDINGS: ClassVar[list[BindingType]] = bindings("library")

    def __init__(self) -> None:
        super().__init__()
        self._token: Token | None = None
        self._working = ""
        self._shelf: list[Holding] | None = None
        self._progress: dict[int, Progress] = {}
        self._pace = Pace()
        self._report: IngestReport | None = None
        self._tested: list[Path] = []
        self._lines: Callable[[], list[Content]] | None = None
        self._said: tuple[str, dict[str, object]] | None = None
        self._failure = ""

    def compose(self) -> ComposeResult:
        yield StatusLine()
        yield PaneTitle(id="library-title")
        with Vertical(id="library"):
            yield ActsTable()
            yield Static("", id="library-empty", markup=False)
            with VerticalScroll(id="ingest"):
                yield Static("", id="ingest-text", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.relabel()
        self.set_interval(TICK, self._tick)

    def on_screen_resume(self) -> None:
        self.relabel()
        self.read_shelf()
        self.query_one(ActsTable).focus()

    def on_resize(self) -> None:
        self._table()

    def relabel(self) -> None:
        self.query_one("#library-title", Static).update(plain(self.t("tui-library-title")))
        self._table()
        self._show()

    # The shelf

    def read_shelf(self) -> None:
        """Read what the library holds, in a thread; until then the current editions are shown."""
        self.kzlaw.jobs.start(
            "shelf",
            lambda _: self.kzlaw.with_library(self.assistant.shelf),
            done=self._shelved,
            failed=self.kzlaw.say_failure,
        )

    def _shelved(self, found: list[Holding]) -> None:
        self._shelf = found
        if self.is_attached:
            self._table()

    def _table(self) -> None:
        acts = self.kzlaw.facts.acts
        known = self._shelf if self._shelf is not None else [Holding(info) for info in acts or ()]
        self.query_one(ActsTable).fill(known, self.app.size.width)
        empty = self.query_one("#library-empty", Static)
        empty.display = not known
        empty.update(plain(self.t("tui-loading" if acts is None else "tui-library-empty")))

    def on_acts_table_opened(self, event: ActsTable.Opened) -> None:
        event.stop()
        self._open(event.holding)

    def action_open_act(self) -> None:
        if (holding := self.query_one(ActsTable).current()) is not None:
            self._open(holding)

    def _open(self, holding: Holding) -> None:
        self.kzlaw.go_home()
        self.kzlaw.research.open_edition(holding.info)

    # Adding

    def action_add_documents(self) -> None:
        self._choose(self.ingest)

    def action_dry_run(self) -> None:
        """Read files as an ingest would, and write nothing."""
        self._choose(lambda paths: self.ingest(paths, dry_run=True))

    def action_add_tested(self) -> None:
        """Add what the dry run has read."""
        if self._tested and not self._busy():
            self.ingest(self._tested)

    def _choose(self, chosen: Callable[[list[Path] | None], None]) -> None:
        if self._busy():
            return
        recent = recent_folders(self.kzlaw.memory)
        starts = start_folders(recent)
        self.app.push_screen(AddDocuments(starts[0] if starts else None, starts), chosen)

    def ingest(self, paths: list[Path] | None, *, dry_run: bool = False) -> None:
        """Add files and folders, or pretend to, in a thread."""
        if not paths or self._token is not None:
            return
        remember_folders(self.kzlaw.memory, paths)

        def work(token: Token, stop: Token) -> IngestReport:
            def tell(progress: Progress) -> None:
                self.kzlaw.jobs.tell(token, self._advance, progress)

            return self.assistant.ingest(paths, progress=tell, cancelled=stop.cancelled, dry_run=dry_run)

        def done(report: IngestReport) -> None:
            self._report = report
            self._tested = list(paths) if dry_run and any(f.status != "failed" for f in report.files) else []
            self._lines = lambda: ingest_lines(self.assistant, report, pretended=dry_run)
            if not dry_run:
                self.kzlaw.library_changed()

        working = "tui-dry-working" if dry_run else "tui-ingest-working"
        self._work("ingest", "tui-ingest-begins", working, work, done)

    # Looking after it

    def action_verify(self) -> None:
        """Check copies, list and index against each other."""

        def done(report: IndexReport) -> None:
            self._lines = lambda: index_lines(self.t, report, rebuilt=False)

        self._work("verify", "tui-checking", "tui-checking", lambda _token, _stop: self.assistant.verify_index(), done)

    def action_rebuild(self) -> None:
        """Make the index again from the copies; the old one answers meanwhile."""

        def work(token: Token, stop: Token) -> IndexReport:
            def tell(progress: Progress) -> None:
                self.kzlaw.jobs.tell(token, self._advance, progress)

            return self.assistant.rebuild_index(progress=tell, cancelled=stop.cancelled)

        def done(report: IndexReport) -> None:
            self._lines = lambda: index_lines(self.t, report, rebuilt=True)
            self.kzlaw.library_changed()

        self._work("rebuild", "tui-rebuilding", "tui-rebuilding", work, done)

    def action_remove(self) -> None:
        """Remove the edition under the cursor; asks first and says what will go."""
        holding = self.query_one(ActsTable).current()
        if holding is None or self._busy():
            return
        if holding.info.text_kind == "digest":
            self.kzlaw.say(self.t("tui-remove-digest"))
            return
        info = holding.info
        name = one_line(self.assistant.act_name(info.act, info.lang))
        question = self.t("tui-remove-title", act=name, lang=info.lang, edition=edition_label(self.t, info.as_of))
        box = Confirm(question, self.t("tui-delete-yes"), self._goes(holding))
        self.app.push_screen(box, lambda yes: self._remove(holding, name) if yes else None)

    def _goes(self, holding: Holding) -> str:
        """What a removal takes away, what stays, and what answers afterwards."""
        info = holding.info
        size = size_text(self.t, holding.size)
        lines = [
            self.t(
                "tui-remove-goes", n=info.articles, passages=info.passages, file=one_line(info.source) or "—", size=size
            )
        ]
        if info.current:
            try:
                after = heir(info, self.assistant.library.editions(current=False))
            except Exception:
                after = None
            about = source_label(self.t, after.text_kind, after.as_of) if after else ""
            lines.append(self.t("tui-remove-heir", edition=about) if after else self.t("tui-remove-no-heir"))
        return "\n".join([*lines, self.t("tui-remove-stays")])

    def _remove(self, holding: Holding, name: str) -> None:
        def work(_token: Token, _stop: Token) -> None:
            self.assistant.remove(holding.info.id)

        def done(_: None) -> None:
            self._said = ("tui-removed", {"act": name})
            self.kzlaw.library_changed()

        self._work("remove", "tui-removing", "tui-removing", work, done)

    # One piece of work at a time

    def _busy(self) -> bool:
        """Whether something is being done; says so."""
        if self._token is not None:
            self.kzlaw.say(self.t("tui-library-busy", what=self.t(self._working)))
        return self._token is not None

    def _work(
        self, name: str, begins: str, working: str, work: Callable[[Token, Token], T], done: Callable[[T], None]
    ) -> None:
        """Do something to the library in a thread; ``work`` is given the job's token and a flag that calls it off.

        The flag is its own: a call-off stops the work at its next step, yet what was finished is still reported.
        """
        if self._busy():
            return
        self._progress, self._report, self._lines, self._failure = {}, None, None, ""
        self._pace, self._working = Pace(), working
        self._said = (begins, {})
        self._tested = []
        stop = self._token = Token()

        def finish(result: T) -> None:
            self._ended()
            done(result)
            self._show()

        self.kzlaw.jobs.busy()
        self.kzlaw.jobs.start(
            name,
            lambda token: self.kzlaw.with_library(lambda: work(token, stop)),
            done=finish,
            failed=self._failed,
            stop=stop,
        )
        self.kzlaw.set_working(self.t(working))
        self._show()

    def cancel_work(self) -> bool:
        """Call off what is being done; returns whether anything was."""
        if self._token is None:
            return False
        self._token.cancel()
        self._said = ("tui-ingest-stopping", {})
        self._show()
        return True

    def _advance(self, progress: Progress) -> None:
        self._progress[progress.index] = progress
        self._pace.feed(progress)
        if self._token is not None and not self._token.cancelled():
            self._said = None
        self._show()

    def _failed(self, message: str) -> None:
        self._failure = message
        self._ended()
        self._show()

    def _ended(self) -> None:
        self._token, self._said = None, None
        self.kzlaw.jobs.calm()
        self.kzlaw.set_working("")

    # What is said about it

    def _tick(self) -> None:
        """Seconds pass while a long file is read."""
        if self._token is not None and self._progress and self.is_current:
            self._show()

    def _show(self) -> None:
        lines: list[Content] = []
        if self._lines is not None:
            lines += self._lines()
        elif self._token is not None:
            lines += progress_lines(self.t, self._progress, self._pace)
        if self._said is not None:
            lines.append(styled((self.t(self._said[0], **self._said[1]), "$ink-soft")))
        if self._failure:
            lines.append(styled((f"✗ {self._failure}", "$error")))
        box = self.query_one("#ingest")
        box.display = bool(lines)
        self.query_one("#ingest-text", Static).update(Content("\n").join(lines))
        if self._token is not None:
            box.scroll_end(animate=False)

    def action_close(self) -> None:
        if not self.cancel_work():
            self.kzlaw.pop_screen()
