"""Plots as inline SVG: no scripts, no fonts, colours from the page's style (``--accent``, ``--ink``, ``--soft``, ``--rule``)."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import isfinite

ROW = 22
LABEL = 150
WIDTH = 560
Bound = Sequence[float] | None
PLAIN = {
    "bar": 'fill="#00687a"',
    "dot": 'fill="#00687a"',
    "track": 'fill="#e9e6dd"',
    "frame": 'fill="#f1eee6"',
    "whisker": 'stroke="#1c2227" fill="none"',
    "axis": 'stroke="#1c2227" fill="none"',
    "curve": 'stroke="#00687a" fill="none"',
    "label": 'font-size="12"',
    "number": 'font-size="12"',
    "tick": 'font-size="11"',
}
"""How each class looks where the page's style does not reach (a saved picture, a converter to PDF)."""


def _svg(width: float, height: float, parts: Sequence[str], title: str) -> str:
    body = "".join(parts)
    for name, look in PLAIN.items():
        body = body.replace(f'class="{name}"', f'class="{name}" {look}')
    return (
        f'<svg viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" role="img" '
        f'aria-label="{escape(title)}"><title>{escape(title)}</title>{body}</svg>'
    )


def _text(x: float, y: float, text: str, style: str = "", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{style}" text-anchor="{anchor}">{escape(text)}</text>'


def bars(rows: Sequence[tuple[str, float | None, Bound, str]], title: str) -> str:
    """A bar a row for shares in [0, 1]: label, value, interval (a thin line), and the value as it is printed."""
    room = WIDTH - LABEL - 60
    parts = []
    for i, (label, value, bound, shown) in enumerate(rows):
        y = i * ROW
        parts.append(_text(LABEL - 8, y + 15, label, "label", "end"))
        parts.append(f'<rect x="{LABEL}" y="{y + 5}" width="{room}" height="12" class="track"/>')
        if value is not None:
            parts.append(f'<rect x="{LABEL}" y="{y + 5}" width="{room * value:.1f}" height="12" class="bar"/>')
            parts.append(_text(WIDTH - 4, y + 15, shown, "number", "end"))
        if bound is not None:
            low, high = (LABEL + room * b for b in bound)
            parts.append(
                f'<path d="M{low:.1f} {y + 11}H{high:.1f}M{low:.1f} {y + 8}v6M{high:.1f} {y + 8}v6" class="whisker"/>'
            )
    return _svg(WIDTH, len(rows) * ROW + 2, parts, title)


def histogram(
    values: Sequence[float],
    title: str,
    *,
    bins: int = 20,
    low: float = 0.0,
    high: float = 1.0,
    ends: tuple[str, str] = ("0", "1"),
) -> str:
    """How values are spread over [low, high], which the axis calls ``ends``; those beyond are in the first or last bar."""
    width, height, base = 270, 110, 88
    counts = [0] * bins
    for value in values:
        place = int((value - low) / (high - low) * bins) if high > low else 0
        counts[max(0, min(bins - 1, place))] += 1
    top = max(counts, default=0) or 1
    step = (width - 10) / bins
    parts = [_text(5, 12, title, "label")]
    for i, count in enumerate(counts):
        tall = (base - 22) * count / top
        parts.append(
            f'<rect x="{5 + i * step + 0.5:.1f}" y="{base - tall:.1f}" width="{step - 1:.1f}" height="{tall:.1f}" class="bar">'
            f"<title>{low + (high - low) * i / bins:.2f}–{low + (high - low) * (i + 1) / bins:.2f}: {count}</title></rect>"
        )
    parts.append(f'<path d="M5 {base}H{width - 5}" class="axis"/>')
    parts += [
        _text(5, base + 14, ends[0], "tick"),
        _text(width - 5, base + 14, ends[1], "tick", "end"),
    ]
    return _svg(width, height, parts, title)


def reliability(bins: Sequence[Sequence[float]], title: str, across: str, up: str) -> str:
    """A reliability diagram: a dot a bin (``[low, high, n, score, outcome]``), its size by how many; on the line the score
    says what comes."""
    side, left = 230, 46
    most = max((row[2] for row in bins), default=1)

    def at(score: float, outcome: float) -> tuple[float, float]:
        return left + side * score, 10 + side * (1 - outcome)

    parts = [
        f'<rect x="{left}" y="10" width="{side}" height="{side}" class="frame"/>',
        f'<path d="M{left} {10 + side}L{left + side} 10" class="whisker" stroke-dasharray="3 4"/>',
    ]
    points = [at(row[3], row[4]) for row in bins]
    if points:
        line = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        parts.append(f'<path d="M{line}" class="curve"/>')
    for row, (x, y) in zip(bins, points, strict=True):
        size = 3 + 6 * (row[2] / most) ** 0.5
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" class="dot"><title>{row[3]:.2f} → {row[4]:.2f} '
            f"(n = {row[2]:.0f})</title></circle>"
        )
    for mark in (0.0, 0.5, 1.0):
        x, y = at(mark, mark)
        parts.append(_text(x, 10 + side + 14, f"{mark:g}", "tick", "middle"))
        parts.append(_text(left - 6, y + 4, f"{mark:g}", "tick", "end"))
    parts.append(_text(left + side / 2, 10 + side + 30, across, "label", "middle"))
    parts.append(
        f'<text transform="translate(10 {10 + side / 2}) rotate(-90)" class="label" text-anchor="middle">{escape(up)}</text>'
    )
    return _svg(left + side + 12, 10 + side + 38, parts, title)


def curves(lines: Sequence[tuple[str, Sequence[tuple[float, float]]]], title: str) -> str:
    """Lines through points (x, y), the first one full, the others dashed with dots; the axis of y begins at 0 where no value is
    below it. Points that are no numbers are left out."""
    width, height, left, top, base = 420, 210, 52, 26, 176
    kept = [(name, [(x, y) for x, y in points if isfinite(x) and isfinite(y)]) for name, points in lines]
    everything = [point for _, points in kept for point in points]
    if not everything:
        return ""
    most_x, low_x = max(x for x, _ in everything), min(x for x, _ in everything)
    low, high = min(0.0, *(y for _, y in everything)), max(y for _, y in everything)
    across, up = (most_x - low_x) or 1.0, (high - low) or 1.0

    def place(x: float, y: float) -> tuple[float, float]:
        return left + (width - left - 8) * (x - low_x) / across, base - (base - top) * (y - low) / up

    parts = [_text(left, 14, title, "label")]
    parts.append(f'<rect x="{left}" y="{top}" width="{width - left - 8}" height="{base - top}" class="frame"/>')
    for i, (name, points) in enumerate(kept):
        spots = [place(x, y) for x, y in points]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
        dash = ' stroke-dasharray="5 3"' if i else ""
        if len(spots) > 1:
            parts.append(f'<path d="M{path}" class="curve"{dash}><title>{escape(name)}</title></path>')
        if i or len(spots) == 1:
            parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" class="dot"/>' for x, y in spots]
        if len(kept) > 1 and points:
            mark = "– –" if i else "—"
            parts.append(_text(width - 12, top + 16 + 15 * i, f"{mark} {name}", "tick", "end"))
    for value in (low, (low + high) / 2, high):
        y = place(low_x, value)[1]
        parts.append(_text(left - 5, y + 4, f"{value:.3g}", "tick", "end"))
    parts.append(_text(left, base + 15, f"{low_x:g}", "tick"))
    parts.append(_text(width - 8, base + 15, f"{most_x:g}", "tick", "end"))
    return _svg(width, height, parts, title)
