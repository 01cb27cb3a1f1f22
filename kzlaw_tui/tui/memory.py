"""What the app remembers between the days: conversations, recent articles, where it was closed.

Nothing is written while ``incognito`` is on. A file of sessions that fails is told of once and then left alone: research
goes on without it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from kzlaw_tui.answering.answer import Answer
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.model import Citation
from kzlaw_tui.library.records import StoredArticle
from kzlaw_tui.sessions.records import Mark, Turn
from kzlaw_tui.tui.jobs import Token
from kzlaw_tui.tui.widgets.answers import Exchange

if TYPE_CHECKING:
    from kzlaw_tui.sessions.store import Sessions
    from kzlaw_tui.tui.app import KzlawApp

T = TypeVar("T")
PAUSE = 0.4
"""Seconds after which the state of the screen is written, once it has changed."""


class Memory:
    """Between the screens and the store of sessions. Its methods run on the event loop, ``answered`` in a thread."""

    def __init__(self, app: KzlawApp) -> None:
        self._app = app
        self.incognito = not app.assistant.settings.privacy.history
        self.conversation: int | None = None
        self._failed = ""
        self._waiting = False
        self._opened: StoredArticle | None = None

    @property
    def store(self) -> Sessions:
        return self._app.assistant.sessions

    def attempt(self, work: Callable[[Sessions], T], otherwise: T) -> T:
        """Do something with the store; tell a failure once and give ``otherwise``."""
        try:
            return work(self.store)
        except KzlawError as error:
            self._tell(self._app.t.error(error))
            return otherwise

    def listed(self, work: Callable[[Sessions], list[T]]) -> list[T]:
        """Read a list from the store; an empty one when that fails."""
        nothing: list[T] = []
        return self.attempt(work, nothing)

    # Conversations

    def asked(self, question: str) -> int | None:
        """Write a question down; returns its turn, ``None`` when nothing is written."""
        if self.incognito:
            return None
        found = self.attempt(lambda store: store.add_question(self.conversation, question), None)
        if found is None:
            return None
        self.conversation, turn = found
        self.touch()
        return turn

    def answered(self, turn: int | None, answer: Answer) -> None:
        """In a thread: write an answer down before it is shown. Raises nothing: an answer is worth more than its record."""
        if turn is None:
            return
        try:
            self.store.add_answer(turn, answer)
        except KzlawError as error:
            self._app.call_from_thread(self._app.say_failure, self._app.t.error(error))

    def turns(self, conversation: int) -> list[Turn]:
        return self.listed(lambda store: store.turns(conversation))

    def start_anew(self) -> None:
        """The next question begins a conversation of its own."""
        self.conversation = None
        self.touch()

    def open_conversation(self, conversation: int | None) -> None:
        """Go on with an earlier conversation; ``None`` begins a new one."""
        app = self._app
        app.go_home()
        if conversation is None:
            app.run_worker(app.research.show_conversation(None), group="begin")
            return

        async def show(turns: list[Turn]) -> None:
            await app.research.show_conversation(conversation, turns)

        app.jobs.start(
            "conversation",
            lambda _: app.with_library(lambda: self._checked_turns(conversation)),
            done=show,
            failed=app.say_failure,
        )

    def reopen(self) -> None:
        """Bring back the screen as it was when the app was closed."""

        def read(_: Token) -> tuple[Mapping[str, Any], list[Turn]]:
            view = self.last_view()
            number = view.get("conversation")
            return view, self._checked_turns(number) if isinstance(number, int) else []

        async def show(found: tuple[Mapping[str, Any], list[Turn]]) -> None:
            if found[0]:
                await self._app.research.reopen(*found)

        self._app.jobs.start("reopen", read, done=show, failed=self._app.say_failure)

    def _checked_turns(self, conversation: int) -> list[Turn]:
        """In a thread: a conversation, its quotes put through the gate again."""
        recheck = self._app.assistant.recheck
        turns = self.store.turns(conversation)
        return [replace(turn, answer=recheck(turn.answer) if turn.answer else None) for turn in turns]

    def set_incognito(self, on: bool) -> None:
        """Write nothing down, or go on writing; the conversation of the other kind is left behind."""
        if on == self.incognito:
            return
        self.incognito = on
        self._app.say(self._app.t("tui-incognito-on" if on else "tui-incognito-off"))
        self._app.research.new_conversation()
        self._app.refresh_status()

    def forget(self) -> None:
        """Delete conversations, recent articles and the last state; bookmarks and notes stay."""

        def forget(store: Sessions) -> bool:
            store.forget_history()
            return True

        if self.attempt(forget, False):
            self._app.research.new_conversation()
            self._app.say(self._app.t("tui-forgotten"))

    def recheck(self) -> None:
        """Put the quotes on the screen through the gate again: the library is another one now."""
        app = self._app
        shown = [(exchange, exchange.answer) for exchange in app.research.answers_pane.answers.query(Exchange)]
        answered = [(exchange, answer) for exchange, answer in shown if answer is not None and answer.quotes]

        def read(_: Token) -> list[Answer]:
            return app.with_library(lambda: [app.assistant.recheck(answer) for _, answer in answered])

        def show(found: list[Answer]) -> None:
            for (exchange, _), answer in zip(answered, found, strict=True):
                exchange.rechecked(answer)

        if answered:
            app.jobs.start("recheck", read, done=show, failed=self._tell)

    # Bookmarks and notes

    def marks(self, stored: StoredArticle) -> tuple[list[Mark], list[Mark]]:
        """Bookmarks and notes on an article."""
        at = (stored.edition.act, stored.article.number)
        return self.listed(lambda store: store.bookmarks(*at)), self.listed(lambda store: store.notes(*at))

    # Where the person is

    def opened(self, stored: StoredArticle) -> None:
        """An article was opened: it is among the recent ones a moment later."""
        self._opened = stored
        self.touch()

    def touch(self) -> None:
        """Something changed that is to be the same at the next start."""
        if self.incognito or self._waiting:
            return
        self._waiting = True
        self._app.set_timer(PAUSE, self.write)

    def _tell(self, message: str) -> None:
        """Say a failure of the file, once."""
        if message != self._failed:
            self._failed = message
            self._app.say_failure(message)

    def write(self, *, wait: bool = False) -> None:
        """Write the recent article and the state of the screen, in a thread unless that is to be waited for."""
        self._waiting = False
        if self.incognito or not self._app.is_running:
            return
        opened, self._opened = self._opened, None
        view = json.dumps(self._app.research.view(), ensure_ascii=False)
        privacy = self._app.assistant.settings.privacy

        def save(store: Sessions) -> None:
            if opened is not None and privacy.recent:
                place = Citation(opened.edition.act, opened.article.number)
                store.opened(place, opened.edition.lang, opened.article.heading)
            store.set_state(view=view if privacy.reopen else "")

        if wait:
            self.attempt(save, None)
        else:
            # A commit waits for the disk; nobody waits for this one.
            self._app.jobs.start("memory", lambda _: save(self.store), done=lambda _: None, failed=self._tell)

    def last_view(self) -> Mapping[str, Any]:
        """How the screen was when the app was closed, as ``ResearchScreen.view`` wrote it; empty where nothing is known. Raises ``KzlawError``."""
        if self.incognito or not self._app.assistant.settings.privacy.reopen:
            return {}
        try:
            found = json.loads(self.store.state("view") or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}
