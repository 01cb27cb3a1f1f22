"""Answers as JSON, by the fields of ``answering.Answer``: a field that is added later has its default in older answers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kzlaw_tui.answering.answer import Answer

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@cache
def _adapter() -> TypeAdapter[Answer]:
    from pydantic import TypeAdapter

    return TypeAdapter(Answer)


def dump_answer(answer: Answer) -> str:
    """An answer as it is stored."""
    return _adapter().dump_json(answer, exclude_defaults=True).decode()


def load_answer(text: str | None) -> Answer | None:
    """A stored answer; ``None`` where there is none, or one that this program cannot read."""
    if not text:
        return None
    from pydantic import ValidationError

    try:
        return _adapter().validate_json(text)
    except ValidationError:
        return None
