"""The terminal app: paints first, loads behind, and holds what its screens share."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar, TypeVar

from rich.text import Text
from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widget import Widget

from kzlaw_tui.crash import report
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.heap import few_arenas, give_back
from kzlaw_tui.i18n import Translator, UiLang, few
from kzlaw_tui.law.model import Citation, TextKind
from kzlaw_tui.library.records import EditionInfo, StoredArticle
from kzlaw_tui.retrieval.hits import Hit
from kzlaw_tui.tui import keymap
from kzlaw_tui.tui.actions import Action, Scope, bindings
from kzlaw_tui.tui.copying import Copier
from kzlaw_tui.tui.embedding import Embedding
from kzlaw_tui.tui.exporting import Exporter
from kzlaw_tui.tui.finder import Finder, Place
from kzlaw_tui.tui.guard import TerminalGuard
from kzlaw_tui.tui.jobs import Jobs, Token
from kzlaw_tui.tui.keys import with_twins
from kzlaw_tui.tui.locking import Locking
from kzlaw_tui.tui.memory import Memory
from kzlaw_tui.tui.pages import Pages
from kzlaw_tui.tui.preferences import Preferences
from kzlaw_tui.tui.screens.base import Dialog
from kzlaw_tui.tui.screens.export import ExportBox
from kzlaw_tui.tui.screens.help import Help
from kzlaw_tui.tui.screens.library import LibraryScreen
from kzlaw_tui.tui.screens.picker import CopyBox, GotoBox, Menu
from kzlaw_tui.tui.screens.research import ResearchScreen
from kzlaw_tui.tui.screens.sessions import SessionsScreen
from kzlaw_tui.tui.terminal import Terminal, wants_no_colour
from kzlaw_tui.tui.text import plain
from kzlaw_tui.tui.themes import THEMES
from kzlaw_tui.tui.widgets.basics import Localised, QuestionLine, scopes_above
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


class KzlawApp(Pages):
    """The app. Everything it knows it asks of the ``Assistant``."""

    TITLE = "kzlaw-tui"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH: ClassVar[str | PurePath | list[str | PurePath] | None] = [
        "styles/app.tcss",
        "styles/research.tcss",
        "styles/pages.tcss",
        "styles/boxes.tcss",
        "styles/check.tcss",
    ]
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app"), *with_twins(App.BINDINGS)]

    def __init__(self, assistant: Assistant, *, today: date | None = None, terminal: Terminal | None = None) -> None:
        # Without colours a theme is not to be turned into greys: what is left are the terminal's own two.
        super().__init__(ansi_color=True if wants_no_colour() else None)
        self.terminal = terminal or Terminal(no_colours=wants_no_colour())
        self.assistant = assistant
        self.today = today or date.today()
        self.facts = Facts()
        self.jobs = Jobs(self)
        self.finder = Finder(assistant)
        self.memory = Memory(self)
        self.locking = Locking(self)
        self.copier = Copier(self)
        self.exporter = Exporter(self)
        self.embedding = Embedding(self)
        self.first_start = (
            self.terminal.person and not self.memory.incognito and not assistant.home.sessions_file.exists()
        )
        self._library_open = threading.Event()
        self._warm = threading.Event()
        self._guard = TerminalGuard()
        self._early: list[events.Key | events.Paste] | None = []
        for theme in THEMES:
            self.register_theme(theme)
        self.preferences = Preferences(self)
        self.preferences.apply()
        self.keys, self._key_problems = keymap.load(assistant.home.keymap_file)
        self.set_keymap(self.keys.textual())
        self.assistant.t.defaults = self.keys.args()

    @property
    def t(self) -> Translator:
        """Messages in the interface language."""
        return self.assistant.t

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line of every widget passes through."""
        return [*super().get_line_filters(), self._guard]

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
        if isinstance(event, events.InputEvent):
            self.locking.touched()
        if self._early is not None and isinstance(event, events.Key | events.Paste):
            self._early.append(event)
        else:
            await super().on_event(event)

    async def on_ready(self) -> None:
        self.research.set_focus(self.research.query_one(QuestionLine))
        self.locking.begin()
        early, self._early = self._early or [], None
        for event in early:
            # An Enter that was typed before the terminal was ours comes as a line feed.
            is_enter = isinstance(event, events.Key) and event.key in ("ctrl+j", "newline")
            await self.on_event(events.Key("enter", "\r") if is_enter else event)
        if self._key_problems:
            self.say_failure(keymap.told(self._key_problems, self.t))
        self.jobs.start("library", self._open_library, done=self._library_opened, failed=self._library_failed)

    def _open_library(self, _: Token) -> list[EditionInfo]:
        few_arenas()
        try:
            return self.assistant.acts()
        finally:
            self._library_open.set()

    def _library_opened(self, acts: list[EditionInfo]) -> None:
        self._set_acts(acts)
        self.jobs.start(
            "interrupted", lambda _: self.assistant.interrupted(), done=self._tell_interrupted, failed=self.say_failure
        )
        self.look_for_model()
        self.jobs.start(
            "warm-up",
            self._warm_up,
            done=lambda _: self.start_embedding(),
            failed=self.say_failure,
        )

        if not self.locking.locked:
            self.memory.reopen()

    def look_for_model(self) -> None:
        """Which model would speak now: the right of the status line."""
        self.jobs.start(
            "model", lambda _: self.assistant.speaker.in_app(), done=self._set_model, failed=self.say_failure
        )

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
            give_back()
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
                screen.read_shelf()
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
        """After an ingest, a removal or a rebuild: other acts, quotes to be checked again, passages without vectors."""
        self.jobs.start("library", lambda _: self.assistant.acts(), done=self._set_acts, failed=self.say_failure)
        self.memory.recheck()
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

    def _fatal_error(self) -> None:
        """The app ends: a line and a report, where Textual would print the values of every variable, questions among them."""
        error = self._exception
        file = report(self.assistant.home, error, "app", self.t) if error is not None else None
        told = self.t("crash-app", kind=type(error).__name__, log=file or self.assistant.home.log_file)
        self.panic(Text(plain(told)))

    # What the screens share

    @property
    def busy(self) -> bool:
        """Whether a question is being answered, which Esc calls off."""
        return self.research.answering

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
            for line in screen.query("StatusLine, KeyLine"):
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
        if (stored.edition.act, stored.edition.lang, stored.article.number) != (hit.act, hit.lang, hit.article):
            # Editions are numbered anew when the index is rebuilt.
            self.research.open_citation(citation, hit.lang)
            return
        self.research.open_stored(stored, citation=citation, marks=((hit.start, hit.end),))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.locking.permits(action)

    def go_home(self) -> None:
        """Close every screen above the first, unless the app is locked."""
        if not self.locking.locked:
            super().go_home()

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
        self._open(Help(self.scopes()))

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

    def action_sessions(self) -> None:
        self.memory.write(wait=True)
        self._show("sessions", SessionsScreen)

    def action_new_conversation(self) -> None:
        self.memory.open_conversation(None)

    def action_incognito(self) -> None:
        """Write nothing down until the app is closed, or go on writing."""
        self.memory.set_incognito(not self.memory.incognito)
        self.go_home()

    def action_lock(self) -> None:
        """Lock the screen, where there is a passphrase to open it with."""
        if not self.locking.lock():
            self.say(self.t("tui-lock-nothing"))

    def action_contents(self) -> None:
        self.go_home()
        self.research.toggle_contents()

    def action_menu(self) -> None:
        self._open(Menu([scope for scope in self.scopes() if scope != "dialog"]), self._chosen)

    async def _chosen(self, action: Action | None) -> None:
        if action is None:
            return
        if action.scope == "research":
            self.go_home()
        await self.action_run_named(action.scope, action.name)

    def action_theme(self) -> None:
        """The next theme."""
        self.preferences.step("theme")

    def action_tour(self) -> None:
        """Show the tour again, in an empty conversation."""
        self.go_home()
        self.research.run_worker(self.research.show_tour(), group="begin")

    def action_language(self) -> None:
        """The next interface language; every label is written anew."""
        self.preferences.step("lang")

    def set_language(self, lang: UiLang) -> None:
        self.assistant.t = Translator(lang, self.keys.args())
        self.relabel()

    def relabel(self) -> None:
        """Write every label anew."""
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
    app = KzlawApp(assistant, terminal=Terminal.here())
    result = app.run()
    return app.return_code or result or 0
