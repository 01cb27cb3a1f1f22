"""How the home screen is divided: the widths of its panes, and whether one of them has it all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kzlaw_tui.tui.screens.reading import Pane
    from kzlaw_tui.tui.screens.research import ResearchScreen

SHARE, LEAST, STEP = 0.535, 0.25, 0.05
"""The article's share of what it and the answers have; the least share of either; a step by key."""
CONTENTS, CONTENTS_LEAST, CONTENTS_STEP = 38, 20, 4
"""The width of the contents in columns. It never takes more than half of the screen."""
ZOOMED = "-one"
"""The class of the screen while one pane has it all: panes are then shown one at a time, as on a narrow screen."""


class Panes:
    """Widths last until the app is closed and come back with the last state of the screen."""

    def __init__(self, screen: ResearchScreen) -> None:
        self._screen = screen
        self._share = SHARE
        self._contents = CONTENTS

    @property
    def zoomed(self) -> bool:
        return self._screen.has_class(ZOOMED)

    def zoom(self, on: bool) -> None:
        """Give the screen to the pane that is read, or divide it again."""
        self._screen.set_class(on, ZOOMED)
        self.apply()

    def apply(self) -> None:
        """Give the panes their widths; where one has the whole screen the style sheet does."""
        screen = self._screen
        contents = screen.query_one("#contents-pane").styles
        answers, article = screen.query_one("#answers-pane").styles, screen.query_one("#article-pane").styles
        if screen.has_class("-narrow") or self.zoomed:
            contents.width = answers.width = article.width = None
            return
        part = round(1000 * self._share)
        answers.width, article.width = f"{1000 - part}fr", f"{part}fr"
        contents.width = min(self._contents, screen.size.width // 3) if self._contents == CONTENTS else self._contents

    def widen(self, pane: Pane, by: int) -> None:
        """Make a pane a step wider (1) or narrower (-1)."""
        if pane == "contents":
            self._set_contents(self._contents + by * CONTENTS_STEP)
        else:
            self._set_share(self._share + (by if pane == "article" else -by) * STEP)

    def drag(self, pane_id: str, x: int) -> None:
        """The edge of a pane is dragged to a column of the screen."""
        if pane_id == "contents-pane":
            self._set_contents(x + 1)
            return
        begin = self._screen.query_one("#answers-pane").region.x
        end = self._screen.query_one("#article-pane").region.right
        if end > begin:
            self._set_share((end - x) / (end - begin))

    def _set_share(self, share: float) -> None:
        self._share = round(min(max(share, LEAST), 1 - LEAST), 3)
        self._changed()

    def _set_contents(self, width: int) -> None:
        most = max(self._screen.size.width // 2, CONTENTS_LEAST)
        self._contents = min(max(width, CONTENTS_LEAST), most)
        self._changed()

    def _changed(self) -> None:
        self.apply()
        self._screen.kzlaw.memory.touch()

    # For the next start

    def view(self) -> dict[str, Any]:
        """What is to be the same at the next start."""
        return {"share": self._share, "contents_width": self._contents, "zoomed": self.zoomed}

    def reopen(self, view: Mapping[str, Any]) -> None:
        """Bring back the widths of the last time."""
        share, contents = view.get("share"), view.get("contents_width")
        self._share = share if isinstance(share, float) and LEAST <= share <= 1 - LEAST else SHARE
        self._contents = contents if isinstance(contents, int) and contents >= CONTENTS_LEAST else CONTENTS
        self.zoom(view.get("zoomed") is True)
