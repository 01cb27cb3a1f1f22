"""The model of a home as one thing: chosen by the settings, kept in its process from question to question."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from kzlaw_tui.answering.answer import Answer, ModelUse
from kzlaw_tui.answering.checking import Checker, gate
from kzlaw_tui.answering.followup import standalone
from kzlaw_tui.answering.generate import Draft, Speaking, Spoken, answer_alone, answer_with_model
from kzlaw_tui.answering.prompt import WHOLE, Shape
from kzlaw_tui.config import Home
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.library.store import Library
from kzlaw_tui.models.adapters import check_compatible
from kzlaw_tui.models.backend import Backend, Cancel, Never, Sampling
from kzlaw_tui.models.choice import BACKENDS, Chosen, adapter_of, choose, pick
from kzlaw_tui.models.home import Kind, Manifest, ModelHome, is_adapter
from kzlaw_tui.models.packaged import GEMMA, add_adapter, add_gemma
from kzlaw_tui.models.process import ProcessBackend
from kzlaw_tui.retrieval.text import detect_lang

if TYPE_CHECKING:
    from kzlaw_tui.settings import ModelSettings, Settings


class Host(Protocol):
    """The assistant, as far as a model's answer needs it."""

    home: Home

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""

    @property
    def library(self) -> Library:
        """The stored articles."""

    @property
    def registry(self) -> Registry:
        """The acts that are known by name."""

    def ask(self, question: str, *, act: str | None = None) -> Answer:
        """An answer in quotes."""


