"""Citations in text: finding them, reading one that a person typed, and (``law.writing``) writing them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, product
from typing import Literal, NamedTuple

from kzlaw_tui.law.grammar import Reader
from kzlaw_tui.law.model import Citation, CitationSpan
from kzlaw_tui.law.names import Mention
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.law.textnorm import normalise, swap_layout
from kzlaw_tui.law.tokens import Tokens, foreign_at, mark_at, number_at, tokenize, touches, word_at
from kzlaw_tui.law.units import Element, Item, expand, is_quantity
from kzlaw_tui.law.writing import format_citation

__all__ = ["NamedAct", "find_citations", "format_citation", "named_acts", "parse_citation"]

Glue = Literal["space", "comma", "and"]

_AND = frozenset("и или либо а также да жане немесе мен пен бен не сондай-ак ари".split())
_PREPOSITIONS = frozenset("в во по к ко со с из согласно об о".split())
_FILLERS = frozenset(
    "покажи показать открой открыть см смотри смотрите найди перейди перейти что говорит текст по в во согласно "
    "статью кара карау корсет аш ашу тап бойынша рк кр".split()
)
_RANK = {"article": 0.0, "point": 1.0, "part": 1.5, "subpoint": 2.0, "paragraph": 3.0}
_PRESENT = re.compile(r"нов(?:ый|ого|ому|ым|ом)|действующ\w+|нынешн\w+|наш\w{0,3}|казахстанск\w+")
_NUMBERED = (["point"], ["part"])
MAX_CITATIONS = 1000
"""No phrase gives more citations: more are no reference that a person makes."""
_CYRILLIC = re.compile("[А-Яа-яЁёӘәІіҢңҒғҮүҰұҚқӨөҺһ]")


def find_citations(text: str, registry: Registry, default_act: str = "") -> list[CitationSpan]:
    """All citations in running text, in order, with offsets into ``text``.

    ``default_act`` is the act that the text is of: «настоящего Кодекса», and articles that no act is named for, are its.
    A bare point («п. 5») is no citation; neither is an article of a contract or a charter. Articles of acts that the
    registry does not know get ``UNKNOWN_ACT``, those of other states ``FOREIGN_ACT``.
    """
    if not _CYRILLIC.search(text) and not re.search(r"[KZ]\d{9}|[A-Z]{2}", text):
        return []
    return _Finder(text, registry, default_act, whole=False).spans()


class NamedAct(NamedTuple):
    """An act that a text names by itself: its id, ``UNKNOWN_ACT`` or ``FOREIGN_ACT``, and where."""

    act: str
    start: int
    end: int


def named_acts(text: str, registry: Registry) -> list[NamedAct]:
    """The acts that a text names, with or without articles, in order; «настоящий Кодекс» and papers are none."""
    plain = normalise(text)
    tokens = tokenize(plain)
    found: list[NamedAct] = []
    for element in Reader(text, tokens, registry.names).elements():
        mention = element.mention
        if mention is None or mention.sign in ("this", "that", "paper") or not (mention.clear or mention.sign):
            continue
        act = registry.resolve(mention, "")
        found.append(NamedAct(act, tokens[element.first].start, tokens[element.last].end))
    return found


def is_foreign(text: str) -> bool:
    """Whether a text speaks of another state or of a union of states («в России», «ГК РФ», «ЕАЭС»)."""
    tokens = tokenize(normalise(text))
    return any(foreign_at(tokens, at) is not None for at in range(len(tokens)) if tokens[at].kind == "word")


def parse_citation(text: str, registry: Registry) -> Citation | None:
    """The citation that a person typed (``тк 52``, «п. 1 ст. 52 ТК»), or ``None`` when the text is anything else.

    Of a list or a range the first one is meant. A text typed on the wrong keyboard layout («nr 52») is read too.
    """
    found = _parse_whole(text, registry)
    if found is None and text.isascii() and not text.strip().isdigit():
        found = _parse_whole(swap_layout(text), registry)
    return found


def _parse_whole(text: str, registry: Registry) -> Citation | None:
    if len(text) > 600:
        return None
    finder = _Finder(text, registry, "", whole=True)
    spans = finder.spans()
    if not spans:
        return None
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    for token in finder.tokens:
        inside = start <= token.start and token.end <= end
        if not inside and token.kind != "mark" and word_at([token], 0) not in _FILLERS:
            return None
    return spans[0].citation


@dataclass(slots=True)
class _Group:
    """One article element with the elements inside it: several citations when they have lists of numbers."""

    article: Element
    left: list[tuple[Element, Glue]] = field(default_factory=list)
    right: list[tuple[Element, Glue]] = field(default_factory=list)
    act: Element | None = None
    shared: bool = False
    """Whether ``act`` stands in another group: it is the act of this one, but not a part of its span."""


class _Finder:
    def __init__(self, text: str, registry: Registry, default_act: str, *, whole: bool) -> None:
        self.text = text
        self.plain = normalise(text)
        self.tokens: Tokens = tokenize(self.plain)
        self.registry = registry
        self.default_act = default_act
        self.whole = whole
        self._last_named: dict[str, Mention] = {}

    def spans(self) -> list[CitationSpan]:
        elements = Reader(self.text, self.tokens, self.registry.names, whole=self.whole).elements()
        if self.whole:
            elements = self._number_before_act(elements)
        found: list[CitationSpan] = []
        for phrase in self._phrases(elements):
            found.extend(self._citations(phrase))
        return found

    def _number_before_act(self, elements: list[Element]) -> list[Element]:
        """«52 ТК РК»: a whole citation may begin with the number of the article."""
        if len(elements) == 1 and elements[0].mention and elements[0].first == 1 and number_at(self.tokens, 0):
            number = Element(0, 0, "article", elements[0].lang, (Item(self.tokens[0].text),), "any", bare=True)
            return [number, *elements]
        return elements

    # Phrases: elements with nothing but commas, conjunctions and the like between them

    def _phrases(self, elements: list[Element]) -> Iterator[list[tuple[Element, Glue]]]:
        """Runs of linked elements; the glue of an element is what stands before it. Yielded in order."""
        phrase: list[tuple[Element, Glue]] = []
        previous: Element | None = None
        for element in elements:
            if element.level == "article" and self._is_of_a_journal(element, previous):
                previous = None
                continue
            beside = len(phrase) > 1 and phrase[-2][0].last + 1 == phrase[-1][0].first
            glue = self._glue(previous, element, beside) if previous is not None else None
            if glue is None and phrase:
                yield phrase
                phrase = []
            phrase.append((element, glue or "space"))
            previous = element
        if phrase:
            yield phrase

    def _glue(self, left: Element, right: Element, beside: bool) -> Glue | None:
        """What stands between two elements, ``None`` if they are not of one phrase.

        ``beside`` says that something stands directly before ``left``: a weak name is then surely an act.
        """
        if right.continues:
            return "comma"
        tokens = self.tokens
        between = range(left.last + 1, right.first)
        if len(between) > 5 or self._begins_a_heading(right):
            return None
        acts = left.level == "act" or right.level == "act"
        abbreviated = right.mention is not None and right.mention.abbreviation
        if left.mention is not None and not _may_come_first(left.mention):
            return None
        weak_left = left.mention is not None and left.mention.weak and not beside
        if between and (weak_left or (right.mention is not None and right.mention.weak)):
            return None
        glue: Glue = "space"
        for at in between:
            mark, word = mark_at(tokens, at), word_at(tokens, at)
            if word in _AND:
                glue = "and"
            elif mark == ",":
                glue = "comma" if glue == "space" else glue
            elif (
                (mark == "." and (abbreviated or not tokens[right.first].text[:1].isupper()))
                or mark in ("(", ")")
                or word in _PREPOSITIONS
                or (mark in (":", "-", '"', "/") and acts)
                or (right.level == "act" and _PRESENT.fullmatch(word))
            ):
                pass
            else:
                return None
        if glue == "and" and left.level == "act" and right.level == "act":
            return None
        if glue != "space" and right.mention is not None and right.mention.sign in ("paper", "that", "unknown"):
            return None
        return glue

    def _begins_a_heading(self, element: Element) -> bool:
        """«Статья 53. …», «53-бап. …» at the start of a line."""
        if element.level != "article":
            return False
        token = self.tokens[element.first]
        before = token.start - 1
        while before >= 0 and self.plain[before] == " ":
            before -= 1
        if before >= 0 and self.plain[before] != "\n":
            return False
        return token.text == "Статья" or (element.lang == "kk" and self.tokens[element.last].text == "бап")

    def _is_of_a_journal(self, element: Element, previous: Element | None) -> bool:
        """«2003 г., № 10, ст. 52»: the article of an issue of a gazette."""
        tokens, at = self.tokens, element.first - 1
        if mark_at(tokens, at) != ",":
            return False
        named = previous.last if previous is not None and previous.level == "act" else -1  # its own «№ 414-V»
        for index in range(at - 1, max(named, -1, at - 12), -1):
            if mark_at(tokens, index) == "№":
                return True
            if tokens[index].kind == "number" or mark_at(tokens, index) in (",", "-"):
                continue
            if not re.fullmatch("[IVXLХІ]+", tokens[index].text):
                return False
        return False

    # From a phrase to groups

    def _citations(self, phrase: list[tuple[Element, Glue]]) -> Iterator[CitationSpan]:
        groups = _groups(phrase)
        _give_acts(groups, phrase)
        for group in groups:
            if group.article.items and self._counts(group):
                yield from self._spans_of(group)
        for element, _ in phrase:
            self._remember(element)

    def _counts(self, group: _Group) -> bool:
        if group.act is not None and group.act.mention is not None and group.act.mention.sign == "paper":
            return False
        if not group.article.needs_company:
            return not (group.article.short and is_quantity(self.tokens, group.article.last + 1))
        if group.act is not None or group.left or group.right:
            return True
        return self.whole or word_at(self.tokens, group.article.last + 1) in ("караныз", "карау", "кара")

    def _spans_of(self, group: _Group) -> Iterator[CitationSpan]:
        inner = [e for e, _ in (*group.left, *group.right)]
        members = [group.article, *inner]
        if group.act is not None and not group.shared:
            members.append(group.act)
        first, last = min(e.first for e in members), max(e.last for e in members)
        start, end = self._span(first, last)
        seen: set[tuple[Citation, str]] = set()
        single = bool(group.left) and group.article.plurality != "many"
        slots_of_group = _slots(group)
        for number, until in expand(group.article.items, "article", group.article.plurality, single):
            if len(seen) > MAX_CITATIONS:
                return
            act, relative = self._act_of(group, number)
            for slots, end_of_range in slots_of_group:
                citation = Citation(act, number, **slots)
                if (citation, until or end_of_range) not in seen:
                    seen.add((citation, until or end_of_range))
                    yield CitationSpan(citation, start, end, group.article.lang, relative, until or end_of_range)

    def _span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of tokens ``[first, last]``, with a bracket or quote that they leave open."""
        tokens = self.tokens
        inside = [mark_at(tokens, at) for at in range(first, last + 1)]
        depth = 0
        for at, mark in enumerate(inside, first):
            numbered = mark == ")" and touches(tokens, at) and tokens[at - 1].kind in ("number", "word") and depth == 0
            depth += (mark == "(") - (mark == ")" and not numbered)
        if depth > 0 and mark_at(tokens, last + 1) == ")":
            last += 1
        if inside.count('"') % 2:
            if inside[0] == '"':
                first += 1
            elif mark_at(tokens, last + 1) == '"' and touches(tokens, last + 1):
                last += 1
        return tokens[first].start, tokens[last].end

    # Acts

    def _act_of(self, group: _Group, number: str) -> tuple[str, bool]:
        mention = group.act.mention if group.act else None
        if mention is None or group.act is None:
            return self.default_act, False
        if mention.sign == "this":
            return self.default_act, True
        if mention.sign == "that":
            before = self._last_named.get(mention.head)
            if before is not None:
                return self.registry.resolve(before, number, group.article.lang), True
            return self.default_act, True
        return self.registry.resolve(mention, number, group.article.lang), False

    def _remember(self, element: Element) -> None:
        mention = element.mention
        if mention is None or not mention.head:
            return
        if mention.sign in ("unknown", "foreign") or (mention.acts and mention.clear and not mention.sign):
            self._last_named[mention.head] = mention


