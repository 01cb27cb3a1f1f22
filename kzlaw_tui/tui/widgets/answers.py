"""The conversation: questions, and under each its quotes one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from kzlaw_tui.answering.answer import Answer, Quote
from kzlaw_tui.law.model import Citation
from kzlaw_tui.retrieval.hits import Hit
from kzlaw_tui.sessions.records import Turn
from kzlaw_tui.tui.actions import bindings
from kzlaw_tui.tui.text import edition_label, one_line, plain, status_label, status_mark, styled
from kzlaw_tui.tui.widgets.basics import Localised, PaneTitle
from kzlaw_tui.tui.widgets.tour import PAGES, Tour

NEAREST = 5
FIRST_WORDS = 240
"""Characters of an article that are shown of it before it is opened."""
LATEST = 12
"""How many questions of an earlier conversation are shown at once."""


class Openable(Localised, Widget, can_focus=True):
    """A line or a card that opens an article."""

    class Opened(Message):
        """A person chose this place: Enter or a click."""

        def __init__(self, source: Openable) -> None:
            super().__init__()
            self.source = source

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.focus()
        self.post_message(self.Opened(self))


class QuoteCard(Openable):
    """A quote: a bar at its left, the citation with its check mark, the law's words, heading, status and edition."""

    def __init__(self, quote: Quote, *, saved: bool = False) -> None:
        super().__init__(classes="card")
        self.quote = quote
        self._saved = saved
        self.set_class(quote.text_kind == "digest", "digest")
        self.set_class(quote.check != "verified", "unchecked")

    def rechecked(self, quote: Quote) -> None:
        """Show what the check says now."""
        self.quote, self._saved = quote, True
        self.set_class(quote.check != "verified", "unchecked")
        self.relabel()

    def compose(self) -> ComposeResult:
        with Horizontal(classes="card-head"):
            yield Static("", classes="card-citation", markup=False)
            yield Static("", classes="card-check", markup=False)
        yield Static("", classes="card-heading", markup=False)
        yield Static("", classes="card-text", markup=False)
        yield Static("", classes="card-meta", markup=False)

    def on_mount(self) -> None:
        self.relabel()

    def relabel(self) -> None:
        quote, t = self.quote, self.t
        digest = quote.text_kind == "digest"
        self.query_one(".card-citation", Static).update(one_line(self.assistant.cite(quote.citation, lang=quote.lang)))
        check = (
            t("tui-digest")
            if digest
            else f"✓ {t('tui-verified')}"
            if quote.check == "verified"
            else f"✗ {t('tui-check-changed' if self._saved else f'tui-check-{quote.check}')}"
        )
        self.query_one(".card-check", Static).update(plain(check))
        self.query_one(".card-heading", Static).update(one_line(quote.heading))
        words = plain(quote.text).strip()
        self.query_one(".card-text", Static).update(words if digest else f"«{words}»")
        meta = edition_label(t, quote.as_of) if quote.as_of or not digest else ""
        if not digest:
            meta = f"{status_mark(quote.status)} {status_label(t, quote.status)} · {meta}"
        self.query_one(".card-meta", Static).update(meta)
        self.query_one(".card-meta").display = bool(meta)


class HitLine(Openable):
    """One article in a line: its citation and heading. Under the mouse or with the focus it shows the first words, too."""

    def __init__(self, hit: Hit) -> None:
        super().__init__(classes="hit")
        self.hit = hit
        self.tooltip = plain(self.first_words())

    def first_words(self) -> str:
        """The beginning of what was found."""
        words = one_line(self.hit.snippet)
        return words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS].rsplit(' ', 1)[0]}…"

    def render(self) -> Widget | object:  # type: ignore[override]
        cited = self.assistant.cite(Citation(self.hit.act, self.hit.article), lang=self.hit.lang)
        head = styled((one_line(cited), "$accent"), "  ", (one_line(self.hit.heading), "$ink-soft"))
        if not self.has_focus:
            return head
        digest = self.hit.text_kind == "digest"
        return Content("\n").join([head, styled((self.first_words(), "$ink-soft italic" if digest else "not bold"))])

    def relabel(self) -> None:
        self.refresh()


