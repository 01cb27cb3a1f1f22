"""The screen kept from other eyes while the person is away: where conversations are encrypted it asks for the passphrase."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from kzlaw_tui.tui.screens.lock import LockScreen

if TYPE_CHECKING:
    from kzlaw_tui.tui.app import KzlawApp

TICK = 5.0
"""Seconds between two looks at the clock."""
_ALLOWED = frozenset({"quit", "help_quit", "language", "theme"})


class Locking:
    """Asks for the passphrase at the start and after idle minutes. All that the screens show stays in memory meanwhile:
    it keeps people out, not programs that read the memory of this one."""

    def __init__(self, app: KzlawApp) -> None:
        self._app = app
        self._last = time.monotonic()
        self.minutes = app.assistant.settings.privacy.lock_minutes

    @property
    def locked(self) -> bool:
        return any(isinstance(screen, LockScreen) for screen in self._app.screen_stack)

    def begin(self) -> None:
        """At the start of the app."""
        self._app.set_interval(TICK, self._look)
        if self._app.assistant.sessions.locked:
            self._app.push_screen(LockScreen(at_start=True))

    def touched(self) -> None:
        """A key or the mouse."""
        self._last = time.monotonic()

    def permits(self, action: str) -> bool:
        """Whether an action may be done now."""
        return not self.locked or action in _ALLOWED

    def _look(self) -> None:
        idle = time.monotonic() - self._last
        if self.minutes and idle >= self.minutes * 60 and not self._app.jobs.is_waited_for:
            self.lock()

    def lock(self) -> bool:
        """Lock, where there is a passphrase to ask for; returns whether it is locked now."""
        sessions = self._app.assistant.sessions
        if self.locked:
            return True
        if not sessions.encrypted or sessions.locked:
            # In the clear, or the person chose at the start to work without what is encrypted.
            return False
        self._app.memory.write(wait=True)
        sessions.lock()
        self._app.push_screen(LockScreen(at_start=False))
        return True

    def opened(self, *, at_start: bool) -> None:
        """The right passphrase was typed."""
        self.touched()
        if at_start and self._app.facts.acts is not None:
            self._app.memory.reopen()

    def declined(self) -> None:
        """The person goes on without conversations and notes."""
        self._app.memory.incognito = True
        self._app.say(self._app.t("tui-incognito-on"))
        self._app.refresh_status()
