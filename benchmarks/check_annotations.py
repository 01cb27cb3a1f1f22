"""Checks the annotations of ``corpus/annotations`` against the official texts beside the project.

``python benchmarks/check_annotations.py [FILE …]`` checks whole files (or files of new lines in the same form) and exits 1
when something is wrong; ``--stamp`` writes the Russian headings and the hashes of the official articles into the files.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kzlaw_tui.config import shipped_corpus
from kzlaw_tui.ingest.digests import text_sha256
from kzlaw_tui.ingest.readers import read_document
from kzlaw_tui.ingest.structure import parse
from kzlaw_tui.law.model import Article, Lang
from kzlaw_tui.law.quantities import digits, numbers
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.retrieval.text import KAZAKH_LETTERS

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
FOLDER = shipped_corpus() / "annotations"
FILES: Mapping[str, Mapping[Lang, str]] = {
    "K1500000414": {"ru": "ru/labor_code.txt"},
    "K2500000214": {"ru": "formats/tax_code_2025.docx"},
    "Z980000220_": {"ru": "ru/law_on_llp.txt", "kk": "kk/law_on_llp.txt"},
}
WANTED = {"K1500000414": 218, "K2500000214": 400, "Z980000220_": 74}
"""How many articles must have an annotation."""
RUN = 8
"""No gist shares so many consecutive words with the official article, unless they are a heading's."""

_WORD = re.compile(r"[^\W_]+")


def official(act: str, lang: Lang) -> dict[str, Article]:
    """The articles of the official text beside the project, by number."""
    registry = Registry.from_toml((shipped_corpus() / "acts.toml").read_text("utf-8"))
    return {a.number: a for a in parse(read_document(SHARED / FILES[act][lang]), registry).edition.articles}


def words(text: str) -> list[str]:
    """Words and numbers, lower case, ё as е."""
    return _WORD.findall(text.casefold().replace("ё", "е"))


def long_runs(text: str, source: str, heading: str) -> list[str]:
    """Runs of ``RUN`` words that the text shares with the source, those inside the heading left out."""

    def runs(of: str) -> set[tuple[str, ...]]:
        found = words(of)
        return {tuple(found[i : i + RUN]) for i in range(len(found) - RUN + 1)}

    return [" ".join(run) for run in runs(text) & runs(source) - runs(heading)]


