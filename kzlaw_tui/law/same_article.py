"""Citations that say which article by pointing back: «пункт 3 той же статьи», «аталған баптың 2-тармағы»."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from kzlaw_tui.law.model import Citation, CitationSpan
from kzlaw_tui.law.textnorm import normalise

REACH = 600
"""The article pointed back to was cited at most so many characters before."""

_NUMBER = r"\d+(?:-\d+)?"
_RU = re.compile(
    rf"(?<!\w)(?:(?:подпункт\w*|подп\.|пп\.)\s*(?P<sub>{_NUMBER})\)?\s*,?\s*)?"
    rf"(?:(?:пункт\w{{0,3}}|п\.)\s*(?P<point>{_NUMBER})\s+)?"
    r"(?:этой|той|указанной|данной|названной|упомянутой|вышеуказанной|вышеназванной)\s+(?:же\s+)?стать(?:и|е|ей)(?!\w)",
    re.IGNORECASE,
)
_KK = re.compile(
    rf"(?<!\w)(?:аталған|сол|көрсетілген|жоғарыда\s+аталған)\s+бап(?:тың|та)\s+"
    rf"(?P<point>{_NUMBER})\s?-\s?тарма[қғ]\w*(?:\s+(?P<sub>{_NUMBER})\)?\s*тармақша\w*)?",
    re.IGNORECASE,
)


def same_article(text: str, spans: Sequence[CitationSpan]) -> list[CitationSpan]:
    """The citations of a text, in order, with those that point back to the article cited last before them."""
    plain = normalise(text)
    made = sorted(spans, key=lambda s: s.end)
    ends = [span.end for span in made]
    cited = tuple(made)
    for pattern in (_RU, _KK):
        for found in pattern.finditer(plain):
            if not found["point"] and not found["sub"]:
                continue
            at = bisect_right(ends, found.start()) - 1
            if at < 0 or cited[at].start < found.start() - REACH:
                continue
            last = cited[at]
            subpoint = f"{found['sub']})" if found["sub"] else ""
            citation = Citation(last.citation.act, last.citation.article, found["point"] or "", subpoint)
            made.append(replace(last, citation=citation, start=found.start(), end=found.end(), until=""))
    return sorted(made, key=lambda s: (s.start, s.end))
