"""Elements of Office XML by local name: the transitional and the strict dialect differ only in their namespaces."""

from __future__ import annotations

from typing import Any


def local(element: Any) -> str:
    """The name of an element without its namespace; "" for comments, entities and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Any, name: str) -> Any:
    """The first child of that local name, or ``None`` (also for ``None``)."""
    return None if element is None else next((found for found in element if local(found) == name), None)


def attribute(element: Any, name: str) -> str:
    """An attribute by its local name, or "" (also for ``None``)."""
    if element is None:
        return ""
    return next((str(value) for key, value in element.items() if key.rpartition("}")[2] == name), "")
