"""The command line: parses arguments, calls the assistant, prints. No logic of its own."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

from kzlaw_tui import __version__, cli_eval, cli_export
from kzlaw_tui.cli_models import add_commands
from kzlaw_tui.config import Home
from kzlaw_tui.errors import KzlawError, NotFoundError, UsageError
from kzlaw_tui.first_paint import take_away
from kzlaw_tui.i18n import UI_LANGS, Translator, UiLang
from kzlaw_tui.offline import refuse_network

if TYPE_CHECKING:
    from kzlaw_tui.assistant import Assistant
    from kzlaw_tui.law.model import Lang

VECTOR_SECONDS = 120.0
"""How long ``ingest`` makes vectors before it leaves the rest to the app or to ``index embed``."""


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line in the interface language."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(
            "error-usage", reason=f"{message[:1].upper()}{message[1:]}.", command=self.prog.partition(" ")[2]
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code (see the contract: 0 done, 1 failed, 2 wrong usage, 3 does not exist)."""
    refuse_network()
    _utf8_streams()
    arguments = list(sys.argv[1:] if argv is None else argv)
    lang = _early_lang(arguments)
    try:
        options = _parser(Translator(lang or "ru")).parse_args(arguments)
        return _run(options)
    except KzlawError as error:
        _say_error(_translator(arguments, lang).error(error), error, arguments)
        return error.exit_code
    except KeyboardInterrupt:
        stopped = KzlawError("error-interrupted")
        _say_error(_translator(arguments, lang).error(stopped), stopped, ())
        return stopped.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        home = Home.locate(_value_of(arguments, "--home"))
        log = _log(home, error)
        failure = KzlawError("error-unexpected", reason=f"{type(error).__name__}: {error}", log=log)
        _say_error(_translator(arguments, lang).error(failure), error, arguments)
        return 1


def _run(options: argparse.Namespace) -> int:
    from kzlaw_tui.assistant import Assistant

    assistant = Assistant(Home.locate(options.home), options.lang)
    command: Callable[[Assistant, argparse.Namespace], int] = options.run
    return command(assistant, options)


# Arguments


def _parser(t: Translator) -> _Parser:
    parser = _Parser(prog="kzlaw-tui", description=t("cli-description"))
    parser.add_argument("--home", metavar="DIR")
    parser.add_argument("--lang", choices=UI_LANGS)
    parser.add_argument("--version", action="version", version=f"kzlaw-tui {__version__}")
    parser.add_argument("--debug", action="store_true")
    parser.set_defaults(run=_app)
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=_Parser)

    def command(name: str, run: Callable[[Assistant, argparse.Namespace], int]) -> argparse.ArgumentParser:
        sub = commands.add_parser(name)
        sub.set_defaults(run=run, command=name)
        sub.add_argument("--json", action="store_true")
        sub.add_argument("--debug", action="store_true", default=argparse.SUPPRESS)
        return sub

    ingest = command("ingest", _ingest)
    ingest.add_argument("paths", nargs="+", metavar="PATH", type=Path)
    ingest.add_argument("--act")
    ingest.add_argument("--lang", choices=("ru", "kk"), dest="text_lang")
    ingest.add_argument("--as-of", type=_date, metavar="YYYY-MM-DD")
    ingest.add_argument("--dry-run", action="store_true")
    ingest.add_argument("--vectors", choices=("all", "some", "none"), default="some")

    command("acts", _acts)

    show = command("show", _show)
    show.add_argument("citation", nargs="+")
    show.add_argument("--as-of", type=_date, metavar="YYYY-MM-DD")
    show.add_argument("--lang", choices=("ru", "kk"), dest="text_lang")

    search = command("search", _search)
    search.add_argument("query", nargs="*")
    search.add_argument("--k", type=_count, default=10)
    search.add_argument("--act")
    search.add_argument("--lang", choices=("ru", "kk", "any"), default="any", dest="text_lang")
    search.add_argument("--batch", metavar="FILE|-")

    ask = command("ask", _ask)
    ask.add_argument("question", nargs="*")
    ask.add_argument("--mode", choices=("quotes", "model"), default="quotes")
    ask.add_argument("--act")
    ask.add_argument("--batch", metavar="FILE|-")
    ask.add_argument("--model")
    ask.add_argument("--adapter")
    ask.add_argument("--after", action="append", default=[], metavar="QUESTION")

    verify = command("verify", _verify)
    verify.add_argument("file", metavar="FILE|-")
    verify.add_argument("--export", metavar="FILE.docx|FILE.html", type=Path)

    index = command("index", _index)
    index.add_argument("action", choices=("rebuild", "verify", "embed"))

    cli_eval.add_arguments(command("eval", cli_eval.run))
    cli_export.add_arguments(command("export", cli_export.run))

    command("doctor", _doctor)
    add_commands(command)
    return parser


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("error-date", text=text) from None


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"«{text}»: 1, 2, 3 …")
    return int(text)


