"""HTML: a saved page of the state register, or any page with law on it (also MHT, the web archive that Word writes)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest.blocks import Block, Document
from kzlaw_tui.ingest.readers.encoding import Decoded, decode
from kzlaw_tui.ingest.readers.text import clean, is_indented, row_block, superscript
from kzlaw_tui.ingest.readers.txt import repair_warnings

_BLOCK = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form "
    "frameset h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol optgroup option p pre section summary "
    "table tbody td tfoot th thead tr ul".split()
)
_DROPPED = frozenset(
    "script style head nav noscript template svg math iframe object embed applet canvas audio video button select "
    "textarea input datalist footer rp rt map".split()
)
_DROPPED_NAMES = frozenset(
    "nav navbar navigation menu breadcrumb breadcrumbs footer sidebar cookie cookies social share".split()
)
_DROPPED_ROLES = frozenset({"navigation", "contentinfo", "banner", "search", "menu", "menubar", "dialog"})
_HIDDEN_STYLE = re.compile(r"(display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_LAYOUT_CELL = 3000  # characters in one cell beyond which a table only lays out the page
_TITLE_BOX = 1000  # characters
_HTML_SPACE = re.compile("[ \t\r\n\f]+")
_LINE = "\x00"  # stands for <br>; NUL is taken out of the source before parsing


def read_html(data: bytes, path: Path) -> Document:
    """An HTML page as blocks: block elements, ``<br>`` splits, tables as rows, menus and scripts left out.

    Raises ``KzlawError`` when it is not text or holds no markup that can be read.
    """
    declared = _META_CHARSET.search(data[:4096])
    decoded = decode(data, path, declared.group(1).decode("ascii") if declared else "")
    return _document(decoded, path)


def read_mht(data: bytes, path: Path) -> Document:
    """A web archive (MHT): its first HTML part. Raises ``KzlawError`` when there is none."""
    import email
    import email.policy

    message = email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                return _document(decode(payload, path, part.get_content_charset() or ""), path)
    raise KzlawError("error-file-damaged", path=path, format="MHT")


def _document(decoded: Decoded, path: Path) -> Document:
    from lxml import etree

    text = _XML_DECLARATION.sub("", decoded.text.replace("\x00", ""))
    # Entities of a DTD are not expanded by libxml2's HTML parser; nothing is fetched.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise KzlawError("error-file-damaged", path=path, format="HTML") from error
    if root is None:
        return Document((), "html", repair_warnings(decoded))
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise KzlawError("error-file-damaged", path=path, format="HTML")  # what lies deeper was left out by the parser
    _drop(root)
    main = _main(root)
    parts = [main] if main is root else [*_titles(root, main), main]
    return Document(tuple(block for part in parts for block in _Walk(part).blocks()), "html", repair_warnings(decoded))


def _drop(root: Any) -> None:
    """Take out scripts, menus, footers and hidden parts; a named container goes only if it holds little of the page."""
    total = len("".join(root.itertext())) or 1
    for element in list(root.iter()):
        if element is root or not isinstance(element.tag, str):
            continue
        named = _DROPPED_NAMES & set(f"{element.get('class', '')} {element.get('id', '')}".lower().split())
        hidden = element.get("hidden") is not None or _HIDDEN_STYLE.search(element.get("style", ""))
        sure = element.tag in _DROPPED or hidden or element.get("role", "").lower() in _DROPPED_ROLES
        if sure and element.tag != "body":
            element.drop_tree() if hasattr(element, "drop_tree") else _remove(element)
        elif named and element.tag in _BLOCK - {"body"} and len("".join(element.itertext())) < total / 3:
            _remove(element)


# The parser takes in control characters that lxml refuses to be given again.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _remove(element: Any) -> None:
    """Remove an element but keep the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = _ILLEGAL.sub("", (previous.tail or "") + element.tail)
        else:
            parent.text = _ILLEGAL.sub("", (parent.text or "") + element.tail)
    parent.remove(element)


def _main(root: Any) -> Any:
    """The element that holds the text: ``<article>`` or ``<main>`` with most of the page, else the page.

    Without it the lines under the law (links, counters, addresses) would be read into its last article.
    """
    total = _length(root)
    for tag in ("article", "main"):
        for element in root.iter(tag):
            if _length(element) > 0.6 * total:
                return element
    return root


def _titles(root: Any, main: Any) -> Iterator[Any]:
    """The heading above the main element; the register names the act and its requisites there, in a box of their own."""
    for heading in root.iter("h1"):
        if main in heading.iterancestors() or heading in main.iterancestors():
            continue
        box = heading.getparent()
        yield box if main not in box.iter() and _length(box) < _TITLE_BOX else heading
        return


def _length(element: Any) -> int:
    return len(clean("".join(element.itertext())))


class _Walk:
    """One walk through the tree without recursion (pages nest deeply), collecting words until a block ends."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.layout_tables: dict[Any, bool] = {}

    def blocks(self) -> Iterator[Block]:
        from lxml import etree

        words: list[str] = []
        preformatted = 0
        walk = etree.iterwalk(self.root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if tag == "table" and not _is_layout(element):
                    yield from _split(words)
                    words = []
                    yield from _rows(element)
                    walk.skip_subtree()
                    continue
                if tag in _BLOCK:
                    yield from _split(words)
                    words = []
                preformatted += tag == "pre"
                if tag == "br":
                    words.append(_LINE)
                elif element.text:
                    text = superscript(element.text) if tag == "sup" else element.text
                    words.append(_pre(text) if preformatted else _HTML_SPACE.sub(" ", text))
            else:
                if tag in _BLOCK:
                    yield from _split(words)
                    words = []
                preformatted -= tag == "pre"
                if element.tail and element is not self.root:
                    words.append(_pre(element.tail) if preformatted else _HTML_SPACE.sub(" ", element.tail))
        yield from _split(words)


def _pre(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", _LINE)


def _split(words: list[str]) -> Iterator[Block]:
    """The lines of one block element; after a single ``<br>`` the next line has no gap."""
    gap = True
    for line in "".join(words).split(_LINE):
        text = clean(line)
        if text:
            yield Block(text, gap=gap, indented=is_indented(line.lstrip(" \r\n\t")))
            gap = False
        else:
            gap = True


def _is_layout(table: Any) -> bool:
    """Whether a table lays out the page: one column only, or a cell with a text of its own (headings, a nested table)."""
    widest = 0
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        widest = max(widest, len(cells))
        for cell in cells:
            if next(cell.iter("h1", "h2", "h3", "h4"), None) is not None or _length(cell) > _LAYOUT_CELL:
                return True
    return widest <= 1


def _rows(table: Any) -> Iterator[Block]:
    """The rows of a table, its caption first; nested tables become rows of their own after the row that holds them."""
    caption = table.find("caption")
    if caption is not None and clean("".join(caption.itertext())):
        yield Block(clean("".join(caption.itertext())))
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is not table:
            continue
        nested: list[Any] = []
        block = row_block(_cell_text(cell, nested) for cell in row if cell.tag in ("td", "th"))
        if block:
            yield block
        for inner in nested:
            yield from _rows(inner)


def _cell_text(cell: Any, nested: list[Any]) -> str:
    """The words of a cell; its nested tables are put into ``nested`` instead."""
    from lxml import etree

    words: list[str] = []
    walk = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _BLOCK or tag == "br":
            words.append(" ")
        if event == "start":
            if tag == "table":
                nested.append(element)
                walk.skip_subtree()
            elif element.text:
                words.append(superscript(element.text) if tag == "sup" else element.text)
        elif element.tail and element is not cell:
            words.append(element.tail)
    return "".join(words)
