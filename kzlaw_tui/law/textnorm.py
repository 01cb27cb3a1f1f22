"""Normal forms of Russian and Kazakh text for matching; offsets are never disturbed.

``normalise`` gives a string of the same length, so a span of the one is a span of the other. ``fold`` and ``stem``
work on single words and are for comparing only.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v\f"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_QUOTES = "«»“”„‟‹›❝❞〝〞＂"
_CHARACTERS = str.maketrans(
    {
        **dict.fromkeys(_SPACES + _INVISIBLE, " "),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_QUOTES, '"'),
        "ё": "е",
        "Ё": "Е",
        "\r": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
    }
)

# Latin letters that stand for Cyrillic ones of the same shape: the second set only inside a word with Cyrillic letters.
_TWINS = dict(zip("ABCEHIKMOPTXYacehikmopty", "АВСЕНІКМОРТХУасеһікморту", strict=True)) | {"x": "х", "ə": "ә", "Ə": "Ә"}
_TWINS_IN_CYRILLIC = _TWINS | {"n": "п", "r": "г", "u": "и", "b": "ь", "Ö": "Ө", "ö": "ө", "ÿ": "ү", "ɵ": "ө", "Ɵ": "Ө"}
_LATIN_WORD = re.compile(r"(?<![^\W\d_])[Ѐ-ӿ]*[A-Za-zƏəÖöÿƟɵ][^\W\d_]*")
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_TWIN_TABLE = str.maketrans(_TWINS)
_TWIN_TABLE_IN_CYRILLIC = str.maketrans(_TWINS_IN_CYRILLIC)

_KAZAKH = str.maketrans("әғқңөұүһі", "агкноуухи")

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

KEYBOARD_RU = str.maketrans(
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>",
    "йцукенгшщзхъфывапролджэячсмитьбюЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ",
)
KEYBOARD_KK = KEYBOARD_RU | str.maketrans("234589 0-=@#$%*()_+", "әіңғүұ қөһӘІҢҒҮҰҚӨҺ")
"""What the keys of a Latin layout are on a Russian and on a Kazakh one."""


def normalise(text: str) -> str:
    """The text with plain spaces, dashes and quotes, without ё, and with look-alike letters of one alphabet.

    Case is kept. The result has the length of ``text``: ``normalise(text)[a:b]`` speaks of ``text[a:b]``.
    """
    plain = text.translate(_CHARACTERS)
    return _LATIN_WORD.sub(_cyrillic, plain)


def _cyrillic(match: re.Match[str]) -> str:
    """A word with Latin letters, in Cyrillic where it is a look-alike; an English word stays as it is."""
    word = match.group()
    if _CYRILLIC.search(word):
        return word.translate(_TWIN_TABLE_IN_CYRILLIC)
    if all(letter in _TWINS for letter in word):
        return word.translate(_TWIN_TABLE)
    return word


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Lower case, with Kazakh letters as the Russian ones that people type instead of them («тармақ» → «тармак»)."""
    return word.lower().replace("ё", "е").translate(_KAZAKH)


_ENDINGS = re.compile(
    "(?:иями|ями|ами|ыми|ими|ого|его|ому|ему|иях|иям|ием|ах|ях|ов|ев|ей|ой|ый|ий|ая|яя|ую|юю|ое|ее|ые|ие|ых|их|ым|им"
    "|ом|ем|ам|ям|ию|ия|ии|ью|а|я|у|ю|е|и|о|ы|ь|й)$"
)
_HEADS = (
    (re.compile(r"кодекс\w{0,6}"), "кодекс"),
    (re.compile(r"закон(?:а|у|ом|е|ы|ов|ам|ами|ах)?|зрк"), "закон"),
    (re.compile(r"зан(?:ы|нын|га|ды|да|нан|мен|ына|ында|ынан|ымен|ынын|ын|ындагы|дагы|дары|дар)?"), "зан"),
    (re.compile(r"конституци(?:[яию]|ей|ею|й|ях|ям|ями|ясы\w*|янын|яга|яда|ядан|ямен|яны)"), "конституци"),
    (re.compile(r"об|обо"), "о"),
)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without its inflection, for comparing names of acts: «Трудового» and «Трудовой» are the same.

    Both languages go through one list of endings: names are compared as wholes, so a coarse stem is enough.
    """
    plain = fold(word)
    if "-" in plain:
        return "-".join(stem(part) for part in plain.split("-"))
    for pattern, head in _HEADS:
        if pattern.fullmatch(plain):
            return head
    return _ENDINGS.sub("", plain, count=1) if len(plain) > 4 else plain


def swap_layout(text: str) -> str:
    """What the same keys give on the Russian layout: «nr 52» is «тк 52» typed on the Latin one."""
    return text.translate(KEYBOARD_RU)
