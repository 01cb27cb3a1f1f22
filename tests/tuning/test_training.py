"""Real training of a tiny model: it learns, goes on after a break as if there had been none, and refuses what makes no sense."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kzlaw_tui.config import Home
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.backend import Never
from kzlaw_tui.tuning import conduct, report
from kzlaw_tui.tuning.recipes import Recipe
from kzlaw_tui.tuning.runs import Step, TrainFolder
from kzlaw_tui.tuning.trainers.protocol import Job
from tests.tuning.make import added, dataset, recipe, template, tiny_folder

pytest.importorskip("torch")
pytest.importorskip("peft")
pytest.importorskip("transformers")

from kzlaw_tui.tuning.trainers.peft import PeftTrainer


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_folder(tmp_path_factory.mktemp("base") / "tiny")


def job(tmp_path: Path, base: Path, made: Recipe | None = None, out: str = "run") -> Job:
    manifest, models = added(base, tmp_path / "models")
    data = dataset(tmp_path / "data")
    home = Home(tmp_path)
    return conduct.job_of(made or recipe(), manifest, models, data, home, out=tmp_path / out, threads=1)[0]


def best_tensors(folder: TrainFolder) -> dict[str, object]:
    from safetensors.numpy import load_file

    return dict(load_file(folder.best / "adapter_model.safetensors"))


def test_it_learns_and_writes_a_report(tmp_path: Path, base: Path) -> None:
    from kzlaw_tui.i18n import Translator

    made = job(tmp_path, base, recipe(iterations=40, learning_rate=2e-2, valid_every=10))
    trained = conduct.train(made, PeftTrainer())
    result = trained.result
    assert trained.preflight.labels > 0 and trained.preflight.trainable > 0
    assert result.best_loss < 0.97 * result.base_loss and result.steps == 40
    head = made.folder.head()
    assert head["state"] == "finished" and head["dataset"]["sha256"] == made.dataset.digest
    steps = [event for event in made.folder.events() if isinstance(event, Step)]
    assert len(steps) == 40 and all(s.tokens > 0 and 0 <= s.accuracy <= 1 and s.entropy > 0 for s in steps)
    page = report.write(made.folder, Translator("kk")).read_text("utf-8")
    assert page.count("<svg") == 6 and "http" not in page.replace("http://www.w3.org", "")
    assert "learning_rate" in page and made.dataset.digest in page


def test_a_broken_run_goes_on_as_if_it_had_not_been(tmp_path: Path, base: Path) -> None:
    import numpy as np

    whole = job(tmp_path, base, out="whole")
    conduct.train(whole, PeftTrainer())
    broken = job(tmp_path, base, out="broken")

    class AfterFour(Never):
        def cancelled(self) -> bool:
            return any(isinstance(e, Step) and e.step == 4 for e in broken.folder.events())

    with pytest.raises(KzlawError) as caught:
        conduct.train(broken, PeftTrainer(), cancel=AfterFour())
    assert caught.value.message_id == "error-tune-stopped" and broken.folder.head()["state"] == "stopped"
    conduct.train(broken, PeftTrainer(), resume=True)
    first, second = ([(e.step, e.loss) for e in run.folder.events() if isinstance(e, Step)] for run in (whole, broken))
    assert [n for n, _ in second] == [1, 2, 3, 4, 5, 6]
    assert np.allclose([loss for _, loss in first], [loss for _, loss in second], rtol=1e-4)
    ours, theirs = best_tensors(whole.folder), best_tensors(broken.folder)
    assert all(np.allclose(ours[name], theirs[name], atol=1e-5) for name in ours)


_KILLED = """
import os, signal, sys
from pathlib import Path
from kzlaw_tui.tuning import conduct
from kzlaw_tui.tuning.trainers.peft import PeftTrainer
from kzlaw_tui.tuning.trainers.loop import Run
from kzlaw_tui.config import Home
from kzlaw_tui.models.home import ModelHome
from tests.tuning.make import recipe
root = Path(sys.argv[1])
models = ModelHome(root / "models", "model")
write = Run._write
def killed(self, folder):
    write(self, folder)
    if self.step == 4:
        # In the middle of a checkpoint: its files are there, it is not in its place.
        os.kill(os.getpid(), signal.SIGKILL)
Run._write = killed
job, _ = conduct.job_of(recipe(), models.get("tiny"), models, root / "data", Home(root), out=root / "killed", threads=1)
conduct.train(job, PeftTrainer())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_kill_9_in_a_checkpoint(tmp_path: Path, base: Path) -> None:
    import numpy as np

    whole = job(tmp_path, base, out="whole")
    conduct.train(whole, PeftTrainer())
    child = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path)], check=False, timeout=240)
    assert child.returncode == -signal.SIGKILL
    killed = job(tmp_path, base, out="killed")
    assert list(killed.folder.checkpoints.glob(".*.part"))
    last = killed.folder.last()
    assert last is not None and last[0] == 2
    conduct.train(killed, PeftTrainer(), resume=True)
    ours, theirs = best_tensors(whole.folder), best_tensors(killed.folder)
    assert all(np.allclose(ours[name], theirs[name], atol=1e-5) for name in ours)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of files are POSIX")
