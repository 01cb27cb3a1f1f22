"""Question files: the bank's own lines, refusal lines, and the development lines that name acts by their files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kzlaw_tui.errors import KzlawError

Expect = Literal["answer", "refuse", "correct"]
ActOf = Callable[[str, str], str]
"""From the name of an act's file and an article to the act's id."""
BANK = ("bank.jsonl", "bank_refuse.jsonl")


@dataclass(frozen=True, slots=True)
class Gold:
    """A provision that answers. ``point`` and ``subpoint`` are ``""`` where the article as a whole is meant."""

    act: str
    article: str
    point: str = ""
    subpoint: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One key fact, by language of its wording; any of the wordings will do."""

    wordings: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        return self.wordings[0][1] if self.wordings else ""


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a question file. What a line does not say is ``""``; ``reference`` and ``facts`` may be absent too.

    ``expect`` is what a good system does: ``answer`` it, ``refuse`` (the library does not hold the answer), or
    ``correct`` (the question rests on something that is not so).
    """

    id: str
    text: str
    lang: str
    expect: Expect
    gold: tuple[Gold, ...] = ()
    reference: str = ""
    facts: tuple[Fact, ...] = ()
    area: str = ""
    level: str = ""
    style: str = ""
    kind: str = ""
    split: str = ""

    @property
    def articles(self) -> frozenset[tuple[str, str]]:
        """Act and article of the gold: what retrieval and citations are measured against."""
        return frozenset((g.act, g.article) for g in self.gold)


def load(files: Sequence[Path], act_of: ActOf | None = None) -> list[Question]:
    """The questions of the files, in order. Raises ``KzlawError`` naming file and line of what cannot be read.

    ``act_of`` resolves gold of the form ``{"act_file", "article"}``; without it such a line is an error.
    """
    questions: list[Question] = []
    seen: set[str] = set()
    for file in files:
        for number, line in enumerate(_lines(file), 1):
            if not line.strip():
                continue
            try:
                question = _question(json.loads(line), act_of)
                if question.id in seen:
                    raise ValueError(f"id «{question.id}»: ×2")
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                raise KzlawError("error-question-line", file=file, line=number, reason=_reason(error)) from None
            seen.add(question.id)
            questions.append(question)
    return questions


def digest_of(files: Iterable[Path]) -> str:
    """The hash of the files' bytes, 64 hex digits: two runs over the same questions have the same."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(hashlib.sha256(_bytes(file)).digest())
    return digest.hexdigest()


def choose(questions: Sequence[Question], split: str = "", limit: int | None = None, seed: int = 0) -> list[Question]:
    """The questions of a split; with ``limit`` a sample that depends on the seed and the ids alone, in the file's order."""
    found = [q for q in questions if not split or q.split == split]
    if limit is None or limit >= len(found):
        return found
    drawn = sorted(found, key=lambda q: hashlib.sha256(f"{seed}:{q.id}".encode()).digest())[:limit]
    ids = {q.id for q in drawn}
    return [q for q in found if q.id in ids]


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise KzlawError("error-file-unreadable", path=file, reason=error.strerror or error) from error


def _lines(file: Path) -> list[str]:
    try:
        return _bytes(file).decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise KzlawError("error-question-line", file=file, line=line, reason="UTF-8") from None


def _reason(error: Exception) -> str:
    return f"«{error.args[0]}»" if isinstance(error, KeyError) else str(error)


def _question(row: Any, act_of: ActOf | None) -> Question:
    if not isinstance(row, dict):
        raise ValueError("{…}")
    text = _text(row, "question").strip()
    if not text:
        raise KeyError("question")
    lang = _text(row, "lang") or "ru"
    gold = tuple(_gold(item, act_of) for item in _list(row, "gold"))
    expect = _text(row, "expect") or ("refuse" if row.get("held") is False else "answer")
    if expect not in ("answer", "refuse", "correct"):
        raise ValueError(f"expect: «{expect}»")
    return Question(
        id=str(row["id"]),
        text=text,
        lang=lang,
        expect=expect,  # type: ignore[arg-type]
        gold=gold,
        reference=_text(row, "reference"),
        facts=tuple(_fact(item, lang) for item in _list(row, "key_facts")),
        **{name: _text(row, name) for name in ("area", "level", "style", "kind", "split")},
    )


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{name}: «…»")
    return value


def _list(row: Mapping[str, Any], name: str) -> list[Any]:
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError(f"{name}: […]")
    return value


def _gold(item: Any, act_of: ActOf | None) -> Gold:
    if not isinstance(item, dict):
        raise ValueError("gold: {…}")
    article = str(item["article"])
    resolve = None if "act" in item else act_of
    act = str(item["act"]) if resolve is None else resolve(str(item["act_file"]), article)
    return Gold(act, article, str(item.get("point") or ""), str(item.get("subpoint") or ""))


def _fact(item: Any, lang: str) -> Fact:
    if isinstance(item, str) and item.strip():
        return Fact(((lang, item),))
    if isinstance(item, dict) and item and all(isinstance(v, str) and v.strip() for v in item.values()):
        return Fact(tuple((str(k), v) for k, v in item.items()))
    raise ValueError("key_facts: «…»")
