"""What can be saved as a memo now: the answer in focus, the conversation, the place that is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzlaw_tui.answering.answer import Answer, Quote
from kzlaw_tui.memo.build import file_stem, memo_of, memo_of_quote
from kzlaw_tui.memo.model import Memo
from kzlaw_tui.memo.plain import as_text
from kzlaw_tui.tui.screens.export import Choice
from kzlaw_tui.tui.text import one_line
from kzlaw_tui.tui.widgets.answers import Exchange

if TYPE_CHECKING:
    from kzlaw_tui.tui.app import KzlawApp

LABEL = 60


class Exporter:
    """Finds what can be saved and makes memos of it."""

    def __init__(self, app: KzlawApp) -> None:
        self._app = app

    def exchange(self) -> Exchange | None:
        """The question with the focus in it, else the latest that was answered."""
        answers = self._app.research.answers_pane.answers
        focused = self._app.research.focused
        for node in focused.ancestors_with_self if focused else ():
            if isinstance(node, Exchange) and node.answer is not None:
                return node
        answered = [exchange for exchange in answers.query(Exchange) if exchange.answer is not None]
        return answered[-1] if answered else None

    def place(self) -> Quote | None:
        """What is read in the viewer, as a quote: the library's own words at that place."""
        pane = self._app.research.article_pane
        passage = self._app.copier.from_article()
        if passage is None or pane.stored is None:
            return None
        stored, today = pane.stored, self._app.today
        return Quote(
            passage.citation, stored.edition.id, stored.ordinal, passage.lang, stored.article.heading, passage.text,
            pane.page.marks or ((0, len(stored.article.text)),), stored.article.validity.status(today), passage.as_of,
            passage.text_kind, "verified",
        )  # fmt: skip

    def answer_text(self) -> str:
        """The whole answer in focus, to be copied; empty where there is none."""
        found = self.exchange()
        if found is None or found.answer is None:
            return ""
        return as_text(memo_of(self._app.assistant, [(found.question, found.answer)], self._app.today)).strip()

    def choices(self) -> list[Choice]:
        """All that can be saved, the likeliest first."""
        app, made = self._app, []
        found, place = self.exchange(), self.place()
        if found is not None:
            label = app.t("tui-export-answer", question=one_line(found.question)[:LABEL])
            made.append(self._choice(label, [(found.question, found.answer)]))
        asked = self._conversation()
        if len(asked) > 1:
            made.append(self._choice(app.t("tui-export-conversation"), asked))
        if place is not None:
            cited = one_line(app.assistant.cite(place.citation, lang=place.lang))
            memo = memo_of_quote(app.assistant, place, app.today)
            label = app.t("tui-export-place", citation=cited)
            made.append(Choice(label, file_stem(memo, app.today), lambda: memo))
        return made

    def _choice(self, label: str, asked: list[tuple[str, Answer | None]]) -> Choice:
        app = self._app

        def make() -> Memo:
            # Through the gate once more: a memo outlives the screen.
            checked = [(question, app.assistant.recheck(answer) if answer else None) for question, answer in asked]
            return memo_of(app.assistant, checked, app.today)

        return Choice(label, file_stem(memo_of(app.assistant, asked[:1], app.today), app.today), make)

    def _conversation(self) -> list[tuple[str, Answer | None]]:
        """All questions of the conversation; in incognito those on the screen."""
        memory = self._app.memory
        if memory.conversation is not None:
            return [(turn.question, turn.answer) for turn in memory.turns(memory.conversation)]
        exchanges = self._app.research.answers_pane.answers.query(Exchange)
        return [(exchange.question, exchange.answer) for exchange in exchanges]
