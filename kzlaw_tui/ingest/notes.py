"""What is not the law's own words: «Сноска.», «Ескерту.», «Примечание ИЗПИ!», the publisher's service lines, signatures.

A «Примечание» that the law itself prints is the law's own words and stays in the text.
"""

from __future__ import annotations

import re
from typing import Literal

from kzlaw_tui.ingest.headings import folded

Opening = Literal["amendment", "register"]

_AMENDMENT = re.compile(
    r"^[(\[«\"]?\s*(?:Сноска(?!\w)|СНОСКА(?!\w)"
    r"|Ескерту\s*[.:](?=\s*[А-ЯЁӘІҢҒҮҰҚӨҺIN\d«\"(№])|Ескерту\s+(?=(?:\d|Тақырып|[IVX]+-))|Ескерту\s*:?$)"
)
_REGISTER = re.compile(
    r"^[(\[«\"]?\s*(?:Примечани[ея]\s+(?:ИЗПИ|РЦПИ|РГП|ЭКПИ|изпи|рцпи|редакции|ИС)(?!\w)"
    r"|(?:З[ҚK]АИ|РҚАО|ЗКАИ)(?:[-‐‑–]?\w*)?\s+ескертпес[іi])\s*[!.:]*\s*",
)
_SERVICE = re.compile(
    r"^(?:Вниманию пользователей|Для удобства пользования|Қолданушылар назарына|Қолданушыларға\s+\w+\s+болуы"
    r"|(?:СОДЕРЖАНИЕ|Содержание|ОГЛАВЛЕНИЕ|Оглавление|МАЗМҰНЫ|Мазмұны)\s*:?\.?$|ПРЕСС-РЕЛИЗ|Пресс-релиз$|БАСПАСӨЗ-РЕЛИЗ"
    r"|Порядок (?:введения|вступления) (?:в действие|в силу)\s(?:настоящ\w+\s|Закона\s|Кодекса\s|РК\s)*см\b"
    r"|(?:Осы|ҚР|Қазақстан\s+Республикасы\w*)\s[^()\d]{0,40}қолданысқа енгіз\S+ тәртібін.{0,40}қараңыз"
    r"|Скачать|Распечатать|Обновленный$|©|Сайтты|https?://\S+$)",
)
_MASS_REPLACEMENT = re.compile(
    r"^(?:[Пп]о (?:всему )?тексту|[Вв] (?:тексте|заголовке)|[Бб]үкіл мәтін|[Мм]әтін)\b.{0,80}(?:слов|цифр|сөз|цифрл|деген)"
)
_SIGNATURE_FIRST = re.compile(
    r"^(?:Президент(?:\s+Республики\s+Казахстан)?|ПРЕЗИДЕНТ(?:\s+РЕСПУБЛИКИ\s+КАЗАХСТАН)?"
    r"|Қазақстан\s+Республикасының(?:\s+Президент[іi])?|Премьер-Министр(?:\s+Республики\s+Казахстан)?)"
    r"(?:\s+(?:[А-ЯЁҚІ]\.\s?){1,2}[А-ЯЁӘІҢҒҮҰҚӨҺ][\w-]+)?$"
)
_SIGNATURE_SECOND = re.compile(
    r"^(?:Республики\s+Казахстан|Президент[іi]|(?:[А-ЯЁҚІ]\.\s?){1,2}[А-ЯЁӘІҢҒҮҰҚӨҺ])", re.IGNORECASE
)
_SIGNATURE_WHOLE = re.compile(
    r"^(?:Президент\s+Республики\s+Казахстан|Қазақстан\s+Республикасының\s+Президент[іi])"
    r"(?:\s+(?:[А-ЯЁҚІ]\.\s?){1,2}[А-ЯЁӘІҢҒҮҰҚӨҺ][\w-]+)?$",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^\(\s*(?:(?:Стать[яи]|Пункты?|Подпункты?|Абзац\w*|Часть|Глава|Параграф|\d+(?:-\d+)?-(?:бап|тармақ))?.{0,60}?"
    r"(?:исключ[её]н|утратил|алып\s+таст|алынып\s+таст).*\)?[.;]?)$",
    re.IGNORECASE | re.DOTALL,
)
_BARE_CHANGE = re.compile(
    r"^(?:Стать[яюи]|Пункт|Подпункт|Часть|Абзац|Глава|Заголовок|В\s+(?:стать|пункт|част|подпункт))\S*\s.{0,60}"
    r"(?:изложен[аоы]?\s+в\s+(?:новой\s+)?редакции|дополнен[аоы]?\s|внесен[аоы]?\s+изменени|в\s+редакции\s+(?:Закон|Кодекс)"
    r"|с\s+(?:изменени|дополнени)\w+.{0,20}внесенн)"
    r".{0,200}(?:от\s+\d|№)",
    re.DOTALL,
)
_COURT = re.compile(
    r"^(?:Нормативн\w+\s+постановлени\w+|Решени\w+)\s+Конституционного\s+Суда\s+(?:РК|Республики\s+Казахстан)\s.{0,400}признан"
    r"|^(?:ҚР|Қазақстан\s+Республикасы(?:ның)?)\s+Конституциялық\s+Сотының\s.{0,400}(?:қаулысымен|шешімімен)\s.{0,400}танылды",
    re.DOTALL,
)
_BARE_AHEAD = re.compile(
    r"^(?:В\s+)?(?:[Сс]тать|[Пп]ункт|[Пп]одпункт|[Чч]аст|[Аа]бзац|[Зз]аголов|[Гг]лав|ч\.)\S*\s.{0,80}?предусматрива\w+\s+"
    r"(?:изменени|исключ|дополн|в\s+(?:новой\s+)?редакции).{0,120}?(?:Закон|Кодекс)"
    r"|^[\d-]+\)?\s?-?(?:бап|тармақ|тармақша|тарау)\S*\s.{0,120}?көзделген\s*[–-]\s*ҚР\s"
    r"|^[\d-]+\)?\s?-?(?:бап|тармақ|тармақша|тарау)\S*\s[\d.]{8,10}\s(?:бастап|дейін)\s(?:қолданыс|тоқтат).{0,80}ҚР\s"
    r"|^(?:Статья|Пункт|Подпункт|Глава|Часть)\s+[\d-]+\)?.{0,40}?(?:вводится\s+в\s+действие\s+с|действу[ею]т\s+до)\s+[\d.]{10}"
    r"\s+в\s+соответствии",
    re.DOTALL,
)
_STARTS_LIKE_CONTINUATION = re.compile(r"^(?:№|N\s?\d|\(|;|слов[ао]\b|цифр\w*\b|деген\b|[а-яёәіңғүұқөһ])")
_UNIT_MARK = re.compile(r"^\d{1,3}(?:-\d+)*\s*[.)]")


def opening(text: str) -> Opening | None:
    """Which kind of note a line opens, or ``None``."""
    if text[:1] not in 'СCЕEПЗРP(«["':
        return None
    lead = folded(text[:60])
    if _AMENDMENT.match(lead):
        return "amendment"
    return "register" if _REGISTER.match(lead) else None


def stripped(text: str) -> str:
    """A note without its opening word and brackets: what it says."""
    return re.sub(r"^[(\[«\"\s]*(?:[СC]носка|СНОСКА|[ЕE]скерту)?\s*[.:,]?\s*", "", text).rstrip(" ).;")


def register_text(text: str) -> str:
    """What the register's note says after «Примечание ИЗПИ!» on the same line; often nothing."""
    match = _REGISTER.match(folded(text[:60]))
    return text[match.end() :].strip() if match else text


def service(text: str) -> bool:
    """Whether a line is the publisher's own (contents link, press release), to be left out altogether."""
    return len(text) < 400 and bool(_SERVICE.match(text))


def bare(text: str) -> Opening | None:
    """A note that lost its opening word: «(Статья 135 исключена - Законом …)», «Статья 5 изложена в редакции Закона …».

    What the Constitutional Court held of a provision is printed in the same way and is a note too.
    """
    text = folded(text[:60]) + text[60:]
    if _BARE.match(text) or _BARE_CHANGE.match(text):
        return "amendment"
    return "register" if _BARE_AHEAD.match(text) or _COURT.match(text) else None


def mass_replacement(text: str) -> bool:
    """«по всему тексту слова … заменены …»: a note on the whole act that stands before its first article."""
    return bool(_MASS_REPLACEMENT.match(text))


def goes_on(note: str, line: str) -> bool:
    """Whether a paragraph still belongs to the unfinished note above it."""
    if note.rstrip().endswith((".", ")", "!", "»", '"')) or _UNIT_MARK.match(line):
        return False
    if re.match(r"^(?:№|N\s?\d|\(\s?(?:вводит|порядок|қолданысқа|алғашқы|\d))", line):
        return True
    return ((note.endswith((":", ";", ",")) and "тексту" in f"{note} {line}") or note.endswith(":")) and bool(
        _STARTS_LIKE_CONTINUATION.match(line)
    )


def signature(text: str, following: str = "") -> bool:
    """Whether a line begins the President's signature at the end of an act."""
    if len(text) > 80 or text[:1] not in "ПҚпқ":
        return False
    if _SIGNATURE_WHOLE.match(text):
        return True
    return bool(_SIGNATURE_FIRST.match(text) and (following == "" or _SIGNATURE_SECOND.match(following)))
