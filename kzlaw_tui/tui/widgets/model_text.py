"""What a model says below the quotes: dim while unchecked, then sentence by sentence in its checked form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from kzlaw_tui.answering.answer import Answer
from kzlaw_tui.answering.checking import SaidAnswer
from kzlaw_tui.answering.said import Style, segments
from kzlaw_tui.tui.text import plain, styled
from kzlaw_tui.tui.widgets.basics import Localised

if TYPE_CHECKING:
    from kzlaw_tui.answering.generate import Draft

_STYLES: dict[Style, str] = {
    "words": "$ink-soft italic",
    "doubtful": "$ink-soft italic dim",
    "cited": "$accent italic",
    "struck": "$ink-soft strike",
    "why": "$error",
}


class ModelText(Localised, Static):
    """The words of a model; they are not the law and never look like it."""

    def __init__(self, name: str) -> None:
        # Brings all of retrieval along, which a start without a model does not need.
        from kzlaw_tui.answering.generate import Draft

        super().__init__("", classes="model-text", markup=False)
        self._name = name
        self._draft: Draft | None = Draft("")
        self._said: SaidAnswer | None = None
        self._note = ""
        self._failure = ""

    def on_mount(self) -> None:
        self.relabel()

    def show_draft(self, draft: Draft) -> None:
        """The text so far."""
        self._draft = draft
        self.relabel()

    def show_answer(self, answer: Answer) -> None:
        """The checked form in place of the draft; of an answer without a verified citation only why."""
        self._draft, self._note = None, answer.note
        self._said = answer.said if answer.said is not None and not answer.abstained else None
        self.relabel()

    def show_failure(self, message: str) -> None:
        """What went wrong, in place of the draft."""
        self._draft, self._failure = None, message
        self.relabel()

    def call_off(self) -> None:
        """Esc: what was checked stays, what was not goes."""
        if self._draft is not None:
            checked, self._draft = self._draft.checked, None
            self._said = checked if checked is not None and checked.verified else None
            self.relabel()

    def relabel(self) -> None:
        parts: list[tuple[str, str] | str] = []
        if self._draft is not None:
            checked = self._draft.checked
            parts.append((f"{self.t('tui-model-draft', name=self._name)}\n", "$ink-soft"))
            if checked is not None:
                parts += self._segments(checked)
            rest = self._draft.text[len(checked.text) if checked else 0 :]
            parts.append((rest.rstrip(), "$ink-soft italic dim"))
        elif self._said is not None:
            parts.append((f"{self.t('answer-model', name=self._name)}\n", "$ink-soft"))
            parts += self._segments(self._said)
        if self._note:
            parts.append((("\n" if self._said else "") + self.t(self._note), "$ink-soft"))
        if self._failure:
            parts.append((self._failure, "$error"))
        self.update(styled(*parts) if parts else Content(""))
        self.display = bool(parts)

    def _segments(self, said: SaidAnswer) -> list[tuple[str, str] | str]:
        return [(plain(text), _STYLES[style]) for text, style in segments(said, self.t)]
