"""What the command line does before a command is known and after one has failed: streams, language, the one clear line."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from kzlaw_tui import crash
from kzlaw_tui.config import Home
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.first_paint import take_away
from kzlaw_tui.i18n import UI_LANGS, Translator, UiLang


def utf8_streams() -> None:
    """UTF-8 whatever the locale says: Windows consoles and C locales would break Cyrillic."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def value_of(arguments: Sequence[str], option: str) -> str | None:
    """The value of an option that was not parsed yet."""
    for i, argument in enumerate(arguments):
        if argument == option and i + 1 < len(arguments):
            return arguments[i + 1]
        if argument.startswith(option + "="):
            return argument.partition("=")[2]
    return None


def early_lang(arguments: Sequence[str]) -> UiLang | None:
    """The interface language named before the command, read before anything can fail."""
    before: list[str] = []
    for argument in arguments:
        if argument and not argument.startswith("-") and before and before[-1] not in ("--home", "--lang"):
            break
        before.append(argument)
    value = value_of(before, "--lang")
    return value if value in UI_LANGS else None


def translator(arguments: Sequence[str], lang: UiLang | None) -> Translator:
    """Messages in the language that was named, else in that of the settings, else in Russian."""
    if lang is None:
        try:
            lang = Home.locate(value_of(arguments, "--home")).settings.lang
        except KzlawError:
            lang = "ru"
    return Translator(lang)


def say_error(line: str, error: BaseException, arguments: Sequence[str]) -> None:
    """The one line on standard error; the traceback before it where ``--debug`` was given."""
    take_away()
    if "--debug" in arguments:
        import traceback

        traceback.print_exception(error, file=sys.stderr)
    print(" ".join(line.split()), file=sys.stderr)


def say_crash(error: BaseException, where: str, arguments: Sequence[str], lang: UiLang | None) -> None:
    """One line for what nobody foresaw, and a report in the home."""
    t = translator(arguments, lang)
    home = Home.locate(value_of(arguments, "--home"))
    file = crash.report(home, error, where, t)
    failure = KzlawError("error-unexpected", reason=f"{type(error).__name__}: {error}", log=file or home.log_file)
    say_error(t.error(failure), error, arguments)
