"""The keys in force: those of the table of actions, with what a person changed in ``HOME/keymap.toml``.

The file has a section a scope and a line an action; keys are a string with commas or a list::

    [app]
    goto = "f2, ctrl+g"

    [article]
    find = ["/", "ctrl+f"]

A line that cannot be is left out and told of; the others are in force. The file is only ever read.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from textual.keys import Keys

from kzlaw_tui.i18n import Translator
from kzlaw_tui.tui.actions import ACTIONS, SCOPES, Action
from kzlaw_tui.tui.keys import LATIN, LAYOUTS, NAMES, display, key_name, twins

LETTER_SCOPES = frozenset(
    {"answers", "article", "contents", "sessions_list", "settings", "library", "check_list", "models_list"}
)
"""Where nobody types, so that letters are keys."""
INSIDE = {
    "answers": "research",
    "article": "research",
    "contents": "research",
    "sessions_list": "sessions",
    "settings": "settings_page",
    "check_list": "check",
    "models_list": "models",
}
"""Scopes of widgets, and the scope of the screen around each: its keys work there too."""
MODIFIERS = ("ctrl", "alt", "shift", "super", "meta", "hyper")
_PUNCTUATION = {key_name(sign): sign for sign in string.punctuation}
_KNOWN = {key.value for key in Keys} | set(_PUNCTUATION)
_WRITTEN = {shown.casefold(): name for name, shown in NAMES.items()}
_EDITING = frozenset("enter backspace delete left right up down home end space".split())


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in the file: a message id with its arguments."""

    message_id: str
    args: Mapping[str, object]


@dataclass(frozen=True)
class KeysInForce:
    """Which keys run which action. ``changed`` holds the actions whose keys are a person's own, by binding id."""

    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, action: Action) -> tuple[str, ...]:
        """The keys of an action, as on a Latin layout."""
        return self.changed.get(action.binding_id, action.keys)

    def first(self, action: Action) -> str:
        """The key that is shown for an action; empty where it has none."""
        return display(keys[0]) if (keys := self.of(action)) else ""

    def shown(self, action: Action) -> str:
        """All keys of an action, as on screen."""
        return " ".join(map(display, self.of(action)))

    def textual(self) -> dict[str, str]:
        """What Textual's keymap takes: binding ids and keys with commas, every key with its layout twins."""
        return {name: ",".join(_with_twins(keys)) for name, keys in self.changed.items()}

    def args(self) -> dict[str, str]:
        """Arguments for messages that name keys: ``key_goto``, ``key_library``, for the article ``key_note``."""
        scopes = ("article", "library", "app")
        return {
            f"key_{a.slug.replace('-', '_')}": self.first(a) for scope in scopes for a in ACTIONS if a.scope == scope
        }


def _with_twins(keys: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(k for key in keys for k in (key, *twins(key))))


def load(file: Path) -> tuple[KeysInForce, list[Problem]]:
    """The keys of a home, and what is wrong in its file. An absent file is fine."""
    try:
        sections = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return KeysInForce(), []
    except (OSError, ValueError) as error:
        return KeysInForce(), [Problem("tui-keymap-unreadable", {"path": file, "reason": error})]
    wanted: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for scope, lines in sections.items():
        if scope not in SCOPES or not isinstance(lines, dict):
            problems.append(Problem("tui-keymap-scope", {"scope": scope, "known": ", ".join(SCOPES)}))
            continue
        known = {action.slug: action for action in ACTIONS if action.scope == scope}
        for slug, value in lines.items():
            if slug not in known:
                problems.append(Problem("tui-keymap-action", {"scope": scope, "action": slug}))
                continue
            keys, problem = _keys_of(known[slug], value)
            if problem is not None:
                problems.append(problem)
            else:
                wanted[known[slug].binding_id] = keys
    return _without_clashes(wanted, problems)


