"""Numbers in words and digits, with what they count: «двадцати четырёх дней», «трёхмесячный», «үш ай», «15 %»."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

_NUMBER = re.compile(r"\d+(?:[   ]\d{3}(?!\d))*(?:[.,]\d+)?(?![^\W\d_])|\d+")
_WORD = re.compile(r"[^\W\d_]+")
_UNITS = {
    "один": 1, "одн": 1, "перв": 1, "дв": 2, "двух": 2, "втор": 2, "три": 3, "трех": 3, "трем": 3, "трет": 3, "четыр": 4,
    "четырех": 4, "четверт": 4, "пят": 5, "пяти": 5, "шест": 6, "шести": 6, "сем": 7, "семи": 7, "седьм": 7, "восем": 8,
    "восьм": 8, "восьми": 8, "девят": 9, "девяти": 9, "десят": 10, "десяти": 10, "одиннадцат": 11, "двенадцат": 12,
    "тринадцат": 13, "четырнадцат": 14, "пятнадцат": 15, "шестнадцат": 16, "семнадцат": 17, "восемнадцат": 18,
    "девятнадцат": 19, "двадцат": 20, "тридцат": 30, "сорок": 40, "пятьдесят": 50, "пятидесят": 50, "шестьдесят": 60,
    "шестидесят": 60, "семьдесят": 70, "семидесят": 70, "восемьдесят": 80, "восьмидесят": 80, "девяност": 90, "сто": 100,
    "ста": 100, "двести": 200, "двухсот": 200, "триста": 300, "трехсот": 300, "четыреста": 400, "четырехсот": 400,
    "пятьсот": 500, "пятисот": 500, "шестьсот": 600, "шестисот": 600, "семисот": 700, "восьмисот": 800, "тысяч": 1000,
}  # fmt: skip
_ENDING = r"(?:ь|и|я|ью|а|у|е|ы|о|ом|ой|ого|ому|ый|ым|ых|ая|ое|ую|ью|мя|умя|ум|ух|ех|ем|ия|ий|ии|ьего|ьей|ья|ье|ьи|ьим|ьих|их|ть|х|ам|ами)?"
_STEMS = "|".join(sorted(_UNITS, key=len, reverse=True))
_NUMERAL = re.compile(rf"({_STEMS}){_ENDING}")
_COMPOUND = re.compile(
    rf"({_STEMS})(?:и|а)?(месячн|дневн|летн|часов|кратн|процентн|недельн|годичн|разов|сторонн|тенгов|значн)"
)
_KK_UNITS = {
    "бір": 1, "екі": 2, "үш": 3, "төрт": 4, "бес": 5, "алты": 6, "жеті": 7, "сегіз": 8, "тоғыз": 9, "он": 10,
    "жиырма": 20, "отыз": 30, "қырық": 40, "елу": 50, "алпыс": 60, "жетпіс": 70, "сексен": 80, "тоқсан": 90, "жүз": 100,
    "мың": 1000,
}  # fmt: skip
_KK_NUMERAL = re.compile(
    rf"({'|'.join(sorted(_KK_UNITS, key=len, reverse=True))})"
    r"(?:ден|дан|тен|тан|нен|нан|ге|ға|ке|қа|де|да|те|та|дің|дың|тің|тың|нің|ның|еу|еуі|уі|інші|ыншы|нші|ншы)?"
)
_TIMES = {"вдвое": 2.0, "дважды": 2.0, "втрое": 3.0, "трижды": 3.0, "вчетверо": 4.0, "впятеро": 5.0}

_KINDS: tuple[tuple[str, str], ...] = (
    ("day", r"дн(?:я|ей|ю|ем|ях|ям|ями|и|е)|день|сут(?:ок|ки|кам|ками|ках)|күн\w*|тәулі\w*"),
    ("month", r"месяц\w*|мес|ай|ай(?:дан|ға|ды|да|дың|ы|ына|ынан|ында|лық)"),
    ("year", r"год|год[аыуе]|годом|годов|годах|годам|лет|летия|летнего|летний|жыл\w*|жас\w*"),
    ("week", r"недел\w*|апта\w*"),
    ("hour", r"час|час(?:а|ов|у|ом|ам|ах|ами)|сағат\w*"),
    ("minute", r"минут\w*"),
    ("percent", r"процент\w*|пайыз\w*|%"),
    ("money", r"тенге\w*|теңге\w*|тг|₸"),
    ("mrp", r"мрп|аек|месячн\w* расчетн\w*|айлық есепт\w*"),
    ("times", r"кратн\w*|раз|раза|есе\w*"),
)
_KIND = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
_COMPOUND_KINDS = {
    "месячн": "month", "дневн": "day", "летн": "year", "часов": "hour", "кратн": "times", "процентн": "percent",
    "недельн": "week", "годичн": "year", "тенгов": "money",
}  # fmt: skip
_BETWEEN = 3
"""Words that may stand between a number and what it counts: «пять последующих рабочих дней»."""
_SCALES = {"тысяч": 1000.0, "тыс": 1000.0, "миллион": 1e6, "млн": 1e6, "миллиард": 1e9, "млрд": 1e9, "мың": 1000.0}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: ``kind`` is what it counts (``day``, ``percent`` …), ``""`` when that is not said;
    ``worded`` marks one written in words."""

    value: float
    kind: str
    start: int
    end: int
    worded: bool = False


