"""Datasets: where questions come from, what is left out, how the halves are made, and whether one is fit to train on."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from kzlaw_tui import __version__
from kzlaw_tui.errors import KzlawError, NotFoundError
from kzlaw_tui.evaluation.bank import Question, load
from kzlaw_tui.ingest.digests import Annotation
from kzlaw_tui.law.citations import find_citations
from kzlaw_tui.law.model import LANGS, Lang
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.retrieval.text import detect_lang, words
from kzlaw_tui.sessions.store import Sessions
from kzlaw_tui.tuning.building import Builder, Draft, Key, Options, Rejected, Subject, measured_places
from kzlaw_tui.tuning.rows import Dataset, Row, write

VALID = 0.1
ALIKE = 90.0
"""Two questions whose words are so much alike (0–100, ``rapidfuzz.fuzz.token_sort_ratio``) are one."""
QUESTION_FILES = ("bank.jsonl", "fresh.jsonl", "own.jsonl")
Steps = Callable[[int, int], None]


def banned(folder: Path) -> tuple[frozenset[Key], tuple[str, ...]]:
    """The articles and the words of the test halves of the question files: nothing of them may be trained on."""
    tests = [q for q in _questions(folder) if q.split == "test"]
    return frozenset(key for q in tests for key in q.articles), tuple(q.text for q in tests)


def from_annotations(annotations: Mapping[Key, Annotation], per_article: Mapping[Lang, int]) -> list[Draft]:
    """The first lay questions of every article in each language. The search was made with these questions in sight."""
    return [
        Draft(
            id=f"{act}-{article}-{lang}-{n}",
            lang=lang,
            question=question,
            gold=((act, article),),
            origin="annotations",
            hint=note.gist.get(lang, ""),
            known=True,
        )
        for (act, article), note in annotations.items()
        for lang in LANGS
        for n, question in enumerate(note.questions.get(lang, ())[: per_article.get(lang, 0)], 1)
    ]


def from_bank(folder: Path) -> list[Draft]:
    """The development halves of the question files."""
    return [
        Draft(q.id, "kk" if q.lang == "kk" else "ru", q.text, tuple(sorted(q.articles)), "bank", hint=q.reference)
        for q in _questions(folder)
        if q.split == "dev" and q.expect == "answer" and q.gold
    ]


def from_file(file: Path, registry: Registry) -> tuple[list[Draft], list[Rejected]]:
    """Rows ``{"instruction", "input", "output"}`` (Alpaca), one JSON object a line: the question is the input, or where that is
    empty the instruction; the right articles are those that the output cites. Raises ``KzlawError`` naming the bad line."""
    drafts: list[Draft] = []
    refused: list[Rejected] = []
    try:
        lines = file.read_bytes().decode("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise KzlawError("error-tune-data", path=file, line=1, reason=error) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            asked = str(given.get("input") or "").strip() or str(given["instruction"]).strip()
            output = str(given["output"]).strip()
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise KzlawError("error-tune-data", path=file, line=number, reason=error) from None
        name = f"{file.stem}-{number}"
        gold = tuple(dict.fromkeys((s.citation.act, s.citation.article) for s in find_citations(output, registry)))
        if not asked or not output:
            refused.append(Rejected(name, "tune-reject-empty"))
        elif not gold:
            refused.append(Rejected(name, "tune-reject-no-citation"))
        else:
            drafts.append(Draft(name, detect_lang(asked), asked, gold, "import", output=output))
    return drafts, refused


def from_sessions(sessions: Sessions, chosen: Sequence[int] = ()) -> list[Draft]:
    """The questions of conversations that the person chose (all, when none is named) that were answered by a checked quote: the
    article that was quoted first is the right one. Raises ``NotFoundError`` for a conversation that is not there."""
    drafts = []
    for id_ in chosen or [c.id for c in sessions.conversations()]:
        if sessions.conversation(id_) is None:
            raise NotFoundError("error-tune-no-session", id=id_)
        for turn in sessions.turns(id_):
            answer = turn.answer
            if answer is None or answer.abstained or not answer.quotes:
                continue
            quote = answer.quotes[0]
            gold = ((quote.citation.act, quote.citation.article),)
            asked = answer.asked or turn.question
            drafts.append(Draft(f"session-{id_}-{turn.id}", answer.lang, asked, gold, "sessions", hint=quote.text))
    return drafts


def _questions(folder: Path) -> list[Question]:
    files = [folder / name for name in QUESTION_FILES if (folder / name).is_file()]
    found: list[Question] = []
    for file in files:
        found += [replace(q, id=f"{q.id}") for q in load([file], lambda name, _article: name)]
    return found


# Making


def build(
    drafts: Sequence[Draft],
    subject: Subject,
    folder: Path,
    options: Options,
    *,
    tests: Sequence[str] = (),
    refused: Sequence[Rejected] = (),
    limit: int | None = None,
    progress: Steps | None = None,
) -> Dataset:
    """Make the rows of all drafts and write them. ``tests`` are questions that nothing may be like. ``limit``: so many rows at
    most, drawn by the seed. Raises ``KzlawError`` when none is left."""
    kept, rejected = distinct(_drawn(drafts, options.seed), tests)
    rejected = [*refused, *rejected]
    natural = [d for d in kept if not d.known]
    if natural:
        options = replace(options, places=measured_places(subject, natural, options.shape))
    builder = Builder(subject, options)
    rows: list[Row] = []
    total = len(kept) if limit is None else min(limit, len(kept))
    for draft in kept:
        if len(rows) >= total:
            break
        made = builder.row(draft)
        if isinstance(made, Row):
            rows.append(made)
            if progress is not None:
                progress(len(rows), total)
        else:
            rejected.append(made)
    train, valid, split = halves(rows, options.seed)
    rejected += split
    if not train or not valid:
        raise KzlawError("error-tune-few-rows", rows=len(rows), rejected=len(rejected))
    about = {
        "made_by": f"kzlaw-tui {__version__}",
        "shape": asdict(options.shape),
        "seed": options.seed,
        "refusals": options.refusals,
        "places": [round(p, 4) for p in options.places],
        "banned_articles": len(options.banned),
        "rejected": [asdict(r) for r in rejected],
        "counts": counts(train, valid),
    }
    return write(folder, train, valid, about)


def _drawn(drafts: Sequence[Draft], seed: int) -> list[Draft]:
    """All drafts in an order that depends on the seed alone; those that the search was not made with first, as they are few."""

    def key(draft: Draft) -> tuple[bool, bytes]:
        return draft.known, hashlib.sha256(f"{seed}:{draft.id}:{draft.question}".encode()).digest()

    return sorted(drafts, key=key)


def distinct(drafts: Sequence[Draft], tests: Sequence[str] = ()) -> tuple[list[Draft], list[Rejected]]:
    """The drafts without duplicates and near-duplicates (the first stays), and without those that are like a test question."""
    import numpy as np
    from rapidfuzz import fuzz, process

    texts = [" ".join(words(d.question)) for d in drafts]
    asked = [" ".join(words(text)) for text in tests]
    leaks = np.zeros(len(texts), dtype=bool)
    if asked and texts:
        alike = process.cdist(texts, asked, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, dtype=np.uint8)
        leaks = np.asarray((alike > 0).any(axis=1))
    kept: list[Draft] = []
    taken: list[str] = []
    seen: set[str] = set()
    rejected: list[Rejected] = []
    for i, (draft, text) in enumerate(zip(drafts, texts, strict=True)):
        if leaks[i]:
            rejected.append(Rejected(draft.id, "tune-reject-test-question"))
        elif text in seen or process.extractOne(text, taken, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE):
            rejected.append(Rejected(draft.id, "tune-reject-duplicate"))
        else:
            kept.append(draft)
            taken.append(text)
            seen.add(text)
    return kept, rejected


def halves(rows: Sequence[Row], seed: int) -> tuple[list[Row], list[Row], list[Rejected]]:
    """Nine tenths to train on and one tenth to validate with: no right article is in both."""

    def drawn(key: Key) -> float:
        digest = hashlib.sha256(f"{seed}:valid:{key[0]}:{key[1]}".encode()).digest()
        return int.from_bytes(digest[:6], "big") / 2**48

    train = [row for row in rows if drawn((row.act, row.article)) >= VALID]
    valid = [row for row in rows if drawn((row.act, row.article)) < VALID]
    if rows and not valid:
        # Of very few articles none may have been drawn: the one nearest to it is.
        first = min(train, key=lambda row: drawn((row.act, row.article)))
        valid = [row for row in train if (row.act, row.article) == (first.act, first.article)]
        train = [row for row in train if row not in valid]
    taught = {row.question for row in train}
    split = [Rejected(row.id, "tune-reject-duplicate") for row in valid if row.question in taught]
    return train, [row for row in valid if row.question not in taught], split


def counts(train: Sequence[Row], valid: Sequence[Row]) -> dict[str, Any]:
    """How many rows of what kind there are."""
    rows = [*train, *valid]
    answers = [row for row in rows if row.kind == "answer"]
    return {
        "train": len(train),
        "valid": len(valid),
        "lang": dict(Counter(row.lang for row in rows)),
        "kind": dict(Counter(row.kind for row in rows)),
        "origin": dict(Counter(row.origin for row in rows)),
        "place": {str(k): n for k, n in sorted(Counter(row.place for row in answers).items())},
        "articles": len({(row.act, row.article) for row in rows}),
        "refusal_share": round(1 - len(answers) / len(rows), 4) if rows else 0.0,
    }


# Looking


def token_lengths(rows: Iterable[tuple[int, int]]) -> dict[str, Any]:
    """Statistics of prompt and answer lengths in tokens of the base: median, 95th percentile, most; of whole rows too."""
    import numpy as np

    pairs = list(rows)
    table = {"prompt": [p for p, _ in pairs], "answer": [a for _, a in pairs], "row": [p + a for p, a in pairs]}
    return {
        name: {
            "p50": int(np.percentile(values, 50)),
            "p95": int(np.percentile(values, 95)),
            "max": max(values),
            "total": sum(values),
        }
        for name, values in table.items()
        if values
    }


def problems(dataset: Dataset, banned_keys: frozenset[Key], tests: Sequence[str]) -> list[tuple[str, str]]:
    """What makes a dataset unfit: pairs of a row's id and a message id. Empty when it is fit."""
    found: list[tuple[str, str]] = []
    known = {" ".join(words(text)) for text in tests}
    taught = {(row.act, row.article) for row in dataset.train}
    questions: set[tuple[str, str]] = set()
    for half, rows in (("train", dataset.train), ("valid", dataset.valid)):
        for row in rows:
            if ({(row.act, row.article)} | set(row.shown)) & banned_keys:
                found.append((row.id, "tune-reject-test-article"))
            text = " ".join(words(row.question))
            if text in known:
                found.append((row.id, "tune-reject-test-question"))
            if (row.lang, text) in questions:
                found.append((row.id, "tune-reject-duplicate"))
            questions.add((row.lang, text))
            if half == "valid" and (row.act, row.article) in taught:
                found.append((row.id, "tune-reject-both-halves"))
            if row.kind == "answer" and not 1 <= row.place <= len(row.sources):
                found.append((row.id, "tune-reject-citation"))
    if dataset.about.get("sha256") != dataset.digest:
        found.append(("dataset.json", "tune-reject-changed"))
    return found
