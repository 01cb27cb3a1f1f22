"""Checking a text that somebody sent: its citations with their verdicts, the text with the places marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.tui.actions import bindings
from kzlaw_tui.tui.jobs import Token
from kzlaw_tui.tui.screens.add_documents import SUFFIXES
from kzlaw_tui.tui.screens.asking import AskLine
from kzlaw_tui.tui.screens.base import Page
from kzlaw_tui.tui.screens.export import documents
from kzlaw_tui.tui.text import one_line, plain, styled
from kzlaw_tui.tui.widgets.basics import KeyLine, LineInput, Localised, PaneTitle, StatusLine

if TYPE_CHECKING:
    from kzlaw_tui.answering.audit import Checked
    from kzlaw_tui.present.audits import Piece, Tone

AROUND = 40
"""So many paragraphs are shown on each side of the place that is looked at."""
MARKS: dict[Tone, str] = {"": "", "good": "✓ ", "doubt": "? ", "bad": "✗ "}
STYLES: dict[Tone, str] = {
    "": "",
    "good": "$accent",
    "doubt": "bold underline $warning",
    "bad": "bold underline $error",
}


@dataclass(frozen=True, slots=True)
class Audited:
    """A text that was checked; ``name`` is its file's, empty for a pasted one."""

    name: str
    text: str
    checked: Sequence[Checked]


class CheckLine(LineInput):
    """Takes the path of a file, or the text itself, of as many lines as it has."""

    def on_paste(self, event: events.Paste) -> None:
        text = event.text.strip()
        if "\n" not in text and len(text) < 300:
            super().on_paste(event)
            return
        event.prevent_default()
        event.stop()
        screen = self.screen
        assert isinstance(screen, CheckScreen)
        screen.check_text(text)


class CheckList(Localised, OptionList):
    """The citations, where letters are keys."""

    scope = "check_list"
    BINDINGS: ClassVar[list[BindingType]] = bindings("check_list")

    def action_open(self) -> None:
        self.action_select()


