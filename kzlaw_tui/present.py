"""How results look outside the app: the JSON documents of the contract, and plain text for a terminal."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kzlaw_tui.i18n import Translator, format_date
from kzlaw_tui.law.model import Article, Citation, Point, Status, Validity

if TYPE_CHECKING:
    from rich.progress import TaskID

    from kzlaw_tui.answering.answer import Answer, Quote
    from kzlaw_tui.answering.audit import Checked
    from kzlaw_tui.assistant import Assistant, Shown
    from kzlaw_tui.doctor import Check
    from kzlaw_tui.ingest.reports import FileReport, IndexReport, IngestReport, Progress
    from kzlaw_tui.library.records import EditionInfo
    from kzlaw_tui.retrieval.hits import Hit

Json = dict[str, Any]
_NUMBER = re.compile(r"^\s*\d+(?:-\d+)*[.)]\s*")


def clean(text: str) -> str:
    """A text without control characters other than line breaks: nothing ingested or typed can drive the terminal."""
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))


def _iso(day: object) -> str | None:
    return str(day) if day is not None else None


# Articles


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


def article_text(assistant: Assistant, shown: Shown) -> str:
    """``show`` for a person."""
    t, stored, article = assistant.t, shown.stored, shown.stored.article
    lang = stored.edition.lang
    title = assistant.cite(Citation(stored.edition.act, article.number), lang=lang)
    lines = [" › ".join(article.path)] if article.path else []
    lines.append(f"{title}. {article.heading}" if article.heading else title)
    lines.append(" · ".join(_facts(t, shown.status, article.validity, stored.edition)))
    lines += [
        f"{t('cli-pending-change')}: {change.text}" for change in article.pending
    ]
    body = article.text[slice(*shown.span)] if shown.span else article.text
    lines += ["", body]
    if article.notes and not shown.span:
        lines += ["", *(f"[{t('cli-note')}] {note.text}" for note in article.notes)]
    return clean("\n".join(lines))


def _facts(t: Translator, status: Status, validity: Validity, edition: EditionInfo) -> list[str]:
    facts = [status_text(t, status, validity)]
    if edition.as_of:
        facts.append(t("cli-as-of", date=edition.as_of))
    facts.append(t(f"text-kind-{edition.text_kind}"))
    return facts


def status_text(t: Translator, status: Status, validity: Validity | None = None) -> str:
    """A status in words."""
    if status == "pending":
        start = validity.effective_from if validity else None
        return t("status-pending", date=start) if start else t("status-pending-undated")
    return t(f"status-{status}")


# Searching and asking


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


def hits_text(assistant: Assistant, hits: Sequence[Hit]) -> str:
    """``search`` for a person."""
    if not hits:
        return assistant.t("answer-nothing")
    return clean("\n".join(_hit_line(assistant, hit, snippet=True) for hit in hits))


def _hit_line(assistant: Assistant, hit: Hit, *, snippet: bool = False) -> str:
    t = assistant.t
    citation = assistant.cite(Citation(hit.act, hit.article, hit.point if snippet else "", hit.subpoint if snippet else ""))
    marks = [t("text-kind-digest")] if hit.text_kind == "digest" else []
    marks += [status_text(t, hit.status)] if hit.status != "active" else []
    line = f"{hit.score:4.2f}  {citation}. {hit.heading}" + "".join(f" [{mark}]" for mark in marks)
    return f"{line}\n      {hit.snippet}" if snippet else line


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
                "lang": quote.lang,
                "heading": quote.heading,
                "article_status": quote.status,
                "as_of": _iso(quote.as_of),
                "citation": assistant.cite(quote.citation, lang=answer.lang),
            }
            for quote in answer.quotes
        ],
        "retrieved": [{"act": hit.act, "article": hit.article, "score": hit.score} for hit in answer.retrieved],
        "model": None,
        "ms": {
            "retrieve": round(answer.timings.retrieve, 1),
            "first_token": answer.timings.first_token,
            "total": round(answer.timings.total, 1),
        },
    }


def answer_text(assistant: Assistant, answer: Answer) -> str:
    """``ask`` for a person."""
    score = answer.retrieved[0].score if answer.retrieved else 0.0
    foot = assistant.t("answer-seconds", seconds=f"{answer.timings.total / 1000:.2f}", score=f"{score:.2f}")
    return f"{answer_body(assistant, answer, assistant.t)}\n\n{foot}"


def answer_body(assistant: Assistant, answer: Answer, t: Translator) -> str:
    """The words of an answer: quotes with their citations, or the sentence that abstains and the nearest articles."""
    if not answer.abstained:
        return clean("\n\n".join(_quote_text(assistant, quote, t) for quote in answer.quotes))
    lines = [t("answer-abstained")]
    if answer.elsewhere:
        lines.append(t("answer-other-act", act=assistant.act_name(answer.elsewhere, answer.lang)))
    lines += [t("error-no-such-article", citation=assistant.cite(c, lang=answer.lang)) for c in answer.missing]
    if answer.retrieved:
        lines += ["", t("answer-abstained-nearest"), *(f"  {_hit_line(assistant, hit)}" for hit in answer.retrieved[:5])]
    return clean("\n".join(lines))


def _quote_text(assistant: Assistant, quote: Quote, t: Translator) -> str:
    lang = "kk" if t.lang == "kk" else "ru"
    facts = [status_text(t, quote.status)]
    if quote.as_of:
        facts.append(t("cli-as-of", date=quote.as_of))
    if quote.text_kind == "digest":
        facts.append(t("text-kind-digest"))
    return "\n".join(
        (
            f"✓ {assistant.cite(quote.citation, lang=lang)} — {quote.heading}".rstrip(" —"),
            f"┃ «{quote.text}»" if quote.text_kind == "official" else f"┊ {quote.text}",
            f"  {t('status-verified')} · {' · '.join(facts)}",
        )
    )


# Checking a text


def audit_document(assistant: Assistant, file: str, checked: Sequence[Checked]) -> Json:
    """``verify --json``."""
    summary: dict[str, int] = {"citations": len(checked)}
    for item in checked:
        summary[item.status] = summary.get(item.status, 0) + 1
        if item.quote_status == "misquoted":
            summary["misquoted"] = summary.get("misquoted", 0) + 1
    return {
        "file": file,
        "citations": [
            {
                "text": item.text,
                "start": item.span.start,
                "end": item.span.end,
                "act": item.span.citation.act,
                "article": item.span.citation.article,
                "point": item.span.citation.point,
                "subpoint": item.span.citation.subpoint,
                "status": item.status,
                "quote_status": item.quote_status,
                "detail": assistant.t(item.detail[0], **item.detail[1]),
                "suggestion": assistant.cite(item.suggestion) if item.suggestion else None,
            }
            for item in checked
        ],
        "summary": summary,
    }


def audit_ok(checked: Sequence[Checked]) -> bool:
    """Whether every citation and every quote is right."""
    return all(item.status == "verified" and item.quote_status != "misquoted" for item in checked)


def audit_text(assistant: Assistant, checked: Sequence[Checked]) -> str:
    """``verify`` for a person: a line a citation, then the sum."""
    t = assistant.t
    lines = []
    for item in checked:
        good = item.status == "verified" and item.quote_status != "misquoted"
        line = f"{'✓' if good else '✗'} {' '.join(item.text.split())} — {t(item.detail[0], **item.detail[1])}"
        if item.quote_status == "verified":
            line += f"; {t('verify-quote-verified')}"
        if item.suggestion:
            line += f" → {assistant.cite(item.suggestion)}"
        lines.append(line)
    bad = sum(1 for item in checked if item.status != "verified" or item.quote_status == "misquoted")
    lines.append(t("cli-verify-bad", n=len(checked), bad=bad) if bad else t("cli-verify-ok", n=len(checked)))
    return clean("\n".join(lines))


# Acts, ingest, index, doctor


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


def acts_text(assistant: Assistant, acts: Sequence[EditionInfo]) -> str:
    """``acts`` for a person."""
    t = assistant.t
    if not acts:
        return t("cli-acts-empty")
    lines = []
    for info in acts:
        facts = [t("cli-articles", n=info.articles)]
        if info.as_of:
            facts.append(t("cli-as-of", date=info.as_of))
        facts.append(t(f"text-kind-{info.text_kind}"))
        lines.append(f"{info.act:12} {info.lang}  {assistant.act_name(info.act, info.lang)} — {' · '.join(facts)}")
    return clean("\n".join(lines))


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


def ingest_text(assistant: Assistant, report: IngestReport) -> str:
    """``ingest`` for a person."""
    t = assistant.t
    lines = [t("cli-interrupted", files=", ".join(report.interrupted))] if report.interrupted else []
    for file in report.files:
        if file.error is not None:
            lines.append(f"✗ {t.error(file.error)}")
            continue
        lines.append(
            "✓ "
            + t(
                "cli-ingest-line",
                status=t(f"ingest-status-{file.status}"),
                title=file.title,
                lang=file.lang or "",
                as_of=format_date(file.as_of) or "?",
                articles=file.articles,
                live=file.live_articles,
                passages=file.passages,
            )
        )
        lines += [f"  ! {t(message, **args)}" for message, args in file.warnings]
    failed = sum(1 for file in report.files if file.status == "failed")
    lines.append(t("cli-ingest-summary", files=len(report.files), failed=failed, seconds=f"{report.seconds:.1f}"))
    return clean("\n".join(lines))


def index_document(assistant: Assistant, report: IndexReport) -> Json:
    """``index rebuild|verify --json``."""
    return {
        "articles": report.articles,
        "passages": report.passages,
        "ok": report.ok,
        "problems": [assistant.t(message, **args) for message, args in report.problems],
    }


def index_text(assistant: Assistant, report: IndexReport, *, rebuilt: bool) -> str:
    """``index rebuild|verify`` for a person."""
    t = assistant.t
    if report.ok:
        message = "cli-index-rebuilt" if rebuilt else "cli-index-ok"
        return t(message, articles=report.articles, passages=report.passages)
    problems = [f"✗ {t(message, **args)}" for message, args in report.problems]
    return clean("\n".join([*problems, t("cli-index-problems", n=len(report.problems))]))


def doctor_document(checks: Sequence[Check], hardware: Json) -> Json:
    """``doctor --json``."""
    return {
        "checks": [{"name": c.name, "ok": c.ok, "detail": c.detail, "fix": c.fix} for c in checks],
        "hardware": hardware,
    }


def doctor_text(checks: Sequence[Check]) -> str:
    """``doctor`` for a person."""
    lines = []
    for check in checks:
        mark = "✓" if check.ok else "✗" if check.blocking else "!"
        lines.append(f"{mark} {check.name}: {check.detail}")
        if check.fix:
            lines.append(f"    {check.fix}")
    return clean("\n".join(lines))


# Progress on stderr


class _Bar:
    """A rich progress bar on stderr that shows nothing when stderr is no terminal."""

    def __init__(self, assistant: Assistant) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self.t = assistant.t
        console = Console(file=sys.stderr)
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task: TaskID = self._progress.add_task("", total=1.0)

    def __enter__(self) -> Any:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def show(self, description: str, fraction: float) -> None:
        """Draw the bar."""
        self._progress.update(self._task, description=clean(description), completed=fraction)


class IngestProgress(_Bar):
    """Progress of an ingest."""

    def update(self, progress: Progress) -> None:
        """Take a report of the pipeline."""
        self.show(
            self.t(
                "cli-ingest-progress",
                file=Path(progress.file).name,
                stage=self.t(f"ingest-stage-{progress.stage}"),
                articles=progress.articles,
                passages=progress.passages,
            ),
            progress.fraction,
        )


class EmbedProgress(_Bar):
    """Progress of the vectors."""

    def update(self, done: int, total: int) -> None:
        """Take a report of the embedding."""
        self.show(self.t("cli-vectors-progress", done=done, total=total), done / total if total else 1.0)
