"""Words as the metrics compare them.

Kept apart from the search's own terms on purpose: tuning the search must never move the yardstick.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from kzlaw_tui.law.textnorm import normalise

CUT = "…"
_THOUSANDS = re.compile(r"(?<![\d,.-])(\d{1,3})((?: \d{3})+)(?![\d-])")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?(?:-\d+)*|[^\W\d_]+(?:-[^\W\d_]+)*|%|…")

_RU_UNITS = (
    "один одна одно одного одной одному одним одну одном|два две двух двум двумя|три трех трем тремя|"
    "четыре четырех четырем четырьмя|пять пяти пятью|шесть шести шестью|семь семи семью|восемь восьми восемью восьмью|"
    "девять девяти девятью|десять десяти десятью|одиннадцать одиннадцати|двенадцать двенадцати|тринадцать тринадцати|"
    "четырнадцать четырнадцати|пятнадцать пятнадцати|шестнадцать шестнадцати|семнадцать семнадцати|"
    "восемнадцать восемнадцати|девятнадцать девятнадцати"
)
_RU_TENS = (
    "двадцать двадцати|тридцать тридцати|сорок сорока|пятьдесят пятидесяти|шестьдесят шестидесяти|семьдесят семидесяти|"
    "восемьдесят восьмидесяти|девяносто девяноста"
)
_RU_HUNDREDS = (
    "сто ста|двести двухсот|триста трехсот|четыреста четырехсот|пятьсот пятисот|шестьсот шестисот|семьсот семисот|"
    "восемьсот восьмисот|девятьсот девятисот"
)
_KK_UNITS = "бір|екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз"
_KK_TENS = "он|жиырма|отыз|қырық|елу|алпыс|жетпіс|сексен|тоқсан"
_TIMES = re.compile(r"(?:(тысяч\w{0,3}|тыс|мың\w{0,4})|(миллион\w{0,3}|млн))$")


def _numerals() -> dict[str, int]:
    found: dict[str, int] = {}
    for start, step, forms in (
        (1, 1, _RU_UNITS),
        (20, 10, _RU_TENS),
        (100, 100, _RU_HUNDREDS),
        (1, 1, _KK_UNITS),
        (10, 10, _KK_TENS),
    ):
        for i, group in enumerate(forms.split("|")):
            found |= dict.fromkeys(group.split(), start + i * step)
    return found


_NUMERALS = _numerals()
_HUNDRED_KK = "жүз"


def plain_words(text: str) -> list[str]:
    """The words and numbers of a text: NFC, lower case, ё as е, dashes, quotes and spaces made alike, punctuation dropped.

    The normalisation of SQuAD (Rajpurkar et al. 2016, ``normalize_answer``: lower case, punctuation, articles, white
    space) for Russian and Kazakh, which have no articles to drop; «1 000» is one number, decimal commas are points.
    """
    return [word for word in _tokens(text) if word != CUT]


def _tokens(text: str) -> list[str]:
    plain = normalise(unicodedata.normalize("NFC", text)).casefold().replace("ё", "е")
    plain = " ".join(plain.replace("...", CUT).split())
    plain = _THOUSANDS.sub(lambda m: m.group(1) + m.group(2).replace(" ", ""), plain)
    return [token.replace(",", ".") for token in _TOKEN.findall(plain)]


def with_numbers(tokens: Sequence[str]) -> list[str]:
    """Tokens with number words as digits: «двадцать пять» and «жиырма бес» are «25», «5 тысяч» is «5000»."""
    out: list[str] = []
    at = 0
    while at < len(tokens):
        value, after = _number(tokens, at)
        if value is None:
            out.append(tokens[at])
            at += 1
        else:
            out.append(value)
            at = after
    return out


def _number(tokens: Sequence[str], at: int) -> tuple[str | None, int]:
    """The number that begins at a token, as digits, and the index after it; ``None`` when none does."""
    first = tokens[at]
    if re.fullmatch(r"\d+(?:\.\d+)?", first):
        total: float = float(first)
        after = at + 1
    else:
        total, after = _spelled(tokens, at)
        if after == at:
            return None, at
    while after < len(tokens) and (times := _TIMES.match(tokens[after])):
        total *= 1000 if times.group(1) else 1_000_000
        after += 1
    if after == at + 1 and first[0].isdigit():
        return first, after
    return f"{total:.10g}" if total < 1e10 else str(int(total)), after


def _spelled(tokens: Sequence[str], at: int) -> tuple[float, int]:
    """A number in words: parts join while each is smaller than the one before («жүз жиырма бес», «сто двадцать»)."""
    total, last, start = 0, 1000, at
    while at < len(tokens):
        value = _NUMERALS.get(tokens[at])
        if tokens[at] == _HUNDRED_KK:
            if last == 1000:
                value = 100
            elif total < 10:
                total, last, at = total * 100, 100, at + 1
                continue
        # Tens take the units after them, hundreds both; «два три» are two numbers.
        if value is None or value >= last or (value >= 10 and last < 100) or last < 10 or 10 < last < 20:
            break
        total, last, at = total + value, value, at + 1
    return float(total), at if at > start else start


@cache
def _snowball() -> Callable[[str], str]:
    import snowballstemmer

    stem: Callable[[str], str] = snowballstemmer.stemmer("russian").stemWord
    return stem


_KK_ENDINGS = tuple(
    sorted(
        (
            "лар лер дар дер тар тер ның нің дың дің тың тің ға ге қа ке на не ны ні ды ді ты ті ын ін "
            "да де та те нда нде дан ден тан тен нан нен мен бен пен сы сі ы і ымыз іміз ыңыз іңіз"
        ).split(),
        key=len,
        reverse=True,
    )
)


_IRREGULAR = dict.fromkeys("день дня дню днем дне дни дней дням днями днях".split(), "день")
_IRREGULAR |= dict.fromkeys("лет год года году годом годе годы годов годам годами годах".split(), "год")
_IRREGULAR |= {"теңге": "теңге"}


@lru_cache(maxsize=200_000)
def stem(word: str, lang: str) -> str:
    """A word without its inflection: Snowball for Russian; Kazakh case, possessive and plural endings taken off from the
    end, three times at most, three letters at least are left."""
    if not word[0].isalpha():
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if lang != "kk":
        return _snowball()(word)
    for _ in range(3):
        for ending in _KK_ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                word = word[: -len(ending)]
                break
        else:
            break
    return word


def stems(text: str, lang: str) -> list[str]:
    """The stems of all words (stop words too: «не» turns a rule round), numbers as digits, cuts of a quote as «…»."""
    return [stem(token, lang) for token in with_numbers(_tokens(text))]


_KAZAKH = frozenset("әғқңөұүһі")


def beside_quotes(text: str, quotes: Sequence[str]) -> str:
    """A text without quotes that stand in it."""
    for quote in quotes:
        text = text.replace(quote, " ", 1) if quote else text
    return text


def language(text: str) -> str:
    """``kk`` when a tenth of the words have a letter that only Kazakh has, ``ru`` for other Cyrillic, ``""`` for neither."""
    found = [word for word in plain_words(text) if any("\u0400" <= c <= "\u04ff" for c in word)]
    if not found:
        return ""
    return "kk" if sum(1 for word in found if _KAZAKH & set(word)) * 10 >= len(found) else "ru"