# Commands


def _app(assistant: Assistant, _options: argparse.Namespace) -> int:
    if sys.stdin.isatty() and sys.stdout.isatty():
        from kzlaw_tui.tui.app import run_app

        return run_app(assistant)
    from kzlaw_tui.present.text import answer_text

    print(assistant.t("cli-no-command-needs-terminal"))
    print()
    print(answer_text(assistant, assistant.ask(assistant.t("cli-demo-question"))))
    return 0


def _ingest(assistant: Assistant, options: argparse.Namespace) -> int:
    from kzlaw_tui.present import documents, progress, text

    with progress.IngestProgress(assistant) as bar:
        report = assistant.ingest(
            options.paths,
            act=options.act,
            lang=options.text_lang,
            as_of=options.as_of,
            dry_run=options.dry_run,
            progress=bar.update,
        )
    for failure in text.ingest_failures(assistant, report):
        print(failure, file=sys.stderr)
    if options.json:
        _print_json(documents.ingest_document(assistant, report))
    else:
        print(text.ingest_text(assistant, report))
    sys.stdout.flush()
    if not options.dry_run and options.vectors != "none" and not report.cancelled:
        _embed(assistant, seconds=VECTOR_SECONDS if options.vectors == "some" else None)
    return 1 if report.failed or report.cancelled else 0


def _embed(assistant: Assistant, seconds: float | None = None) -> None:
    """Make the missing vectors with a progress bar on stderr, for some seconds at most; Ctrl+C stops it and loses nothing."""
    from kzlaw_tui.present import progress

    end = time.monotonic() + seconds if seconds is not None else None
    try:
        with progress.EmbedProgress(assistant) as bar, suppress(KeyboardInterrupt):
            assistant.embed(progress=bar.update, cancelled=lambda: end is not None and time.monotonic() > end)
        state = assistant.vectors_state()
    except KzlawError as error:
        # The words are searchable; vectors are made at the next chance.
        print(assistant.t.error(error), file=sys.stderr)
        return
    if state.embedder is not None and state.done < state.total:
        print(assistant.t("cli-vectors-later", done=state.done, total=state.total), file=sys.stderr)


def _acts(assistant: Assistant, options: argparse.Namespace) -> int:
    from kzlaw_tui.present import documents, text

    acts = assistant.acts()
    if options.json:
        _print_json(documents.acts_document(acts))
    else:
        print(text.acts_text(assistant, acts))
    return 0


def _show(assistant: Assistant, options: argparse.Namespace) -> int:
    from kzlaw_tui.present import documents, text

    shown = assistant.show(" ".join(options.citation), as_of=options.as_of, lang=options.text_lang)
    if options.json:
        _print_json(documents.article_document(assistant, shown))
    else:
        print(text.article_text(assistant, shown))
    return 0


def _search(assistant: Assistant, options: argparse.Namespace) -> int:
    from kzlaw_tui.present import documents, text

    lang = _text_lang(options.text_lang)
    if options.batch:
        for row in _batch(options.batch):
            started = time.perf_counter()
            hits = assistant.search(
                row["query"],
                k=int(row.get("k") or options.k),
                act=_known_act(assistant, row.get("act") or options.act),
                lang=_text_lang(row.get("lang")) or lang,
            )
            ms = round((time.perf_counter() - started) * 1000, 1)
            _print_line({"id": row.get("id"), "hits": documents.hits_document(hits), "ms": ms})
        return 0
    query = _words(options.query)
    hits = assistant.search(query, k=options.k, act=_known_act(assistant, options.act), lang=lang)
    if options.json:
        _print_json(documents.hits_document(hits))
    else:
        print(text.hits_text(assistant, hits))
    return 0


def _ask(assistant: Assistant, options: argparse.Namespace) -> int:
    from kzlaw_tui.present import documents, text

    act = _known_act(assistant, options.act)
    speaker = assistant.speaker
    speaker.use(options.model, options.adapter)
    ask = speaker.ask if options.mode == "model" else speaker.quotes
    if options.batch:
        for row in _batch(options.batch, "question"):
            answer = ask(row["question"], act=act, history=row.get("after") or options.after)
            _print_line({"id": row.get("id"), **documents.answer_document(assistant, answer)})
        return 0
    answer = ask(_words(options.question), act=act, history=options.after)
    if options.json:
        _print_json(documents.answer_document(assistant, answer))
    else:
        print(text.answer_text(assistant, answer))
    return 0


def _verify(assistant: Assistant, options: argparse.Namespace) -> int:
    from kzlaw_tui.present import audits

    if options.export is not None and options.export.suffix.lower() not in audits.EXPORTS:
        raise UsageError("error-export-kind", path=options.export)
    words = sys.stdin.read() if options.file == "-" else assistant.read_text(Path(options.file))
    checked = assistant.verify(words)
    if options.export is not None:
        audits.export(assistant, words, checked, options.export)
        print(assistant.t("verify-exported", path=options.export), file=sys.stderr)
    if options.json:
        _print_json(audits.audit_document(assistant, options.file, checked))
    else:
        print(audits.audit_text(assistant, checked))
    return 0 if audits.audit_ok(checked) else 1


