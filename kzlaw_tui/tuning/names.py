"""Numbers and times as a person reads them."""

from __future__ import annotations

from kzlaw_tui.i18n import Translator


def number(t: Translator, value: float, digits: int = 3) -> str:
    """A number with the decimal mark of the language."""
    text = f"{value:.{digits}f}"
    return text if t.lang == "en" else text.replace(".", ",")


def duration(t: Translator, seconds: float) -> str:
    """«1 ч 05 мин», «12 мин», «40 с»."""
    if seconds < 60:
        return t("tune-seconds", n=round(seconds))
    minutes = round(seconds / 60)
    if minutes < 60:
        return t("tune-minutes", n=minutes)
    return t("tune-hours", h=minutes // 60, m=minutes % 60)
