from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlaw_tui.config import Home
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.library.corpus import Corpus, Entry, Options, copy_name, original_name, sha256_of


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    home = Home(tmp_path / "home")
    home.ensure()
    return Corpus(home)


def entry(sha256: str, copy: str = "copy.txt") -> Entry:
    return Entry(sha256, 3, copy, "a.txt", "act", "ru", "2026-01-09", "Название", Options(lang="ru"), "2026-11-22")


def test_the_manifest_keeps_its_order_and_replaces_by_hash(corpus: Corpus) -> None:
    assert corpus.entries() == []
    for sha256 in ("1", "2", "3"):
        corpus.record(entry(sha256))
    changed = replace(entry("2"), act="other")
    corpus.record(changed)
    assert corpus.entries() == [entry("1"), entry("3"), changed]
    assert "Название" in corpus.manifest.read_text("utf-8")


def test_a_staged_manifest_that_is_not_published_changes_nothing(corpus: Corpus) -> None:
    corpus.record(entry("1"))
    before = corpus.manifest.read_bytes()
    with pytest.raises(RuntimeError), corpus.staged([entry("2")]):
        assert corpus.strays()
        raise RuntimeError
    assert corpus.manifest.read_bytes() == before
    assert corpus.strays() == []


@pytest.mark.parametrize(
    "junk", ["", "{", "[]", '{"version": 1}', '{"version": 1, "files": [{"sha256": "1"}]}', "\0\0"]
)
def test_a_broken_manifest_is_told(corpus: Corpus, junk: str) -> None:
    corpus.manifest.write_text(junk)
    with pytest.raises(KzlawError) as raised:
        corpus.entries()
    assert raised.value.message_id == "error-manifest-broken"


def test_a_manifest_never_points_out_of_its_folder(corpus: Corpus) -> None:
    corpus.record(entry("1", copy="../../elsewhere.txt"))
    with pytest.raises(KzlawError):
        corpus.entries()


def test_a_manifest_of_a_newer_program(corpus: Corpus) -> None:
    corpus.manifest.write_text(json.dumps({"version": 99, "files": []}))
    with pytest.raises(KzlawError) as raised:
        corpus.entries()
    assert raised.value.message_id == "error-manifest-newer"


def test_a_copy_is_verbatim_and_made_once(corpus: Corpus, tmp_path: Path) -> None:
    file = tmp_path / "Трудовой кодекс.txt"
    file.write_bytes("Статья 1\r\n\xa0".encode())
    sha256 = sha256_of(file)
    name = corpus.keep(file, sha256)
    assert (corpus.folder / name).read_bytes() == file.read_bytes()
    assert original_name(name) == file.name
    assert corpus.keep(file, sha256) == name
    (corpus.folder / name).write_bytes(b"damaged")
    corpus.keep(file, sha256)
    assert sha256_of(corpus.folder / name) == sha256


def test_a_file_that_changes_under_way_is_not_kept(corpus: Corpus, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("one")
    sha256 = sha256_of(file)
    file.write_text("two")
    with pytest.raises(KzlawError) as raised:
        corpus.keep(file, sha256)
    assert raised.value.message_id == "error-ingest-changed"
    assert [name for name in corpus.folder.iterdir() if name.name != ".lock"] == []


def test_only_copies_are_strays(corpus: Corpus, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("one")
    name = corpus.keep(file, sha256_of(file))
    (corpus.folder / "моё.txt").write_text("put here by hand")
    assert corpus.strays() == [name]


def test_one_process_at_a_time(corpus: Corpus) -> None:
    with corpus.writing():
        assert corpus.busy()
        with pytest.raises(KzlawError) as raised, Corpus(corpus.home).writing():
            pass
        assert raised.value.message_id == "error-ingest-busy"
    assert not corpus.busy()
    with corpus.writing():
        pass


def test_the_journal_knows_what_is_left_even_when_cut_off(corpus: Corpus) -> None:
    corpus.begin([Path("a"), Path("б\n"), Path("c")])
    corpus.done(Path("a"))
    with corpus.journal.open("a") as journal:
        journal.write('{"done": "c')
    assert corpus.undone() == ["б\n", "c"]
    corpus.end()
    assert corpus.undone() == []


@given(st.text(min_size=1, max_size=300) | st.from_regex(r"[а-я .]{0,100}\.[a-z ]{0,100}", fullmatch=True))
def test_copy_names_suit_every_file_system(name: str) -> None:
    copy = copy_name("0123456789abcdef" * 4, name)
    assert len(copy) <= 100
    assert not set(copy) & set('<>:"/\\|?*\n\0')
    assert not copy.endswith((".", " "))
    assert Path(copy).name == copy


@pytest.mark.parametrize("name", ["закон о ТОО.docx", "a.b.PDF", "без расширения"])
def test_copy_names_keep_what_readers_go_by(name: str) -> None:
    assert copy_name("0" * 64, name) == f"{'0' * 16}-{name}"
