"""Every way in, fuzzed: a result or one ``KzlawError``, in little time, and nothing written anywhere.

``KZLAW_FUZZ`` is the number of examples of each target (hypothesis counts, with grammars of ``hostile``);
``docs/reliability.md`` has the figures of a long run. ``benchmarks/fuzz_readers.py`` is the same for atheris.
"""

from __future__ import annotations

import io
import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzlaw_tui import cli
from kzlaw_tui.config import CHECKOUT, Home
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.evaluation.bank import load
from kzlaw_tui.ingest.blocks import Block, Document
from kzlaw_tui.ingest.checks import span_faults
from kzlaw_tui.ingest.readers import read_document
from kzlaw_tui.ingest.structure import parse
from kzlaw_tui.law.citations import find_citations, named_acts, parse_citation
from kzlaw_tui.law.quantities import quantities
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.law.sentences import quotations, sentences
from kzlaw_tui.retrieval.asks import split_asks
from kzlaw_tui.settings import load_settings
from tests.ingest.homes import law_text
from tests.ingest.readers.make import RULES, Pdf
from tests.ingest.readers.make import docx as make_docx
from tests.reliability import hostile

EXAMPLES = int(os.environ.get("KZLAW_FUZZ", "40"))
SECONDS = 10.0
"""Of processor time, for an input that is far below a megabyte."""

REGISTRY = Registry.from_toml((CHECKOUT / "corpus" / "acts.toml").read_text("utf-8"))
EXECUTED: Counter[str] = Counter()
many = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module", autouse=True)
def _tell() -> Iterator[None]:
    yield
    print("\nfuzz", dict(EXECUTED))


@pytest.fixture(autouse=True)
def _nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The working folder is an empty one and stays so."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    yield
    assert list(folder.iterdir()) == []
    assert {path.name for path in tmp_path.iterdir()} <= {"here", "input", "samples", "home"}


def survive(target: str, work: Callable[[], Any]) -> Any:
    """Do it: a result, or ``None`` for a refusal in plain words."""
    EXECUTED[target] += 1
    started = time.process_time()
    try:
        return work()
    except KzlawError as error:
        assert error.message_id
        return None
    finally:
        assert time.process_time() - started < SECONDS


