"""Small editions in words of our own."""

from __future__ import annotations

from datetime import date

from kzlaw_tui.law.model import (
    Article,
    Edition,
    Lang,
    Note,
    PendingChange,
    Point,
    Subpoint,
    TextKind,
    Validity,
)

ACT = "K1500000414"

_TEXT = "1. Кот спит:\n1) днём;\n2) ночью.\n2. Пёс сторожит дом, как сказано в статье 7 этого Кодекса."


def rich_article(number: str = "52", heading: str = "О котах и псах") -> Article:
    """An article with every kind of thing that an article can have."""
    second = _TEXT.index("2. Пёс")
    points = (
        Point(
            "1",
            0,
            second - 1,
            (
                Subpoint("1)", _TEXT.index("1) днём"), _TEXT.index("2) ночью") - 1),
                Subpoint("2)", _TEXT.index("2) ночью"), second - 1, Validity(date(2027, 1, 1))),
            ),
        ),
        Point("2", second, len(_TEXT), (), Validity(None, date(2029, 1, 1))),
    )
    return Article(
        number,
        heading,
        _TEXT,
        ("Раздел 1. Звери", "Глава 2. Домашние"),
        points,
        (Note("amendment", "Сноска. Изменено.", 12), Note("register", "Примечание.", len(_TEXT))),
        Validity(date(2020, 5, 1), None, False),
        (PendingChange("amend", date(2027, 7, 1), "изменится", "1", "2)"), PendingChange("repeal", None, "исключат")),
    )


def plain_article(
    number: str, text: str = "Птица поёт утром.", *, heading: str = "О птице", repealed: bool = False
) -> Article:
    """An article of one part without a number."""
    if repealed:
        return Article(number, heading, "", validity=Validity(repealed=True))
    return Article(number, heading, text, points=(Point("", 0, len(text)),))


def edition(
    *articles: Article,
    act: str = ACT,
    lang: Lang = "ru",
    as_of: date | None = date(2026, 1, 9),
    kind: TextKind = "official",
    sha256: str = "",
) -> Edition:
    """An edition; without articles of its own it has the two that every test knows, 52 and 52-1."""
    own = articles or (rich_article(), plain_article("52-1"), plain_article("53", repealed=True))
    return Edition(act, lang, f"Кодекс {lang}", own, as_of, kind, "Вводные слова.", sha256)