def _index(assistant: Assistant, options: argparse.Namespace) -> int:
    from kzlaw_tui.present import documents, text

    if options.action == "embed":
        _embed(assistant)
        state = assistant.vectors_state()
        if options.json:
            _print_json({"embedder": state.embedder, "done": state.done, "total": state.total})
        elif state.embedder is None:
            print(assistant.t("cli-vectors-none"))
        else:
            print(assistant.t("cli-vectors-progress", done=state.done, total=state.total))
        return 0
    report = assistant.rebuild_index() if options.action == "rebuild" else assistant.verify_index()
    if options.json:
        _print_json(documents.index_document(assistant, report))
    else:
        print(text.index_text(assistant, report, rebuilt=options.action == "rebuild"))
    return 0 if report.ok else 1


def _doctor(assistant: Assistant, options: argparse.Namespace) -> int:
    from kzlaw_tui import doctor
    from kzlaw_tui.present import documents, text

    checks = doctor.examine(assistant)
    if options.json:
        _print_json(documents.doctor_document(checks, doctor.hardware()))
    else:
        print(text.doctor_text(checks))
    return 1 if any(check.blocking and not check.ok for check in checks) else 0


# Small things


def _known_act(assistant: Assistant, text: str | None) -> str | None:
    """The id for ``--act``. Raises ``NotFoundError`` for an act that nobody knows."""
    if not text:
        return None
    act = assistant.act_id(text)
    if assistant.registry.get(act) is None and assistant.library.edition(act) is None:
        raise NotFoundError("error-no-such-act", act=text)
    return act


def _text_lang(text: str | None) -> Lang | None:
    if text in (None, "", "any"):
        return None
    if text not in ("ru", "kk"):
        raise UsageError("error-usage", reason=f"lang «{text}»: ru, kk, any.", command="search")
    return cast("Lang", text)


def _words(parts: Sequence[str]) -> str:
    text = " ".join(parts).strip()
    if not text:
        raise UsageError("error-empty-question")
    return text


def _batch(source: str, needed: str = "query") -> Iterator[dict[str, Any]]:
    """The requests of a JSONL file or of standard input. Raises ``UsageError`` naming a line that is none."""
    with _lines(source) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                if not isinstance(row, dict) or not isinstance(row.get(needed), str):
                    raise ValueError(f"«{needed}»")
            except ValueError as error:
                raise UsageError("error-batch-line", line=number, reason=error) from None
            yield row


@contextmanager
def _lines(source: str) -> Iterator[Iterator[str]]:
    if source == "-":
        yield iter(sys.stdin)
        return
    with ExitStack() as stack:
        try:
            file = stack.enter_context(Path(source).open(encoding="utf-8-sig"))
        except OSError as error:
            raise KzlawError("error-file-unreadable", path=source, reason=error.strerror or error) from error
        yield iter(file)


def _print_json(document: object) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=2))


def _print_line(document: object) -> None:
    print(json.dumps(document, ensure_ascii=False), flush=True)


def _utf8_streams() -> None:
    """UTF-8 whatever the locale says: Windows consoles and C locales would break Cyrillic."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _value_of(arguments: Sequence[str], option: str) -> str | None:
    for i, argument in enumerate(arguments):
        if argument == option and i + 1 < len(arguments):
            return arguments[i + 1]
        if argument.startswith(option + "="):
            return argument.partition("=")[2]
    return None


def _early_lang(arguments: Sequence[str]) -> UiLang | None:
    """The interface language named before the command, read before anything can fail."""
    before: list[str] = []
    for argument in arguments:
        if argument and not argument.startswith("-") and before and before[-1] not in ("--home", "--lang"):
            break
        before.append(argument)
    value = _value_of(before, "--lang")
    return value if value in UI_LANGS else None


def _translator(arguments: Sequence[str], lang: UiLang | None) -> Translator:
    if lang is None:
        try:
            lang = Home.locate(_value_of(arguments, "--home")).settings.lang
        except KzlawError:
            lang = "ru"
    return Translator(lang)


def _say_error(line: str, error: Exception, arguments: Sequence[str]) -> None:
    take_away()
    if "--debug" in arguments:
        import traceback

        traceback.print_exception(error, file=sys.stderr)
    print(" ".join(line.split()), file=sys.stderr)


def _log(home: Home, error: Exception) -> Path:
    """Write a traceback to the home's log; a home that cannot be written is no second failure."""
    import traceback

    with suppress(OSError):
        home.log_file.parent.mkdir(parents=True, exist_ok=True)
        with home.log_file.open("a", encoding="utf-8") as log:
            log.write("".join(traceback.format_exception(error)))
    return home.log_file
