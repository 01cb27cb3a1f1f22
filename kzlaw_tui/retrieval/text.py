"""From text to index terms, for Russian and for Kazakh.

Russian terms are Snowball stems. Kazakh has no Snowball stemmer, so its terms are words with their inflectional
suffixes stripped lightly; character 4-grams, taken as a second field, make up for what the stripping misses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

from kzlaw_tui.law.model import Lang

KAZAKH_LETTERS = frozenset("әғқңөұүһі")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*", re.UNICODE)
_CYRILLIC = re.compile(r"[\u0400-\u04FF]")
_LOOKALIKES = str.maketrans("aceopxyikhmtb", "асеорхуікһмтв")
_FOLD = str.maketrans({"ё": "е", "\u00ad": "", "\u200b": "", "\u2011": "-", "\u2010": "-", "’": "", "'": ""})

_RU_STOP = frozenset(
    "и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по ее мне было вот от меня еще нет о из "
    "ему теперь когда даже ну ли если уже или ни быть был него до вас опять уж вам ведь там потом себя ей они тут где "
    "есть надо для мы тебя их чем была сам чтоб без будто чего раз тоже себе под будет ж тогда кто этот того потому этого "
    "какой какая какие каков ним здесь этом один почти мой тем чтобы нее были куда зачем всех при об хоть после над через "
    "эти нас про всего них какого этой перед лишь более всю между это также которые который которая которое либо иные "
    "здравствуйте добрый день вечер подскажите пожалуйста спасибо скажите уважаемый уважаемые прошу".split()
)
_KK_STOP = frozenset(
    "және мен бен пен немесе не үшін бұл ол осы сол бір деп да де та те ма ме ба бе па пе ғой еді екен бар жоқ болып болса "
    "болады қандай қалай неше қашан кім қайда егер сондай ақ туралы бойынша кейін дейін ғана тиіс сәлеметсіз бе айтыңызшы".split()
)
# Suffixes by slot, stripped from the end of the word inwards: case, possessive, plural (twice, since a possessive may follow
# another), then the endings of participles and verbs.
_KK_CASE = (
    "ының інің сының сінің ында інде сында сінде ынан інен сынан сінен ына іне сына сіне ымен імен сымен сімен "
    "ның нің дың дің тың тің ға ге қа ке на не ны ні ды ді ты ті да де та те нда нде дан ден тан тен нан нен мен бен пен н"
).split()
_KK_POSSESSIVE = "сы сі ымыз іміз мыз міз ыңыз іңіз ңыз ңіз ым ім м ың ің ң ы і".split()
_KK_PLURAL = "лар лер дар дер тар тер".split()
_KK_DERIVED = (
    "мын мін пын пін бын бін сың сің мыз міз пыз піз майды мейді байды бейді пайды пейді "
    "майтын мейтін байтын бейтін маған меген баған беген паған пеген йды йді ады еді йтын йтін атын етін "
    "ылған ілген нған нген ған ген қан кен дағы дегі тағы тегі сам сем саң сең са се ып іп ылады іледі ылса ілсе "
    "лық лік дық дік тық тік у п"
).split()
_KK_SLOTS = tuple(
    tuple(sorted(slot, key=len, reverse=True)) for slot in (_KK_CASE, _KK_POSSESSIVE, _KK_PLURAL, _KK_DERIVED)
)
_KK_VOWELS = frozenset("аәеёиіоөуұүыэюя")
_KK_VOICELESS = frozenset("кқпстшщфхцчбвгд")
_KK_DEVOICED = str.maketrans("ғгб", "қкп")


def normalise(text: str) -> str:
    """Lower case, NFC, ё → е, and Latin look-alikes turned into Cyrillic inside Cyrillic words."""
    text = unicodedata.normalize("NFC", text).casefold().translate(_FOLD)
    return _WORD.sub(lambda m: _cyrillic(m.group()), text)


def _cyrillic(word: str) -> str:
    if word.isascii() or not _CYRILLIC.search(word):
        return word
    return word.translate(_LOOKALIKES)


def words(text: str) -> list[str]:
    """The words of a text, normalised; words with a hyphen also give their halves."""
    found: list[str] = []
    for word in _WORD.findall(normalise(text)):
        found.append(word)
        if "-" in word and not word.replace("-", "").isdigit():
            found.extend(word.split("-"))
    return found


def detect_lang(text: str) -> Lang:
    """``kk`` when a tenth of the words (one at least) carry letters that only Kazakh has, or are Kazakh function words."""
    tokens = words(text)
    kazakh = sum(
        1 for w in tokens if KAZAKH_LETTERS & set(w) or w in {"бап", "бабы", "мен", "ма", "бар", "керек", "жылы"}
    )
    return "kk" if kazakh and kazakh * 10 >= len(tokens) else "ru"


@cache
def _snowball() -> Callable[[str], str]:
    import snowballstemmer

    stem: Callable[[str], str] = snowballstemmer.stemmer("russian").stemWord
    return stem


@lru_cache(maxsize=200_000)
def _ru_stem(word: str) -> str:
    return word if word.isascii() else _snowball()(word)


@lru_cache(maxsize=200_000)
def kk_stem(word: str) -> str:
    """A Kazakh word without its case, possessive, plural and verbal suffixes; at least three letters are left.

    A suffix is stripped only where the letter before it allows it («шарт-ы», not «шар-ты»), and a final consonant is given
    the form it has at a word's end («салығ-ы» like «салық»).
    """
    for _ in range(2):
        before = word
        for slot in _KK_SLOTS[:3]:
            word = _kk_strip(word, slot)
        if word == before:
            break
    word = _kk_strip(word, _KK_SLOTS[3])
    if len(word) > 4 and word.endswith("с"):
        word = word[:-1]  # «демалыс» like «демалы-сы»
    return word[:-1] + word[-1].translate(_KK_DEVOICED) if word else word


def _kk_strip(word: str, slot: tuple[str, ...]) -> str:
    for suffix in slot:
        if not word.endswith(suffix):
            continue
        stem = word[: -len(suffix)]
        # The ending of «-шы/-ші» (a doer: қатысушы, беруші) looks like a possessive and is none.
        if suffix in ("ы", "і") and word.endswith(("шы", "ші")):
            continue
        shortest = 4 if slot is _KK_SLOTS[1] else 3
        if len(stem) >= shortest and _kk_follows(stem[-1], suffix):
            return stem
    return word


def _kk_follows(before: str, suffix: str) -> bool:
    """Whether a suffix may follow a letter: Kazakh suffixes change their first consonant after it."""
    first = suffix[0]
    if suffix == "н":
        return before in "ыі"
    if first in "тқкп":
        return before in _KK_VOICELESS or suffix == "п"
    if first in "дғгб":
        return before not in _KK_VOICELESS
    if first == "н":
        return before in _KK_VOWELS or (suffix in ("ның", "нің", "нан", "нен") and before in "мнң")
    if first in "сй":
        return before in _KK_VOWELS or suffix in _KK_AFTER_ALL
    return first not in "ыіае" or before not in _KK_VOWELS


_KK_AFTER_ALL = frozenset("сың сің са се сам сем саң сең".split())


def terms(text: str, lang: Lang) -> list[str]:
    """Index terms of a text in one language, in order, stop words left out."""
    if lang == "ru":
        return [_ru_stem(w) for w in words(text) if w not in _RU_STOP]
    return [kk_stem(w) for w in words(text) if w not in _KK_STOP]


@lru_cache(maxsize=100_000)
def _grams_of(word: str) -> tuple[str, ...]:
    padded = f"_{word}_"
    return tuple(padded[i : i + 4] for i in range(max(1, len(padded) - 3)))


def grams(text: str) -> list[str]:
    """Character 4-grams of the words (word ends marked by ``_``), stop words left out."""
    return [gram for w in words(text) if w not in _KK_STOP for gram in _grams_of(w)]
