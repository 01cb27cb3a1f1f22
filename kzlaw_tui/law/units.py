"""Unit words of both languages, the numbers that stand with them, and how lists and ranges of numbers are counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kzlaw_tui.law.model import Lang
from kzlaw_tui.law.names import Mention
from kzlaw_tui.law.textnorm import SUPERSCRIPTS, fold
from kzlaw_tui.law.tokens import Tokens, mark_at, word_at

Level = Literal["article", "point", "subpoint", "part", "paragraph"]
Plurality = Literal["one", "many", "any"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit word: what it counts, in which language, and whether its form is singular or plural.

    ``short`` marks an abbreviation; ``weak`` one that is a citation only in company («52-б.»).
    """

    level: Level
    lang: Lang
    plurality: Plurality
    short: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A number of an element, as printed, and the last one where it opens a range written with spaces or brackets.

    ``long_dash`` marks a number that was printed with a dash longer than a hyphen («52–54»).
    """

    text: str
    until: str = ""
    long_dash: bool = False
    bracket: bool = False
    first: int = -1
    """The token that it begins at."""


@dataclass(slots=True)
class Element:
    """Tokens ``[first, last]`` that are one unit with its numbers, or one act (``mention``).

    ``needs_company`` marks an article that counts only beside an act, a point and the like. ``bare`` is an article
    without a unit word («ТК 52»); ``continues`` one that carries on the list of the article element before it, after
    an aside in brackets («статьями 444 (частью третьей), 445»).
    """

    first: int
    last: int
    level: Level | Literal["act"]
    lang: Lang
    items: tuple[Item, ...] = ()
    plurality: Plurality = "any"
    needs_company: bool = False
    bare: bool = False
    short: bool = False
    continues: bool = False
    mention: Mention | None = None


_RU_UNITS: tuple[tuple[str, Level, bool], ...] = (
    (r"стат[ьяиеюйхм]{1,4}", "article", False),
    (r"ст", "article", True),
    (r"пункт(?:а|у|ом|е|ы|ов|ам|ами|ах)?", "point", False),
    (r"п", "point", True),
    (r"(?:под-?пункт|п-пункт)(?:а|у|ом|е|ы|ов|ам|ами|ах)?", "subpoint", False),
    (r"пп|подп|подпп|ппп", "subpoint", True),
    (r"част(?:ь|и|ью|ей|ям|ями|ях)", "part", False),
    (r"ч", "part", True),
    (r"абзац(?:а|у|ем|ом|е|ы|ев|ов|ам|ами|ах)?", "paragraph", False),
    (r"абз", "paragraph", True),
)
_RU_MANY = re.compile(
    r"(?:стате[йию]|стать?ям|стать?ями|стать?ях|(?:под-?)?пункт(?:ы|ов|ам|ами|ах)|част(?:ям|ями|ях)|абзац(?:ы|ев|ов|ам|ами|ах))"
)
_RU_ONE = re.compile(
    r"(?:статья|статье|статью|статьею|(?:под-?)?пункт(?:а|у|ом|е)?|част(?:ь|ью)|абзац(?:а|у|ем|ом|е)?)"
)
_KK_UNITS: tuple[tuple[str, Level, bool], ...] = (
    (r"бап|бап(?:тын|ка|та|тан|пен|ты|тагы)\w*|баптар\w*|бабы\w*", "article", False),
    (r"б", "article", True),
    (r"тармакша\w*", "subpoint", False),
    (r"тш|тармш", "subpoint", True),
    (r"тармак(?!ша)\w*|тармаг\w*", "point", False),
    (r"т|тарм", "point", True),
    (r"болик\w*|болиг\w*", "part", False),
    (r"абзац\w*", "paragraph", False),
)


@lru_cache(maxsize=65536)
def ru_unit(word: str) -> Unit | None:
    """The Russian unit that a word (any case, normalised) is."""
    plain = fold(word)
    for pattern, level, short in _RU_UNITS:
        if re.fullmatch(pattern, plain):
            many: Plurality = "many" if _RU_MANY.fullmatch(plain) else "one" if _RU_ONE.fullmatch(plain) else "any"
            return Unit(level, "ru", "any" if short else many, short)
    return None


@lru_cache(maxsize=65536)
def kk_unit(word: str) -> Unit | None:
    """The Kazakh unit that a word is."""
    plain = fold(word)
    for pattern, level, short in _KK_UNITS:
        if re.fullmatch(pattern, plain):
            many = ("тар" in plain[3:] and level in ("article", "point")) or "лар" in plain or "тер" in plain
            if level == "point":
                many = plain.startswith("тармактар")
            return Unit(level, "kk", "many" if many else "one", short, weak=short)
    return None


SUFFIX = re.compile(r"й|я|ю|го|ого|ой|ая|ую|му|ому|ом|ым|ем|ей|ый|ые|ых|ми|е|ши|шы|нши|ншы|инши|ыншы")
_AND = frozenset("и или либо да жане немесе мен пен бен не ари".split())
_QUANTITY = re.compile(
    r"год(?:а|у|ом|е|ы|ов|ам|ами|ах)?|лет|месяц\w*|мес|недел\w*|дн[яеий]\w*|день|суток|сутки|час\w{0,4}|минут\w*|тенге|тг|руб\w*|доллар\w*|евро"
    r"|мрп|аек|рсд|человек\w*|раз|раза|тысяч\w*|тыс|млн|млрд|миллион\w*|процент\w*|кв|кг|км|м|метр\w*|шт|штук\w*"
    r"|рабоч\w+|календарн\w+|банковск\w+|дет(?:ей|и|ям)|жыл\w*|кун\w*|апта\w*|айга|ай|айдын|сагат\w*|есе|адам\w*"
)


def is_quantity(tokens: Tokens, at: int) -> bool:
    """Whether the token after a number makes it an amount, a date or a time rather than a number of a provision."""
    said = word_at(tokens, at)
    if said:
        return _QUANTITY.fullmatch(said) is not None
    return mark_at(tokens, at) in ("%", "₸", "$", "€", "°")


def separator(tokens: Tokens, at: int) -> int | None:
    """The index after «,», «и», «, а также», «және» between numbers."""
    start = at
    if mark_at(tokens, at) == ",":
        at += 1
    if word_at(tokens, at) in _AND:
        at += 1
    elif word_at(tokens, at) == "а" and word_at(tokens, at + 1) in ("также", "так"):
        at += 2
    elif word_at(tokens, at) == "также" or word_at(tokens, at) == "сондай-ак":
        at += 1
    return at if at > start else None


def plain_number(text: str) -> str:
    """A number with a raised one as its suffix: «168¹» is «168-1»."""
    return re.sub(r"(?<=\d)([⁰¹²³⁴-⁹]+)", lambda m: "-" + m.group().translate(SUPERSCRIPTS), text)


def ascending(first: str, last: str) -> bool:
    """Whether one number comes before another («9-2» before «9-10»)."""

    def key(number: str) -> list[int]:
        return [int(part) for part in number.split("-") if part.isdigit()]

    return key(first) < key(last)


def expand(items: tuple[Item, ...], level: Level | str, plurality: Plurality, single: bool) -> list[tuple[str, str]]:
    """Numbers of an element, ranges counted through: (number, until), ``until`` only for a range that cannot be.

    «168-1» is one number and «52-54» a range: a hyphen between ascending numbers is a range after a plural or an
    abbreviation, unless ``single`` says that one article is expected («пункт 1 статьи 3-4»); after a singular, only
    when the second number is far too high for an inserted article.
    """
    dashed = [item.text.split("-") for item in items if item.text.count("-") == 1 and not item.until]
    same_base = len({parts[0] for parts in dashed}) < len(dashed)
    numbers: list[tuple[str, str]] = []
    for item in items:
        first, last = item.text, item.until
        parts = item.text.split("-")
        if not last and len(parts) == 2 and not same_base and all(p.isdigit() for p in parts):
            low, high = int(parts[0]), int(parts[1])
            plural = (plurality == "many" or (plurality == "any" and not single)) and not item.bracket
            if high > low and (item.long_dash or plural or high >= 40):
                first, last = parts
        elif not last and len(parts) == 4 and ascending("-".join(parts[:2]), "-".join(parts[2:])):
            first, last = "-".join(parts[:2]), "-".join(parts[2:])
        numbers.extend(_count(first, last) if last else [(first, "")])
    if level == "subpoint":
        return [(f"{number})", f"{until})" if until else "") for number, until in numbers]
    return numbers


MAX_RANGE = 60
"""A range of more numbers than this is given as its ends only."""


def _count(first: str, last: str) -> list[tuple[str, str]]:
    if first.isdigit() and last.isdigit() and 0 < int(last) - int(first) < MAX_RANGE:
        return [(str(n), "") for n in range(int(first), int(last) + 1)]
    low, high = first.split("-"), last.split("-")
    if len(low) == len(high) == 2 and low[0] == high[0] and 0 < int(high[1]) - int(low[1]) < MAX_RANGE:
        return [(f"{low[0]}-{n}", "") for n in range(int(low[1]), int(high[1]) + 1)]
    return [(first, last)]
