"""Words, numbers and marks of a text, and the small phrases that stand around names of acts: dates, requisites, «РК»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from kzlaw_tui.law.textnorm import fold

TokenKind = Literal["word", "number", "mark", "id", "break"]


class Token(NamedTuple):
    """A piece of normalised text: ``text`` keeps its case; a ``break`` is an empty line between paragraphs."""

    kind: TokenKind
    text: str
    start: int
    end: int


Tokens = Sequence[Token]

_TOKEN = re.compile(
    r"(?P<word>[^\W\d_⁰¹²³⁴-⁹]+(?:-[^\W\d_⁰¹²³⁴-⁹]+)*)"
    r"|(?P<number>\d+[⁰¹²³⁴-⁹]*(?:-\d+)*)"
    r"|(?P<mark>[^\s\w])"
    r"|(?P<break>\n[ ]*\n\s*)"
)
_ID = re.compile(r"(?<!\w)[KКZ]\d{9,10}_?(?!\w)")


def tokenize(text: str) -> list[Token]:
    """Tokens of a text that ``textnorm.normalise`` has made plain."""
    tokens: list[Token] = []
    at = 0
    for found in _ID.finditer(text):
        tokens.extend(_plain(text, at, found.start()))
        tokens.append(Token("id", found.group().replace("К", "K"), found.start(), found.end()))
        at = found.end()
    tokens.extend(_plain(text, at, len(text)))
    return tokens


def _plain(text: str, start: int, end: int) -> list[Token]:
    return [
        Token(m.lastgroup, m.group(), m.start(), m.end())  # type: ignore[arg-type]
        for m in _TOKEN.finditer(text, start, end)
    ]


def word_at(tokens: Tokens, at: int) -> str:
    """The folded word at an index, or ``""`` when there is none."""
    if 0 <= at < len(tokens) and tokens[at].kind == "word":
        return fold(tokens[at].text)
    return ""


def mark_at(tokens: Tokens, at: int) -> str:
    """The mark at an index, or ``""``."""
    if 0 <= at < len(tokens) and tokens[at].kind == "mark":
        return tokens[at].text
    return ""


def number_at(tokens: Tokens, at: int) -> str:
    """The number at an index, or ``""``."""
    if 0 <= at < len(tokens) and tokens[at].kind == "number":
        return tokens[at].text
    return ""


def touches(tokens: Tokens, at: int) -> bool:
    """Whether the token at an index follows the one before it without a space."""
    return 0 < at < len(tokens) and tokens[at - 1].end == tokens[at].start


@dataclass(frozen=True, slots=True)
class Requisites:
    """What a text says of an act's date and number."""

    adopted: date | None = None
    year: int | None = None
    number: str = ""

    def __or__(self, other: Requisites) -> Requisites:
        return Requisites(self.adopted or other.adopted, self.year or other.year, self.number or other.number)


NOTHING = Requisites()

_MONTHS_RU = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_MONTHS_KK = (
    "кантар акпан наурыз сауир мамыр маусым шилде тамыз кыркуйек казан караша желтоксан".split()  # folded
)
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_ROMAN = re.compile(r"[IVXLХІivxlхі]+")


def month_of(word: str) -> int | None:
    """The month that a folded word names in either language, 1–12, or ``None``."""
    for number, name in enumerate(_MONTHS_KK, 1):
        if word.startswith(name):
            return number
    for number, name in enumerate(_MONTHS_RU, 1):
        if word.startswith(name) and len(word) <= 8 and not (number == 5 and word not in ("мая", "май", "мае")):
            return number
    return None


def date_at(tokens: Tokens, at: int) -> tuple[int, Requisites] | None:
    """A date or a year with its word, from ``at``: the index after it and what it says."""
    start = at
    if word_at(tokens, at) == "от":
        at += 1
    first = number_at(tokens, at)
    if not first:
        return None
    month = month_of(word_at(tokens, at + 1))
    if month and _YEAR.fullmatch(number_at(tokens, at + 2)):
        return _after_year(tokens, at + 3), _date(int(tokens[at + 2].text), month, int(first) if first.isdigit() else 0)
    if mark_at(tokens, at + 1) == "." and mark_at(tokens, at + 3) == "." and number_at(tokens, at + 4):
        day, middle, year = first, number_at(tokens, at + 2), tokens[at + 4].text
        if day.isdigit() and middle.isdigit() and year.isdigit() and len(year) in (2, 4):
            if len(day) == 4:
                day, year = year, day
            full = int(year) if len(year) == 4 else 2000 + int(year) if int(year) < 50 else 1900 + int(year)
            return _after_year(tokens, at + 5), _date(full, int(middle), int(day))
    if _YEAR.fullmatch(first):
        said = word_at(tokens, at + 1)
        if said in ("жылгы", "ж", "жыл") or said.startswith("год") or said == "г":
            month = month_of(word_at(tokens, at + 3))
            if said == "жылгы" and number_at(tokens, at + 2).isdigit() and month:
                return at + 4, _date(int(first), month, int(tokens[at + 2].text))
            return _after_year(tokens, at + 1), Requisites(year=int(first))
        if start != at:
            return at + 1, Requisites(year=int(first))
    return None


