"""Do two forms of an adapter say the same? Asked of the logits on the same base, since a text may look right and not be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzlaw_tui.errors import KzlawError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Logits = npt.NDArray[np.float32]

LEAST = 0.99
"""The least correlation of two forms of one adapter. A forgotten permutation of q and k gives some .91."""
Ids = Sequence[Sequence[int]]


def correlation(first: Logits, second: Logits) -> float:
    """The mean over prompts of Pearson's correlation of the logits (prompts, vocabulary) after each; a vocabulary that one side pads is
    cut to the shorter."""
    import numpy as np

    wide = min(first.shape[1], second.shape[1])
    return float(np.mean([np.corrcoef(a[:wide], b[:wide])[0, 1] for a, b in zip(first, second, strict=True)]))


def torch_logits(base: Path, adapter: Path | None, prompts: Ids) -> Logits:
    """The logits after each prompt by transformers, in 32 bits, with a PEFT adapter or without."""
    import numpy as np

    from kzlaw_tui.tuning.trainers.loading import libraries

    torch, transformers, peft = libraries()
    model = transformers.AutoModelForCausalLM.from_pretrained(str(base), dtype=torch.float32, local_files_only=True)
    if adapter is not None:
        model = peft.PeftModel.from_pretrained(model, str(adapter))
    model.eval()
    with torch.no_grad():
        found = [model(input_ids=torch.tensor([list(ids)])).logits[0, -1].numpy() for ids in prompts]
    return np.stack(found).astype(np.float32)


def llama_logits(base: Path, adapter: Path | None, prompts: Ids) -> Logits:
    """The same by llama.cpp. The adapter must have been checked against the base: native code does not."""
    import numpy as np

    from kzlaw_tui.models.adapters import check_compatible
    from kzlaw_tui.models.gguf import read_gguf

    if adapter is not None:
        check_compatible(read_gguf(adapter), read_gguf(base))
    try:
        from llama_cpp import Llama
    except ImportError as error:
        raise KzlawError("error-model-extra", extra="llama") from error
    model: Any = Llama(
        str(base),
        lora_path=str(adapter) if adapter else None,
        n_ctx=max(len(ids) for ids in prompts) + 8,
        logits_all=True,
        verbose=False,
    )
    found = []
    for ids in prompts:
        model.reset()
        model.eval(list(ids))
        found.append(np.array(model.scores[len(ids) - 1], dtype=np.float32))
    model.close()
    return np.stack(found)


def mlx_logits(base: Path, adapter: Path | None, prompts: Ids) -> Logits:
    """The same by MLX, from a folder of the base."""
    import numpy as np

    try:
        import mlx.core as mx
        from mlx_lm import load
    except ImportError as error:
        raise KzlawError("error-model-extra", extra="mlx") from error
    model = load(str(base), adapter_path=str(adapter) if adapter else None)[0]
    found = [np.array(model(mx.array([list(ids)]))[0, -1].astype(mx.float32)) for ids in prompts]
    return np.stack(found).astype(np.float32)


def check_same(first: Logits, second: Logits, what: str) -> float:
    """The correlation. Raises ``KzlawError`` when the two do not say the same."""
    found = correlation(first, second)
    if not found > LEAST:
        raise KzlawError("error-tune-export-differs", form=what, correlation=f"{found:.4f}", least=LEAST)
    return found
