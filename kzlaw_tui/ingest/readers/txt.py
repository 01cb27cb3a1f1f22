"""Plain text and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kzlaw_tui.ingest.blocks import Block, Document
from kzlaw_tui.ingest.readers.encoding import Decoded, decode
from kzlaw_tui.ingest.readers.text import clean, is_indented, lines_to_blocks, row_block, split_lines


def read_txt(data: bytes, path: Path) -> Document:
    """Plain text: one block a non-empty line. Raises ``KzlawError`` when it is no text."""
    decoded = decode(data, path)
    return Document(tuple(lines_to_blocks(split_lines(decoded.text))), "txt", repair_warnings(decoded))


def repair_warnings(decoded: Decoded) -> tuple[tuple[str, dict[str, object]], ...]:
    """A warning when broken characters had to be replaced."""
    return (("warning-encoding-repaired", {"count": decoded.repaired}),) if decoded.repaired else ()


# Markdown is stripped line by line rather than rendered: a renderer renumbers lists («2)» after «4-1)» becomes 5), and
# the numbers of points are the law.
_HEADING = re.compile(r"\s{0,3}#{1,6}(\s+|$)(.*?)(\s+#+)?\s*$")
_QUOTE = re.compile(r"^\s{0,3}(>\s?)+")
_BULLET = re.compile(r"^(\s*)[*+-]\s+(?=\S)")
_RULE = re.compile(r"\s{0,3}([-*_=])(\s*\1){2,}\s*$")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)\s]*(\s+\"[^\"]*\")?\)")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\((?:[^()\s]|\([^()\s]*\))*(\s+\"[^\"]*\")?\)")
_REFERENCE = re.compile(r"\[([^\[\]]+)\]\[[^\[\]]*\]")
_DEFINITION = re.compile(r"\s{0,3}\[[^\]]+\]:\s*\S+")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]+)>")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_STARS = re.compile(r"(?<!\\)(\*{1,3})(?=[^\s*])(.+?)(?<=[^\s*\\])\1")
_UNDERLINES = re.compile(r"(?<![\w\\])(_{1,3})(?=[^\s_])(.+?)(?<=[^\s_\\])\1(?!\w)")
_STRUCK = re.compile(r"~~(?=\S)(.+?)(?<=\S)~~")
_CODE = re.compile(r"(`+)(.+?)\1")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")


def read_markdown(data: bytes, path: Path) -> Document:
    """Markdown without its signs: headings, emphasis, links to their text, tables as rows. Numbers stay as written."""
    decoded = decode(data, path)
    return Document(tuple(_markdown_blocks(decoded.text)), "md", repair_warnings(decoded))


def _markdown_blocks(text: str) -> Iterator[Block]:
    gap = True
    lines = list(split_lines(text))
    in_table = False
    for index, line in enumerate(lines):
        if not line.strip() or _RULE.match(line) or _DEFINITION.match(line) or line.lstrip().startswith("```"):
            gap, in_table = True, False
            continue
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if "|" in line and (in_table or ("|" in following and _TABLE_RULE.match(following))):
            in_table = True
            row = None if _TABLE_RULE.match(line) else row_block(_cells(line))
            if row:
                yield row
            gap = True
            continue
        in_table = False
        heading = _HEADING.match(line)
        body = _QUOTE.sub("", heading.group(2) if heading else line)
        for number, part in enumerate(_BREAK.split(body)):
            cleaned = clean(_strip_inline(_BULLET.sub(r"\1", part)))
            if cleaned:
                yield Block(cleaned, gap=gap or (bool(heading) and number == 0), indented=is_indented(part))
                gap = False
        gap = gap or bool(heading)


def _cells(line: str) -> list[str]:
    """The cells of a table line; an escaped bar belongs to its cell."""
    cells = re.split(r"(?<!\\)\|", line.strip())
    if cells and not cells[0].strip():
        cells = cells[1:]
    if cells and not cells[-1].strip():
        cells = cells[:-1]
    return [_strip_inline(_BREAK.sub(" ", cell)) for cell in cells]


def _strip_inline(text: str) -> str:
    """A line without emphasis signs, link targets, code ticks, tags and escapes."""
    if not any(sign in text for sign in "*_`[<\\~!&"):
        return text
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    text = _AUTOLINK.sub(r"\1", _REFERENCE.sub(r"\1", text))
    text = _CODE.sub(r"\2", _TAG.sub("", text))
    for pattern in (_STARS, _STARS, _UNDERLINES, _UNDERLINES):  # twice: emphasis inside emphasis
        text = pattern.sub(r"\2", text)
    text = _STRUCK.sub(r"\1", text)
    text = text.replace("&nbsp;", " ").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    return _ESCAPE.sub(r"\1", text)
