"""The shipped recipes have the figures of their sources, and a dry run plans by them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from kzlaw_tui.errors import KzlawError, NotFoundError
from kzlaw_tui.tuning.conduct import dry_run
from kzlaw_tui.tuning.plan import estimate, trainable
from kzlaw_tui.tuning.recipes import PROJECTIONS, load, names, shipped
from kzlaw_tui.tuning.rows import write
from kzlaw_tui.tuning.schedule import rates
from tests.tuning.make import ABOUT, rows

ALL = [
    "gemma3-270m-cpu",
    "gemma3-4b-mlx",
    "gemma3-all-linear",
    "qwen2.5-3b-qv",
    "qwen3-4b-qv",
    "qwen3-8b-nf4",
    "qwen3-8b-nf4-next",
    "smollm2-135m-cpu",
]


def test_all_eight_are_there_and_say_where_they_come_from() -> None:
    assert names() == ALL
    for name in ALL:
        assert load(name).source
        assert (shipped() / f"{name}.toml").read_text("utf-8").startswith("# ")


def test_the_gemma_run_on_mlx() -> None:
    recipe = load("gemma3-4b-mlx")
    training, lora = recipe.training, recipe.lora
    assert recipe.trainer == "mlx" and recipe.base.quantisation == "4bit"
    assert (training.iterations, training.batch, training.learning_rate) == (1000, 1, 1e-4)
    assert (training.save_every, training.valid_batches) == (200, 25)
    assert (lora.last_layers, lora.rank, lora.alpha, lora.dropout) == (16, 64, 16, 0.05)


def test_the_qwen_run_and_what_its_authors_advise_next() -> None:
    recipe, following = load("qwen3-8b-nf4"), load("qwen3-8b-nf4-next")
    training = recipe.training
    assert recipe.trainer == "peft" and recipe.base.quantisation == "nf4"
    assert (recipe.lora.rank, recipe.lora.alpha) == (16, 16)
    assert (training.batch, training.accumulate, training.epochs) == (2, 4, 3)
    assert (training.learning_rate, training.optimizer, training.schedule) == (2e-4, "adamw_8bit", "linear")
    assert training.warmup > 0 and training.max_tokens == 2048
    assert (following.training.epochs, following.lora.rank) == (5, 32)
    assert following.with_(epochs=3).training == training


def test_the_others() -> None:
    for name in ("qwen3-4b-qv", "qwen2.5-3b-qv"):
        assert load(name).lora.targets == ("q_proj", "v_proj")
    linear = load("gemma3-all-linear").lora
    assert (linear.rank, linear.alpha, linear.dropout) == (16, 32, 0.1)
    assert set(linear.targets) == set(PROJECTIONS)


@pytest.mark.parametrize(
    ("name", "steps", "saves"),
    [("gemma3-4b-mlx", 1000, [200, 400, 600, 800, 1000]), ("qwen3-8b-nf4", 9, []), ("qwen3-8b-nf4-next", 15, [])],
)
def test_a_dry_run_plans_by_the_recipe(tmp_path: Path, name: str, steps: int, saves: list[int]) -> None:
    write(tmp_path, rows(24), rows(4, at=24), ABOUT)
    plan = dry_run(load(name), tmp_path, "some-model")
    recipe = load(name)
    assert plan["steps"] == steps and plan["saves"] == saves
    assert plan["rows_a_step"] == recipe.training.batch * recipe.training.accumulate
    assert plan["rates"]["highest"] == pytest.approx(recipe.training.learning_rate)
    assert plan["command"] == [
        "kzlaw-tui", "adapters", "train", "--recipe", name, "--base", "some-model", "--data", str(tmp_path),
    ]  # fmt: skip
    # 8.19e9 weights of NF4 fit a card of 16 GB with all that training adds; a 4B model of 4 bits fits a MacBook of 16 GB.
    assert plan["memory"]["weights"] < plan["memory"]["total"] < 16e9


def test_the_schedule_warms_up_and_falls_to_nothing() -> None:
    training = load("qwen3-8b-nf4").training
    made = rates(training, 100)
    assert made[0] < made[1] < made[2] == pytest.approx(2e-4)
    assert all(a > b for a, b in pairwise(made[3:])) and made[-1] < 3e-6
    assert len(set(rates(load("gemma3-4b-mlx").training, 50))) == 1


def test_the_plan_counts_the_adapter_exactly() -> None:
    # LoRA on q and v of 30 layers of SmolLM2: q is 576 → 576, v is 576 → 192.
    recipe = load("smollm2-135m-cpu")
    assert trainable(recipe, {"q_proj": (576, 576), "v_proj": (576, 192)}) == 30 * 8 * (1152 + 768) == 460_800
    plan = estimate(recipe, 100, tuned=460_800)
    assert plan.adapter == 460_800 * 16 and plan.steps == 60


def test_recipes_of_ones_own_and_bad_ones(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        load("no-such")
    file = tmp_path / "mine.toml"
    text = (shipped() / "smollm2-135m-cpu.toml").read_text("utf-8")
    file.write_text(text.replace("iterations = 60", "iterations = 2"), "utf-8")
    assert load(str(file)).name == "mine" and load(str(file)).training.iterations == 2
    for bad in (
        text.replace("rank = 8", "rank = 0"),
        text + "\nepochs = 2\n",
        text.replace("articles = 3", "articles = -3"),
    ):
        file.write_text(bad, "utf-8")
        with pytest.raises(KzlawError) as caught:
            load(str(file))
        assert caught.value.message_id == "error-tune-recipe"
