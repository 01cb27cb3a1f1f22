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

from kzlaw_tui import __version__, cli_eval, cli_export, cli_home, crash
from kzlaw_tui.cli_bundle import add_command as add_bundle
from kzlaw_tui.cli_models import add_commands, scale_of
from kzlaw_tui.cli_start import early_lang, say_crash, say_error, translator, utf8_streams
from kzlaw_tui.config import Home
from kzlaw_tui.errors import KzlawError, NotFoundError, UsageError
from kzlaw_tui.i18n import UI_LANGS, Translator
from kzlaw_tui.logs import log, named
from kzlaw_tui.logs import start as start_log
from kzlaw_tui.logs import stop as stop_log
from kzlaw_tui.offline import refuse_network, seal
from kzlaw_tui.terminal import guarded, json_text

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
    utf8_streams()
    with guarded():
        return _main(list(sys.argv[1:] if argv is None else argv), whole_process=argv is None)


def _main(arguments: list[str], *, whole_process: bool) -> int:
    lang = early_lang(arguments)
    if whole_process:
        crash.watch(lambda error, where: say_crash(error, where, arguments, lang))
    try:
        options = _parser(Translator(lang or "ru")).parse_args(arguments)
        return _run(options, whole_process)
    except KzlawError as error:
        log.warning("failed: %s", named(error))
        say_error(translator(arguments, lang).error(error), error, arguments)
        return error.exit_code
    except KeyboardInterrupt:
        stopped = KzlawError("error-interrupted")
        say_error(translator(arguments, lang).error(stopped), stopped, ())
        return stopped.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        say_crash(error, "command", arguments, lang)
        return 1
    finally:
        stop_log()


def _run(options: argparse.Namespace, whole_process: bool) -> int:
    from kzlaw_tui.assistant import Assistant

    home = Home.locate(options.home)
    assistant = Assistant(home, options.lang)
    loopback = options.loopback
    with suppress(KzlawError):
        start_log(home, home.settings.log.level)
        loopback = loopback or bool(home.settings.retrieval.server)
    if whole_process and not options.connects(options):
        seal(loopback=loopback)
    home.keep_private()
    cli_home.finish_restore(home)
    started = time.monotonic()
    log.info("%s: start, version %s", options.command, __version__)
    command: Callable[[Assistant, argparse.Namespace], int] = options.run
    code = command(assistant, options)
    log.info("%s: exit code %d after %.1f s", options.command, code, time.monotonic() - started)
    return code


# Arguments


def _parser(t: Translator) -> _Parser:
    parser = _Parser(prog="kzlaw-tui", description=t("cli-description"))
    parser.add_argument("--home", metavar="DIR")
    parser.add_argument("--lang", choices=UI_LANGS)
    parser.add_argument("--version", action="version", version=f"kzlaw-tui {__version__}")
    parser.add_argument("--debug", action="store_true")
    # ``connects``: the command has pip fetch wheels; ``loopback``: it speaks to this machine. All others have no socket at all.
    parser.set_defaults(run=_app, command="app", connects=lambda _options: False, loopback=False)
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
    ask.add_argument("--scale", type=scale_of, metavar="0-4")
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
    add_bundle(command)
    cli_home.add_commands(command)
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
    speaker.use(options.model, options.adapter, options.scale)
    ask = speaker.ask if options.mode == "model" else speaker.quotes
    if options.batch:
        for row in _batch(options.batch, "question"):
            # A row may name another adapter: it is put on without loading the model anew.
            speaker.use(options.model, row.get("adapter", options.adapter), options.scale)
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
            except (ValueError, RecursionError) as error:
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
    print(json_text(document))


def _print_line(document: object) -> None:
    print(json_text(document, indent=None), flush=True)
