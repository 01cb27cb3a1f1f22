"""Small datasets, and a tiny model with real weights, made by the libraries themselves."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from kzlaw_tui.models.home import Manifest, ModelHome
from kzlaw_tui.tuning.building import COMPACT
from kzlaw_tui.tuning.recipes import BaseSpec, Lora, Recipe, Training
from kzlaw_tui.tuning.rows import Row, write

ABOUT = {"shape": asdict(COMPACT), "counts": {}}
HIDDEN, LAYERS, VOCABULARY = 32, 3, 300


def rows(n: int, at: int = 0) -> list[Row]:
    """Rows of articles of their own."""
    return [
        Row(
            id=f"r{i}",
            lang="ru",
            question=f"Сколько саженцев в саду {i}?",
            sources=(f"[ст. {i} КГС РК] Сад\nВ саду {i} саженцев.",),
            output=f"В саду {i} саженцев [ст. {i} КГС РК].",
            kind="answer",
            act="K2400000901",
            article=str(i),
            shown=(("K2400000901", str(i)),),
            place=1,
            origin="bank",
        )
        for i in range(at, at + n)
    ]


def dataset(folder: Path, train: int = 12, valid: int = 4) -> Path:
    """A dataset in a folder."""
    write(folder, rows(train), rows(valid, at=train), ABOUT)
    return folder


def recipe(**training: object) -> Recipe:
    """A recipe for the tiny model."""
    given = {
        "batch": 2, "accumulate": 2, "iterations": 6, "learning_rate": 1e-2, "max_tokens": 800,
        "save_every": 2, "valid_every": 3, "valid_batches": 2,
    } | training  # fmt: skip
    return Recipe(
        name="tiny",
        trainer="peft",
        source="test",
        base=BaseSpec(
            name="tiny", architecture="llama", parameters=1e5, layers=LAYERS, hidden=HIDDEN, vocabulary=VOCABULARY
        ),
        lora=Lora(rank=4, alpha=8, dropout=0.1, targets=("q_proj", "k_proj", "v_proj", "down_proj")),
        training=Training(**given),  # type: ignore[arg-type]
    )


def tiny_folder(folder: Path, *, vocabulary: int = VOCABULARY, spoiled: bool = False) -> Path:
    """A random llama of three layers with a tokenizer of bytes; ``spoiled`` has a weight that is no number."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    torch.manual_seed(1)
    config = LlamaConfig(
        vocab_size=vocabulary, hidden_size=HIDDEN, intermediate_size=64, num_hidden_layers=LAYERS,
        num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=1024,
    )  # fmt: skip
    model = LlamaForCausalLM(config)
    if spoiled:
        with torch.no_grad():
            model.model.layers[1].mlp.up_proj.weight[0, 0] = float("nan")
    model.save_pretrained(folder)
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary_of = {letter: i for i, letter in enumerate(letters)} | {"<s>": 256, "</s>": 257}
    tokenizer = Tokenizer(models.BPE(vocabulary_of, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>").save_pretrained(folder)
    return folder


def added(folder: Path, home: Path, name: str = "tiny") -> tuple[Manifest, ModelHome]:
    """The folder as a model of a home."""
    models = ModelHome(home, "model")
    return models.add(folder, name=name), models


def template(folder: Path, text: str) -> None:
    """Give a model's folder a chat template."""
    file = folder / "tokenizer_config.json"
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), "chat_template": text}), "utf-8")
