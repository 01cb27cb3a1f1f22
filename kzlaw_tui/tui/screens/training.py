"""Tuning: the trainings of the home, and the course of the one that is chosen, read anew while it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import DataTable, Static

from kzlaw_tui.tui.actions import bindings
from kzlaw_tui.tui.chart import chart
from kzlaw_tui.tui.screens.base import Page
from kzlaw_tui.tui.text import one_line, plain, styled
from kzlaw_tui.tui.widgets.basics import KeyLine, PaneTitle, StatusLine

if TYPE_CHECKING:
    from kzlaw_tui.tuning.runs import RunInfo

LAST = 20
AGAIN = 2.0
"""Seconds between two looks at a run that goes on."""
AXIS = 7
MOST_ROWS = 10


class TrainingScreen(Page):
    """The trainings above; below them the plot of the one under the cursor."""

    scope = "training"
    BINDINGS: ClassVar[list[BindingType]] = bindings("training")

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[RunInfo] | None = None

    def compose(self) -> ComposeResult:
        yield StatusLine()
        yield PaneTitle(id="training-title")
        with Vertical(id="training"):
            yield DataTable(id="trainings", cursor_type="row", cell_padding=1)
            yield Static("", id="training-empty", markup=False)
            with VerticalScroll(id="course"):
                yield Static("", id="course-head", markup=False)
                yield Static("", id="course-plot", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.relabel()
        self.set_interval(AGAIN, self._again)

    def on_screen_resume(self) -> None:
        self.query_one(DataTable).focus()
        self._read()

    def _again(self) -> None:
        if self.is_current and any(run.state == "running" for run in self.runs or ()):
            self._read()

    def _read(self) -> None:
        self.kzlaw.jobs.start(
            "training", lambda _: self.assistant.trainings(LAST), done=self._loaded, failed=self.kzlaw.say_failure
        )

    def _loaded(self, runs: list[RunInfo]) -> None:
        if runs != self.runs:
            self.runs = runs
            self.relabel()

    def relabel(self) -> None:
        self.query_one("#training-title", Static).update(plain(self.t("tui-training-title")))
        self._table()
        self._show()

    def on_resize(self) -> None:
        self._table()
        self._show()

    def on_data_table_row_highlighted(self) -> None:
        self._show()

    # The trainings

    def _table(self) -> None:
        from kzlaw_tui.evaluation.names import decimal

        table: DataTable[Text] = self.query_one(DataTable)
        row = table.cursor_row
        table.clear(columns=True)
        runs = self.runs or []
        columns: list[tuple[str, list[str]]] = [
            ("tui-training-when", [f"{run.started:%d.%m.%Y %H:%M}" for run in runs]),
            ("tui-training-recipe", [one_line(f"{run.recipe} · {run.base}") for run in runs]),
            ("tui-training-steps", [f"{run.taken[-1].step if run.taken else 0}/{run.steps}" for run in runs]),
            (
                "tui-training-loss",
                [
                    decimal(self.t, min(v.valid_loss for v in run.validations), 3) if run.validations else "—"
                    for run in runs
                ],
            ),
            ("tui-training-state", [self.t(f"tune-state-{run.state}").partition(":")[0].strip(".") for run in runs]),
        ]
        widths = [max(map(cell_len, (self.t(head), *cells))) for head, cells in columns]
        room = max(self.app.size.width - 2 * (len(columns) + 1) - 4 - (sum(widths) - widths[1]), 12)
        for i, (head, _) in enumerate(columns):
            table.add_column(Text(self.t(head)), width=min(widths[i], room) if i == 1 else None)
        for at in range(len(runs)):
            cells = [Text(cells[at]) for _, cells in columns]
            cells[1].truncate(room, overflow="ellipsis")
            table.add_row(*cells)
        if runs:
            table.move_cursor(row=min(row, len(runs) - 1))
        table.display = bool(runs)
        empty = self.query_one("#training-empty", Static)
        empty.display = not runs
        empty.update(plain(self.t("tui-loading" if self.runs is None else "tui-training-empty")))

    # The one that is chosen

    @property
    def chosen(self) -> RunInfo | None:
        row = self.query_one(DataTable).cursor_row
        return self.runs[row] if self.runs and 0 <= row < len(self.runs) else None

    def _show(self) -> None:
        run = self.chosen
        self.query_one("#course").display = run is not None
        if run is None:
            return
        self.query_one("#course-head", Static).update(Content("\n").join(self._head_lines(run)))
        self.query_one("#course-plot", Static).update(Content("\n").join(self._plot_lines(run)))

    def _head_lines(self, run: RunInfo) -> list[Content]:
        from kzlaw_tui.evaluation.names import decimal
        from kzlaw_tui.tuning.names import duration

        lines = [styled((one_line(f"{run.recipe} · {run.base}"), "bold"))]
        if not run.taken:
            return [*lines, styled((self.t(f"tune-state-{run.state}"), "$ink-soft"))]
        step, checks = run.taken[-1], run.validations
        now = self.t(
            "tui-training-now",
            loss=decimal(self.t, step.loss, 3),
            valid=decimal(self.t, checks[-1].valid_loss, 3) if checks else "—",
            best=decimal(self.t, min(v.valid_loss for v in checks), 3) if checks else "—",
        )
        speed = self.t(
            "tui-training-speed",
            speed=round(step.tokens_per_second),
            left=duration(self.t, step.left if run.state == "running" else 0),
            gradient=decimal(self.t, step.gradient, 2),
            entropy=decimal(self.t, step.entropy, 2),
            accuracy=decimal(self.t, 100 * step.accuracy, 1),
        )
        return [*lines, styled((now, "$accent")), styled((speed, "$ink-soft")), Content("")]

    def _plot_lines(self, run: RunInfo) -> list[Content]:
        from kzlaw_tui.evaluation.names import decimal
        from kzlaw_tui.tuning.report import smoothed

        if not run.taken:
            return []
        last = max(run.taken[-1].step, 1)
        width = max(self.app.size.width - AXIS - 6, 20)
        height = max(4, min(MOST_ROWS, self.app.size.height - 17))
        dots = [(event.step / last, event.valid_loss) for event in run.validations]
        rows, top = chart(smoothed([step.loss for step in run.taken]), dots, width, height)
        lines = []
        for at, cells in enumerate(rows):
            mark = decimal(self.t, top, 2) if at == 0 else decimal(self.t, 0, 2) if at == len(rows) - 1 else ""
            lines.append(
                styled(
                    (f"{mark:>{AXIS - 1}} ", "$ink-soft"),
                    *((cell, "$warning" if dot else "$accent") for cell, dot in cells),
                )
            )
        lines.append(styled((" " * AXIS + self.t("tui-training-legend"), "$ink-soft")))
        return lines

    def action_close(self) -> None:
        self.kzlaw.pop_screen()
