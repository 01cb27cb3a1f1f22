"""Quality: the last evaluations, and the numbers of the one that is chosen as small plots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import DataTable, Static

from kzlaw_tui.tui.actions import bindings
from kzlaw_tui.tui.library_lines import bar
from kzlaw_tui.tui.screens.base import Page
from kzlaw_tui.tui.text import one_line, plain, styled
from kzlaw_tui.tui.widgets.basics import KeyLine, PaneTitle, StatusLine

if TYPE_CHECKING:
    from kzlaw_tui.evaluation.run import RunInfo

LAST = 30
"""How many runs are listed."""
BAR = 16
NARROW = 100
BLOCKS = "▁▂▃▄▅▆▇█"
SHOWN = ("retrieval.hit@5", "text.key_info", "refusal.recall")
"""The columns of the table of runs."""
PARTS = ("level", "lang", "act")
"""The breakdowns that have room here; the report has all."""
TREND = ("text.key_info", "retrieval.mrr@10")


def sparkline(values: Iterable[float]) -> str:
    """A column a value, full height for 1: «▃▄▅▇»."""
    top = len(BLOCKS) - 1
    return "".join(BLOCKS[round(max(0.0, min(value, 1.0)) * top)] for value in values)


class QualityScreen(Page):
    """The runs above; below them the plots of the one under the cursor."""

    scope = "quality"
    BINDINGS: ClassVar[list[BindingType]] = bindings("quality")

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[RunInfo] | None = None

    def compose(self) -> ComposeResult:
        yield StatusLine()
        yield PaneTitle(id="quality-title")
        with Vertical(id="quality"):
            yield DataTable(id="runs", cursor_type="row", cell_padding=1)
            yield Static("", id="quality-empty", markup=False)
            with VerticalScroll(id="run"):
                yield Static("", id="run-head", markup=False)
                with Vertical(id="run-plots"):
                    yield Static("", id="run-left", markup=False)
                    yield Static("", id="run-right", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.relabel()

    def on_screen_resume(self) -> None:
        self.query_one(DataTable).focus()
        self.kzlaw.jobs.start(
            "quality", lambda _: self.assistant.runs(LAST), done=self._loaded, failed=self.kzlaw.say_failure
        )

    def _loaded(self, runs: list[RunInfo]) -> None:
        self.runs = runs
        self.relabel()

    def relabel(self) -> None:
        self.query_one("#quality-title", Static).update(plain(self.t("tui-quality-title")))
        self._table()
        self._show()

    def on_resize(self) -> None:
        self._table()
        self._show()

    # The runs

    def _table(self) -> None:
        from kzlaw_tui.evaluation.names import percent, run_title
        from kzlaw_tui.evaluation.values import value_of

        table: DataTable[Text] = self.query_one(DataTable)
        row = table.cursor_row
        table.clear(columns=True)
        runs = self.runs or []
        narrow = self.app.size.width < NARROW
        shown = SHOWN[:2] if narrow else SHOWN
        days = [f"{run.started:{'%d.%m %H:%M' if narrow else '%d.%m.%Y %H:%M'}}" for run in runs]
        heads = [self.t("tui-quality-questions"), *(self._head(name) for name in shown)]
        columns = [[self._count(run) for run in runs]]
        columns += [[percent(self.t, value_of(run.summary, name)) for run in runs] for name in shown]
        widths = [max(map(cell_len, (head, *cells))) for head, cells in zip(heads, columns, strict=True)]
        day = max(map(cell_len, (self.t("tui-quality-when"), *days)))
        # What is left of the line: each column has a blank on both sides, the page two on each.
        room = max(self.app.size.width - day - sum(widths) - 2 * (len(widths) + 2) - 4, 12)
        table.add_column(Text(self.t("tui-quality-when")))
        table.add_column(Text(self.t("tui-quality-what")), width=room)
        for head, width in zip(heads, widths, strict=True):
            table.add_column(Text(head.rjust(width)))
        for at, run in enumerate(runs):
            what = Text(one_line(run_title(self.t, run.settings)))
            what.truncate(room, overflow="ellipsis")
            cells = [Text(column[at].rjust(width)) for column, width in zip(columns, widths, strict=True)]
            table.add_row(Text(days[at]), what, *cells)
        if runs:
            table.move_cursor(row=min(row, len(runs) - 1))
        table.display = bool(runs)
        empty = self.query_one("#quality-empty", Static)
        empty.display = not runs
        empty.update(plain(self.t("tui-loading" if self.runs is None else "tui-quality-empty")))

    def _head(self, name: str) -> str:
        return {
            "retrieval.hit@5": self.t("tui-quality-found"),
            "text.key_info": self.t("tui-quality-facts"),
            "refusal.recall": self.t("tui-quality-refused"),
        }[name]

    def _count(self, run: RunInfo) -> str:
        if run.done < run.total or not run.summary:
            return f"{run.done}/{run.total}"
        return self.t("tui-number", n=run.total)

    def on_data_table_row_highlighted(self) -> None:
        self._show()

    # The one that is chosen

    @property
    def chosen(self) -> RunInfo | None:
        row = self.query_one(DataTable).cursor_row
        return self.runs[row] if self.runs and 0 <= row < len(self.runs) else None

    def _show(self) -> None:
        run = self.chosen
        self.query_one("#run").display = run is not None
        if run is None:
            return
        head, left, right = self._head_lines(run), self._metric_lines(run), self._part_lines(run)
        for id_, lines in (("#run-head", head), ("#run-left", left), ("#run-right", right)):
            self.query_one(id_, Static).update(Content("\n").join(lines))
        self.query_one("#run").scroll_home(animate=False)

    def _head_lines(self, run: RunInfo) -> list[Content]:
        from kzlaw_tui.evaluation.names import decimal, metric_name, run_title

        lines = [styled((one_line(run_title(self.t, run.settings)), "bold"))]
        if not run.summary:
            stopped = self.t("tui-quality-unfinished", done=run.done, total=run.total)
            return [*lines, styled((stopped, "$warning"))]
        seconds = run.timing.get("seconds") or {}
        if seconds.get("mean") is not None:
            speed = self.t(
                "tui-quality-speed", mean=decimal(self.t, seconds["mean"], 2), p95=decimal(self.t, seconds["p95"], 2)
            )
            lines.append(styled((speed, "$ink-soft")))
        trend = self._trend(run)
        if trend is not None:
            name, values = trend
            label = self.t("tui-quality-trend", metric=metric_name(self.t, name))
            lines.append(styled((f"{label}  ", "$ink-soft"), (sparkline(values), "$accent")))
        lines += [
            styled((self.t("tui-quality-report", path=str(run.folder / "report.html")), "$ink-soft")),
            Content(""),
        ]
        return lines

    def _trend(self, run: RunInfo) -> tuple[str, list[float]] | None:
        """The main metric over the runs of the same kind up to this one, the oldest first; ``None`` for a single run."""
        from kzlaw_tui.evaluation.values import value_of

        kind = [run.settings.get(key) for key in ("mode", "system", "split", "files")]
        for name in TREND:
            values = [
                value
                for other in reversed(self.runs or [])
                if other.started <= run.started
                and [other.settings.get(key) for key in ("mode", "system", "split", "files")] == kind
                and (value := value_of(other.summary, name)) is not None
            ]
            if len(values) > 1:
                return name, values
        return None

    def _metric_lines(self, run: RunInfo) -> list[Content]:
        from kzlaw_tui.evaluation.names import interval, metric_name
        from kzlaw_tui.evaluation.values import bound_of, headline, value_of

        rows: list[tuple[str, float, str]] = []
        for name in headline(str(run.settings.get("mode"))):
            value = value_of(run.summary, name)
            if value is not None:
                rows.append((metric_name(self.t, name), value, interval(self.t, bound_of(run.summary, name))))
        return self._bars(rows, max((cell_len(name) for name, _, _ in rows), default=0))

    def _part_lines(self, run: RunInfo) -> list[Content]:
        from kzlaw_tui.evaluation.names import by_name, group_name, metric_name

        parts: list[tuple[str, list[tuple[str, float, str]]]] = []
        by: Mapping[str, Any] = run.summary.get("by", {})
        name = next((n for n in TREND if any(n in g["metrics"] for g in by.get("lang", {}).values())), TREND[-1])
        for part in PARTS:
            groups = {key: g for key, g in by.get(part, {}).items() if name in g["metrics"]}
            if len(groups) < 2:
                continue
            labels = [self._act(key) if part == "act" else group_name(self.t, part, key) for key in groups]
            rows = [
                (one_line(label), float(group["metrics"][name]), self.t("tui-quality-n", n=group["n"]))
                for label, group in zip(labels, groups.values(), strict=True)
            ]
            parts.append((f"{by_name(self.t, part)}: {metric_name(self.t, name)}", rows))
        width = max((cell_len(label) for _, rows in parts for label, _, _ in rows), default=0)
        lines: list[Content] = []
        for title, rows in parts:
            lines += [*([Content("")] if lines else []), styled((title, "$ink-soft")), *self._bars(rows, width)]
        return lines

    def _act(self, act: str) -> str:
        try:
            return self.assistant.act_name(act)
        except KeyError:
            return act

    def _bars(self, rows: Sequence[tuple[str, float, str]], label: int) -> list[Content]:
        """A line a row: label (so many cells), bar, value, what stands beside it."""
        from kzlaw_tui.evaluation.names import percent

        return [
            styled(
                name + " " * (label - cell_len(name) + 1),
                (bar(value, BAR), "$accent"),
                f"{percent(self.t, value):>9}  ",
                (beside, "$ink-soft"),
            )
            for name, value, beside in rows
        ]

    def action_close(self) -> None:
        self.kzlaw.pop_screen()
