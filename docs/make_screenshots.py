"""Screenshots for the READMEs, made from the real app over a fresh home: ``python docs/make_screenshots.py``.

A fresh home holds our own digests only, so no official text gets into the pictures.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

from kzlaw_tui.assistant import Assistant
from kzlaw_tui.config import Home
from kzlaw_tui.i18n import UiLang
from kzlaw_tui.tui.app import KzlawApp

OUT = Path(__file__).parent / "screenshots"
QUESTIONS: dict[UiLang, str] = {
    "ru": "Могут ли уволить за прогул?",
    "kk": "Жұмысқа келмегені үшін шығара ма?",
}


async def shoot(lang: UiLang, size: tuple[int, int], home: Path) -> None:
    """Ask, open the first quote, and save the research, go-to and library screens."""
    app = KzlawApp(Assistant(Home(home), lang))
    async with app.run_test(size=size) as pilot:
        await pilot.press(*QUESTIONS[lang], "enter")
        for _ in range(100):
            await pilot.pause(0.1)
            if app.query(".card, QuoteCard"):
                break
        await pilot.pause(1.0)
        app.save_screenshot(f"research.{lang}.svg", str(OUT))
        await pilot.press("f2")
        await pilot.press(*("нк 503" if lang == "ru" else "ек 52"))
        await pilot.pause(1.0)
        app.save_screenshot(f"goto.{lang}.svg", str(OUT))
        await pilot.press("escape", "f4")
        await pilot.pause(1.0)
        app.save_screenshot(f"library.{lang}.svg", str(OUT))


def main() -> None:
    """Shoot in Russian and Kazakh."""
    os.environ["KZLAW_RETRIEVAL__EMBEDDER"] = "none"
    OUT.mkdir(exist_ok=True)
    for lang in QUESTIONS:
        with tempfile.TemporaryDirectory() as home:
            asyncio.run(shoot(lang, (120, 34), Path(home)))


if __name__ == "__main__":
    main()
