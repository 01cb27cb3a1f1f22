"""The watch, and the folder of a run: whole or not at all."""

from __future__ import annotations

import errno
import math
from pathlib import Path

import pytest

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.tuning.runs import Step, TrainFolder, Validation, infos
from kzlaw_tui.tuning.watch import QUIET, Watch, check_signal


def step(n: int, loss: float = 1.0) -> Step:
    return Step(n, loss, 1.0, 1e-3, 0.5, 0.5, 100, 50.0, float(n), 1.0)


@pytest.mark.parametrize(
    ("loss", "gradient", "labels", "id_"),
    [
        (1.0, 1.0, 0, "error-tune-masked"),
        (0.0, 1.0, 5, "error-tune-no-signal"),
        (1.0, 0.0, 5, "error-tune-no-signal"),
        (math.nan, 1.0, 5, "error-tune-nan"),
        (1.0, math.inf, 5, "error-tune-nan"),
    ],
)
def test_a_step_without_signal_is_refused(loss: float, gradient: float, labels: int, id_: str) -> None:
    with pytest.raises(KzlawError) as caught:
        check_signal(loss, gradient, labels)
    assert caught.value.message_id == id_
    check_signal(1.0, 0.5, 5)


def test_the_watch_ends_a_run_without_signal_and_one_that_runs_away() -> None:
    watch = Watch(patience=2)
    for n in range(1, QUIET):
        watch.stepped(n, 0.0, 0.0, 5)
    with pytest.raises(KzlawError):
        watch.stepped(QUIET, 0.0, 0.0, 5)
    watch = Watch(patience=2)
    for n in range(1, 5):
        watch.stepped(n, 1.0, 1.0, 5)
    with pytest.raises(KzlawError) as caught:
        watch.stepped(5, 9.0, 1.0, 5)
    assert caught.value.message_id == "error-tune-diverged"
    with pytest.raises(KzlawError):
        Watch(2).validated(3, math.nan)


def test_the_watch_stops_early_and_remembers_the_best() -> None:
    watch = Watch(patience=2)
    assert [watch.validated(n, loss) for n, loss in enumerate((1.0, 0.5, 0.6))] == [True, True, False]
    again = Watch.of(watch.state())
    assert not again.over and not again.validated(3, 0.55)
    assert again.over and (again.best, again.best_step) == (0.5, 1)


def test_a_checkpoint_is_whole_or_not_there(tmp_path: Path) -> None:
    run = TrainFolder(tmp_path / "run")
    run.begin({"key": "k"})
    run.save(2, lambda folder: (folder / "weights").write_text("two", "utf-8") and None)

    def full(folder: Path) -> None:
        (folder / "weights").write_text("half", "utf-8")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(KzlawError) as caught:
        run.save(4, full)
    assert caught.value.message_id == "error-tune-disk"
    # A kill in the middle of a checkpoint leaves a folder that is not in its place yet.
    (run.checkpoints / ".step-000006.part").mkdir()
    last = run.last()
    assert last is not None and last[0] == 2 and (last[1] / "weights").read_text("utf-8") == "two"
    assert not list(run.checkpoints.glob(".*"))
    for n in (8, 10, 12):
        run.save(n, lambda folder: None)
    assert [f.name for f in sorted(run.checkpoints.iterdir())] == ["step-000010", "step-000012"]


def test_metrics_survive_a_kill_and_are_cut_back_to_the_checkpoint(tmp_path: Path) -> None:
    run = TrainFolder(tmp_path / "runs" / "one")
    run.begin({"started": "2026-11-22T10:00:00+00:00", "recipe": {"name": "r"}, "base": {"name": "b"}, "steps": 9,
               "state": "running"})  # fmt: skip
    for event in (step(1), step(2), Validation(2, 0.5, 0.9, 1.6, True), step(3)):
        run.log(event)
    with run.metrics.open("a", encoding="utf-8") as file:
        file.write('{"step": 4, "los')
    assert [event.step for event in run.events()] == [1, 2, 2, 3]
    run.forget_after(2)
    run.log(step(3, loss=0.7))
    assert [event.step for event in run.events()] == [1, 2, 2, 3]
    (info,) = infos(tmp_path / "runs")
    assert info.taken[-1].loss == 0.7 and info.validations[0].valid_loss == 0.5
