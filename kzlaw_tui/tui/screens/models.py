"""Models: what is installed, what speaks, and how much of the machine it may take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.settings import AUTO, NONE
from kzlaw_tui.tui.actions import bindings
from kzlaw_tui.tui.jobs import Token
from kzlaw_tui.tui.screens.asking import AskLine, Confirm
from kzlaw_tui.tui.screens.base import Page
from kzlaw_tui.tui.text import one_line, plain, styled
from kzlaw_tui.tui.widgets.basics import KeyLine, Localised, PaneTitle, StatusLine

if TYPE_CHECKING:
    from kzlaw_tui.models.home import Manifest, ModelHome

Setting = Literal["in_app", "rate", "low_power", "battery", "scale"]
SETTINGS: tuple[Setting, ...] = ("in_app", "rate", "low_power", "battery", "scale")
POWER = ("auto", "on", "off")
ASKED: dict[Setting, str] = {
    "rate": "model.tokens_per_second",
    "battery": "model.battery_pause",
    "scale": "model.scale",
}
"""Settings that are typed, by their names in ``config.toml``."""


@dataclass(frozen=True, slots=True)
class Row:
    """A model, an adapter or a setting."""

    manifest: Manifest | None = None
    setting: Setting | None = None


class ModelsList(Localised, OptionList):
    """The list, where letters are keys."""

    scope = "models_list"
    BINDINGS: ClassVar[list[BindingType]] = bindings("models_list")

    def action_choose(self) -> None:
        self.action_select()


@dataclass(frozen=True, slots=True)
class Found:
    """What the home has, and the names of the model and the adapter that would speak now."""

    models: list[Manifest]
    adapters: list[Manifest]
    model: str
    adapter: str


class ModelsScreen(Page):
    """Models, adapters and settings in one list; about the one under the cursor beside it."""

    scope = "models"
    BINDINGS: ClassVar[list[BindingType]] = bindings("models")

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row | None] = []
        self._found: Found | None = None
        self._verdicts: dict[tuple[str, str], Content] = {}
        self._recommended: Content | None = None
        self._busy = False

    def compose(self) -> ComposeResult:
        yield StatusLine()
        yield PaneTitle(id="models-title")
        yield Static("", id="models-now", markup=False)
        with Horizontal(id="models"):
            yield ModelsList(id="models-list")
            with VerticalScroll(id="models-side", classes="divided"):
                yield Static("", id="models-detail", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.relabel()

    def on_screen_resume(self) -> None:
        self.query_one(ModelsList).focus()
        self._look_up()

    def _look_up(self) -> None:
        speaker = self.assistant.speaker
        self.kzlaw.jobs.start(
            "models",
            lambda _: Found(
                speaker.models.list(), speaker.adapters.list(), speaker.model_name(), speaker.adapter_name()
            ),
            done=self._listed,
            failed=self.kzlaw.say_failure,
        )

    def _listed(self, found: Found) -> None:
        first, self._found = self._found is None, found
        if first:
            self.query_one(ModelsList).highlighted = None
        self.relabel()

    def relabel(self) -> None:
        self.query_one("#models-title", Static).update(plain(self.t("tui-models-title")))
        self._fill()

    # The list

    def _fill(self) -> None:
        options = self.query_one(ModelsList)
        before = self.current
        options.clear_options()
        self.rows = []

        def head(message: str) -> None:
            self.rows.append(None)
            options.add_option(Option(styled((self.t(message), "$ink-soft")), disabled=True))

        def row(item: Row, label: Content) -> None:
            self.rows.append(item)
            options.add_option(Option(label))

        found = self._found or Found([], [], "", "")
        for title, none, manifests, chosen in (
            ("tui-models-models", "tui-models-none", found.models, found.model),
            ("tui-models-adapters", "tui-models-no-adapters", found.adapters, found.adapter),
        ):
            head(title)
            if not manifests:
                head("tui-loading" if self._found is None else none)
            for manifest in manifests:
                row(Row(manifest), self._label(manifest, manifest.name == chosen))
        head("tui-models-settings")
        for setting in SETTINGS:
            row(Row(setting=setting), self._setting_label(setting))
        places = {_key(item): i for i, item in reversed(list(enumerate(self.rows))) if item is not None}
        options.highlighted = places.get(_key(before) if before else "", min(places.values()))
        self._now(found)
        self._show()

    def _label(self, manifest: Manifest, chosen: bool) -> Content:
        mark = ("● ", "$accent") if chosen else "○ "
        facts = [manifest.quantisation, f"{manifest.size / 2**20:.0f} MB", manifest.licence or manifest.base]
        about = " · ".join(one_line(fact) for fact in facts if fact)
        verdict = self._verdicts.get((manifest.kind, manifest.name))
        label = styled(mark, (one_line(manifest.name), "bold"), "  ", (about, "$ink-soft"))
        return label if verdict is None else label + Content("  ") + verdict

    def _setting_label(self, setting: Setting) -> Content:
        return styled("  ", self.t(f"tui-models-set-{setting}"), ": ", (self._value(setting), "bold"))

    def _value(self, setting: Setting) -> str:
        model = self.assistant.settings.model
        if setting == "in_app":
            return self.t("tui-models-yes" if model.in_app else "tui-models-no")
        if setting == "low_power":
            return self.t(f"tui-models-power-{model.low_power}")
        if setting == "rate":
            rate = model.tokens_per_second
            return self.t("tui-models-rate", n=f"{rate:g}") if rate else self.t("tui-models-no-cap")
        if setting == "battery":
            return f"{model.battery_pause} %"
        return f"{model.scale:g}"

    def _now(self, found: Found) -> None:
        if self._found is None:
            text = self.t("tui-loading")
        elif not found.model:
            text = self.t("tui-models-quotes-only")
        else:
            name = f"{found.model} + {found.adapter}" if found.adapter else found.model
            text = self.t("tui-models-speaks", name=name)
        self.query_one("#models-now", Static).update(plain(text))

    # The one under the cursor

    @property
    def current(self) -> Row | None:
        at = self.query_one(ModelsList).highlighted
        return self.rows[at] if at is not None and at < len(self.rows) else None

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show()

    def _show(self) -> None:
        row = self.current
        lines: list[Content] = []
        if row is not None and row.manifest is not None:
            lines = self._manifest_lines(row.manifest)
        elif row is not None and row.setting is not None:
            lines = [styled(self.t(f"tui-models-about-{row.setting}"))]
        lines += [Content(""), self._recommended or styled((self.t("tui-models-recommend-hint"), "$ink-soft"))]
        self.query_one("#models-detail", Static).update(Content("\n").join(lines))

    def _manifest_lines(self, manifest: Manifest) -> list[Content]:
        t = self.t
        parameters = [t("models-parameters", n=round(manifest.parameters / 1e6))] if manifest.parameters else []
        facts: list[tuple[str, str]] = [
            ("tui-models-form", " · ".join(part for part in (manifest.form, manifest.architecture) if part)),
            ("tui-models-quant", manifest.quantisation),
            ("tui-models-size", " · ".join((f"{manifest.size / 2**20:.0f} MB", *parameters))),
        ]
        if manifest.kind == "model":
            facts.append(("tui-models-context", str(manifest.context or "—")))
            facts.append(("tui-models-chat", t("models-template" if manifest.chat_template else "models-base")))
        else:
            facts += [("tui-models-rank", str(manifest.rank or "—")), ("tui-models-base", manifest.base)]
        facts += [
            ("tui-models-licence", manifest.licence or t("tui-models-unknown")),
            ("tui-models-source", manifest.source),
            ("tui-models-added", manifest.added),
            ("tui-models-hash", manifest.sha256),
        ]
        lines = [styled((one_line(manifest.name), "bold"))]
        lines += [styled((f"{t(label)}: ", "$ink-soft"), one_line(value)) for label, value in facts if value]
        return lines

    # What is done

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter: speak with this model, put the adapter on or off, change the setting."""
        event.stop()
        row = self.current
        if row is None:
            return
        if row.manifest is not None:
            self._choose(row.manifest)
        elif row.setting == "in_app":
            self._save({"model.in_app": not self.assistant.settings.model.in_app})
        elif row.setting == "low_power":
            power = self.assistant.settings.model.low_power
            self._save({"model.low_power": POWER[(POWER.index(power) + 1) % len(POWER)]})
        elif row.setting is not None:
            name, value = ASKED[row.setting], self._plain_value(row.setting)
            box = AskLine(self.t(f"tui-models-set-{row.setting}"), f"tui-models-hint-{row.setting}", value)
            self.app.push_screen(box, lambda typed: self._typed(name, typed))

    def _plain_value(self, setting: Setting) -> str:
        model = self.assistant.settings.model
        values = {"rate": model.tokens_per_second, "battery": model.battery_pause, "scale": model.scale}
        return f"{values[setting]:g}"

    def _typed(self, name: str, typed: str | None) -> None:
        if not typed:
            return
        try:
            value = float(typed.replace(",", ".").strip(" %"))
        except ValueError:
            self.kzlaw.say(self.t("tui-models-not-a-number", text=typed), failed=True)
            return
        self._save({name: int(value) if name == "model.battery_pause" else value})

    def _choose(self, manifest: Manifest) -> None:
        settings, found = self.assistant.settings.model, self._found
        if found is None:
            return
        if manifest.kind == "model":
            # An adapter belongs to its base: another model begins with its own, or none.
            chosen = manifest.name == found.model
            self._save({"model.name": "" if chosen and settings.name else manifest.name, "model.adapter": AUTO})
        elif found.adapter == manifest.name:
            self._save({"model.adapter": NONE})
        else:
            # The heads of both files are read.
            self.kzlaw.jobs.start(
                "adapter",
                lambda _: self.assistant.speaker.check_adapter(manifest.name),
                done=lambda _: self._save({"model.adapter": manifest.name}),
                failed=self.kzlaw.say_failure,
            )

    def _save(self, changes: dict[str, str | float | bool]) -> None:
        try:
            self.assistant.home.change_settings(changes)
        except KzlawError as error:
            self.kzlaw.say_failure(self.t.error(error))
        self.kzlaw.look_for_model()
        self._fill()
        self._look_up()

    def _home(self, manifest: Manifest) -> ModelHome:
        speaker = self.assistant.speaker
        return speaker.models if manifest.kind == "model" else speaker.adapters

    def action_verify(self) -> None:
        """Read the whole file again and compare its hash."""
        row = self.current
        if row is None or row.manifest is None:
            return
        manifest = row.manifest

        def done(error: KzlawError | None) -> None:
            verdict = styled(("✗", "bold $error") if error else ("✓ " + self.t("models-ok"), "$accent"))
            self._verdicts[manifest.kind, manifest.name] = verdict
            if error is not None:
                self.kzlaw.say_failure(self.t.error(error))
            self._fill()

        self._work("tui-models-verifying", lambda _: self._home(manifest).verify(manifest), done)

    def action_remove(self) -> None:
        row = self.current
        if row is None or row.manifest is None:
            return
        manifest = row.manifest

        def remove(yes: bool | None) -> None:
            if yes:
                self._work("tui-models-removing", lambda _: self._remove(manifest), lambda _: self._look_up())

        question = self.t("tui-models-remove", name=manifest.name)
        self.app.push_screen(Confirm(question, self.t("tui-models-remove-yes")), remove)

    def _remove(self, manifest: Manifest) -> None:
        speaker = self.assistant.speaker
        speaker.close()
        self._home(manifest).remove(manifest.name)
        settings = self.assistant.settings.model
        if manifest.kind == "model" and settings.name == manifest.name:
            self.assistant.home.change_settings({"model.name": "", "model.adapter": AUTO})
        elif manifest.kind == "adapter" and settings.adapter == manifest.name:
            self.assistant.home.change_settings({"model.adapter": AUTO})

    def action_add(self) -> None:
        self.app.push_screen(AskLine(self.t("tui-models-add-title"), "tui-models-add-hint"), self._add)

    def _add(self, typed: str | None) -> None:
        if not typed or not typed.strip():
            return
        name = typed.strip().strip("\"'")
        self._work("tui-models-adding", lambda _: self.assistant.speaker.add(name), lambda _: self._look_up())

    def action_recommend(self) -> None:
        """Measure this machine and say what suits it."""
        self.query_one("#models-detail", Static).update(plain(self.t("models-checking-memory")))

        def work(_: Token) -> str:
            from kzlaw_tui.models import catalogue, hardware
            from kzlaw_tui.present.models import recommended_text

            machine, speed = hardware.look(), hardware.bandwidth()
            weighed = catalogue.weigh(machine, speed, self.assistant.settings.model.context)
            return recommended_text(self.t, machine, speed, catalogue.recommend(weighed))

        def done(text: str) -> None:
            self._recommended = styled((self.t("tui-models-recommended"), "bold"), "\n", text)
            self._show()

        self._work("models-checking-memory", work, done)

    def _work(self, working: str, work: Callable[[Token], object], done: Callable[..., None]) -> None:
        """One piece of work at a time, in a thread."""
        if self._busy:
            self.kzlaw.say(self.t("tui-models-busy"))
            return
        self._busy = True
        self.kzlaw.set_working(self.t(working))

        def ended() -> None:
            self._busy = False
            self.kzlaw.set_working("")
            self.kzlaw.look_for_model()

        def finished(result: object) -> None:
            ended()
            done(result)

        def failed(message: str) -> None:
            ended()
            self._show()
            self.kzlaw.say_failure(message)

        self.kzlaw.jobs.start("models-work", work, done=finished, failed=failed)

    def action_close(self) -> None:
        self.app.pop_screen()


def _key(row: Row) -> str:
    """What a row stands for, whatever else changes about it."""
    return f"{row.manifest.kind}/{row.manifest.name}" if row.manifest is not None else str(row.setting)
