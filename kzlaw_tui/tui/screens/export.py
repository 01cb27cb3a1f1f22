"""The box that saves a memo: what, in which format, where."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kzlaw_tui.memo.model import Memo
from kzlaw_tui.memo.writing import FORMATS, free_name, write_memo
from kzlaw_tui.tui.jobs import Token
from kzlaw_tui.tui.screens.base import Dialog
from kzlaw_tui.tui.text import one_line, plain, styled
from kzlaw_tui.tui.widgets.basics import LineInput
from kzlaw_tui.tui.widgets.lists import CalmList

EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be saved; ``make`` runs in a thread."""

    label: str
    stem: str
    make: Callable[[], Memo]


def documents() -> Path:
    """The folder of documents, else the home folder."""
    import platformdirs

    folder = Path(platformdirs.user_documents_dir())
    return folder if folder.is_dir() else Path.home()


def editor() -> str:
    """The person's editor; empty where none is set."""
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""


class ExportBox(Dialog[None]):
    """Enter saves, wherever the focus is."""

    def __init__(self, choices: Sequence[Choice], folder: Path | None = None) -> None:
        super().__init__()
        self._choices = list(choices)
        self._folder = folder or documents()
        self._formats = [*FORMATS, *([EDITOR] if editor() else [])]
        self._path = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(plain(self.t("tui-export-title")), classes="box-title", markup=False)
            yield Static(plain(self.t("tui-export-what")), classes="export-label", markup=False)
            yield CalmList(*(Option(styled(one_line(c.label))) for c in self._choices), id="export-what")
            yield Static(plain(self.t("tui-export-format")), classes="export-label", markup=False)
            yield OptionList(*(Option(self._format(name)) for name in self._formats), id="export-format")
            yield LineInput("tui-export-hint", id="export-path")
            yield Static(plain(self.t("tui-export-advice")), classes="advice", markup=False)

    def _format(self, name: str) -> Content:
        return styled(self.t(f"tui-export-{name}", editor=one_line(editor())))

    def on_mount(self) -> None:
        what, formats = self.query_one("#export-what", OptionList), self.query_one("#export-format", OptionList)
        what.highlighted = formats.highlighted = 0
        formats.focus()
        self._suggest()

    def _chosen(self) -> tuple[Choice, str]:
        what = self.query_one("#export-what", OptionList).highlighted or 0
        at = self.query_one("#export-format", OptionList).highlighted or 0
        return self._choices[what], self._formats[at]

    def _suggest(self) -> None:
        """The path that goes with what was chosen, unless a person wrote another one."""
        line = self.query_one(LineInput)
        choice, name = self._chosen()
        suffix = "md" if name == EDITOR else name
        if line.value in ("", self._path):
            line.value = self._path = str(free_name(self._folder / f"{choice.stem}.{suffix}"))
        else:
            line.value = str(Path(line.value).with_suffix(f".{suffix}"))
        line.cursor_position = len(line.value)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._suggest()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._save()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._save()

    def _save(self) -> None:
        choice, name = self._chosen()
        file = Path(self.query_one(LineInput).value.strip().strip("\"'")).expanduser()
        kzlaw = self.kzlaw

        def work(_: Token) -> Path:
            return write_memo(choice.make(), file)

        def done(saved: Path) -> None:
            if self.is_attached:
                self.dismiss(None)
            kzlaw.say(kzlaw.t("tui-export-done", path=saved))
            if name == EDITOR:
                open_editor(self, saved)

        kzlaw.jobs.start("export", work, done=done, failed=kzlaw.say_failure)


def open_editor(box: ExportBox, file: Path) -> None:
    """Lend the terminal to the person's editor until it is closed."""
    kzlaw, program = box.kzlaw, editor()
    try:
        with kzlaw.suspend():
            subprocess.run([*shlex.split(program), str(file)], check=False)
    except (OSError, ValueError, SuspendNotSupported) as error:
        kzlaw.say_failure(kzlaw.t("tui-editor-failed", editor=program, reason=error, path=file))
