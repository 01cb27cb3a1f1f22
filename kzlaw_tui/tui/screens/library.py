"""The library: the acts that are here, adding documents, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import DataTable, Static

from kzlaw_tui.i18n import format_date
from kzlaw_tui.tui.actions import bindings
from kzlaw_tui.tui.jobs import Token
from kzlaw_tui.tui.screens.add_documents import AddDocuments
from kzlaw_tui.tui.screens.base import Page
from kzlaw_tui.tui.text import one_line, plain, styled
from kzlaw_tui.tui.widgets.basics import KeyLine, PaneTitle, StatusLine

if TYPE_CHECKING:
    from kzlaw_tui.ingest.reports import FileReport, IngestReport, Progress

STAGES = ("reading", "parsing", "indexing", "done")
BAR = 20
COLUMNS = ("act", "lang", "edition", "articles", "passages", "kind")


def bar(share: float, width: int = BAR) -> str:
    """A bar that is full to a share in [0, 1]."""
    full = round(max(0.0, min(share, 1.0)) * width)
    return "━" * full + "╌" * (width - full)


class LibraryScreen(Page):
    """Acts above; below them the documents that are being added, then the report."""

    scope = "library"
    BINDINGS: ClassVar[list[BindingType]] = bindings("library")

    def __init__(self) -> None:
        super().__init__()
        self._token: Token | None = None
        self._progress: dict[int, Progress] = {}
        self._report: IngestReport | None = None
        self._said: tuple[str, dict[str, object]] | None = None
        self._failure = ""

    def compose(self) -> ComposeResult:
        yield StatusLine()
        yield PaneTitle(id="library-title")
        with Vertical(id="library"):
            yield DataTable(id="acts", cursor_type="row", cell_padding=1)
            yield Static("", id="library-empty", markup=False)
            with VerticalScroll(id="ingest"):
                yield Static("", id="ingest-text", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.relabel()

    def on_screen_resume(self) -> None:
        self.relabel()
        self.query_one(DataTable).focus()

    def relabel(self) -> None:
        self.query_one("#library-title", Static).update(plain(self.t("tui-library-title")))
        self._table()
        self._show()

    def _table(self) -> None:
        table: DataTable[Text] = self.query_one(DataTable)
        row = table.cursor_row
        table.clear(columns=True)
        acts = self.kzlaw.facts.acts
        room = max(self.app.size.width - 62, 16)
        live = [self.t("tui-live-of", live=info.live_articles, all=info.articles) for info in acts or ()]
        passages = [self.t("tui-number", n=info.passages) for info in acts or ()]
        heads = [self.t(f"tui-column-{name}") for name in COLUMNS]
        for head, cells in ((3, live), (4, passages)):
            width = max(map(len, (heads[head], *cells)))
            heads[head] = heads[head].rjust(width)
            cells[:] = [cell.rjust(width) for cell in cells]
        table.add_columns(*(Text(head) for head in heads))
        for row_at, info in enumerate(acts or ()):
            name = one_line(self.assistant.act_name(info.act, info.lang))
            title = one_line(info.title)
            act = Text(name) if name == title else Text.assemble(name, ("  " + title, "dim"))
            act.truncate(room, overflow="ellipsis")
            kind = Text(self.t(f"tui-kind-{info.text_kind}"), style="italic" if info.text_kind == "digest" else "")
            date = format_date(info.as_of) or "—"
            table.add_row(act, Text(info.lang), Text(date), Text(live[row_at]), Text(passages[row_at]), kind)
        if acts:
            table.move_cursor(row=min(row, len(acts) - 1))
        empty = self.query_one("#library-empty", Static)
        empty.display = not acts
        empty.update(plain(self.t("tui-loading" if acts is None else "tui-library-empty")))
        table.display = bool(acts)

    # Adding

    def action_add_documents(self) -> None:
        if self._token is not None:
            self.kzlaw.say(self.t("tui-ingest-runs"))
            return
        self.app.push_screen(AddDocuments(), self.ingest)

    def ingest(self, paths: list[Path] | None) -> None:
        """Add files and folders, in a thread."""
        if not paths or self._token is not None:
            return
        self._progress, self._report, self._failure = {}, None, ""
        self._said = ("tui-ingest-begins", {})

        def work(token: Token) -> IngestReport:
            def tell(progress: Progress) -> None:
                self.kzlaw.jobs.tell(token, self._advance, progress)

            # Its own flag: a call-off stops the work between files, yet what was finished is still reported.
            return self.kzlaw.with_library(
                lambda: self.assistant.ingest(paths, progress=tell, cancelled=stop.cancelled)
            )

        stop = self._token = Token()
        self.kzlaw.jobs.busy()
        self.kzlaw.jobs.start("ingest", work, done=self._finished, failed=self._failed, stop=stop)
        self.kzlaw.set_working(self.t("tui-ingest-working"))
        self._show()

    def cancel_ingest(self) -> bool:
        """Call off what is being added; returns whether anything was."""
        if self._token is None:
            return False
        self._token.cancel()
        self._said = ("tui-ingest-stopping", {})
        self._show()
        return True

    def _advance(self, progress: Progress) -> None:
        self._progress[progress.index] = progress
        if self._said == ("tui-ingest-begins", {}):
            self._said = None
        self._show()

    def _finished(self, report: IngestReport) -> None:
        self._report = report
        self._ended()
        self.kzlaw.library_changed()
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

    def _show(self) -> None:
        lines: list[Content] = []
        if self._report is not None:
            lines += self._report_lines(self._report)
        elif self._token is not None:
            lines += self._progress_lines()
        if self._said is not None:
            lines.append(styled((self.t(self._said[0], **self._said[1]), "$ink-soft")))
        if self._failure:
            lines.append(styled((f"✗ {self._failure}", "$error")))
        box = self.query_one("#ingest")
        box.display = bool(lines)
        self.query_one("#ingest-text", Static).update(Content("\n").join(lines))
        if self._token is not None:
            box.scroll_end(animate=False)

    def _progress_lines(self) -> list[Content]:
        lines: list[Content] = []
        for index, progress in sorted(self._progress.items()):
            over = progress.stage == "done" or index < max(self._progress)
            share = 1.0 if over else (STAGES.index(progress.stage) + 0.5) / (len(STAGES) - 0.5)
            mark = ("✓ ", "$accent") if over else "  "
            stage = self.t("tui-stage-done" if over else f"tui-stage-{progress.stage}")
            lines.append(
                styled(mark, (bar(share), "$accent"), f"  {one_line(progress.file.name)}  ", (stage, "$ink-soft"))
            )
        if self._progress:
            last = self._progress[max(self._progress)]
            total = self.t(
                "tui-ingest-total",
                file=last.index + 1,
                files=last.files,
                articles=last.articles,
                passages=last.passages,
            )
            lines += [
                Content(""),
                styled(
                    "  ", (bar(last.fraction), "$accent"), f"  {int(last.fraction * 100)} %  ", (total, "$ink-soft")
                ),
            ]
        return lines

    def _report_lines(self, report: IngestReport) -> list[Content]:
        lines = [line for file in report.files for line in self._file_lines(file)]
        done = sum(file.status != "failed" for file in report.files)
        total = self.t("tui-ingest-done", done=done, files=len(report.files), seconds=report.seconds)
        lines += [Content(""), styled((total, "bold"))]
        if report.cancelled:
            lines.append(styled((self.t("tui-ingest-cancelled"), "$warning")))
        if any(file.status in ("added", "updated") for file in report.files):
            lines.append(styled((self.t("tui-ingest-searchable"), "$ink-soft")))
        return lines

    def _file_lines(self, file: FileReport) -> list[Content]:
        name = one_line(file.path.name)
        if file.error is not None:
            failed = f"  {self.t('tui-file-failed')}  "
            return [styled(("✗ ", "$error"), (name, "bold"), failed, (self.t.error(file.error), "$error"))]
        counts = self.t("tui-file-counts", live=file.live_articles, all=file.articles, passages=file.passages)
        act = self.assistant.act_name(file.act, file.lang) if file.act else ""
        about = " · ".join(part for part in (one_line(act), file.lang or "", format_date(file.as_of), counts) if part)
        status = self.t(f"tui-file-{file.status}")
        lines = [styled(("✓ ", "$accent"), (name, "bold"), f"  {status}  ", (about, "$ink-soft"))]
        for message_id, args in file.warnings:
            lines.append(styled(("  ▲ ", "$warning"), (one_line(self.t(message_id, **args)), "$ink-soft")))
        return lines

    def action_close(self) -> None:
        if not self.cancel_ingest():
            self.kzlaw.pop_screen()
