"""Work behind the screen: each piece in a thread, with a token that calls it off.

A thread cannot be killed. A piece of work that was called off may run on to its end, but nothing that it produces
reaches the screen: every result passes through ``_land``, which asks the token once more on the event loop.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from kzlaw_tui.crash import report
from kzlaw_tui.errors import KzlawError

if TYPE_CHECKING:
    from kzlaw_tui.tui.app import KzlawApp

T = TypeVar("T")


class Token:
    """One piece of work that can be called off, from any thread."""

    def __init__(self) -> None:
        self._called_off = threading.Event()

    def cancel(self) -> None:
        self._called_off.set()

    def cancelled(self) -> bool:
        return self._called_off.is_set()


class Jobs:
    """Starts work in threads and brings its results to the event loop."""

    def __init__(self, app: KzlawApp) -> None:
        self._app = app
        self._running: set[Token] = set()
        self._waited_for = 0
        self._quiet = threading.Event()
        self._quiet.set()

    def start(
        self,
        name: str,
        work: Callable[[Token], T],
        *,
        done: Callable[[T], Any],
        failed: Callable[[str], Any],
        stop: Token | None = None,
    ) -> Token:
        """Run ``work(token)`` in a thread; then ``done(result)`` or ``failed(message)`` on the event loop.

        ``stop`` is a token of the caller's own for work that ends early yet still has something to report: it is
        cancelled with all others when the app closes, and does not keep results from the screen.
        """
        token = Token()
        mine = {token} if stop is None else {token, stop}
        self._running |= mine

        def run() -> None:
            try:
                result = work(token)
            except KzlawError as error:
                self.tell(token, failed, self._app.t.error(error))
            except Exception as error:
                report(self._app.assistant.home, error, name, self._app.t)
                self.tell(token, failed, self._app.t("tui-error-unexpected", what=name, reason=repr(error)))
            else:
                self.tell(token, done, result)
            finally:
                self._running -= mine

        self._app.run_worker(run, name=name, group=name, thread=True, exit_on_error=False)
        return token

    def tell(self, token: Token, callback: Callable[..., Any], *args: Any) -> None:
        """From a thread: run a callback on the event loop and wait for it, unless the work was called off."""
        if token.cancelled() or not self._app.is_running:
            return
        try:
            deliver: Callable[..., Any] = self._land
            self._app.call_from_thread(deliver, token, callback, args)
        except RuntimeError:
            # The app closed between the check and the call: there is no screen to tell any more.
            token.cancel()

    async def _land(self, token: Token, callback: Callable[..., Any], args: tuple[Any, ...]) -> bool:
        if token.cancelled():
            return False
        result = callback(*args)
        if hasattr(result, "__await__"):
            await result
        return True

    def cancel_all(self) -> None:
        for token in tuple(self._running):
            token.cancel()
        self._quiet.set()

    @property
    def is_waited_for(self) -> bool:
        """Whether a person waits for a question or an ingest."""
        return self._waited_for > 0

    def busy(self) -> None:
        """A question or an ingest begins: work in the background makes room."""
        self._waited_for += 1
        self._quiet.clear()

    def calm(self) -> None:
        """It has ended."""
        self._waited_for = max(0, self._waited_for - 1)
        if not self._waited_for:
            self._quiet.set()

    def make_room(self, token: Token) -> bool:
        """From a background thread: wait while a person waits for something else. Returns whether to stop."""
        while not token.cancelled() and not self._quiet.wait(0.1):
            pass
        return token.cancelled()
