"""What the gate made of a model's answer, as plain text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kzlaw_tui.answering.gate import CheckedAnswer
from kzlaw_tui.answering.marked import Segment, answer_segments
from kzlaw_tui.answering.verdicts import reason_text
from kzlaw_tui.i18n import Translator
from kzlaw_tui.law.characters import clean


def checked_text(answer: CheckedAnswer, t: Translator, act_name: Callable[[str], str] = str) -> str:
    """An answer with every doubtful citation marked: «~~ст. 999 ТК РК~~ [в этом акте нет такой статьи]»."""
    return clean(segments_text(answer_segments(answer), t, act_name))


def segments_text(segments: Sequence[Segment], t: Translator, act_name: Callable[[str], str] = str) -> str:
    """Segments as text: what does not exist between tildes, reasons in brackets."""
    pieces = []
    for segment in segments:
        if segment.reason is not None:
            pieces.append(f" [{reason_text(segment.reason, t, act_name)}]")
        elif segment.mark == "struck":
            pieces.append(f"~~{segment.text}~~")
        else:
            pieces.append(segment.text)
    return "".join(pieces)
