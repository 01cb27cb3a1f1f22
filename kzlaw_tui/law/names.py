"""Names of acts in running text: inflected titles, short names and abbreviations, with their requisites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from kzlaw_tui.law.model import Act, Lang
from kzlaw_tui.law.textnorm import normalise, stem
from kzlaw_tui.law.tokens import (
    NOTHING,
    Requisites,
    Tokens,
    act_number_at,
    date_at,
    foreign_at,
    foreign_before,
    mark_at,
    number_at,
    republic_at,
    tokenize,
    word_at,
)

Candidates = Mapping[Lang, tuple[str, ...]]

_TITLE_TAIL = re.compile(r"\s*\([^()]*кодекс[^()]*\)$", re.IGNORECASE)
_ABBREVIATION = re.compile(r"(?=(?:.*[А-ЯӘҒҚҢӨҰҮҺІ]){2})[А-ЯӘҒҚҢӨҰҮҺІа-яәғқңөұүһі]{2,7}")
_CASE = re.compile(r"-?(?:нің|ның|дің|дың|тің|тың|не|на|ге|ға|ке|қа|де|да|те|та|нен|нан|ден|дан|мен|пен|і|ы|а|у|ом|е)")

# Abbreviations that, alone and in capitals, nearly always mean the act; others need «РК», a number or an article beside.
_CLEAR = frozenset("тк нк гк гпк упк уик ек коап кркоап аппк кобс кобис әқбтк әрпк қпк".split())
_LOWERCASE_CLEAR = frozenset("гпк упк уик коап кркоап аппк кобс кобис зозпп әқбтк әрпк қпк".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of an act in tokens ``[first, last]``.

    ``acts`` are the acts that the name may mean, by the language in which it means them. ``sign`` is ``""`` for a name
    of the registry, else: ``this`` («настоящего Кодекса»), ``that`` («указанного Закона», a bare «Закона»), ``unknown``
    (an act that the registry does not have), ``foreign``, ``paper`` (a contract, a charter: no act at all).
    ``head`` is ``кодекс``, ``закон``, ``конституци`` or ``""``. ``weak`` marks an abbreviation in small letters, which
    may be an ordinary word; ``clear`` a name that means the act even without anything beside it.
    """

    first: int
    last: int
    lang: Lang
    acts: Candidates = field(default_factory=dict)
    sign: str = ""
    head: str = ""
    requisites: Requisites = NOTHING
    weak: bool = False
    clear: bool = True
    abbreviation: bool = False

    def all_acts(self) -> tuple[str, ...]:
        """Every act that the name may mean in any language, each once."""
        return tuple(dict.fromkeys(act for acts in self.acts.values() for act in acts))


class _Node:
    __slots__ = ("acts", "following", "quoted_only")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.acts: dict[Lang, tuple[str, ...]] = {}
        self.quoted_only = True