class EarlierLine(Openable):
    """Stands for the earlier questions of a long conversation; opening it shows them."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        super().__init__(classes="hit")
        self.turns = turns

    def render(self) -> Widget | object:  # type: ignore[override]
        return styled((f"↑ {self.t('tui-earlier', n=len(self.turns))}", "$accent"))

    def relabel(self) -> None:
        self.refresh()


class Exchange(Localised, Vertical):
    """A question and what was answered; ``saved`` when it comes from an earlier day."""

    def __init__(self, question: str, *, saved: Answer | None = None, old: bool = False) -> None:
        super().__init__(classes="exchange")
        self.question = question
        self.answer: Answer | None = saved
        self._old = old
        self._said: list[str | Said] = ["tui-unanswered" if old else "tui-searching"]

    def compose(self) -> ComposeResult:
        yield Static(styled(("› ", "$accent"), one_line(self.question)), classes="asked", markup=False)
        yield Static("", classes="state", markup=False)
        if self._old and self.answer is not None:
            yield from _cards(self.answer.quotes, set(), saved=True)
            yield from self._others(self.answer)

    def _others(self, answer: Answer) -> Iterator[Widget]:
        """The nearest other articles under their label."""
        quoted = {(quote.edition_id, quote.ordinal) for quote in answer.quotes}
        others = [hit for hit in answer.retrieved if (hit.edition_id, hit.ordinal) not in quoted][:NEAREST]
        if others:
            label = Static("", classes="nearest", markup=False)
            label.set_class(answer.abstained, "ruled")
            yield label
            yield from (HitLine(hit) for hit in others)

    def _said_of(self, answer: Answer) -> list[str | Said]:
        """The sentences under a question that was answered."""
        said: list[str | Said] = []
        if answer.asked:
            said.append(lambda me: me.t("answer-rebuilt", question=one_line(answer.asked)))
        if self.assistant.reasons(answer):
            said.append(lambda me: "\n".join(me.assistant.reasons(answer)))
        if answer.abstained and not answer.small_talk:
            said.insert(0, "tui-abstained" if answer.retrieved or said else "tui-abstained-empty")
        return said

    def on_mount(self) -> None:
        if self.answer is not None:
            self._said = self._said_of(self.answer)
        self.relabel()

    def relabel(self) -> None:
        lines = [self.t(said) if isinstance(said, str) else said(self) for said in self._said]
        state = self.query_one(".state", Static)
        state.update(plain("\n".join(lines)))
        state.display = bool(lines)
        for label in self.query(".nearest").results(Static):
            label.update(plain(self.t("tui-nearest" if self.answer and self.answer.abstained else "tui-see-also")))

    def say(self, *said: str | Said, failed: bool = False) -> None:
        """Put sentences under the question, in place of what was said before; none takes them away.

        Each is a message id, or a function of this exchange that writes it in the language of the moment.
        """
        self._said = list(said)
        self.set_class(failed, "failed")
        self.relabel()

    def rechecked(self, answer: Answer) -> None:
        """The same answer, its quotes checked against another library."""
        before, self.answer = self.answer, answer
        if before is None or before.quotes == answer.quotes:
            return
        now = dict(zip(before.quotes, answer.quotes, strict=True))
        for card in self.query(QuoteCard):
            if (quote := now.get(card.quote)) is not None and quote != card.quote:
                card.rechecked(quote)

    async def add_quote(self, quote: Quote) -> None:
        """Put a quote below the others."""
        self.say()
        await self.mount(*_cards([quote], {card.quote.ask for card in self.query(QuoteCard)}))

    async def finish(self, answer: Answer) -> None:
        """After the quotes: the nearest other articles, or, when nothing answers, the sentence that says so."""
        self.answer = answer
        self.say(*self._said_of(answer))
        await self.mount(*self._others(answer))
        self.relabel()


def _cards(quotes: Iterable[Quote], asked: set[str], *, saved: bool = False) -> Iterator[Static | QuoteCard]:
    """A card a quote; above the first of each ask of a message the ask itself."""
    for quote in quotes:
        if quote.ask and quote.ask not in asked:
            asked.add(quote.ask)
            yield Static(one_line(quote.ask), classes="ask", markup=False)
        yield QuoteCard(quote, saved=saved)


Said = Callable[[Exchange], str]


class AnswersList(Localised, VerticalScroll):
    """All exchanges, the newest at the bottom; arrows go from card to card."""

    scope = "answers"
    BINDINGS: ClassVar[list[BindingType]] = bindings("answers")

    def compose(self) -> ComposeResult:
        yield Tour()
        yield Static("", id="welcome", markup=False)

    def on_mount(self) -> None:
        self.relabel()
        if self.kzlaw.first_start:
            self.begin_tour()

    @property
    def tour(self) -> Tour:
        return self.query_one(Tour)

    def begin_tour(self) -> None:
        """Show the tour in place of the welcome."""
        self.tour.begin()
        self.query_one("#welcome").display = False

    def turn_tour(self, by: int) -> None:
        """Another page of the tour, where it is shown."""
        if self.tour.at + by > PAGES:
            self.end_tour()
        else:
            self.tour.turn(by)

    def end_tour(self) -> bool:
        """Put the tour away, the welcome in its place; returns whether it was shown."""
        if not self.tour.at:
            return False
        self.tour.end()
        self.query_one("#welcome").display = not self.query(Exchange)
        return True

    def on_tour_clicked(self, event: Tour.Clicked) -> None:
        event.stop()
        self.turn_tour(1)
        self.kzlaw.research.go("question")

    def relabel(self) -> None:
        self.query_one("#welcome", Static).update(plain(self.t("tui-welcome")))

    async def show(self, turns: Sequence[Turn]) -> None:
        """Show an earlier conversation in place of what is here: its latest questions, the others on demand."""
        await self.remove_children("Exchange, EarlierLine")
        self.tour.end()
        self.query_one("#welcome").display = not turns
        old, late = turns[:-LATEST], turns[-LATEST:]
        made = [Exchange(turn.question, saved=turn.answer, old=True) for turn in late]
        await self.mount(*([EarlierLine(old)] if old else []), *made)
        if made:
            self.to_top_of(made[-1])

    async def show_earlier(self, line: EarlierLine) -> None:
        """Put the earlier questions where the line stands for them."""
        made = [Exchange(turn.question, saved=turn.answer, old=True) for turn in line.turns]
        await self.mount(*made, before=line)
        await line.remove()
        if made:
            self.to_top_of(made[-1])

    def newest(self) -> Exchange | None:
        """The last question that is shown."""
        found = list(self.query(Exchange))
        return found[-1] if found else None

    async def begin(self, question: str) -> Exchange:
        """A new exchange, at the top of the view."""
        self.tour.end()
        self.query_one("#welcome").display = False
        exchange = Exchange(question)
        await self.mount(exchange)
        self.to_top_of(exchange)
        return exchange

    def to_top_of(self, exchange: Exchange) -> None:
        self.call_after_refresh(self.scroll_to_widget, exchange, top=True, animate=False)

    def items(self) -> list[Openable]:
        return list(self.query(Openable))

    def current(self) -> Openable | None:
        """The card with the focus, else the first card of the newest exchange that has one."""
        if isinstance(self.screen.focused, Openable):
            return self.screen.focused
        for exchange in reversed(self.query(Exchange)):
            if found := list(exchange.query(Openable)):
                return found[0]
        return None

    def enter(self) -> None:
        (self.current() or self).focus()

    def _step(self, step: int) -> None:
        items = self.items()
        focused = self.screen.focused
        if not isinstance(focused, Openable) or focused not in items:
            self.scroll_relative(y=step, animate=False)
            return
        # A card that is longer than the pane is read to its end before the next one is entered.
        card, view = focused.region, self.scrollable_content_region
        if (step > 0 and card.bottom > view.bottom) or (step < 0 and card.y < view.y):
            self.scroll_relative(y=2 * step, animate=False)
            return
        at = items.index(focused) + step
        if 0 <= at < len(items):
            items[at].focus()
        else:
            self.scroll_relative(y=step, animate=False)

    def action_next_line(self) -> None:
        self._step(1)

    def action_previous_line(self) -> None:
        self._step(-1)

    def action_open(self) -> None:
        if isinstance(self.screen.focused, Openable):
            self.screen.focused.post_message(Openable.Opened(self.screen.focused))
        else:
            self.turn_tour(1)


class AnswersPane(Localised, Vertical):
    """The pane of the conversation."""

    def compose(self) -> ComposeResult:
        yield PaneTitle(id="answers-title")
        yield AnswersList(id="answers")

    def on_mount(self) -> None:
        self.relabel()

    def relabel(self) -> None:
        self.query_one("#answers-title", Static).update(plain(self.t("tui-pane-answers")))

    @property
    def answers(self) -> AnswersList:
        return self.query_one(AnswersList)
