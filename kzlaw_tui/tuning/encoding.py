"""From rows to token ids: the very prompt that a backend is given, and the answer that is learned."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kzlaw_tui.answering.prompt import Shape
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.templates import Parts, ending, render
from kzlaw_tui.tuning.rows import Row


class Tokenizer(Protocol):
    """As far as rows are encoded."""

    def encode(self, text: str, special: bool) -> list[int]:
        """Ids of a text; control tokens are read as such only in ``special`` text."""

    def decode(self, ids: Sequence[int]) -> str:
        """The text of ids, control tokens left out."""

    @property
    def first(self) -> tuple[int, ...]:
        """What stands before a prompt (the token for the beginning of a text), if the model wants it."""

    @property
    def end(self) -> int:
        """The token that ends a text."""

    @property
    def size(self) -> int:
        """How many ids there are."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """``ids[prompt:]`` is learned. ``id`` is that of the row."""

    id: str
    ids: tuple[int, ...]
    prompt: int

    @property
    def labels(self) -> int:
        return len(self.ids) - self.prompt


def encode(row: Row, shape: Shape, template: str, tokenizer: Tokenizer) -> Encoded:
    """One row, piece by piece as a backend reads it, so that no token spans what the template and a person wrote."""
    ids = [*tokenizer.first]
    for piece in render(row.parts(shape), template):
        ids += tokenizer.encode(piece.text, piece.special)
    prompt = len(ids)
    # A base model goes on after «Answer:» with a space; a chat template ends its own turn.
    ids += tokenizer.encode(row.output if template else f" {row.output}", False)
    ids += tokenizer.encode(ending(template), True) if template else [tokenizer.end]
    return Encoded(row.id, tuple(ids), prompt)


def encode_all(
    rows: Sequence[Row], shape: Shape, template: str, tokenizer: Tokenizer, longest: int
) -> tuple[list[Encoded], int]:
    """The rows that are not too long, and how many were."""
    found = [encode(row, shape, template, tokenizer) for row in rows]
    kept = [one for one in found if len(one.ids) <= longest]
    return kept, len(found) - len(kept)


def check_template(template: str, tokenizer: Tokenizer) -> None:
    """Raises ``KzlawError`` when a prompt does not come back out of the tokenizer as it went in, or when the template has no place
    for an answer, or ends it with nothing that the model knows as an end."""
    probe = Parts("Правила: «1»", "[п. 1 ст. 2] Ұғым, өң — №", "Сұрақ? 1-тармақ", "Вопрос", "Ответ")
    pieces = render(probe, template)
    for piece in pieces:
        if piece.special:
            continue
        back = tokenizer.decode(tokenizer.encode(piece.text, False))
        if back.strip() != piece.text.strip():
            raise KzlawError("error-tune-tokenizer", text=piece.text[:60], back=back[:60])
    if template:
        close = ending(template)
        ids = tokenizer.encode(close, True)
        if not close or not ids or tokenizer.decode(ids[:1]).strip():
            raise KzlawError("error-tune-template", reason=repr(close[:40]))


def batches(rows: Sequence[Encoded], batch: int, accumulate: int, step: int, seed: int) -> list[list[Encoded]]:
    """The small batches of one step (from 0). The order of rows in an epoch depends on seed and epoch alone, so that a run which
    was broken goes on as if it had not been; rows of one step are put together by length, so that little is padded."""
    per_step = batch * accumulate
    a_epoch = -(-len(rows) // per_step)
    epoch, at = divmod(step, a_epoch)

    def drawn(one: Encoded) -> bytes:
        return hashlib.sha256(f"{seed}:{epoch}:{one.id}".encode()).digest()

    chosen = sorted(rows, key=drawn)[at * per_step : (at + 1) * per_step]
    chosen.sort(key=lambda one: (len(one.ids), one.id))
    return [chosen[i : i + batch] for i in range(0, len(chosen), batch)]
