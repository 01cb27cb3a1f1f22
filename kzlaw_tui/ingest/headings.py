"""What a heading looks like: «Статья 52-1. …», «52-1-бап. …», «Глава 4. …», «I-тарау. …», glued and misspelt ones too.

Whether something that looks like an article's heading is one, in this document, is decided in ``sequence``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

NumberKey = tuple[int, ...]

_LOOKALIKES = str.maketrans("AaBCcEeHKMOoPpTXxyIiVv", "АаВСсЕеНКМОоРрТХхуІіVv")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_DASH = "[-‐‑–—]"
NUMBER = rf"\d{{1,4}}(?:\s?{_DASH}\s?\d{{1,3}}(?!\d))*"

_ARTICLE_WORD = re.compile(r"\b[СC][тТ][аaАA][тТ][ьЬ][яЯ]\b|\d\s?[-‐‑–—]?\s?[бБ][аaАA][пpПP]\b")
_REST = r"(?P<rest>.*)"
_RU_ARTICLE = re.compile(
    rf"^(?P<open>[«\"“„'(]*)(?P<word>Статья|СТАТЬЯ)\s*№?\s*(?P<number>{NUMBER})(?P<upper>[⁰¹²³⁴-⁹]*)"
    rf"(?P<sep>\s*[.:]|\s+{_DASH}(?=\s))?\s*{_REST}$",
    re.DOTALL,
)
_KK_ARTICLE = re.compile(
    rf"^(?P<open>[«\"“„'(]*)(?P<number>{NUMBER})(?P<upper>[⁰¹²³⁴-⁹]*)\s?{_DASH}?\s?(?P<word>бап|БАП|Бап)(?![\w-])"
    rf"(?P<sep>\s*[.:])?\s*{_REST}$",
    re.DOTALL,
)
_NO_WORD = re.compile(rf"^(?P<number>{NUMBER})\.\s+(?P<rest>[А-ЯЁӘІҢҒҮҰҚӨҺ].*[^.;:,!?–-])$", re.DOTALL)
_PLURAL_RU = re.compile(r"^[«\"(]?Статьи\s+\d")
_PLURAL_KK = re.compile(rf"^{NUMBER}(?:\s*,\s*{NUMBER}|\s+және\s+{NUMBER})+\s?{_DASH}?\s?баптар")

REPEALED = re.compile(
    r"^[(\s–-]*(?:исключ[её]н[аоы]?(?!\w)|признан[аоы]?\s+утративш|утратил[аои]?\s+силу|действовал[аои]?\s+до\s"
    r"|алып\s+таст(?:алды|алған|ау\s+көзделген)|алынып\s+таст|күш[іи]\s+жойыл|күш[іи]н\s+жой)",
    re.IGNORECASE,
)

_LEVELS = {
    "part": 0,
    "section": 1,
    "subsection": 2,
    "chapter": 3,
    "paragraph": 4,
    "subparagraph": 5,
    "roman": 5,
    "subheading": 6,
}
_ROMAN = "[IVXLCІХСІ]{1,7}"
_ORDINAL = (
    r"(?:ПЕРВ|ВТОР|ТРЕТ|ЧЕТВ|ПЯТ|ШЕСТ|СЕДЬМ|ВОСЬМ|ДЕВЯТ|ДЕСЯТ|Перв|Втор|Трет|Четв|Пят|Шест|Седьм|Восьм|Девят|Десят)\w+"
)
_RU_DIVISION = re.compile(
    rf"^(?P<word>РАЗДЕЛ|Раздел|ПОДРАЗДЕЛ|Подраздел|ГЛАВА|Глава|ПАРАГРАФ|Параграф|ПОДПАРАГРАФ|Подпараграф|§)\s*"
    rf"(?P<number>№?\s?{NUMBER}[⁰¹²³⁴-⁹]*|{_ROMAN}(?!\w)|{_ORDINAL})(?P<sep>\s*[.:,)]|\s+{_DASH}(?=\s))?\s*{_REST}$",
    re.DOTALL,
)
_KK_DIVISION = re.compile(
    rf"^(?P<number>{NUMBER}[⁰¹²³⁴-⁹]*|{_ROMAN})\s?{_DASH}?\s?"
    r"(?P<word>БӨЛІМ|бөлім|Бөлім|КІШІ БӨЛІМ|кіші бөлім|БӨЛІМШЕ|бөлімше|ТАРАУ|тарау|Тарау|ПАРАГРАФ|параграф|Параграф)(?![\w-])"
    rf"(?P<sep>\s*[.:])?\s*{_REST}$",
    re.DOTALL,
)
_PART = re.compile(
    r"^(?:ОБЩАЯ|ОСОБЕННАЯ|Общая|Особенная|СПЕЦИАЛЬНАЯ)\s+(?:ЧАСТЬ|часть)\.?$"
    r"|^(?:ЖАЛПЫ|ЕРЕКШЕ|Жалпы|Ерекше)\s+(?:БӨЛІК|бөлік|БӨЛІМ|бөлім)\.?$"
)
_PART_FIRST = re.compile(r"^(?:ОБЩАЯ|ОСОБЕННАЯ|Общая|Особенная)\s+(?:ЧАСТЬ|часть)\s+(?=РАЗДЕЛ|Раздел|ГЛАВА|Глава)")
_ROMAN_HEADING = re.compile(r"^[IVXІХ]{1,5}\.\s+[А-ЯЁӘІҢҒҮҰҚӨҺ][^.;:]*$")
_SUBHEADING = re.compile(r"^\d{1,2}\.\s+[А-ЯЁӘІҢҒҮҰҚӨҺ][^.;:]*[^.;:,–-]$")
_WORD_LEVEL = (
    ("подразд", "subsection"),
    ("кіші бөл", "subsection"),
    ("бөлімше", "subsection"),
    ("разд", "section"),
    ("бөлім", "section"),
    ("глав", "chapter"),
    ("тарау", "chapter"),
    ("подпара", "subparagraph"),
    ("пара", "paragraph"),
    ("§", "paragraph"),
)
_GLUED = re.compile(
    rf"(?<=[^\s«\"(])\s+(?=(?:[СC]татья\s+{NUMBER}\.\s+[А-ЯЁ]"
    rf"|(?:Раздел|РАЗДЕЛ|Глава|ГЛАВА|Параграф)\s+{NUMBER}\.\s+[А-ЯЁ]|§\s*\d+\.\s"
    rf"|{NUMBER}{_DASH}(?:б[аa]п|тарау|параграф)\.\s+[А-ЯЁӘІҢҒҮҰҚӨҺ]))"
)


@dataclass(frozen=True, slots=True)
class ArticleHeading:
    """A line that looks like an article's heading. ``strong`` is a form that running text does not take."""

    number: str
    heading: str
    quoted: bool
    strong: bool
    wordless: bool = False