class NameIndex:
    """All names of all acts, for the longest match at a place in a text."""

    def __init__(self, acts: Iterable[Act]) -> None:
        self._root = _Node()
        self._abbreviations: dict[str, dict[Lang, tuple[str, ...]]] = {}
        self._ids: set[str] = set()
        self.dull: dict[str, bool] = {}
        """A memory of ``law.grammar``: whether a word can begin anything at all with these names."""
        for act in acts:
            self._ids.add(act.id)
            for lang, phrase, quoted_only in _phrases(act):
                self._add(act.id, lang, phrase, quoted_only)

    def _add(self, act: str, lang: Lang, phrase: str, quoted_only: bool) -> None:
        words = key_of(phrase)
        if len(words) == 1 and _ABBREVIATION.fullmatch(words[0]):
            found = self._abbreviations.setdefault(words[0].lower(), {})
            found[lang] = _with(found.get(lang, ()), act)
            return
        node = self._root
        for word in words:
            node = node.following.setdefault(stem(word), _Node())
        node.acts[lang] = _with(node.acts.get(lang, ()), act)
        node.quoted_only = node.quoted_only and quoted_only

    def may_begin(self, word: str) -> bool:
        """Whether some name begins with a word."""
        return stem(word) in self._root.following or self._lookup(word) is not None

    def at(self, tokens: Tokens, at: int) -> Mention | None:
        """The longest name that begins at a word (or register id), with «РК», requisites and quotes after it."""
        token = tokens[at]
        if token.kind == "id":
            return (
                Mention(at, at, "ru", {"ru": (token.text,), "kk": (token.text,)}) if token.text in self._ids else None
            )
        if token.kind != "word":
            return None
        return self._title(tokens, at) or self._abbreviation(tokens, at)

    def _title(self, tokens: Tokens, at: int) -> Mention | None:
        node = self._root.following.get(stem(tokens[at].text))
        if node is None:
            return None
        quoted = mark_at(tokens, at - 1) == '"'
        index, said = at, NOTHING
        best: tuple[int, _Node, Requisites] | None = None
        while True:
            if node.acts and (quoted or not node.quoted_only):
                best = (index, node, said)
            index, said = _skip(tokens, index + 1, said)
            following = node.following.get(stem(tokens[index].text)) if word_at(tokens, index) else None
            if following is None:
                break
            node = following
        if best is None:
            return None
        last, node, said = best
        head = next(
            (w for w in map(stem, _words(tokens, at, last)) if w in ("кодекс", "закон", "зан", "конституци")), ""
        )
        lang: Lang = next(iter(node.acts)) if len(node.acts) == 1 else "ru"
        mention = Mention(at, last, lang, node.acts, head="закон" if head == "зан" else head, requisites=said)
        return with_tail(tokens, with_lead(tokens, mention))

    def _abbreviation(self, tokens: Tokens, at: int) -> Mention | None:
        text = tokens[at].text
        found = self._lookup(text)
        if found is None:
            return None
        key, acts = found
        capitals = sum(1 for letter in text[: len(key)] if letter.isupper()) >= 2
        lang: Lang = next(iter(acts)) if len(acts) == 1 else "ru"
        last = at
        plain = Mention(at, last, lang, acts, head="кодекс", abbreviation=True)
        mention = with_tail(tokens, with_lead(tokens, plain))
        before = any(republic_at(tokens, i) is not None for i in range(mention.first, at))
        republic = before or (mention.last > last and republic_at(tokens, last + 1) is not None)
        if before and "kk" in acts:
            mention = replace(mention, lang="kk")
        weak = not capitals and key not in _LOWERCASE_CLEAR and not republic
        company = word_at(tokens, at - 1) in ("ао", "тоо") or mark_at(tokens, at + 1) == '"'  # «АО "НК …"», «ТК "…"»
        return replace(mention, weak=weak, clear=republic or (key in _CLEAR and not weak and not company))

    def _lookup(self, text: str) -> tuple[str, Candidates] | None:
        """An abbreviation, bare («ТК»), with a case ending («ЕК-нің», «КоАПа») or glued to «РК» («ТКРК»)."""
        key = text.lower()
        if acts := self._abbreviations.get(key):
            return key, acts
        if len(key) < 4:
            return None
        if key.endswith("рк") and (acts := self._abbreviations.get(key[:-2])):
            return key[:-2], acts
        base, _, ending = key.partition("-")
        if ending and (acts := self._abbreviations.get(base)) and _CASE.fullmatch(ending):
            return base, acts
        if key[-1] in "аеу" and len(key) > 4 and (acts := self._abbreviations.get(key[:-1])):
            return key[:-1], acts
        return None


def _with(known: tuple[str, ...], act: str) -> tuple[str, ...]:
    return known if act in known else (*known, act)


def key_of(phrase: str) -> list[str]:
    """The words of a name without «Республики Казахстан», requisites, quotes and brackets."""
    tokens = tokenize(normalise(phrase))
    words: list[str] = []
    index, _ = _skip(tokens, 0, NOTHING)
    while index < len(tokens):
        words.append(tokens[index].text)
        index, _ = _skip(tokens, index + 1, NOTHING)
    return words


def _words(tokens: Tokens, first: int, last: int) -> Iterator[str]:
    return (token.text for token in tokens[first : last + 1] if token.kind == "word")


def _phrases(act: Act) -> Iterator[tuple[Lang, str, bool]]:
    """Every phrase that names an act: (language, phrase, only when in quotes)."""
    for lang, title in act.titles.items():
        bare = _TITLE_TAIL.sub("", title)
        words = key_of(bare)
        if lang == "ru" and stem(words[0]) == "о":
            yield lang, bare, True
            yield lang, f"{'кодекс' if act.kind == 'code' else 'закон'} {bare}", False
        elif lang == "kk" and stem(words[-1]) == stem("туралы"):
            yield lang, bare, True
            yield lang, f"{bare} {'кодекс' if act.kind == 'code' else 'заң'}", False
        else:
            yield lang, bare, False
    for lang, short in act.short.items():
        yield lang, short, False
    for lang, genitive in act.genitive.items():
        yield lang, genitive, False
    for lang, names in act.names.items():
        for name in names:
            yield lang, name, False