@cache
def sample(suffix: str) -> bytes:
    """A good file of a format."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"x{suffix}"
        if suffix == ".docx":
            make_docx(path, RULES)
        else:
            Pdf().paragraphs(RULES).save(path)
        return path.read_bytes()


DOCUMENTS: dict[str, tuple[str, st.SearchStrategy[bytes]]] = {
    "txt": (".txt", hostile.text.map(lambda s: s.encode("utf-8", "surrogatepass")) | st.binary(max_size=400)),
    "txt cp1251": (".txt", hostile.text.map(lambda s: s.encode("cp1251", "replace"))),
    "txt utf-16": (".txt", hostile.text.map(lambda s: s.encode("utf-16", "surrogatepass")[:-1])),
    "markdown": (".md", hostile.markdown.map(str.encode)),
    "html": (".html", hostile.html.map(lambda s: s.encode("utf-8", "replace"))),
    "html damaged": (".html", hostile.damaged(lambda: f"<html><body><p>{'<p>'.join(RULES)}".encode())),
    "mht": (".mht", hostile.mht.map(lambda s: s.encode("utf-8", "replace"))),
    "rtf": (".rtf", hostile.rtf),
    "docx": (".docx", hostile.docx()),
    "docx damaged": (".docx", hostile.damaged(lambda: sample(".docx"))),
    "pdf": (".pdf", hostile.pdf()),
    "pdf damaged": (".pdf", hostile.damaged(lambda: sample(".pdf"))),
    "any name": (".doc", st.binary(max_size=600)),
}


@pytest.mark.parametrize("target", DOCUMENTS)
def test_readers(target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # readers without outside programs
    suffix, strategy = DOCUMENTS[target]
    path = tmp_path / "input"
    path.mkdir()
    path /= f"x{suffix}"

    @many
    @given(strategy)
    def run(data: bytes) -> None:
        path.write_bytes(data)
        document = survive(target, lambda: read_document(path))
        for block in document.blocks if document else ():
            assert block.text and block.text == block.text.strip()
            assert not re.search(r"[\x00-\x08\x0e-\x1b\x7f]", block.text)
        if document:
            survive("parser, of what readers read", lambda: parse(document, REGISTRY))

    run()


@many
@given(st.lists(hostile.text, max_size=25), st.booleans())
def test_parser(lines: list[str], gap: bool) -> None:
    from kzlaw_tui.ingest.readers.text import clean

    blocks = tuple(Block(line, gap) for line in map(clean, lines) if line)
    parsed = survive("parser", lambda: parse(Document(blocks, "txt"), REGISTRY))
    for article in parsed.edition.articles if parsed else ():
        assert not list(span_faults(article))


@many
@given(hostile.damaged(lambda: law_text(8).encode()))
def test_parser_over_a_damaged_law(data: bytes) -> None:
    lines = [line for line in data.decode("utf-8", "ignore").split("\n") if line.strip()]
    document = Document(tuple(Block(" ".join(line.split())) for line in lines), "txt")
    parsed = survive("parser, damaged law", lambda: parse(document, REGISTRY))
    for article in parsed.edition.articles if parsed else ():
        assert not list(span_faults(article))


@many
@given(hostile.text)
def test_citation_grammar(words: str) -> None:
    for span in survive("citations", lambda: find_citations(words, REGISTRY)):
        assert 0 <= span.start < span.end <= len(words)
    survive("citations", lambda: (parse_citation(words, REGISTRY), named_acts(words, REGISTRY)))
    survive("sentences", lambda: (sentences(words), quotations(words), quantities(words), split_asks(words)))


_TOML = ("lang", "theme", "[privacy]", "history", "[retrieval]", "embedder", "[model]", "context", "scale", "=", "'ru'", '"de"', "-1", "1e999", "true", "[", "]", "{", "}", "\n", ".", '"', "inf", "2020-01-01", "# x")  # fmt: skip


@many
@given(st.lists(st.sampled_from(_TOML), max_size=30).map(" ".join).map(str.encode) | st.binary(max_size=200))
def test_config(data: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "config.toml"
        file.write_bytes(data)
        survive("config", lambda: load_settings(file))


@many
@given(st.lists(hostile.json_values | hostile.text, max_size=6))
def test_batches(rows: list[Any]) -> None:
    lines = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    from unittest.mock import patch

    with patch("sys.stdin", io.StringIO(lines)):
        for row in survive("batch", lambda: list(cli._batch("-"))) or []:
            assert isinstance(row["query"], str)


def test_question_files(tmp_path: Path) -> None:
    folder = tmp_path / "input"
    folder.mkdir()
    file = folder / "questions.jsonl"
    good = {"id": "1", "question": "в", "lang": "ru", "answer": "о", "acts": ["K1"], "articles": ["1"]}

    @many
    @given(
        st.lists(hostile.json_values | st.dictionaries(st.sampled_from(sorted(good)), hostile.json_values), max_size=5)
    )
    def run(rows: list[Any]) -> None:
        file.write_text("\n".join(json.dumps(row) for row in rows), "utf-8", errors="surrogatepass")
        survive("questions", lambda: load([file]))

    run()


def test_a_damaged_manifest(tmp_path: Path) -> None:
    from kzlaw_tui.library.corpus import Corpus

    corpus = Corpus(Home(tmp_path / "home"))
    corpus.folder.mkdir(parents=True)

    @many
    @given(
        hostile.json_values.map(json.dumps).map(lambda s: s.encode("utf-8", "surrogatepass")) | st.binary(max_size=100)
    )
    def run(data: bytes) -> None:
        corpus.manifest.write_bytes(data)
        survive("manifest", corpus.entries)

    run()


def _million(unit: str) -> str:
    return (unit * (1_000_000 // len(unit) + 1))[:1_000_000]


_UNITS = ("статья 1, ", "пп. 1) п. 1 ", "1-1-1-", "«", '"', "(", "[a](", "*_", "<a ", "&", "Сноска. ", "52-бабының 1-тармағы ", " ", "а", "Статья 1.\n", "1) ", "XXIV ", "- ", "и ")  # fmt: skip
_TARGETS: dict[str, Callable[[str], object]] = {
    "citations": lambda s: find_citations(s, REGISTRY),
    "names": lambda s: named_acts(s, REGISTRY),
    "sentences": sentences,
    "quotations": quotations,
    "quantities": quantities,
    "parser": lambda s: parse(Document(tuple(Block(x) for x in s.split("\n") if x.strip()) or (Block("x"),), "txt"), REGISTRY),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("target", _TARGETS)
def test_a_megabyte_of_one_thing_hangs_nothing(target: str) -> None:
    for unit in _UNITS:
        survive(f"megabyte, {target}", lambda unit=unit: _TARGETS[target](_million(unit)))  # type: ignore[misc]


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".rtf"])
def test_a_megabyte_of_one_thing_is_read(suffix: str, tmp_path: Path) -> None:
    folder = tmp_path / "input"
    folder.mkdir()
    head = {".html": b"<html><body>", ".rtf": b"{\\rtf1\\ansi\\ansicpg1251 "}.get(suffix, b"")
    for unit in (*_UNITS, "<b>", "{", "\\'c4", "| a ", "`", "> ", "#"):
        (folder / f"x{suffix}").write_bytes(
            head + _million(unit).encode("cp1251" if suffix == ".rtf" else "utf-8", "replace")
        )
        survive(f"megabyte{suffix}", lambda: read_document(folder / f"x{suffix}"))
