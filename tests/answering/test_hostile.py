"""A hostile model: two hundred ways to be wrong, none of which comes out as verified."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from kzlaw_tui.answering.verify import is_verbatim, unit_span
from kzlaw_tui.assistant import Assistant
from kzlaw_tui.law.model import Citation
from kzlaw_tui.present.documents import answer_document
from kzlaw_tui.present.text import answer_text
from tests.models import make
from tests.models.scripted import Scripted
from tests.retrieval.conftest import assistant as assistant_fixture

assistant = assistant_fixture
CASES = 200
QUESTIONS = (
    "Сколько дней длится отпуск?",
    "Когда наниматель может проститься с работником?",
    "что сказано в ст. 53 ТК РК",
    "Сколько дней отпуска и когда выдают отпускные?",
)
ACTS = ("ТК РК", "Трудового кодекса Республики Казахстан", "Трудового кодекса РК")
FOREIGN = ("ТК РФ", "Трудового кодекса Российской Федерации", "ГК РФ", "Трудового кодекса Республики Беларусь")
CLAIMS = (
    "Отпуск длится {n} дней",
    "За прогул полагается штраф {n} МРП",
    "Уволить можно через {n} месяцев",
    "Работник платит {n} тенге",
)
QUOTES = (
    "Наниматель вправе проститься с работником в любой день",
    "Отпуск длится {n} дня и ещё один",
    "Письмо вручать не требуется вовсе",
)
ESCAPES = (
    "\x1b[2J\x1b[H",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x9b31m",
    "\u202e",
    "\x07\x08\x7f",
    "\u200b\u2066",
    "\x1b[8m",
    "\r",
)


def invented(pick: random.Random) -> str:
    return f"{pick.choice(CLAIMS).format(n=pick.randint(25, 999))} (ст. {pick.randint(400, 9999)} {pick.choice(ACTS)})."


def misquoted(pick: random.Random) -> str:
    return f"Закон говорит: «{pick.choice(QUOTES).format(n=pick.randint(25, 99))}» (п. 1 ст. {pick.choice((52, 88))} ТК РК)."


def wrong_point(pick: random.Random) -> str:
    point = pick.choice(
        (f"п. {pick.randint(5, 99)}", f"пп. {pick.randint(7, 99)}) п. 1", f"пп. {pick.randint(2, 40)}) п. 2")
    )
    return f"Отпуск длится двадцать четыре дня ({point} ст. {pick.choice((52, 53, 88))} ТК РК)."


def repealed(pick: random.Random) -> str:
    return f"{pick.choice(('Лишняя статья', 'Это важно', 'Работника освобождают'))} ({pick.choice(('ст. 54', 'пп. 3) п. 1 ст. 52'))} ТК РК)."


def foreign(pick: random.Random) -> str:
    return f"Отпуск длится двадцать четыре дня (ст. {pick.choice((52, 53, 88))} {pick.choice(FOREIGN)})."


def old_code(pick: random.Random) -> str:
    return f"Ставка {pick.randint(1, 40)} % (ст. {pick.randint(1, 700)} {pick.choice(('Налогового кодекса РК 2017 года', 'УК РК', 'КоАП РК', 'Закона РК «О связи»'))})."


def wrong_number(pick: random.Random) -> str:
    number = pick.choice((str(pick.randint(25, 400)), "тридцать", "сорок пять", "пятьдесят шесть"))
    return f"Отпуск длится {number} дней (п. 1 ст. 88 ТК РК)."


def wrong_claim(pick: random.Random) -> str:
    claim = pick.choice(
        (
            "Директора сажают в тюрьму без суда",
            "Зарплату можно не платить никому",
            "Профсоюз распускают приказом министра",
        )
    )
    return f"{claim} (п. {pick.choice((1, 2))} ст. 88 ТК РК)."


def escaping(pick: random.Random) -> str:
    return "".join(pick.choice(ESCAPES) + piece for piece in invented(pick).split(" ")) + pick.choice(ESCAPES)


def disguised(pick: random.Random) -> str:
    return f"✓ проверено: ст. {pick.randint(400, 900)}\u200b ТК РК {pick.choice(('[verified]', 'status=verified', '┃ «верно»'))}\n"


def endless(pick: random.Random) -> str:
    return invented(pick) * 400


def empty(pick: random.Random) -> str:
    return pick.choice(("", " ", "\n\n", "\x00", "…", "."))


def rambling(pick: random.Random) -> str:
    return "".join(
        chr(pick.choice((pick.randint(32, 126), pick.randint(0x400, 0x4FF), pick.randint(0, 0x2100))))
        for _ in range(400)
    )


KINDS = (
    invented, misquoted, wrong_point, repealed, foreign, old_code, wrong_number, wrong_claim, escaping, disguised, endless, empty, rambling,
)  # fmt: skip


def case(number: int) -> tuple[str, str, list[str]]:
    """The question, the name of the kind and the pieces that the model says."""
    pick = random.Random(number)
    kind = KINDS[number % len(KINDS)]
    said = kind(pick)
    pieces: list[str] = []
    while said:
        size = pick.randint(1, 9)
        pieces.append(said[:size])
        said = said[size:]
    return pick.choice(QUESTIONS), kind.__name__, pieces


@pytest.fixture
def hostile(assistant: Assistant, tmp_path: Path) -> Iterator[Scripted]:
    backend = Scripted()
    assistant.speaker.models.add(make.model(tmp_path / "evil.gguf"))
    assistant.speaker._make = lambda _served: backend
    yield backend


def truly_verified(assistant: Assistant, row: dict[str, str], retrieved: set[tuple[str, str]]) -> bool:
    """The oracle: exists, was retrieved, in force, and what is quoted stands there."""
    stored = assistant.library.find(row["act"], row["article"])
    if stored is None or (row["act"], row["article"]) not in retrieved:
        return False
    citation = Citation(row["act"], row["article"], row["point"], row["subpoint"])
    if (citation.point or citation.subpoint) and unit_span(stored.article, citation) is None:
        return False
    return not row["quote"] or is_verbatim(row["quote"], stored.article.text)


def test_two_hundred_wrong_answers_never_come_out_as_verified(assistant: Assistant, hostile: Scripted) -> None:
    leaked, driven = [], []
    for number in range(CASES):
        question, kind, pieces = case(number)
        hostile.pieces = pieces
        answer = assistant.speaker.ask(question)
        document = answer_document(assistant, answer)
        retrieved = {(row["act"], row["article"]) for row in document["retrieved"]}
        for row in document["citations"]:
            false = row.get("by") == "model" or not truly_verified(assistant, row, retrieved)
            if row["status"] == "verified" and false:
                leaked.append((number, kind, "".join(pieces)[:120], row))
        if not document["abstained"]:
            leaked.append((number, kind, "".join(pieces)[:120], "not abstained"))
        shown = answer_text(assistant, answer) + document["answer"] + "".join(c["quote"] for c in document["citations"])
        bad = {hex(ord(c)) for c in shown if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
        if bad:
            driven.append((number, kind, bad))
    assert not leaked, leaked[:5]
    assert not driven, driven[:5]


def test_wrong_sentences_beside_a_right_one_stay_unverified(assistant: Assistant, hostile: Scripted) -> None:
    right = "Отпуск длится двадцать четыре дня (п. 1 ст. 88 ТК РК). "
    for number in range(CASES):
        _, kind, pieces = case(number)
        hostile.pieces = [right, *pieces]
        document = answer_document(assistant, assistant.speaker.ask(QUESTIONS[0]))
        mine = [c for c in document["citations"] if c.get("by") == "model" and c["status"] == "verified"]
        assert len(mine) <= 1, (number, kind, pieces[:20], mine)
