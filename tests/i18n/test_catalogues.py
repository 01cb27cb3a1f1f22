"""The three catalogues say the same things, and every id that the code uses is there."""

import re
from datetime import date
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast

import kzlaw_tui
from kzlaw_tui.i18n import UI_LANGS, Translator, message_ids

PACKAGE = Path(kzlaw_tui.__file__).parent
IDS_IN_CODE = re.compile(r"""(?:KzlawError|NotFoundError|UsageError)\(\s*"([a-z0-9-]+)\"""")


def test_all_languages_have_the_same_messages() -> None:
    assert message_ids("ru") == message_ids("kk") == message_ids("en")
    assert len(message_ids("ru")) > 50


@pytest.mark.parametrize("lang", UI_LANGS)
def test_catalogues_parse_without_junk_or_duplicates(lang: str) -> None:
    seen: set[str] = set()
    for file in sorted((PACKAGE / "i18n").glob(f"{lang}*.ftl")):
        resource = FluentParser().parse(file.read_text("utf-8"))
        for entry in resource.body:
            assert not isinstance(entry, ast.Junk), f"{file.name}: {entry.content}"
            if isinstance(entry, ast.Message):
                assert entry.id.name not in seen, f"{file.name}: {entry.id.name} twice"
                seen.add(entry.id.name)


def _placeholders(file: Path) -> dict[str, set[str]]:
    return {
        entry.id.name: set(re.findall(r"\$([a-z_]+)", file.read_text("utf-8")[entry.span.start : entry.span.end]))
        for entry in FluentParser().parse(file.read_text("utf-8")).body
        if isinstance(entry, ast.Message)
    }


@pytest.mark.parametrize("file", sorted((PACKAGE / "i18n").glob("ru*.ftl")), ids=lambda f: f.name)
def test_all_languages_use_the_same_arguments(file: Path) -> None:
    russian = _placeholders(file)
    for lang in ("kk", "en"):
        assert _placeholders(file.with_name(lang + file.name[2:])) == russian


def test_every_error_that_the_code_raises_has_a_message() -> None:
    used = {found for file in PACKAGE.rglob("*.py") for found in IDS_IN_CODE.findall(file.read_text("utf-8"))}
    assert used, "the pattern still finds ids"
    assert used <= message_ids("ru"), used - message_ids("ru")


def test_russian_plurals_and_dates() -> None:
    t = Translator("ru")
    assert [t("cli-articles", n=n) for n in (1, 3, 5, 21)] == ["1 статья", "3 статьи", "5 статей", "21 статья"]
    assert t("cli-as-of", date=date(2015, 11, 23)) == "редакция на 23.11.2015"


@pytest.mark.parametrize("lang", UI_LANGS)
def test_messages_that_are_parsed_one_by_one_are_those_of_the_files(lang: str) -> None:
    """The catalogue is cut into messages without parsing it: each piece is what a whole parse finds."""
    from kzlaw_tui.i18n import _entries

    whole: dict[str, ast.Message] = {}
    for file in (PACKAGE / "i18n").glob(f"{lang}*.ftl"):
        body = FluentParser().parse(file.read_text("utf-8")).body
        whole |= {entry.id.name: entry for entry in body if isinstance(entry, ast.Message)}
    pieces = _entries(lang)  # type: ignore[arg-type]
    assert pieces.keys() == whole.keys()
    for name, source in pieces.items():
        parsed = FluentParser().parse(source).body
        messages = [entry for entry in parsed if not isinstance(entry, ast.Comment | ast.GroupComment)]
        assert len(messages) == 1 and whole[name].equals(messages[0], ["span", "comment"]), name


def test_an_unknown_message_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        Translator("ru")("no-such-message")
