"""In a thread: let the model speak below the quotes of an answer."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kzlaw_tui.answering.answer import Answer
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.tui.widgets.model_text import ModelText

if TYPE_CHECKING:
    from kzlaw_tui.answering.generate import Draft
    from kzlaw_tui.tui.app import KzlawApp
    from kzlaw_tui.tui.jobs import Token
    from kzlaw_tui.tui.widgets.answers import Exchange

BETWEEN = 0.06
"""Seconds between two repaints of a draft."""


def quotes(app: KzlawApp, question: str, history: Sequence[str]) -> Answer:
    """The answer in quotes; a follow-up is put together with the question before it."""
    return app.assistant.speaker.quotes(question, history=history)


def speak(app: KzlawApp, token: Token, exchange: Exchange, quoted: Answer) -> Answer:
    """Stream the model's answer to the screen. Returns the answer in quotes with the time that all of it took: what a model
    says, or fails to say, never takes the place of the quotes."""
    speaker = app.assistant.speaker
    name = speaker.in_app()
    if not name or quoted.abstained:
        return quoted
    widget = ModelText(name)
    jobs = app.jobs
    jobs.tell(token, exchange.mount, widget)
    jobs.tell(token, app.set_working, app.t("tui-model-reading", name=name))
    painted = 0.0
    seen = None

    def tell(draft: Draft) -> None:
        nonlocal painted, seen
        if not painted:
            jobs.tell(token, app.set_working, app.t("tui-model-writing", name=name))
        now = time.monotonic()
        if draft.checked is not seen or now - painted >= BETWEEN:
            painted, seen = now, draft.checked
            jobs.tell(token, widget.show_draft, draft)

    try:
        answer = speaker.speak(quoted, cancel=token, tell=tell)
    except KzlawError as error:
        jobs.tell(token, widget.show_failure, app.t.error(error))
        return quoted
    finally:
        jobs.tell(token, app.set_working, "")
    jobs.tell(token, widget.show_answer, answer)
    return replace(quoted, timings=answer.timings)
