"""Starting the app in a real terminal (tmux): first paint, a question line that takes keys, memory; beside ``posting``.

``python benchmarks/startup.py [--runs 5] [--home DIR] [--posting PATH] [--program "CMD"]``. Clock time depends on what else the
machine does; processor time (of the program's own process, until the event) does not. Each run is a fresh process over a
copy of the home; the first run of each program warms the disk and is not counted. Needs tmux and, for processor time and
memory, Linux.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TYPED = "прогул"
GIVE_UP = 60.0


class Screen:
    """A program in a tmux session of its own."""

    def __init__(self, command: str, home: Path) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="kz-bench-")
        self.socket = Path(self.folder.name) / "s"
        environment = {**os.environ, "KZLAW_HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm-256color"}
        # The server is started before the clock: only the program is measured.
        self.tmux(
            "-f", os.devnull, "new-session", "-d", "-s", "x", "-x", "140", "-y", "40", "sleep 600", env=environment
        )
        self.began = time.perf_counter()
        self.tmux("respawn-pane", "-k", "-t", "x", f"exec {command}", env=environment)

    def tmux(self, *arguments: str, env: dict[str, str] | None = None) -> str:
        command = ["tmux", "-u", "-S", str(self.socket), *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=env).stdout

    def pid(self) -> int:
        return int(self.tmux("display-message", "-p", "-t", "x", "#{pane_pid}").strip() or 0)

    def wait(self, *texts: str) -> tuple[float, float]:
        """Seconds of the clock and of the processor until the texts are there (any painted screen without texts)."""
        while time.perf_counter() - self.began < GIVE_UP:
            shown = self.tmux("capture-pane", "-p", "-t", "x")
            if all(text in shown for text in texts) if texts else shown.strip():
                return time.perf_counter() - self.began, processor(self.pid())
            time.sleep(0.005)
        raise SystemExit(f"{texts} did not appear:\n{shown}")

    def end(self) -> None:
        self.tmux("kill-server")
        self.folder.cleanup()


def processor(pid: int) -> float:
    """User and system seconds of a process and its threads; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return 0.0


def memory(pid: int) -> tuple[float, float]:
    """Resident memory now and at most, in MB of 1,000,000 bytes."""
    try:
        lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        return tuple(int(lines[name].split()[0]) * 1024 / 1e6 for name in ("VmRSS", "VmHWM"))  # type: ignore[return-value]
    except OSError:
        return 0.0, 0.0


def ours(program: str, home: Path) -> tuple[tuple[float, float], tuple[float, float]]:
    """First paint (the frame, see ``kzlaw_tui/first_paint.py``), and the whole screen with the keys that were pressed at once in
    the question line, ready for more."""
    screen = Screen(program, home)
    screen.tmux("send-keys", "-t", "x", "-l", TYPED)
    painted = screen.wait("kzlaw-tui")
    ready = screen.wait(f"› {TYPED}", "F1")
    screen.end()
    return painted, ready


def theirs(program: str, home: Path) -> tuple[float, float]:
    """First paint of posting, over an empty collection."""
    screen = Screen(f"{program} --collection {home}", home)
    painted = screen.wait()
    screen.end()
    return painted


def settled(program: str, home: Path) -> tuple[float, float]:
    """Memory once the core acts, the index and the embedder are loaded and ten questions are answered."""
    screen = Screen(program, home)
    screen.wait("›")
    questions = ("прогул", "ставки НДС", "выход из ТОО", "отпуск", "испытательный срок") * 2
    for number, question in enumerate(questions):
        screen.tmux("send-keys", "-t", "x", "-l", f"{question} {number}")
        screen.tmux("send-keys", "-t", "x", "Enter")
        screen.wait(f"› {question} {number}", "ст. ")
        time.sleep(1.0)
    found = memory(screen.pid())
    screen.end()
    return found


def median(rows: list[tuple[float, float]]) -> str:
    """Medians, and the range of the clock."""
    clock, cpu = (statistics.median(column) for column in zip(*rows, strict=True))
    low, high = min(row[0] for row in rows), max(row[0] for row in rows)
    return f"{clock:.2f} s ({low:.2f}–{high:.2f}); processor {cpu:.2f} s"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--home", type=Path, help="a home with the core acts; it is copied")
    parser.add_argument("--program", default=f"{sys.executable} -m kzlaw_tui")
    parser.add_argument("--posting", default=shutil.which("posting") or "")
    parser.add_argument("--memory", action="store_true", help="only the memory")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        if options.home:
            shutil.copytree(options.home, home)
        else:
            home.mkdir()
        if not options.memory:
            painted, ready, posting = [], [], []
            for number in range(options.runs + 1):
                first, line = ours(options.program, home)
                other = theirs(options.posting, home) if options.posting else (0.0, 0.0)
                if number:
                    painted.append(first)
                    ready.append(line)
                    posting.append(other)
            print("first paint:", median(painted))
            print("keys typed at the start stand in the question line:", median(ready))
            if options.posting:
                print("posting, first paint:", median(posting))
        now, most = settled(options.program, home)
        print(f"memory after ten questions: {now:.0f} MB, at most {most:.0f} MB")


if __name__ == "__main__":
    main()
