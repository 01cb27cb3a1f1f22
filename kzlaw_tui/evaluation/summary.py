"""What the scores of a run come to: together, by part, against another run; and how long it took.

Everything but ``timing`` depends on the replies and the seed alone: two runs with the same replies give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from kzlaw_tui.evaluation.answers import Mode, Record
from kzlaw_tui.evaluation.bank import Question
from kzlaw_tui.evaluation.metrics import percentile
from kzlaw_tui.evaluation.scores import BY, LEVELS, METRICS, NAMES, Scores, score
from kzlaw_tui.evaluation.stats import Floats, auroc, brier, calibration_error, intervals, paired_p, reliability

DIGITS = 4
WORST = 20
Json = dict[str, Any]
Replies = Mapping[str, Record]


def summarise(questions: Sequence[Question], replies: Replies, mode: Mode, seed: int) -> Json:
    """The document of a run without what differs from run to run: ``n``, a section of metrics each, ``confidence``,
    ``intervals`` (95 % bootstrap) and ``by``. Metrics that nothing was there for are ``None``."""
    rows = [score(q, replies[q.id], mode) for q in questions]
    values, bounds = _measured(rows, seed)
    document: Json = {"n": len(questions)}
    for section, names in METRICS.items():
        document[section] = {name: values[f"{section}.{name}"] for name in names}
    document["confidence"] = _confidence(questions, replies)
    document["intervals"] = {
        section: {name: bound for name in names if (bound := bounds[f"{section}.{name}"]) is not None}
        for section, names in METRICS.items()
    }
    document["by"] = {part: groups for part in BY if (groups := _groups(part, questions, rows, seed))}
    return document


def _measured(rows: Sequence[Scores], seed: int) -> tuple[dict[str, float | None], dict[str, list[float] | None]]:
    """Value and interval of every metric."""
    top, bottom = _matrices(rows)
    sums, counts = top.sum(axis=0), bottom.sum(axis=0)
    values = {name: round(float(sums[i] / counts[i]), DIGITS) if counts[i] else None for i, name in enumerate(NAMES)}
    bounds = intervals(top, bottom, seed)
    return values, {
        name: [round(x, DIGITS) for x in bound] if (bound := bounds[i]) is not None else None
        for i, name in enumerate(NAMES)
    }


def _matrices(rows: Sequence[Scores]) -> tuple[Floats, Floats]:
    """Numerators and denominators; shape (questions, metrics) both."""
    nothing = (0.0, 0.0)
    table = np.array([[row.get(name, nothing) for name in NAMES] for row in rows], dtype=np.float64)
    table = table.reshape(len(rows), len(NAMES), 2)
    return table[:, :, 0], table[:, :, 1]


def _groups(part: str, questions: Sequence[Question], rows: Sequence[Scores], seed: int) -> Json:
    """The metrics of each group of a breakdown, in the order of names (levels: basic, medium, complex)."""
    members: dict[str, list[int]] = {}
    for i, question in enumerate(questions):
        for name in BY[part](question):
            if name:
                members.setdefault(name, []).append(i)
    found: Json = {}
    for name in sorted(members, key=lambda n: (LEVELS.index(n) if n in LEVELS else len(LEVELS), n)):
        values, bounds = _measured([rows[i] for i in members[name]], seed)
        there = {key: value for key, value in values.items() if value is not None}
        found[name] = {
            "n": len(members[name]),
            "metrics": there,
            "intervals": {key: bounds[key] for key in there if bounds[key] is not None},
        }
    return found


def _confidence(questions: Sequence[Question], replies: Replies) -> Json:
    """How well the confidence foretells that a gold article is among the first ten (``brier``, ``ece``, ``auroc``, the
    bins of the reliability diagram), and how well it parts the answerable questions from those to refuse
    (``auroc_answerable``). Questions to be corrected are left out: an article may be near them and yet not answer."""
    scores, outcomes, answerable = [], [], []
    for question in questions:
        reply = replies[question.id].reply
        if reply.confidence is None or question.expect == "correct":
            continue
        scores.append(reply.confidence)
        outcomes.append(question.expect == "answer" and bool(set(reply.retrieved[:10]) & question.articles))
        answerable.append(question.expect == "answer")
    bins = reliability(scores, outcomes)
    return {
        "n": len(scores),
        "brier": _rounded(brier(scores, outcomes)),
        "ece": _rounded(calibration_error(bins)),
        "auroc": _rounded(auroc(scores, outcomes)),
        "auroc_answerable": _rounded(auroc(scores, answerable)),
        "bins": [[b.low, b.high, b.n, round(b.score, DIGITS), round(b.outcome, DIGITS)] for b in bins],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def compare(
    questions: Sequence[Question], first: Replies, second: Replies, modes: tuple[Mode, Mode], seed: int
) -> Json:
    """The questions that both runs answered: the means of both, the difference (first less second) and its p. Metrics of
    shares of citations are compared as means over questions."""
    both = [q for q in questions if q.id in first and q.id in second]
    pairs = [(score(q, first[q.id], modes[0]), score(q, second[q.id], modes[1])) for q in both]
    found: Json = {}
    for name in NAMES:
        kept = [(a[name], b[name]) for a, b in pairs if name in a and name in b and a[name][1] and b[name][1]]
        if not kept:
            continue
        ours = [top / bottom for (top, bottom), _ in kept]
        others = [top / bottom for _, (top, bottom) in kept]
        mine, other = sum(ours) / len(ours), sum(others) / len(others)
        found[name] = {
            "n": len(kept),
            "this": round(mine, DIGITS),
            "other": round(other, DIGITS),
            "difference": round(mine - other, DIGITS),
            "p": round(paired_p(ours, others, seed), DIGITS),
        }
    return {"n": len(both), "metrics": found}


def timing(questions: Sequence[Question], replies: Replies, peak_mb: float | None, jobs: int) -> Json:
    """Seconds an answer (mean, median, 95th percentile), seconds to the first token and tokens a second where a model
    answers (tokens after the first, over the seconds after it), and the most memory of the process."""
    records = [replies[q.id] for q in questions]
    seconds = [r.seconds for r in records]
    spoke = [r for r in records if r.reply.first_token is not None]
    first = [r.reply.first_token for r in spoke if r.reply.first_token is not None]
    writing = sum(r.seconds - (r.reply.first_token or 0.0) for r in spoke)
    tokens = sum((r.reply.tokens or 0) - 1 for r in spoke if r.reply.tokens)
    return {
        "seconds": {
            "mean": _rounded(sum(seconds) / len(seconds)) if seconds else None,
            "p50": _rounded(percentile(seconds, 0.5)),
            "p95": _rounded(percentile(seconds, 0.95)),
        },
        "first_token": {"p50": _rounded(percentile(first, 0.5)), "p95": _rounded(percentile(first, 0.95))},
        "tokens_per_second": round(tokens / writing, 2) if tokens > 0 and writing > 0 else None,
        "peak_memory_mb": None if peak_mb is None else round(peak_mb, 1),
        "jobs": jobs,
    }


def worst(questions: Sequence[Question], replies: Replies, mode: Mode, n: int = WORST) -> list[Question]:
    """The answerable questions that got the worst answers, the worst first: by the key facts, then the overall score, where
    there is a reference; by the rank of the first gold article where there is none. Abstentions are no answers."""

    def badness(question: Question) -> tuple[float, float, str]:
        found = score(question, replies[question.id], mode)
        value = found.get("text.overall") or found.get("retrieval.mrr@10") or (1.0, 1.0)
        key = found.get("text.key_info") or found.get("retrieval.mrr@10") or (1.0, 1.0)
        return key[0], value[0], question.id

    answered = (q for q in questions if mode == "retrieval" or not replies[q.id].reply.abstained)
    return sorted((q for q in answered if q.expect == "answer" and q.gold), key=badness)[:n]
