"""The registry as it is shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzlaw_tui.law.registry import Registry

ACTS = Path(__file__).resolve().parents[2] / "corpus" / "acts.toml"


@pytest.fixture(scope="session")
def registry() -> Registry:
    return Registry.from_toml(ACTS.read_text(encoding="utf-8"))
