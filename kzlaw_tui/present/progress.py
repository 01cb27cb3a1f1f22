"""Progress bars on stderr."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kzlaw_tui.law.characters import clean
from kzlaw_tui.terminal import unguarded

if TYPE_CHECKING:
    from rich.progress import TaskID

    from kzlaw_tui.assistant import Assistant
    from kzlaw_tui.ingest.reports import Progress
    from kzlaw_tui.tuning.runs import Event


class _Bar:
    """A rich progress bar on stderr that shows nothing when stderr is no terminal."""

    def __init__(self, assistant: Assistant) -> None:
        from rich import progress as rich_progress
        from rich.console import Console

        self.t = assistant.t
        console = Console(file=unguarded(sys.stderr))
        self._progress = rich_progress.Progress(
            rich_progress.TextColumn("{task.description}", markup=False),
            rich_progress.BarColumn(),
            rich_progress.TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task: TaskID = self._progress.add_task("", total=1.0)

    def __enter__(self) -> Any:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def show(self, description: str, fraction: float) -> None:
        """Draw the bar."""
        self._progress.update(self._task, description=clean(description), completed=fraction)


class IngestProgress(_Bar):
    """Progress of an ingest."""

    def update(self, progress: Progress) -> None:
        """Take a report of the pipeline."""
        self.show(
            self.t(
                "cli-ingest-progress",
                file=Path(progress.file).name,
                stage=self.t(f"ingest-stage-{progress.stage}"),
                articles=progress.articles,
                passages=progress.passages,
            ),
            progress.fraction,
        )


class CopyProgress(_Bar):
    """Progress of a model that is copied."""

    def __init__(self, assistant: Assistant, name: str) -> None:
        super().__init__(assistant)
        self._name = name

    def update(self, fraction: float) -> None:
        """Take the share that is done."""
        self.show(self.t("models-adding", name=self._name), fraction)


class EmbedProgress(_Bar):
    """Progress of the vectors."""

    def update(self, done: int, total: int) -> None:
        """Take a report of the embedding."""
        self.show(self.t("cli-vectors-progress", done=done, total=total), done / total if total else 1.0)


class EvalProgress(_Bar):
    """Progress of an evaluation."""

    def update(self, done: int, total: int) -> None:
        """Take a report of the run."""
        self.show(self.t("eval-progress", done=done, total=total), done / total if total else 1.0)


class RowsProgress(_Bar):
    """Progress of a dataset that is built."""

    def update(self, done: int, total: int) -> None:
        """Take the number of rows."""
        self.show(self.t("tune-rows-progress", done=done, total=total), done / total if total else 1.0)


class TrainProgress(_Bar):
    """Progress of a training: a bar in a terminal, a line a validation elsewhere. The first Ctrl+C asks for a checkpoint and an end,
    so this is also what is asked whether the work was called off."""

    def __init__(self, assistant: Assistant) -> None:
        super().__init__(assistant)
        self._stop = False
        self._before: Any = None
        self._quiet = not sys.stderr.isatty()
        self._valid = ""

    def __enter__(self) -> Any:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._interrupted)
        return super().__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _interrupted(self, *_: object) -> None:
        if self._stop:
            raise KeyboardInterrupt
        self._stop = True

    def cancelled(self) -> bool:
        return self._stop

    def update(self, event: Event) -> None:
        """Take a step or a validation."""
        from kzlaw_tui.present.tuning import step_line, valid_line
        from kzlaw_tui.tuning.runs import Step

        if isinstance(event, Step):
            self.show(f"{step_line(self.t, event)} {self._valid}", event.seconds / (event.seconds + event.left))
            return
        self._valid = valid_line(self.t, event)
        if self._quiet:
            print(self._valid, file=sys.stderr, flush=True)
