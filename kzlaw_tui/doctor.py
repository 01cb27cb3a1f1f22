"""Is everything there that the work needs? Each check is one small function: name, verdict, detail, remedy."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.i18n import few

if TYPE_CHECKING:
    from kzlaw_tui.assistant import Assistant

NEEDED_MB = 500


@dataclass(frozen=True, slots=True)
class Check:
    """``blocking`` checks make ``doctor`` fail; ``fix`` is empty when there is nothing to do."""

    name: str
    ok: bool
    detail: str
    fix: str = ""
    blocking: bool = False


def examine(assistant: Assistant) -> list[Check]:
    """Run every check; one that raises counts as failed."""
    t = assistant.t_or_default()
    checks: list[Check] = []
    for name, check, blocking in (
        ("config", _config, True),
        ("home", _home, True),
        ("private", _private, False),
        ("library", _library, True),
        ("acts", _acts, False),
        ("embedder", _embedder, False),
        ("vectors", _vectors, False),
        ("interrupted", _interrupted, False),
        ("disk", _disk, True),
        ("ocr", _ocr, False),
        ("doc", _doc, False),
        ("network", _network, True),
    ):
        function: Callable[[Assistant], tuple[bool, str, str]] = check
        try:
            ok, detail, fix = function(assistant)
        except KzlawError as error:
            ok, detail, fix = False, t.error(error), ""
        checks.append(Check(t(f"doctor-{name}"), ok, detail, fix, blocking))
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


def _config(assistant: Assistant) -> tuple[bool, str, str]:
    _ = assistant.settings
    return True, str(assistant.home.config_file), ""


def _home(assistant: Assistant) -> tuple[bool, str, str]:
    assistant.home.ensure()
    probe = assistant.home.index / ".probe"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise KzlawError("error-home-unwritable", path=assistant.home.root, reason=error.strerror or error) from error
    return True, str(assistant.home.root), ""


def _private(assistant: Assistant) -> tuple[bool, str, str]:
    from kzlaw_tui.private import is_private

    t, home = assistant.t, assistant.home
    if not assistant.settings.privacy.private:
        return True, t("doctor-private-shared"), ""
    for folder in home.private_folders:
        if folder.is_dir() and not is_private(folder):
            return False, t("doctor-private-open", path=folder), t("doctor-fix-private")
    encrypted = assistant.sessions.encrypted
    return True, t("doctor-private-ok", sessions=t(f"doctor-sessions-{'encrypted' if encrypted else 'clear'}")), ""


def _library(assistant: Assistant) -> tuple[bool, str, str]:
    report = assistant.verify_index()
    if not report.ok:
        return False, assistant.t("cli-index-problems", n=len(report.problems)), assistant.t("doctor-fix-library")
    return True, assistant.t("cli-index-ok", articles=report.articles, passages=report.passages), ""


def _acts(assistant: Assistant) -> tuple[bool, str, str]:
    official = [info for info in assistant.acts() if info.text_kind == "official"]
    if not official:
        return False, assistant.t("doctor-digests-only"), assistant.t("doctor-fix-acts")
    return True, ", ".join(f"{assistant.act_name(info.act)} ({info.lang})" for info in official), ""


def _embedder(assistant: Assistant) -> tuple[bool, str, str]:
    embedder = assistant.embedder
    if embedder is None:
        return False, assistant.t("doctor-words-only"), assistant.t("doctor-fix-embedder")
    return True, embedder.name, ""


def _vectors(assistant: Assistant) -> tuple[bool, str, str]:
    state = assistant.vectors_state()
    detail = assistant.t("cli-vectors-progress", done=state.done, total=state.total)
    if state.embedder is not None and state.done < state.total:
        return False, detail, assistant.t("doctor-fix-vectors")
    return True, detail, ""


def _interrupted(assistant: Assistant) -> tuple[bool, str, str]:
    files = assistant.interrupted()
    if files:
        return False, few([Path(name).name for name in files]), assistant.t("doctor-fix-interrupted")
    return True, assistant.t("doctor-none"), ""


def _disk(assistant: Assistant) -> tuple[bool, str, str]:
    free = shutil.disk_usage(assistant.home.index).free // 2**20
    fix = "" if free >= NEEDED_MB else assistant.t("doctor-fix-disk", need=NEEDED_MB)
    return free >= NEEDED_MB, assistant.t("doctor-free", mb=free), fix


def _ocr(assistant: Assistant) -> tuple[bool, str, str]:
    return _program(assistant, ("tesseract",), "doctor-fix-ocr")


def _doc(assistant: Assistant) -> tuple[bool, str, str]:
    return _program(assistant, ("soffice", "libreoffice", "antiword"), "doctor-fix-doc")


def _program(assistant: Assistant, names: tuple[str, ...], fix: str) -> tuple[bool, str, str]:
    found = next((path for name in names if (path := shutil.which(name))), None)
    return (True, found, "") if found else (False, assistant.t("doctor-missing"), assistant.t(fix))


def _network(assistant: Assistant) -> tuple[bool, str, str]:
    return True, assistant.t("doctor-ok-network"), ""
