"""An assistant in memory, over laws that were never passed: the same answers at once, on every machine.

Texts, numbers and dates are of our own invention (a code of town gardens, a law on bees).
"""

from __future__ import annotations

import itertools
import re
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from kzlaw_tui.answering.answer import Answer, Quote, Timings
from kzlaw_tui.answering.audit import Checked, audit
from kzlaw_tui.answering.verify import unit_span
from kzlaw_tui.assistant import Shown, VectorsState
from kzlaw_tui.config import Home
from kzlaw_tui.errors import KzlawError, NotFoundError
from kzlaw_tui.evaluation.run import RunInfo
from kzlaw_tui.gists import Gist
from kzlaw_tui.i18n import Translator, UiLang
from kzlaw_tui.ingest.reports import FileReport, IndexReport, IngestReport, Progress
from kzlaw_tui.law.model import (
    Article,
    Citation,
    CitationSpan,
    Edition,
    Lang,
    Note,
    PendingChange,
    Point,
    Subpoint,
    Validity,
)
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.library.records import EditionInfo, StoredArticle, TocEntry
from kzlaw_tui.library.shelf import Holding
from kzlaw_tui.models.home import Manifest
from kzlaw_tui.retrieval.hits import Hit
from kzlaw_tui.sessions.store import Sessions
from kzlaw_tui.settings import ModelSettings, Settings
from kzlaw_tui.tuning.runs import RunInfo as TrainingInfo
from kzlaw_tui.tuning.runs import Step as TrainingStep
from kzlaw_tui.tuning.runs import Validation

TODAY = date(2026, 11, 22)
GARDENS, BEES = "K2400000901", "Z250000902_"

REGISTRY = f"""
[[act]]
id = "{GARDENS}"
kind = "code"
adopted = 2024-03-22
number = "901-VIII"
title = {{ ru = "Кодекс о городских садах", kk = "Қала бақтары туралы кодекс" }}
short = {{ ru = "КГС РК", kk = "ҚР ҚБК" }}
genitive = {{ ru = "Кодекса о городских садах РК", kk = "ҚР Қала бақтары туралы кодексінің" }}
names = {{ ru = ["КГС", "Кодекс о городских садах"], kk = ["ҚБК", "Қала бақтары туралы кодекс"] }}

[[act]]
id = "{BEES}"
kind = "law"
adopted = 2025-04-30
number = "902-VIII"
title = {{ ru = "О пчёлах", kk = "Бал аралары туралы" }}
short = {{ ru = "Закон о пчёлах", kk = "Бал аралары туралы заң" }}
genitive = {{ ru = "Закона о пчёлах", kk = "Бал аралары туралы заңның" }}
names = {{ ru = ["Закон о пчёлах"], kk = ["Бал аралары туралы заң"] }}
"""


def article(number: str, heading: str, text: str, path: Sequence[str] = (), **more: Any) -> Article:
    """An article whose points are the lines «1. …» and whose subpoints are the lines «1) …» below them."""
    text = "\n".join(line.strip() for line in text.strip().split("\n"))
    points: list[Point] = []
    offset = 0
    for line in text.split("\n"):
        end = offset + len(line)
        if found := re.match(r"(\d+(?:-\d+)?)\. ", line):
            points.append(Point(found.group(1), offset, end))
        elif (found := re.match(r"(\d+(?:-\d+)?\)) ", line)) and points:
            last = points[-1]
            points[-1] = replace(last, end=end, subpoints=(*last.subpoints, Subpoint(found.group(1), offset, end)))
        elif points and points[-1].number:
            points[-1] = replace(points[-1], end=end)
        else:
            points.append(Point("", offset, end))
        offset = end + 1
    return Article(number, heading, text, tuple(path), tuple(points), **more)


