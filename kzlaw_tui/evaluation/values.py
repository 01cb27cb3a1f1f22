"""Looking numbers up in the document of a run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

HEADLINE = {
    "retrieval": ("retrieval.hit@1", "retrieval.hit@5", "retrieval.recall@10", "retrieval.mrr@10", "retrieval.ndcg@10"),
    "answer": (
        "text.key_info",
        "text.token_f1",
        "text.overall",
        "citations.precision",
        "citations.recall",
        "citations.validity",
        "citations.verbatim",
        "refusal.recall",
        "refusal.precision",
    ),
}
"""What is shown first, of a search and of answers."""


def value_of(document: Mapping[str, Any], name: str) -> float | None:
    """The value of «section.metric» in a document."""
    section, _, metric = name.partition(".")
    found = document.get(section, {}).get(metric)
    return float(found) if found is not None else None


def bound_of(document: Mapping[str, Any], name: str) -> list[float] | None:
    """Its 95 % interval."""
    section, _, metric = name.partition(".")
    found: list[float] | None = document.get("intervals", {}).get(section, {}).get(metric)
    return found


def headline(mode: str) -> tuple[str, ...]:
    """The metrics that are shown first for a mode."""
    return (
        HEADLINE["retrieval"]
        if mode == "retrieval"
        else (*HEADLINE["answer"][:3], "retrieval.hit@5", *HEADLINE["answer"][3:])
    )
