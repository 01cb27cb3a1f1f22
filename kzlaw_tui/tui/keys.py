"""Keyboard layouts: one table, from which every key gets its Russian and Kazakh twins.

A terminal reports the letter that the current layout prints, not the key that was pressed: on a Russian layout
Ctrl+Q arrives (under the Kitty protocol) as ``ctrl+й``, and N as ``т``. A binding therefore needs the names that the
same physical key has on the other layouts. Function keys, arrows, Esc, Enter and Tab are the same on all of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from textual.binding import Binding, BindingType
from textual.keys import KEY_NAME_REPLACEMENTS

LATIN = "`1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./"
LAYOUTS = {
    "ru": "ё1234567890-=йцукенгшщзхъфывапролджэячсмитьбю.",
    "kk": '("әіңғ,.үұқөһйцукенгшщзхъфывапролджэячсмитьбю№',
}
"""What each physical key prints without Shift, in the order of ``LATIN``."""

NAMES = {"escape": "Esc", "enter": "Enter", "tab": "Tab", "space": "Space", "backspace": "⌫", "slash": "/"}
NAMES |= {"up": "↑", "down": "↓", "left": "←", "right": "→", "pageup": "PgUp", "pagedown": "PgDn"}
NAMES |= {"home": "Home", "end": "End", "left_square_bracket": "[", "right_square_bracket": "]", "delete": "Del"}
NAMES |= {"insert": "Ins", "minus": "-", "equals_sign": "=", "less_than_sign": "<", "greater_than_sign": ">"}
"""How keys are written on screen."""


def key_name(character: str) -> str:
    """The name that Textual gives to the key that prints a character: ``"й"``, ``"slash"``, ``"numero_sign"``."""
    if character.isalnum():
        return character
    name = unicodedata.name(character).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


_PRINTS = {key_name(character): character for character in LATIN}


def twins(key: str) -> tuple[str, ...]:
    """The names of the same physical key on the other layouts; empty for keys that all layouts share.

    >>> twins("ctrl+q")
    ('ctrl+й',)
    >>> twins("N")
    ('Т', 'shift+т')
    """
    modifiers, plus, base = key.rpartition("+")
    character = base if len(base) == 1 else _PRINTS.get(base, "")
    if not character or character.lower() not in LATIN:
        return ()
    at = LATIN.index(character.lower())
    found: dict[str, None] = {}
    for printed in (layout[at] for layout in LAYOUTS.values()):
        if printed == character:
            continue
        if character.isupper():
            found[modifiers + plus + key_name(printed.upper())] = None
            found[f"{modifiers}{plus}shift+{key_name(printed)}"] = None
        elif modifiers or printed.isalpha() or not character.isalnum():
            found[modifiers + plus + key_name(printed)] = None
    return tuple(found)


def with_twins(bindings: Iterable[BindingType]) -> list[BindingType]:
    """The twins of somebody else's bindings (an ``Input``'s Ctrl+A, a screen's Ctrl+C), to be added in a subclass."""
    made: list[BindingType] = []
    for binding in Binding.make_bindings(bindings):
        made.extend(
            Binding(twin, binding.action, show=False, priority=binding.priority, system=True)
            for twin in twins(binding.key)
            if "+" in binding.key
        )
    return made


def display(key: str) -> str:
    """How a key is written on screen: ``Ctrl+Q``, ``F1``, ``Esc``, ``↑``."""
    *modifiers, base = key.split("+")
    shown = NAMES.get(base, base.upper() if modifiers or (base[:1] == "f" and base[1:].isdecimal()) else base)
    return "+".join([*(m.capitalize() for m in modifiers), shown])