def _may_come_first(mention: Mention) -> bool:
    """Whether articles may follow the name of an act: «положений», «договором», a bare «Закон» are no names of one."""
    if mention.lang == "kk" or (mention.head in ("кодекс", "закон", "конституци") and mention.sign != "that"):
        return mention.sign != "paper"
    return not mention.sign or (mention.sign == "that" and mention.head != "rules" and mention.first < mention.last)


def _groups(phrase: Sequence[tuple[Element, Glue]]) -> list[_Group]:
    """Articles of a phrase, each with its points, parts and subpoints, whichever side they stand on."""
    groups = [_Group(e) for e, _ in phrase if e.level == "article"]
    if not groups:
        return []
    run: list[tuple[Element, Glue]] = []
    current = -1
    for element, glue in (*phrase, (None, "space")):
        if element is not None and element.level not in ("article", "act"):
            run.append((element, glue))
            continue
        if element is not None and element.level == "act":
            if run and current >= 0:
                groups[current].right.extend(run)
                run = []
            continue
        left = groups[current] if current >= 0 else None
        right = groups[current + 1] if current + 1 < len(groups) else None
        cut = _cut(run, glue, left, right)
        if left is not None:
            left.right.extend(run[:cut])
        if right is not None and cut < len(run):
            # The glue of an element to its left is the one that stands before the next, nearer to the article.
            glues = [g for _, g in run[cut + 1 :]] + [glue]
            right.left.extend(zip((e for e, _ in run[cut:]), glues, strict=True))
        run = []
        current += 1
    return groups


