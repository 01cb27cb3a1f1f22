"""Dates as the register prints them: «01.01.2027», «2011.03.01», «16 мая 2003 г.», «2026 жылғы 9 қаңтар», «10.01.25 г.»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_MONTHS = (
    ("январ", "қаңтар"),
    ("феврал", "ақпан"),
    ("март", "наурыз"),
    ("апрел", "сәуір"),
    ("ма[йя]", "мамыр"),
    ("июн", "маусым"),
    ("июл", "шілде"),
    ("август", "тамыз"),
    ("сентябр", "қыркүйек"),
    ("октябр", "қазан"),
    ("ноябр", "қараша"),
    ("декабр", "желтоқсан"),
)
_RU_MONTH = "|".join(ru for ru, _ in _MONTHS)
_KK_MONTH = "|".join(kk for _, kk in _MONTHS)
DATE = (
    r"(?:\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2}(?!\d))|\d{4}\.\d{1,2}\.\d{1,2}"
    rf"|\d{{1,2}}\s+(?:{_RU_MONTH})\w*\s+\d{{4}}|\d{{4}}\s+(?:жыл\w*|ж\.)\s+\d{{1,2}}\s+(?:{_KK_MONTH})\w*)"
)
_DATE = re.compile(DATE, re.IGNORECASE)
EARLIEST = date(1990, 1, 1)
LATEST_YEAR = 2100


def read(text: str) -> date | None:
    """The date that the whole text is, or ``None`` when it is none or no date of Kazakhstan's law (1990 to 2100)."""
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    if len(numbers) == 3:
        day, month, year = numbers
        if day > 31:
            day, year = year, day
        if year < 100:
            year += 1900 if year >= 90 else 2000
    elif len(numbers) == 2:
        lower = text.lower()
        month = next((i for i, (ru, kk) in enumerate(_MONTHS, 1) if re.search(rf"\b{ru}|\b{kk}", lower)), 0)
        day, year = sorted(numbers)
    else:
        return None
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if found >= EARLIEST and found.year <= LATEST_YEAR else None


def find_all(text: str) -> Iterator[tuple[date, int, int]]:
    """Every date of a text with the span it takes, in order; impossible ones (31.02.2020) are left out."""
    for match in _DATE.finditer(text):
        found = read(match[0])
        if found is not None:
            yield found, match.start(), match.end()
