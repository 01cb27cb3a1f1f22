"""Signs of the interface on terminals whose font has only letters and plain punctuation: the one table, and the one place
where it is applied, the last step before a line goes to the screen."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

ASCII: dict[str, str] = {
    # status, checks, marks
    "●": "*", "○": "o", "◐": "%", "✓": "+", "✗": "x", "★": "*", "▲": "!", "✎": "#",
    # folds, arrows, the prompt
    "▸": "+", "▾": "-", "▶": "+", "▼": "-", "›": ">", "→": ">", "←": "<", "↑": "^", "↓": "v", "⌫": "<", "⇄": "=", "↳": ">",
    # bars of quotes, lines between panes, borders
    "▌": "|", "▐": "|", "┆": ":", "╎": ":", "╏": ":", "│": "|", "┃": "|", "║": "|", "─": "-", "━": "=", "═": "=",
    "╌": "-", "╍": "-", "┴": "+", "┬": "+", "├": "+", "┤": "+", "┼": "+",
    "┌": "+", "┐": "+", "└": "+", "┘": "+", "╭": "+", "╮": "+", "╰": "+", "╯": "+",
    # bars and plots
    "█": "#", "▉": "#", "▊": "#", "▋": "#", "▍": "|", "▎": "|", "▏": "|", "▔": "-", "▀": "-",
    "▁": "_", "▂": ".", "▃": ":", "▄": "-", "▅": "=", "▆": "+", "▇": "*", "░": ".", "▒": ":", "▓": "#", "�": "?",
}  # fmt: skip
"""One sign for one sign, each a cell wide. What the Kazakh code page KZ-1048 has («», –, —, №, §, …, ·) is not a sign of the
interface but punctuation, which every Cyrillic font draws."""

_TABLE = str.maketrans(ASCII)


class AsciiSigns(LineFilter):
    """Writes every line with the signs of ``ASCII``. Only the screen changes: what is copied or exported does not."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            segment
            if segment.control or segment.text.isascii()
            else segment._replace(text=segment.text.translate(_TABLE))
            for segment in segments
        ]


def is_plain(character: str) -> bool:
    """Whether a character needs no fall-back: ASCII, a letter, or punctuation of the code page KZ-1048."""
    if character.isascii() or character.isalnum():
        return True
    try:
        character.encode("kz1048")
    except UnicodeEncodeError:
        return False
    return character not in ASCII
