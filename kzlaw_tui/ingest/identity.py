"""Which act a text is of, in which language, and of what day.

Many copies have no title at all. Then the act is told by what it says of itself: the words of its first articles, the
requisites in its notes, the range of its article numbers.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Any, Protocol

from kzlaw_tui.ingest import dates
from kzlaw_tui.law.model import Act, Lang
from kzlaw_tui.law.textnorm import normalise, stem

_KAZAKH = frozenset("әғқңөұүһіӘҒҚҢӨҰҮҺІ")
_REQUISITES = re.compile(
    rf"(?:от\s+)?(?P<day>{dates.DATE})\s*(?:г\.|года|ж\.|жылғы)?\s*(?:№|N)\s?(?P<number>[\dIVXІVХ]+(?:[-–][IVXІХ]+)?)",
    re.IGNORECASE,
)
_REQUISITE_LINE = re.compile(
    r"^.{0,80}(?:Закон|Кодекс|Конституци|Заңы|Кодексі|Указ|Постановление|Жарлығы).{0,160}?"
    rf"(?:{dates.DATE})(?:\s*(?:г\.|года|ж\.))?.{{0,60}}$"
)
_TITLE = re.compile(r"кодекс|закон|конституц|туралы|^(?:О|Об)\s|заң", re.IGNORECASE)
_LAW_DATE_RU = re.compile(rf"(?:от|N|№\s?\S+\s+от)\s+(?P<day>{dates.DATE})", re.IGNORECASE)
_LAW_DATE_KK = re.compile(rf"(?P<day>{dates.DATE})(?!\s*(?:бастап|дейін))", re.IGNORECASE)


class Registry(Protocol):
    """What identification needs of ``law.registry.Registry``."""

    @property
    def acts(self) -> Sequence[Act]: ...

    def get(self, act_id: str) -> Act | None: ...

    def identify(self, title_text: str) -> Act | None: ...

    def find_names(self, text: str) -> list[tuple[str, int, int]]: ...


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a text shows of itself. ``articles`` are numbers with headings, ``opening`` the words of the first articles."""

    lang: Lang
    front: tuple[str, ...]
    divisions: tuple[str, ...]
    articles: tuple[tuple[str, str], ...]
    opening: str
    notes: tuple[str, ...]
    tail: tuple[str, ...]
    name_hint: str = ""


@dataclass(frozen=True, slots=True)
class Identified:
    """The act found (its id a slug when the registry does not know it); ``title_lines`` of the front are its title."""

    act_id: str
    title: str
    adopted: date | None
    title_lines: int
    warnings: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


def language(texts: Iterable[str]) -> Lang:
    """Kazakh when the letters that only Kazakh has are common."""
    kazakh = letters = 0
    for text in texts:
        kazakh += sum(map(_KAZAKH.__contains__, text))
        letters += len(text)
        if letters > 200_000:
            break
    return "kk" if kazakh > 0.02 * letters else "ru"


def identify(evidence: Evidence, registry: Registry, act: str | None = None) -> Identified:
    """The act of a text: from its title, its requisites, its first headings, what it says of itself; or a slug."""
    title_lines = _title_lines(evidence.front)
    printed = _printed_title(evidence.front[:title_lines])
    if act is not None:
        known = registry.get(act)
        title = known.titles.get(evidence.lang, "") if known else ""
        return Identified(act, title or printed or act, known.adopted if known else _adopted(evidence), title_lines)
    found = _by_title(evidence, registry)
    warnings: list[tuple[str, dict[str, Any]]] = []
    if found is None and not _TITLE.search(printed):
        found = _by_content(evidence, registry) or _by_name(evidence.name_hint, registry)
        if found is not None:
            warnings.append(("parser-act-guessed", {"act": found.titles.get(evidence.lang, found.id), "id": found.id}))
    if found is not None:
        title = found.titles.get(evidence.lang) or printed or found.id
        return Identified(found.id, title, _adopted(evidence) or found.adopted, title_lines, warnings)
    title = printed or PurePath(evidence.name_hint).stem or evidence.articles[0][1]
    unknown = slug(title)
    warnings.append(("parser-act-unknown", {"title": title, "id": unknown}))
    return Identified(unknown, title, _adopted(evidence), title_lines, warnings)


def _by_title(evidence: Evidence, registry: Registry) -> Act | None:
    """By what is as good as a title: the title itself, the requisites below or at the end, the first headings."""
    if front := registry.identify("\n".join(evidence.front[:60])):
        return front
    for line in evidence.tail:
        for match in _REQUISITES.finditer(line):
            if found := _by_requisites(registry, dates.read(match["day"]), match["number"]):
                return found
    joined = " ".join(evidence.tail)
    for match in _REQUISITES.finditer(joined):
        if found := _by_requisites(registry, dates.read(match["day"]), match["number"]):
            return found
    form = "{}-бап. {}" if evidence.lang == "kk" else "Статья {}. {}"
    opening = registry.identify("\n".join(form.format(n, h) for n, h in evidence.articles[:8] if h))
    if opening is not None and _range_fits(opening, evidence):
        return opening
    first = _first_number(evidence)
    return next((a for a in registry.acts if a.articles and a.articles[0] == first > 1), None)


def _by_name(name: str, registry: Registry) -> Act | None:
    """By the file's name, when it names one act: the weakest evidence."""
    named = {act for act, _, _ in registry.find_names(re.sub(r"[_+.]+", " ", PurePath(name).stem))}
    return registry.get(named.pop()) if len(named) == 1 else None


