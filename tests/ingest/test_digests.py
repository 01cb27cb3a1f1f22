from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kzlaw_tui.config import CHECKOUT
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest.checks import span_faults, uncovered
from kzlaw_tui.ingest.digests import Figure, digest_editions, ensure_digests, load_annotations
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.library.store import Library
from tests.library.samples import edition

ACT = "K1500000414"
LINE: dict[str, Any] = {
    "article": "52",
    "heading": {"ru": "Заголовок", "kk": "Тақырып"},
    "gist": {"ru": "Коротко  и своими\nсловами.", "kk": "Қысқаша, өз сөзімізбен."},
    "questions": {"ru": ["За что уволят?"], "kk": ["Неге шығарады?"]},
    "keywords": {"ru": ["увольнение", "прогул"], "kk": ["жұмыстан шығару"]},
    "figures": [{"value": "3", "unit": {"ru": "часа", "kk": "сағат"}, "point": "1", "subpoint": "8)"}],
    "see_also": ["53"],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "annotations"
    folder.mkdir()
    write(folder, ACT, LINE, {**LINE, "article": "53"})
    return folder


@pytest.fixture
def registry() -> Registry:
    return Registry.from_toml((CHECKOUT / "corpus" / "acts.toml").read_text("utf-8"))


def write(folder: Path, act: str, *lines: dict[str, Any]) -> None:
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    (folder / f"{act}.jsonl").write_text(text + "\n", "utf-8")


def test_annotations_by_act_and_article(folder: Path) -> None:
    loaded = load_annotations(folder)
    assert list(loaded) == [(ACT, "52"), (ACT, "53")]
    annotation = loaded[ACT, "52"]
    assert annotation.questions["ru"] == ("За что уволят?",)
    assert annotation.keywords["kk"] == ("жұмыстан шығару",)
    assert annotation.figures == (Figure("3", {"ru": "часа", "kk": "сағат"}, "1", "8)"),)
    assert annotation.see_also == ("53",)


def test_an_absent_folder_has_no_annotations(tmp_path: Path) -> None:
    assert load_annotations(tmp_path / "nowhere") == {}


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "[]",
        '"text"',
        '{"article": "52"}',
        '{"article": 52, "gist": {"ru": "x"}}',
        '{"article": "52", "gist": "x"}',
        '{"article": "52", "gist": {"ru": "x"}, "questions": {"ru": "one"}}',
        json.dumps(LINE),
    ],
)
def test_a_bad_line_is_named(folder: Path, bad: str) -> None:
    file = folder / f"{ACT}.jsonl"
    file.write_text(f"{json.dumps(LINE)}\n\n{bad}\n", "utf-8")
    with pytest.raises(KzlawError) as raised:
        load_annotations(folder)
    assert raised.value.message_id == "error-annotations"
    assert (raised.value.args_["path"], raised.value.args_["line"]) == (file, 3)


def test_digest_editions_in_both_languages(folder: Path, registry: Registry) -> None:
    russian, kazakh = digest_editions(folder, registry)
    act = registry.get(ACT)
    assert act is not None
    assert (russian.lang, kazakh.lang, russian.title) == ("ru", "kk", act.titles["ru"])
    article = russian.articles[0]
    assert (article.number, article.heading, article.text) == ("52", "Заголовок", "Коротко и своими словами.")
    assert [(p.number, p.start, p.end) for p in article.points] == [("", 0, len(article.text))]
    assert {e.text_kind for e in (russian, kazakh)} == {"digest"}


def test_an_act_that_the_registry_does_not_know(folder: Path, registry: Registry) -> None:
    write(folder, "Z0000000000", {**LINE, "gist": {"ru": "Только по-русски."}})
    (unknown,) = [e for e in digest_editions(folder, registry) if e.act_id == "Z0000000000"]
    assert (unknown.lang, unknown.title) == ("ru", "Z0000000000")


def test_digests_follow_their_files(folder: Path, registry: Registry, tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library.sqlite")

    def ensure() -> bool:
        return ensure_digests(library, folder, registry, lambda e: f"{e.act_id} {e.lang}".encode())

    assert ensure()
    assert [(info.lang, info.articles) for info in library.editions()] == [("ru", 2), ("kk", 2)]
    assert [data for _info, data in library.segments()] == [f"{ACT} ru".encode(), f"{ACT} kk".encode()]
    revision = library.revision()
    assert not ensure()
    assert library.revision() == revision
    write(folder, ACT, {**LINE, "gist": {"ru": "Иначе."}})
    assert ensure()
    assert [(info.lang, info.articles) for info in library.editions()] == [("ru", 1)]
    found = library.find(ACT, "52")
    assert found is not None
    assert found.article.text == "Иначе."
    (folder / f"{ACT}.jsonl").unlink()
    assert ensure()
    assert library.editions(current=False) == []
    library.close()


def test_digests_stay_behind_an_official_text(folder: Path, registry: Registry, tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library.sqlite")
    library.add_edition(edition(act=ACT), source="f", segment=b"")
    ensure_digests(library, folder, registry, lambda _e: b"")
    assert [(i.text_kind, i.lang) for i in library.editions()] == [("official", "ru")]
    assert len(library.editions(current=False)) == 3
    library.close()


def test_the_shipped_digests_are_sound(registry: Registry) -> None:
    editions = digest_editions(CHECKOUT / "corpus" / "annotations", registry)
    assert {e.lang for e in editions} == {"ru", "kk"}
    for shipped in editions:
        assert registry.get(shipped.act_id) is not None
        assert shipped.title != shipped.act_id
        for article in shipped.articles:
            assert article.heading, (shipped.act_id, article.number)
            assert not list(span_faults(article))
            assert not uncovered(article)


def test_digests_that_are_there_are_not_read_again(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library.open(tmp_path / "library.sqlite")
    shipped = CHECKOUT / "corpus" / "annotations"
    ensure_digests(library, shipped, registry, lambda _e: b"")

    def read_again(*_: object) -> None:
        raise AssertionError("the annotations were read again")

    monkeypatch.setattr("kzlaw_tui.ingest.digests.load_annotations", read_again)
    ensure_digests(library, shipped, registry, lambda _e: b"")
    library.close()