def _date(year: int, month: int, day: int) -> Requisites:
    try:
        return Requisites(adopted=date(year, month, day))
    except ValueError:
        return NOTHING


def _after_year(tokens: Tokens, at: int) -> int:
    """Skip «года», «г.», «жылғы», «ж.» after a year."""
    said = word_at(tokens, at)
    if said.startswith("год") or said in ("жылгы", "жыл"):
        return at + 1
    if said in ("г", "ж"):
        return at + 2 if mark_at(tokens, at + 1) == "." else at + 1
    return at


def act_number_at(tokens: Tokens, at: int) -> tuple[int, Requisites] | None:
    """«№ 414-V ЗРК», «N 220-I»: the index after it and the number."""
    if mark_at(tokens, at) != "№" and not (0 <= at < len(tokens) and tokens[at].text in ("N", "n", "No")):
        return None
    number = number_at(tokens, at + 1)
    if not number:
        return None
    at += 2
    if mark_at(tokens, at) == "-" and at + 1 < len(tokens) and _ROMAN.fullmatch(tokens[at + 1].text):
        at += 2
    if word_at(tokens, at) in ("зрк", "крз", "кз"):
        at += 1
    return at, Requisites(number=number)


def republic_at(tokens: Tokens, at: int) -> int | None:
    """«РК», «Республики Казахстан», «Казахстана», «ҚР», «Қазақстан Республикасының»: the index after it."""
    said = word_at(tokens, at)
    if said in ("рк", "кр"):
        return at + 1
    if said.startswith("республик") and word_at(tokens, at + 1).startswith("казахстан"):
        return at + 2
    if said.startswith("казакстан"):
        return at + 2 if word_at(tokens, at + 1).startswith("республикасы") else at + 1
    if said in ("казахстан", "казахстана", "казахстане", "казахстану"):
        return at + 1
    return None


_COUNTRIES = (
    "росси рф фз беларус украин кыргыз узбекистан руз таджикистан туркменистан азербайджан армени грузи молдов "
    "литв латви эстони герман франци сша еаэс тс снг ес"
).split()
_UNIONS = (("таможенн", "союз"), ("евразийск", "экономическ"), ("российск", "федераци"), ("европейск", "союз"))


def foreign_at(tokens: Tokens, at: int) -> int | None:
    """«РФ», «Российской Федерации», «Республики Беларусь», «ЕАЭС» …: the index after it, or ``None``."""
    said = word_at(tokens, at)
    if not said:
        return None
    following = word_at(tokens, at + 1)
    for first, second in _UNIONS:
        if said.startswith(first) and following.startswith(second):
            return at + 3 if word_at(tokens, at + 2).startswith("союз") else at + 2
    if said.startswith("республик") and following and _is_country(following):
        return at + 2
    if said.startswith("кыргызск"):
        return at + 2
    if _is_country(said) or tokens[at].text in ("РБ", "КР", "РУ"):
        return at + 1
    return None


_OF_COUNTRY = re.compile(
    r"(?:ресей|беларус|кыргыз|озбек|тажик|туркмен|азербайжан|армения|грузия|молдова|украина|кытай)\w*"
)


def foreign_before(tokens: Tokens, at: int) -> int | None:
    """«Ресей Федерациясының», «Өзбекстан Республикасының», «РФ», «российский» right before an index: where that begins."""
    said = word_at(tokens, at - 1)
    if said.startswith(("федерациясы", "республикасы")) and _OF_COUNTRY.fullmatch(word_at(tokens, at - 2)):
        return at - 2
    if said == "рф" or re.fullmatch(
        r"ресей(?:дин|лик)?|российск\w+|белорусск\w+|украинск\w+|кыргызск\w+|узбекск\w+", said
    ):
        return at - 1
    return None


def _is_country(word: str) -> bool:
    return any(word == name if len(name) <= 4 and name != "росси" else word.startswith(name) for name in _COUNTRIES)