def _cut(run: Sequence[tuple[Element, Glue]], glue: Glue, left: _Group | None, right: _Group | None) -> int:
    """How many elements of a run between two articles belong to the left one."""
    if left is None:
        return 0
    if right is None or any(e.lang == "kk" for e, _ in run):
        return len(run)
    glues = [g for _, g in run] + [glue]
    cut = len(run)
    while cut > 0 and glues[cut] == "space":
        cut -= 1
    if cut == 0 and run and glues[0] == "space" and not left.left:
        return len(run)
    return cut


def _give_acts(groups: list[_Group], phrase: Sequence[tuple[Element, Glue]]) -> None:
    """Give each act of a phrase to the article it belongs to, and articles without one the act of a neighbour."""
    if not groups:
        return
    index = {id(g.article): n for n, g in enumerate(groups)}
    backwards: set[int] = set()
    seen = -1
    for at, (element, glue) in enumerate(phrase):
        if element.level == "article":
            seen = index[id(element)]
        if element.level != "act":
            continue
        following = phrase[at + 1][0].level == "article" if at + 1 < len(phrase) else False
        bare = following and phrase[at + 1][0].bare
        can_follow = seen + 1 < len(groups) and following
        kazakh = element.lang == "kk" or (can_follow and groups[seen + 1].article.lang == "kk")
        if seen >= 0 and groups[seen].act is None and not bare and not (can_follow and (kazakh or glue != "space")):
            groups[seen].act = element
            backwards.add(seen)
        elif seen >= 0 and seen not in backwards and element.lang == "ru" and glue == "space" and not following:
            # «настоящим Кодексом (ст. 286 настоящего Кодекса)»: the act right after the article is the nearer one.
            groups[seen].act = element
            backwards.add(seen)
        elif can_follow or (seen + 1 < len(groups) and at + 1 < len(phrase)):
            groups[seen + 1].act = element
    for n in range(len(groups) - 2, -1, -1):
        following_group = groups[n + 1]
        if groups[n].act is None and (n + 1 in backwards or following_group.shared) and following_group.act is not None:
            groups[n].act, groups[n].shared = following_group.act, True
    for n in range(1, len(groups)):
        if groups[n].act is None and groups[n - 1].act is not None:
            groups[n].act, groups[n].shared = groups[n - 1].act, True


