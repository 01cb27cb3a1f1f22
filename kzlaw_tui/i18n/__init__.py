"""Message catalogues (Fluent, ``ru.ftl``, ``kk.ftl``, ``en.ftl``) and the one place that formats them.

Fluent (https://projectfluent.org) is used for its plural rules: Russian has three plural forms, Kazakh and English two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from fluent.runtime import FluentBundle, FluentResource

from kzlaw_tui.errors import KzlawError

UiLang = Literal["ru", "kk", "en"]
UI_LANGS: tuple[UiLang, ...] = ("ru", "kk", "en")
_FOLDER = Path(__file__).parent


_ENTRY = re.compile(r"^([a-z][\w-]*) *=.*\n?(?:(?:[ \t}].*)?\n)*", re.MULTILINE)
"""A message: its line, and the indented and empty lines that belong to it."""


@cache
def _entries(lang: UiLang) -> dict[str, str]:
    """The source of every message by its id. A message is parsed at its first use: all of them would take a third of the
    time to the first paint."""
    texts = (file.read_text("utf-8") for file in sorted(_FOLDER.glob(f"{lang}*.ftl")))
    return {found.group(1): found.group(0) for text in texts for found in _ENTRY.finditer(text)}


@cache
def _bundle(lang: UiLang) -> FluentBundle:
    return FluentBundle([lang], use_isolating=False)


def _bundle_with(lang: UiLang, message_id: str) -> FluentBundle:
    """The messages that were used, with this one among them. Raises ``KeyError`` for an unknown id."""
    bundle = _bundle(lang)
    if not bundle.has_message(message_id):
        bundle.add_resource(FluentResource(_entries(lang)[message_id]))
    return bundle


def message_ids(lang: UiLang) -> frozenset[str]:
    """Every message id of a catalogue."""
    return frozenset(_entries(lang))


def format_date(day: date | None) -> str:
    """A date as lawyers of all three languages write it: 23.11.2015; an empty string for ``None``."""
    return day.strftime("%d.%m.%Y") if day else ""


def few(names: Sequence[str], limit: int = 3) -> str:
    """A list that stays on one line: the first names, then how many more."""
    more = f" … (+{len(names) - limit})" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more


class Translator:
    """Messages in one interface language: ``t("answer-abstained", act="ТК РК")``.

    ``defaults`` are arguments that any message may use, such as the names of keys.
    """

    def __init__(self, lang: UiLang = "ru", defaults: Mapping[str, str] | None = None) -> None:
        self.lang: UiLang = lang
        self.defaults: Mapping[str, str] = defaults or {}

    def __call__(self, message_id: str, **args: object) -> str:
        """The formatted message. Dates are written dd.mm.yyyy. Raises ``KeyError`` for an unknown id."""
        bundle = _bundle_with(self.lang, message_id)
        pattern = bundle.get_message(message_id).value
        assert pattern is not None
        text, _errors = bundle.format_pattern(pattern, {**self.defaults, **_plain(args)})
        return str(text)

    def error(self, error: KzlawError) -> str:
        """The one clear line for a failure."""
        return self(error.message_id, **error.args_)


def _plain(args: Mapping[str, object]) -> dict[str, object]:
    """Fluent arguments: numbers stay numbers (plural rules need them), dates and the rest become text."""
    return {
        key: value
        if isinstance(value, int | float) and not isinstance(value, bool)
        else format_date(value)
        if isinstance(value, date)
        else str(value)
        for key, value in args.items()
    }
