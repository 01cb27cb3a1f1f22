"""Where things are (``Home``) and what a person set (``Settings``, from ``HOME/config.toml``)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kzlaw_tui.errors import KzlawError

if TYPE_CHECKING:
    from kzlaw_tui.settings import Settings

PACKAGE = Path(__file__).parent
CHECKOUT = PACKAGE.parent


def is_checkout(folder: Path) -> bool:
    """Whether a folder is a checkout of this project (and so a home)."""
    return (folder / "corpus" / "acts.toml").is_file() and (folder / "pyproject.toml").is_file()


def shipped_corpus() -> Path:
    """The folder with ``acts.toml`` and ``annotations/``: the checkout's, or the copy inside an installed package."""
    return CHECKOUT / "corpus" if is_checkout(CHECKOUT) else PACKAGE / "_corpus"


@dataclass(frozen=True)
class Home:
    """One folder, one layout: ``config.toml``, ``corpus/``, ``index/``, ``adapters/``, ``models/``, ``sessions/``."""

    root: Path

    @classmethod
    def locate(cls, explicit: str | Path | None = None) -> Home:
        """``--home``, then ``KZLAW_HOME``, then the checkout when run from one, then the user-data folder."""
        if explicit:
            return cls(Path(explicit).expanduser().absolute())
        if from_env := os.environ.get("KZLAW_HOME"):
            return cls(Path(from_env).expanduser().absolute())
        if is_checkout(CHECKOUT):
            return cls(CHECKOUT)
        if is_checkout(Path.cwd()):
            return cls(Path.cwd())
        import platformdirs

        return cls(Path(platformdirs.user_data_dir("kzlaw-tui", appauthor=False)))

    @property
    def config_file(self) -> Path:
        return self.root / "config.toml"

    @property
    def keymap_file(self) -> Path:
        """A person's own keys; need not exist."""
        return self.root / "keymap.toml"

    @property
    def ingested(self) -> Path:
        """Verbatim copies of what was ingested, with ``manifest.json``: the truth."""
        return self.root / "corpus" / "ingested"

    @property
    def index(self) -> Path:
        """Derived data; can be deleted at any time."""
        return self.root / "index"

    @property
    def library_file(self) -> Path:
        return self.index / "library.sqlite"

    @property
    def vectors(self) -> Path:
        return self.index / "chroma"

    @property
    def evaluations(self) -> Path:
        """Runs of ``eval``, a folder each."""
        return self.index / "evaluation"

    @property
    def models(self) -> Path:
        return self.root / "models"

    @property
    def adapters(self) -> Path:
        return self.root / "adapters"

    @property
    def trainings(self) -> Path:
        """Runs of ``adapters train``, a folder each; they can be deleted when their adapter was added."""
        return self.root / "index" / "training"

    @property
    def model_states(self) -> Path:
        """What a model has read, kept for the next start; derived data."""
        return self.index / "model-states"

    @property
    def sessions_file(self) -> Path:
        """Conversations, bookmarks and notes."""
        return self.root / "sessions" / "sessions.sqlite"

    @property
    def log_file(self) -> Path:
        return self.index / "kzlaw-tui.log"

    @property
    def private_folders(self) -> tuple[Path, ...]:
        """What nobody else may look into: the home, or of a checkout only what a person's work leaves in it."""
        if is_checkout(self.root):
            return (self.ingested, self.index, self.sessions_file.parent, self.models, self.adapters)
        return (self.root,)

    def ensure(self) -> None:
        """Create the folders that are missing. Raises ``KzlawError`` when the home cannot be written."""
        try:
            for folder in (self.ingested, self.index):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise KzlawError("error-home-unwritable", path=self.root, reason=error.strerror or error) from error

    def keep_private(self) -> None:
        """Keep everybody else out of the home and of what will be made in it, unless the settings share it."""
        from kzlaw_tui import private

        try:
            shared = not self.settings.privacy.private
        except KzlawError:
            shared = False
        if not shared:
            private.keep_files_private()
            private.protect(self.private_folders)

    @cached_property
    def settings(self) -> Settings:
        """Settings of this home, read once, and again after a change."""
        from kzlaw_tui.settings import load_settings

        return load_settings(self.config_file)

    def change_settings(self, changes: Mapping[str, str | float | bool]) -> None:
        """Write settings («model.name») into ``config.toml``; they hold from now on. Raises ``KzlawError``."""
        from kzlaw_tui.settings import save_settings

        save_settings(self.config_file, changes)
        self.__dict__.pop("settings", None)
