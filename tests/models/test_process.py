"""A model in a child process: whatever happens to it, the program goes on."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.backend import LoadSpec, Never, Piece, Sampling, Stats
from kzlaw_tui.models.process import ProcessBackend

PROMPT = (Piece("Вопрос"),)


class After:
    """Called off some seconds from now."""

    def __init__(self, seconds: float) -> None:
        self.at = time.monotonic() + seconds

    def cancelled(self) -> bool:
        return time.monotonic() >= self.at


@pytest.fixture
def made(tmp_path: Path) -> Iterator[list[ProcessBackend]]:
    backends: list[ProcessBackend] = []
    yield backends
    for backend in backends:
        backend.close()


def loaded(made: list[ProcessBackend], name: str, tmp_path: Path) -> ProcessBackend:
    backend = ProcessBackend(f"tests.models.scripted:{name}")
    made.append(backend)
    backend.load(LoadSpec(tmp_path / "m", "key"))
    return backend


def say(backend: ProcessBackend, cancel: object = None, **sampling: object) -> str:
    return "".join(backend.stream(PROMPT, Sampling(**sampling), cancel or Never(), Stats()))  # type: ignore[arg-type]


def test_what_the_child_says_arrives(made: list[ProcessBackend], tmp_path: Path) -> None:
    backend = loaded(made, "Scripted", tmp_path)
    assert backend.info().backend == "scripted"
    assert backend.count(["abcd", ""]) == [2, 1]
    assert say(backend) == say(backend) == "Отпуск длится двадцать четыре дня (п. 1 ст. 88 ТК РК)."


def test_a_cancelled_answer_ends_at_once_and_the_next_is_whole(made: list[ProcessBackend], tmp_path: Path) -> None:
    backend = loaded(made, "Endless", tmp_path)
    assert say(backend, After(0.3)).startswith("слово1 ")
    second = say(backend, After(0.2))
    assert second.startswith("слово1 "), "nothing of the first is left in the second"


def test_a_child_that_hears_nothing_is_left_and_then_killed(
    made: list[ProcessBackend], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kzlaw_tui.models.process.GRACE_SECONDS", 0.3)
    backend = loaded(made, "Deaf", tmp_path)
    first = backend._child
    assert say(backend, After(0.1)) == ""
    assert backend.count(["abcd"]) == [2]
    assert backend._child is not first, "a new child has the model"


def test_an_answer_that_is_not_read_to_its_end_is_called_off(made: list[ProcessBackend], tmp_path: Path) -> None:
    backend = loaded(made, "Endless", tmp_path)
    stream = backend.stream(PROMPT, Sampling(), Never(), Stats())
    assert next(stream) == "слово1 "
    stream.close()  # type: ignore[attr-defined]
    assert backend.count(["abcd"]) == [2]


def test_a_native_crash_is_one_line_and_a_restart(made: list[ProcessBackend], tmp_path: Path) -> None:
    backend = loaded(made, "Crashing", tmp_path)
    for _ in range(2):
        with pytest.raises(KzlawError) as found:
            say(backend)
        assert found.value.message_id == "error-model-crashed"
        assert found.value.args_["said"] == "GGML_ASSERT failed"


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_kill_in_the_middle_is_told_as_want_of_memory(made: list[ProcessBackend], tmp_path: Path) -> None:
    backend = loaded(made, "Endless", tmp_path)
    stream = backend.stream(PROMPT, Sampling(), Never(), Stats())
    next(stream)
    assert backend._child is not None
    os.kill(backend._child.pid, signal.SIGKILL)
    with pytest.raises(KzlawError, match="error-model-killed"):
        list(stream)
    assert backend.count(["abcd"]) == [2], "a new child has the model"
    assert say(backend, After(2.0)).startswith("слово1 ")


@pytest.mark.parametrize(
    ("name", "message"), [("Unloadable", "too-large"), ("Hungry", "memory"), ("Missing", "crashed")]
)
def test_what_cannot_be_loaded_says_why(made: list[ProcessBackend], tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(KzlawError, match=f"error-model-{message}"):
        loaded(made, name, tmp_path)


def test_a_closed_program_takes_its_child_along(made: list[ProcessBackend], tmp_path: Path) -> None:
    backend = loaded(made, "Endless", tmp_path)
    child = backend._child
    backend.close()
    backend.close()
    assert child is not None and child.poll() is not None


def test_another_adapter_is_put_on_in_the_same_child(made: list[ProcessBackend], tmp_path: Path) -> None:
    backend = loaded(made, "Scripted", tmp_path)
    child, plain = backend._child, LoadSpec(tmp_path / "m", "key")
    for spec in (
        replace(plain, adapter=tmp_path / "law", adapter_key="1"),
        replace(plain, adapter=tmp_path / "law", adapter_key="1", scale=0.5),
        replace(plain, adapter=tmp_path / "other", adapter_key="2"),
        plain,
    ):
        assert backend.load(spec).adapter == (spec.adapter is not None)
        assert backend._child is child and say(backend)
    stream = backend.stream(PROMPT, Sampling(), Never(), Stats())
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    backend.load(replace(plain, adapter=tmp_path / "law", adapter_key="1"))
    assert backend._child is child, "an answer that was called off is heard out first"
    backend.load(replace(plain, context=512))
    assert backend._child is not child, "another base, or another context, is another child"


def test_an_adapter_that_fails_leaves_nothing_half_loaded(made: list[ProcessBackend], tmp_path: Path) -> None:
    backend = loaded(made, "Picky", tmp_path)
    plain = LoadSpec(tmp_path / "m", "key")
    with pytest.raises(KzlawError, match="error-adapter-load"):
        backend.load(replace(plain, adapter=tmp_path / "law", adapter_key="1"))
    backend.load(plain)
    assert say(backend)


def test_speed_is_capped(made: list[ProcessBackend], tmp_path: Path) -> None:
    backend = loaded(made, "Endless", tmp_path)
    words = say(backend, After(0.5), rate=20.0).split()
    assert 3 <= len(words) <= 14


def test_nothing_is_asked_of_no_model() -> None:
    backend = ProcessBackend("tests.models.scripted:Scripted")
    with pytest.raises(KzlawError, match="not-loaded"):
        backend.info()
    with pytest.raises(KzlawError, match="not-loaded"):
        backend.count(["x"])
