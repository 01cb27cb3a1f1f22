"""The home screen: conversation, article, contents and the question line."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.events import DescendantFocus
from textual.widget import Widget
from textual.widgets import Input, Static

from kzlaw_tui.answering.answer import Answer
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.model import Citation
from kzlaw_tui.sessions.records import Turn
from kzlaw_tui.tui import talk
from kzlaw_tui.tui.actions import bindings
from kzlaw_tui.tui.jobs import Token
from kzlaw_tui.tui.panes import Panes
from kzlaw_tui.tui.parallel import LEAST_WIDTH
from kzlaw_tui.tui.screens.reading import Pane, Reading
from kzlaw_tui.tui.text import plain
from kzlaw_tui.tui.widgets.answers import AnswersPane, EarlierLine, Exchange, HitLine, Openable, QuoteCard
from kzlaw_tui.tui.widgets.article_pane import ArticlePane
from kzlaw_tui.tui.widgets.basics import KeyLine, PaneTitle, QuestionLine, Rule, StatusLine
from kzlaw_tui.tui.widgets.contents import ContentsPane, ContentsTree
from kzlaw_tui.tui.widgets.dividing import Edged
from kzlaw_tui.tui.widgets.model_text import ModelText


class ResearchScreen(Reading):
    """Ask below, read above. Wide: the panes side by side; narrow: one at a time, Tab goes round."""

    scope = "research"
    AUTO_FOCUS = "#question"
    BINDINGS: ClassVar[list[BindingType]] = bindings("research")

    def __init__(self) -> None:
        super().__init__()
        self._token: Token | None = None
        self._exchange: Exchange | None = None
        self._facts: Answer | None = None
        self._asked: list[str] = []
        self.panes = Panes(self)
        # A question may come while an earlier conversation is still being put on the screen.
        self._turning = asyncio.Lock()

    def compose(self) -> ComposeResult:
        yield StatusLine()
        with Horizontal(id="panes"):
            yield ContentsPane(id="contents-pane")
            yield AnswersPane(id="answers-pane")
            yield ArticlePane(id="article-pane")
        yield Rule()
        with Horizontal(id="ask"):
            yield Static("›", id="prompt", markup=False)
            yield QuestionLine("tui-question-hint", id="question")
            yield Static("", id="facts", markup=False)
        yield KeyLine()

    @property
    def answers_pane(self) -> AnswersPane:
        return self.query_one(AnswersPane)

    @property
    def answering(self) -> bool:
        """Whether a question is being answered."""
        return self._token is not None

    def newest(self) -> Exchange | None:
        """The last question, answered or not."""
        return self._exchange

    def relabel(self) -> None:
        self._tell_facts()

    # Asking

    def on_input_submitted(self, event: Input.Submitted) -> None:
        question = event.value.strip()
        if event.input.id != "question":
            return
        event.stop()
        if not question:
            self.answers_pane.answers.turn_tour(1)
            return
        line = self.query_one(QuestionLine)
        line.remember(question)
        line.value = ""
        self.run_worker(self.ask(question), group="begin", exit_on_error=True)

    async def ask(self, question: str) -> None:
        """Ask; what ran before is called off."""
        async with self._turning:
            await self._ask(question)

    async def _ask(self, question: str) -> None:
        self.cancel_answer()
        self._facts = None
        self._tell_facts()
        self.go("answers", focus=False)
        turn = self.kzlaw.memory.asked(question)
        exchange = self._exchange = await self.answers_pane.answers.begin(question)
        self.kzlaw.jobs.busy()
        self._token = self.kzlaw.jobs.start(
            "ask",
            lambda token: self._answer(token, exchange, question, turn),
            done=lambda answer: self._answered(exchange, answer),
            failed=lambda message: self._failed(exchange, message),
        )
        self.kzlaw.refresh_status()

    def _answer(self, token: Token, exchange: Exchange, question: str, turn: int | None) -> Answer:
        """In a thread: the answer, its quotes handed to the screen one after another."""
        answer = self.kzlaw.when_warm(lambda: talk.quotes(self.kzlaw, question, self._asked[-1:]))
        self._asked.append(answer.asked or question)
        if not token.cancelled():
            self.kzlaw.memory.answered(turn, answer)
        for number, quote in enumerate(answer.quotes):
            self.kzlaw.jobs.tell(token, exchange.add_quote, quote)
            if number == 0:
                self.kzlaw.jobs.tell(token, self.open_quote, quote, False)
        return talk.speak(self.kzlaw, token, exchange, answer)

    async def _answered(self, exchange: Exchange, answer: Answer) -> None:
        await exchange.finish(answer)
        if self._where() != "answers":
            self.answers_pane.answers.to_top_of(exchange)
        self._ended()
        self._facts = answer
        self._tell_facts()

    def _failed(self, exchange: Exchange, message: str) -> None:
        exchange.say(lambda _: message, failed=True)
        self._ended()

    def _ended(self) -> None:
        if self._token is not None:
            self._token = None
            self.kzlaw.jobs.calm()
            self.kzlaw.refresh_status()

    def cancel_answer(self) -> bool:
        """Call off the question that is being answered; returns whether there was one."""
        if self._token is None:
            return False
        self._token.cancel()
        self._ended()
        if self._exchange is not None:
            self._exchange.say("tui-cancelled")
            for said in self._exchange.query(ModelText):
                said.call_off()
        self.kzlaw.set_working("")
        return True

    def _tell_facts(self) -> None:
        """Seconds, articles and (where there is room) confidence of the last answer, beside the question line."""
        text = ""
        narrow = self.has_class("-narrow")
        if self._facts is not None and not (narrow and self.query_one(QuestionLine).value):
            answer = self._facts
            score = answer.retrieved[0].score if answer.retrieved else 0.0
            message = "tui-facts-short" if narrow else "tui-facts"
            text = self.t(message, seconds=answer.timings.total / 1000, n=len(answer.retrieved), score=score)
        facts = self.query_one("#facts", Static)
        facts.update(plain(text))
        facts.display = bool(text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """A narrow screen has no room for both what is typed and the facts of the last answer."""
        if event.input.id == "question":
            self._tell_facts()
            if event.value:
                self.answers_pane.answers.end_tour()

    def on_question_line_turned(self, event: QuestionLine.Turned) -> None:
        event.stop()
        self.answers_pane.answers.turn_tour(event.step)

    async def show_tour(self) -> None:
        """The tour, in an empty conversation."""
        await self.show_conversation(None)
        self.answers_pane.answers.begin_tour()

    def on_resize(self) -> None:
        self._tell_facts()
        self.panes.apply()
        if self.size.width < LEAST_WIDTH and self.article_pane.parallel:
            self.toggle_parallel()

    # Opening articles

    def on_openable_opened(self, event: Openable.Opened) -> None:
        event.stop()
        source = event.source
        if isinstance(source, QuoteCard):
            self.open_quote(source.quote, True)
        elif isinstance(source, HitLine):
            self.kzlaw.open_hit(source.hit)
        elif isinstance(source, EarlierLine):
            self.run_worker(self.answers_pane.answers.show_earlier(source), group="begin")

    # Conversations

    async def show_conversation(self, conversation: int | None, turns: Sequence[Turn] = ()) -> None:
        """Show an earlier conversation, to go on with it; ``None`` begins a new one."""
        async with self._turning:
            await self._show_conversation(conversation, turns)

    async def _show_conversation(self, conversation: int | None, turns: Sequence[Turn]) -> None:
        self.cancel_answer()
        self._exchange = self._facts = None
        self._tell_facts()
        self.kzlaw.memory.conversation = conversation
        self.kzlaw.memory.touch()
        line = self.query_one(QuestionLine)
        for turn in turns:
            line.remember(turn.question)
        self._asked = [turn.answer.asked if turn.answer and turn.answer.asked else turn.question for turn in turns[-1:]]
        await self.answers_pane.answers.show(turns)
        self._exchange = self.answers_pane.answers.newest()
        self.go("answers", focus=False)
        self.go("question")

    def new_conversation(self) -> None:
        """Leave the conversation that is shown, and what is on top of this screen as it is."""
        self.run_worker(self.show_conversation(None), group="begin")

    def view(self) -> dict[str, Any]:
        """How the screen is now, for the next start."""
        pane = self.article_pane
        view: dict[str, Any] = {"conversation": self.kzlaw.memory.conversation}
        view |= {"contents": self.has_class("with-contents"), "pane": "article" if self.has_class("at-article") else ""}
        view |= self.panes.view()
        if pane.stored is not None:
            place = pane.citation or Citation(pane.stored.edition.act, pane.stored.article.number)
            view |= {"place": asdict(place), "lang": pane.stored.edition.lang, "top": pane.page.scroll_offset.y}
        return view

    async def reopen(self, view: Mapping[str, Any], turns: Sequence[Turn]) -> None:
        """Bring back how the screen was, unless a person has begun something else meanwhile."""
        async with self._turning:
            if self._exchange is not None or self.article_pane.stored is not None:
                return
            self.panes.reopen(view)
            if turns:
                await self._show_conversation(view["conversation"], turns)
        try:
            place = Citation(**view.get("place", {}))
            shown = self.assistant.show_citation(place, lang=view.get("lang"))
        except (TypeError, KzlawError):
            return
        marks = (shown.span,) if shown.span else ()
        self.open_stored(shown.stored, citation=place, marks=marks, focus=False, top=int(view.get("top") or 0))
        self.set_class(bool(view.get("contents")), "with-contents")
        if view.get("pane") == "article":
            self.go("article", focus=False)

    # Panes

    def _order(self) -> list[Pane]:
        contents: list[Pane] = ["contents"] if self.has_class("with-contents") else []
        return ["question", *contents, "answers", "article"]

    def _where(self) -> Pane:
        node: Widget | None = self.focused
        while node is not None:
            if isinstance(node, ContentsPane):
                return "contents"
            if isinstance(node, AnswersPane):
                return "answers"
            if isinstance(node, ArticlePane):
                return "article"
            node = node.parent if isinstance(node.parent, Widget) else None
        return "question"

    def go(self, pane: Pane, *, focus: bool = True) -> None:
        """Bring a pane to the front (what a narrow screen shows) and give it the focus."""
        if pane != "question":
            for name in ("contents", "answers", "article"):
                self.set_class(name == pane, f"at-{name}")
        if not focus:
            return
        if pane == "question":
            self.query_one(QuestionLine).focus()
        elif pane == "contents":
            self.query_one(ContentsTree).focus()
        elif pane == "article":
            self.article_pane.page.focus()
        else:
            self.answers_pane.answers.enter()

    def action_next_pane(self) -> None:
        order = self._order()
        self.go(order[(order.index(self._where()) + 1) % len(order)])

    def action_previous_pane(self) -> None:
        order = self._order()
        self.go(order[(order.index(self._where()) - 1) % len(order)])

    def on_descendant_focus(self, event: DescendantFocus | None = None) -> None:
        super().on_descendant_focus()
        here = self._where()
        for name in ("contents", "answers", "article"):
            self.set_class(name == here, f"in-{name}")
        if here != "question":
            self.go(here, focus=False)

    def action_zoom(self) -> None:
        """Give the pane the whole screen, or divide the screen again."""
        self._zoom(not self.panes.zoomed)

    def _zoom(self, on: bool) -> None:
        """Two texts side by side need the whole screen."""
        if not on and self.article_pane.parallel:
            self.article_pane.set_parallel(False)
        self.panes.zoom(on)

    def action_parallel(self) -> None:
        self.toggle_parallel()

    def toggle_parallel(self) -> None:
        pane = self.article_pane
        if pane.parallel:
            self._zoom(False)
        elif self.size.width < LEAST_WIDTH:
            self.kzlaw.say(self.t("tui-parallel-narrow", width=LEAST_WIDTH, now=self.size.width))
        elif pane.stored is not None:
            self._zoom(True)
            pane.set_parallel(True)

    def action_wider(self) -> None:
        self.panes.widen(self._read_now(), 1)

    def action_narrower(self) -> None:
        self.panes.widen(self._read_now(), -1)

    def _read_now(self) -> Pane:
        """The pane with the focus; while a question is typed, the one that was read last."""
        here = self._where()
        return here if here != "question" else "article" if self.has_class("at-article") else "answers"

    def on_edged_dragged(self, event: Edged.Dragged) -> None:
        event.stop()
        self.panes.drag(event.pane.id or "", event.x)

    def on_pane_title_double_clicked(self, event: PaneTitle.DoubleClicked) -> None:
        """The title of a pane was clicked twice."""
        event.stop()
        for name in ("contents", "answers", "article"):
            if self.query_one(f"#{name}-pane") in event.title.ancestors:
                self.go(name)
                self.action_zoom()

    def toggle_contents(self) -> None:
        """Open the contents at the article being read, or put them away."""
        if self.has_class("with-contents") and self._where() == "contents":
            self.remove_class("with-contents")
            self.go("article" if self.article_pane.stored else "answers", focus=False)
            self.go("question")
            self.kzlaw.memory.touch()
            return
        self.add_class("with-contents")
        self.kzlaw.memory.touch()
        self.go("contents")
        if (shown := self.article_pane.stored) is not None:
            self.query_one(ContentsTree).reveal(shown.edition.id, shown.ordinal)

    def step_back(self) -> None:
        """Esc where nothing runs: out of the search line, out of the contents, then to the question."""
        if self.article_pane.leave_find() or self.answers_pane.answers.end_tour():
            return
        if self.panes.zoomed and self._where() != "question":
            self._zoom(False)
            return
        if self._where() == "contents":
            self.toggle_contents()
        elif self._where() == "article" and self.has_class("-narrow"):
            self.go("answers")
        else:
            self.go("question")

    def quote_to_copy(self) -> QuoteCard | None:
        """The card that has the focus, if a quote has it."""
        focused = self.focused
        return focused if isinstance(focused, QuoteCard) else None
