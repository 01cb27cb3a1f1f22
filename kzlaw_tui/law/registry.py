"""The registry of acts: their ids, titles, requisites and the names that people use for them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from kzlaw_tui.law.model import FOREIGN_ACT, UNKNOWN_ACT, Act, Lang
from kzlaw_tui.law.names import Mention, NameIndex, key_of
from kzlaw_tui.law.textnorm import normalise, stem
from kzlaw_tui.law.tokens import NOTHING, Requisites, act_number_at, date_at, tokenize

_ARTICLE_LINE = re.compile(r"\s*(?:Статья\s+\d[\d-]*|\d[\d-]*\s*-?\s*бап)\s*\.?\s*(?P<heading>.*)", re.IGNORECASE)
_DOCUMENT_LINE = re.compile(
    r"\s*(?:Конституционный\s+)?(?:Закон|Кодекс|Конституция)\b|.*(?:Заңы|Кодексі)\b", re.IGNORECASE
)


class Registry:
    """All acts that the program knows by name."""

    def __init__(self, acts: Iterable[Act], openings: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self._acts = {act.id: act for act in acts}
        self._names = NameIndex(self._acts.values())
        self._successors = {act.replaces: act.id for act in self._acts.values() if act.replaces}
        self._openings = {_key(heading): act for act, headings in (openings or {}).items() for heading in headings}
        self._titles = _title_keys(self._acts.values())

    @classmethod
    def from_toml(cls, text: str) -> Registry:
        """Read ``corpus/acts.toml``; its head comment says what the fields are.

        Raises ``tomllib.TOMLDecodeError`` for a text that is not TOML and ``KeyError`` for an act without id or title.
        """
        rows: list[dict[str, Any]] = tomllib.loads(text).get("act", [])
        openings = {row["id"]: tuple(h for texts in row.get("openings", {}).values() for h in texts) for row in rows}
        return cls(map(_act, rows), openings)

    @property
    def acts(self) -> tuple[Act, ...]:
        """All acts, in the order of the file."""
        return tuple(self._acts.values())

    @property
    def names(self) -> NameIndex:
        """The index of names, for reading citations."""
        return self._names

    def get(self, act_id: str) -> Act | None:
        """The act of that register id, or ``None``."""
        return self._acts.get(act_id)

    def successor_of(self, act_id: str) -> Act | None:
        """The act that replaced this one, or ``None``."""
        return self._acts.get(self._successors.get(act_id, ""))

    def find_names(self, text: str) -> list[tuple[str, int, int]]:
        """Acts named in a text: (act id, start, end), in order.

        Inflected forms count, the longest name wins. A name that two acts share («ГК») gives both, with the same span;
        abbreviations that are also ordinary words count only in capitals with «РК» or when they are well known.
        """
        tokens = tokenize(normalise(text))
        found: list[tuple[str, int, int]] = []
        at = 0
        while at < len(tokens):
            mention = self._names.at(tokens, at)
            if mention is None:
                at += 1
                continue
            at = max(at, mention.last) + 1
            if mention.sign or not mention.clear:
                continue
            span = tokens[mention.first].start, tokens[mention.last].end
            found.extend((act, *span) for act in self.choose(mention))
        return found

    def choose(self, mention: Mention, lang: Lang | None = None) -> tuple[str, ...]:
        """The acts that a mention means, by its date and number, else those in force; several when they share a name.

        ``lang`` is the language of the citation around it («СК» is another code in each). Empty when the date or the
        number given belongs to none of the acts of that name.
        """
        wanted = lang or mention.lang
        ids = mention.acts.get(wanted) or mention.all_acts()
        acts = [self._acts[i] for i in ids if i in self._acts]
        exact = [act for act in acts if _agrees(act, mention.requisites)]
        if mention.requisites.adopted or mention.requisites.number:
            return tuple(act.id for act in exact)
        if mention.requisites.year and exact:
            return tuple(act.id for act in exact)
        in_force = [act for act in acts if act.in_force]
        if in_force:
            return tuple(act.id for act in in_force)
        return tuple(act.id for act in sorted(acts, key=lambda a: a.adopted or date.min)[-1:])

    def resolve(self, mention: Mention, article: str, lang: Lang | None = None) -> str:
        """The one act that a mention means for an article number, ``UNKNOWN_ACT`` or ``FOREIGN_ACT``."""
        if mention.sign:
            named = self._by_requisites(mention) if mention.sign == "unknown" else None
            return FOREIGN_ACT if mention.sign == "foreign" else named or UNKNOWN_ACT
        ids = self.choose(mention, lang)
        if len(ids) < 2:
            return ids[0] if ids else UNKNOWN_ACT
        number = int(re.match(r"\d*", article).group() or 0)  # type: ignore[union-attr]
        chosen = ids[0]
        for act_id in ids:
            act = self._acts[act_id]
            if act.articles and number >= act.articles[0]:
                chosen = act_id
        return chosen

    def _by_requisites(self, mention: Mention) -> str | None:
        """The act of «Закон РК от 22 апреля 1998 года № 220-I»: named by nothing but its date and its number."""
        said = mention.requisites
        if not (said.adopted and said.number):
            return None
        codes = {"кодекс": True, "закон": False}.get(mention.head)
        acts = (act for act in self._acts.values() if act.adopted and act.number and _agrees(act, said))
        return next((act.id for act in acts if codes is None or (act.kind == "code") == codes), None)

    def identify(self, title_text: str) -> Act | None:
        """The act whose text this is, from its title and first lines (Russian or Kazakh), or ``None``.

        Looks at title lines and at the line with the date and number before the first article; where there is no title
        (a copied text), at headings of the first articles. Give it the first few thousand characters, one paragraph a
        line. A law that amends an act is not that act.
        """
        lines = [line.strip() for line in normalise(title_text).split("\n") if line.strip()]
        head: list[str] = []
        headings: list[str] = []
        for line in lines:
            article = _ARTICLE_LINE.fullmatch(line)
            if article:
                headings.append(article["heading"])
            elif not headings:
                head.append(line)
        return self._by_title(head[:40]) or self._by_opening(headings)

    def _by_title(self, lines: list[str]) -> Act | None:
        said = NOTHING
        for line in lines:
            if _DOCUMENT_LINE.match(line):
                said |= _requisites_in(line)
        for first in range(len(lines)):
            for count in (1, 2, 3):
                key = _key(" ".join(lines[first : first + count]))
                acts = [self._acts[i] for i in self._titles.get(key, ())]
                exact = [act for act in acts if _agrees(act, said)]
                if acts and (said.adopted or said.number) and not exact:
                    continue
                if acts:
                    return next((act for act in exact or acts if act.in_force), (exact or acts)[0])
        if said.adopted and said.number:
            return next((act for act in self._acts.values() if act.number and _agrees(act, said)), None)
        return None

    def _by_opening(self, headings: list[str]) -> Act | None:
        for heading in headings[:40]:
            if act := self._openings.get(_key(heading)):
                return self._acts[act]
        return None


def _act(row: Mapping[str, Any]) -> Act:
    articles = row.get("articles")
    return Act(
        id=row["id"],
        kind=row["kind"],
        adopted=row.get("adopted"),
        number=row.get("number", ""),
        titles=row["title"],
        short=row.get("short", {}),
        genitive=row.get("genitive", {}),
        names={lang: tuple(names) for lang, names in row.get("names", {}).items()},
        replaces=row.get("replaces"),
        in_force=row.get("in_force", True),
        articles=(articles[0], articles[1]) if articles else None,
    )


def _key(phrase: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in key_of(phrase) if word.isalpha() or "-" in word)


def _title_keys(acts: Iterable[Act]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Keys of full titles as documents print them: the title, alone or with «Кодекс»/«Закон» before or after it."""
    keys: dict[tuple[str, ...], tuple[str, ...]] = {}
    for act in acts:
        for title in act.titles.values():
            key = _key(title)
            plain = _key(re.sub(r"\([^()]*\)$", "", title.strip()))
            heads: tuple[tuple[str, ...], ...] = ((), ("кодекс",)) if act.kind == "code" else ((), ("закон",), ("зан",))
            for form in {key, plain}:
                for head in heads:
                    for whole in {head + form, form + head}:
                        if act.id not in keys.get(whole, ()):
                            keys[whole] = (*keys.get(whole, ()), act.id)
    return keys


def _requisites_in(line: str) -> Requisites:
    tokens = tokenize(line)
    said = NOTHING
    at = 0
    while at < len(tokens):
        found = date_at(tokens, at) or act_number_at(tokens, at)
        if found is None:
            at += 1
        else:
            at, said = max(found[0], at + 1), said | found[1]
    return said


def _agrees(act: Act, said: Requisites) -> bool:
    """Whether an act's date and number are those said; what is not said agrees with everything."""
    if said.number and act.number and said.number.split("-")[0] != act.number.split("-")[0]:
        return False
    if said.adopted and act.adopted:
        return said.adopted == act.adopted
    if said.year and act.adopted:
        return said.year == act.adopted.year
    return True
