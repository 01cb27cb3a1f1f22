"""Key facts in an answer: which are there, and which a number of the answer contradicts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kzlaw_tui.evaluation.bank import Fact
from kzlaw_tui.evaluation.words import CUT, plain_words, stems, with_numbers

GAP = 2
"""How many other words may stand between two neighbouring words of a key fact."""
_NEGATIONS = frozenset({"не", "ни", "нет", "без", "емес", "жоқ"})

_UNITS = (
    ("mrp", re.compile(r"мрп|аек")),
    ("percent", re.compile(r"%|процент\w*|пайыз\w*")),
    ("tenge", re.compile(r"тенге|теңге\w*")),
    ("hour", re.compile(r"час(?:а|ов|ам|ами|ах|у|ом|е)?|сағат\w*")),
    ("minute", re.compile(r"минут\w*")),
    ("day", re.compile(r"день|дня|дней|дню|дням|днями|днях|дневный|дневного|сут(?:ки|ок|кам)|күн\w*")),
    ("week", re.compile(r"недел\w*|апта\w*")),
    ("month", re.compile(r"месяц\w*|ай|айдан|айға|айдың|айы|айды|айлық")),
    ("year", re.compile(r"год(?:а|у|ом|ы|ов|ам)?|лет|жыл\w*|жас\w*")),
)
_MODIFIERS = (
    ("calendar", re.compile(r"календарн\w+|күнтізбелік")),
    ("working", re.compile(r"рабоч\w+|жұмыс")),
    ("banking", re.compile(r"банковск\w+|банк")),
)
_MRP = (re.compile(r"месячн\w+|айлық"), re.compile(r"расчетн\w+|есептік"))


def has_fact(answer: str, fact: Fact) -> bool:
    """Whether a key fact is in an answer: the stems of one of its wordings, in order, at most ``GAP`` other words between
    neighbours, without a negation before it or in it that the fact has not, and not across a cut of a quote."""
    return any(_has(stems(answer, lang), stems(wording, lang)) for lang, wording in fact.wordings)


def _has(words: Sequence[str], wanted: Sequence[str]) -> bool:
    wanted = [w for w in wanted if w != CUT]
    if not wanted:
        return False
    return any(
        word == wanted[0]
        and not (at and words[at - 1] in _NEGATIONS and wanted[0] not in _NEGATIONS)
        and _from(words, wanted, at)
        for at, word in enumerate(words)
    )


def _from(words: Sequence[str], wanted: Sequence[str], at: int) -> bool:
    for need in wanted[1:]:
        window = words[at + 1 : at + 2 + GAP]
        if need not in window:
            return False
        step = window.index(need)
        between = window[:step]
        if CUT in between or (need not in _NEGATIONS and _NEGATIONS & set(between)):
            return False
        at += step + 1
    # Kazakh negates after the word: «міндетті емес».
    return not (at + 1 < len(words) and words[at + 1] in ("емес", "жоқ"))


def present(answer: str, facts: Sequence[Fact]) -> list[bool]:
    """For each key fact whether it is in the answer."""
    return [has_fact(answer, fact) for fact in facts]


def quantities(text: str) -> list[tuple[str, str]]:
    """The numbers of a text that have a unit, as (digits, unit): «30 календарных дней» is ``("30", "calendar day")``.

    Number words count; the unit is the next word, or the one after «календарных», «рабочих», «банковских».
    """
    tokens = with_numbers(plain_words(text))
    found = []
    for at, token in enumerate(tokens):
        if re.fullmatch(r"\d+(?:\.\d+)?", token) and (unit := _unit(tokens, at + 1)):
            found.append((token, unit))
    return found


def _unit(tokens: Sequence[str], at: int) -> str:
    head = tokens[at] if at < len(tokens) else ""
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    if _MRP[0].fullmatch(head) and _MRP[1].fullmatch(after):
        return "mrp"
    for modifier, pattern in _MODIFIERS:
        if pattern.fullmatch(head):
            unit = _plain_unit(after)
            return f"{modifier} {unit}" if unit else ""
    return _plain_unit(head)


def _plain_unit(word: str) -> str:
    return next((name for name, pattern in _UNITS if pattern.fullmatch(word)), "")


def contradicted(answer: str, facts: Sequence[Fact], there: Sequence[bool]) -> list[bool]:
    """For each key fact whether the answer gives another number in its place: the fact is not in the answer, it has a
    number with a unit, the answer has numbers with that unit, and none of them is the fact's."""
    said = quantities(answer)
    out = []
    for fact, is_there in zip(facts, there, strict=True):
        wrong = False
        for value, unit in quantities(fact.text):
            values = {v for v, u in said if u == unit}
            wrong |= bool(values) and value not in values
        out.append(wrong and not is_there)
    return out