NUMBERING = "numbering"
"""The ``kind`` of the number of a point, an article or another provision."""


def is_enumerator(text: str, quantity: Quantity) -> bool:
    """Whether a number is the «1.» or «2)» that begins a line."""
    line = text.rfind("\n", 0, quantity.start) + 1
    begins = not text[line : quantity.start].strip(" \t>*#-•")
    return begins and text[quantity.end : quantity.end + 1] in (".", ")", "-") and not quantity.worded


def digits(text: str) -> set[str]:
    """Numbers written in digits, decimals with a point and thousands joined."""
    return {re.sub(r"[   ]", "", m.group()).replace(",", ".") for m in _NUMBER.finditer(text)}


def numbers(text: str) -> set[str]:
    """Numbers of a text: those in digits, and those in words of either language («двадцати четырех», «трехмесячный»).

    Generous: every part of a compound counts, since it is for what may be said of a text.
    """
    found = digits(text)
    found |= {part for number in found for part in number.split(".")}
    found |= {_shown(q.value) for q in quantities(text)}
    tens = 0.0
    for match in _WORD.finditer(_lower(text)):
        value = _value_of(match.group())
        if value is None:
            tens = 0.0
            continue
        found.add(_shown(value))
        if tens and (value < tens or value == 1000):
            value = tens * value if value == 1000 else tens + value
            found.add(_shown(value))
        tens = value
    return found


def quantities(text: str) -> list[Quantity]:
    """Every number of a text with what it counts, in order."""
    lower = _lower(text)
    tokens = [(m.start(), m.end(), m.group()) for m in re.finditer(r"[^\W\d_]+|%|₸", lower)]
    found = [*_in_words(tokens), *_in_digits(lower)]
    found.sort(key=lambda q: q.start)
    return list(_with_kinds(found, tokens, lower))


_ALONE = {
    "month": r"месяц(?:а|у|ем)?|ай|айдың|айдан",
    "year": r"год(?:а|у|ом)?|жыл|жылдың|жылдан",
    "week": r"недел[яюией]{1,2}|апта\w*",
    "day": r"день|дня|дню|днем|сутки|суток|күн|күні|күннің|тәулік\w*",
    "workday": r"рабоч\w+ (?:день|дня)|жұмыс күн\w*",
    "calendar day": r"календарн\w+ (?:день|дня)|күнтізбелік күн\w*",
    "hour": r"час(?:а|у|ом)?|сағат\w*",
}
_DAYS = frozenset(("day", "workday", "calendar day"))


def occurs(wanted: Quantity, text: str, known: Collection[Quantity]) -> bool:
    """Whether a text, whose own quantities are ``known``, says a quantity. «1 месяц» is also said by «месяц» alone."""
    for other in known:
        same_kind = not wanted.kind or not other.kind or wanted.kind == other.kind
        days = wanted.kind in _DAYS and other.kind in _DAYS and "day" in (wanted.kind, other.kind)
        if abs(other.value - wanted.value) < 1e-6 and (same_kind or days):
            return True
    alone = _ALONE.get(wanted.kind, "") if wanted.value == 1 else ""
    return bool(alone) and re.search(rf"(?<!\w)(?:{alone})(?!\w)", _lower(text)) is not None


