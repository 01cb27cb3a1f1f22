"""Ordinal words of both languages: «второй», «двадцать первая», «екінші», «он бірінші»."""

from __future__ import annotations

import re
from functools import lru_cache

from kzlaw_tui.law.model import Lang
from kzlaw_tui.law.textnorm import fold
from kzlaw_tui.law.tokens import Tokens, word_at

_ADJECTIVE = r"(?:ый|ой|ая|ое|ого|ому|ую|ым|ом|ые|ых|ыми)"
_RU_STEMS = (
    "перв втор трет четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат пятнадцат "
    "шестнадцат семнадцат восемнадцат девятнадцат двадцат"
).split()
_RU = {stem: n for n, stem in enumerate(_RU_STEMS, 1)} | {"тридцат": 30, "сороков": 40}
_RU_TENS = {"двадцать": 20, "тридцать": 30, "сорок": 40}
_THIRD = re.compile(r"трет(?:ий|ья|ье|ьего|ьему|ьей|ью|ьим|ьем|ьи|ьих|ьими)")
_ORDINAL_RU = re.compile(rf"({'|'.join(sorted(_RU, key=len, reverse=True))}){_ADJECTIVE}")

KK_ORDINALS = (
    (
        "бірінші екінші үшінші төртінші бесінші алтыншы жетінші сегізінші тоғызыншы оныншы "
        "он_бірінші он_екінші он_үшінші он_төртінші он_бесінші он_алтыншы он_жетінші он_сегізінші он_тоғызыншы жиырмасыншы"
    )
    .replace("_", "\u00a0")
    .split(" ")
)
"""Kazakh ordinals from 1 to 20; the words of one are joined by a no-break space."""

_KK = {fold(word): n for n, word in enumerate(KK_ORDINALS[:10], 1)} | {"жиырмасыншы": 20, "отызыншы": 30}
_KK_TENS = {"он": 10, "жиырма": 20, "отыз": 30}

RU_ORDINALS = (
    "первый второй третий четвертый пятый шестой седьмой восьмой девятый десятый одиннадцатый двенадцатый тринадцатый "
    "четырнадцатый пятнадцатый шестнадцатый семнадцатый восемнадцатый девятнадцатый двадцатый"
).split()
"""Russian masculine ordinals from 1 to 20."""


@lru_cache(maxsize=65536)
def _value(word: str) -> tuple[int, Lang] | None:
    if _THIRD.fullmatch(word):
        return 3, "ru"
    if found := _ORDINAL_RU.fullmatch(word):
        return _RU[found.group(1)], "ru"
    return (_KK[word], "kk") if word in _KK else None


def is_ordinal(word: str) -> bool:
    """Whether a folded word is an ordinal or begins one («двадцать», «он»)."""
    return word in _RU_TENS or word in _KK_TENS or _value(word) is not None


def ordinal_at(tokens: Tokens, at: int) -> tuple[int, int, Lang] | None:
    """An ordinal word from a token on: its value, the index after it, its language."""
    word = word_at(tokens, at)
    if not word:
        return None
    tens = _RU_TENS.get(word) or _KK_TENS.get(word)
    if tens:
        following = _value(word_at(tokens, at + 1))
        if following and following[0] < 10:
            return tens + following[0], at + 2, following[1]
        return None
    found = _value(word)
    return (found[0], at + 1, found[1]) if found else None


def russian(number: str, gender: str, genitive: bool) -> str:
    """A Russian ordinal word for a number up to 20, else the number itself. ``gender`` is ``m`` or ``f``."""
    if not number.isdigit() or not 1 <= int(number) <= len(RU_ORDINALS):
        return number
    base = RU_ORDINALS[int(number) - 1]
    if base == "третий":
        return {("m", False): "третий", ("m", True): "третьего", ("f", False): "третья", ("f", True): "третьей"}[
            gender, genitive
        ]
    ending = {("m", False): base[-2:], ("m", True): "ого", ("f", False): "ая", ("f", True): "ой"}[gender, genitive]
    return base[:-2] + ending


def kazakh(number: str) -> str:
    """A Kazakh ordinal word for a number up to 20, else ``""``."""
    if not number.isdigit() or not 1 <= int(number) <= len(KK_ORDINALS):
        return ""
    return KK_ORDINALS[int(number) - 1].replace("\u00a0", " ")
