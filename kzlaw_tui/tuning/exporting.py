"""An adapter in another form, with all that is known of how it was made; and a finished training as an adapter of the home."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kzlaw_tui import __version__
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.adapters import TUNING_FILE, TUNING_KEY, tuned, tuned_folder
from kzlaw_tui.models.gguf import read_gguf
from kzlaw_tui.tuning.lora import (
    BaseFacts,
    Lora,
    read_gguf_lora,
    read_mlx,
    read_peft,
    write_gguf_lora,
    write_mlx,
    write_peft,
)
from kzlaw_tui.tuning.runs import TrainFolder, disk_error

if TYPE_CHECKING:
    from kzlaw_tui.config import Home
    from kzlaw_tui.models.home import Manifest, ModelHome

Form = Literal["gguf", "peft", "mlx"]
FORMS: tuple[Form, ...] = ("gguf", "peft", "mlx")


def base_facts(base: Manifest, models: ModelHome) -> BaseFacts:
    """What the forms need to know of a base. Raises ``KzlawError``."""
    if base.form == "gguf":
        head = models.gguf(base)
        heads = head.number("attention.head_count", 1)
        return BaseFacts(
            head.architecture,
            heads,
            head.number("attention.head_count_kv", heads),
            head.number("block_count"),
            base.name,
        )
    try:
        config = json.loads((models.path(base) / "config.json").read_text("utf-8"))
        text = config.get("text_config") or config
        heads = int(text["num_attention_heads"])
        kind = str(config["model_type"]).removesuffix("_text")
        return BaseFacts(
            kind, heads, int(text.get("num_key_value_heads") or heads), int(text["num_hidden_layers"]), base.name
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KzlawError("error-tune-base", name=base.name, reason=error) from error


def form_of(path: Path) -> Form:
    """The form of an adapter's file or folder."""
    if path.is_file():
        return "gguf"
    return "mlx" if (path / "adapters.safetensors").is_file() else "peft"


def read(path: Path, base: BaseFacts) -> tuple[Lora, dict[str, Any]]:
    """An adapter of any form, with what it says of how it was tuned. Raises ``KzlawError``."""
    form = form_of(path)
    if form == "gguf":
        return read_gguf_lora(path, base), tuned(read_gguf(path)).get("tuning", {}) | _prompt(tuned(read_gguf(path)))
    lora = read_mlx(path) if form == "mlx" else read_peft(path)
    found = tuned_folder(path)
    return lora, {**found.get("tuning", {}), **_prompt(found)}


def _prompt(found: dict[str, Any]) -> dict[str, Any]:
    return {"prompt": found["prompt"]} if "prompt" in found else {}


def write(lora: Lora, about: dict[str, Any], target: Path, form: Form, base: BaseFacts) -> None:
    """An adapter in a form: a file for GGUF, a folder for the others; whole or not at all. Raises ``KzlawError``."""
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove(part)
        if form == "gguf":
            facts = {"kzlaw_tuning": json.dumps(about, ensure_ascii=False)} if about else {}
            assert TUNING_KEY == "kzlaw.tuning"
            write_gguf_lora(lora, part, base, **facts)
        else:
            (write_mlx if form == "mlx" else write_peft)(lora, part, base)
            if about:
                (part / TUNING_FILE).write_text(json.dumps(about, ensure_ascii=False, indent=2) + "\n", "utf-8")
        _remove(target)
        part.replace(target)
    except OSError as error:
        raise disk_error(target.parent, error) from error
    finally:
        _remove(part)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def about_of(run: TrainFolder) -> dict[str, Any]:
    """How the adapter of a training was made, as it is kept in every form of it. Raises ``KzlawError`` when the training has not got as
    far as an adapter."""
    head = run.head()
    result = head.get("result") or {}
    if not run.best.is_dir():
        raise KzlawError("error-tune-no-adapter", path=run.folder)
    recipe, base = head["recipe"], head["base"]
    validations = [event for event in run.events() if hasattr(event, "valid_loss")]
    best = min(validations, key=lambda event: event.valid_loss) if validations else None
    return {
        "made_by": f"kzlaw-tui {__version__}",
        "recipe": recipe["name"],
        "recipe_digest": head["recipe_digest"],
        "base": base["name"],
        "base_sha256": base["sha256"],
        "licence": base.get("licence", ""),
        "dataset": head["dataset"],
        "prompt": head["prompt"],
        "seed": head["seed"],
        "steps": result.get("steps") or (best.step if best else 0),
        "best_step": best.step if best else 0,
        "base_loss": validations[0].valid_loss if validations else None,
        "valid_loss": best.valid_loss if best else None,
    }


def adapter_of(run: TrainFolder, base: BaseFacts) -> tuple[Lora, dict[str, Any]]:
    """The best adapter of a training. Raises ``KzlawError``."""
    about = about_of(run)
    lora = read_mlx(run.best) if (run.best / "adapters.safetensors").is_file() else read_peft(run.best)
    return lora, about


def add_trained(
    run: TrainFolder,
    name: str,
    base: Manifest,
    models: ModelHome,
    adapters: ModelHome,
    evaluation: dict[str, Any] | None = None,
) -> Manifest:
    """The best adapter of a training as an adapter of the home, in the form that the base's backend reads. Raises ``KzlawError``."""
    facts = base_facts(base, models)
    lora, about = adapter_of(run, facts)
    if evaluation:
        about["evaluation"] = evaluation
    form: Form = "gguf" if base.form == "gguf" else "mlx"
    target = run.folder / ("adapter.gguf" if form == "gguf" else "adapter-mlx")
    write(lora, about, target, form, facts)
    gguf = models.gguf(base) if base.form == "gguf" else None
    return adapters.add(target, name=name, base=gguf, base_sha256=base.sha256, licence=base.licence)


PROBES = (
    "Выдержки из закона:\n\n[п. 1 ст. 1 ТК РК] Основные понятия\nРаботник имеет право.\n\nВопрос: Что это?\nОтвет:",
    "Заңнан үзінділер:\n\n[ҚР ЕК 1-бабы] Негізгі ұғымдар\nЖұмыскердің құқығы бар.\n\nСұрақ: Бұл не?\nЖауап:",
    "The quick brown fox",
)


def compare(first: Path, second: Path, base: Manifest, models: ModelHome, home: Home) -> float:
    """The correlation of the logits of two forms of an adapter on one base. Raises ``KzlawError`` when it is too low, or a library
    is not there."""
    from kzlaw_tui.tuning import comparing
    from kzlaw_tui.tuning.trainers.loading import HfTokenizer, converted

    folder = converted(models.path(base), base, home.trainings / "bases")
    tokenizer = HfTokenizer.of(folder)
    prompts = [[*tokenizer.first, *tokenizer.encode(text, False)] for text in PROBES]

    def logits(path: Path) -> Any:
        form = form_of(path)
        if form == "mlx":
            return comparing.mlx_logits(folder, path, prompts)
        if form == "peft":
            return comparing.torch_logits(folder, path, prompts)
        if base.form != "gguf":
            raise KzlawError("error-adapter-form", name=path.name, form="gguf", wanted=base.form)
        return comparing.llama_logits(models.path(base), path, prompts)

    return comparing.check_same(logits(first), logits(second), form_of(second))
