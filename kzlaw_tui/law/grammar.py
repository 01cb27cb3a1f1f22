"""Reading the elements of a citation: «пунктом 1», «52-бабының», «подпунктами 1), 2) и 4-1)», «Трудового кодекса».

An element is one unit word with its numbers, or one act. How elements make citations is ``law.citations``.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kzlaw_tui.law.generic import generic_act, may_begin_generic, points_here
from kzlaw_tui.law.names import Mention, NameIndex
from kzlaw_tui.law.ordinals import is_ordinal, ordinal_at
from kzlaw_tui.law.textnorm import SUPERSCRIPTS, fold
from kzlaw_tui.law.tokens import Tokens, mark_at, number_at, republic_at, touches, word_at
from kzlaw_tui.law.units import (
    SUFFIX,
    Element,
    Item,
    Level,
    Plurality,
    Unit,
    ascending,
    is_quantity,
    kk_unit,
    plain_number,
    ru_unit,
    separator,
)


class Reader:
    """Reads the elements of one text. ``whole`` means that the text is expected to be one citation and nothing else."""

    def __init__(self, source: str, tokens: Tokens, names: NameIndex, *, whole: bool = False) -> None:
        self.source = source
        self.tokens = tokens
        self.names = names
        self.whole = whole
        self._no_unit_before = 0

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
            if element.level == "article" and element.lang == "ru":
                found[-1:] = self._with_asides(element)
                at = found[-1].last + 1
            if element.mention is not None:
                for bare in self._bare(element):
                    found.append(bare)
                    at = bare.last + 1
        return found

    def _element(self, at: int) -> Element | None:
        token = self.tokens[at]
        if token.kind == "word":
            if self._is_dull(token.text):
                return None
            unit = ru_unit(token.text)
            if unit is not None and (element := self._prefixed(at, unit)):
                return element
            if ordinal_at(self.tokens, at) and (element := self._postfixed(at)):
                return element
            return self._here(at) or self._act(at)
        if token.kind == "number":
            return self._postfixed(at)
        return self._act(at) if token.kind == "id" else None

    def _is_dull(self, word: str) -> bool:
        """Whether no element can begin at a word, wherever it stands; remembered, since most words are dull."""
        known = self.names.dull.get(word)
        if known is None:
            plain = fold(word)
            known = self.names.dull[word] = not (
                ru_unit(word)
                or is_ordinal(plain)
                or points_here(plain)
                or may_begin_generic(word)
                or self.names.may_begin(word)
            )
        return known

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

    def _with_asides(self, article: Element) -> list[Element]:
        """An article element and what carries on its list: «статьями 444, 445 (частью третьей), 446 и 447».

        The part in brackets is that of the last number before it, so that number becomes an element of its own.
        """
        found = [article]
        while mark_at(self.tokens, found[-1].last + 1) == "(":
            opening = found[-1].last + 1
            closing = self._closing_bracket(opening)
            inner: list[Element] = []
            at = opening + 1
            while at < closing:
                element = self._element(at) if self.tokens[at].kind in ("word", "number") else None
                if element is not None and element.last < closing and element.level not in ("article", "act"):
                    inner.append(element)
                    at = element.last
                at += 1
            after = separator(self.tokens, closing + 1) if closing else None
            following = self._items(after, "article", article.first) if after is not None else ((), 0)
            if following[0] and not self._is_list_of_articles(following):
                following = (), 0
            if not closing or not (inner or following[0]):
                break
            if inner and len(found[-1].items) > 1:
                found[-1:] = _split_last(found[-1])
            found.extend(inner)
            if not following[0] or after is None:
                break
            items, end = following
            found.append(replace(article, first=after, last=end - 1, items=items, continues=True))
        return found

    def _is_list_of_articles(self, found: tuple[tuple[Item, ...], int]) -> bool:
        """Whether numbers after an aside go on as article numbers, not as those of a unit that follows them."""
        items, end = found
        return not any(item.bracket for item in items) and not self._unit_at(end)

    def _closing_bracket(self, opening: int) -> int:
        """The index of the bracket that closes one, 0 when it is not near or another paragraph begins."""
        depth = 0
        for at in range(opening, min(opening + 60, len(self.tokens))):
            if self.tokens[at].kind == "break":
                return 0
            depth += (mark_at(self.tokens, at) == "(") - (mark_at(self.tokens, at) == ")")
            if depth == 0:
                return at
        return 0

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
            after = separator(self.tokens, at)
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
        long_dash = "-" in text and "-" not in source and "‑" not in source
        item = Item(plain_number(text), long_dash=long_dash, first=at)
        bracketed = mark_at(tokens, after) == ")" and touches(tokens, after) and level != "article"
        if bracketed and (not opened or (level == "subpoint" and self._is_own_bracket(after))):
            return replace(item, bracket=True), after + 1
        if touches(tokens, after) and SUFFIX.fullmatch(word_at(tokens, after)):
            after += 1
        elif mark_at(tokens, after) == "-" and touches(tokens, after) and SUFFIX.fullmatch(word_at(tokens, after + 1)):
            after += 2
        if is_quantity(tokens, after) and not (mark_at(tokens, after) == "" and self._unit_at(after)):
            return None
        return item, after

    def _is_own_bracket(self, at: int) -> bool:
        """Whether «)» after a number inside brackets is of a subpoint («(пп. 8) п. 1 …)»), not the closing one."""
        following = at + 1
        if mark_at(self.tokens, following) in (")", "-") or self._unit_at(following):
            return True
        after = separator(self.tokens, following)
        return after is not None and number_at(self.tokens, after) != "" and mark_at(self.tokens, after + 1) == ")"

    def _worded(self, at: int, level: Level) -> tuple[Item, int] | None:
        """An ordinal word, or the letter of a subpoint: «второй», «а)», «"б"»."""
        tokens = self.tokens
        if found := ordinal_at(tokens, at):
            return Item(str(found[0]), first=at), found[1]
        if level not in ("subpoint", "point"):
            return None
        quoted = mark_at(tokens, at) == '"'
        letter = word_at(tokens, at + quoted)
        if len(letter) != 1 or not "а" <= letter <= "я":
            return None
        after = at + quoted + 1
        if quoted and mark_at(tokens, after) == '"':
            return Item(letter, bracket=True, first=at), after + 1
        if not quoted and mark_at(tokens, after) == ")" and touches(tokens, after):
            return Item(letter, bracket=True, first=at), after + 1
        return None

    def _range_end(self, item: Item, at: int, level: Level, opened: bool) -> tuple[Item, int]:
        """Read «– 54», «-4)», «по 54» after a number."""
        tokens = self.tokens
        if mark_at(tokens, at) != "-" and word_at(tokens, at) not in ("по", "до"):
            return item, at
        following = self._item(at + 1, level, opened) if number_at(tokens, at + 1) else None
        if following is None or ("-" in item.text and "-" not in following[0].text and mark_at(tokens, at) != "-"):
            return item, at
        last, after = following
        if not ascending(item.text, last.text):
            return item, at
        return replace(item, until=last.text, bracket=item.bracket or last.bracket), after

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
        if at < self._no_unit_before or (mark_at(tokens, at - 1) in ("№", "-") and touches(tokens, at)):
            return None
        items, end = self._items(at, "subpoint", None)
        if len(items) > 1 and self._unit_at(end) is None and mark_at(tokens, end) != "-":
            self._no_unit_before = items[-1].first  # neither does a unit follow any later number of the list
            return None
        dash = mark_at(tokens, end) == "-"
        unit_at = end + 1 if dash else end
        return self._after_numbers(at, items, unit_at, dash) if items and word_at(tokens, unit_at) else None

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
        if (
            unit is None
            or (dash and not (touches(tokens, unit_at) and unit.level == "article" and not unit.short))
            or (unit.short and unit.level != "article")
            or (items[0].bracket and unit.level != "subpoint")
        ):
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
        genitive = unit.level == "article" and fold(tokens[unit_at].text) == "статьи"
        if genitive and not (suffixed or worded) and items[0].text.split("-")[0] in ("1", "2", "3", "4"):
            return None
        needs = genitive or (unit.level == "article" and (unit.short or worded))
        return Element(at, after - 1, unit.level, "ru", items, unit.plurality, needs, short=unit.short)

    # Acts

    def _here(self, at: int) -> Element | None:
        """«настоящей статьи», «осы тармақтың»: an article element without a number, what points to it is no citation."""
        if not points_here(word_at(self.tokens, at)) or not word_at(self.tokens, at + 1):
            return None
        text = self.tokens[at + 1].text
        unit = ru_unit(text) or kk_unit(text)
        if unit is None or unit.short or number_at(self.tokens, at + 2):
            return None
        return Element(at, at + 1, "article", unit.lang)

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
        if self.whole and mark_at(tokens, at) in ("/", ":", "#", ",", "-") and number_at(tokens, at + 1):
            at += 1
        if mention is None or mention.sign in ("this", "that", "paper") or not number_at(tokens, at):
            return []
        if self.whole and (numbers := self.plain_numbers(at)):
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

    def plain_numbers(self, at: int) -> list[str]:
        """All numbers to the end of a text that has nothing else left: «52», «52 1 8», «52.1.8»."""
        tokens = self.tokens
        rest = [token for token in tokens[at:] if token.kind != "break"]
        numbers = [plain_number(token.text) for token in rest if token.kind == "number"]
        marks = [token.text for token in rest if token.kind != "number"]
        dotted = marks == ["."] * (len(numbers) - 1) and len(rest) == 2 * len(numbers) - 1
        spaced = not marks and 1 < len(numbers) <= 3
        return numbers if 1 < len(numbers) <= 3 and (spaced or dotted) else []

    def _number_of_something(self, after: int, mention: Mention) -> bool:
        """Whether what follows «ТК 52» shows that the number is not that of an article."""
        tokens = self.tokens
        if is_quantity(tokens, after):
            return True
        unit_at = after + (mark_at(tokens, after) == "-")
        if word_at(tokens, unit_at) and kk_unit(tokens[unit_at].text) and not ru_unit(tokens[unit_at].text):
            return True
        unit = ru_unit(tokens[after].text) if word_at(tokens, after) else None
        if unit is not None and unit.level == "article" and not number_at(tokens, after + 1):
            return True
        if self.whole:
            return False
        said = word_at(tokens, after)
        if mention.clear and (len(said) > 2 or not said or self._unit_at(after)):
            return False
        return bool(said) and self._unit_at(after) is None and republic_at(tokens, after) is None


def _split_last(element: Element) -> list[Element]:
    """An element cut before its last number."""
    last = element.items[-1]
    before = element.items[-2]
    end = before.first
    return [
        replace(element, last=end, items=element.items[:-1]),
        replace(element, first=last.first, items=(last,), continues=True),
    ]
