"""Vectors in the background, making room for a person who waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.heap import give_back
from kzlaw_tui.tui.jobs import Token

if TYPE_CHECKING:
    from kzlaw_tui.assistant import VectorsState
    from kzlaw_tui.tui.app import KzlawApp


class Embedding:
    """Embeds what has no vector yet, one run at a time, unless that is paused."""

    def __init__(self, app: KzlawApp) -> None:
        self._app = app
        self._token: Token | None = None

    def start(self) -> None:
        """Begin anew; what ran before ends first."""
        app = self._app
        if self._token is not None:
            self._token.cancel()
            self._token = None
        if not app.facts.paused:
            self._token = app.jobs.start("vectors", self._work, done=self._set, failed=app.say_failure)

    def _work(self, token: Token) -> VectorsState:
        app = self._app
        state = app.assistant.vectors_state()
        give_back()
        app.jobs.tell(token, self._set, state)
        if state.embedder is None or state.done >= state.total:
            return state

        def progress(done: int, total: int) -> None:
            app.jobs.tell(token, self._set, type(state)(state.embedder, done, total))

        # `make_room` is asked before each batch: it waits there while a question is being answered.
        try:
            app.assistant.embed(progress=progress, cancelled=lambda: app.jobs.make_room(token))
        except KzlawError as error:
            # Another kzlaw-tui of this home is at it: its vectors serve this one too.
            if error.message_id != "error-embedding-elsewhere":
                raise
        return state if token.cancelled() else app.assistant.vectors_state()

    def _set(self, state: VectorsState) -> None:
        self._app.facts.vectors = state
        self._app.refresh_status()
