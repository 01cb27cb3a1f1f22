"""``kzlaw-tui export``: a saved conversation, a fresh answer or a place in the law as a memo on the disk."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kzlaw_tui.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from kzlaw_tui.answering.answer import Answer
    from kzlaw_tui.assistant import Assistant
    from kzlaw_tui.sessions.records import Conversation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE.docx|.pdf|.html|.md|.txt")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--conversation", type=int, metavar="NUMBER")
    what.add_argument("--ask", action="append", metavar="QUESTION")
    what.add_argument("--show", metavar="CITATION")
    what.add_argument("--list", action="store_true")
    parser.add_argument("--title", default="")


def run(assistant: Assistant, options: argparse.Namespace) -> int:
    """Run the command and return its exit code. Without an option it is the latest conversation that is saved.

    Raises ``UsageError`` without a file, ``NotFoundError`` for a conversation or a place that is not there.
    """
    if options.list:
        return _list(assistant, options)
    if options.file is None:
        raise UsageError("error-export-no-file")
    from kzlaw_tui.memo.build import memo_of, memo_of_quote, quote_of
    from kzlaw_tui.memo.writing import check_target, write_memo

    check_target(options.file)
    today = date.today()
    if options.show:
        quote = quote_of(assistant.show(options.show), today)
        memo, questions = memo_of_quote(assistant, quote, today), 0
    else:
        asked = _asked(assistant, options)
        memo, questions = memo_of(assistant, asked, today, options.title), len(asked)
    saved = write_memo(memo, options.file)
    if options.json:
        document = {"path": str(saved), "format": saved.suffix.lower().lstrip("."), "questions": questions}
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        print(assistant.t("cli-exported", path=saved))
    return 0


def _asked(assistant: Assistant, options: argparse.Namespace) -> list[tuple[str, Answer | None]]:
    """Questions with their answers, every quote put through the gate again: the library may have changed since."""
    if options.ask:
        return [(question, assistant.ask(question)) for question in options.ask]
    saved = _conversations(assistant)
    if options.conversation is not None:
        saved = [conversation for conversation in saved if conversation.id == options.conversation]
        if not saved:
            raise NotFoundError("error-export-no-conversation", number=options.conversation)
    if not saved:
        raise NotFoundError("error-export-nothing-saved")
    latest = max(saved, key=lambda conversation: conversation.updated)
    turns = assistant.sessions.turns(latest.id)
    return [(turn.question, assistant.recheck(turn.answer) if turn.answer else None) for turn in turns]


def _conversations(assistant: Assistant) -> list[Conversation]:
    """What is saved; a home that never had a conversation gets no file for it."""
    return assistant.sessions.conversations() if assistant.home.sessions_file.is_file() else []


def _list(assistant: Assistant, options: argparse.Namespace) -> int:
    found = _conversations(assistant)
    if options.json:
        rows = [
            {
                "number": c.id,
                "title": c.title,
                "questions": c.turns,
                "updated": c.updated.isoformat(),
                "pinned": c.pinned,
            }
            for c in found
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    t = assistant.t
    for c in found:
        when = f"{c.updated.astimezone():%d.%m.%Y %H:%M}"
        print(t("cli-conversation", number=c.id, when=when, n=c.turns, title=c.title))
    if not found:
        print(t("error-export-nothing-saved"))
    return 0
