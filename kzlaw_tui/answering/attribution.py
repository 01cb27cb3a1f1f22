"""Which passages in quotation marks a text gives out as words of the law, and for which citation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kzlaw_tui.law.citations import NamedAct
from kzlaw_tui.law.model import CitationSpan
from kzlaw_tui.law.sentences import Quotation, Sentence

MIN_WORDS = 4
NEAR = 400
"""A quote belongs to a citation within this many characters of it in the same paragraph."""
BESIDE = 60
"""A quote that stands so near a citation in its sentence is surely given out as its words."""

_NOT_LAW = re.compile(
    r"(?:тоо|ао|оо|ип|жшс|ақ|гу|кгу|ргп|банк\w*|компани\w+|фирм\w+|организаци\w+|договор\w*|контракт\w*|соглашени\w+|"
    r"правил\w*|приказ\w*|постановлени\w+|положени\w+|инструкци\w+|методик\w+|регламент\w*|устав\w*|журнал\w*|газет\w*|"
    r"статью|стать[яеи]|книг\w+|доклад\w*|форм\w+|закон\w*|кодекс\w*|программ\w+|стандарт\w*|тем[аеу]|раздел\w*|"
    r"письм\w+|заявлени\w+|иск\w*|протокол\w*|акт\w*|жоба\w*|бағдарлама\w*|ереже\w*|шарт\w*|бұйры\w+)"
    r"\s*(?:от\s[\d.\s№\w-]{4,40})?(?:\s*[-–—]\s*)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """A quotation with the citations it may be of, as indexes, the likeliest first; ``surely`` when its sentence leaves no
    doubt that it is given out as the law's words."""

    quote: Quotation
    owners: tuple[int, ...]
    surely: bool


def attribute(
    text: str,
    spans: Sequence[CitationSpan],
    quoted: Sequence[Quotation],
    names: Sequence[NamedAct],
    parts: Sequence[Sentence],
) -> list[Attribution]:
    """The quotations that may be quotes from the law. Those of a few words, titles and names of firms are none."""
    found = []
    for quote in quoted:
        if len(text[quote.inner : quote.inner_end].split()) < MIN_WORDS or _is_title(text, quote, spans, names):
            continue
        outer = [i for i, s in enumerate(spans) if not (quote.inner <= s.start and s.end <= quote.inner_end)]
        around = _around(parts, quote)
        same = [i for i in outer if around is not None and around.start <= spans[i].start < around.end]
        near = same or [i for i in outer if _gap(spans[i], quote) <= NEAR and _together(text, spans[i], quote)]
        if not near:
            continue
        near.sort(key=lambda i: (_gap(spans[i], quote), i))
        surely = bool(same) and _gap(spans[near[0]], quote) <= BESIDE
        surely = surely or text[: quote.start].rstrip()[-1:] == ":"
        found.append(Attribution(quote, tuple(near), surely))
    return found


def _gap(span: CitationSpan, quote: Quotation) -> int:
    return max(quote.start - span.end, span.start - quote.end, 0)


def _together(text: str, span: CitationSpan, quote: Quotation) -> bool:
    """Whether a citation and a quote stand in one paragraph, or the quote in the one after a colon."""
    low, high = sorted((min(span.end, quote.end), max(span.start, quote.start)))
    breaks = re.findall(r"(\S?)[ \t]*\n[ \t]*\n", text[max(low - 1, 0) : high])
    return not breaks or (len(breaks) == 1 and breaks[0] == ":" and span.end <= quote.start)


def _around(parts: Sequence[Sentence], quote: Quotation) -> Sentence | None:
    low, high = 0, len(parts)
    while low < high:
        middle = (low + high) // 2
        if parts[middle].end <= quote.start:
            low = middle + 1
        else:
            high = middle
    return parts[low] if low < len(parts) else None


def _is_title(text: str, quote: Quotation, spans: Sequence[CitationSpan], names: Sequence[NamedAct]) -> bool:
    if any(s.start <= quote.start < s.end for s in spans):
        return True
    if any(n.start <= quote.inner + 1 and n.end >= quote.inner_end - 2 for n in names):
        return True
    return _NOT_LAW.search(text[max(0, quote.start - 70) : quote.start].rstrip(" ")) is not None