def _by_requisites(registry: Registry, day: date | None, number: str) -> Act | None:
    plain = re.match(r"\d+", number)
    if day is None or plain is None:
        return None
    same = (a for a in registry.acts if a.adopted == day and re.match(r"\d+", a.number or "0"))
    return next((a for a in same if a.number.split("-")[0] == plain[0]), None)


def _range_fits(act: Act, evidence: Evidence) -> bool:
    if act.articles is None:
        return True
    return act.articles[0] <= _first_number(evidence) <= act.articles[1]


def _first_number(evidence: Evidence) -> int:
    return int(evidence.articles[0][0].split("-")[0])


def _by_content(evidence: Evidence, registry: Registry) -> Act | None:
    """By the words of the titles that known acts have: how much the text's headings and opening speak of them.

    Titles and the text are compared as weighted word vectors; the best must be clearly better than the next.
    """
    said = Counter(_stems(" ".join((evidence.opening, *evidence.divisions, *(h for _, h in evidence.articles)))))
    for word in _stems(" ".join((*evidence.front, evidence.opening[:2500], evidence.name_hint))):
        said[word] += _FIRST_WORDS
    titles = {a.id: set(_stems(a.titles.get(evidence.lang, ""))) - _COMMON for a in registry.acts}
    spread = Counter(word for words in titles.values() for word in words)
    rarity = {word: math.log(1 + len(titles) / count) for word, count in spread.items()}
    weight = {word: math.log1p(said[word]) * rarity[word] for word in spread}
    kind = _kind_of_itself(evidence)
    ranked: list[tuple[float, Act]] = []
    for act in registry.acts:
        words = titles[act.id]
        if not words or (kind and act.kind != kind) or not _range_fits(act, evidence):
            continue
        length = sum(rarity[w] ** 2 for w in words)
        share = sum(rarity[w] for w in words if said[w] >= 3) / sum(rarity[w] for w in words)
        if share >= _TITLE_SHARE and act.in_force:
            ranked.append((sum(weight[w] * rarity[w] for w in words) / length**_LENGTH, act))
    ranked.sort(key=lambda r: r[0], reverse=True)
    if not ranked or ranked[0][0] < _SURE or (len(ranked) > 1 and ranked[0][0] < _CLEARLY * ranked[1][0]):
        return None
    return ranked[0][1]


# Chosen on the untitled texts of 17 acts, each with and without the right act among the candidates.
_FIRST_WORDS = 2
_TITLE_SHARE = 0.6
_LENGTH = 0.8
_CLEARLY = 1.1
_SURE = 7.3


def _stems(text: str) -> list[str]:
    return [stem(w)[:_STEM] for w in re.findall(r"[^\W\d_]{3,}", normalise(text).lower())]


_STEM = 6
_COMMON = frozenset(
    _stems(
        "республика казахстан кодекс закон некоторые вопросы отдельных республикасы қазақстан туралы және кодексі заңы кейбір "
        "особенная общая часть ерекше жалпы бөлім регулировании реттеу деятельности қызметі қызмет"
    )
)


def _kind_of_itself(evidence: Evidence) -> str:
    """Whether the text calls itself a code, a law or a constitution; ``""`` when it does not."""
    text = f"{' '.join(evidence.front)} {evidence.opening}".lower()
    counts = {
        "code": len(re.findall(r"настоящ\w+\s+кодекс|осы\s+кодекс", text)),
        "law": len(re.findall(r"настоящ\w+\s+закон|осы\s+заң", text)),
        "constitution": len(re.findall(r"настоящ\w+\s+конституци|осы\s+конституция", text)),
    }
    kind = max(counts, key=lambda k: counts[k])
    return kind if counts[kind] else ""


def _title_lines(front: Sequence[str]) -> int:
    """How many lines at the beginning are the title with its requisites."""
    count = 0
    for line in front[:8]:
        if re.match(r"^(?:Настоящ|Осы\s|Мы,|Біз,)", line):
            break
        if not _REQUISITE_LINE.match(line) and (len(line) > 300 or line.endswith((".", ",", ";", ":"))):
            break
        count += 1
    return count


def _printed_title(lines: Sequence[str]) -> str:
    return " ".join(line for line in lines if not _REQUISITE_LINE.match(line))[:300]


def _adopted(evidence: Evidence) -> date | None:
    """The day of adoption in the line of requisites («от 18 июля 2025 года № 214-VIII», «принята … 15 марта 2026 года»)."""
    for line in evidence.front[:8]:
        if _REQUISITE_LINE.match(line):
            for day, _, _ in dates.find_all(line):
                return day
    return None


def last_change(notes: Iterable[str], lang: Lang, today: date | None = None) -> date | None:
    """The date of the latest amending law that notes name; misprinted dates in the future are ignored."""
    limit = today or date.today()
    pattern = _LAW_DATE_KK if lang == "kk" else _LAW_DATE_RU
    latest: date | None = None
    for note in notes:
        for match in pattern.finditer(note):
            day = dates.read(match["day"])
            if day is not None and day <= limit and (latest is None or day > latest):
                latest = day
    return latest


def slug(title: str) -> str:
    """An id for an act that the registry does not know: its title in Latin letters and hyphens."""
    latin = "".join(_LATIN.get(c, c) for c in title.lower())
    return "-".join(re.findall(r"[a-z0-9]+", latin))[:80].strip("-") or "act"


_LATIN: Mapping[str, str] = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch  y  e yu ya a g q n o u u h i".split(" "),
        strict=True,
    )
)
