"""What a model wrote, in its checked form: pieces with a style each, for a terminal without styles and for the app."""

from __future__ import annotations

from typing import Literal

from kzlaw_tui.answering.checking import SaidAnswer, SaidSentence
from kzlaw_tui.i18n import Translator

Style = Literal["words", "doubtful", "cited", "struck", "why"]
Segment = tuple[str, Style]


def segments(said: SaidAnswer, t: Translator) -> list[Segment]:
    """The text in pieces: words that hold, words that nothing confirms, citations that are right, those that are struck out,
    and reasons, which are ours."""
    made: list[Segment] = []
    at = 0
    for sentence in said.sentences:
        made.append((said.text[at : sentence.start], "words"))
        made += _sentence(said, sentence, t)
        at = sentence.end
    made.append((said.text[at:], "words"))
    return [segment for segment in made if segment[0]]


def _sentence(said: SaidAnswer, sentence: SaidSentence, t: Translator) -> list[Segment]:
    good = sentence.status == "verified"
    words: Style = "words" if good else "doubtful"
    made: list[Segment] = []
    at = sentence.start
    told = False
    doubts: list[str] = []
    mine = [c for c in said.citations if sentence.start <= c.start < sentence.end]
    for i, citation in enumerate(mine):
        # A list («ст. 52, 53») shares its words: they are written once, with the worst verdict.
        if i and citation.start < at:
            continue
        same = [c for c in mine if c.start == citation.start]
        worst = next((c for c in same if c.status not in ("verified", "unsupported")), same[0])
        made.append((said.text[at : citation.start], words))
        text = said.text[citation.start : citation.end]
        if worst.status == "verified":
            made.append((text, "cited"))
        elif worst.status in ("unsupported", "misquoted"):
            made.append((text, "doubtful"))
            doubts.append(worst.status)
        else:
            made += [(text, "struck"), (f" [{t(f'said-{worst.status}')}]", "why")]
            told = True
        at = citation.end
    made.append((said.text[at : sentence.end], words))
    # What was struck out has its reason beside it; what is only doubtful would look right without one.
    if not good and (doubts or not told) and any(c.isalnum() for c in said.text[sentence.start : sentence.end]):
        status = doubts[0] if told else "unsupported" if sentence.status == "plain" else sentence.status
        made.append((f" [{t(f'said-{status}')}]", "why"))
    return made


def plain_text(said: SaidAnswer, t: Translator) -> str:
    """The checked form as text: what is struck out stands between ~~."""
    return "".join(f"~~{text}~~" if style == "struck" else text for text, style in segments(said, t))