GENERAL = ("РАЗДЕЛ 1. ОБЩИЕ ПОЛОЖЕНИЯ", "Глава 1. Сады и садовники")
CARE = ("РАЗДЕЛ 2. УХОД ЗА САДАМИ", "Глава 3. Полив и обрезка")
GARDENS_RU = (
    article(
        "1",
        "Понятия, используемые в настоящем Кодексе",
        """В настоящем Кодексе используются следующие понятия:
        1) городской сад – участок, засаженный деревьями и открытый для всех жителей от рассвета до заката;
        2) садовник – лицо, которому поручен уход за садом;
        3) скамья – место для отдыха не менее чем двоих прохожих.""",
        GENERAL,
    ),
    article(
        "2",
        "Сфера действия настоящего Кодекса",
        "Настоящий Кодекс действует в каждом городе, где растёт хотя бы одна яблоня.",
        GENERAL,
    ),
    article("3", "Исключена", "", GENERAL, validity=Validity(repealed=True)),
    article(
        "4",
        "Права и обязанности садовника",
        """1. Садовник вправе:
        1) входить в сад в любое время суток;
        2) закрывать сад на время грозы, но не более чем на три часа подряд;
        3) просить прохожих не рвать цветы.
        2. Садовник обязан:
        1) поливать каждое дерево не реже одного раза в неделю, а в засушливое лето – не реже двух раз, причём воду следует брать из ближайшего арыка, если иное не установлено правилами города;
        2) собирать опавшие яблоки и раздавать их жителям безвозмездно;
        2-1) вести дневник сада;
        3) чинить скамьи до первого снега.
        3. Садовник, не выполнивший обязанность, предусмотренную подпунктом 3) пункта 2 настоящей статьи, чинит скамьи весной за свой счёт.
        Это правило не применяется, если зима наступила раньше пятнадцатого ноября.""",
        CARE,
        notes=(
            Note("amendment", "Сноска. Статья 4 с изменениями, внесёнными Законом от 12.05.2026 № 17-IX."),
            Note(
                "register",
                "Примечание. В пункт 3 предусматривается изменение Законом от 12.05.2026 № 17-IX (вводится в действие с 01.03.2027).",
            ),
        ),
        pending=(PendingChange("amend", date(2027, 3, 1), "В пункт 3 предусматривается изменение.", point="3"),),
    ),
    article(
        "5",
        "Полив в засуху",
        """1. Засухой считаются четырнадцать дней подряд без дождя.
        2. В засуху полив производится после захода солнца.""",
        CARE,
        validity=Validity(effective_from=date(2027, 1, 1)),
    ),
    article(
        "5-1", "Обрезка деревьев", "Деревья обрезают в марте. Ветви оставляют птицам до появления первых листьев.", CARE
    ),
)
GARDENS_KK = (
    article(
        "1",
        "Осы Кодексте пайдаланылатын ұғымдар",
        """Осы Кодексте мынадай ұғымдар пайдаланылады:
        1) қала бағы – ағаш отырғызылған және таң атқаннан күн батқанға дейін барлық тұрғынға ашық учаске;
        2) бағбан – баққа күтім жасау тапсырылған адам;
        3) орындық – кемінде екі жолаушы демалатын орын.""",
        ("1-БӨЛІМ. ЖАЛПЫ ЕРЕЖЕЛЕР", "1-тарау. Бақтар мен бағбандар"),
    ),
    article(
        "4",
        "Бағбанның құқықтары мен міндеттері",
        """1. Бағбан:
        1) баққа тәуліктің кез келген уақытында кіруге;
        2) найзағай кезінде бақты қатарынан үш сағаттан асырмай жабуға құқылы.
        2. Бағбан:
        1) әр ағашты аптасына кемінде бір рет суаруға;
        2) түскен алмаларды жинап, тұрғындарға тегін таратуға;
        3) орындықтарды алғашқы қарға дейін жөндеуге міндетті.""",
        ("2-БӨЛІМ. БАҚТАРДЫ КҮТУ", "3-тарау. Суару және бұтау"),
        notes=(Note("amendment", "Ескерту. 4-бапқа өзгеріс енгізілді – 12.05.2026 № 17-IX Заңымен."),),
    ),
)
BEES_RU = (
    article(
        "1", "Где ставят ульи", "Ульи ставят не ближе ста шагов от школы. Сосед должен быть предупреждён за месяц."
    ),
    article("2", "Мёд и соседи", "Хозяин улья раз в год угощает соседей мёдом; отказ соседа записывают со слов пчёл."),
)


def _info(number: int, act: str, lang: Lang, title: str, kind: str, articles: Sequence[Article]) -> EditionInfo:
    live = sum(not a.validity.repealed for a in articles)
    as_of = date(2026, 5, 12) if kind == "official" else None
    source = f"сады_{lang}.docx" if kind == "official" else ""
    return EditionInfo(
        number,
        act,
        lang,
        title,
        as_of,
        kind,
        len(articles),
        live,
        3 * len(articles),
        f"{number}",
        source,
        True,  # type: ignore[arg-type]
    )


