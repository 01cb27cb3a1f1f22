"""Scans and pictures: Tesseract (Russian and Kazakh) as a program of its own, pages drawn by whatever is installed."""

from __future__ import annotations

import os
import struct
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest.blocks import Document
from kzlaw_tui.ingest.readers.pdf_layout import on_grid
from kzlaw_tui.ingest.readers.pdf_paragraphs import pages_to_blocks
from kzlaw_tui.ingest.readers.tools import find_tool, run_tool

PAGE_TIMEOUT = 300.0  # seconds for one page
_DPI = 300
_MAX_SIDE = 6000  # pixels; a larger page is drawn at a lower resolution
_MAX_PIXELS = 200_000_000  # of a picture file; an A4 page at 600 dpi has 35 million


def read_image(data: bytes, path: Path) -> Document:
    """A picture of text (PNG, JPEG, TIFF with one or more pages).

    Raises ``KzlawError``: ``error-ocr-no-tesseract``, ``error-ocr-no-languages``, ``error-file-damaged``,
    ``error-file-too-large``.
    """
    if _pixels(data) > _MAX_PIXELS:
        raise KzlawError("error-image-too-large", path=path)
    engine = Engine.find(path)
    with tempfile.TemporaryDirectory(prefix="kzlaw-ocr-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / "page"
        source.write_bytes(data)
        text = engine.recognise(source)
    blocks = pages_to_blocks([on_grid(page) for page in text.split("\f")])
    return Document(tuple(blocks), "image", (("warning-ocr", {"pages": "1", "count": 1}), *engine.warnings))


def recognise_pdf(data: bytes, path: Path, pages: Sequence[Any], wanted: Sequence[int]) -> dict[int, str]:
    """The text of the ``wanted`` pages (counted from 0) of a PDF. ``pages`` are pypdf's, for their embedded pictures.

    Raises ``KzlawError`` as ``read_image`` does, and ``error-ocr-no-renderer`` when no page can be drawn.
    """
    engine = Engine.find(path)
    with tempfile.TemporaryDirectory(prefix="kzlaw-ocr-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)

        def page_text(index: int) -> tuple[int, str]:
            picture = work / f"{index}.pnm"
            return index, engine.recognise(picture) if picture.exists() else ""

        _draw(data, path, pages, wanted, work)
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
            return dict(pool.map(page_text, wanted))


class Engine:
    """An installed Tesseract and the languages it will read with."""

    def __init__(self, program: str, languages: Sequence[str], path: Path) -> None:
        self.program = program
        self.languages = tuple(languages)
        self.path = path

    @classmethod
    def find(cls, path: Path) -> Engine:
        """Raises ``KzlawError`` (``error-ocr-no-tesseract``, ``error-ocr-no-languages``)."""
        program = find_tool("tesseract")
        if not program:
            raise KzlawError("error-ocr-no-tesseract", path=path)
        try:
            listed = run_tool([program, "--list-langs"], timeout=30)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise KzlawError("error-ocr-no-tesseract", path=path) from error
        installed = set((listed.stdout + listed.stderr).decode("utf-8", "replace").split())
        if "rus" not in installed:
            raise KzlawError("error-ocr-no-languages", path=path)
        return cls(program, [name for name in ("rus", "kaz") if name in installed], path)

    @property
    def warnings(self) -> tuple[tuple[str, dict[str, object]], ...]:
        return () if "kaz" in self.languages else (("warning-ocr-no-kazakh", {}),)

    def recognise(self, picture: Path) -> str:
        """The text of one picture file. Raises ``KzlawError`` (``error-file-damaged``, ``error-ocr-failed``)."""
        command = [
            self.program,
            str(picture),
            "stdout",
            "-l",
            "+".join(self.languages),
            "--dpi",
            str(_DPI),
            "--psm",
            "3",
        ]
        try:
            # One thread a page: pages run side by side, and Tesseract's own threads only get in their way.
            done = run_tool(command, timeout=PAGE_TIMEOUT, env={"OMP_THREAD_LIMIT": "1"})
        except (OSError, subprocess.TimeoutExpired) as error:
            raise KzlawError("error-ocr-failed", path=self.path) from error
        if done.returncode != 0:
            raise KzlawError("error-image-damaged", path=self.path)
        return done.stdout.decode("utf-8", "replace")


def _draw(data: bytes, path: Path, pages: Sequence[Any], wanted: Sequence[int], work: Path) -> None:
    """Draw pages as ``<index>.pnm``: with pypdfium2, else with poppler's pdftoppm, else from embedded pictures."""
    try:
        import pypdfium2
    except ImportError:
        pypdfium2 = None
    if pypdfium2 is not None:
        try:
            _draw_by_pdfium(pypdfium2, data, wanted, work)
            return
        except Exception as error:  # PdfiumError and whatever a damaged page leads to
            raise KzlawError("error-file-damaged", path=path, format="PDF") from error
    poppler = find_tool("pdftoppm")
    if poppler:
        _draw_by_poppler(poppler, data, wanted, work)
    for index in wanted:
        target = work / f"{index}.pnm"
        if not target.exists():
            picture = _embedded(pages[index])
            if picture:
                target.write_bytes(picture)
    if not any((work / f"{index}.pnm").exists() for index in wanted):
        raise KzlawError("error-ocr-no-renderer", path=path)


def _draw_by_pdfium(pypdfium2: Any, data: bytes, wanted: Iterable[int], work: Path) -> None:
    document = pypdfium2.PdfDocument(data)
    try:
        for index in wanted:
            page = document[index]
            scale = min(_DPI / 72, _MAX_SIDE / max(1.0, *page.get_size()))
            bitmap = page.render(scale=scale, grayscale=True)
            rows = memoryview(bitmap.buffer).cast("B")
            with (work / f"{index}.pnm").open("wb") as file:
                file.write(b"P5 %d %d 255\n" % (bitmap.width, bitmap.height))
                for row in range(bitmap.height):
                    file.write(rows[row * bitmap.stride : row * bitmap.stride + bitmap.width])
            bitmap.close()
            page.close()
    finally:
        document.close()


def _draw_by_poppler(poppler: str, data: bytes, wanted: Iterable[int], work: Path) -> None:
    source = work / "source.pdf"
    source.write_bytes(data)
    for index in wanted:
        number = str(index + 1)
        command = [poppler, "-gray", "-r", str(_DPI), "-f", number, "-l", number, "-singlefile", str(source)]
        try:
            run_tool([*command, str(work / f"drawn-{index}")], timeout=PAGE_TIMEOUT)
        except (OSError, subprocess.TimeoutExpired):
            continue
        drawn = work / f"drawn-{index}.pgm"
        if drawn.exists():
            drawn.rename(work / f"{index}.pnm")


def _embedded(page: Any) -> bytes | None:
    """The largest picture on a page: JPEG streams as they are, others through Pillow when it is installed."""
    largest: tuple[int, bytes] = (0, b"")
    try:
        for item in (value.get_object() for value in page["/Resources"]["/XObject"].get_object().values()):
            size = int(item.get("/Width", 0)) * int(item.get("/Height", 0))
            if item.get("/Subtype") == "/Image" and str(item.get("/Filter")) in ("/DCTDecode", "['/DCTDecode']"):
                largest = max(largest, (size, bytes(item.get_data())))
        if not largest[1]:
            for image in page.images:  # needs Pillow
                largest = max(largest, (len(image.data), bytes(image.data)))
    except Exception:  # without Pillow, or with a damaged picture: this page stays without text
        pass
    return largest[1] or None


def _pixels(data: bytes) -> int:
    """The number of pixels that a PNG or JPEG header announces; 0 where it cannot be told."""
    if data.startswith(b"\x89PNG") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width) * int(height)
    place = 2
    while data.startswith(b"\xff\xd8") and place + 9 < len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return int(width) * int(height)
        place += 2 + max(2, struct.unpack(">H", data[place + 2 : place + 4])[0])
    return 0
