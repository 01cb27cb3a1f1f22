"""The terminal app: paints first, loads behind, and holds what its screens share."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.screen import Screen
from textual.widget import Widget

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.i18n import UI_LANGS, Translator, UiLang, few
from kzlaw_tui.law.model import Citation, TextKind
from kzlaw_tui.library.records import EditionInfo, StoredArticle
from kzlaw_tui.retrieval.hits import Hit
from kzlaw_tui.tui import clipboard
from kzlaw_tui.tui.actions import Action, Scope, bindings
from kzlaw_tui.tui.finder import Finder, Place
from kzlaw_tui.tui.jobs import Jobs, Token
from kzlaw_tui.tui.keys import with_twins
from kzlaw_tui.tui.screens.base import Dialog
from kzlaw_tui.tui.screens.help import Help
from kzlaw_tui.tui.screens.library import LibraryScreen
from kzlaw_tui.tui.screens.picker import GotoBox, Menu
from kzlaw_tui.tui.screens.quality import QualityScreen
from kzlaw_tui.tui.screens.research import ResearchScreen
from kzlaw_tui.tui.screens.search import SearchScreen
from kzlaw_tui.tui.text import edition_label, one_line, plain
from kzlaw_tui.tui.themes import THEMES
from kzlaw_tui.tui.widgets.basics import Localised, QuestionLine, StatusLine, scopes_above
from kzlaw_tui.tui.widgets.contents import ContentsTree

if TYPE_CHECKING:
    from kzlaw_tui.assistant import Assistant, VectorsState

T = TypeVar("T")


@dataclass
class Facts:
    """What the status line tells. ``acts`` is ``None`` until the library is open."""

    acts: list[EditionInfo] | None = None
    vectors: VectorsState | None = None
    paused: bool = False
    working: str = ""
    act_name: str = ""
    as_of: date | None = None
    text_kind: TextKind = "official"


class KzlawApp(App[int]):
    """The app. Everything it knows it asks of the ``Assistant``."""

    TITLE = "kzlaw-tui"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH: ClassVar[str | PurePath | list[str | PurePath] | None] = [
        "styles/app.tcss",
        "styles/research.tcss",
        "styles/pages.tcss",
        "styles/boxes.tcss",
    ]
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app"), *with_twins(App.BINDINGS)]
    SCREENS: ClassVar[dict[str, Callable[[], Screen[None]]]] = {
        "search": SearchScreen,
        "library": LibraryScreen,
        "quality": QualityScreen,
    }

    def __init__(self, assistant: Assistant, *, today: date | None = None) -> None:
        super().__init__()
        self.assistant = assistant
        self.today = today or date.today()
        self.facts = Facts()
        self.jobs = Jobs(self)
        self.finder = Finder(assistant)
        self._library_open = threading.Event()
        self._warm = threading.Event()
        self._embedding: Token | None = None
        self._early: list[events.Key | events.Paste] | None = []
        for theme in THEMES:
            self.register_theme(theme)
        wanted = assistant.settings.theme
        self.theme = wanted if wanted in self.available_themes else THEMES[0].name

    @property
    def t(self) -> Translator:
        """Messages in the interface language."""
        return self.assistant.t

    def get_default_screen(self) -> Screen[None]:
        return ResearchScreen()

    @property
    def research(self) -> ResearchScreen:
        found = self.screen_stack[0]
        assert isinstance(found, ResearchScreen)
        return found

    # Loading behind the first paint

    async def on_event(self, event: events.Event) -> None:
        """Keys that come before the question line is there are kept for it."""
        if self._early is not None and isinstance(event, events.Key | events.Paste):
            self._early.append(event)
        else:
            await super().on_event(event)

    async def on_ready(self) -> None:
        self.research.set_focus(self.research.query_one(QuestionLine))
        early, self._early = self._early or [], None
        for event in early:
            # An Enter that was typed before the terminal was ours comes as a line feed.
            is_enter = isinstance(event, events.Key) and event.key in ("ctrl+j", "newline")
            await self.on_event(events.Key("enter", "\r") if is_enter else event)
        self.jobs.start("library", self._open_library, done=self._library_opened, failed=self._library_failed)

    def _open_library(self, _: Token) -> list[EditionInfo]:
        try:
            return self.assistant.acts()
        finally:
            self._library_open.set()

    def _library_opened(self, acts: list[EditionInfo]) -> None:
        self._set_acts(acts)
        self.jobs.start(
            "interrupted", lambda _: self.assistant.interrupted(), done=self._tell_interrupted, failed=self.say_failure
        )
        self.jobs.start(
            "warm-up",
            self._warm_up,
            done=lambda _: self.start_embedding(),
            failed=self.say_failure,
        )

    def _tell_interrupted(self, files: list[str]) -> None:
        """An ingest that was killed: the library is whole, but the person thinks that the files are there."""
        if files:
            self.say(self.t("cli-interrupted", files=few([PurePath(name).name for name in files])), failed=True)

    def _warm_up(self, _: Token) -> None:
        try:
            self.assistant.warm_up()
        finally:
            self._warm.set()

    def _library_failed(self, message: str) -> None:
        self._warm.set()
        self._set_acts([])
        self.say_failure(message)

    def _set_acts(self, acts: list[EditionInfo]) -> None:
        self.facts.acts = acts
        self.research.query_one(ContentsTree).fill(acts)
        for screen in self.screen_stack:
            if isinstance(screen, LibraryScreen):
                screen.relabel()
        self.refresh_status()

    def with_library(self, work: Callable[[], T]) -> T:
        """In a thread: do something once the library is open. One thread opens it, the others wait here."""
        self._library_open.wait()
        return work()

    def when_warm(self, work: Callable[[], T]) -> T:
        """In a thread: do something once the index and the embedder are loaded, or cannot be."""
        self._library_open.wait()
        self._warm.wait()
        return work()

    def library_changed(self) -> None:
        """After an ingest: other acts, and passages without vectors."""
        self.jobs.start("library", lambda _: self.assistant.acts(), done=self._set_acts, failed=self.say_failure)
        self.start_embedding()

    # Vectors in the background

    def start_embedding(self) -> None:
        """Embed what has no vector yet, unless that is paused; what ran before ends first."""
        if self._embedding is not None:
            self._embedding.cancel()
            self._embedding = None
        if self.facts.paused:
            return
        self._embedding = self.jobs.start("vectors", self._embed, done=self._set_vectors, failed=self.say_failure)

    def _embed(self, token: Token) -> VectorsState:
        state = self.assistant.vectors_state()
        self.jobs.tell(token, self._set_vectors, state)
        if state.embedder is None or state.done >= state.total:
            return state

        def progress(done: int, total: int) -> None:
            self.jobs.tell(token, self._set_vectors, type(state)(state.embedder, done, total))

        # `make_room` is asked before each batch: it waits there while a question is being answered.
        try:
            self.assistant.embed(progress=progress, cancelled=lambda: self.jobs.make_room(token))
        except KzlawError as error:
            # Another kzlaw-tui of this home is at it: its vectors serve this one too.
            if error.message_id != "error-embedding-elsewhere":
                raise
        return state if token.cancelled() else self.assistant.vectors_state()

    def _set_vectors(self, state: VectorsState) -> None:
        self.facts.vectors = state
        self.refresh_status()

    def action_vectors(self) -> None:
        """Pause the vectors, or go on with them."""
        self.facts.paused = not self.facts.paused
        self.say(self.t("tui-vectors-now-paused" if self.facts.paused else "tui-vectors-now-going"))
        self.start_embedding()
        self.refresh_status()

    # What the screens share

    def set_reading(self, stored: StoredArticle) -> None:
        """Which act is being read: the left of the status line."""
        self.facts.act_name = self.assistant.act_name(stored.edition.act, stored.edition.lang)
        self.facts.as_of = stored.edition.as_of
        self.facts.text_kind = stored.edition.text_kind
        self.refresh_status()

    def set_working(self, what: str) -> None:
        self.facts.working = what
        self.refresh_status()

    def refresh_status(self) -> None:
        for screen in self.screen_stack:
            for line in screen.query(StatusLine):
                line.refresh()

    def say(self, message: str, *, failed: bool = False) -> None:
        """A short message at the edge of the screen; its text is never markup."""
        self.notify(plain(message), severity="error" if failed else "information", markup=False, timeout=6)

    def say_failure(self, message: str) -> None:
        self.say(message, failed=True)

    def open_hit(self, hit: Hit) -> None:
        """Open a hit in the viewer, its best passage marked."""
        try:
            stored = self.assistant.library.article(hit.edition_id, hit.ordinal)
        except KzlawError as error:
            self.say_failure(self.t.error(error))
            return
        self._home()
        citation = Citation(hit.act, hit.article, hit.point, hit.subpoint)
        self.research.open_stored(stored, citation=citation, marks=((hit.start, hit.end),))

    def _home(self) -> None:
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def scopes(self, screen: Screen[object] | None = None) -> list[Scope]:
        """The scopes of actions that work where the focus is, innermost first."""
        screen = screen or self.screen
        found = scopes_above(screen.focused or screen)
        return [*found, "app"]

    async def action_run_named(self, scope: str, name: str) -> None:
        """Run an action of the table by a click on the footer."""
        node: Widget | None = self.screen.focused or self.screen
        while node is not None and scope != "app":
            if getattr(node, "scope", None) == scope:
                await self.run_action(name, node)
                return
            node = node.parent if isinstance(node.parent, Widget) else None
        await self.run_action(name, self)

    # Actions

    def _open(
        self, box: Dialog[T], chosen: Callable[[T | None], Awaitable[None]] | Callable[[T | None], None] | None = None
    ) -> None:
        """Open a box. Only one is ever open: another takes its place, the key of the same box puts it away."""
        above = self.screen
        if isinstance(above, Dialog):
            self.pop_screen()
        if type(above) is not type(box):
            self.push_screen(box, chosen)

    def action_help(self) -> None:
        self._open(Help([str(scope) for scope in self.scopes()]))

    def action_goto(self) -> None:
        self._open(GotoBox(self.finder), self._went)

    def _went(self, place: Place | None) -> None:
        if place is None:
            return
        try:
            stored = self.finder.stored(place)
        except KzlawError as error:
            self.say_failure(self.t.error(error))
            return
        self._home()
        marks = (place.span,) if place.span else ()
        self.research.open_stored(stored, citation=place.citation, marks=marks)

    def action_search(self) -> None:
        self._show("search", SearchScreen)

    def action_library(self) -> None:
        self._show("library", LibraryScreen)

    def action_quality(self) -> None:
        self._show("quality", QualityScreen)

    def _show(self, name: str, kind: type[Screen[None]]) -> None:
        if not isinstance(self.screen, kind):
            self._home()
            self.push_screen(name)

    def action_contents(self) -> None:
        self._home()
        self.research.toggle_contents()

    def action_menu(self) -> None:
        self._open(Menu(), self._chosen)

    async def _chosen(self, action: Action | None) -> None:
        if action is None:
            return
        if action.scope == "research":
            self._home()
            await self.run_action(action.name, self.research)
        else:
            await self.run_action(action.name, self)

    def action_theme(self) -> None:
        names = [theme.name for theme in THEMES]
        at = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(at + 1) % len(names)]

    def action_language(self) -> None:
        """The next interface language; every label is written anew."""
        at = UI_LANGS.index(self.t.lang)
        self.set_language(UI_LANGS[(at + 1) % len(UI_LANGS)])

    def set_language(self, lang: UiLang) -> None:
        self.assistant.t = Translator(lang)
        for screen in self.screen_stack:
            for node in screen.walk_children(Widget, with_self=True):
                if isinstance(node, Localised):
                    node.relabel()
        self.refresh_status()

    def action_cancel(self) -> None:
        """Esc: what runs is called off; where nothing runs, one step back."""
        if not self.research.cancel_answer():
            self.research.step_back()

    async def action_quit(self) -> None:
        self.jobs.cancel_all()
        self._library_open.set()
        self._warm.set()
        self.exit(0)

    def action_help_quit(self) -> None:
        """Ctrl+C where nothing is selected: it does not quit, so it says what does."""
        self.say(self.t("tui-how-to-quit"))

    # Copying

    def action_copy_quote(self) -> None:
        """The quote of the card in focus, else what is marked in the article, with its requisites."""
        text = self._copied_text()
        if not text:
            self.say(self.t("tui-copy-nothing"))
            return
        self.copy_text(text, "tui-copied")

    def _copied_text(self) -> str:
        card = self.research.quote_to_copy()
        if card is not None:
            quote = card.quote
            return self._with_requisites(quote.text, quote.citation, quote.as_of, quote.lang, quote.text_kind)
        pane = self.research.article_pane
        if pane.stored is None or pane.citation is None:
            return ""
        article, edition = pane.stored.article, pane.stored.edition
        text = " … ".join(article.text[a:b] for a, b in pane.page.marks) or article.text
        citation = pane.citation if pane.page.marks else Citation(edition.act, article.number)
        return self._with_requisites(text, citation, edition.as_of, edition.lang, edition.text_kind)

    def _with_requisites(self, text: str, citation: Citation, as_of: date | None, lang: UiLang, text_kind: str) -> str:
        """In the language of the law that is quoted; a digest is never given out as a quote."""
        law = Translator(lang)
        cited = self.assistant.cite(citation, style="requisites", lang="kk" if lang == "kk" else "ru")
        where = f"{cited}, {edition_label(law, as_of)}" if as_of else cited
        message = "tui-copy-digest" if text_kind == "digest" else "tui-copy-quote"
        return law(message, text=plain(text).strip(), citation=where)

    def copy_text(self, text: str, said: str) -> None:
        """Copy in a thread (the system's clipboard is a program) and say which way it went."""
        self._clipboard = text  # what Ctrl+V in a line of ours pastes

        def work(token: Token) -> clipboard.Way:
            return clipboard.copy(text, lambda words: self.jobs.tell(token, self._copy_by_terminal, words))

        self.jobs.start(
            "copy",
            work,
            done=lambda way: self.say(self.t(f"{said}-{way}", start=one_line(text)[:40])),
            failed=self.say_failure,
        )

    def _copy_by_terminal(self, text: str) -> None:
        super().copy_to_clipboard(text)

    def copy_to_clipboard(self, text: str) -> None:
        """What a person selects and copies by Ctrl+C goes the same two ways as a quote."""
        self.copy_text(text, "tui-copied")


def run_app(assistant: Assistant) -> int:
    """Open the app and stay until the person leaves. Returns the exit code."""
    app = KzlawApp(assistant)
    result = app.run()
    return app.return_code or result or 0
