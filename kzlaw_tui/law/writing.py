"""Writing citations: short, full and with requisites, in Russian and in Kazakh."""

from __future__ import annotations

import re
from typing import Literal

from kzlaw_tui.law.model import FOREIGN_ACT, UNKNOWN_ACT, Act, Citation, Lang
from kzlaw_tui.law.ordinals import kazakh, russian
from kzlaw_tui.law.registry import Registry

Style = Literal["short", "full", "requisites"]

_MONTHS_KK = "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split()
_YEAR_RU = re.compile(r"\s*\d{4}\s*(?:года|г\.)$")
_YEAR_KK = re.compile(r"^\d{4} жылғы ")


def format_citation(citation: Citation, registry: Registry, lang: Lang, style: Style = "short") -> str:
    """A citation as a lawyer writes it.

    ``short``: «пп. 8) п. 1 ст. 52 ТК РК», ``full``: «подпункт 8) пункта 1 статьи 52 Трудового кодекса РК»,
    ``requisites``: «пп. 8) п. 1 ст. 52 Трудового кодекса РК от 23.11.2015 № 414-V»; in Kazakh «ҚР ЕК 52-бабының
    1-тармағының 8) тармақшасы», «ҚР Еңбек кодексінің …», «2015 жылғы 23 қарашадағы № 414-V ҚР Еңбек кодексінің …».
    An act that the registry does not have is written as its id; ``""``, ``UNKNOWN_ACT`` and ``FOREIGN_ACT`` as nothing.
    """
    act = registry.get(citation.act)
    if act is None:
        name = "" if citation.act in ("", UNKNOWN_ACT, FOREIGN_ACT) else citation.act
    else:
        name = _act_ru(act, style) if lang == "ru" else _act_kk(act, style)
    if lang == "kk":
        return " ".join(filter(None, (name, _place_kk(citation))))
    return " ".join(filter(None, (_full_ru(citation) if style == "full" else _short_ru(citation), name)))


def _short_ru(citation: Citation) -> str:
    """Abbreviated units; «пункт 1-2» in full, since «п. 1-2» would be read as points 1 to 2."""
    parts = (
        ("абз.", "абзаца", "абзац", citation.paragraph),
        ("пп.", "подпункта", "подпункт", citation.subpoint),
        ("ч.", "части", "часть", citation.part),
        ("п.", "пункта", "пункт", citation.point),
        ("ст.", "статьи", "статья", citation.article),
    )
    words: list[str] = []
    for short, genitive, nominative, number in parts:
        if number:
            is_inner_article = words and short == "ст."
            like_a_range = _looks_like_a_range(number) and not is_inner_article
            unit = (genitive if words else nominative) if like_a_range else short
            words.append(f"{unit} {number}")
    return " ".join(words)


def _looks_like_a_range(number: str) -> bool:
    first, _, last = number.partition("-")
    return first.isdigit() and last.isdigit() and int(first) < int(last)


def _full_ru(citation: Citation) -> str:
    """The innermost unit in the nominative, those around it in the genitive."""
    parts = (
        ("абзац", "абзаца", "m", citation.paragraph),
        ("подпункт", "подпункта", "", citation.subpoint),
        ("часть", "части", "f", citation.part),
        ("пункт", "пункта", "", citation.point),
        ("статья", "статьи", "", citation.article),
    )
    words: list[str] = []
    for nominative, genitive, gender, number in parts:
        if number:
            shown = russian(number, gender, bool(words)) if gender else number
            words.append(f"{genitive if words else nominative} {shown}")
    return " ".join(words)


def _act_ru(act: Act, style: Style) -> str:
    genitive = act.genitive.get("ru") or act.titles.get("ru") or act.id
    if style == "full":
        return genitive
    if style == "short":
        return _genitive_ru(act.short.get("ru") or genitive)
    said = " ".join(filter(None, (f"от {act.adopted:%d.%m.%Y}" if act.adopted else "", _number(act))))
    head, quote, title = _YEAR_RU.sub("", genitive).partition(" «")
    return " ".join(filter(None, (head, said))) + quote + title


def _number(act: Act) -> str:
    return f"№ {act.number}" if act.number else ""


def _genitive_ru(short: str) -> str:
    """«Закон о ТОО» → «Закона о ТОО»; an abbreviation does not change."""
    for nominative, genitive in (("Закон ", "Закона "), ("Кодекс ", "Кодекса "), ("Конституция ", "Конституции ")):
        if short.startswith(nominative):
            return genitive + short.removeprefix(nominative)
    return re.sub(r"\b(\w+)(ый|ой) кодекс\b", r"\1ого кодекса", short)


def _place_kk(citation: Citation) -> str:
    """«52-бабының 1-тармағының 8) тармақшасы»: the innermost unit in the nominative, those before it in the genitive."""
    parts = [(f"{citation.article}-бабы", "ның")]
    if citation.point:
        parts.append((f"{citation.point}-тармағы", "ның"))
    if citation.part:
        parts.append((f"{_ordinal_kk(citation.part)}бөлігі", "нің"))
    if citation.subpoint:
        parts.append((f"{citation.subpoint} тармақшасы", "ның"))
    if citation.paragraph:
        parts.append((f"{_ordinal_kk(citation.paragraph)}абзацы", "ның"))
    return " ".join(word + (ending if n < len(parts) - 1 else "") for n, (word, ending) in enumerate(parts))


def _ordinal_kk(number: str) -> str:
    word = kazakh(number)
    return f"{word} " if word else f"{number}-"


def _act_kk(act: Act, style: Style) -> str:
    genitive = act.genitive.get("kk") or act.titles.get("kk") or act.genitive.get("ru") or act.id
    if style == "full":
        return genitive
    if style == "short":
        return _genitive_kk(act.short.get("kk") or genitive)
    said = f"{act.adopted.year} жылғы {act.adopted.day} {_locative(act.adopted.month)}" if act.adopted else ""
    plain = _YEAR_KK.sub("", genitive)
    requisites = " ".join(filter(None, (said, _number(act))))
    if plain.startswith("«") and "» " in plain:
        title, _, head = plain.partition("» ")
        return " ".join(filter(None, (f"{title}»", requisites, head)))
    return " ".join(filter(None, (requisites, plain)))


def _genitive_kk(short: str) -> str:
    """«ЖШС туралы Заң» → «ЖШС туралы Заңның»; an abbreviation does not change."""
    for ending, genitive in (
        ("Заң", "Заңның"),
        ("Заңы", "Заңының"),
        ("кодексі", "кодексінің"),
        ("кодекс", "кодекстің"),
        ("Конституциясы", "Конституциясының"),
    ):
        if short.endswith(ending):
            return short.removesuffix(ending) + genitive
    return short


def _locative(month: int) -> str:
    """The month as in «23 қарашадағы»: «-дағы», «-дегі», «-тағы» by vowel harmony and the last sound."""
    word = _MONTHS_KK[month - 1]
    back = next(letter for letter in reversed(word) if letter in "аоұыәөүіеи") in "аоұы"
    voiceless = word[-1] in "кқпстшхцчфһз" and word[-1] != "з"
    return word + ("т" if voiceless else "д") + ("ағы" if back else "егі")
