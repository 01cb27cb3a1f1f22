"""The report of a run as one HTML file: everything is in it, nothing is fetched, and it prints well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from kzlaw_tui.evaluation.bank import Gold, Question
from kzlaw_tui.evaluation.facts import contradicted, present
from kzlaw_tui.evaluation.names import (
    act_name,
    by_name,
    decimal,
    group_name,
    interval,
    metric_name,
    metric_note,
    p_value,
    percent,
    run_title,
    section_name,
)
from kzlaw_tui.evaluation.plan import Outcome
from kzlaw_tui.evaluation.plots import bars, histogram, reliability
from kzlaw_tui.evaluation.scores import METRICS, score
from kzlaw_tui.evaluation.summary import worst
from kzlaw_tui.evaluation.values import bound_of, headline, value_of
from kzlaw_tui.i18n import Translator
from kzlaw_tui.law.citations import format_citation
from kzlaw_tui.law.model import Citation, Lang
from kzlaw_tui.law.registry import Registry

COLUMNS = (
    "retrieval.hit@1",
    "retrieval.hit@5",
    "retrieval.mrr@10",
    "citations.recall",
    "text.token_f1",
    "text.key_info",
)
COLUMNS_LEVEL = ("automatic.accuracy", "automatic.completeness", "automatic.legal_correctness")

STYLE = """
:root{--ink:#1c2227;--soft:#5a646c;--paper:#fbfaf6;--panel:#f1eee6;--rule:#d8d4c9;--accent:#00687a;--bad:#a8291f}
@media(prefers-color-scheme:dark){:root{--ink:#dde2e6;--soft:#98a5ae;--paper:#11161a;--panel:#1a2127;--rule:#34404a;--accent:#4fc3d4;--bad:#ee8479}}
@media print{:root{--ink:#000;--soft:#444;--paper:#fff;--panel:#f4f4f4;--rule:#bbb;--accent:#00687a;--bad:#a8291f}.pair{break-inside:avoid}}
*{box-sizing:border-box}body{margin:0 auto;max-width:1060px;padding:32px 24px 80px;background:var(--paper);color:var(--ink);
font:16px/1.5 Georgia,"PT Serif","Noto Serif",serif}
h1{font-size:30px;margin:0 0 4px;font-weight:600}h2{font-size:20px;margin:44px 0 12px;font-weight:600}
p.about,.note,th,td,svg text,.facts,.meta{font-family:system-ui,"Segoe UI","Noto Sans",sans-serif}
.about,.note,.meta{color:var(--soft);font-size:14px}.cards{display:flex;flex-wrap:wrap;gap:10px 34px;margin:22px 0}
.card b{display:block;font-size:30px;font-weight:600;line-height:1.15;font-variant-numeric:tabular-nums}
.card span{font:13px/1.35 system-ui,sans-serif;color:var(--soft);display:block}
table{border-collapse:collapse;width:100%;font-size:14px}th{color:var(--soft);font-weight:500;text-align:left;vertical-align:bottom}
th,td{padding:4px 10px 4px 0;border-bottom:1px solid var(--rule)}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}td.n{white-space:nowrap}
td small{color:var(--soft)}.wide{overflow-x:auto}.plots{display:flex;flex-wrap:wrap;gap:20px 28px}
svg{max-width:100%;height:auto}svg .bar,svg .dot{fill:var(--accent)}svg .track{fill:var(--panel)}
svg .whisker,svg .axis{stroke:var(--ink);stroke-width:1;fill:none;opacity:.7}svg .frame{fill:var(--panel)}
svg .curve{stroke:var(--accent);fill:none;stroke-width:1.5;opacity:.6}svg text{fill:var(--ink);font-size:12px}svg .tick{fill:var(--soft);font-size:11px}
.pair{border-top:1px solid var(--rule);padding:14px 0;display:grid;grid-template-columns:1fr 1fr;gap:6px 28px}
.pair h3{grid-column:1/3;margin:0;font-size:16px;font-weight:600}.pair .meta{grid-column:1/3}.pair div{white-space:pre-wrap;overflow-wrap:anywhere;font-size:15px}
.pair .head{color:var(--soft);font:13px system-ui,sans-serif}.facts{grid-column:1/3;font-size:13px;margin:2px 0;padding:0;list-style:none}
.facts li{display:inline-block;margin-right:16px}.ok{color:var(--accent)}.bad{color:var(--bad)}
@media(max-width:720px){.pair{grid-template-columns:1fr}.pair h3,.pair .meta,.facts{grid-column:1}}
"""


def html_report(outcome: Outcome, t: Translator, registry: Registry) -> str:
    """The whole page, in the interface language."""
    document = outcome.document
    parts = [
        f"<h1>{escape(t('eval-report-title'))}</h1>",
        f'<p class="about">{escape(run_title(t, document["settings"]))} · {escape(t("eval-questions", n=document["n"]))} · '
        f"{escape(t('eval-seed', seed=document['settings']['seed']))} · kzlaw-tui {escape(document['settings']['program'])}</p>",
        _cards(t, document),
        _plots(outcome, t),
        f"<h2>{escape(t('eval-all-metrics'))}</h2>",
        f'<p class="note">{escape(t("eval-about-numbers"))}</p>',
        _metrics_table(t, document),
        _comparison(t, document),
        *(_breakdown(t, registry, part, groups) for part, groups in document["by"].items()),
        _speed(t, document),
        _refusals(outcome, t),
        _worst(outcome, t, registry),
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="{t.lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(t('eval-report-title'))}</title><style>{STYLE}</style></head>\n<body>\n"
        + "\n".join(part for part in parts if part)
        + "\n</body></html>"
    )


def _cards(t: Translator, document: Mapping[str, Any]) -> str:
    cards = []
    for name in headline(document["settings"]["mode"]):
        value = value_of(document, name)
        if value is not None:
            cards.append(
                f'<div class="card" title="{escape(metric_note(t, name))}"><b>{percent(t, value)}</b>'
                f"<span>{escape(metric_name(t, name))}</span><span>{interval(t, bound_of(document, name))}</span></div>"
            )
    return f'<div class="cards">{"".join(cards)}</div>'


def _plots(outcome: Outcome, t: Translator) -> str:
    document = outcome.document
    rows = [score(q, outcome.replies[q.id], outcome.mode) for q in outcome.questions]
    plots = []
    for name in ("text.token_f1", "text.key_info", "text.length_ratio", "retrieval.mrr@10"):
        values = [row[name][0] / row[name][1] for row in rows if name in row]
        if values:
            plots.append(histogram(values, metric_name(t, name)))
    seconds = [outcome.replies[q.id].seconds for q in outcome.questions]
    slowest = max(seconds, default=0.0)
    ends = ("0", decimal(t, slowest, 2))
    plots.append(histogram(seconds, t("eval-seconds-each"), high=slowest or 1.0, ends=ends))
    bins = document["confidence"]["bins"]
    if bins:
        plots.append(reliability(bins, t("eval-reliability"), t("eval-confidence"), t("eval-found-share")))
    shown = f"<h2>{escape(t('eval-spread'))}</h2><div class='plots'>{''.join(plots)}</div>"
    levels = document["by"].get("level", {})
    names = [
        n
        for n in (*COLUMNS_LEVEL, "text.key_info", "retrieval.hit@5")
        if any(n in g["metrics"] for g in levels.values())
    ]
    if not names:
        return shown
    shown += (
        f"<h2>{escape(by_name(t, 'level'))}</h2><p class='note'>{escape(t('eval-automatic'))}</p><div class='plots'>"
    )
    for name in names:
        lines = [
            (
                group_name(t, "level", level),
                group["metrics"].get(name),
                group["intervals"].get(name),
                percent(t, group["metrics"].get(name)),
            )
            for level, group in levels.items()
        ]
        shown += f"<figure style='margin:0'><figcaption class='meta'>{escape(metric_name(t, name))}</figcaption>{bars(lines, metric_name(t, name))}</figure>"
    return shown + "</div>"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], left: int = 1) -> str:
    """A table of cells that are HTML already; the columns after ``left`` are numbers."""
    head = "".join(f"<th{' class=n' if i >= left else ''}>{cell}</th>" for i, cell in enumerate(heads))
    body = "".join(
        "<tr>" + "".join(f"<td{' class=n' if i >= left else ''}>{cell}</td>" for i, cell in enumerate(row)) + "</tr>"
        for row in rows
    )
    return f"<div class='wide'><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"


def _metrics_table(t: Translator, document: Mapping[str, Any]) -> str:
    rows = []
    for section, names in METRICS.items():
        there = [f"{section}.{name}" for name in names if document[section][name] is not None]
        if there:
            rows.append([f"<b>{escape(section_name(t, section))}</b>", "", "", ""])
        for name in there:
            rows.append(
                [
                    escape(metric_name(t, name)),
                    f"<small>{escape(metric_note(t, name))}</small>",
                    percent(t, value_of(document, name)),
                    f"<small>{interval(t, bound_of(document, name))}</small>",
                ]
            )
    confidence = document["confidence"]
    if confidence["n"]:
        rows.append([f"<b>{escape(section_name(t, 'confidence'))}</b>", "", "", ""])
        for name in ("auroc", "auroc_answerable", "brier", "ece"):
            if confidence[name] is not None:
                key = f"confidence.{name}"
                rows.append(
                    [
                        escape(metric_name(t, key)),
                        f"<small>{escape(metric_note(t, key))}</small>",
                        decimal(t, confidence[name], 3),
                        "",
                    ]
                )
    return _table([escape(t("eval-metric")), "", escape(t("eval-value")), "95 %"], rows, left=2)


def _comparison(t: Translator, document: Mapping[str, Any]) -> str:
    found = document.get("comparison")
    if not found:
        return ""
    rows = [
        [
            escape(metric_name(t, name)),
            str(m["n"]),
            percent(t, m["this"]),
            percent(t, m["other"]),
            decimal(t, 100 * m["difference"], 1, sign=True),
            p_value(t, m["p"]),
        ]
        for name, m in found["metrics"].items()
    ]
    heads = [escape(t("eval-metric")), "n", escape(t("eval-this")), escape(t("eval-other")), "±", "p"]
    title = escape(t("eval-compared", run=found["run"]))
    return f"<h2>{title}</h2><p class='note'>{escape(t('eval-about-p'))}</p>{_table(heads, rows)}"


def _breakdown(t: Translator, registry: Registry, part: str, groups: Mapping[str, Any]) -> str:
    columns = [
        c
        for c in (*COLUMNS, *COLUMNS_LEVEL, "refusal.recall", "refusal.flagged")
        if any(c in g["metrics"] for g in groups.values())
    ]
    rows = []
    for name, group in groups.items():
        label = act_name(registry, name, t) if part == "act" else group_name(t, part, name)
        cells = [
            f"{percent(t, group['metrics'].get(c))}<br><small>{interval(t, group['intervals'].get(c))}</small>"
            for c in columns
        ]
        rows.append([escape(label), str(group["n"]), *cells])
    heads = [escape(by_name(t, part)), "n", *(escape(metric_name(t, c)) for c in columns)]
    return f"<h2>{escape(t('eval-by', part=by_name(t, part)))}</h2>{_table(heads, rows)}"


def _speed(t: Translator, document: Mapping[str, Any]) -> str:
    timing = document["timing"]
    seconds, first = timing["seconds"], timing["first_token"]
    rows = [
        (t("eval-seconds-mean"), seconds["mean"]),
        (t("eval-seconds-p50"), seconds["p50"]),
        (t("eval-seconds-p95"), seconds["p95"]),
        (t("eval-first-token"), first["p50"]),
        (t("eval-tokens"), timing["tokens_per_second"]),
        (t("eval-memory"), timing["peak_memory_mb"]),
    ]
    cells = [[escape(name), decimal(t, value, 3 if value < 10 else 1)] for name, value in rows if value is not None]
    return f"<h2>{escape(t('eval-speed'))}</h2>{_table([escape(t('eval-metric')), escape(t('eval-value'))], cells)}"


def _refusals(outcome: Outcome, t: Translator) -> str:
    """The questions that should have been refused or corrected and were not, and the answerable ones that got no answer."""
    missed, lost = [], []
    for question in outcome.questions:
        found = score(question, outcome.replies[question.id], outcome.mode)
        if found.get("refusal.recall", (1.0, 1.0))[0] == 0:
            missed.append(question)
        if found.get("refusal.answered", (1.0, 1.0))[0] == 0:
            lost.append(question)
    shown = ""
    for title, questions in ((t("eval-not-refused"), missed), (t("eval-not-answered"), lost)):
        if questions:
            rows = [
                [escape(q.id), escape(group_name(t, "kind", q.kind)) if q.kind else "", escape(q.text)]
                for q in questions
            ]
            shown += f"<h2>{escape(title)} ({len(questions)})</h2>{_table(['id', '', ''], rows, left=3)}"
    return shown


def _worst(outcome: Outcome, t: Translator, registry: Registry) -> str:
    found = worst(outcome.questions, outcome.replies, outcome.mode)
    if not found:
        return ""
    pairs = "".join(_pair(q, outcome, t, registry) for q in found)
    return f"<h2>{escape(t('eval-worst', n=len(found)))}</h2>{pairs}"


def _pair(question: Question, outcome: Outcome, t: Translator, registry: Registry) -> str:
    reply = outcome.replies[question.id].reply
    lang: Lang = "kk" if question.lang == "kk" else "ru"
    text = reply.text
    if outcome.mode == "retrieval":
        text = "\n".join(_cite(Gold(act, article), registry, lang) for act, article in reply.retrieved[:5])
    elif reply.abstained:
        text = "\n".join((t("eval-abstained"), reply.notice)).strip()
    there = present(reply.text, question.facts)
    against = contradicted(reply.text, question.facts, there)
    facts = "".join(
        f'<li class="{"ok" if ok else "bad"}">{"✓" if ok else "≠" if wrong else "✗"} {escape(fact.text)}</li>'
        for fact, ok, wrong in zip(question.facts, there, against, strict=True)
    )
    gold = "; ".join(_cite(g, registry, lang) for g in question.gold)
    found = score(question, outcome.replies[question.id], outcome.mode)
    name = "text.overall" if "text.overall" in found else "retrieval.mrr@10"
    value = f"{metric_name(t, name)}: {percent(t, found[name][0])}" if name in found else ""
    about = " · ".join(
        part for part in (question.id, question.level and group_name(t, "level", question.level), value) if part
    )
    return (
        f'<div class="pair"><h3>{escape(question.text)}</h3><div class="meta">{escape(about)}</div>'
        f'<div class="head">{escape(t("eval-reference"))} · {escape(gold)}</div><div class="head">{escape(t("eval-answer"))}</div>'
        f"<div>{escape(question.reference or '—')}</div><div>{escape(text or '—')}</div>"
        f"{f'<ul class=facts>{facts}</ul>' if facts and outcome.mode != 'retrieval' else ''}</div>"
    )


def _cite(gold: Gold, registry: Registry, lang: Lang) -> str:
    return format_citation(Citation(gold.act, gold.article, gold.point, gold.subpoint), registry, lang, "short")