def test_a_full_disk_at_a_checkpoint(tmp_path: Path, base: Path) -> None:
    import resource

    made = job(tmp_path, base)

    def fill(event: object) -> None:
        # After the first checkpoint no file may grow any more: as on a full disk, a write fails in its middle.
        if isinstance(event, Step) and event.step == 4:
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, was[1]))

    was = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        with pytest.raises(KzlawError) as caught:
            conduct.train(made, PeftTrainer(), tell=fill)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, was)
        signal.signal(signal.SIGXFSZ, before)
    assert caught.value.message_id == "error-tune-disk"
    last = made.folder.last()
    assert last is not None and last[0] == 2
    assert conduct.train(made, PeftTrainer(), resume=True).result.steps == 6


# What makes no sense


def refused(made: Job) -> str:
    with pytest.raises(KzlawError) as caught:
        conduct.train(made, PeftTrainer())
    assert not made.folder.best.exists(), "nothing that looks like an adapter"
    return caught.value.message_id


def test_all_labels_masked(tmp_path: Path, base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from kzlaw_tui.tuning.trainers import loop

    encode_all = loop.encode_all

    def masked(*given: object) -> object:
        found, skipped = encode_all(*given)  # type: ignore[arg-type]
        return [replace(one, prompt=len(one.ids)) for one in found], skipped

    monkeypatch.setattr(loop, "encode_all", masked)
    assert refused(job(tmp_path, base)) == "error-tune-masked"


def test_a_loss_that_is_no_number(tmp_path: Path) -> None:
    spoiled = tiny_folder(tmp_path / "spoiled", spoiled=True)
    assert refused(job(tmp_path, spoiled)) == "error-tune-nan"


def test_a_loss_that_becomes_no_number_in_the_run(tmp_path: Path, base: Path) -> None:
    trainer = PeftTrainer()
    made = job(tmp_path, base)

    def spoil(event: object) -> None:
        if isinstance(event, Step) and event.step == 4:
            import torch

            assert trainer._loaded is not None
            with torch.no_grad():
                next(p for p in trainer._loaded[0].model.parameters() if p.requires_grad).fill_(float("nan"))

    with pytest.raises(KzlawError) as caught:
        conduct.train(made, trainer, tell=spoil)
    assert caught.value.message_id == "error-tune-nan"
    assert made.folder.head()["state"] == "failed"
    assert made.folder.best.is_dir(), "the best adapter until then is kept"


def test_a_tokenizer_of_another_model(tmp_path: Path) -> None:
    small = tiny_folder(tmp_path / "small", vocabulary=200)
    assert refused(job(tmp_path, small)) == "error-tune-vocabulary"


def test_a_tokenizer_that_garbles(tmp_path: Path, base: Path) -> None:
    folder = tmp_path / "garbled"
    shutil.copytree(base, folder)
    file = folder / "tokenizer.json"
    document = json.loads(file.read_text("utf-8"))
    document["normalizer"] = {"type": "Replace", "pattern": {"String": "ғ"}, "content": "г"}
    file.write_text(json.dumps(document), "utf-8")
    assert refused(job(tmp_path, folder)) == "error-tune-tokenizer"


def test_a_template_that_does_not_close_an_answer(tmp_path: Path, base: Path) -> None:
    folder = tmp_path / "open"
    shutil.copytree(base, folder)
    template(folder, "{% for m in messages %}{{ m.role }}: {{ m.content }} END {% endfor %}")
    assert refused(job(tmp_path, folder)) == "error-tune-template"
    template(folder, "{% for m in messages %}{{ m.role }}: {{ m.content }}</s>{% endfor %}")
    shutil.rmtree(tmp_path / "models")
    assert conduct.train(job(tmp_path, folder), PeftTrainer()).result.steps == 6


def test_a_base_that_the_recipe_is_not_for(tmp_path: Path, base: Path) -> None:
    other = recipe().model_copy(update={"base": recipe().base.model_copy(update={"hidden": 640})})
    with pytest.raises(KzlawError) as caught:
        job(tmp_path, base, other)
    assert caught.value.message_id == "error-tune-other-base"


def test_early_stopping_keeps_the_best(tmp_path: Path, base: Path) -> None:
    made = job(tmp_path, base, recipe(iterations=40, learning_rate=0.5, valid_every=1, patience=2))
    try:
        result = conduct.train(made, PeftTrainer()).result
    except KzlawError as error:
        assert error.message_id in ("error-tune-diverged", "error-tune-nan")
    else:
        assert result.early and result.steps < 40
        assert made.folder.head()["state"] == "early" and result.best_loss <= result.last_loss


def test_one_run_at_a_time(tmp_path: Path, base: Path) -> None:
    made = job(tmp_path, base)
    with made.folder.alone(), pytest.raises(KzlawError) as caught, TrainFolder(made.folder.folder).alone():
        time.sleep(0)
    assert caught.value.message_id == "error-tune-elsewhere"