@dataclass(frozen=True, slots=True)
class Division:
    """The heading of a section, chapter or paragraph: ``level`` 0 (outermost) to 5, ``title`` as printed."""

    kind: str
    number: str
    title: str
    bare: bool

    @property
    def level(self) -> int:
        """How deep it lies: a part is 0, a section 1, a chapter 3."""
        return _LEVELS[self.kind]


def number_key(number: str) -> NumberKey:
    """Order of printed numbers: 52 < 52-1 < 52-2 < 53. Trailing «)» and «.» are ignored."""
    return tuple(int(piece) for piece in re.findall(r"\d+", number))


def clean_number(raw: str, superscript: str = "") -> str:
    """«52 – 1» and «52¹» are written «52-1»."""
    number = "-".join(re.findall(r"\d+", raw))
    return f"{number}-{superscript.translate(_SUPERSCRIPTS)}" if superscript else number


def folded(text: str) -> str:
    """The text with Latin letters that look Cyrillic made Cyrillic; same length."""
    return text.translate(_LOOKALIKES)


def may_hold_article(text: str) -> bool:
    """A quick look whether a line names an article at all: a huge text without any need not be parsed."""
    return bool(_ARTICLE_WORD.search(text))


def article_heading(text: str, *, strict: bool = False) -> ArticleHeading | None:
    """Read a line as an article's heading; ``strict`` takes only the strong forms with a full stop."""
    found = _read_article(text)
    if found is None:
        return None
    match, start = found
    rest = text[start:].strip()
    separated = match["sep"] is not None
    upper = not rest[:1].islower()
    if strict and not (separated and upper and rest):
        return None
    if not separated and rest and (not upper or rest[0] in ",;)" or rest[-1] in ".;:,"):
        return None
    if match["word"] == "Бап" and not separated:
        return None
    quoted = bool(match["open"])
    number = clean_number(match["number"], match["upper"])
    return ArticleHeading(number, rest, quoted, strong=(separated and upper) or not rest)