_PARTS_OF_CODE = frozenset(map(stem, ("часть", "части", "бөлім", "бөлімі")))
_INSIDE = frozenset('"(),/')


def _skip(tokens: Tokens, at: int, said: Requisites) -> tuple[int, Requisites]:
    """Step over what may stand between the words of a name: quotes, brackets, «РК», dates, numbers."""
    while at < len(tokens):
        if mark_at(tokens, at) in _INSIDE and mark_at(tokens, at):
            at += 1
        elif (after := republic_at(tokens, at)) is not None:
            at = after
        elif (found := date_at(tokens, at) or act_number_at(tokens, at)) is not None:
            at, said = found[0], said | found[1]
        else:
            break
    return at, said


def with_lead(tokens: Tokens, mention: Mention) -> Mention:
    """The mention with the quote, the Kazakh «ҚР» and the Kazakh requisites that stand before it."""
    first, said = mention.first, mention.requisites
    while True:
        if (mark_at(tokens, first - 1) == '"' and tokens[first - 1].end == tokens[first].start) or (
            tokens[first - 1 : first] and tokens[first - 1].text in ("ҚР", "КР", "Қр", "қр")
        ):
            first -= 1
        elif word_at(tokens, first - 1).startswith("республикасы") and word_at(tokens, first - 2) == "казакстан":
            first -= 2
        elif first >= 4 and (found := date_at(tokens, first - 4)) and found[0] == first and word_at(tokens, first - 3):
            first, said = first - 4, said | found[1]
        elif first >= 2 and word_at(tokens, first - 1) == "жылгы" and (found := date_at(tokens, first - 2)):
            first, said = first - 2, said | found[1]
        elif mention.lang == "kk" and (width := _number_before(tokens, first)):
            found = act_number_at(tokens, first - width)
            first, said = first - width, said | (found[1] if found else NOTHING)
        else:
            break
    if (abroad := foreign_before(tokens, first)) is not None:
        return replace(mention, first=abroad, requisites=said, sign="foreign", acts={})
    return replace(mention, first=first, requisites=said)


def _number_before(tokens: Tokens, at: int) -> int:
    """How many tokens «№ 414-V» takes that ends before an index; 0 when there is none."""
    for width in (2, 4, 5):
        found = act_number_at(tokens, at - width) if at >= width else None
        if found and found[0] == at:
            return width
    return 0


def with_tail(tokens: Tokens, mention: Mention) -> Mention:
    """The mention with «РК», requisites, the closing quote and «(Общая часть)»-like brackets that follow it."""
    at, said, sign, acts = mention.last + 1, mention.requisites, mention.sign, mention.acts
    opened = sum(1 for i in range(mention.first, at) if mark_at(tokens, i) == '"') % 2 == 1
    brackets = sum((mark_at(tokens, i) == "(") - (mark_at(tokens, i) == ")") for i in range(mention.first, at))
    while at < len(tokens):
        if mark_at(tokens, at) == '"' and opened:
            opened, at = False, at + 1
        elif mark_at(tokens, at) == ")" and brackets > 0:
            brackets, at = brackets - 1, at + 1
        elif mark_at(tokens, at) == "(" and (end := _aside(tokens, at)):
            dated = date_at(tokens, at + 1)
            at, said = end, said | (dated[1] if dated else NOTHING)
        elif (after := foreign_at(tokens, at)) is not None:
            at, sign, acts = after, "foreign", {}
        elif (after := republic_at(tokens, at)) is not None:
            at = after
        elif (found := date_at(tokens, at) or act_number_at(tokens, at)) is not None:
            at, said = found[0], said | found[1]
        else:
            break
    return replace(mention, last=at - 1, requisites=said, sign=sign, acts=acts)


def _aside(tokens: Tokens, at: int) -> int | None:
    """The index after «(Налоговый кодекс)», «(далее – ТК)», «(2017 года)»: brackets that name the same act again."""
    for end in range(at + 1, min(at + 8, len(tokens))):
        if mark_at(tokens, end) == ")":
            inside = [stem(word) for word in _words(tokens, at + 1, end)]
            year = number_at(tokens, at + 1)
            if inside and inside[-1] in _PARTS_OF_CODE:
                return end + 1
            if inside[:1] in (["дале"], ["будан"]) or inside[-1:] == ["кодекс"] or (year and date_at(tokens, at + 1)):
                return end + 1
            return None
        if mark_at(tokens, end) == "(":
            return None
    return None