class Speaker:
    """Answers in a model's words. ``backend`` makes the backend of a name; by default one in a child process."""

    def __init__(
        self,
        host: Host,
        *,
        backend: Callable[[str], Backend] = ProcessBackend,
        check: Checker | None = None,
    ) -> None:
        self.models = ModelHome(host.home.models, "model")
        self.adapters = ModelHome(host.home.adapters, "adapter")
        self._host = host
        self._model: str | None = None
        self._adapter: str | None = None
        self._scale: float | None = None
        self._states = host.home.model_states
        self._make = backend
        self._check = check
        self._backend: Backend | None = None
        self._served = ""
        self._lock = Lock()

    @property
    def settings(self) -> ModelSettings:
        """The settings, with the model and adapter that were asked for instead of theirs."""
        asked = {"name": self._model, "adapter": self._adapter, "scale": self._scale}
        return self._host.settings.model.model_copy(update={k: v for k, v in asked.items() if v is not None})

    def use(self, model: str | None = None, adapter: str | None = None, scale: float | None = None) -> None:
        """Speak with this model, with this adapter at this strength, from now on; ``None`` leaves the choice to the settings,
        an empty adapter is none. The next answer is made with it; the base is not loaded anew for another adapter."""
        self._model, self._adapter, self._scale = model, adapter, scale

    def name(self) -> str:
        """The model that would speak, with its adapter; empty when there is none."""
        with suppress(KzlawError, OSError):
            settings = self.settings
            model = pick(settings.name, self.models)
            adapter = adapter_of(settings.adapter, model, self.adapters)
            return f"{model.name} + {adapter.name}" if adapter is not None else model.name
        return ""

    def model_name(self) -> str:
        """The model that would speak, without its adapter; empty when there is none."""
        with suppress(KzlawError, OSError):
            return pick(self.settings.name, self.models).name
        return ""

    def adapter_name(self) -> str:
        """The adapter that the model would speak with; empty for none."""
        with suppress(KzlawError, OSError):
            adapter = adapter_of(self.settings.adapter, pick(self.settings.name, self.models), self.adapters)
            return adapter.name if adapter is not None else ""
        return ""

    def memory_needed(self) -> int:
        """Bytes that the model which would speak takes. Raises ``KzlawError`` when there is none, or it is damaged."""
        model = pick(self.settings.name, self.models)
        return self.models.gguf(model).memory(self.settings.context) if model.form == "gguf" else model.size

    def check_adapter(self, name: str) -> None:
        """Raises ``KzlawError`` when an adapter does not suit the model that would speak."""
        adapter, model = self.adapters.get(name), pick(self.settings.name, self.models)
        if adapter.form != model.form:
            raise KzlawError("error-adapter-form", name=adapter.name, form=adapter.form, wanted=model.form)
        if model.form == "gguf":
            check_compatible(self.adapters.gguf(adapter), self.models.gguf(model))

    def add(
        self,
        source: str,
        *,
        kind: Kind | None = None,
        name: str = "",
        link: bool = False,
        base: str = "",
        progress: Callable[[float], None] | None = None,
    ) -> Manifest:
        """Bring in a model or an adapter: a path, or ``gemma3-270m`` for the one of the package. Which of the two it is, the
        file says, unless ``kind`` does. An adapter is held to the model ``base``, else to the one that would speak. With
        ``gemma3-270m`` comes the adapter that was tuned for it.
        Raises ``KzlawError``."""
        path = Path(source).expanduser()
        if source == GEMMA and kind != "adapter" and not path.exists():
            gemma = add_gemma(self.models)
            add_adapter(gemma, self.adapters)
            return gemma
        if kind is None:
            kind = "adapter" if is_adapter(path) else "model"
        if kind == "model":
            return self.models.add(path, name=name, link=link, progress=progress)
        known = self.models.list()
        wanted = base or self.settings.name
        model = self.models.get(wanted) if wanted else known[0] if len(known) == 1 else None
        head = self.models.gguf(model) if model is not None and model.form == "gguf" else None
        sha256 = model.sha256 if model is not None else ""
        return self.adapters.add(path, name=name, link=link, base=head, base_sha256=sha256, progress=progress)

    def in_app(self) -> str:
        """The model that speaks in the app; empty when there is none, or it is not wanted there."""
        with suppress(KzlawError):
            return self.name() if self.settings.in_app else ""
        return ""

    def quotes(self, question: str, *, act: str | None = None, history: Sequence[str] = ()) -> Answer:
        """The answer in quotes that a model's answer begins with; a follow-up is searched for as ``asked``."""
        asked = standalone(question, history, self._host.registry)
        answer = self._host.ask(asked, act=act)
        return replace(answer, question=question, asked=asked if asked != question else "")

    def ask(
        self,
        question: str,
        *,
        act: str | None = None,
        history: Sequence[str] = (),
        cancel: Cancel | None = None,
        tell: Callable[[Draft], None] | None = None,
    ) -> Answer:
        """Answer in the model's words. Raises ``KzlawError`` when there is no model, or it fails."""
        started = time.perf_counter()
        chosen = self.chosen()
        return self._speak(self.quotes(question, act=act, history=history), chosen, started, cancel or Never(), tell)

    def speak(
        self, quoted: Answer, *, cancel: Cancel | None = None, tell: Callable[[Draft], None] | None = None
    ) -> Answer:
        """Like ``ask``, from an answer in quotes that is there already."""
        started = time.perf_counter() - quoted.timings.total / 1000
        return self._speak(quoted, self.chosen(), started, cancel or Never(), tell)

    def chosen(self) -> Chosen:
        """The model of the settings. Raises ``KzlawError``."""
        return choose(self.settings, self.models, self.adapters, self._states)

    def _speak(
        self, quoted: Answer, chosen: Chosen, started: float, cancel: Cancel, tell: Callable[[Draft], None] | None
    ) -> Answer:
        if quoted.abstained:
            return quoted
        with self._lock:
            speaking = self._speaking(chosen)
            return answer_with_model(quoted, self._host.library, self._host.registry, speaking, started, cancel, tell)

    def alone(self, question: str) -> Spoken:
        """What the model says without the law before it, unchecked: only to be measured. Raises ``KzlawError``."""
        started = time.perf_counter()
        chosen = self.chosen()
        with self._lock:
            return answer_alone(question, detect_lang(question), self._speaking(chosen), started, Never())

    def load(self) -> None:
        """Load the model now rather than at the first question. Raises ``KzlawError``."""
        chosen = self.chosen()
        with self._lock:
            self._loaded(chosen)

    def _speaking(self, chosen: Chosen) -> Speaking:
        settings = self.settings
        return Speaking(
            backend=self._loaded(chosen),
            use=ModelUse(chosen.model.name, chosen.backend, chosen.adapter.name if chosen.adapter else ""),
            template=chosen.template,
            sampling=Sampling(
                max_tokens=settings.answer_tokens,
                temperature=settings.temperature,
                rate=chosen.rate,
            ),
            prompt_tokens=settings.prompt_tokens,
            check=self._check or gate(),
            shape=_shape(chosen),
        )

    def _loaded(self, chosen: Chosen) -> Backend:
        served = BACKENDS[chosen.backend]
        if self._backend is None or served != self._served:
            self.close()
            self._backend, self._served = self._make(served), served
        self._backend.load(chosen.spec)
        return self._backend

    def close(self) -> None:
        """End the model's process."""
        backend, self._backend = self._backend, None
        if backend is not None:
            backend.close()


def _shape(chosen: Chosen) -> Shape:
    """The shape of the prompts that the adapter was tuned on."""
    try:
        return Shape.of(chosen.adapter.prompt) if chosen.adapter is not None else WHOLE
    except ValueError as error:
        raise KzlawError("error-model-failed", reason=error) from error
