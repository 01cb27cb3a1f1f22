"""Files that cannot be read: one clear error each, quickly; and the messages exist in all three languages."""

from __future__ import annotations

import os
import random
import re
import zipfile
from pathlib import Path

import pytest

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.i18n import UI_LANGS, Translator, message_ids
from kzlaw_tui.ingest import readers
from kzlaw_tui.ingest.readers import SUPPORTED_SUFFIXES, is_temporary, read_document
from tests.ingest.readers.make import RULES, docx

JUNK = random.Random(1).randbytes(20_000)


def error_of(path: Path) -> str:
    with pytest.raises(KzlawError) as caught:
        read_document(path)
    assert caught.value.args_["path"] == path
    for lang in UI_LANGS:
        line = Translator(lang).error(caught.value)
        assert str(path) in line
        assert "\n" not in line
        assert "{" not in line
    return caught.value.message_id


@pytest.mark.parametrize("suffix", sorted(SUPPORTED_SUFFIXES))
def test_empty_files(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"rules{suffix}"
    path.touch()
    assert error_of(path) == "error-file-empty"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("rules.pdf", "error-file-damaged"),
        ("rules.docx", "error-file-damaged"),
        ("rules.png", "error-file-damaged"),
        ("rules.doc", "error-file-not-text"),
        ("rules.rtf", "error-file-not-text"),
        ("rules.txt", "error-file-not-text"),
        ("rules.html", "error-file-not-text"),
        ("rules.xlsx", "error-file-unsupported"),
        ("rules.exe", "error-file-unsupported"),
        ("rules", "error-file-not-text"),
    ],
)
def test_binary_junk(tmp_path: Path, name: str, expected: str) -> None:
    path = tmp_path / name
    path.write_bytes(JUNK)
    assert error_of(path) == expected


@pytest.mark.parametrize(
    "magic", [b"%PDF-1.4\n", b"PK\x03\x04", b"{\\rtf1 ", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>"]
)
def test_junk_behind_a_true_beginning(tmp_path: Path, magic: bytes) -> None:
    path = tmp_path / "rules.docx"
    path.write_bytes(magic + JUNK)
    assert error_of(path).startswith("error-file-")


@pytest.mark.parametrize("suffix", [".xlsx", ".zip", ".exe", ".csv", ".json", ".py"])
def test_unsupported_formats(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"rules{suffix}"
    path.write_text("\n".join(RULES), "utf-8")
    assert error_of(path) == "error-file-unsupported"


@pytest.mark.parametrize(
    ("suffix", "inner"), [(".xlsx", "xl/workbook.xml"), (".zip", "rules.txt"), (".docx", "xl/workbook.xml")]
)
def test_other_packages(tmp_path: Path, suffix: str, inner: str) -> None:
    path = tmp_path / f"rules{suffix}"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(inner, "x")
    assert error_of(path) == "error-file-unsupported"


def test_a_text_named_docx_is_damaged_and_a_text_named_doc_is_read(tmp_path: Path) -> None:
    for name in ("rules.docx", "rules.pdf"):
        (tmp_path / name).write_text("\n".join(RULES), "utf-8")
        assert error_of(tmp_path / name) == "error-file-damaged"
    (tmp_path / "rules.doc").write_text("\n".join(RULES), "utf-8")
    assert [block.text for block in read_document(tmp_path / "rules.doc").blocks] == RULES


def test_lock_files_of_an_open_document(tmp_path: Path) -> None:
    path = tmp_path / "~$rules.docx"
    path.write_bytes(b"\x05user" + bytes(157))
    assert error_of(path) == "error-file-temporary"
    assert is_temporary(Path(".~lock.rules.docx#"))
    assert not is_temporary(Path("rules.docx"))


def test_missing_files_and_folders(tmp_path: Path) -> None:
    assert error_of(tmp_path / "none.docx") == "error-file-missing"
    (tmp_path / "folder.docx").mkdir()
    assert error_of(tmp_path / "folder.docx") == "error-file-is-folder"
    (tmp_path / "file").write_text("x")
    assert error_of(tmp_path / "file" / "rules.txt") == "error-file-missing"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX")
def test_a_pipe_and_a_device_are_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rules.txt")
    assert error_of(tmp_path / "rules.txt") == "error-file-not-regular"
    if Path("/dev/zero").exists():
        assert error_of(Path("/dev/zero")) == "error-file-not-regular"


def test_a_file_without_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "rules.txt"
    path.write_text("\n".join(RULES), "utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):  # the administrator may read everything: refuse by hand

        def refuse(self: Path) -> bytes:
            raise PermissionError(13, "Permission denied", str(self))

        monkeypatch.setattr(Path, "read_bytes", refuse)
    assert error_of(path) == "error-file-no-access"


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "rules.pdf"
    with path.open("wb") as file:
        file.truncate(readers.MAX_FILE_BYTES + 1)  # sparse: takes no room
    assert error_of(path) == "error-file-too-large"


@pytest.mark.slow
def test_fifty_megabytes_of_text_are_read(tmp_path: Path) -> None:
    for name, content in [
        ("lines.txt", "Просто строка текста без статей, № 5.\n" * 800_000),
        ("one.txt", "слово и ещё одно " * 1_700_000),
        ("stars.md", ("* _a [b](c) `d " * 60 + "\n") * 1000),
    ]:
        path = tmp_path / name
        path.write_text(content, "utf-8")
        assert read_document(path).blocks, name


@pytest.mark.parametrize("kind", ["docx", "pdf", "html", "txt", "rtf"])
def test_bytes_changed_at_random_never_give_a_traceback(tmp_path: Path, kind: str) -> None:
    chance = random.Random(kind)
    whole = {
        "docx": docx(tmp_path / "whole.docx", RULES * 3).read_bytes(),
        "pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R>>endobj 4 0 obj<</Length 30>>stream\nBT (text) Tj ET\nendstream endobj\n"
        b"trailer<</Root 1 0 R>>",
        "html": f"<html><body><p>{'</p><p>'.join(RULES)}</p></body></html>".encode(),
        "txt": "\n".join(RULES).encode("cp1251"),
        "rtf": b"{\\rtf1\\ansi " + b"\\'d1\\'f2\\par {\\b x}" * 30 + b"}",
    }[kind]
    for number in range(25):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 40)):
            data[chance.randrange(8, len(data))] = chance.randrange(256)
        path = tmp_path / f"{number}.{kind}"
        path.write_bytes(data)
        try:
            read_document(path)
        except KzlawError as error:
            assert Translator("ru").error(error)


def test_all_messages_of_the_readers_exist_in_three_languages() -> None:
    folder = Path(readers.__file__).parent
    used = {
        found
        for file in folder.glob("*.py")
        for found in re.findall(r"[\"(](error-[a-z-]*[a-z]|warning-[a-z-]*[a-z])[\",]", file.read_text("utf-8"))
    }
    assert len(used) > 20
    for lang in UI_LANGS:
        assert used <= message_ids(lang), used - message_ids(lang)


def test_reading_loads_no_library_it_does_not_need() -> None:
    import subprocess
    import sys

    code = "import sys, kzlaw_tui.ingest.readers; print([m for m in ('pypdf','docx','lxml','striprtf','pypdfium2') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
