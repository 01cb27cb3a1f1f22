"""The commands ``sessions``, ``backup`` and ``restore``: parse, call, print."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kzlaw_tui.errors import KzlawError, UsageError

if TYPE_CHECKING:
    from kzlaw_tui.assistant import Assistant
    from kzlaw_tui.backup import Report
    from kzlaw_tui.config import Home

Run = Callable[["Assistant", argparse.Namespace], int]


class _Command(Protocol):
    def __call__(self, name: str, run: Run) -> argparse.ArgumentParser: ...


def add_commands(command: _Command) -> None:
    """Put the commands into the parser."""
    sessions = command("sessions", _sessions)
    sessions.add_argument("action", choices=("status", "encrypt", "decrypt", "passphrase", "erase"))
    sessions.add_argument("--history", action="store_true")
    sessions.add_argument("--yes", action="store_true")
    backup = command("backup", _backup)
    backup.add_argument("file", type=Path, metavar="FILE")
    backup.add_argument("--verify", action="store_true")
    restore = command("restore", _restore)
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--replace", action="store_true")


def finish_restore(home: Home) -> None:
    """At the start: complete a restore that was killed."""
    if (home.root / ".restore").is_dir():
        from kzlaw_tui.backup import finish

        finish(home)


def _sessions(assistant: Assistant, options: argparse.Namespace) -> int:
    from kzlaw_tui.sessions import protection

    file, t = assistant.home.sessions_file, assistant.t
    if options.action == "encrypt":
        if assistant.sessions.encrypted:
            raise KzlawError("error-sessions-encrypted", path=file)
        protection.encrypt(file, _new_passphrase(assistant))
    elif options.action == "decrypt":
        protection.need_encrypted(file)
        protection.decrypt(file, _passphrase(assistant, "cli-passphrase"))
    elif options.action == "passphrase":
        protection.need_encrypted(file)
        old = _passphrase(assistant, "cli-passphrase")
        protection.change_passphrase(file, old, _new_passphrase(assistant))
    elif options.action == "erase":
        _erase(assistant, options)
    encrypted = assistant.sessions.encrypted
    if options.json:
        print(json.dumps({"file": str(file), "exists": file.is_file(), "encrypted": encrypted}, ensure_ascii=False))
    elif options.action == "erase":
        print(t("cli-sessions-erased"))
    else:
        print(t("cli-sessions-encrypted" if encrypted else "cli-sessions-clear", path=file))
    return 0


def _erase(assistant: Assistant, options: argparse.Namespace) -> None:
    from kzlaw_tui.sessions import protection

    if not options.yes:
        if not sys.stdin.isatty():
            raise UsageError("error-erase-needs-yes")
        print(assistant.t("cli-erase-sure"), file=sys.stderr)
        if input().strip().casefold() not in ("да", "иә", "yes", "y"):
            raise KzlawError("error-interrupted")
    if not options.history:
        protection.erase(assistant.home.sessions_file)
        return
    if assistant.sessions.locked:
        assistant.sessions.unlock(_passphrase(assistant, "cli-passphrase"))
    assistant.sessions.forget_history()
    assistant.sessions.close()


def _backup(assistant: Assistant, options: argparse.Namespace) -> int:
    from kzlaw_tui import backup

    if options.verify:
        report = backup.inspect(options.file)
        return _print(assistant, options, report, "cli-backup-whole")
    passphrase = _passphrase(assistant, "cli-passphrase") if assistant.sessions.locked else ""
    report = backup.back_up(assistant.home, options.file, passphrase)
    return _print(assistant, options, report, "cli-backup-made")


def _restore(assistant: Assistant, options: argparse.Namespace) -> int:
    from kzlaw_tui import backup

    report = backup.restore(assistant.home, options.file, replace=options.replace)
    # The settings may have come with the backup.
    assistant.__dict__.pop("settings", None)
    index = assistant.rebuild_index()
    code = _print(assistant, options, report, "cli-restored")
    if report.before is not None:
        print(assistant.t("cli-restore-before", path=report.before), file=sys.stderr)
    if not index.ok:
        print(assistant.t("cli-index-problems", n=len(index.problems)), file=sys.stderr)
    return code if index.ok else 1


def _print(assistant: Assistant, options: argparse.Namespace, report: Report, message: str) -> int:
    if options.json:
        document = {
            "file": str(report.file),
            "files": report.files,
            "bytes": report.size,
            "documents": report.documents,
            "sessions": report.sessions,
            "made": report.made,
            "before": str(report.before) if report.before else None,
        }
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        mb = f"{report.size / 2**20:.1f}"
        print(assistant.t(message, path=report.file, n=report.documents, mb=mb))
        print(assistant.t("cli-backup-with-sessions" if report.sessions else "cli-backup-without-sessions"))
    return 0


def _passphrase(assistant: Assistant, prompt: str) -> str:
    """A passphrase from the keyboard, unseen, or a line of standard input where that is no terminal."""
    if sys.stdin.isatty():
        return getpass.getpass(assistant.t(prompt) + " ")
    return sys.stdin.readline().rstrip("\r\n")


def _new_passphrase(assistant: Assistant) -> str:
    """A new passphrase, typed twice. Raises ``KzlawError`` when the two differ."""
    first = _passphrase(assistant, "cli-passphrase-new")
    if sys.stdin.isatty() and _passphrase(assistant, "cli-passphrase-again") != first:
        raise KzlawError("error-passphrase-differ")
    return first
