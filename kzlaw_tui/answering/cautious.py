"""A cautious gate for model answers: what it cannot confirm by the articles that were found, it does not call verified."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from kzlaw_tui.answering.audit import Checked, audit
from kzlaw_tui.answering.checking import CheckedAnswer, SaidCitation, SaidSentence, SaidStatus
from kzlaw_tui.answering.verify import cited_span, is_verbatim
from kzlaw_tui.law.model import LANGS, Citation, Lang
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.library.store import Library
from kzlaw_tui.retrieval.hits import Hit
from kzlaw_tui.retrieval.text import terms

SUPPORT = 0.6
"""At least so much of a sentence's content must stand in what it cites."""
SHARE = 0.3
"""And so much in each single unit, where it cites several."""
_END = re.compile(r"[.!?…;]+[»\"”)\]]*(?=\s|$)|\n+")
_ENUMERATED = re.compile(r"(?:^|\n)[^\S\n]*\d+(?:-\d+)?\.$")
_QUOTED = re.compile(r"«([^«»]+(?:«[^«»]*»[^«»]*)*)»|“([^“”]+)”|„([^„“”]+)[“”]|\"([^\"\n]+)\"")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
_NUMERALS = re.compile(
    r"\b(?:од(?:ин|н\w{1,3})|два|две|дв(?:ух|ум|умя)|три|тр[её](?:х|м|мя)|четыр\w*|пят[ьи]\w*|шест[ьи]\w*|сем[ьи]\w?|восем\w*|восьм\w*"
    r"|девят\w*|десят\w*|\w*дцат\w*|сорок\w*|девяност\w*|сто|ста|двест\w*|трист\w*|тысяч\w*|миллион\w*|половин\w*|полутор\w*"
    r"|бір|екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз|он|жиырма|отыз|қырық|елу|алпыс|жетпіс|сексен|тоқсан|жүз|мың|жарты)\b",
    re.IGNORECASE,
)
_NEGATIONS = re.compile(r"\b(?:не|нет|нельзя|без|ни|запрещ\w*|емес|жоқ|болмайды|тыйым)\b", re.IGNORECASE)
_MARKS = str.maketrans({"“": '"', "”": '"', "«": '"', "»": '"', "„": '"', "\u00a0": " "})
_FROM_AUDIT: Mapping[str, SaidStatus] = {"verified": "verified", "repealed": "repealed", "pending": "pending"}


def check_answer(
    text: str, lang: Lang, retrieved: Sequence[Hit], library: Library, registry: Registry, on: date
) -> CheckedAnswer:
    """Check a text sentence by sentence.

    A citation is verified only if it exists, is in force, was among the retrieved, and its whole sentence holds: quotes are
    verbatim, numbers and most of its content stand in the cited unit, and it denies only what that denies.
    """
    found = {(hit.act, hit.article) for hit in retrieved}
    checked = audit(text, library, registry, on)
    citations: list[SaidCitation] = []
    sentences: list[SaidSentence] = []
    for start, end in _sentences(text, [(item.span.start, item.span.end) for item in checked]):
        mine = [item for item in checked if start <= item.span.start < end]
        statuses = [_status(item, found) for item in mine]
        verdict: SaidStatus | None = next((s for s in statuses if s != "verified"), None)
        if mine and verdict is None:
            verdict = _supported(text[start:end], start, mine, lang, library)
        for item, status in zip(mine, statuses, strict=True):
            worst = verdict if status == "verified" and verdict is not None else status
            # A sentence with one wrong citation confirms none of the others.
            worst = "unsupported" if status == "verified" and worst not in ("verified", "misquoted") else worst
            citations.append(SaidCitation(item.span.citation, item.span.start, item.span.end, worst, item.quote))
        sentences.append(SaidSentence(start, end, verdict or "plain"))
    return CheckedAnswer(text, tuple(citations), tuple(sentences))


def _sentences(text: str, cited: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of the sentences. No sentence ends inside a citation; a citation alone belongs to the sentence before it."""
    spans: list[tuple[int, int]] = []
    at = 0
    for match in _END.finditer(text):
        rest = text[match.end() :].lstrip()
        inside = any(a < match.end() <= b and match.start() < b for a, b in cited if b != match.end())
        if inside or _ENUMERATED.search(text, 0, match.end()) or ("\n" not in match.group() and rest[:1].islower()):
            continue
        _add(spans, text, at, match.end(), cited)
        at = match.end()
    _add(spans, text, at, len(text), cited)
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int, cited: Sequence[tuple[int, int]]) -> None:
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), start + len(words.rstrip())
    if end <= start:
        return
    bare = _without(text[start:end], [(a - start, b - start) for a, b in cited if start <= a and b <= end])
    if spans and bare != text[start:end] and not re.search(r"\w{3}", bare) and "\n\n" not in text[spans[-1][1] : start]:
        spans[-1] = (spans[-1][0], end)
    else:
        spans.append((start, end))


def _status(item: Checked, found: set[tuple[str, str]]) -> SaidStatus:
    status = _FROM_AUDIT.get(item.status, "unknown")
    if status != "verified":
        return status
    if item.span.until:
        # A range that cannot be counted through names articles that nobody looked at.
        return "unknown"
    if (item.span.citation.act, item.span.citation.article) not in found:
        return "not_retrieved"
    return "misquoted" if item.quote_status == "misquoted" else "verified"


def _supported(sentence: str, offset: int, items: Sequence[Checked], lang: Lang, library: Library) -> SaidStatus:
    """Whether everything in a sentence that can be checked stands in what it cites."""
    cited = [(item.span.start - offset, item.span.end - offset) for item in items]
    units = [_words(item.span.citation, lang, library) for item in items]
    if not all(units):
        return "unsupported"
    law = "\n".join(units)
    quotes = [m for m in _QUOTED.finditer(sentence) if not any(a <= m.start() < b for a, b in cited)]
    for match in quotes:
        quote = next(group for group in match.groups() if group)
        if not is_verbatim(_plain(quote), _plain(law)):
            return "misquoted"
    claim = _without(sentence, [*cited, *((m.start(), m.end()) for m in quotes)])
    lower = law.lower()
    for pattern in (_DIGITS, _NUMERALS):
        there = set(pattern.findall(lower))
        if any(number not in there for number in pattern.findall(claim.lower())):
            return "unsupported"
    if _NEGATIONS.search(claim) and not _NEGATIONS.search(law):
        return "unsupported"
    content = set(terms(claim, lang))
    if content:
        shares = [len(content & set(terms(unit, lang))) / len(content) for unit in units]
        together = len(content & set(terms(law, lang))) / len(content)
        if together < SUPPORT or min(shares) < SHARE:
            return "unsupported"
    return "verified"


def _words(citation: Citation, lang: Lang, library: Library) -> str:
    """The words that a citation stands for, with the heading; in the language of the answer where there is such a text."""
    for wanted in (lang, *(other for other in LANGS if other != lang)):
        stored = library.find(citation.act, citation.article, lang=wanted)
        if stored is not None:
            span = cited_span(stored.article, citation)
            return f"{stored.article.heading}\n{stored.article.text[slice(*span)]}" if span else ""
    return ""


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    kept, at = [], 0
    for start, end in sorted(spans):
        kept.append(text[at : max(start, at)])
        at = max(at, end)
    return " ".join([*kept, text[at:]])


def _plain(text: str) -> str:
    return " ".join(text.translate(_MARKS).replace("...", "…").split()).rstrip(".;, ")