def _keys_of(action: Action, value: object) -> tuple[tuple[str, ...], Problem | None]:
    """The keys that a line gives to an action, or what is wrong with it."""
    written = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    if value == ",":
        written = [","]
    if not written or not all(isinstance(key, str) and key.strip() for key in written):
        return (), Problem("tui-keymap-value", {"action": action.slug})
    keys = []
    for one in written:
        key = parse_key(one)
        if not key:
            return (), Problem("tui-keymap-key", {"action": action.slug, "key": one.strip()})
        if action.scope not in LETTER_SCOPES and _is_typed(key):
            return (), Problem("tui-keymap-letter", {"action": action.slug, "key": one.strip()})
        keys.append(key)
    return tuple(dict.fromkeys(keys)), None


def parse_key(text: str) -> str:
    """The name that Textual has for a key as a person writes it (``Ctrl+G``, ``/``, ``PgDn``, ``ctrl+й``); empty for none.

    >>> [parse_key(k) for k in ("F2", "Ctrl+п", "/", "Esc", "G", "Ctrl+Ю", "foo")]
    ['f2', 'ctrl+g', 'slash', 'escape', 'G', 'ctrl+full_stop', '']
    """
    text = text.strip()
    *before, base = ["plus"] if text == "+" else text.split("+")
    modifiers = [modifier.strip().lower() for modifier in before]
    if any(modifier not in MODIFIERS for modifier in modifiers):
        return ""
    base = base.strip()
    if len(base) == 1:
        if _latin(base.lower()) not in f"{string.ascii_lowercase}{string.digits}{string.punctuation}":
            return ""
        shift = base.isupper() and not modifiers
        base = key_name(_latin(base.lower()))
        base = base.upper() if shift and len(base) == 1 else base
    else:
        base = _WRITTEN.get(base.casefold(), base.lower())
        if base not in _KNOWN:
            return ""
    return "+".join([*sorted(modifiers, key=MODIFIERS.index), base])


def _latin(character: str) -> str:
    """What the physical key prints on a Latin layout."""
    if character in LATIN:
        return character
    return next((LATIN[layout.index(character)] for layout in LAYOUTS.values() if character in layout), character)


def _is_typed(key: str) -> bool:
    """Whether a line to type in needs the key."""
    modifiers, _, base = key.rpartition("+")
    if any(modifier in modifiers for modifier in ("ctrl", "alt", "super", "meta", "hyper")):
        return False
    return len(base) == 1 or base in _EDITING or base in _PUNCTUATION


def _without_clashes(wanted: dict[str, tuple[str, ...]], problems: list[Problem]) -> tuple[KeysInForce, list[Problem]]:
    """Take out the lines whose key already does something else where it would work."""
    while True:
        force = KeysInForce(wanted)
        for action in ACTIONS:
            if action.binding_id not in wanted:
                continue
            mine = set(_with_twins(force.of(action)))
            for other in ACTIONS:
                meets = other.scope in _around(action.scope) or action.scope in _around(other.scope)
                if other is action or not meets or other.name == action.name or other.name == f"app.{action.name}":
                    continue
                theirs = _with_twins(force.of(other))
                taken = [key for key in theirs if key in mine and not (key == "escape" and key in action.keys)]
                if taken:
                    args = {"action": action.slug, "key": display(taken[0]), "other": other.slug}
                    problems.append(Problem("tui-keymap-clash", args))
                    del wanted[action.binding_id]
                    break
            else:
                continue
            break
        else:
            return force, problems


def _around(scope: str) -> tuple[str, ...]:
    """A scope and those whose keys work in it, too."""
    return (scope, "app", *([INSIDE[scope]] if scope in INSIDE else []))


def told(problems: list[Problem], t: Translator) -> str:
    """One clear line about all that is wrong."""
    first = problems[0]
    if first.message_id == "tui-keymap-unreadable":
        return t(first.message_id, **first.args)
    return t("tui-keymap-problems", first=t(first.message_id, **first.args), more=len(problems) - 1)


def template(t: Translator) -> str:
    """A file to begin with: every action with its usual keys, all of it comments."""
    lines = [f"# {t('tui-about-keymap')}"]
    for scope in SCOPES:
        lines += ["", f"# {t(f'tui-scope-{scope}')}", f"[{scope}]"]
        for action in ACTIONS:
            if action.scope == scope:
                keys = ", ".join(_PUNCTUATION.get(key, key) for key in action.keys)
                lines.append(f'# {action.slug} = "{keys}"  # {t(action.long_id)}')
    return "\n".join(lines) + "\n"
