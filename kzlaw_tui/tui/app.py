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
from kzlaw_tui.tui.actions import Action, Scope, bindings
from kzlaw_tui.tui.copying import Copier
from kzlaw_tui.tui.embedding import Embedding
from kzlaw_tui.tui.exporting import Exporter
from kzlaw_tui.tui.finder import Finder, Place
from kzlaw_tui.tui.jobs import Jobs, Token
from kzlaw_tui.tui.keys import with_twins
from kzlaw_tui.tui.memory import Memory
from kzlaw_tui.tui.screens.base import Dialog
from kzlaw_tui.tui.screens.export import ExportBox
from kzlaw_tui.tui.screens.help import Help
from kzlaw_tui.tui.screens.library import LibraryScreen
from kzlaw_tui.tui.screens.picker import CopyBox, GotoBox, Menu
from kzlaw_tui.tui.screens.quality import QualityScreen
from kzlaw_tui.tui.screens.research import ResearchScreen
from kzlaw_tui.tui.screens.search import SearchScreen
from kzlaw_tui.tui.screens.sessions import SessionsScreen
from kzlaw_tui.tui.screens.training import TrainingScreen
from kzlaw_tui.tui.text import plain
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
    model: str = ""
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
        "sessions": SessionsScreen,
        "quality": QualityScreen,
        "training": TrainingScreen,
    }

    def __init__(self, assistant: Assistant, *, today: date | None = None) -> None:
        super().__init__()
        self.assistant = assistant
        self.today = today or date.today()
        self.facts = Facts()
        self.jobs = Jobs(self)
        self.finder = Finder(assistant)
        self.memory = Memory(self)
        self.copier = Copier(self)
        self.exporter = Exporter(self)
        self.embedding = Embedding(self)
        self._library_open = threading.Event()
        self._warm = threading.Event()
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
            "model", lambda _: self.assistant.speaker.in_app(), done=self._set_model, failed=self.say_failure
        )
        self.jobs.start(
            "warm-up",
            self._warm_up,
            done=lambda _: self.start_embedding(),
            failed=self.say_failure,
        )

        self.memory.reopen()

    def _set_model(self, name: str) -> None:
        self.facts.model = name
        self.refresh_status()

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

    def start_embedding(self) -> None:
        """Embed what has no vector yet, unless that is paused."""
        self.embedding.start()

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
        self.go_home()
        citation = Citation(hit.act, hit.article, hit.point, hit.subpoint)
        self.research.open_stored(stored, citation=citation, marks=((hit.start, hit.end),))

    def go_home(self) -> None:
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
        self.go_home()
        marks = (place.span,) if place.span else ()
        self.research.open_stored(stored, citation=place.citation, marks=marks)

    def action_search(self) -> None:
        self._show("search", SearchScreen)

    def action_library(self) -> None:
        self._show("library", LibraryScreen)

    def action_quality(self) -> None:
        self._show("quality", QualityScreen)

    def action_training(self) -> None:
        self._show("training", TrainingScreen)

    def _show(self, name: str, kind: type[Screen[None]]) -> None:
        if not isinstance(self.screen, kind):
            self.go_home()
            self.push_screen(name)

    def action_sessions(self) -> None:
        self.memory.write(wait=True)
        self._show("sessions", SessionsScreen)

    def action_new_conversation(self) -> None:
        self.memory.open_conversation(None)

    def action_incognito(self) -> None:
        """Write nothing down, or go on writing; the conversation of the other kind is left behind."""
        self.memory.incognito = not self.memory.incognito
        self.say(self.t("tui-incognito-on" if self.memory.incognito else "tui-incognito-off"))
        self.memory.open_conversation(None)
        self.refresh_status()

    def action_contents(self) -> None:
        self.go_home()
        self.research.toggle_contents()

    def action_menu(self) -> None:
        self._open(Menu(), self._chosen)

    async def _chosen(self, action: Action | None) -> None:
        if action is None:
            return
        if action.scope == "research":
            self.go_home()
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
        self.memory.write(wait=True)
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
        found = self.copier.passage()
        self.copier.copy(self.copier.with_requisites(found) if found else "")

    def action_copy_box(self) -> None:
        """Choose what is copied."""
        found = self.copier.passage()
        texts = {"tui-copy-what-answer": self.exporter.answer_text()}
        if found is not None:
            texts = {
                "tui-copy-what-quote": self.copier.with_requisites(found),
                "tui-copy-what-words": self.copier.words(found),
                "tui-copy-what-citation": self.copier.citation(found),
            } | texts
        if any(texts.values()):
            self._open(CopyBox(texts), lambda text: self.copier.copy(text) if text else None)
        else:
            self.say(self.t("tui-copy-nothing"))

    def action_export(self) -> None:
        """Save a memo."""
        choices = self.exporter.choices()
        if choices:
            self._open(ExportBox(choices))
        else:
            self.say(self.t("tui-export-nothing"))

    def _copy_by_terminal(self, text: str) -> None:
        super().copy_to_clipboard(text)

    def copy_to_clipboard(self, text: str) -> None:
        """What a person selects and copies by Ctrl+C goes the same two ways as a quote."""
        self.copier.copy(text)


def run_app(assistant: Assistant) -> int:
    """Open the app and stay until the person leaves. Returns the exit code."""
    app = KzlawApp(assistant)
    result = app.run()
    return app.return_code or result or 0
