"""How the program behaves as the library grows: all acts of ../shared/corpus and made-up acts, up to 50,000 articles.

``python benchmarks/scale.py [--sizes 1000,5000,20000,50000] [--vectors N] [--write]`` measures, for each size, in processes of
their own: ingest (articles a second), opening (to the first answer of a cold process), query latency (p50, p95, words only), memory
(peak resident set) and size on disk; ``--vectors N`` also measures searches over so many random unit vectors in Chroma (the
time of a search does not depend on where vectors come from). ``--write`` puts the table into ``docs/scale.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
ARTICLES_AN_ACT = 1000
DOCUMENT = ROOT / "docs" / "scale.md"
QUESTIONS = (
    "Сколько дней длится ежегодный оплачиваемый отпуск?",
    "Может ли работодатель уволить беременную женщину?",
    "Какие документы нужны для регистрации ТОО?",
    "Ставка налога на добавленную стоимость",
    "Қызметкерді жұмыстан шығару тәртібі қандай?",
    "ЖШС жарғылық капиталының ең төменгі мөлшері",
    "Кто платит алименты и сколько?",
    "статья 52 Трудового кодекса",
    "Что делать, если купленный товар оказался с недостатком?",
    "срок исковой давности",
)


def made_up(folder: Path, articles: int, seed: int) -> list[Path]:
    """Acts of so many articles in all, whose words and lengths follow those of the real corpus."""
    chance = random.Random(seed)
    real = (CORPUS / "ru" / "civil_code.txt").read_text("utf-8")
    sentences = [
        s.strip()
        for s in re.split(r"(?<=[.;])\s+", real)
        if 40 < len(s) < 600 and not s.startswith(("Статья", "Глава"))
    ]
    words = sorted(set(re.findall(r"[а-яё]{5,}", real)))
    files = []
    for number in range(-(-articles // ARTICLES_AN_ACT)):
        count = min(ARTICLES_AN_ACT, articles - number * ARTICLES_AN_ACT)
        lines = [
            f"Закон Республики Казахстан от 1 января 2020 года № {number + 1}-X ЗРК",
            f"О делах выдуманных, часть {number + 1}",
        ]
        for article in range(1, count + 1):
            lines += [f"Статья {article}. {' '.join(chance.sample(words, 4)).capitalize()}"]
            # New words as well, so that the vocabulary grows as a real one does.
            body = [
                chance.choice(sentences)
                + " "
                + " ".join(chance.choice(words)[:4] + chance.choice(words)[-4:] for _ in range(3))
                for _ in range(chance.randint(2, 7))
            ]
            lines += [f"{point}. {text}" for point, text in enumerate(body, 1)]
        file = folder / f"made-{number:03}.txt"
        file.write_text("\n\n".join(lines), "utf-8")
        files.append(file)
    return files


def child(code: str, home: Path, *arguments: str) -> dict[str, float]:
    """Run code in a process of its own; the JSON that it prints."""
    environment = {**os.environ, "KZLAW_HOME": str(home), "KZLAW_RETRIEVAL__EMBEDDER": "none", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


INGEST = """
import json, resource, sys, time
from pathlib import Path
from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home
a = Assistant(Home.locate(), "ru")
files = json.loads(Path(sys.argv[1]).read_text())
a.library
started, cpu = time.perf_counter(), time.process_time()
done = 0
for file, act in files:
    report = a.ingest([Path(file)], act=act)
    assert not report.failed, [a.t.error(f.error) for f in report.files if f.error]
    done += sum(f.articles for f in report.files)
