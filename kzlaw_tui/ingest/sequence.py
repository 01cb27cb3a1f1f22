"""Which of the lines that look like article headings are headings of this act.

A contents page lists every heading before the text does; an article may quote another («излагается в следующей редакции:
"Статья 119. …"»); a number may be misprinted. The rule is the one a reader uses: the numbers of an act ascend, and each
article has a body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kzlaw_tui.ingest import headings, notes
from kzlaw_tui.ingest.headings import ArticleHeading, NumberKey, number_key
from kzlaw_tui.ingest.lines import Line

_OPENS_QUOTE = re.compile(r"^[«\"“„]")
_CLOSES_QUOTE = re.compile(r"[»\"”][.;,)]*$")
_POINT_NUMBER = re.compile(r"^(\d{1,3}(?:-\d{1,3})*)\.\s")
_LONGEST_QUOTE = 400
_CONTENTS_AT_LEAST = 4
_EMPTY = 0.02
_FARTHEST_JUMP = 40


@dataclass(slots=True)
class Candidate:
    """A line that looks like a heading, with the length of what follows it up to the next heading of any kind."""

    line: int
    heading: ArticleHeading
    key: NumberKey
    body: int = 0


@dataclass(slots=True)
class Outline:
    """The decision: headings by line number, lines of a contents page, lines inside quotations."""

    headings: dict[int, ArticleHeading] = field(default_factory=dict)
    contents: set[int] = field(default_factory=set)
    quoted: list[bool] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)


def outline(lines: list[Line]) -> Outline:
    """Decide which lines are article headings."""
    result = Outline(quoted=quoted_lines(lines))
    found = _candidates(lines, result.quoted)
    result.contents = _contents(lines, found)
    found = [c for c in found if c.line not in result.contents]
    _split_glued_superscripts(found)
    chosen = _longest_ascending(found)
    numbers = {c.key for c in chosen}
    lines_chosen = {c.line for c in chosen}
    highest = max((c.key[0] for c in chosen), default=0)
    for candidate in found:
        if candidate.line in lines_chosen:
            continue
        if candidate.key in numbers:
            chosen.append(candidate)
        elif candidate.heading.strong and candidate.body and candidate.key[0] <= highest + _FARTHEST_JUMP:
            chosen.append(candidate)
            result.misplaced.append(candidate.heading.number)
        else:
            result.doubtful.append(candidate.heading.number)
    chosen.sort(key=lambda c: c.line)
    result.headings = {c.line: c.heading for c in chosen}
    result.headings.update(_wordless(lines, chosen, result))
    return result


def quoted_lines(lines: list[Line]) -> list[bool]:
    """For each line whether it belongs to a quotation of several lines («в следующей редакции:» and what follows)."""
    flags = [False] * len(lines)
    number = 0
    last: NumberKey = (0,)
    while number < len(lines):
        text = lines[number].text
        heading = headings.article_heading(text, strict=True)
        if heading is not None and not heading.quoted:
            last = number_key(heading.number)
        after_colon = number > 0 and (lines[number - 1].text.endswith(":") or flags[number - 1])
        if after_colon and _OPENS_QUOTE.match(text):
            end = _quotation_end(lines, number, last)
            flags[number:end] = [True] * (end - number)
            number = end
        else:
            number += 1
    return flags


def _quotation_end(lines: list[Line], start: int, last: NumberKey) -> int:
    """The line after the quotation that begins at ``start``; only that line when it is never closed."""
    angled = lines[start].text[0] in "«“„"
    depth = 0
    for number in range(start, min(len(lines), start + _LONGEST_QUOTE)):
        text = lines[number].text
        heading = headings.article_heading(text, strict=True) if number > start else None
        if heading is not None and not heading.quoted and number_key(heading.number)[0] == last[0] + 1:
            return start + 1
        if angled:
            depth += text.count("«") + text.count("“") + text.count("„") - text.count("»") - text.count("”")
            if depth <= 0:
                return number + 1
        else:
            depth += text.count('"')
            if depth % 2 == 0 and (number == start or _CLOSES_QUOTE.search(text)):
                return number + 1
    return start + 1


def _candidates(lines: list[Line], quoted: list[bool]) -> list[Candidate]:
    found: list[Candidate] = []
    open_body = False
    for number, line in enumerate(lines):
        if line.table or quoted[number]:
            continue
        heading = headings.article_heading(line.text)
        if heading is not None and not heading.quoted and heading.number != "0":
            found.append(Candidate(number, heading, number_key(heading.number)))
            open_body = True
        elif headings.division(line.text) is not None:
            open_body = False
        elif open_body and not notes.service(line.text):
            found[-1].body += len(line.text)
    return found


def _contents(lines: list[Line], found: list[Candidate]) -> set[int]:
    """Line numbers of a contents page: a run of headings without bodies whose numbers come elsewhere with bodies."""
    bodies: dict[NumberKey, int] = {}
    for candidate in found:
        bodies[candidate.key] = bodies.get(candidate.key, 0) + bool(candidate.body)
    dropped: set[int] = set()
    at = 0
    while at < len(found):
        end = at
        while end < len(found) and not found[end].body:
            end += 1
        run = found[at:end]
        elsewhere = sum(1 for c in run if bodies[c.key])
        if (
            len(run) >= 2
            and elsewhere >= 0.5 * len(run)
            and (len(run) >= _CONTENTS_AT_LEAST or 2 * len(run) > len(bodies))
        ):
            if end < len(found) and found[end].key > run[-1].key and _comes_again(found, end):
                end += 1
            dropped.update(_with_divisions(lines, found, at, end))
        at = max(end, at + 1)
    return dropped


def _comes_again(found: list[Candidate], index: int) -> bool:
    """Whether the last entry of a contents page, which the preamble follows, has its article below."""
    return any(c.key == found[index].key and c.body for i, c in enumerate(found) if i != index)


def _with_divisions(lines: list[Line], found: list[Candidate], at: int, end: int) -> set[int]:
    first, last = found[at].line, found[end - 1].line
    while first > 0 and (headings.division(lines[first - 1].text) is not None or notes.service(lines[first - 1].text)):
        first -= 1
    return set(range(first, last + 1))


def _split_glued_superscripts(found: list[Candidate]) -> None:
    """«Статья 521» between 52 and 53 is 52-1: a copy lost the superscript."""
    for before, candidate, after in zip(found, found[1:], found[2:], strict=False):
        stem, printed = str(before.key[0]), str(candidate.key[0])
        tail = printed[len(stem) :]
        if len(candidate.key) > 1 or not printed.startswith(stem) or not tail.isdigit() or tail[0] == "0":
            continue
        expected = (before.key[1] if len(before.key) > 1 else 0) + 1
        following = str(after.key[0])
        goes_on = after.key[0] == before.key[0] + 1 or following == f"{stem}{expected + 1}"
        if int(tail) == expected and goes_on and candidate.key[0] > before.key[0] + 1:
            number = f"{stem}-{tail}"
            old = candidate.heading
            candidate.heading = ArticleHeading(number, old.heading, old.quoted, old.strong)
            candidate.key = number_key(number)


def _longest_ascending(found: list[Candidate]) -> list[Candidate]:
    """The heaviest chain of strictly ascending numbers; a heading without a body weighs next to nothing."""
    ranks = {key: rank for rank, key in enumerate(sorted({c.key for c in found}), 1)}
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)
    previous = [-1] * len(found)
    best = (0.0, -1)
    for index, candidate in enumerate(found):
        rank = ranks[candidate.key]
        reach, before = 0.0, -1
        position = rank - 1
        while position > 0:
            if tree[position][0] > reach:
                reach, before = tree[position]
            position -= position & -position
        weight = reach + (1.0 if candidate.body else _EMPTY) * (1.0 if candidate.heading.strong else 0.5)
        previous[index] = before
        position = rank
        while position < len(tree):
            if weight > tree[position][0]:
                tree[position] = (weight, index)
            position += position & -position
        best = max(best, (weight, index), key=lambda pair: pair[0])
    chain: list[Candidate] = []
    at = best[1]
    while at >= 0:
        chain.append(found[at])
        at = previous[at]
    return chain[::-1]


def _wordless(lines: list[Line], chosen: list[Candidate], result: Outline) -> dict[int, ArticleHeading]:
    """Headings that lost «Статья» or «-бап», where the numbering of articles has a hole that they fill exactly."""
    found: dict[int, ArticleHeading] = {}
    for index, before in enumerate(chosen):
        after = chosen[index + 1] if index + 1 < len(chosen) else None
        end = after.line if after else len(lines)
        last: NumberKey = before.key
        highest_point: NumberKey = (0,)
        for number in range(before.line + 1, end - 1):
            line = lines[number]
            if line.table or result.quoted[number] or (line.indented and not lines[before.line].indented):
                continue
            heading = headings.wordless_heading(line.text)
            key = number_key(heading.number) if heading else ()
            if heading and after and _fills(last, key, after.key) and key[:1] > highest_point[:1]:
                found[number] = heading
                last, highest_point = key, (0,)
            elif point := _POINT_NUMBER.match(line.text):
                highest_point = max(highest_point, number_key(point[1]))
    return found


def _fills(before: NumberKey, key: NumberKey, after: NumberKey) -> bool:
    if not before < key < after:
        return False
    if len(key) == 1:
        return key[0] == before[0] + 1
    return key == (*before[:-1], before[-1] + 1) if len(before) > 1 else key == (before[0], 1)
