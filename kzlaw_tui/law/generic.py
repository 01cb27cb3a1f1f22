"""Acts that a text names without a name of the registry: «настоящего Кодекса», «Закона РК "О связи"», «ГрК РФ»."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from kzlaw_tui.law.model import Lang
from kzlaw_tui.law.names import Mention, NameIndex, with_lead, with_tail
from kzlaw_tui.law.textnorm import fold, stem
from kzlaw_tui.law.tokens import Tokens, foreign_at, mark_at, republic_at, touches, word_at

_THIS = re.compile(r"настоящ\w+|осы|бул")
_THAT = re.compile(
    r"это(?:го|му|т|м|й)|эт(?:им|ом|ой|а|у)|данн\w+|указанн\w+|названн\w+|упомянут\w+|выше\w+|тот|того|тому|том|тем|той"
    r"|сол|аталган|корсетилген"
)
_SAME = frozenset(("же", "самого", "самый", "самом"))
_PAPERS = re.compile(
    r"договор\w*|контракт\w*|соглашени\w*|устав\w*|оферт\w*|шарт\w*|жаргы\w*|журнал\w*|газет\w*|смет\w*"
)
_RULES = re.compile(
    r"правил\w*|положени\w*|указ(?:а|у|ом|е)?|постановлени\w*|конвенци\w*|регламент\w*|инструкци\w*|приказ\w*"
    r"|деклараци\w*|пакт\w*|буйрыг\w*|каулысы\w*|жарлыг\w*|конвенция\w*"
)
_ADJECTIVE = re.compile(r"[\w-]{3,}(?:ого|его|ому|ему|ой|ей|ый|ий|ая|ым|им|ом|ем|ую|ых|их)")
_NEUTRAL = re.compile(r"нов\w{2,3}|действующ\w+|прежн\w+|стар\w{2,3}|сам\w{2,3}|наш\w{1,3}|вышеуказанн\w+|нынешн\w+")
_ABBREVIATION = re.compile(r"(?=.{2,7}$)[А-ЯӘҒҚҢӨҰҮҺІ][а-я]?[А-ЯӘҒҚҢӨҰҮҺІа-я]*[А-ЯӘҒҚҢӨҰҮҺІ]")
_FOREIGN = re.compile(r"российск\w+|федеральн\w+|модельн\w+|белорусск\w+|украинск\w+|кыргызск\w+|узбекск\w+")


@lru_cache(maxsize=65536)
def _head(word: str) -> str:
    """What kind of paper a word names: ``кодекс``, ``закон``, ``конституци``, ``rules``, ``paper`` or ``""``."""
    base = stem(word)
    if base in ("кодекс", "закон", "конституци"):
        return base
    plain = fold(word)
    if base == "зан" and plain != "зан":
        return "закон"
    if plain == "зан":
        return "закон"
    if _PAPERS.fullmatch(plain):
        return "paper"
    return "rules" if _RULES.fullmatch(plain) else ""


def may_begin_generic(word: str) -> bool:
    """Whether a word (normalised, its case kept) may be the head or the abbreviation of an act not in the registry."""
    return bool(_head(word)) or _ABBREVIATION.fullmatch(word) is not None


def points_here(word: str) -> bool:
    """Whether a folded word is «настоящий», «этот», «осы», «аталған» in some form."""
    return bool(_THIS.fullmatch(word) or _THAT.fullmatch(word))


def generic_act(tokens: Tokens, at: int, names: NameIndex) -> Mention | None:
    """The act that begins at, or has its head word at, a token; ``None`` for all other words."""
    word = word_at(tokens, at)
    if not word:
        return None
    if points_here(word):
        return _relative(tokens, at, names)
    head = _head(tokens[at].text)
    if head == "rules" and not tokens[at].text[0].isupper():
        return None  # «положения статьи 5» are what it says, «Положения о …» is a paper
    if head:
        return _unnamed(tokens, at, head)
    text = tokens[at].text
    if _ABBREVIATION.fullmatch(text) and republic_at(tokens, at) is None:
        return _abbreviation(tokens, at)
    return None


def _relative(tokens: Tokens, at: int, names: NameIndex) -> Mention | None:
    sign = "this" if _THIS.fullmatch(word_at(tokens, at)) else "that"
    head_at = at + 1
    if word_at(tokens, head_at) in _SAME:
        head_at += 1
    if not word_at(tokens, head_at):
        return None
    named = names.at(tokens, head_at)
    if named is not None and not named.abbreviation:
        return replace(named, first=at)
    head = _head(tokens[head_at].text)
    if not head:
        return None
    lang: Lang = "kk" if stem(tokens[head_at].text) == "зан" or word_at(tokens, at) in ("осы", "бул", "сол") else "ru"
    if head == "paper":
        sign = "paper"
    found = Mention(at, head_at, lang, sign=sign, head=head)
    after = republic_at(tokens, head_at + 1)
    return replace(found, last=after - 1) if after is not None and head != "paper" else found


def _unnamed(tokens: Tokens, at: int, head: str) -> Mention | None:
    """A head word that no known name begins at: its adjectives, requisites and title say whether it names an act."""
    lang: Lang = "kk" if stem(tokens[at].text) == "зан" or _kazakh(word_at(tokens, at)) else "ru"
    if head == "paper":
        return Mention(at, at, lang, sign="paper")
    first, specific, foreign = at, False, False
    while lang == "ru" and at - first < 4 and _ADJECTIVE.fullmatch(word_at(tokens, first - 1)):
        first -= 1
        foreign = foreign or _FOREIGN.fullmatch(word_at(tokens, first)) is not None
        specific = specific or not _NEUTRAL.fullmatch(word_at(tokens, first))
    mention = Mention(first, at, lang, sign="that", head=head)
    if lang == "kk":
        mention, specific = _kazakh_title(tokens, mention)
    mention = with_tail(tokens, mention)
    said = mention.requisites
    after = mention.last + 1
    specific = specific or head == "rules" or bool(said.adopted or said.number or said.year)
    # A mark that touches the word before it closes a quotation around all this: no title begins there.
    if mark_at(tokens, after) == '"' and not touches(tokens, after) and (end := _closing_quote(tokens, after)):
        mention, specific = with_tail(tokens, replace(mention, last=end)), True
    elif stem(tokens[after].text) == "о" if word_at(tokens, after) else False:
        mention, specific = replace(mention, last=min(after + 1, len(tokens) - 1)), True
    if foreign or mention.sign == "foreign":
        return replace(mention, sign="foreign")
    if specific:
        return replace(mention, sign="unknown")
    if lang == "kk" and not word_at(tokens, at).endswith(("нын", "нин", "тин", "дын", "дин")):
        return None  # «Заң 16-1-баппен толықтырылды»: only «Заңның 16-1-бабы» is of that law
    return mention


def _kazakh(word: str) -> bool:
    return (
        bool(re.fullmatch(r"кодекс(?:и\w*|тин|ке|те|тен|пен|ти)|конституция(?:сы\w*|нын)", word)) and word != "кодексии"
    )


def _kazakh_title(tokens: Tokens, mention: Mention) -> tuple[Mention, bool]:
    """Take in «"Байланыс туралы" Қазақстан Республикасының» before «Заңы»; whether a title was there."""
    mention = with_lead(tokens, mention)
    before = mention.first - 1
    if mark_at(tokens, before) == '"':
        for index in range(before - 1, max(-1, before - 40), -1):
            if mark_at(tokens, index) == '"':
                return replace(mention, first=index), True
    return mention, word_at(tokens, before) == "туралы" or bool(mention.requisites.adopted or mention.requisites.number)


def _closing_quote(tokens: Tokens, opening: int) -> int | None:
    for index in range(opening + 1, min(opening + 45, len(tokens))):
        if mark_at(tokens, index) == '"':
            return index
        if tokens[index].kind == "break":
            return None
    return None


def _abbreviation(tokens: Tokens, at: int) -> Mention | None:
    """An abbreviation that the registry does not have, before «РФ» or «РК»."""
    after = foreign_at(tokens, at + 1)
    if after is not None:
        return Mention(at, after - 1, "ru", sign="foreign", abbreviation=True)
    after = republic_at(tokens, at + 1)
    if after is not None and tokens[at].text.endswith("К"):
        return Mention(at, after - 1, "ru", sign="unknown", abbreviation=True)
    return None