EDITIONS: dict[int, tuple[EditionInfo, tuple[Article, ...]]] = {
    1: (_info(1, GARDENS, "ru", "Кодекс Республики о городских садах", "official", GARDENS_RU), GARDENS_RU),
    2: (_info(2, GARDENS, "kk", "Қала бақтары туралы республика кодексі", "official", GARDENS_KK), GARDENS_KK),
    3: (_info(3, BEES, "ru", "Закон о пчёлах", "digest", BEES_RU), BEES_RU),
}


def _summary(mode: str, shift: float) -> dict[str, Any]:
    quotes = mode == "quotes"
    values = {
        "retrieval": {"hit@1": 0.62, "hit@5": 0.84, "recall@10": 0.9, "mrr@10": 0.71, "ndcg@10": 0.76},
        "citations": {"precision": 0.55, "recall": 0.7, "validity": 1.0, "verbatim": 1.0} if quotes else {},
        "text": {"token_f1": 0.27, "key_info": 0.74, "overall": 0.49} if quotes else {},
        "refusal": {"recall": 0.8, "precision": 0.875, "handled": 0.9},
    }
    values = {s: {k: round(v if v == 1 else v - shift, 4) for k, v in found.items()} for s, found in values.items()}
    intervals = {s: {k: [max(v - 0.06, 0), min(v + 0.05, 1)] for k, v in found.items()} for s, found in values.items()}
    name, base = ("text.key_info", 0.74) if quotes else ("retrieval.mrr@10", 0.71)
    parts = {"level": ("basic", "medium", "complex"), "lang": ("ru", "kk"), "act": (GARDENS, BEES)}
    by = {
        part: {
            group: {"n": 150 - 40 * i, "metrics": {name: round(base + 0.1 - 0.12 * i, 4)}, "intervals": {}}
            for i, group in enumerate(groups)
        }
        for part, groups in parts.items()
    }
    return {"n": 360, **values, "intervals": intervals, "by": by}


def measured() -> list[RunInfo]:
    """Four evaluations, one of them not finished."""
    found = []
    for day, mode, system, shift, done in (
        (22, "quotes", "ours", 0.0, 360),
        (21, "retrieval", "bm25", 0.2, 360),
        (20, "quotes", "ours", 0.15, 360),
        (19, "quotes", "ours", 0.3, 120),
    ):
        settings = {"mode": mode, "system": system, "split": "test", "files": ["bank.jsonl"]}
        summary = _summary(mode, shift) if done == 360 else {}
        timing = {"seconds": {"mean": 0.081, "p50": 0.07, "p95": 0.152}} if summary else {}
        started = datetime(2026, 11, day, 9, 30, tzinfo=UTC)
        found.append(RunInfo(Path(f"index/evaluation/{day}"), started, settings, done, 360, summary, timing))
    return found


MODELS = (
    Manifest(
        "sad-4b", "model", "gguf", "model.gguf", 2_489_757_856, "5f" * 32, "gemma3", 3_880_099_328, "Q4_K_M", 32768, True,
        "gemma", "/home/a/sad-4b-q4.gguf", "2026-11-20",
    ),
    Manifest("malaya", "model", "mlx", "files", 712_000_000, "0a" * 32, "qwen3", quantisation="4-bit", context=40960),
)  # fmt: skip
ADAPTERS = (
    Manifest("sady", "adapter", "gguf", "adapter.gguf", 9_437_184, "c3" * 32, "gemma3", base="sad-4b", rank=16),
)


def trained() -> list[TrainingInfo]:
    """Two trainings: one that goes on, one that was ended early."""
    found = []
    for day, recipe, state, taken, steps in (
        (22, "gardens-cpu", "running", 90, 160),
        (20, "bees-cpu", "early", 60, 60),
    ):
        events: list[TrainingStep | Validation] = []
        for n in range(1, taken + 1):
            loss = 0.2 + 1.2 * 0.96**n + 0.05 * ((n * 7) % 5 - 2)
            events.append(
                TrainingStep(n, loss, 1.5 - n / 100, 8e-4, loss, 0.9, 1200, 74.0, n * 16.0, (steps - n) * 16.0)
            )
            if n % 30 == 0:
                loss = 0.22 + 1.2 * 0.96**n
                events.append(Validation(n, loss, 0.94, 1.3, True))
        started = datetime(2026, 11, day, 9, 30, tzinfo=UTC)
        folder = Path(f"index/training/{day}")
        found.append(TrainingInfo(folder, started, recipe, "gardener-1b", state, steps, tuple(events)))
    return found


