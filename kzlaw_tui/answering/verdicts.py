"""The reasons of a verdict in words."""

from __future__ import annotations

from collections.abc import Callable

from kzlaw_tui.answering.resolve import Reason
from kzlaw_tui.i18n import Translator

_ACTS = ("act", "successor")


def reason_text(reason: Reason, t: Translator, act_name: Callable[[str], str]) -> str:
    """A reason in the interface language; ``act_name`` gives the name of an act by its id (``Assistant.act_name``)."""
    message, args = reason
    return t(message, **{key: act_name(str(value)) if key in _ACTS else value for key, value in args.items()})
