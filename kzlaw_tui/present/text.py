"""Results as plain text for a person at a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kzlaw_tui.answering.said import plain_text
from kzlaw_tui.i18n import Translator, few, format_date
from kzlaw_tui.law.characters import clean
from kzlaw_tui.law.model import Citation, Lang, Status, Validity

if TYPE_CHECKING:
    from kzlaw_tui.answering.answer import Answer, Quote
    from kzlaw_tui.assistant import Assistant, Shown
    from kzlaw_tui.doctor import Check
    from kzlaw_tui.ingest.reports import IndexReport, IngestReport
    from kzlaw_tui.library.records import EditionInfo
    from kzlaw_tui.retrieval.hits import Hit


def article_text(assistant: Assistant, shown: Shown) -> str:
    """``show`` for a person."""
    t, stored, article = assistant.t, shown.stored, shown.stored.article
    lang = stored.edition.lang
    title = assistant.cite(Citation(stored.edition.act, article.number), lang=lang)
    lines = [" › ".join(article.path)] if article.path else []
    lines.append(f"{title}. {article.heading}" if article.heading else title)
    lines.append(" · ".join(_facts(t, shown.status, article.validity, stored.edition)))
    lines += [f"{t('cli-pending-change')}: {change.text}" for change in article.pending]
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


def hits_text(assistant: Assistant, hits: Sequence[Hit]) -> str:
    """``search`` for a person."""
    if not hits:
        return assistant.t("answer-nothing")
    return clean("\n".join(_hit_line(assistant, hit, snippet=True) for hit in hits))


def _hit_line(assistant: Assistant, hit: Hit, *, snippet: bool = False) -> str:
    t = assistant.t
    citation = assistant.cite(
        Citation(hit.act, hit.article, hit.point if snippet else "", hit.subpoint if snippet else "")
    )
    marks = [t("text-kind-digest")] if hit.text_kind == "digest" else []
    marks += [status_text(t, hit.status)] if hit.status != "active" else []
    line = f"{hit.score:4.2f}  {citation}. {hit.heading}" + "".join(f" [{mark}]" for mark in marks)
    return f"{line}\n      {hit.snippet}" if snippet else line


def answer_text(assistant: Assistant, answer: Answer) -> str:
    """``ask`` for a person."""
    score = answer.retrieved[0].score if answer.retrieved else 0.0
    foot = assistant.t("answer-seconds", seconds=f"{answer.timings.total / 1000:.2f}", score=f"{score:.2f}")
    return f"{answer_body(assistant, answer, assistant.t)}\n\n{foot}"


def answer_body(assistant: Assistant, answer: Answer, t: Translator) -> str:
    """The words of an answer: quotes with their citations, or the sentence that abstains and the nearest articles."""
    if answer.quotes:
        asked = [quote.ask for quote in answer.quotes]
        quotes = [
            f"— {quote.ask}\n\n{_quote_text(assistant, quote, t)}"
            if quote.ask and asked[:i].count(quote.ask) == 0
            else _quote_text(assistant, quote, t)
            for i, quote in enumerate(answer.quotes)
        ]
        return clean("\n\n".join([*_model_text(answer, t), *assistant.reasons(answer, t), *quotes]))
    if answer.small_talk:
        return clean("\n".join(assistant.reasons(answer, t)))
    lines = [*_model_text(answer, t), t("answer-abstained"), *assistant.reasons(answer, t)]
    if answer.retrieved:
        lines += [
            "",
            t("answer-abstained-nearest"),
            *(f"  {_hit_line(assistant, hit)}" for hit in answer.retrieved[:5]),
        ]
    return clean("\n".join(lines))


def _model_text(answer: Answer, t: Translator) -> list[str]:
    """What a model said, checked; only why not, when nothing of it could be verified. Before it, what was searched for."""
    lines = [t("answer-rebuilt", question=answer.asked)] if answer.asked else []
    if answer.model is not None and answer.said is not None and not answer.abstained:
        said = "\n".join(f"│ {line}" for line in plain_text(answer.said, t).splitlines())
        lines.append(f"{t('answer-model', name=answer.model.name)}\n{said}")
    return [*lines, *([t(answer.note)] if answer.note else [])]


def _quote_text(assistant: Assistant, quote: Quote, t: Translator) -> str:
    lang: Lang = "kk" if t.lang == "kk" else "ru"
    facts = [status_text(t, quote.status)]
    if quote.as_of:
        facts.append(t("cli-as-of", date=quote.as_of))
    title = f"{assistant.cite(quote.citation, lang=lang)} — {quote.heading}".rstrip(" —")
    if quote.text_kind == "digest":
        # Our own words carry neither the mark nor the bar of a quote from the law.
        return "\n".join((f"○ {title}", f"┊ {quote.text}", f"  {' · '.join((t('text-kind-digest'), *facts))}"))
    return "\n".join((f"✓ {title}", f"┃ «{quote.text}»", f"  {' · '.join((t('status-verified'), *facts))}"))


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


def ingest_text(assistant: Assistant, report: IngestReport) -> str:
    """``ingest`` for a person; the files that failed are told of apart (``ingest_failures``)."""
    t = assistant.t
    lines = (
        [t("cli-interrupted", files=few([Path(name).name for name in report.interrupted]))]
        if report.interrupted
        else []
    )
    for file in report.files:
        if file.error is not None:
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


def ingest_failures(assistant: Assistant, report: IngestReport) -> list[str]:
    """One line for each file that failed."""
    return [clean(f"✗ {assistant.t.error(file.error)}") for file in report.files if file.error is not None]


def index_text(assistant: Assistant, report: IndexReport, *, rebuilt: bool) -> str:
    """``index rebuild|verify`` for a person."""
    t = assistant.t
    if report.ok:
        message = "cli-index-rebuilt" if rebuilt else "cli-index-ok"
        return t(message, articles=report.articles, passages=report.passages)
    problems = [f"✗ {t(message, **args)}" for message, args in report.problems]
    return clean("\n".join([*problems, t("cli-index-problems", n=len(report.problems))]))


def doctor_text(checks: Sequence[Check]) -> str:
    """``doctor`` for a person."""
    lines = []
    for check in checks:
        mark = "✓" if check.ok else {"blocks": "✗", "warns": "!", "notes": "·"}[check.severity]
        lines.append(f"{mark} {check.name}: {check.detail}")
        lines += [f"    {line}" for line in (check.fix, check.command and f"$ {check.command}") if line]
    return clean("\n".join(lines))