class FakeLibrary:
    """Stored articles, in a dictionary."""

    def revision(self) -> int:
        return 1

    def editions(self, *, current: bool = True) -> list[EditionInfo]:
        return [info for info, _ in EDITIONS.values()]

    def by_source(self, sha256: str) -> list[EditionInfo]:
        return [info for info in self.editions() if info.sha256 == sha256]

    def toc(self, edition_id: int) -> list[TocEntry]:
        articles = EDITIONS[edition_id][1]
        return [TocEntry(i, a.number, a.heading, a.path, a.validity) for i, a in enumerate(articles)]

    def article(self, edition_id: int, ordinal: int) -> StoredArticle:
        info, articles = EDITIONS[edition_id]
        return StoredArticle(info, ordinal, articles[ordinal])

    def edition(self, act: str, lang: Lang | None = None, as_of: date | None = None) -> EditionInfo | None:
        return next((i for i, _ in EDITIONS.values() if i.act == act and lang in (None, i.lang)), None)

    def load(self, edition_id: int) -> Edition:
        info, articles = EDITIONS[edition_id]
        return Edition(info.act, info.lang, info.title, tuple(articles), info.as_of, info.text_kind)

    def references(self, edition_id: int, ordinal: int) -> list[CitationSpan]:
        text = EDITIONS[edition_id][1][ordinal].text
        at = text.find("подпунктом 3) пункта 2")
        return [CitationSpan(Citation(GARDENS, "5", "2"), at, at + 22, "ru")] if at >= 0 else []

    def cited_by(self, act: str, article: str) -> list[tuple[EditionInfo, int]]:
        return [(EDITIONS[1][0], 3)] if (act, article) == (GARDENS, "5") else []

    def find(
        self, act: str, number: str, *, lang: Lang | None = None, as_of: date | None = None
    ) -> StoredArticle | None:
        for info, articles in EDITIONS.values():
            for ordinal, a in enumerate(articles):
                if info.act == act and a.number == number and lang in (None, info.lang):
                    return StoredArticle(info, ordinal, a)
        return None


