"""The elements of a citation in a text: «пунктом 1», «52-бабының», «подпунктами 1), 2) и 4-1)», «Трудового кодекса».

An element is one unit word with its numbers, or one act. How elements make citations is ``law.citations``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kzlaw_tui.law.generic import generic_act
from kzlaw_tui.law.model import Lang
from kzlaw_tui.law.names import Mention, NameIndex
from kzlaw_tui.law.ordinals import ordinal_at
from kzlaw_tui.law.textnorm import SUPERSCRIPTS, fold
from kzlaw_tui.law.tokens import Tokens, mark_at, number_at, republic_at, touches, word_at

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


@dataclass(slots=True)
class Element:
    """Tokens ``[first, last]`` that are one unit with its numbers, or one act (``mention``).

    ``needs_company`` marks an article that counts only beside an act, a point and the like. ``bare`` is an article
    without a unit word («ТК 52»). ``outer_first`` marks number-last order of Kazakh or a postposed Russian unit.
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
_RU_MANY = re.compile(r"(?:стате[йию]|стать?ям|стать?ями|стать?ях|(?:под-?)?пункт(?:ы|ов|ам|ами|ах)|част(?:ям|ями|ях)|абзац(?:ы|ев|ов|ам|ами|ах))")
_RU_ONE = re.compile(r"(?:статья|статье|статью|статьею|(?:под-?)?пункт(?:а|у|ом|е)?|част(?:ь|ью)|абзац(?:а|у|ем|ом|е)?)")
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
            many = "тар" in plain[3:] and level in ("article", "point") or "лар" in plain or "тер" in plain
            if level == "point":
                many = plain.startswith("тармактар")
            return Unit(level, "kk", "many" if many else "one", short, weak=short)
    return None


_SUFFIX = re.compile(r"й|я|ю|го|ого|ой|ая|ую|му|ому|ом|ым|ем|ей|ый|ые|ых|ми|е|ши|шы|нши|ншы|инши|ыншы")
_AND = frozenset("и или либо да жане немесе мен пен бен не ари".split())
_QUANTITY = re.compile(
    r"год\w*|лет|месяц\w*|мес|недел\w*|дн[яеий]\w*|день|суток|сутки|час\w{0,4}|минут\w*|тенге|тг|руб\w*|доллар\w*|евро"
    r"|мрп|аек|рсд|человек\w*|раз|раза|тысяч\w*|тыс|млн|млрд|миллион\w*|процент\w*|кв|кг|км|м|метр\w*|шт|штук\w*"
    r"|рабоч\w+|календарн\w+|банковск\w+|дет(?:ей|и|ям)|жыл\w*|кун\w*|апта\w*|айга|ай|айдын|сагат\w*|есе|адам\w*"
)


def is_quantity(tokens: Tokens, at: int) -> bool:
    """Whether the token after a number makes it an amount, a date or a time rather than a number of a provision."""
    said = word_at(tokens, at)
    if said:
        return _QUANTITY.fullmatch(said) is not None
    return mark_at(tokens, at) in ("%", "₸", "$", "€", "°")


def _separator(tokens: Tokens, at: int) -> int | None:
    """The index after «,», «и», «, а также», «және» between numbers."""
    start = at
    if mark_at(tokens, at) == ",":
        at += 1
    if word_at(tokens, at) in _AND:
        at += 1
    elif word_at(tokens, at) == "а" and word_at(tokens, at + 1) in ("также", "так"):
        at += 2
    elif word_at(tokens, at) == "также":
        at += 1
    elif word_at(tokens, at) == "сондай-ак":
        at += 1
    return at if at > start else None


