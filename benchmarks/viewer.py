"""How long opening an article takes in the running app, from the key to the painted screen: the longest of the Tax Code.

``--profile`` prints where the time goes. Run it on an idle machine.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import os
import pstats
import statistics
import time

from home import assistant as kept
from textual.strip import Strip

from kzlaw_tui.tui.app import KzlawApp
from kzlaw_tui.tui.widgets.article import ArticlePage

RUNS = 9


async def measure(profile: bool) -> None:
    """Open a short article and the longest one in turn, at 140×40 and 80×24."""
    os.environ["KZLAW_RETRIEVAL__EMBEDDER"] = "none"
    found = kept("tax", ("formats/tax_code_2025.docx", "ru/labor_code.txt"), vectors=False)
    library = found.library
    info = library.edition("K2500000214")
    assert info is not None
    longest = max(range(info.articles), key=lambda n: len(library.article(info.id, n).article.text))
    size = len(library.article(info.id, longest).article.text)
    print(f"longest article: {library.article(info.id, longest).article.number}, {size} characters")
    painted = 0
    render = ArticlePage.render_line

    def counted(page: ArticlePage, y: int) -> Strip:
        nonlocal painted
        painted += 1
        return render(page, y)

    ArticlePage.render_line = counted  # type: ignore[method-assign]
    for screen in ((140, 40), (80, 24)):
        app = KzlawApp(found)
        async with app.run_test(size=screen) as pilot:
            while app.facts.acts is None or app.facts.vectors is None:
                await pilot.pause(0.05)
            await pilot.pause(0.5)
            times = []
            profiler = cProfile.Profile()
            for _ in range(RUNS):
                app.research.open_stored(library.article(info.id, 3))
                await pilot.pause()
                if profile:
                    profiler.enable()
                started = time.perf_counter()
                app.research.open_stored(library.article(info.id, longest))
                painted = 0
                while not painted:
                    await pilot._wait_for_screen()
                times.append((time.perf_counter() - started) * 1000)
                if profile:
                    profiler.disable()
            shown = " ".join(f"{ms:.0f}" for ms in times)
            print(f"{screen[0]}×{screen[1]}: median {statistics.median(times):.0f} ms, all {shown}")
            if profile:
                pstats.Stats(profiler).sort_stats("cumulative").print_stats(30)


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", action="store_true")
    asyncio.run(measure(parser.parse_args().profile))


if __name__ == "__main__":
    main()
