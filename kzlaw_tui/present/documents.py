"""The JSON documents of the contract."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from kzlaw_tui.i18n import Translator
from kzlaw_tui.law.characters import clean
from kzlaw_tui.law.model import Article, Point, Validity
from kzlaw_tui.present.text import answer_body

if TYPE_CHECKING:
    from kzlaw_tui.answering.answer import Answer
    from kzlaw_tui.assistant import Assistant, Shown
    from kzlaw_tui.doctor import Check
    from kzlaw_tui.ingest.reports import FileReport, IndexReport, IngestReport
    from kzlaw_tui.library.records import EditionInfo
    from kzlaw_tui.retrieval.hits import Hit

Json = dict[str, Any]
_NUMBER = re.compile(r"^\s*\d+(?:-\d+)*[.)]\s*")


def _iso(day: object) -> str | None:
    return str(day) if day is not None else None


def article_document(assistant: Assistant, shown: Shown) -> Json:
    """``show --json``."""
    stored, article = shown.stored, shown.stored.article
    return {
        "citation": assistant.cite(shown.citation, lang=stored.edition.lang),
        "act": stored.edition.act,
        "lang": stored.edition.lang,
        "article": article.number,
        "heading": article.heading,
        "path": list(article.path),
        "text": article.text,
        "points": [_point_document(article, point) for point in article.points],
        "notes": [note.text for note in article.notes],
        "status": shown.status,
        "as_of": _iso(stored.edition.as_of),
        "text_kind": stored.edition.text_kind,
        "point": shown.citation.point,
        "subpoint": shown.citation.subpoint,
        "cited_text": article.text[slice(*shown.span)] if shown.span else None,
        "effective_from": _iso(article.validity.effective_from),
        "effective_to": _iso(article.validity.effective_to),
        "pending_changes": [
            {
                "action": change.action,
                "effective_from": _iso(change.effective_from),
                "point": change.point,
                "subpoint": change.subpoint,
                "text": change.text,
            }
            for change in article.pending
        ],
    }


def _point_document(article: Article, point: Point) -> Json:
    """A point: its own words up to the first subpoint, then the subpoints; words between and after them have no number."""
    first = point.subpoints[0].start if point.subpoints else point.end
    items: list[Json] = []
    at = first
    for sub in point.subpoints:
        items += _unnumbered(article.text[at : sub.start])
        items.append(
            {
                "number": sub.number,
                "text": _NUMBER.sub("", article.text[sub.start : sub.end]).strip(),
                **_validity_document(sub.validity),
            }
        )
        at = sub.end
    items += _unnumbered(article.text[at : point.end])
    lead = article.text[point.start : first].strip()
    return {
        "number": point.number,
        "text": _NUMBER.sub("", lead) if point.number else lead,
        "subpoints": items,
        **_validity_document(point.validity),
    }


def _unnumbered(text: str) -> list[Json]:
    return [{"number": "", "text": text.strip()}] if text.strip() else []


def _validity_document(validity: Validity) -> Json:
    if validity == Validity():
        return {}
    return {
        "repealed": validity.repealed,
        "effective_from": _iso(validity.effective_from),
        "effective_to": _iso(validity.effective_to),
    }


def hits_document(hits: Sequence[Hit]) -> list[Json]:
    """``search --json``."""
    return [
        {
            "act": hit.act,
            "lang": hit.lang,
            "article": hit.article,
            "point": hit.point,
            "subpoint": hit.subpoint,
            "heading": hit.heading,
            "score": hit.score,
            "snippet": hit.snippet,
            "status": hit.status,
            "as_of": _iso(hit.as_of),
            "text_kind": hit.text_kind,
        }
        for hit in hits
    ]


def answer_document(assistant: Assistant, answer: Answer) -> Json:
    """``ask --json``."""
    return {
        "question": answer.question,
        "lang": answer.lang,
        "answer": answer_body(assistant, answer, Translator(answer.lang)),
        "abstained": answer.abstained,
        "citations": [
            {
                "act": quote.citation.act,
                "article": quote.citation.article,
                "point": quote.citation.point,
                "subpoint": quote.citation.subpoint,
                "quote": quote.text,
                "status": quote.check,
                "text_kind": quote.text_kind,
                "ask": quote.ask,
                "lang": quote.lang,
                "heading": quote.heading,
                "article_status": quote.status,
                "as_of": _iso(quote.as_of),
                "citation": assistant.cite(quote.citation, lang=answer.lang),
            }
            for quote in answer.quotes
        ]
        + _said_documents(assistant, answer),
        "retrieved": [{"act": hit.act, "article": hit.article, "score": hit.score} for hit in answer.retrieved],
        "model": answer.model and {**asdict(answer.model), "adapter": answer.model.adapter or None},
        "asked_as": answer.asked or None,
        "ms": {
            "retrieve": round(answer.timings.retrieve, 1),
            "first_token": answer.timings.first_token and round(answer.timings.first_token, 1),
            "total": round(answer.timings.total, 1),
        },
    }


_CONTRACT = ("verified", "not_retrieved")


def _said_documents(assistant: Assistant, answer: Answer) -> list[Json]:
    """The citations that a model wrote. ``status`` has the contract's three values, ``check`` is the gate's full verdict."""
    if answer.said is None:
        return []
    return [
        {
            "act": said.citation.act,
            "article": said.citation.article,
            "point": said.citation.point,
            "subpoint": said.citation.subpoint,
            "quote": clean(said.quote),
            "status": said.status if said.status in _CONTRACT else "unknown",
            "text_kind": "official",
            "check": said.status,
            "by": "model",
            "citation": assistant.cite(said.citation, lang=answer.lang) if said.citation.act else "",
        }
        for said in answer.said.citations
    ]


def acts_document(acts: Sequence[EditionInfo]) -> list[Json]:
    """``acts --json``."""
    return [
        {
            "act": info.act,
            "title": info.title,
            "lang": info.lang,
            "as_of": _iso(info.as_of),
            "articles": info.articles,
            "text_kind": info.text_kind,
            "sha256": info.sha256,
        }
        for info in acts
    ]


def ingest_document(assistant: Assistant, report: IngestReport) -> Json:
    """``ingest --json``."""
    return {"files": [_file_document(assistant.t, file) for file in report.files], "seconds": round(report.seconds, 2)}


def _file_document(t: Translator, file: FileReport) -> Json:
    return {
        "path": str(file.path),
        "act": file.act,
        "lang": file.lang,
        "as_of": _iso(file.as_of),
        "title": file.title,
        "articles": file.articles,
        "live_articles": file.live_articles,
        "passages": file.passages,
        "status": file.status,
        "warnings": [t(message, **args) for message, args in file.warnings],
        "error": t.error(file.error) if file.error else None,
    }


def index_document(assistant: Assistant, report: IndexReport) -> Json:
    """``index rebuild|verify --json``."""
    return {
        "articles": report.articles,
        "passages": report.passages,
        "ok": report.ok,
        "problems": [assistant.t(message, **args) for message, args in report.problems],
    }


def doctor_document(checks: Sequence[Check], hardware: Json) -> Json:
    """``doctor --json``; ``id`` is the same in every language."""
    fields = ("id", "name", "ok", "severity", "detail", "fix", "command")
    return {
        "checks": [{field: getattr(check, field) for field in fields} for check in checks],
        "hardware": hardware,
    }