def problems(
    row: dict[str, Any], texts: Mapping[Lang, Mapping[str, Article]], *, stamped: bool = True
) -> Iterator[str]:
    """What is wrong with one annotation, a line each; ``stamped`` asks for the hash and the Russian heading too."""
    number = row.get("article")
    article = texts["ru"].get(str(number))
    if article is None or article.validity.repealed:
        yield "no such article in force"
        return
    heading, gist, questions, keywords = (row.get(f) or {} for f in ("heading", "gist", "questions", "keywords"))
    for lang in ("ru", "kk"):
        if (not heading.get(lang) and (lang == "kk" or stamped)) or not str(gist.get(lang, "")).strip():
            yield f"no heading or gist in {lang}"
            return
        if not keywords.get(lang):
            yield f"no keywords in {lang}"
        sentences = len(re.findall(r"[.!?…](?=\s+[«„\"(]?[^\W\d_a-zа-яёәғқңөұүһі]|\s*$)", gist[lang]))
        if not 1 <= sentences <= 7 or len(gist[lang]) > 1400:
            yield f"the gist in {lang} has {sentences} sentences and {len(gist[lang])} characters"
    if not 3 <= len(questions.get("ru", ())) <= 6 or not 2 <= len(questions.get("kk", ())) <= 4:
        yield f"{len(questions.get('ru', ()))} questions in ru (3 to 6), {len(questions.get('kk', ()))} in kk (2 to 4)"
    for text in (gist["ru"], *questions.get("ru", ()), *keywords.get("ru", ())):
        if KAZAKH_LETTERS & set(text.casefold()):
            yield f"Kazakh letters in Russian: {text[:60]}"
    for text in (gist["kk"], heading["kk"], *questions.get("kk", ())):
        if len(text) > 25 and not KAZAKH_LETTERS & set(text.casefold()):
            yield f"no Kazakh letters: {text[:60]}"
    notes = " ".join(note.text for note in article.notes)
    known = numbers(f"{article.number} {article.heading} {article.text} {notes} {' '.join(article.path)}")
    kk = texts.get("kk", {}).get(str(number))
    if kk is not None:
        known |= numbers(kk.text)
    for lang in ("ru", "kk"):
        for value in sorted(digits(gist[lang]) - known):
            yield f"{value} in the gist in {lang} is not in the article"
    for figure in row.get("figures", ()):
        if set(figure) - {"value", "unit", "point", "subpoint"} or not isinstance(figure.get("unit", {}), dict):
            yield f"figure {figure!r}: value, unit (ru, kk), point, subpoint are wanted"
            continue
        if not digits(str(figure["value"])) <= known:
            yield f"figure {figure['value']} is not in the article"
        point, subpoint = str(figure.get("point", "")), str(figure.get("subpoint", ""))
        if (point and article.point(point) is None) or (subpoint and article.subpoint(point, subpoint) is None):
            yield f"figure {figure['value']}: there is no point {point} {subpoint}"
    for other in row.get("see_also", ()):
        if str(other) not in texts["ru"]:
            yield f"see_also: there is no article {other}"
    for lang, found in texts.items():
        if str(number) in found:
            for run in long_runs(gist[lang], found[str(number)].text, found[str(number)].heading):
                yield f"words of the official text in {lang}: {run}"
    if stamped and row.get("text_sha256") != text_sha256(article):
        yield "text_sha256 is not that of the official article"
    if stamped and heading["ru"] != article.heading:
        yield f"the heading is not the official one: {article.heading}"


def check(file: Path, *, stamped: bool = True) -> list[str]:
    """All problems of a file named ``<act>.jsonl`` or ``<act>.<anything>.jsonl``, each with its line."""
    act = file.name.split(".")[0]
    texts = {lang: official(act, lang) for lang in FILES[act]}
    found, seen = [], set()
    for at, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
        except ValueError as error:
            found.append(f"{file.name}:{at}: {error}")
            continue
        if row.get("article") in seen:
            found.append(f"{file.name}:{at}: article {row.get('article')} twice")
        seen.add(row.get("article"))
        found += [f"{file.name}:{at}: article {row.get('article')}: {p}" for p in problems(row, texts, stamped=stamped)]
    if stamped and len(seen) < WANTED[act]:
        found.append(f"{file.name}: {len(seen)} articles, {WANTED[act]} are wanted")
    return found


def stamp(file: Path) -> None:
    """Write headings and hashes of the official articles into a file, in the order of the act."""
    act = file.name.split(".")[0]
    articles = official(act, "ru")
    order = {number: i for i, number in enumerate(articles)}
    kazakh = official(act, "kk") if "kk" in FILES[act] else {}
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    for row in rows:
        article = articles[row["article"]]
        kk = kazakh[row["article"]].heading if row["article"] in kazakh else row["heading"]["kk"]
        row["heading"] = {"ru": article.heading, "kk": kk}
        row["text_sha256"] = text_sha256(article)
    rows.sort(key=lambda row: order[row["article"]])
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    file.write_text(text, "utf-8", newline="\n")


def main() -> None:
    """Check, or stamp."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="*", type=Path)
    options.add_argument("--stamp", action="store_true")
    options.add_argument("--draft", action="store_true", help="without hash, Russian heading and count")
    chosen = options.parse_args()
    bad = 0
    for file in chosen.files or sorted(FOLDER.glob("*.jsonl")):
        if chosen.stamp:
            stamp(file)
        for problem in check(file, stamped=not chosen.draft):
            print(problem)
            bad += 1
    print(f"{bad} problems")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
