"""Development questions with gold articles, split in two halves by article so that no article is in both."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
ACTS = {
    "labor_code": "K1500000414",
    "tax_code_2025": "K2500000214",
    "law_on_llp": "Z980000220_",
    "entrepreneurial_code": "K1500000375",
    "code_on_marriage_and_family": "K1100000518",
    "code_of_administrative_offenses": "K1400000235",
    "law_on_consumer_protection": "Z100000274_",
    "law_on_enforcement": "Z100000261_",
    "law_on_housing_relations": "Z970000094_",
    "law_on_personal_data_protection": "Z1300000094",
    "law_on_valuation_activity": "Z1800000133",
    "law_on_legal_entities_registration": "Z950002198_",
    "law_on_digital_assets": "Z2300000193",
    "law_on_currency_regulation": "Z1800000167",
    "law_on_microfinance": "Z1200000056",
}
CORE = ("K1500000414", "K2500000214", "Z980000220_")


@dataclass(frozen=True, slots=True)
class Question:
    """``gold`` are pairs of act id and article; ``half`` is A (looked at while tuning) or B."""

    id: str
    text: str
    gold: frozenset[tuple[str, str]]
    half: str
    kind: str


def act_id(file: str, article: str) -> str:
    """The register id of a gold citation; the Civil Code is two acts."""
    if file.startswith("civil_code"):
        number = int(article.split("-")[0])
        return "K940001000_" if number <= 405 else "K990000409_"
    return ACTS.get(file, file)


def load() -> list[Question]:
    """All development questions of ../shared."""
    questions = []
    for name in ("citizens_ru.dev.jsonl", "tax_headings_ru.dev.jsonl"):
        for line in (SHARED / "questions" / name).read_text("utf-8").splitlines():
            row = json.loads(line)
            gold = frozenset((act_id(g["act_file"], g["article"]), g["article"]) for g in row["gold"])
            first = min(gold)
            half = "AB"[int(hashlib.sha256("/".join(first).encode()).hexdigest(), 16) % 2]
            questions.append(
                Question(row["id"], row["question"], gold, half, "headings" if "head" in name else "citizens")
            )
    return questions


def _of_project(name: str) -> list[dict[str, Any]]:
    file = Path(__file__).resolve().parent.parent / "corpus" / "questions" / f"{name}.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def of_project(name: str) -> list[Question]:
    """A file of ``corpus/questions``: ``own``, ``bank`` or ``fresh``, over the three core acts; questions without gold are about
    something else. ``half`` A is dev, B is test."""
    questions = []
    for row in _of_project(name):
        gold = frozenset((g["act"], g["article"]) for g in row["gold"])
        half = "A" if row["split"] == "dev" else "B"
        kind = f"{name}-{row['lang']}" if "-acc-" not in row["id"] else f"{name}-accountants"
        questions.append(Question(row["id"], row["question"], gold, half, kind))
    return questions


def core_questions() -> list[Question]:
    """Every question on the three core acts that has gold, of all files."""
    shared = [q for q in load() if any(act in CORE for act, _ in q.gold)]
    return shared + [
        q for name in ("own", "bank", "fresh") for q in of_project(name) if q.gold and "refuse" not in q.id
    ]


def other_questions() -> list[Question]:
    """Questions that the three core acts do not answer: on other acts, on other states, on nothing."""
    refuse = [
        Question(r["id"], r["question"], frozenset(), "A" if r["split"] == "dev" else "B", r["kind"])
        for r in _of_project("bank")
        if r.get("kind") in ("out_of_corpus", "other_state")
    ]
    shared = [q for q in load() if not any(act in CORE for act, _ in q.gold)]
    return shared + refuse + [q for name in ("own", "fresh") for q in of_project(name) if not q.gold]
