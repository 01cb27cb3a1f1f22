"""A base model as torch has it: a GGUF file is turned once into a folder that transformers and MLX read."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzlaw_tui.errors import KzlawError

if TYPE_CHECKING:
    from kzlaw_tui.models.home import Manifest
    from kzlaw_tui.tuning.trainers.protocol import Job


def libraries() -> tuple[Any, Any, Any]:
    """torch, transformers, peft. Raises ``KzlawError`` when the extra is not installed."""
    try:
        import peft
        import torch
        import transformers
    except ImportError as error:
        raise KzlawError("error-model-extra", extra="tune") from error
    logging: Any = transformers.utils.logging
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    return torch, transformers, peft


def folder_of(job: Job) -> Path:
    """The base of a job as a folder of transformers. Raises ``KzlawError``."""
    return converted(job.path, job.base, job.converted)


def converted(path: Path, base: Manifest, root: Path) -> Path:
    """A base as a folder of transformers: itself, or made under ``root`` of the GGUF file, its weights as 16-bit floats.

    Raises ``KzlawError`` when transformers cannot read the architecture, or the disk is full.
    """
    if path.is_dir():
        return path
    torch, transformers, _ = libraries()
    place = root / f"{base.name}-{base.sha256[:12]}"
    if (place / "config.json").is_file():
        return place
    part = place.with_name(f".{place.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        given = {"gguf_file": path.name, "local_files_only": True}
        model = transformers.AutoModelForCausalLM.from_pretrained(str(path.parent), dtype=torch.bfloat16, **given)
        tokenizer = transformers.AutoTokenizer.from_pretrained(str(path.parent), **given)
        # What came out of a quantised file is no quantised model any longer.
        model.hf_quantizer, model.is_quantized = None, False
        if hasattr(model.config, "quantization_config"):
            del model.config.quantization_config
        model.save_pretrained(part)
        tokenizer.save_pretrained(part)
        part.replace(place)
    except Exception as error:
        shutil.rmtree(part, ignore_errors=True)
        raise KzlawError("error-tune-base", name=base.name, reason=f"{type(error).__name__}: {error}") from error
    return place


class HfTokenizer:
    """A tokenizer of transformers, as rows are encoded with it."""

    def __init__(self, own: Any) -> None:
        self._own = own
        bos = own.bos_token_id
        # Whether this tokenizer itself puts a token before a text.
        self._first = bos if bos is not None and own("a").input_ids[:1] == [bos] else None

    @classmethod
    def of(cls, folder: Path) -> HfTokenizer:
        """The tokenizer of a model's folder. Raises ``KzlawError``."""
        _, transformers, _ = libraries()
        try:
            return cls(transformers.AutoTokenizer.from_pretrained(str(folder), local_files_only=True))
        except Exception as error:
            raise KzlawError("error-tune-base", name=folder.name, reason=f"{type(error).__name__}: {error}") from error

    def encode(self, text: str, special: bool) -> list[int]:
        ids: list[int] = self._own.encode(text, add_special_tokens=False, split_special_tokens=not special)
        return ids

    def decode(self, ids: Sequence[int]) -> str:
        return str(self._own.decode(list(ids), skip_special_tokens=True, clean_up_tokenization_spaces=False))

    @property
    def first(self) -> tuple[int, ...]:
        return () if self._first is None else (int(self._first),)

    @property
    def end(self) -> int:
        return int(self._own.eos_token_id)

    @property
    def size(self) -> int:
        return len(self._own)


def best_type(torch: Any, device: str) -> Any:
    """bfloat16 where the processor multiplies it, else 32 bits; on CUDA what the card can do."""
    if device == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    able = getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)()
    return torch.bfloat16 if able or getattr(torch.cpu, "_is_amx_tile_supported", lambda: False)() else torch.float32


def base_model(job: Job, folder: Path, device: str) -> Any:
    """The frozen base, in NF4 when the recipe says so. Raises ``KzlawError``."""
    torch, transformers, _ = libraries()
    given: dict[str, Any] = {"dtype": best_type(torch, device), "local_files_only": True}
    if job.recipe.base.quantisation == "nf4":
        try:
            import bitsandbytes  # noqa: F401
        except ImportError as error:
            raise KzlawError("error-model-extra", extra="tune") from error
        given["quantization_config"] = transformers.BitsAndBytesConfig(
            load_in_4bit=True,
            bnb_4bit_quant_type="nf4",
            bnb_4bit_use_double_quant=True,
            bnb_4bit_compute_dtype=given["dtype"],
        )
        given["device_map"] = {"": device}
    try:
        model = transformers.AutoModelForCausalLM.from_pretrained(str(folder), **given)
    except Exception as error:
        raise KzlawError("error-tune-base", name=job.base.name, reason=f"{type(error).__name__}: {error}") from error
    if job.recipe.base.quantisation != "nf4":
        model = model.to(device)
    model.config.use_cache = False
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    return model
