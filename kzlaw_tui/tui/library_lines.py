"""What the library says while it works and when it is done, as lines for the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from kzlaw_tui.i18n import Translator, format_date
from kzlaw_tui.tui.pace import Pace, clock_text
from kzlaw_tui.tui.text import one_line, styled

if TYPE_CHECKING:
    from kzlaw_tui.assistant import Assistant
    from kzlaw_tui.ingest.reports import FileReport, IndexReport, IngestReport, Progress

STAGES = ("reading", "parsing", "indexing", "done")
BAR = 20
SHOWN_PROBLEMS = 200


def bar(share: float, width: int = BAR) -> str:
    """A bar that is full to a share in [0, 1]."""
    full = round(max(0.0, min(share, 1.0)) * width)
    return "━" * full + "╌" * (width - full)


def size_text(t: Translator, size: int | None) -> str:
    """A file's size in kilobytes or megabytes of 1,024; a dash where it is not known."""
    if size is None:
        return "—"
    if size < 1024 * 1024:
        return t("tui-size-kb", n=max(round(size / 1024), 1))
    return t("tui-size-mb", n=size / (1024 * 1024))


def progress_lines(t: Translator, steps: Mapping[int, Progress], pace: Pace) -> list[Content]:
    """A line a file, with the time that it took; below them how far all is, how fast, and how long it will still take."""
    if not steps:
        return []
    lines: list[Content] = []
    newest = max(steps)
    for index, step in sorted(steps.items()):
        over = step.stage == "done" or index < newest
        share = 1.0 if over else (STAGES.index(step.stage) + 0.5) / (len(STAGES) - 0.5)
        mark = ("✓ ", "$accent") if over else "  "
        stage = t("tui-stage-done" if over else f"tui-stage-{step.stage}")
        about = f"{stage} · {t('tui-seconds', n=pace.of_file(index))}"
        lines.append(styled(mark, (bar(share), "$accent"), f"  {one_line(step.file.name)}  ", (about, "$ink-soft")))
    last = steps[newest]
    parts = [
        t("tui-ingest-total", file=last.index + 1, files=last.files, articles=last.articles, passages=last.passages)
    ]
    speed, left = pace.articles_per_second(), pace.left()
    if speed is not None:
        parts.append(t("tui-ingest-speed", n=round(speed)))
    if left is not None:
        parts.append(t("tui-ingest-left", time=clock_text(left)))
    whole = f"  {int(last.fraction * 100)} %  "
    return [*lines, Content(""), styled("  ", (bar(last.fraction), "$accent"), whole, (" · ".join(parts), "$ink-soft"))]


def ingest_lines(assistant: Assistant, report: IngestReport, *, pretended: bool = False) -> list[Content]:
    """The report of an ingest, or of a dry run: a line a file with its warnings, then the total."""
    t = assistant.t
    lines = [line for file in report.files for line in _file_lines(assistant, file, pretended)]
    done = sum(file.status != "failed" for file in report.files)
    message = "tui-dry-done" if pretended else "tui-ingest-done"
    total = t(message, done=done, files=len(report.files), seconds=report.seconds)
    lines += [Content(""), styled((total, "bold"))]
    if report.cancelled:
        lines.append(styled((t("tui-ingest-cancelled"), "$warning")))
    if pretended and done:
        lines.append(styled((t("tui-dry-advice"), "$ink-soft")))
    elif any(file.status in ("added", "updated") for file in report.files):
        lines.append(styled((t("tui-ingest-searchable"), "$ink-soft")))
    return lines


def _file_lines(assistant: Assistant, file: FileReport, pretended: bool) -> list[Content]:
    t, name = assistant.t, one_line(file.path.name)
    kind = "dry" if pretended else "file"
    if file.error is not None:
        failed = f"  {t(f'tui-{kind}-failed')}  "
        return [styled(("✗ ", "$error"), (name, "bold"), failed, (t.error(file.error), "$error"))]
    counts = t("tui-file-counts", live=file.live_articles, all=file.articles, passages=file.passages)
    act = assistant.act_name(file.act, file.lang) if file.act else ""
    about = " · ".join(part for part in (one_line(act), file.lang or "", format_date(file.as_of), counts) if part)
    lines = [styled(("✓ ", "$accent"), (name, "bold"), f"  {t(f'tui-{kind}-{file.status}')}  ", (about, "$ink-soft"))]
    for message_id, args in file.warnings:
        lines.append(styled(("  ▲ ", "$warning"), (one_line(t(message_id, **args)), "$ink-soft")))
    return lines


def index_lines(t: Translator, report: IndexReport, *, rebuilt: bool) -> list[Content]:
    """The report of a rebuild or a check: counts, then every problem with what to do about it."""
    message = "tui-rebuilt" if rebuilt else "tui-checked"
    lines = [styled((t(message, articles=report.articles, passages=report.passages), "bold"))]
    if report.ok:
        return [*lines, styled(("✓ ", "$accent"), (t("tui-index-ok"), "$ink-soft"))]
    for message_id, args in report.problems[:SHOWN_PROBLEMS]:
        lines.append(styled(("▲ ", "$warning"), one_line(t(message_id, **args))))
    if len(report.problems) > SHOWN_PROBLEMS:
        lines.append(styled((f"… (+{len(report.problems) - SHOWN_PROBLEMS})", "$ink-soft")))
    return [*lines, Content(""), styled((t("tui-index-not-ok", n=len(report.problems)), "$warning"))]
