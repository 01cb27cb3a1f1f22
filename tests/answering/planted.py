"""Letters with planted errors, made at test time from the official texts beside the project; no sentence of them is kept."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kzlaw_tui.law.model import Article, Lang

TODAY = date.today()
ACTS = {
    "K1500000414": {"ru": ("ТК РК", "Трудового кодекса Республики Казахстан", "Трудового кодекса РК")},
    "K2500000214": {"ru": ("НК РК", "Налогового кодекса Республики Казахстан", "Налогового кодекса РК")},
    "Z980000220_": {
        "ru": ("Закона о ТОО", "Закона РК «О товариществах с ограниченной и дополнительной ответственностью»"),
        "kk": (
            "ЖШС туралы Заңның",
            "«Жауапкершілігі шектеулі және қосымша жауапкершілігі бар серіктестіктер туралы» Заңның",
        ),
    },
    "K1400000235": {"ru": ("КоАП РК", "КоАП", "Кодекса РК об административных правонарушениях")},
    "Z970000094_": {
        "ru": ("Закона РК «О жилищных отношениях»", "Закона о жилищных отношениях"),
        "kk": ("«Тұрғын үй қатынастары туралы» Қазақстан Республикасы Заңының", "Тұрғын үй қатынастары туралы Заңның"),
    },
}
SPELLINGS_RU = (
    "ст. {a} {act}", "статья {a} {act}", "статьи {a} {act}", "статьей {a} {act}", "статье {a} {act}", "ст.{a} {act}",
    "ст {a} {act}", "Ст. {a} {act}", "СТ. {a} {act}", "статьёй {a} {act}", "ст. № {a} {act}", "{act}, ст. {a}",
    "{act} (ст. {a})", "ст.\u00a0{a} {act}", "статьи\n{a} {act}", "ста\u00adтьи {a} {act}", "**ст. {a}** {act}",
    "cт. {a} {act}", "статью {a} {act}", "[ст. {a} {act}]",
)  # fmt: skip
SPELLINGS_RU_POINT = (
    "п. {p} ст. {a} {act}", "пункт {p} статьи {a} {act}", "пунктом {p} статьи {a} {act}", "п.{p} ст.{a} {act}",
    "пункта {p} статьи {a} {act}", "ст. {a} п. {p} {act}", "ст. {a}, п. {p} {act}", "статья {a}, пункт {p} {act}",
    "п.\u00a0{p} ст.\u00a0{a} {act}", "пункте {p} статьи {a} {act}", "п. {p} статьи {a} {act}", "ст. {a} ({act}), п. {p}",
)  # fmt: skip
SPELLINGS_RU_SUB = (
    "пп. {s} п. {p} ст. {a} {act}", "подпункт {s} пункта {p} статьи {a} {act}", "пп.{s} п.{p} ст.{a} {act}",
    "подпунктом {s} пункта {p} статьи {a} {act}", "подп. {s} п. {p} ст. {a} {act}", "ст. {a} п. {p} пп. {s} {act}",
)  # fmt: skip
SPELLINGS_KK = (
    "{act} {a}-бабы", "{act} {a}-бабында", "{act} {a}-бабына", "{act} {a}-бабының", "{act} {a}-бап", "{act} {a} бабы",
    "{act} {a}\u2011бабы", "{act} {a}-бабын", "{act} {a}-бабымен", "{act} {a}-\u200bбабында",
)  # fmt: skip
SPELLINGS_KK_POINT = (
    "{act} {a}-бабының {p}-тармағы", "{act} {a}-бабының {p}-тармағында", "{act} {a}-бабының {p}-тармағына сәйкес",
    "{act} {a}-бабы {p}-тармағы",
)  # fmt: skip
SPELLINGS_KK_SUB = (
    "{act} {a}-бабы {p}-тармағының {s} тармақшасы", "{act} {a}-бабының {p}-тармағының {s} тармақшасында",
)  # fmt: skip
FRAMES_RU = (
    "Обращаем внимание: {c} подлежит применению.",
    "Как мы уже писали, {c} действует и сегодня.",
    "Наш вывод основан на {c} и практике судов.",
    "Стороны спорят о том, как понимать {c}.",
)
FRAMES_KK = (
    "Назар аударыңыз: {c} қолданылады.",
    "Біздің қорытындымыз {c} негізделген.",
    "Тараптар {c} қалай түсіну керегі туралы дауласуда.",
)
QUOTE_FRAMES_RU = (
    "Согласно {c}: «{q}».", "В {c} прямо сказано: “{q}”.", "«{q}» ({c}).", 'Закон ясен: "{q}" – {c}.',
    "{c} устанавливает: «{q}», и это главное.", "Цитируем {c}:\n\n«{q}»",
)  # fmt: skip
QUOTE_FRAMES_KK = ("{c} былай делінген: «{q}».", "«{q}» ({c}).", "{c} бойынша “{q}”.")
TEXT_FRAMES_RU = ("Согласно {c} {q}.", "В силу {c} {q}.", "{Q} ({c}).")
TEXT_FRAMES_KK = ("{c} сәйкес {q}.", "{Q} ({c}).")


@dataclass(frozen=True, slots=True)
class Planted:
    """A letter of one citation: ``error`` is ``""`` for a right one; ``right`` the article that should be suggested."""

    text: str
    kind: str
    error: str
    lang: Lang
    right: str = ""


@dataclass
class Maker:
    """Makes letters about one act."""

    act: str
    lang: Lang
    articles: Sequence[Article]
    random: random.Random

    def __post_init__(self) -> None:
        self.live = [a for a in self.articles if a.validity.status(TODAY) == "active" and len(a.text) > 80]
        self.numbers = {a.number for a in self.articles}

    def name(self) -> str:
        return self.random.choice(ACTS[self.act][self.lang])

    def cite(self, article: str, point: str = "", subpoint: str = "", name: str = "") -> str:
        ru = self.lang == "ru"
        forms = (
            (SPELLINGS_RU if ru else SPELLINGS_KK) if not point else (SPELLINGS_RU_POINT if ru else SPELLINGS_KK_POINT)
        )
        if subpoint:
            forms = SPELLINGS_RU_SUB if ru else SPELLINGS_KK_SUB
        return self.random.choice(forms).format(a=article, p=point, s=subpoint, act=name or self.name())

    def frame(self, ru: Sequence[str], kk: Sequence[str]) -> str:
        return self.random.choice(ru if self.lang == "ru" else kk)

    def unit(self) -> tuple[Article, str, str, str]:
        """An article with a point (and subpoint) of it and its words."""
        while True:
            article = self.random.choice(self.live)
            points = [p for p in article.points if p.number and p.validity.status(TODAY) == "active"]
            if not points:
                continue
            point = self.random.choice(points)
            if point.subpoints and self.random.random() < 0.5:
                sub = self.random.choice(point.subpoints)
                if sub.validity.status(TODAY) == "active":
                    return article, point.number, sub.number, article.text[sub.start : sub.end]
            return article, point.number, "", article.text[point.start : point.end]

    def passage(self, words: int = 9) -> tuple[Article, str, str, str]:
        """A clause of a unit, that stands nowhere else in the act."""
        for _ in range(400):
            article, point, sub, text = self.unit()
            clauses = [c.strip() for c in re.split(r"[.;:\n]", re.sub(r"^\s*\d[\d-]*[.)]\s*", "", text))]
            clauses = [
                c
                for c in clauses
                if words <= len(c.split()) <= 40 and not re.search(r"[«»\"()№]|стать|пункт|бап|тарма", c)
            ]
            if not clauses:
                continue
            clause = self.random.choice(clauses)
            if sum(clause in a.text for a in self.articles) == 1 and article.text.count(clause) == 1:
                return article, point, sub, clause
        raise AssertionError("no passage")

    def other(self, article: Article) -> Article:
        return self.random.choice([a for a in self.live if a.number != article.number])

    # Right ones

    def right(self) -> Planted:
        kind = self.random.choice(("plain", "point", "quote", "text", "heading"))
        if kind == "plain":
            article = self.random.choice(self.live)
            text = self.frame(FRAMES_RU, FRAMES_KK).format(c=self.cite(article.number))
        elif kind == "point":
            article, point, sub, _ = self.unit()
            text = self.frame(FRAMES_RU, FRAMES_KK).format(c=self.cite(article.number, point, sub))
        elif kind == "heading":
            article = self.random.choice(self.live)
            form = "{h} – это регулирует {c}." if self.lang == "ru" else "{h}: бұл туралы {c}."
            text = form.format(h=article.heading, c=self.cite(article.number))
        else:
            article, point, sub, clause = self.passage()
            frames = (QUOTE_FRAMES_RU, QUOTE_FRAMES_KK) if kind == "quote" else (TEXT_FRAMES_RU, TEXT_FRAMES_KK)
            deep = self.random.random() < 0.6
            cited = self.cite(article.number, point if deep else "", sub if deep else "")
            text = _filled(self.frame(*frames), cited, clause)
        return Planted(text, kind, "", self.lang)

    # Wrong ones

    def no_such_article(self) -> Planted:
        article, *_, clause = self.passage()
        number = str(self.random.randint(len(self.articles) + 500, 3000))
        frame = self.random.choice([FRAMES_RU, TEXT_FRAMES_RU] if self.lang == "ru" else [FRAMES_KK, TEXT_FRAMES_KK])
        text = _filled(self.random.choice(frame), self.cite(number), clause)
        return Planted(text, "no such article", "number", self.lang, article.number if clause in text else "")

    def wrong_number(self) -> Planted:
        """An article that exists, with words, quoted or not, of another one."""
        article, _point, _sub, clause = self.passage()
        frames = self.random.choice(((QUOTE_FRAMES_RU, QUOTE_FRAMES_KK), (TEXT_FRAMES_RU, TEXT_FRAMES_KK)))
        text = _filled(self.frame(*frames), self.cite(self.other(article).number), clause)
        return Planted(text, "wrong number", "number", self.lang, article.number)

    def no_such_point(self) -> Planted:
        article, *_ = self.unit()
        number = str(len(article.points) + self.random.randint(30, 60))
        text = self.frame(FRAMES_RU, FRAMES_KK).format(c=self.cite(article.number, number))
        return Planted(text, "no such point", "point", self.lang)

    def wrong_point(self) -> Planted:
        """A point that exists, with a quote of another one."""
        for _ in range(300):
            article, point, _sub, clause = self.passage()
            others = [
                p for p in article.points if p.number and p.number != point and p.validity.status(TODAY) == "active"
            ]
            if others:
                cited = self.cite(article.number, self.random.choice(others).number)
                text = _filled(self.frame(QUOTE_FRAMES_RU, QUOTE_FRAMES_KK), cited, clause)
                return Planted(text, "wrong point", "point", self.lang, article.number)
        return self.no_such_point()

    def misquote(self) -> Planted:
        article, point, sub, clause = self.passage()
        words = clause.split()
        at = self.random.randrange(1, len(words) - 1)
        change = self.random.random()
        if change < 0.5:
            words[at] = self.random.choice(
                ("никогда", "всегда", "тридцать", "ежегодно") if self.lang == "ru" else ("ешқашан", "әрдайым", "отыз")
            )
        elif change < 0.8:
            del words[at]
        else:
            words.insert(at, "не" if self.lang == "ru" else "емес")
        altered = " ".join(words)
        if altered in clause:
            return self.misquote()
        deep = self.random.random() < 0.6
        cited = self.cite(article.number, point if deep else "", sub if deep else "")
        return Planted(
            _filled(self.frame(QUOTE_FRAMES_RU, QUOTE_FRAMES_KK), cited, altered), "misquote", "quote", self.lang
        )

    def repealed(self) -> Planted | None:
        gone = [a for a in self.articles if a.validity.status(TODAY) == "repealed"]
        if not gone:
            return None
        text = self.frame(FRAMES_RU, FRAMES_KK).format(c=self.cite(self.random.choice(gone).number))
        return Planted(text, "repealed", "repealed", self.lang)

    def old_tax_code(self) -> Planted:
        name = self.random.choice(
            ("Налогового кодекса РК 2017 года", "Налогового кодекса от 25.12.2017 № 120-VI", "Кодекса РК от 25 декабря 2017 года "
             "«О налогах и других обязательных платежах в бюджет (Налоговый кодекс)»")
        )  # fmt: skip
        text = self.frame(FRAMES_RU, FRAMES_KK).format(c=f"ст. {self.random.randint(1, 780)} {name}")
        return Planted(text, "old tax code", "superseded", "ru")


def _filled(frame: str, cited: str, clause: str) -> str:
    return frame.format(c=cited, q=clause, Q=clause[:1].upper() + clause[1:])


def letters(makers: Sequence[Maker], count: int) -> Iterator[Planted]:
    """Half right ones, half with one error each."""
    for n in range(count):
        maker = makers[n % len(makers)]
        yield maker.right()
        made = (
            maker.no_such_article, maker.wrong_number, maker.no_such_point, maker.wrong_point, maker.misquote,
            maker.repealed, maker.old_tax_code if maker.act == "K2500000214" else maker.wrong_number,
        )[(n // len(makers)) % 7]()  # fmt: skip
        if made is not None:
            yield made
