"""What the gate made of a model's answer, as plain text."""

from __future__ import annotations

from collections.abc import Sequence

from kzlaw_tui.answering.gate import CheckedAnswer
from kzlaw_tui.answering.marked import Segment, answer_segments
from kzlaw_tui.i18n import Translator
from kzlaw_tui.law.characters import clean


def checked_text(answer: CheckedAnswer, t: Translator) -> str:
    """An answer with every doubtful citation marked: «~~ст. 999 ТК РК~~ [в этом акте нет такой статьи]»."""
    return clean(segments_text(answer_segments(answer), t))


def segments_text(segments: Sequence[Segment], t: Translator) -> str:
    """Segments as text: what does not exist between tildes, reasons in brackets."""
    pieces = []
    for segment in segments:
        if segment.reason is not None:
            pieces.append(f" [{t(segment.reason[0], **segment.reason[1])}]")
        elif segment.mark == "struck":
            pieces.append(f"~~{segment.text}~~")
        else:
            pieces.append(segment.text)
    return "".join(pieces)