class FakeAssistant:
    """Answers every question from the same few articles.

    ``gate`` holds every answer back until it is set; ``asked`` are the questions that came. A question with «никто» is
    one without an answer; one with «мёд» is answered by a digest; one with «сбой» fails.
    """

    def __init__(self, lang: UiLang = "ru") -> None:
        self.t = Translator(lang)
        self.registry = Registry.from_toml(REGISTRY)
        self.library = FakeLibrary()
        self._folder = tempfile.TemporaryDirectory(prefix="kzlaw-test-")
        self.home = Home(Path(self._folder.name))
        self.speaker: Any = SimpleNamespace(
            in_app=lambda: "",
            quotes=lambda question, history=(): self.ask(question),
            model_name=lambda: MODELS[0].name,
            adapter_name=lambda: ADAPTERS[0].name,
            models=SimpleNamespace(list=lambda: list(MODELS)),
            adapters=SimpleNamespace(list=lambda: list(ADAPTERS)),
            settings=ModelSettings(adapter=ADAPTERS[0].name),
        )
        self.home.__dict__["settings"] = Settings(lang=lang)
        clock = (datetime(2026, 11, 22, 9, 30).astimezone() + timedelta(minutes=n) for n in itertools.count())
        self.sessions = Sessions(Path(self._folder.name) / "sessions" / "sessions.sqlite", lambda: next(clock))
        self.gate = threading.Event()
        self.gate.set()
        self.held: dict[str, threading.Event] = {}
        self.asked: list[str] = []
        self.ingested: list[Path] = []
        self.tried: list[Path] = []
        self.removed: list[int] = []
        self.verified = self.rebuilt = 0
        self.warmed = False
        self.changed = False
        self.to_embed = 0
        self.embedded: list[int] = []
        self.files_wait = threading.Event()
        self.files_wait.set()

    @property
    def settings(self) -> Settings:
        return self.home.settings

    @property
    def law_lang(self) -> Lang:
        return "kk" if self.t.lang == "kk" else "ru"

    def acts(self) -> list[EditionInfo]:
        return self.library.editions()

    def act_name(self, act: str, lang: Lang | None = None) -> str:
        names = {
            GARDENS: {"ru": "КГС РК", "kk": "ҚР ҚБК"},
            BEES: {"ru": "Закон о пчёлах", "kk": "Бал аралары туралы заң"},
        }
        return names[act][lang or self.law_lang]

    def cite(self, citation: Citation, *, style: str = "short", lang: Lang | None = None) -> str:
        lang = lang or self.law_lang
        name = self.act_name(citation.act, lang)
        if lang == "kk":
            units = [f"{citation.article}-бап"]
            units += [f"{citation.point}-тармақ"] if citation.point else []
            units += [f"{citation.subpoint} тармақша"] if citation.subpoint else []
            text = f"{name} {', '.join(units)}"
        else:
            units = [f"пп. {citation.subpoint}"] if citation.subpoint else []
            units += [f"п. {citation.point}"] if citation.point else []
            text = f"{' '.join([*units, f'ст. {citation.article}'])} {name}"
        return f"{text} от 22.03.2024 № 901-VIII" if style == "requisites" else text

    def show(self, citation: str, *, as_of: date | None = None, lang: Lang | None = None) -> Shown:
        found = re.fullmatch(r"(?:ст\.? *)?(?:кгс|КГС|ҚБК) (\d[\d-]*)", citation.strip())
        for info, articles in EDITIONS.values():
            if not found or info.act != GARDENS or (lang and info.lang != lang):
                continue
            for ordinal, a in enumerate(articles):
                if a.number == found.group(1):
                    stored = StoredArticle(info, ordinal, a)
                    return Shown(stored, Citation(GARDENS, a.number), None, a.validity.status(TODAY), info.as_of)
        raise NotFoundError("error-citation-without-act", text=citation)

    def show_citation(self, citation: Citation, *, as_of: date | None = None, lang: Lang | None = None) -> Shown:
        stored = self.library.find(citation.act, citation.article, lang=lang)
        if stored is None:
            raise NotFoundError("error-no-such-article", citation=self.cite(citation))
        span = unit_span(stored.article, citation)
        if span is None and citation.point:
            raise NotFoundError("error-no-such-point", citation=self.cite(citation))
        return Shown(stored, citation, span, stored.article.validity.status(TODAY), stored.edition.as_of)

    def gist(self, stored: StoredArticle) -> Gist | None:
        if stored.edition.id != 1 or stored.article.number not in ("4", "5"):
            return None
        words = {"ru": "Садовник поливает и чинит скамьи.", "kk": "Бағбан суарады әрі орындық жөндейді."}
        return Gist(words[self.law_lang], stored.article.number == "5")

    def recheck(self, answer: Answer) -> Answer:
        gone = self.changed
        return replace(answer, quotes=tuple(replace(q, check="unknown" if gone else q.check) for q in answer.quotes))

    def _hit(self, edition: int, ordinal: int, score: float, point: str = "", subpoint: str = "") -> Hit:
        info, articles = EDITIONS[edition]
        a = articles[ordinal]
        unit = a.subpoint(point, subpoint) if subpoint else a.point(point) if point else None
        start, end = (unit.start, unit.end) if unit else (0, len(a.text))
        return Hit(
            info.id, ordinal, info.act, info.lang, a.number, point, subpoint, a.heading, score, a.text[start:end],
            start, end, a.validity.status(TODAY), info.text_kind, info.as_of,
        )  # fmt: skip

    def _quote(self, edition: int, ordinal: int, point: str = "", subpoint: str = "") -> Quote:
        hit = self._hit(edition, ordinal, 0.9, point, subpoint)
        return Quote(
            Citation(hit.act, hit.article, point, subpoint), hit.edition_id, ordinal, hit.lang, hit.heading, hit.snippet,
            ((hit.start, hit.end),), hit.status, hit.as_of, hit.text_kind, "verified",
        )  # fmt: skip

    def search(self, query: str, *, k: int = 10, act: str | None = None, lang: Lang | None = None) -> list[Hit]:
        if "никто" in query:
            return []
        return [self._hit(1, 3, 0.91, "2", "1)"), self._hit(1, 4, 0.64, "2"), self._hit(3, 0, 0.4)]

    def ask(self, question: str, *, act: str | None = None) -> Answer:
        self.asked.append(question)
        self.held.get(question, self.gate).wait(10)
        if "сбой" in question:
            raise KzlawError("tui-error-unexpected", what="ask", reason="[b]сбой[/b]")
        near = (
            self._hit(1, 3, 0.91, "2", "1)"),
            self._hit(1, 4, 0.64, "2"),
            self._hit(1, 5, 0.5),
            self._hit(3, 0, 0.3),
        )
        timings = Timings(60.0, None, 80.0)
        if "никто" in question:
            return Answer(question, "ru", True, (), tuple(replace(h, score=0.2) for h in near[1:]), timings)
        if "999" in question:
            return Answer(question, "ru", True, (), (), timings, BEES, (Citation(GARDENS, "999"),))
        if "мёд" in question:
            return Answer(question, "ru", False, (self._quote(3, 1),), near, timings)
        if "бағбан" in question.casefold():
            return Answer(
                question, "kk", False, (self._quote(2, 1, "2", "1)"), self._quote(2, 0, "", "2)")), near, timings
            )
        quotes = (self._quote(1, 3, "2", "1)"), self._quote(1, 3, "1", "2)"), self._quote(3, 1))
        return Answer(question, "ru", False, quotes, near, timings)

    def warm_up(self) -> None:
        self.warmed = True

    def runs(self, limit: int | None = None) -> list[RunInfo]:
        return measured()[:limit]

    def trainings(self, limit: int | None = None) -> list[TrainingInfo]:
        return trained()[:limit]

    def interrupted(self) -> list[str]:
        return []

    def verify(self, text: str) -> list[Checked]:
        """The real audit over the laws of this file."""
        self.gate.wait(10)
        return audit(text, self.library, self.registry, TODAY)  # type: ignore[arg-type]

    def read_text(self, file: Path) -> str:
        if not file.exists():
            raise KzlawError("error-file-unreadable", path=file, reason="?")
        return file.read_text("utf-8")

    def reasons(self, answer: Answer) -> list[str]:
        lines = [self.t("error-no-such-article", citation=self.cite(c)) for c in answer.missing]
        return lines + ([self.t("answer-other-act", act=self.act_name(answer.elsewhere))] if answer.elsewhere else [])

    def shelf(self) -> list[Holding]:
        """What is held, and beside the first act an earlier edition of it."""
        held = [Holding(info, 48_000 * info.id if info.text_kind == "official" else None) for info in self.acts()]
        earlier = replace(held[0].info, id=9, as_of=date(2025, 1, 9), current=False, sha256="9")
        return [h for h in (held[0], Holding(earlier, 1_300_000), *held[1:]) if h.info.id not in self.removed]

    def remove(self, edition_id: int) -> None:
        self.removed.append(edition_id)

    def verify_index(self) -> IndexReport:
        self.verified += 1
        problems: tuple[Any, ...] = (("index-problem-not-indexed", {"name": "сады.docx"}),) if self.changed else ()
        return IndexReport(13, 39, problems)

    def rebuild_index(
        self,
        *,
        progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> IndexReport:
        path = Path("сады_ru.docx")
        for share, stage in ((0.0, "reading"), (0.5, "parsing"), (1.0, "done")):
            if cancelled and cancelled():
                raise KzlawError("error-ingest-cancelled", path=path)
            if progress:
                progress(Progress(path, 0, 1, stage, 6 if share else 0, 18 if share else 0, share))  # type: ignore[arg-type]
            self.files_wait.wait(10)
        self.rebuilt += 1
        return IndexReport(13, 39)

    def vectors_state(self) -> VectorsState:
        return VectorsState("e5", 33 - self.to_embed, 33)

    def embed(
        self,
        *,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> int:
        made = 0
        while self.to_embed and not (cancelled and cancelled()):
            self.to_embed -= 1
            made += 1
            self.embedded.append(self.to_embed)
            if progress:
                progress(33 - self.to_embed, 33)
        return made

    def ingest(
        self,
        paths: Sequence[Path],
        *,
        progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        dry_run: bool = False,
    ) -> IngestReport:
        reports: list[FileReport] = []
        for index, path in enumerate(paths):
            if cancelled and cancelled():
                return IngestReport(tuple(reports), 1.5, cancelled=True)
            for number, stage in enumerate(("reading", "parsing", "indexing", "done")):
                if progress:
                    share = (index + (number + 1) / 4) / len(paths)
                    progress(Progress(path, index, len(paths), stage, 75 * index, 300 * index, share))  # type: ignore[arg-type]
                self.files_wait.wait(10)
            (self.tried if dry_run else self.ingested).append(path)
            if "bad" in path.name:
                error = KzlawError("tui-add-missing", path=path.name)
                reports.append(FileReport(path, "failed", error=error))
            else:
                warning: tuple[str, dict[str, object]] = ("tui-find-none", {"words": "статья 9"})
                reports.append(
                    FileReport(path, "added", GARDENS, "ru", date(2026, 5, 12), "КГС", 75, 74, 300, (warning,))
                )
        return IngestReport(tuple(reports), 1.5, cancelled=bool(cancelled and cancelled()))
