"""Homes and little laws, in words of our own, for the tests of the pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kzlaw_tui.config import CHECKOUT, Home
from kzlaw_tui.ingest.pipeline import ingest_paths
from kzlaw_tui.ingest.reports import FileReport, IngestReport
from kzlaw_tui.law.model import Edition
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.library.store import Library

LABOUR = "K1500000414"


def registry() -> Registry:
    """The registry of the checkout."""
    return Registry.from_toml((CHECKOUT / "corpus" / "acts.toml").read_text("utf-8"))


REGISTRY = registry()


def law_text(articles: int = 3, *, edition: str = "09.01.2024", word: str = "кот", kazakh: bool = False) -> str:
    """A little labour code: each article has two points, the second one cites the article before."""
    if kazakh:
        head = [
            "Қазақстан Республикасының Еңбек кодексі",
            "Қазақстан Республикасының Кодексі 2015 жылғы 23 қарашадағы № 414-V ҚРЗ",
        ]
        body = [
            line
            for n in range(1, articles + 1)
            for line in (
                f"{n}-бап. Мысық туралы ереже {n}",
                f"1. Мысық {word} күндіз үйықтайды, түнде үйді күзетеді.",
                "2. Мысықтың иесі оған күн сайын сүт береді және ол үшін жауап береді.",
            )
        ]
        note = f"Ескерту. {articles}-бапқа өзгеріс енгізілді – ҚР {edition} № 1-VIII Заңымен."
    else:
        head = [
            "Трудовой кодекс Республики Казахстан",
            "Кодекс Республики Казахстан от 23 ноября 2015 года № 414-V ЗРК",
        ]
        body = [
            line
            for n in range(1, articles + 1)
            for line in (
                f"Статья {n}. Правило о животных {n}",
                f"1. Всякий {word} спит днём, а ночью сторожит дом и двор хозяина.",
                f"2. Хозяин кормит его каждый день, как сказано в статье {max(n - 1, 1)} настоящего Кодекса.",
            )
        ]
        note = f"Сноска. Статья {articles} с изменениями, внесенными Законом РК от {edition} № 1-VIII."
    return "\n\n".join([*head, *body, note]) + "\n"


def write_law(file: Path, articles: int = 3, **options: Any) -> Path:
    """``law_text`` as a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(law_text(articles, **options), "utf-8")
    return file


def segment(edition: Edition) -> bytes:
    """A segment that tells which edition it is of."""
    return f"{edition.act_id} {edition.lang} {len(edition.articles)}".encode()


def ingest(home: Home, paths: Sequence[Path], library: Library | None = None, **options: Any) -> IngestReport:
    """Ingest with what the tests do not vary."""
    opened = library or Library.open(home.library_file)
    try:
        return ingest_paths(paths, home=home, library=opened, registry=REGISTRY, segment=segment, **options)
    finally:
        if library is None:
            opened.close()


def ingest_one(home: Home, path: Path, **options: Any) -> FileReport:
    """Ingest one file."""
    (report,) = ingest(home, [path], **options).files
    return report


def state(folder: Path) -> dict[str, bytes]:
    """Everything below a folder but the lock, to compare with later."""
    if not folder.exists():
        return {}
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != ".lock"
    }