def _slots(group: _Group) -> list[tuple[dict[str, str], str]]:
    """The point, subpoint, part and paragraph of each citation of a group, with the end of a range not counted."""
    left = _chains([(e, g) for e, g in reversed(group.left)])
    right = _chains(group.right)
    if len(left) == 1 and len(right) == 1 and not {e.level for e in left[0]} & {e.level for e in right[0]}:
        chains = [left[0] + right[0]]
    else:
        chains = sorted([*left, *right], key=lambda chain: chain[-1].first)
    if not chains:
        return [({}, "")]
    found: list[tuple[dict[str, str], str]] = []
    for chain in chains:
        numbers = [
            [(str(e.level), *pair) for pair in expand(e.items, e.level, e.plurality, single=False)] for e in chain
        ]
        for combination in islice(product(*numbers), MAX_CITATIONS):
            until = next((last for _, _, last in combination if last), "")
            found.append(({level: number for level, number, _ in combination}, until))
    return found[:MAX_CITATIONS]


def _chains(elements: Sequence[tuple[Element, Glue]]) -> list[list[Element]]:
    """Split elements, ordered from the article outwards, into chains of nested ones.

    «подпункты 1) и 2) пункта 1 и пункт 3» is, from the article on, point 3 | point 1 > subpoints 1), 2).
    """
    chains: list[list[Element]] = []
    stack: list[Element] = []
    grown = False
    for element, glue in elements:
        levels = [e.level for e in stack]
        if element.level == "point" and element.items[0].bracket and glue == "space" and levels[-1:] in _NUMBERED:
            element = replace(element, level="subpoint")
        keep = len(stack)
        if element.level in levels:
            keep = levels.index(element.level)
        elif glue == "and":
            while keep and _RANK[levels[keep - 1]] >= _RANK[element.level]:
                keep -= 1
        if keep < len(stack):
            if grown:
                chains.append(list(stack))
            del stack[keep:]
        stack.append(element)
        grown = True
    if stack:
        chains.append(stack)
    return chains