def _read_article(text: str) -> tuple[re.Match[str], int] | None:
    lead = text[:40]
    if not ("тать" in lead or "ТАТЬ" in lead or "тaть" in lead or "б" in lead or "БАП" in lead or "Бап" in lead):
        return None
    text = folded(lead) + text[40:]
    match = _RU_ARTICLE.match(text) or _KK_ARTICLE.match(text)
    return (match, match.start("rest")) if match else None


def wordless_heading(text: str) -> ArticleHeading | None:
    """A heading that lost its word: «173. Незаконное вмешательство …», without a closing full stop."""
    if len(text) > 260 or not text[:1].isdigit():
        return None
    match = _NO_WORD.match(text)
    if match is None or REPEALED.match(match["rest"]):
        return None
    return ArticleHeading(clean_number(match["number"]), match["rest"], quoted=False, strong=False, wordless=True)


def several_articles(text: str) -> bool:
    """Whether the line speaks of several articles at once: «Статьи 73-1, 73-2. Исключены …»."""
    return bool(_PLURAL_RU.match(text) or _PLURAL_KK.match(text)) and bool(
        re.search(r"исключен|утратил|алып таст|алынып таст|күші жойыл", text, re.IGNORECASE)
    )


def division(text: str) -> Division | None:
    """Read a line as the heading of a section, chapter, paragraph or part."""
    if len(text) > 500:
        return None
    if _PART.match(text):
        return Division("part", "", text, bare=False)
    if _ROMAN_HEADING.match(text) and len(text) < 120:
        return Division("roman", text.split(".", 1)[0], text, bare=False)
    lead = text[:16]
    if lead[:1] not in "РПГ§" and not re.match(r"[\dIVXІХ]", lead):
        return None
    match = _RU_DIVISION.match(text) or _KK_DIVISION.match(folded(text[:60]) + text[60:])
    if match is None:
        return None
    rest = text[match.start("rest") :].strip()
    separated = match["sep"] is not None
    if (rest[:1].islower() and not (separated and rest[0] not in ",)")) or (rest and rest[0] in ",;)"):
        return None
    if rest and not separated and rest.endswith((".", ";", ":")):
        return None
    word = match["word"].lower()
    kind = next(kind for start, kind in _WORD_LEVEL if word.startswith(start))
    return Division(kind, clean_or_roman(match["number"]), text, bare=not rest)


def subheading(text: str) -> Division | None:
    """«2. Полное товарищество»: a title below a Roman numeral, which only its place tells from a point."""
    if len(text) < 120 and _SUBHEADING.match(text) and not REPEALED.match(text.split(".", 1)[1]):
        return Division("subheading", text.split(".", 1)[0], text, bare=False)
    return None


def clean_or_roman(raw: str) -> str:
    """A division's number, digits normalised, Roman numerals in Latin letters."""
    if any(c.isdigit() for c in raw):
        return clean_number(raw)
    return raw.translate(str.maketrans("ІХС", "IXC"))


def unglued(text: str) -> Iterator[str]:
    """Cut headings apart that stand on one line: «Глава 4. Сделки Статья 147. Понятие сделки»."""
    if len(text) < 600 and (division(text) is not None or _PART_FIRST.match(text)):
        start = 0
        for match in _GLUED.finditer(text):
            yield text[start : match.start()].strip()
            start = match.end()
        yield text[start:]
    else:
        yield text