class Reader:
    """Reads the elements of one text. ``whole`` means that the text is expected to be one citation and nothing else."""

    def __init__(self, source: str, tokens: Tokens, names: NameIndex, *, whole: bool = False) -> None:
        self.source = source
        self.tokens = tokens
        self.names = names
        self.whole = whole

    def elements(self) -> list[Element]:
        """All elements in order; they do not overlap."""
        found: list[Element] = []
        at, count = 0, len(self.tokens)
        while at < count:
            element = self._element(at)
            if element is None:
                at += 1
                continue
            if found and element.first <= found[-1].last:
                element.first = found[-1].last + 1
            found.append(element)
            at = element.last + 1
            if element.mention is not None:
                for bare in self._bare(element):
                    found.append(bare)
                    at = bare.last + 1
        return found

    def _element(self, at: int) -> Element | None:
        token = self.tokens[at]
        if token.kind == "word":
            unit = ru_unit(token.text)
            if unit is not None and (element := self._prefixed(at, unit)):
                return element
            if ordinal_at(self.tokens, at) and (element := self._postfixed(at)):
                return element
            return self._act(at)
        if token.kind == "number":
            return self._postfixed(at)
        return self._act(at) if token.kind == "id" else None

    # Units before their numbers: «статьи 52, 53», «пп. 1) и 2)»

    def _prefixed(self, at: int, unit: Unit) -> Element | None:
        tokens = self.tokens
        first, plurality = at, unit.plurality
        at += 1
        if unit.short:
            at, unit, plurality = self._abbreviation(at, unit)
        at = self._number_sign(at)
        ranged = word_at(tokens, at) == "с" and bool(number_at(tokens, at + 1))
        items, end = self._items(at + 1 if ranged else at, unit.level, first)
        if not items:
            return None
        if unit.short and unit.level == "subpoint" and len(items) > 1 and not any(i.bracket for i in items):
            unit = Unit("point" if self._article_follows(end) else "subpoint", "ru", "many", True)
        return Element(first, end - 1, unit.level, "ru", items, plurality, short=unit.short)

    def _abbreviation(self, at: int, unit: Unit) -> tuple[int, Unit, Plurality]:
        """Step over «.» and a doubled abbreviation («ст. ст.», «п.п.», «п/п», «ч.ч.»)."""
        tokens = self.tokens
        plurality = unit.plurality
        if mark_at(tokens, at) == ".":
            at += 1
        slash = at + 1 if mark_at(tokens, at) == "/" else at
        again = ru_unit(tokens[slash].text) if word_at(tokens, slash) else None
        if again is not None and again.short and again.level == unit.level:
            plurality = "many"
            if unit.level == "point":
                unit, plurality = Unit("subpoint", "ru", "any", True), "any"
            at = slash + 1
            if mark_at(tokens, at) == ".":
                at += 1
        return at, unit, plurality

    def _number_sign(self, at: int) -> int:
        if mark_at(self.tokens, at) == "№":
            return at + 1
        if word_at(self.tokens, at) in ("номер", "n") and number_at(self.tokens, at + 1):
            return at + 1
        if word_at(self.tokens, at) == "под" and word_at(self.tokens, at + 1) in ("номером", "номерами"):
            return at + 2
        return at

    def _article_follows(self, at: int) -> bool:
        unit = ru_unit(self.tokens[at].text) if word_at(self.tokens, at) else None
        return unit is not None and unit.level == "article"

    # Lists of numbers

    def _items(self, at: int, level: Level, unit_at: int | None) -> tuple[tuple[Item, ...], int]:
        """Numbers from ``at`` on and the index after them; ``unit_at`` is the unit before them, ``None`` if it follows."""
        opened = unit_at is not None and self._inside_brackets(unit_at)
        first = self._item(at, level, opened)
        if first is None:
            return (), at
        item, at = first
        items: list[Item] = []
        while True:
            item, at = self._range_end(item, at, level, opened)
            items.append(item)
            after = _separator(self.tokens, at)
            following = self._item(after, level, opened) if after is not None else None
            if following is None or not self._continues(items[0], *following, unit_at):
                return tuple(items), at
            item, at = following

    def _item(self, at: int, level: Level, opened: bool) -> tuple[Item, int] | None:
        tokens = self.tokens
        text = number_at(tokens, at)
        if not text:
            return self._worded(at, level)
        if len(text.split("-")[0].translate(SUPERSCRIPTS)) > 4 or self._decimal(at):
            return None
        after = at + 1
        source = self.source[tokens[at].start : tokens[at].end]
        item = Item(_plain_number(text), long_dash="-" in text and "-" not in source and "‑" not in source)
        if mark_at(tokens, after) == ")" and touches(tokens, after) and level != "article" and not opened:
            return Item(item.text, long_dash=item.long_dash, bracket=True), after + 1
        if mark_at(tokens, after) == ")" and level == "subpoint" and mark_at(tokens, after + 1) in (")", ",", "-"):
            return Item(item.text, long_dash=item.long_dash, bracket=True), after + 1
        if touches(tokens, after) and _SUFFIX.fullmatch(word_at(tokens, after)):
            after += 1
        elif mark_at(tokens, after) == "-" and touches(tokens, after) and _SUFFIX.fullmatch(word_at(tokens, after + 1)):
            after += 2
        if is_quantity(tokens, after) and not (mark_at(tokens, after) == "" and self._unit_at(after)):
            return None
        return item, after

    def _worded(self, at: int, level: Level) -> tuple[Item, int] | None:
        """An ordinal word, or the letter of a subpoint: «второй», «а)», «"б"»."""
        tokens = self.tokens
        if found := ordinal_at(tokens, at):
            return Item(str(found[0])), found[1]
        if level not in ("subpoint", "point"):
            return None
        quoted = mark_at(tokens, at) == '"'
        letter = word_at(tokens, at + quoted)
        if len(letter) != 1 or not "а" <= letter <= "я":
            return None
        after = at + quoted + 1
        if quoted and mark_at(tokens, after) == '"':
            return Item(letter, bracket=True), after + 1
        if not quoted and mark_at(tokens, after) == ")" and touches(tokens, after):
            return Item(letter, bracket=True), after + 1
        return None

    def _range_end(self, item: Item, at: int, level: Level, opened: bool) -> tuple[Item, int]:
        """Read «– 54», «-4)», «по 54» after a number."""
        tokens = self.tokens
        if mark_at(tokens, at) != "-" and word_at(tokens, at) not in ("по", "до"):
            return item, at
        following = self._item(at + 1, level, opened) if number_at(tokens, at + 1) else None
        if following is None or "-" in item.text and "-" not in following[0].text and mark_at(tokens, at) != "-":
            return item, at
        last, after = following
        if not _ascending(item.text, last.text):
            return item, at
        return Item(item.text, last.text, bracket=item.bracket or last.bracket), after

    def _continues(self, first: Item, item: Item, after: int, unit_at: int | None) -> bool:
        """Whether a number after a comma or «и» is of the same list, not the start of something else."""
        if first.bracket != item.bracket:
            return False
        if unit_at is None:
            return True
        unit = self._unit_at(after)
        if unit is None and mark_at(self.tokens, after) == "-":
            unit = self._unit_at(after + 1)
        if unit is None:
            return mark_at(self.tokens, after) != ")" or item.bracket or self._inside_brackets(unit_at)
        if unit.lang == "kk":
            return False
        after = self._number_sign(after + 2 if mark_at(self.tokens, after + 1) == "." else after + 1)
        return bool(number_at(self.tokens, after) or ordinal_at(self.tokens, after) or self._unit_at(after))

    def _unit_at(self, at: int) -> Unit | None:
        if not word_at(self.tokens, at):
            return None
        text = self.tokens[at].text
        found = ru_unit(text)
        if found is None:
            found = kk_unit(text)
            if found is not None and found.weak:
                return None
        return found

    def _decimal(self, at: int) -> bool:
        """A number that is a part of «23.11.2015», «3.4»."""
        tokens = self.tokens
        following = mark_at(tokens, at + 1) == "." and touches(tokens, at + 1)
        preceding = mark_at(tokens, at - 1) == "." and touches(tokens, at)
        return (following and touches(tokens, at + 2) and number_at(tokens, at + 2) != "") or (
            preceding and touches(tokens, at - 1) and number_at(tokens, at - 2) != ""
        )

    def _inside_brackets(self, at: int) -> bool:
        """Whether a bracket is open before a token (within a few tokens)."""
        depth = 0
        for index in range(at - 1, max(-1, at - 25), -1):
            if mark_at(self.tokens, index) == ")" and not number_at(self.tokens, index - 1):
                depth += 1
            elif mark_at(self.tokens, index) == "(":
                if depth == 0:
                    return True
                depth -= 1
        return False

    # Numbers before their unit: «52-бабының», «1), 2) және 4-1) тармақшаларында», «52-й статье», «часть вторая»

    def _postfixed(self, at: int) -> Element | None:
        tokens = self.tokens
        if mark_at(tokens, at - 1) in ("№", "-") and touches(tokens, at):
            return None
        items, end = self._items(at, "subpoint", None)
        while items:
            dash = mark_at(tokens, end) == "-"
            unit_at = end + 1 if dash else end
            if word_at(tokens, unit_at):
                found = self._after_numbers(at, items, unit_at, dash)
                if found is not None:
                    return found
            return None
        return None

    def _after_numbers(self, at: int, items: tuple[Item, ...], unit_at: int, dash: bool) -> Element | None:
        tokens = self.tokens
        text = tokens[unit_at].text
        unit = kk_unit(text)
        if unit is not None and not (unit.level == "paragraph" and ru_unit(text) and not dash and self._russian(at)):
            if items[0].bracket and unit.level != "subpoint":
                return None
            last = unit_at
            if unit.short:
                if not (dash or touches(tokens, unit_at) or items[-1].bracket):
                    return None
                if mark_at(tokens, unit_at + 1) == ".":
                    last += 1
                elif text.isupper():
                    return None
            weak = unit.weak and unit.level == "article"
            return Element(at, last, unit.level, "kk", items, unit.plurality, weak, short=unit.short)
        unit = ru_unit(text)
        if unit is None or dash or (unit.short and unit.level != "article"):
            return None
        return self._russian_postfixed(at, items, unit_at, unit)

    def _russian(self, at: int) -> bool:
        found = ordinal_at(self.tokens, at)
        return found is not None and found[2] == "ru"

    def _russian_postfixed(self, at: int, items: tuple[Item, ...], unit_at: int, unit: Unit) -> Element | None:
        """«52 статья», «по 52-й статье», «вторая часть»; not «5 статей» nor «7 статья 136»."""
        tokens = self.tokens
        after = unit_at + 1
        if unit.short and mark_at(tokens, after) == ".":
            after += 1
        number_follows = number_at(tokens, self._number_sign(after))
        if number_follows and not self._unit_at(after + 1):
            return None
        worded = ordinal_at(tokens, at) is not None
        suffixed = not worded and unit_at - at > 1
        if unit.plurality == "many" and not (worded or suffixed):
            return None
        if unit.level == "article" and fold(tokens[unit_at].text) == "статьи" and not suffixed and not worded:
            if not items[0].text.split("-")[0].isdigit() or int(items[0].text.split("-")[0]) < 5:
                return None
        needs = unit.level == "article" and (unit.short or worded or fold(tokens[unit_at].text) == "статьи")
        return Element(at, after - 1, unit.level, "ru", items, unit.plurality, needs, short=unit.short)

    # Acts

    def _act(self, at: int) -> Element | None:
        mention = self.names.at(self.tokens, at)
        generic = generic_act(self.tokens, at, self.names) if mention is None else None
        mention = mention or generic
        if mention is None:
            return None
        return Element(mention.first, mention.last, "act", mention.lang, mention=mention)

    def _bare(self, act: Element) -> list[Element]:
        """«ТК 52», «НК 503 п.2»; in a whole citation also «тк 52 1 8» and «тк 52.1.8»."""
        tokens, mention = self.tokens, act.mention
        at = act.last + 1
        if self.whole and mark_at(tokens, at) in ("/", ":", "#", ",") and number_at(tokens, at + 1):
            at += 1
        if mention is None or mention.sign in ("this", "that", "paper") or not number_at(tokens, at):
            return []
        if self.whole and (numbers := self._plain_numbers(at)):
            levels: tuple[Level, ...] = ("article", "point", "subpoint")
            step = 2 if mark_at(tokens, at + 1) == "." and len(numbers) > 1 else 1
            return [
                Element(at + step * n, at + step * n, level, act.lang, (Item(number),), "any", bare=True)
                for n, (level, number) in enumerate(zip(levels, numbers, strict=False))
            ]
        text = number_at(tokens, at)
        if re.fullmatch(r"(?:19|20)\d\d", text) or not (self.whole or mention.abbreviation):
            return []
        items, end = self._items(at, "article", act.first)
        if not items or self._number_of_something(end, mention):
            return []
        return [Element(at, end - 1, "article", act.lang, items, "any", bare=True)]

    def _plain_numbers(self, at: int) -> list[str]:
        """All numbers to the end of a text that has nothing else left: «52», «52 1 8», «52.1.8»."""
        tokens = self.tokens
        rest = [token for token in tokens[at:] if token.kind != "break"]
        numbers = [_plain_number(token.text) for token in rest if token.kind == "number"]
        marks = [token.text for token in rest if token.kind != "number"]
        dotted = marks == ["."] * (len(numbers) - 1) and len(rest) == 2 * len(numbers) - 1
        spaced = not marks and 1 < len(numbers) <= 3
        return numbers if 1 < len(numbers) <= 3 and (spaced or dotted) else []

    def _number_of_something(self, after: int, mention: Mention) -> bool:
        """Whether what follows «ТК 52» shows that the number is not that of an article."""
        tokens = self.tokens
        if is_quantity(tokens, after):
            return True
        if self.whole:
            return False
        kazakh = self._unit_at(after) or (mark_at(tokens, after) == "-" and self._unit_at(after + 1))
        if kazakh and not (isinstance(kazakh, Unit) and kazakh.lang == "ru"):
            return True
        said = word_at(tokens, after)
        if mention.clear and (len(said) > 2 or not said or self._unit_at(after)):
            return False
        return bool(said) and self._unit_at(after) is None and republic_at(tokens, after) is None


def _plain_number(text: str) -> str:
    """A number with a raised one as its suffix: «168¹» is «168-1»."""
    return re.sub(r"(?<=\d)([⁰¹²³⁴-⁹]+)", lambda m: "-" + m.group().translate(SUPERSCRIPTS), text)


def _ascending(first: str, last: str) -> bool:
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
        elif not last and len(parts) == 4 and _ascending("-".join(parts[:2]), "-".join(parts[2:])):
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
