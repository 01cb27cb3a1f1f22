"""From messages to a prompt: the model's own chat template in a sandbox, a plain form for base models.

What a person or a document wrote never becomes a control token: the template is given marks in its place, and only what
stands between the marks is read with control tokens.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable
from dataclasses import dataclass

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.backend import Piece, Prompt

_RULES, _SOURCES, _ASKED = "\ue0f1rules\ue0f1", "\ue0f2sources\ue0f2", "\ue0f3asked\ue0f3"
_MARKS = re.compile(f"({_RULES}|{_SOURCES}|{_ASKED})")
_SPECIAL_TOKENS = ("bos_token", "eos_token")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a prompt is made of: rules and sources stay the same from question to question, the question comes last.

    ``question_label`` and ``answer_label`` are for base models, which continue a text.
    """

    rules: str
    sources: str
    question: str
    question_label: str = "Вопрос"
    answer_label: str = "Ответ"


def render(parts: Parts, template: str, tokens: dict[str, str] | None = None) -> Prompt:
    """The prompt of a model with a chat template, or with none. Raises ``KzlawError`` for a template that fails."""
    if not template:
        return _plain(parts)
    content = {_RULES: parts.rules, _SOURCES: parts.sources, _ASKED: parts.question}
    asked = f"{_SOURCES}\n\n{_ASKED}"
    try:
        text = _run(template, [_message("system", _RULES), _message("user", asked)], tokens or {})
        if _RULES not in text:
            raise ValueError("no place for the rules")
    except Exception:
        # Some templates know no system message: the rules stand before the sources.
        try:
            text = _run(template, [_message("user", f"{_RULES}\n\n{asked}")], tokens or {})
        except Exception as error:
            raise KzlawError("error-model-template", reason=f"{type(error).__name__}: {error}") from error
    if not all(mark in text for mark in (_SOURCES, _ASKED)):
        raise KzlawError("error-model-template", reason="content")
    before = text.index(_ASKED)
    pieces: list[Piece] = []
    at = 0
    for piece in _MARKS.split(text):
        constant = at < before
        at += len(piece)
        if text := content.get(piece, piece):
            pieces.append(Piece(text, special=piece not in content, constant=constant))
    return tuple(pieces)


def _plain(parts: Parts) -> Prompt:
    told = "\n\n".join(part for part in (parts.rules, parts.sources) if part)
    constant = f"{told}\n\n{parts.question_label}: "
    return (Piece(constant, constant=True), Piece(f"{parts.question}\n{parts.answer_label}:"))


def stops(template: str, parts: Parts) -> tuple[str, ...]:
    """Where a base model is stopped: it would go on with a question of its own."""
    return () if template else (f"\n{parts.question_label}:", f"\n{parts.answer_label}:", "\n\n\n")


def ending(template: str) -> str:
    """What a chat template puts after an answer, up to the next turn; empty for base models. Raises ``KzlawError``."""
    if not template:
        return ""
    said = "\ue0f4said\ue0f4"
    try:
        text = _run(template, [_message("user", _ASKED), _message("assistant", said)], {}, prompt=False)
    except Exception as error:
        raise KzlawError("error-model-template", reason=f"{type(error).__name__}: {error}") from error
    if said not in text:
        raise KzlawError("error-model-template", reason="content")
    return text.partition(said)[2].strip()


def _message(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content}


def _run(template: str, messages: list[dict[str, str]], tokens: dict[str, str], *, prompt: bool = True) -> str:
    try:
        from jinja2.ext import loopcontrols
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    except ImportError as error:
        raise KzlawError("error-model-extra", extra="llama") from error

    def refuse(message: str) -> None:
        raise ValueError(message)

    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols])
    environment.globals["raise_exception"] = refuse
    environment.globals["strftime_now"] = lambda _format: "2026-01-01"
    # The first token of the text is put there by the tokenizer.
    given = {name: tokens.get(name, "") for name in _SPECIAL_TOKENS} | {"bos_token": ""}
    text = environment.from_string(template).render(
        messages=messages, add_generation_prompt=prompt, enable_thinking=False, tools=None, **given
    )
    return str(text)


_OPEN, _CLOSE = "<think>", "</think>"


def without_thinking(pieces: Iterable[str]) -> Generator[str, None, None]:
    """A stream without thinking blocks; one that is never closed swallows the rest, as it is no answer."""
    held, inside, after = "", False, False
    for piece in pieces:
        held += piece
        if after:
            # Line ends after a block are part of it.
            held = held.lstrip("\n")
            after = not held
        while True:
            mark = _CLOSE if inside else _OPEN
            at = held.find(mark)
            if at >= 0:
                if not inside and at:
                    yield held[:at]
                held = held[at + len(mark) :]
                if inside:
                    held = held.lstrip("\n")
                    after = not held
                inside = not inside
                continue
            # What may be the beginning of a mark is held back.
            keep = next((n for n in range(min(len(mark) - 1, len(held)), 0, -1) if mark.startswith(held[-n:])), 0)
            ready, held = held[: len(held) - keep], held[len(held) - keep :]
            if ready and not inside:
                yield ready
            break
    if held and not inside:
        yield held
