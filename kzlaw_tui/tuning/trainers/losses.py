"""The loss of answers alone: the output layer, which for 262,144 tokens is a third of a small model's work, is only computed
where there is a label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kzlaw_tui.tuning.encoding import Encoded

CHUNK = 96
"""So many positions at once where no gradient is needed."""


@dataclass(slots=True)
class Sums:
    """Sums over answer tokens; ``loss`` is a tensor with its gradient while training."""

    loss: Any
    labels: int
    entropy: float
    right: float


class Vocabulary:
    """The rows of the output layer that a softmax is over, and what ids are called among them."""

    def __init__(self, torch: Any, weight: Any, rows: Sequence[Encoded], rest: int = 4096) -> None:
        used = sorted({token for row in rows for token in row.ids})
        # Tokens of elsewhere stand for all the others, evenly spread.
        step = max(1, weight.shape[0] // max(rest, 1))
        ids = sorted({*used, *range(0, weight.shape[0], step)})
        self.ids = torch.tensor(ids, device=weight.device)
        self.weight = weight[self.ids].detach().clone()
        self._place = {token: i for i, token in enumerate(ids)}

    def labels(self, ids: Sequence[int]) -> list[int]:
        """Places of ids in the smaller vocabulary."""
        return [self._place[token] for token in ids]


def hidden_states(torch: Any, model: Any, batch: Sequence[Encoded]) -> tuple[Any, list[int]]:
    """The states (positions, width) that an answer's tokens are said from, and these tokens, row after row."""
    device = next(model.parameters()).device
    longest = max(len(row.ids) for row in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    mask = torch.zeros(len(batch), longest, dtype=torch.long)
    for i, row in enumerate(batch):
        ids[i, : len(row.ids)] = torch.tensor(row.ids)
        mask[i, : len(row.ids)] = 1
    causal = model.get_base_model() if hasattr(model, "get_base_model") else model
    given = {} if bool(mask.all()) else {"attention_mask": mask.to(device)}
    states = causal.get_decoder()(input_ids=ids.to(device), use_cache=False, **given).last_hidden_state
    picked = [states[i, row.prompt - 1 : len(row.ids) - 1] for i, row in enumerate(batch)]
    labels = [token for row in batch for token in row.ids[row.prompt :]]
    return torch.cat(picked), labels


def logits_of(torch: Any, model: Any, states: Any, weight: Any) -> Any:
    """Logits in 32 bits, capped where the architecture caps them."""
    logits = torch.nn.functional.linear(states.to(weight.dtype), weight).float()
    cap = getattr(model.config, "final_logit_softcapping", None)
    return cap * torch.tanh(logits / cap) if cap else logits


def output_weight(model: Any) -> Any:
    """The output layer's weight, (vocabulary, width)."""
    causal = model.get_base_model() if hasattr(model, "get_base_model") else model
    return causal.get_output_embeddings().weight


def training_sums(torch: Any, model: Any, batch: Sequence[Encoded], vocabulary: Vocabulary | None) -> Sums:
    """The sums of a small batch, with the gradient of the loss."""
    states, ids = hidden_states(torch, model, batch)
    weight = vocabulary.weight if vocabulary is not None else output_weight(model)
    labels = torch.tensor(vocabulary.labels(ids) if vocabulary is not None else ids, device=states.device)
    if not len(ids):
        return Sums(states.sum() * 0, 0, 0.0, 0.0)
    return _sums(torch, logits_of(torch, model, states, weight), labels)


def validation_sums(torch: Any, model: Any, batch: Sequence[Encoded]) -> Sums:
    """The sums with the full vocabulary, without a gradient."""
    with torch.no_grad():
        states, ids = hidden_states(torch, model, batch)
        weight, total = output_weight(model), Sums(0.0, 0, 0.0, 0.0)
        labels = torch.tensor(ids, device=states.device)
        for at in range(0, len(ids), CHUNK):
            part = _sums(torch, logits_of(torch, model, states[at : at + CHUNK], weight), labels[at : at + CHUNK])
            total.loss += float(part.loss)
            total.labels += part.labels
            total.entropy += part.entropy
            total.right += part.right
        return total


def _sums(torch: Any, logits: Any, labels: Any) -> Sums:
    chances = torch.log_softmax(logits, dim=-1)
    loss = -chances.gather(1, labels[:, None]).sum()
    with torch.no_grad():
        entropy = float(-(chances.exp() * chances).sum())
        right = float((chances.argmax(dim=-1) == labels).sum())
    return Sums(loss, len(labels), entropy, right)
