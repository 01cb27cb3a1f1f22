"""An answer in a model's words: found articles, a prompt, a stream, the gate. Nothing unverified comes out as verified."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date

from kzlaw_tui.answering import prompt as prompts
from kzlaw_tui.answering.answer import Answer, ModelUse, Timings
from kzlaw_tui.answering.checking import Checker, SaidAnswer
from kzlaw_tui.answering.language import said_in
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.characters import clean
from kzlaw_tui.law.model import Lang
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.library.store import Library
from kzlaw_tui.models.backend import Backend, Cancel, Sampling, Stats
from kzlaw_tui.models.templates import Parts, render, stops, without_thinking

MOST_CHARS = 6000
_ROOM = 96
"""Tokens that a chat template may take."""
_LOOPS = range(12, 240)
_SENTENCE_ENDS = (".", "!", "?", "…", "\n", ";")


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer while it is made: all of its text so far, and the checked form of its beginning (of whole sentences)."""

    text: str
    checked: SaidAnswer | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """All that a model said, not checked; milliseconds to its first word, and how many tokens it made where that is known."""

    text: str
    note: str
    first_token: float | None
    tokens: int | None


@dataclass(frozen=True, slots=True)
class Speaking:
    """What an answer needs: a loaded model with its template and limits, and the gate."""

    backend: Backend
    use: ModelUse
    template: str
    sampling: Sampling
    prompt_tokens: int
    check: Checker
    shape: prompts.Shape = prompts.WHOLE


def answer_with_model(
    quoted: Answer,
    library: Library,
    registry: Registry,
    speaking: Speaking,
    started: float,
    cancel: Cancel,
    tell: Callable[[Draft], None] | None = None,
    on: date | None = None,
) -> Answer:
    """Let the model answer from the articles of an answer in quotes; an abstention stays one, the model is not asked.

    Raises ``KzlawError`` when the model fails or the work is called off.
    """
    if quoted.abstained:
        return quoted
    lang, day = quoted.lang, on or date.today()
    question = quoted.asked or quoted.question
    found = prompts.sources(quoted.retrieved, library, registry, lang, question, speaking.shape)
    budget = _budget(speaking, question, lang)
    parts = prompts.build(question, lang, found, speaking.backend.count, budget, speaking.shape)
    if parts is None:
        return replace(quoted, abstained=True, model=speaking.use, note="answer-model-empty")

    def check(text: str) -> SaidAnswer:
        return speaking.check(text, lang, quoted.retrieved, library, registry, day)

    spoken = _speak(speaking, parts, started, cancel, tell, check)
    said = check(spoken.text)
    good = said.verified and said_in(said, lang)
    return replace(
        quoted,
        abstained=not good,
        model=speaking.use,
        said=said,
        note=spoken.note if good else "answer-model-abstained" if said.text else "answer-model-empty",
        timings=Timings(
            quoted.timings.retrieve, spoken.first_token, (time.perf_counter() - started) * 1000, spoken.tokens
        ),
    )


def answer_alone(question: str, lang: Lang, speaking: Speaking, started: float, cancel: Cancel) -> Spoken:
    """What the model says of itself, without articles and without the gate: only to be measured, never to be shown."""
    return _speak(speaking, prompts.bare(question, lang), started, cancel)


def _speak(
    speaking: Speaking,
    parts: Parts,
    started: float,
    cancel: Cancel,
    tell: Callable[[Draft], None] | None = None,
    check: Callable[[str], SaidAnswer] | None = None,
) -> Spoken:
    """Everything that the model says to a prompt. Raises ``KzlawError`` when it fails or the work is called off."""
    sampling = replace(speaking.sampling, stop=stops(speaking.template, parts))
    stats = Stats()
    text, first, note = "", None, ""
    pieces = without_thinking(speaking.backend.stream(render(parts, speaking.template), sampling, cancel, stats))
    with closing(_grow(pieces, 4 * sampling.max_tokens + 100)) as drafts:
        checked: SaidAnswer | None = None
        for text, note in drafts:
            if cancel.cancelled():
                break
            if first is None and text:
                first = (time.perf_counter() - started) * 1000
            if tell is not None and not note:
                if check is not None and text.rstrip(" ").endswith(_SENTENCE_ENDS):
                    checked = check(text)
                tell(Draft(text, checked))
    if cancel.cancelled():
        raise KzlawError("error-model-cancelled")
    return Spoken(text.strip(), note, first, stats.tokens or None)


def _budget(speaking: Speaking, question: str, lang: Lang) -> int:
    """Tokens for the law: what is set, or less when the context holds less."""
    from kzlaw_tui.i18n import Translator

    t = Translator(lang)
    other = sum(speaking.backend.count([t("prompt-rules"), t("prompt-sources"), question[: prompts.QUESTION_CHARS]]))
    room = speaking.backend.info().context - speaking.sampling.max_tokens - other - _ROOM
    return min(speaking.prompt_tokens, room)


def _grow(pieces: Generator[str, None, None], most: int) -> Generator[tuple[str, str], None, None]:
    """The readable text after each piece, with a message id when it is cut: it goes in circles, or never ends."""
    raw = ""
    with closing(pieces):
        for n, piece in enumerate(pieces):
            raw += piece
            text = clean(raw)
            if period := _circles(text):
                # What was said once is kept.
                while text.endswith(text[-period:] * 2):
                    text = text[:-period]
                yield text, "answer-cut"
                return
            if len(text) > MOST_CHARS or n > most:
                yield text[:MOST_CHARS], "answer-cut"
                return
            yield text, ""


def _circles(text: str) -> int:
    """The length of what the end of a text says three times in a row, or 0."""
    for period in _LOOPS:
        if 3 * period > len(text):
            return 0
        if text[-1] == text[-1 - period] and text.endswith(text[-period:] * 3):
            return period
    return 0
