"""Old Word files (DOC, through LibreOffice or antiword) and RTF (through striprtf)."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest.blocks import Block, Document
from kzlaw_tui.ingest.readers.docx import read_docx
from kzlaw_tui.ingest.readers.text import lines_to_blocks, row_block
from kzlaw_tui.ingest.readers.tools import find_tool, run_tool

TIMEOUT = 180.0  # seconds for one conversion
# LibreOffice settings of the private profile: no macros, no linked content, nothing fetched for a document.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def read_doc(data: bytes, path: Path) -> Document:
    """A DOC file by LibreOffice, else by antiword.

    Raises ``KzlawError``: ``error-doc-no-converter`` names the remedy when neither is installed, ``error-doc-conversion``
    when the conversion fails or takes too long.
    """
    office = find_tool("soffice", "libreoffice")
    if office:
        return replace(_by_libreoffice(office, data, path, "doc"), format="doc")
    antiword = find_tool("antiword")
    if antiword:
        return _by_antiword(antiword, data, path)
    raise KzlawError("error-doc-no-converter", path=path)


def read_rtf(data: bytes, path: Path) -> Document:
    """An RTF file. Raises ``KzlawError`` (``error-file-damaged``) when it holds no readable text."""
    from striprtf import striprtf

    to_text: Callable[..., str] = striprtf.rtf_to_text
    try:
        text = to_text(data.rstrip(b"\x00").decode("latin-1"), encoding=_rtf_code_page(data), errors="replace")
    except Exception as error:  # striprtf raises whatever the damage leads to
        raise KzlawError("error-file-damaged", path=path, format="RTF") from error
    odd = sum(not char.isprintable() and not char.isspace() for char in text) + text.count("\ufffd")
    if odd > len(text) / 100:
        raise KzlawError("error-file-damaged", path=path, format="RTF")
    blocks: list[Block] = []
    for line in text.split("\n"):  # striprtf ends a cell with "|" and a row with a line break
        if line.rstrip().endswith("|"):
            row = row_block(line.rstrip()[:-1].split("|"))
            blocks.extend([row] if row else [])
        else:
            blocks.extend(lines_to_blocks([line]))
    return Document(tuple(blocks), "doc")


def _rtf_code_page(data: bytes) -> str:
    """cp1251 where a font declares the Russian character set, as Word does for Cyrillic, whatever ``\\ansicpg`` says."""
    return "cp1251" if re.search(rb"\\fcharset204|\\ansicpg1251", data[:65536]) else "cp1252"


def _by_libreoffice(office: str, data: bytes, path: Path, suffix: str) -> Document:
    with tempfile.TemporaryDirectory(prefix="kzlaw-doc-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        source, profile = work / f"source.{suffix}", work / "profile"
        source.write_bytes(data)
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
        command = [
            office,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(work / "out"),
            str(source),
        ]
        try:
            run_tool(command, timeout=TIMEOUT, cwd=work)
        except (subprocess.TimeoutExpired, OSError) as error:
            raise KzlawError("error-doc-conversion", path=path, tool="LibreOffice") from error
        converted = work / "out" / "source.docx"
        if not converted.is_file():  # LibreOffice exits with 0 even when it could not load the file
            raise KzlawError("error-doc-conversion", path=path, tool="LibreOffice")
        return read_docx(converted.read_bytes(), path)


def _by_antiword(antiword: str, data: bytes, path: Path) -> Document:
    with tempfile.TemporaryDirectory(prefix="kzlaw-doc-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / "source.doc"
        source.write_bytes(data)
        try:
            done = run_tool([antiword, "-w", "0", "-m", "UTF-8.txt", str(source)], timeout=TIMEOUT)
        except (subprocess.TimeoutExpired, OSError) as error:
            raise KzlawError("error-doc-conversion", path=path, tool="antiword") from error
    text = done.stdout.decode("utf-8", "replace")
    if done.returncode != 0 or not text.strip():
        raise KzlawError("error-doc-conversion", path=path, tool="antiword")
    blocks: list[Block] = []
    for line in text.split("\n"):
        if line.startswith("|") and line.rstrip().endswith("|"):
            row = row_block(line.strip().strip("|").split("|"))
            blocks.extend([row] if row else [])
        else:
            blocks.extend(lines_to_blocks([line], gap=True))
    return Document(tuple(blocks), "doc")