print(json.dumps({"articles": done, "seconds": time.perf_counter() - started, "cpu": time.process_time() - cpu,
                  "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""
ASK = """
import time
started, cpu = time.perf_counter(), time.process_time()
import json, resource, sys
from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home
questions = json.loads(sys.argv[1])
a = Assistant(Home.locate(), "ru")
a.ask(questions[0])
first, first_cpu = time.perf_counter() - started, time.process_time() - cpu
ms, ms_cpu = [], []
for _ in range(3):
    for q in questions:
        t, c = time.perf_counter(), time.process_time()
        a.search(q)
        ms.append((time.perf_counter() - t) * 1000)
        ms_cpu.append((time.process_time() - c) * 1000)
ms, ms_cpu = sorted(ms[len(questions):]), sorted(ms_cpu[len(questions):])
at = lambda found, share: found[min(int(len(found) * share), len(found) - 1)]
infos = a.library.editions()
print(json.dumps({"first": first, "first_cpu": first_cpu, "p50": at(ms, 0.5), "p95": at(ms, 0.95), "p50_cpu": at(ms_cpu, 0.5), "p95_cpu": at(ms_cpu, 0.95),
                  "articles": sum(i.articles for i in infos), "passages": sum(i.passages for i in infos), "acts": len({i.act for i in infos}),
                  "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""
VECTORS = """
import json, resource, sys, time
import numpy as np
from pathlib import Path
from kzlaw_tui.retrieval.dense import VectorStore
count = int(sys.argv[1])
rng = np.random.default_rng(1)
folder = Path(sys.argv[2])
store = VectorStore(folder, "scale")
# Around 300 centres, as passages of laws are: uniform noise has no neighbours and tells nothing.
centres = rng.normal(size=(300, 384)).astype("float32")
def rows(n):
    v = centres[rng.integers(300, size=n)] + 0.5 * rng.normal(size=(n, 384)).astype("float32")
    return (v / np.linalg.norm(v, axis=1, keepdims=True)).astype("float32")
started = time.perf_counter()
for i in range(0, count, 1000):
    n = min(1000, count - i)
    store.add([f"k{j}" for j in range(i, i + n)], rows(n), [{"act": f"A{j % 40}", "lang": "ru"} for j in range(n)])
stored = time.perf_counter() - started
store.close()
store = VectorStore(folder, "scale")
asked = rows(60)
t = time.perf_counter(); store.nearest(asked[0], 50); opened = time.perf_counter() - t
ms = []
for v in asked[1:]:
    t = time.perf_counter(); store.nearest(v, 50); ms.append((time.perf_counter() - t) * 1000)
ms.sort()
size = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 2**20
print(json.dumps({"stored": stored, "opened": opened, "p50": ms[len(ms) // 2], "p95": ms[int(len(ms) * 0.95)], "disk": size,
                  "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def measure(size: int, folder: Path) -> dict[str, float]:
    """All figures of one size: the real corpus first, made-up acts for the rest."""
    home = folder / f"home-{size}"
    real = (
        sorted([*(CORPUS / "ru").glob("*.txt"), *(CORPUS / "kk").glob("*.txt")])
        if size >= 10_000
        else sorted((CORPUS / "kk").glob("*.txt"))
    )
    listed = folder / "files.json"
    listed.write_text(json.dumps([(str(f), None) for f in real]))
    first = child(INGEST, home, str(listed))
    rest = max(size - int(first["articles"]), 0)
    made = made_up(folder, rest, size)
    listed.write_text(json.dumps([(str(f), f"made-{i}") for i, f in enumerate(made)]))
    second = child(INGEST, home, str(listed)) if made else {"articles": 0, "seconds": 0.0, "cpu": 0.0, "mb": 0.0}
    found = child(ASK, home, json.dumps(QUESTIONS))
    index = sum(p.stat().st_size for p in (home / "index").rglob("*") if p.is_file()) / 2**20
    last = child(INGEST, home, str(_one_more(folder, listed)))
    return {
        **found,
        "ingest": (first["articles"] + second["articles"]) / (first["seconds"] + second["seconds"]),
        "ingest_mb": max(first["mb"], second["mb"]),
        "one_more": last["seconds"],
        "index_mb": index,
    }


def _one_more(folder: Path, listed: Path) -> Path:
    """One act of 100 articles more: does adding get slower as the library grows?"""
    extra = folder / "extra"
    extra.mkdir(exist_ok=True)
    (file,) = made_up(extra, 100, 7)
    listed.write_text(json.dumps([(str(file), "one-more")]))
    return listed


HEAD = "| articles | passages | acts | ingest, articles/s | 100 articles more, s | cold process to first answer, s | query p50 / p95, ms | processor time of a query p50 / p95, ms | peak memory asking, MB | peak memory ingesting, MB | index, MB |\n|---|---|---|---|---|---|---|---|---|---|---|"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def row(r: dict[str, float]) -> str:
    """One line of the table."""
    return (
        f"| {r['articles']:,.0f} | {r['passages']:,.0f} | {r['acts']:.0f} | {r['ingest']:.0f} | {r['one_more']:.1f} | {r['first']:.1f} ({r['first_cpu']:.1f} processor) "
        f"| {r['p50']:.0f} / {r['p95']:.0f} | {r['p50_cpu']:.0f} / {r['p95_cpu']:.0f} | {r['mb']:.0f} | {r['ingest_mb']:.0f} | {r['index_mb']:.0f} |"
    )


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,5000,20000,50000")
    parser.add_argument("--vectors", default="")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    lines = []
    with tempfile.TemporaryDirectory(prefix="kzlaw-scale-") as name:
        for size in [int(s) for s in options.sizes.split(",") if s]:
            started = time.perf_counter()
            lines.append(row(measure(size, Path(name))))
            print(lines[-1], f"({time.perf_counter() - started:.0f} s, load {os.getloadavg()[0]:.1f})", flush=True)
        table = "\n".join([HEAD, *lines])
        vectors = []
        for count in [int(s) for s in options.vectors.split(",") if s]:
            v = child(VECTORS, Path(name), str(count), str(Path(name) / f"vectors-{count}"))
            vectors.append(
                f"| {count:,} | {count / v['stored']:.0f} | {v['opened']:.2f} | {v['p50']:.1f} / {v['p95']:.1f} | {v['mb']:.0f} | {v['disk']:.0f} |"
            )
            print(vectors[-1], flush=True)
        if vectors:
            table += (
                "\n\n| vectors | stored a second | opening, s | search p50 / p95, ms | peak memory, MB | on disk, MB |\n|---|---|---|---|---|---|\n"
                + "\n".join(vectors)
            )
    if options.write:
        text = DOCUMENT.read_text("utf-8")
        before, after = text[: text.index(BEGIN)], text[text.index(END) :]
        DOCUMENT.write_text(f"{before}{BEGIN}\n{table}\n{after}", "utf-8")


if __name__ == "__main__":
    main()
