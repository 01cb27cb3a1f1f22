"""What a question asks beyond the library: another state's law, another edition, instructions to the program, small talk.

Each is told by the words themselves; what they do not show is left to the confidence of the search.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kzlaw_tui.ingest import dates

_STATES = (
    "росси|рф\\b|узбекистан|к[ыи]рг[ыи]з|беларус|белорус|украин|сша\\b|америк|кита[йея]|турци|грузи|армени|азербайджан|германи|"
    "польш|оаэ\\b|эмират|дуба[йея]|латви|литв|эстони|монголи|таджикистан|туркмен|франци|итали|испани|англи|великобритани|"
    "евросоюз|европ|ресей|өзбекстан|қырғызстан|қытай|түркия|ақш\\b|түрікменстан|тәжікстан"
)
_LAW = r"(?:закон\w*|законодательств\w*|кодекс\w*|тк|нк|гк|ук|коап|прав[оау]|заң\w*|заңнама\w*)"
# «по законам РФ», «Трудовой кодекс Кыргызстана», «Ресей заңы бойынша»
_LAW_OF = re.compile(
    rf"\b{_LAW}\s+(?:\w+\s+){{0,2}}?(?:{_STATES})\w*|\b(?:{_STATES})\w*\s+(?:\w+\s+){{0,2}}?{_LAW}\b", re.IGNORECASE
)
# «Какой НДС в Узбекистане?», «Ресейде декрет қанша?»
_THERE = re.compile(
    rf"\b(?:в|во)\s+(?:{_STATES})\w*|\b(?:ресей|өзбекстан|қырғызстан|қытай|түркия|америка|ақш)(?:да|де|та|те|нда|нде)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:как\w*|сколько|когда|кто|можно|нужно|надо|за\s+что|обязан\w*|қанша|қандай|қалай|қашан|неше|кім)\b",
    re.IGNORECASE,
)
# Facts that lie abroad in a question about the law of Kazakhstan («работник в командировке в Китае»).
_FACTS = re.compile(
    r"\b(?:казахстан\w*|рк|қазақстан\w*|қр|куп\w+|закуп\w+|приобр\w+|поставщик\w*|покупател\w*|контрагент\w*|партн[её]р\w*|компани\w+|"
    r"фирм\w+|филиал\w*|представительств\w*|командиров\w*|работа[юе]\w*|работ(?:ал|ник)\w*|жив[уё]\w*|прожива\w+|уч[иу]\w*|обуч\w+|сч[её]т\w*|"
    r"недвижимост\w*|имуществ\w*|дом\w*|квартир\w*|граждан\w*|иностран\w*|н?е?резидент\w*|уех\w+|перее\w+|вахт\w*|зарегистрирован\w*|находи\w+|"
    r"дочерн\w*|получ\w+|заработ\w+|банк\w*|тауар\w*|жұмыс\w*|іссапар\w*|компания\w*|тұр[ам]\w*)\b",
    re.IGNORECASE,
)
_EDITION = re.compile(
    rf"(?:редакци\w+|по\s+состоянию|действова\w+|жағдай\w*)(?:\W+\w+){{0,3}}?\W+(?P<date>{dates.DATE}|(?:19|20)\d\d)"
    rf"|(?P<date2>{dates.DATE}|(?:19|20)\d\d)(?:\W+\w+){{0,3}}?\W+(?:редакци\w+|жағдай\w*|действова\w+)",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    r"(?:игнорир\w+|забуд\w+|не\s+обращай|отмени\w*|нарушь?)\W+(?:\w+\W+){0,3}?(?:инструкц\w+|правил\w*|указани\w+|огранич\w+|промпт\w*)"
    r"|\bsystem\s*:|\bсистемн\w+\s+(?:промпт|сообщени|инструкц)\w*|ты\s+(?:теперь|больше\s+не)\b|притворись|представь,?\s+что\s+ты"
    r"|(?:выдума\w+|придума\w+|сочин\w+)\W+(?:\w+\W+){0,2}?(?:стать\w+|закон\w*|норм\w+|пункт\w*|ссылк\w+)|повтори\s+(?:дословно|за\s+мной)"
    r"|без\s+(?:всяких\s+)?ограничений|ignore\s+(?:all\s+|any\s+|the\s+)?(?:previous|prior|above)|you\s+are\s+now|system\s+prompt"
    r"|(?:нұсқау|ереже|шектеу)\w*\s+(?:\w+\s+)?(?:ұмыт|елеме|ескерме|орындама)\w*|бап\w*\s+ойдан\s+шығар\w*|ойдан\s+шығар\w*|сен\s+енді",
    re.IGNORECASE,
)
_POLITE = frozenset(
    "привет здравствуй здравствуйте добрый доброе день утро вечер спасибо благодарю большое пока до свидания как дела ты вы кто что умеешь умеете "
    "можешь помоги пожалуйста ок хорошо сәлем сәлеметсіз сәлеметсізбе бе рахмет рақмет көп қалайсың қалайсыз қалай қайырлы күн таң кеш сау бол "
    "болыңыз сен сіз кімсің кімсіз не істей аласың hello hi thanks".split()
)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Scope:
    """``foreign``: it asks for another state's law; ``on``: for the law as of a day (a year stands for its last day);
    ``instruction``: words that tell the program what to say; ``small_talk``: nothing but politeness."""

    foreign: bool = False
    on: date | None = None
    instruction: str = ""
    small_talk: bool = False


def scope_of(text: str) -> Scope:
    """What the words of a question say about its scope."""
    instruction = _INSTRUCTION.search(text)
    return Scope(
        foreign=_foreign(text),
        on=_day(text),
        instruction=instruction[0] if instruction else "",
        small_talk=_small_talk(text),
    )


def _foreign(text: str) -> bool:
    if _LAW_OF.search(text) is not None:
        return not re.search(r"\b(?:рк|казахстан\w*|қр|қазақстан\w*)\b", text, re.IGNORECASE)
    return _THERE.search(text) is not None and _ASKS.search(text) is not None and _FACTS.search(text) is None


def _day(text: str) -> date | None:
    found = _EDITION.search(text)
    if found is None:
        return None
    words = found["date"] or found["date2"]
    return date(int(words), 12, 31) if words.isdigit() else dates.read(words)


def _small_talk(text: str) -> bool:
    words = [word.casefold() for word in _WORD.findall(text)]
    return bool(words) and len(words) <= 6 and all(word in _POLITE for word in words)
