"""What one reply scores: each metric as a numerator and a denominator."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kzlaw_tui.evaluation import metrics
from kzlaw_tui.evaluation.answers import Mode, Record
from kzlaw_tui.evaluation.bank import Question
from kzlaw_tui.evaluation.facts import contradicted, present
from kzlaw_tui.evaluation.words import beside_quotes, language

Pair = tuple[float, float]
"""What a question adds to a metric: numerator and denominator. The metric is the sum of the first over that of the second."""
Scores = dict[str, Pair]
CUTS = (1, 3, 5, 10)

METRICS: dict[str, tuple[str, ...]] = {
    "retrieval": (*(f"recall@{k}" for k in CUTS), *(f"hit@{k}" for k in CUTS), "mrr@10", "ndcg@10"),
    "citations": ("precision", "recall", "validity", "verbatim", "point", "right"),
    "text": ("token_f1", "exact_match", "key_info", "length_ratio", "overall", "language"),
    "automatic": ("accuracy", "completeness", "legal_correctness"),
    "refusal": ("precision", "recall", "flagged", "answered"),
}
"""The metrics by section. Those of ``automatic`` are what a program can tell of accuracy, completeness and legal
correctness; no lawyer has judged. ``citations.right`` is the share of the answerable questions whose answer cites a gold article
that the search had found: an abstention is none. ``text.language`` is the share of the answers whose own words, quotes from the
law left out, are in the language of the question. ``refusal.flagged`` is the recall without wrong premises that are met with a quote of the gold article;
``refusal.answered`` is the share of the answerable questions that get an answer."""
NAMES = tuple(f"{section}.{name}" for section, names in METRICS.items() for name in names)
BY: dict[str, Callable[[Question], Iterable[str]]] = {
    "act": lambda q: sorted({g.act for g in q.gold}),
    "area": lambda q: (q.area,),
    "level": lambda q: (q.level,),
    "lang": lambda q: (q.lang,),
    "style": lambda q: (q.style,),
    "kind": lambda q: (q.kind,),
}
"""The breakdowns; a question with gold of several acts counts for each of them."""
LEVELS = ("basic", "medium", "complex")


def score(question: Question, record: Record, mode: Mode) -> Scores:
    """The scores of one question; metrics that do not apply to it are absent."""
    reply = record.reply
    answerable = question.expect == "answer"
    found: Scores = {}
    gold = question.articles
    if answerable and gold:
        ranked = reply.retrieved
        for k in CUTS:
            found[f"retrieval.recall@{k}"] = (metrics.recall_at(ranked, gold, k), 1)
            found[f"retrieval.hit@{k}"] = (metrics.hit_at(ranked, gold, k), 1)
        found["retrieval.mrr@10"] = (metrics.reciprocal_rank(ranked, gold), 1)
        found["retrieval.ndcg@10"] = (metrics.ndcg_at(ranked, gold), 1)
    if mode != "retrieval":
        found |= _citation_scores(question, record) | _text_scores(question, record)
    if mode != "retrieval" or reply.confidence is not None:
        found |= _refusal(question, record)
    return found


def valid(record: Record) -> list[bool]:
    """For each citation whether the cited unit exists in the library and its system calls it verified."""
    return [c.exists and c.status == "verified" for c in record.reply.citations]


def _citation_scores(question: Question, record: Record) -> Scores:
    """``precision`` and ``recall`` are means over questions, ``validity`` and ``verbatim`` shares of all citations and of
    all quotes, ``point`` the share of the cited gold articles with a gold point whose point is cited too."""
    reply, found = record.reply, Scores()
    cited = {(c.act, c.article) for c in reply.citations}
    if record.reply.citations:
        found["citations.validity"] = (sum(valid(record)), len(reply.citations))
        quotes = [c.verbatim for c in reply.citations if c.verbatim is not None]
        if quotes:
            found["citations.verbatim"] = (sum(quotes), len(quotes))
    if question.expect != "answer" or not question.gold:
        return found
    precision = metrics.citation_precision(cited, question.articles)
    if precision is not None:
        found["citations.precision"] = (precision, 1)
    found["citations.recall"] = (metrics.citation_recall(cited, question.articles), 1)
    found["citations.right"] = (float(bool(cited & question.articles & set(reply.retrieved))), 1)
    pointed = {(g.act, g.article) for g in question.gold if g.point} & cited
    if pointed:
        points = {(g.act, g.article, g.point) for g in question.gold}
        right = {(c.act, c.article) for c in reply.citations if (c.act, c.article, c.point) in points}
        found["citations.point"] = (len(pointed & right), len(pointed))
    return found


def _text_scores(question: Question, record: Record) -> Scores:
    """An abstention from a question with a reference is an empty answer: it scores nothing, rather than being left out.

    Legal correctness is measured over the answers that were given."""
    reply = record.reply
    found: Scores = {}
    if reply.text and not reply.abstained:
        own = beside_quotes(reply.text, [c.quote for c in reply.citations if c.verbatim])
        found["text.language"] = (float(language(own) == question.lang), 1)
    if question.expect != "answer" or not question.reference:
        return found
    text = "" if reply.abstained else reply.text
    there = present(text, question.facts)
    f1, exact = metrics.token_f1(text, question.reference), metrics.exact_match(text, question.reference)
    key, length = metrics.key_info(there), metrics.length_ratio(text, question.reference)
    found |= {
        "text.token_f1": (f1, 1),
        "text.exact_match": (exact, 1),
        "text.length_ratio": (length, 1),
        "text.overall": (metrics.overall(f1, exact, key, length), 1),
    }
    for name, value in (
        ("text.key_info", key),
        ("automatic.accuracy", metrics.accurate(there)),
        ("automatic.completeness", metrics.complete(there)),
    ):
        if value is not None:
            found[name] = (value, 1)
    if not reply.abstained:
        against = contradicted(text, question.facts, there)
        found["automatic.legal_correctness"] = (metrics.legally_correct(valid(record), against), 1)
    return found


def _refusal(question: Question, record: Record) -> Scores:
    """Precision: of what was abstained from or corrected, the share that should have been; recall: of what should have been,
    the share that was. A question that is to be corrected (a wrong premise) is corrected as well by a quote of the article that
    says how it is: quotes mode speaks in the law's words alone. ``flagged`` leaves that out."""
    reply = record.reply
    did, should = reply.abstained or reply.corrected, question.expect != "answer"
    found = Scores()
    if did:
        found["refusal.precision"] = (float(should), 1)
    if should:
        quoted = question.expect == "correct" and bool(
            {(c.act, c.article) for c in reply.citations} & question.articles
        )
        found["refusal.recall"] = (float(did or quoted), 1)
        found["refusal.flagged"] = (float(did), 1)
    else:
        found["refusal.answered"] = (float(not reply.abstained), 1)
    return found