class CheckScreen(Page):
    """A line for a path or a text; below it the citations, and the text beside them."""

    scope = "check"
    BINDINGS: ClassVar[list[BindingType]] = bindings("check")

    def __init__(self) -> None:
        super().__init__()
        self.audited: Audited | None = None
        self._token: Token | None = None
        self._paragraphs: list[list[tuple[Piece, int]]] = []
        self._shown: range = range(0)

    def compose(self) -> ComposeResult:
        yield StatusLine()
        yield PaneTitle(id="check-title")
        yield CheckLine("tui-check-hint", id="check-line")
        yield Static("", id="check-sum", markup=False)
        with Horizontal(id="check"):
            yield CheckList(id="check-list")
            with Vertical(id="check-side", classes="divided"):
                yield Static("", id="check-detail", markup=False)
                yield VerticalScroll(id="check-text")
        yield KeyLine()

    def on_mount(self) -> None:
        self.relabel()

    def on_screen_resume(self) -> None:
        self.relabel()
        self.query_one(CheckList if self.audited and self.audited.checked else CheckLine).focus()

    def relabel(self) -> None:
        self.query_one("#check-title", Static).update(plain(self.t("tui-check-title")))
        self._fill(self.query_one(CheckList).highlighted or 0)

    # What is checked

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        typed = event.value.strip()
        if not typed:
            return
        path = Path(typed.strip("\"'")).expanduser()
        try:
            there = path.is_file()
        except OSError:
            there = False
        if there:
            self.check_file(path)
        elif " " not in typed and path.suffix.lower() in SUFFIXES:
            self.kzlaw.say(self.t("tui-add-missing", path=typed), failed=True)
        else:
            self.check_text(typed)

    def check_file(self, path: Path) -> None:
        """Check a document, in a thread."""
        self._check(path.name, lambda: self.assistant.read_text(path))

    def check_text(self, text: str) -> None:
        """Check a text that was pasted."""
        self._check("", lambda: text)

    def _check(self, name: str, read: Callable[[], str]) -> None:
        if self._token is not None:
            self._token.cancel()

        def work(_: Token) -> Audited:
            text = read()
            return Audited(name, text, self.kzlaw.with_library(lambda: self.assistant.verify(text)))

        self.kzlaw.jobs.busy()
        self.kzlaw.set_working(self.t("tui-check-working"))
        self._token = self.kzlaw.jobs.start("check", work, done=self._done, failed=self._failed)
        self._fill(0)

    def _done(self, audited: Audited) -> None:
        self.audited = audited
        self._ended()
        self.query_one(CheckLine).value = ""
        self._fill(next((i for i, item in enumerate(audited.checked) if not item.good), 0))
        if audited.checked:
            self.query_one(CheckList).focus()

    def _failed(self, message: str) -> None:
        self._ended()
        self._fill(0)
        self.kzlaw.say_failure(message)

    def _ended(self) -> None:
        self._token = None
        self.kzlaw.jobs.calm()
        self.kzlaw.set_working("")

    # What is shown

    def _fill(self, at: int) -> None:
        from kzlaw_tui.present.audits import annotated, remark, summed

        found = self.audited
        options = self.query_one(CheckList)
        options.clear_options()
        self._paragraphs, self._shown = [], range(0)
        if found is not None:
            for item in found.checked:
                tone: Tone = "good" if item.good else "doubt" if item.doubtful else "bad"
                label = styled(
                    (MARKS[tone], STYLES[tone].replace("underline ", "")),
                    (one_line(item.text), "bold"),
                    "\n  ",
                    (one_line(remark(self.assistant, item)), "$ink-soft"),
                )
                options.add_option(Option(label))
            self._paragraphs = paragraphs(list(annotated(self.assistant, found.text, found.checked)))
        self.query_one("#check").display = found is not None and bool(found.checked)
        line = self.query_one("#check-sum", Static)
        if self._token is not None:
            line.update(styled((self.t("tui-check-working"), "$accent")))
        elif found is None:
            line.update(plain(self.t("tui-check-advice")))
        elif not found.checked:
            line.update(plain(self.t("tui-check-none")))
        else:
            name = f"{one_line(found.name)}: " if found.name else ""
            line.update(styled((name, "bold"), summed(self.assistant, found.checked)))
        if found is not None and found.checked:
            options.highlighted = min(at, len(found.checked) - 1)
            self._look()

    @property
    def item(self) -> Checked | None:
        """The citation under the cursor."""
        at = self.query_one(CheckList).highlighted
        found = self.audited
        return found.checked[at] if found and at is not None and at < len(found.checked) else None

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._look()

    def _look(self) -> None:
        """Show what is said of the citation under the cursor, and its place in the text."""
        item = self.item
        if item is None:
            return
        self.query_one("#check-detail", Static).update(self._detail(item))
        n = next(
            (
                n
                for n, paragraph in enumerate(self._paragraphs)
                if any(start <= item.span.start < start + len(piece.text) for piece, start in paragraph)
            ),
            0,
        )
        box = self.query_one("#check-text", VerticalScroll)
        if n not in self._shown or not box.children:
            self._shown = range(max(0, n - AROUND), min(len(self._paragraphs), n + AROUND + 1))
            box.remove_children()
            box.mount(*(Static("", markup=False, classes="check-paragraph") for _ in self._shown))
        for place, widget in zip(self._shown, list(box.children)[-len(self._shown) :], strict=True):
            assert isinstance(widget, Static)
            widget.update(self._paragraph(place, item))
            if place == n:
                self.call_after_refresh(box.scroll_to_widget, widget, animate=False, center=True)

    def _detail(self, item: Checked) -> Content:
        from kzlaw_tui.present.audits import remark

        lines = [styled((one_line(item.text), "bold")), styled(one_line(remark(self.assistant, item)))]
        if item.changes:
            parts: list[tuple[str, str] | str] = [(f"{self.t('verify-changes')}: ", "$ink-soft")]
            for change in item.changes:
                if change.same:
                    parts.append(f"{change.said} ")
                    continue
                if change.said:
                    parts.append((f"[-{change.said}-] ", "strike $error"))
                if change.law:
                    parts.append((f"{{+{change.law}+}} ", "bold $accent"))
            lines.append(styled(*parts))
        if item.suggestion is not None:
            lines.append(styled((self.t("tui-check-suggested"), "$ink-soft")))
        return Content("\n").join(lines)

    def _paragraph(self, n: int, item: Checked) -> Content:
        parts: list[tuple[str, str] | str] = []
        for piece, start in self._paragraphs[n]:
            style = STYLES[piece.tone]
            if start <= item.span.start < start + len(piece.text) and piece.tone:
                style = f"reverse {style}"
            parts.append((MARKS[piece.tone] + piece.text, style))
        return styled(*parts)

    # What is done

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter: the cited article; where there is none, the one that was probably meant."""
        event.stop()
        item = self.item
        if item is not None:
            missing = item.status in ("unknown", "superseded") and not item.doubtful and item.suggestion is not None
            self._open(item, suggested=missing)

    def action_open_suggested(self) -> None:
        item = self.item
        if item is not None and item.suggestion is not None:
            self._open(item, suggested=True)
        else:
            self.kzlaw.say(self.t("tui-check-no-suggestion"))

    def _open(self, item: Checked, *, suggested: bool) -> None:
        citation = item.suggestion if suggested and item.suggestion else item.span.citation
        try:
            self.assistant.show_citation(citation)
        except KzlawError as error:
            if error.message_id != "error-no-such-point":
                self.kzlaw.say(self.t.error(error))
                return
        self.kzlaw.go_home()
        self.kzlaw.research.open_citation(citation)

    def action_line(self) -> None:
        self.query_one(CheckLine).focus()

    def action_export_text(self) -> None:
        """Save the text with notes."""
        if self.audited is None:
            return
        from kzlaw_tui.memo.writing import free_name

        stem = Path(self.audited.name).stem or self.t("tui-check-file")
        path = free_name(documents() / f"{stem} ✓.docx")
        self.app.push_screen(AskLine(self.t("tui-check-export"), "tui-check-export-hint", str(path)), self._export)

    def _export(self, typed: str | None) -> None:
        from kzlaw_tui.present.audits import EXPORTS, export

        found = self.audited
        if not typed or found is None:
            return
        path = Path(typed.strip().strip("\"'")).expanduser()
        if path.suffix.lower() not in EXPORTS:
            self.kzlaw.say(self.t("error-export-kind", path=path), failed=True)
            return

        def work(_: Token) -> Path:
            export(self.assistant, found.text, found.checked, path)
            return path

        self.kzlaw.jobs.start(
            "check-export",
            work,
            done=lambda saved: self.kzlaw.say(self.t("verify-exported", path=saved)),
            failed=self.kzlaw.say_failure,
        )

    def action_close(self) -> None:
        if self._token is not None:
            self._token.cancel()
            self._ended()
            self._fill(0)
        elif isinstance(self.focused, CheckLine) and self.audited is not None and self.audited.checked:
            self.query_one(CheckList).focus()
        else:
            self.app.pop_screen()


def paragraphs(pieces: Sequence[Piece]) -> list[list[tuple[Piece, int]]]:
    """The pieces of an annotated text by paragraphs, each with its offset in the text; empty paragraphs are left out."""
    from kzlaw_tui.present.audits import Piece

    made: list[list[tuple[Piece, int]]] = [[]]
    at = 0
    for piece in pieces:
        # A citation across a line end stays in one paragraph.
        lines = [piece.text] if piece.tone else piece.text.split("\n")
        for n, line in enumerate(lines):
            if n:
                at += 1
                made.append([])
            if line:
                made[-1].append((Piece(line, piece.tone, piece.notes), at))
            at += len(line)
    return [paragraph for paragraph in made if any(piece.text.strip() for piece, _ in paragraph)]