def _lower(text: str) -> str:
    lower = text.lower().replace("ё", "е")
    return lower if len(lower) == len(text) else text.casefold()[: len(text)].ljust(len(text))


def _shown(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _in_digits(text: str) -> Iterator[Quantity]:
    for match in _NUMBER.finditer(text):
        digits_only = re.sub(r"[   ]", "", match.group()).replace(",", ".")
        if len(digits_only) <= 18:
            yield Quantity(float(digits_only), "", match.start(), match.end())


@lru_cache(maxsize=65536)
def _value_of(word: str) -> float | None:
    """The number that a word is or begins with."""
    if word in _TIMES:
        return _TIMES[word]
    if word.startswith(("полтор", "полутор")):
        return 1.5
    match = _NUMERAL.fullmatch(word) or _COMPOUND.match(word)
    if match is not None:
        return float(_UNITS[match.group(1)])
    kazakh = _KK_NUMERAL.fullmatch(word)
    return float(_KK_UNITS[kazakh.group(1)]) if kazakh else None


@lru_cache(maxsize=65536)
def _kind_in(word: str) -> str:
    """What a word with a number in it counts: «трехмесячный» months, «вдвое» times."""
    if word in _TIMES or word.startswith(("двойн", "тройн", "полуторн")):
        return "times"
    match = _COMPOUND.match(word)
    return _COMPOUND_KINDS.get(match.group(2), "") if match else ""


def _in_words(tokens: list[tuple[int, int, str]]) -> Iterator[Quantity]:
    """Numerals, neighbouring ones added up: «двадцать четыре» is one number."""
    at = 0
    while at < len(tokens):
        start, end, word = tokens[at]
        if word.startswith(("двойн", "тройн")):
            yield Quantity(2.0 if word.startswith("дв") else 3.0, "times", start, end, True)
            at += 1
            continue
        value = _value_of(word)
        if value is None:
            at += 1
            continue
        kind = _kind_in(word)
        total, last, at = value, value, at + 1
        while not kind and at < len(tokens) and tokens[at][0] - end <= 2:
            following = _value_of(tokens[at][2])
            if following is None or not (following < last or following in (100, 1000)):
                break
            if following in (100.0, 1000.0) and following > last:
                total *= following
            else:
                total += following
            last, end, kind = following, tokens[at][1], _kind_in(tokens[at][2])
            at += 1
        yield Quantity(total, kind, start, end, True)


@lru_cache(maxsize=65536)
def _kind_of(word: str) -> str:
    return next((kind for kind, pattern in _KIND if pattern.fullmatch(word)), "")


def _with_kinds(found: list[Quantity], tokens: list[tuple[int, int, str]], text: str) -> Iterator[Quantity]:
    """Give each number what it counts: the first counted thing within a few words after it, before the next number."""
    starts = [start for start, _, _ in tokens]
    for n, quantity in enumerate(found):
        if quantity.kind:
            yield quantity
            continue
        limit = found[n + 1].start if n + 1 < len(found) else len(text)
        at = bisect_left(starts, quantity.end)
        value = quantity.value
        kind = ""
        end = quantity.end
        for start, after, word in tokens[at : at + _BETWEEN + 1]:
            if start >= limit and word not in ("мрп", "%"):
                break
            if any(c in ".;:!?()\n" for c in text[end:start].strip(" ")) and word not in ("%",):
                break
            scale = next((s for w, s in _SCALES.items() if word.startswith(w)), None)
            if scale and start - end <= 2:
                value *= scale
            kind = _kind_of(word) or (
                "mrp" if word.startswith("месячн") and "расчетн" in text[after : after + 14] else ""
            )
            kind = kind or ("mrp" if word == "айлық" and "есепт" in text[after : after + 10] else "")
            if kind:
                between = text[quantity.end : after]
                if kind == "day" and re.search("рабоч|жұмыс", between):
                    kind = "workday"
                elif kind == "day" and re.search("календарн|күнтізбе", between):
                    kind = "calendar day"
                break
            end = after
        yield Quantity(value, kind, quantity.start, quantity.end, quantity.worded)
