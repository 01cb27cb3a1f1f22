"""What a note says about the time a provision applies, and the marking of articles, points and subpoints by it.

Only statements about the provision as printed count («Статья 92 вводится в действие с 01.01.2027»). The history of past
changes («с изменениями, внесенными Законом … (вводится в действие с …)») says nothing about it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from kzlaw_tui.ingest import dates
from kzlaw_tui.ingest.headings import NUMBER, clean_number, clean_or_roman, folded
from kzlaw_tui.law.model import Article, PendingChange, Point, Subpoint, Validity

Effect = Literal["from", "until", "suspended", "repealed", "added", "amend", "repeal", "replace"]

_ORDINALS = ("перв", "втор", "трет", "четв", "пят", "шест", "седьм", "восьм", "девят", "десят")
_KK_ORDINALS = (
    "бірінші",
    "екінші",
    "үшінші",
    "төртінші",
    "бесінші",
    "алтыншы",
    "жетінші",
    "сегізінші",
    "тоғызыншы",
    "оныншы",
)

_PENDING = re.compile(r"предусматрива|предусмотрен[оа]?\s+(?:исключ|дополн|измен|в\s)|көзделген", re.IGNORECASE)
_VERBS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("suspended", re.compile(rf"приостановлен\w*\s+до\s+(?P<day>{dates.DATE})", re.IGNORECASE)),
    ("suspended", re.compile(rf"(?P<day>{dates.DATE})\s+дейін\s+тоқтатыла\s+тұр", re.IGNORECASE)),
    ("until", re.compile(rf"действ(?:у[ею]т|овал\w*)\s+до\s+(?P<day>{dates.DATE})", re.IGNORECASE)),
    ("until", re.compile(rf"(?P<day>{dates.DATE})\s+дейін\s+(?:қолданыста|қолданыл|күшінде)", re.IGNORECASE)),
    (
        "from",
        re.compile(rf"(?:вводит|вступа)\w+\s+в\s+(?:действие|силу)\s+(?:с\s+)?(?P<day>{dates.DATE})", re.IGNORECASE),
    ),
    ("from", re.compile(rf"(?P<day>{dates.DATE})\s+бастап\s+(?:қолданысқа|күш)", re.IGNORECASE)),
    (
        "repealed",
        re.compile(
            r"исключен|исключён|утратил\w*\s+силу|алып\s+таста(?:лды|лған)|алынып\s+таста|күш[іи]\s+жойыл|күшін\s+жой",
            re.IGNORECASE,
        ),
    ),
    ("changed", re.compile(r"изменени|дополнен|редакци|изложен|өзгер[іту]|толықтыр|заменен|считать", re.IGNORECASE)),
)
_EFFECTS = tuple(pattern for name, pattern in _VERBS if name == "from")
_ADDED_RU = re.compile(
    rf"дополнен[аоы]?\s+стать(?:ей|ями)\s+(?P<number>{NUMBER})(?!\s*[,и]).{{0,60}}?Закон\w*\s+РК\s+от\s+(?:{dates.DATE})"
    rf"\s*(?:№|N)?\s?[\w-]*\s*\(\s*вводится\s+в\s+действие\s+с\s+(?P<day>{dates.DATE})",
    re.IGNORECASE,
)
_ADDED_KK = re.compile(
    rf"(?P<number>{NUMBER})-баппен\s+толықтырылды\s*[–-]\s*ҚР\s+(?:{dates.DATE})\s*(?:№|N)?\s?[\w-]*\s*"
    rf"(?:Заңымен\s*)?\(\s*(?P<day>{dates.DATE})\s+бастап\s+қолданысқа",
    re.IGNORECASE,
)
_NEW_ARTICLE = re.compile(
    r"дополнить\s+(?:стать|глав|параграф|раздел)|(?:баппен|баптармен|тараумен|параграфпен|бөліммен)\s+толықтыру",
    re.IGNORECASE,
)
_TEXT_ABSENT = re.compile(r"текст\s+исключен|мәтін\s+алып\s+таст", re.IGNORECASE)
_OTHER_WORDING = re.compile(r"следующей\s+редакции|осы\s+редакцияда\s+қолданыста", re.IGNORECASE)
_WHEN_RU = re.compile(rf"(?:вводит|вступа)\w+\s+в\s+(?:действие|силу)(?:\s+с\s+(?P<day>{dates.DATE}))?", re.IGNORECASE)
_WHEN_KK = re.compile(rf"\(\s*(?:(?P<day>{dates.DATE})\s+бастап)?", re.IGNORECASE)

_RU_ARTICLE = re.compile(rf"(?:стать[яюией]+|ст\.)\s*({NUMBER})", re.IGNORECASE)
_RU_POINTS = re.compile(rf"(?<!под)(?:пункт\w*|(?<![п.])п\.)\s*((?:{NUMBER}(?![)\d])[,\s]*(?:и\s+)?)+)", re.IGNORECASE)
_RU_SUBPOINTS = re.compile(rf"(?:подпункт\w*|п\.\s?п\.|пп\.)\s*((?:{NUMBER}\)[,;\s]*(?:и\s+)?)+)", re.IGNORECASE)
_RU_PART = re.compile(rf"(?:част[ьиюей]+|(?<!\w)ч\s?\.)\s*(\d+(?:-\d+)?|(?:{'|'.join(_ORDINALS)})\w*)", re.IGNORECASE)
_RU_DIVISION = re.compile(rf"(глав|раздел|параграф)\w*\s+({NUMBER}|[IVXІХ]+)", re.IGNORECASE)
_KK_ARTICLE = re.compile(rf"({NUMBER})\s?-?\s?бап(?!пен|тармен)", re.IGNORECASE)
_KK_POINTS = re.compile(rf"((?:{NUMBER}-?[,\s]*(?:және\s+)?)+)-?\s?тармақ(?!ша|пен|тармен)", re.IGNORECASE)
_KK_SUBPOINTS = re.compile(rf"((?:{NUMBER}\)[,;\s]*(?:және\s+)?)+)\s*тармақша(?!мен|лармен)", re.IGNORECASE)
_KK_PART = re.compile(rf"({'|'.join(_KK_ORDINALS)})\S*(?:,\s*\S+)*\s+бөлі[гк]", re.IGNORECASE)
_KK_DIVISION = re.compile(rf"({NUMBER}|[IVXІХ]+)\s?-?\s?(тарау|бөлім|параграф)(?!мен)", re.IGNORECASE)
_DIVISION_KIND = {"глав": "chapter", "тара": "chapter", "разд": "section", "бөлі": "section", "пара": "paragraph"}


@dataclass(frozen=True, slots=True)
class Target:
    """What a note speaks of. Empty strings and tuples where it names nothing of that level."""

    article: str = ""
    points: tuple[str, ...] = ()
    subpoints: tuple[str, ...] = ()
    part: str = ""
    finer: bool = False
    division: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """A note understood: its target, its effect and the day of the effect (``None`` where no plain date is given)."""

    target: Target
    effect: Effect
    day: date | None
    text: str


def understand(text: str) -> Meaning | None:
    """Read what a note, its opening word stripped, says about validity; ``None`` when it says nothing of that kind."""
    pending = _PENDING.search(text)
    kazakh = bool(re.search(r"ҚР|бастап|дейін|Заңы|көзделген", text))
    if pending:
        head = _kazakh_head(text) if kazakh else text[: pending.start()]
        if _target(head, kazakh) == Target() and _NEW_ARTICLE.search(text):
            return None
        return Meaning(_target(head, kazakh), _action(text), _when(text, kazakh), text)
    added = _ADDED_RU.search(text) or _ADDED_KK.search(text)
    if added:
        return Meaning(Target(article=clean_number(added["number"])), "added", dates.read(added["day"]), text)
    first = min(
        ((m.start(), name, m) for name, pattern in _VERBS if (m := pattern.search(text))),
        key=lambda found: found[0],
        default=None,
    )
    if first is None or first[1] == "changed":
        return None
    start, name, match = first
    head = _kazakh_head(text) if kazakh and name != "repealed" else text[:start]
    target = _target(head, kazakh)
    if target == Target() and not (name == "repealed" and re.match(r"^\W*(?:Статья\s+)?\W*$", head)):
        return None
    day = dates.read(match["day"]) if name != "repealed" else None
    if name == "suspended" and _OTHER_WORDING.search(text):
        return Meaning(target, "replace", day, text)
    if name in ("from", "suspended") and _TEXT_ABSENT.search(text):
        return Meaning(target, "amend", day, text)
    effects: dict[str, Effect] = {"suspended": "suspended", "until": "until", "from": "from", "repealed": "repealed"}
    return Meaning(target, effects[name], day, text)


def days_of_effect(text: str) -> list[date]:
    """The plain days on which a note says that changes take effect."""
    found = [dates.read(m["day"]) for pattern in _EFFECTS for m in pattern.finditer(text)]
    return [day for day in found if day is not None]


def _kazakh_head(text: str) -> str:
    return re.split(r"\s*[–-]?\s*(?:ҚР|Қазақстан Республикасы)\s", text, maxsplit=1)[0]


def _action(text: str) -> Effect:
    lower = text.lower()
    if "исключить" in lower or re.search(r"алып\s+тастау", lower):
        return "repeal"
    if re.search(r"предусм\w+\s+в\s+(?:новой\s+|следующей\s+)?редакции|жаңа\s+редакцияда", lower):
        return "replace"
    return "amend"


def _when(text: str, kazakh: bool) -> date | None:
    match = (_WHEN_KK if kazakh else _WHEN_RU).search(text)
    return dates.read(match["day"]) if match and match["day"] else None


def _target(head: str, kazakh: bool) -> Target:
    head = folded(head) if kazakh else head
    articles, points, subpoints, part, division = (
        (_KK_ARTICLE, _KK_POINTS, _KK_SUBPOINTS, _KK_PART, _KK_DIVISION)
        if kazakh
        else (_RU_ARTICLE, _RU_POINTS, _RU_SUBPOINTS, _RU_PART, _RU_DIVISION)
    )
    article = articles.search(head)
    found_part = part.search(head)
    found_division = division.search(head) if not article else None
    return Target(
        article=clean_number(article[1]) if article else "",
        points=_numbers(points, head),
        subpoints=tuple(f"{n})" for n in _numbers(subpoints, head)),
        part=_part_number(found_part[1]) if found_part else "",
        finer=bool(re.search(r"абзац|примечани|заголов|тақыры[пб]|ескертпе|сөйлем|предложени", head, re.IGNORECASE)),
        division=_division(found_division, kazakh) if found_division else None,
    )


def _numbers(pattern: re.Pattern[str], head: str) -> tuple[str, ...]:
    match = pattern.search(head)
    return tuple(clean_number(n) for n in re.findall(NUMBER, match[1])) if match else ()


def _part_number(printed: str) -> str:
    if printed[0].isdigit():
        return printed
    lower = printed.lower()
    for names in (_ORDINALS, _KK_ORDINALS):
        for index, name in enumerate(names, 1):
            if lower.startswith(name):
                return str(index)
    return ""


def _division(match: re.Match[str], kazakh: bool) -> tuple[str, str]:
    word, number = (match[2], match[1]) if kazakh else (match[1], match[2])
    return _DIVISION_KIND[word.lower()[:4]], clean_or_roman(number)


def applied(article: Article, meaning: Meaning, at: int = 0, as_of: date | None = None) -> Article:
    """The article with a note's meaning marked on it, or on the points and subpoints that the note names.

    ``at`` is the offset where the note is printed: a subpoint without its point is the first of that number below it.
    """
    meaning = _with_point(article, meaning, at)
    if meaning.effect == "added":
        later = meaning.day is not None and (as_of is None or meaning.day > as_of)
        return replace(article, validity=replace(article.validity, effective_from=meaning.day)) if later else article
    if meaning.effect in ("amend", "repeal", "replace"):
        return replace(article, pending=(*article.pending, *_pending(meaning)))
    target = meaning.target
    if target.finer:
        return article
    if not (target.points or target.subpoints or target.part):
        if meaning.effect == "repealed" and article.text.strip():
            return article
        return replace(article, validity=_changed(article.validity, meaning))
    if meaning.effect == "repealed":
        return article
    return replace(article, points=_points_changed(article, meaning))


def _with_point(article: Article, meaning: Meaning, at: int) -> Meaning:
    """Name the point that a note leaves out because of where it stands: right above it, or inside it.

    In a code whose numbered units are called части («ч. 2 ст. 34») «Часть 2» above «2.» is that point.
    """
    target = meaning.target
    if target.points or not (target.subpoints or target.part):
        return meaning
    if target.part:
        below = next((p for p in article.points if p.start >= at), None)
        if below is not None and below.number == target.part:
            return replace(meaning, target=replace(target, points=(target.part,), part=""))
        around = next((p for p in reversed(article.points) if p.start <= at and p.number), None)
        if around is None:
            return meaning
        return replace(meaning, target=replace(target, points=(around.number,)))
    wanted = target.subpoints[0]
    holding = [p for p in article.points if any(s.number == wanted for s in p.subpoints)]
    bare = [p for p in holding if any(s.number == wanted and s.end == at < s.start + 8 for s in p.subpoints)]
    after = [p for p in holding if any(s.number == wanted and s.start >= at for s in p.subpoints)]
    chosen = next(iter(bare or after or (holding if len(holding) == 1 else [])), None)
    if chosen is None or not chosen.number:
        return meaning
    return replace(meaning, target=replace(target, points=(chosen.number,)))


def _changed(validity: Validity, meaning: Meaning) -> Validity:
    if meaning.effect == "until":
        return replace(validity, effective_to=meaning.day)
    if meaning.effect == "repealed":
        return replace(validity, repealed=True)
    return replace(validity, effective_from=meaning.day)


def _pending(meaning: Meaning) -> list[PendingChange]:
    target = meaning.target
    partial = target.finer or bool(target.part)
    action = "amend" if partial else meaning.effect
    points = target.points or ("",)
    subpoints = target.subpoints or ("",)
    return [PendingChange(action, meaning.day, meaning.text, p, s) for p in points for s in subpoints]


def _points_changed(article: Article, meaning: Meaning) -> tuple[Point, ...]:
    target = meaning.target
    if target.subpoints:
        wanted = target.points
        return _each(article.points, lambda _, p: not wanted or p.number in wanted, lambda p: _subpoints(p, meaning))
    if target.part and target.points:
        return article.points  # a part of a point has no mark of its own
    if target.part:
        unnumbered = [i for i, p in enumerate(article.points) if not p.number]
        index = int(target.part.split("-")[0]) - 1
        chosen = unnumbered[index] if len(unnumbered) == len(article.points) and index < len(unnumbered) else -1
        return _each(article.points, lambda i, _: i == chosen, lambda p: _whole(p, meaning))
    return _each(article.points, lambda _, p: p.number in target.points, lambda p: _whole(p, meaning))


def _each(
    points: tuple[Point, ...], chosen: Callable[[int, Point], bool], change: Callable[[Point], Point]
) -> tuple[Point, ...]:
    return tuple(change(p) if chosen(i, p) else p for i, p in enumerate(points))


def _whole(point: Point, meaning: Meaning) -> Point:
    return replace(point, validity=_changed(point.validity, meaning))


def _subpoints(point: Point, meaning: Meaning) -> Point:
    def marked(sub: Subpoint) -> Subpoint:
        wanted = sub.number in meaning.target.subpoints
        return replace(sub, validity=_changed(sub.validity, meaning)) if wanted else sub

    return replace(point, subpoints=tuple(marked(s) for s in point.subpoints))
