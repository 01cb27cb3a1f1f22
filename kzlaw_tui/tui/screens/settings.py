"""Settings: how the app looks, what it keeps, where its files are. Every change is seen at once."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.settings import fixed_by_environment
from kzlaw_tui.tui.actions import bindings
from kzlaw_tui.tui.keymap import template
from kzlaw_tui.tui.preferences import PREFERENCES, Preference
from kzlaw_tui.tui.screens.asking import Confirm
from kzlaw_tui.tui.screens.base import Page
from kzlaw_tui.tui.text import plain, styled
from kzlaw_tui.tui.widgets.basics import KeyLine, Localised, PaneTitle, StatusLine

SHOWN = ("home", "config", "keymap")
"""Places that are shown; Enter copies them."""
FORGET = "forget"


class SettingsList(Localised, OptionList):
    """The list. Enter, Space and the right arrow give the next value, the left arrow the previous one."""

    scope = "settings"
    BINDINGS: ClassVar[list[BindingType]] = bindings("settings")

    def action_next_value(self) -> None:
        self._step(1)

    def action_previous_value(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        screen = self.screen
        if isinstance(screen, SettingsScreen) and self.highlighted is not None:
            screen.step(self.get_option_at_index(self.highlighted).id or "", by)


class SettingsScreen(Page):
    """One row a setting; what it means stands below."""

    scope = "settings_page"
    BINDINGS: ClassVar[list[BindingType]] = bindings("settings_page")

    def compose(self) -> ComposeResult:
        yield StatusLine()
        yield PaneTitle(id="settings-title")
        with Vertical(id="settings"):
            yield SettingsList(id="settings-list")
            yield Static("", id="settings-about", markup=False)
        yield KeyLine()

    def on_screen_resume(self) -> None:
        self.relabel()
        self.query_one(SettingsList).focus()

    def relabel(self) -> None:
        self.query_one("#settings-title", Static).update(plain(self.t("tui-settings-title")))
        rows = self.query_one(SettingsList)
        at = rows.highlighted
        rows.clear_options()
        rows.add_options(self._options())
        rows.highlighted = at if at is not None else 1
        self._about()

    # Rows

    def _options(self) -> list[Option]:
        t = self.t
        names = [t(f"tui-set-{p.slug}") for p in PREFERENCES] + [t(f"tui-set-{name}") for name in (*SHOWN, FORGET)]
        width = max(map(cell_len, names)) + 2
        made: list[Option] = []
        section = ""
        for preference in PREFERENCES:
            if preference.section != section:
                section = preference.section
                made.append(self._head(section, first=not made))
            made.append(self._row(preference.name, f"tui-set-{preference.slug}", self._value(preference), width))
        made.append(self._row(FORGET, "tui-set-forget", "", width))
        made.append(self._head("files"))
        made += [self._row(name, f"tui-set-{name}", self._path(name), width) for name in SHOWN]
        return made

    def _head(self, section: str, *, first: bool = False) -> Option:
        label = styled((self.t(f"tui-set-section-{section}"), "bold $accent"))
        return Option(label if first else styled("\n") + label, disabled=True)

    def _row(self, name: str, message: str, value: str, width: int) -> Option:
        label = self.t(message)
        return Option(styled("  ", label, " " * (width - cell_len(label)), (value, "bold")), id=name)

    def _value(self, preference: Preference) -> str:
        return self.t(f"tui-set-{preference.slug}-{str(self.kzlaw.preferences.value(preference.name)).lower()}")

    def _path(self, name: str) -> str:
        home = self.assistant.home
        return str({"home": home.root, "config": home.config_file, "keymap": home.keymap_file}[name])

    # What it means

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._about()

    def _about(self) -> None:
        rows = self.query_one(SettingsList)
        about = self.query_one("#settings-about", Static)
        name = rows.get_option_at_index(rows.highlighted).id if rows.highlighted is not None else None
        if name is None:
            about.update("")
            return
        parts: list[Content] = [styled(self.t(f"tui-about-{name.replace('.', '-')}"))]
        if name not in (*SHOWN, FORGET):
            if limited := self.kzlaw.preferences.limited(name):
                parts.append(styled((self.t(limited), "$warning")))
            if variable := fixed_by_environment(name):
                parts.append(styled((self.t("tui-set-environment", variable=variable), "$warning")))
        about.update(Content("\n").join(parts))

    # Changing

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.step(event.option_id or "", 1)

    def step(self, name: str, by: int) -> None:
        """The next or the previous value of a row; a place is copied, forgetting asks first."""
        if name in SHOWN:
            if name == "keymap":
                self._begin_keymap()
            self.kzlaw.copier.copy(self._path(name))
        elif name == FORGET:
            question = Confirm(self.t("tui-forget-question"), self.t("tui-forget-yes"))
            self.app.push_screen(question, lambda yes: self.kzlaw.memory.forget() if yes else None)
        elif name:
            self.kzlaw.preferences.step(name, by)
            self.relabel()

    def _begin_keymap(self) -> None:
        """A file to begin with, all of it comments, where there is none."""
        file = self.assistant.home.keymap_file
        try:
            with file.open("x", encoding="utf-8") as made:
                made.write(template(self.t))
        except FileExistsError:
            return
        except OSError as error:
            failure = KzlawError("error-home-unwritable", path=file.parent, reason=error.strerror or error)
            self.kzlaw.say_failure(self.t.error(failure))

    def action_close(self) -> None:
        self.kzlaw.go_home()
