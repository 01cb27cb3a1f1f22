"""A follow-up question («а если он болел?») put together with what it follows, so that it can be searched for alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kzlaw_tui.law.registry import Registry
from kzlaw_tui.retrieval.text import detect_lang, terms

LONGEST = 12
"""A question of more words stands on its own."""
_GOES_ON = re.compile(
    r"^(?:а|и|но|тогда|а\s+если|ну\s+а|ал|сонда|онда)\s+(?:если|когда|как|кто|что|в|во|за|по|при|на|с|для|без|сколько|какой|какая|какие|какое"
    r"|он|она|они|ему|ей|им|его|её|ее|их|это|этот|эта|там|тут|же|он[аеы]?|оның|оған|егер|қанша|қалай|кім|бұл|олар)\b"
    r"|^(?:а|ал)\s+\w+(?:\s+\w+){0,3}\s*\?*$|^(?:если|егер)\b(?!.*,)",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:он|она|они|его|её|ее|ему|ей|им|их|него|неё|нее|ним|ней|них|этого|этом|этому|это|тогда|там|тот|той|такой|таком|таких"
    r"|ол|оны|оның|оған|олар|олардың|бұл|бұны|бұған|бұндай|сонда|мұндай)\b",
    re.IGNORECASE,
)


def standalone(question: str, history: Sequence[str], registry: Registry) -> str:
    """The question as it can be searched for: a follow-up gets the words of the question before it, any other stays as it is.

    A question that names an act or an article of its own follows nothing.
    """
    text = " ".join(question.split())
    if not history or not _follows(text) or registry.find_names(text) or re.search(r"\d", text):
        return question
    before = " ".join(history[-1].split()).rstrip()
    if not before or before == text:
        return question
    return f"{before if before[-1] in '.?!…' else before + '.'} {text[:1].upper()}{text[1:]}"


def _follows(text: str) -> bool:
    words = text.split()
    if len(words) > LONGEST:
        return False
    if _GOES_ON.search(text):
        return True
    return bool(_POINTS_BACK.search(text)) and len(terms(text, detect_lang(text))) <= 3
