"""A stream that ends at a stop string, which itself is not shown, not even in part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


def until_stop(pieces: Iterable[str], stops: Sequence[str]) -> Iterator[str]:
    """The pieces up to the first of the stop strings; what may be the beginning of one is held back."""
    if not stops:
        yield from pieces
        return
    held = ""
    for piece in pieces:
        held += piece
        found = [at for stop in stops if (at := held.find(stop)) >= 0]
        if found:
            if held[: min(found)]:
                yield held[: min(found)]
            return
        keep = max(
            (n for stop in stops for n in range(1, min(len(stop), len(held) + 1)) if stop.startswith(held[-n:])),
            default=0,
        )
        if ready := held[: len(held) - keep]:
            yield ready
        held = held[len(held) - keep :]
    if held:
        yield held
