"""Grammars of hostile input for hypothesis: documents of every format, damaged in ways their formats know, citations, JSON."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from hypothesis import strategies as st

WORDS = (
    "Статья", "статьи", "1.", "52-1", "1)", "пп. 4-1)", "п. 3", "ТК РК", "Трудового кодекса", "52-бап", "52-бабының",
    "тармағы", "Сноска.", "Ескерту.", "Глава", "РАЗДЕЛ", "XIV", "№ 414-V", "от 23.11.2015", "исключена", "«", "»", '"',
    "(", ")", "–", "-", ";", "\n", "\n\n", "\t", " ", "\u00a0", "\u200b", "\u202e", "\x1b[31m", "\0", "é", "и\u0306",
    "слово", "и", "не позднее 10 дней", "20 МРП", "1" * 400, "а" * 300, "\ud7ff", "\U0001f600", "|", "%",
)  # fmt: skip

text = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=60).map(" ".join)
"""Words of laws in no order, with signs that break things between them."""

_TAGS = ("p", "div", "table", "tr", "td", "br", "a", "b", "h1", "ul", "li", "script", "style", "sup", "pre", "title", "!--", "![CDATA[", "svg", "math", "template", "select", "frameset")  # fmt: skip
_ATTRIBUTES = ("", " class=x", " style='display:none'", " href=\"javascript:1\"", " rowspan=99999999", " colspan=-1", " id='", " charset=utf-7")  # fmt: skip
_html_piece = st.one_of(
    st.tuples(st.sampled_from(("<", "</")), st.sampled_from(_TAGS), st.sampled_from(_ATTRIBUTES), st.sampled_from((">", "/>", ""))).map("".join),
    st.sampled_from(WORDS),
    st.sampled_from(("&nbsp;", "&#0;", "&#x110000;", "&bogus;", "&#55555;", "<?xml version='1.0'?>", "<!DOCTYPE html [<!ENTITY a 'b'>]>")),
)  # fmt: skip
html = st.lists(_html_piece, max_size=120).map(lambda parts: "<html><body>" + "".join(parts))

_MARKS = ("# ", "## ", "> ", "- ", "1. ", "```", "| a | b |\n|---|---|\n", "**", "__", "~~", "`", "[x](y)", "![", "](", "<b>", "\\", "\n", "&amp;", "---")  # fmt: skip
markdown = st.lists(st.sampled_from(_MARKS) | st.sampled_from(WORDS), max_size=150).map("".join)

_CONTROLS = ("{", "}", "\\par ", "\\b", "\\u1057?", "\\u-10179?", "\\'c4", "\\'zz", "\\bin9999999 ", "\\*\\x", "\\fonttbl", "\\fcharset204", "\\uc99 ", "\\cell ", "\\row ", "\\trowd ", "\\pict ", "\\field{\\*\\fldinst HYPERLINK x}", "\\ansicpg99999", "\\'", "\\")  # fmt: skip
rtf = st.lists(st.sampled_from(_CONTROLS) | st.sampled_from(("слово", "x", "1.", " ")), max_size=150).map(
    lambda parts: ("{\\rtf1\\ansi " + "".join(parts)).encode("cp1251", "replace")
)

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_XML = (
    "<w:p>", "</w:p>", "<w:r><w:t>", "</w:t></w:r>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:br/>",
    "<w:tab/>", "<w:pPr><w:numPr><w:ilvl w:val='99'/><w:numId w:val='-1'/></w:numPr></w:pPr>", "<w:del>", "</w:del>", "<w:ins>", "</w:ins>",
    "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", "<w:vMerge/>", "<w:rPr><w:vanish/></w:rPr>", "&x;", "&#0;", "<!--", "-->", "<![CDATA[",
    "<w:hyperlink>", "</w:hyperlink>", "<w:pict><w:txbxContent>", "</w:txbxContent></w:pict>",
)  # fmt: skip
_xml = st.lists(st.sampled_from(_XML) | st.sampled_from(("Статья 1.", "слово", " ", "1)")), max_size=80).map("".join)


def _package(parts: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content.encode("utf-8", "replace"))
    return data.getvalue()


_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
_RELS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{}"/></Relationships>'


@st.composite
def docx(draw: st.DrawFn) -> bytes:
    """A package of parts that are Word's, more or less."""
    closed = draw(st.booleans())
    body = draw(_xml)
    parts = {
        "word/document.xml": f"<w:document {_W}><w:body>{body}{'</w:body></w:document>' if closed else ''}",
        "_rels/.rels": _RELS.format(draw(st.sampled_from(("word/document.xml", "../../etc/passwd", "file:///etc/passwd", "word/none.xml")))),
        "[Content_Types].xml": _TYPES,
    }  # fmt: skip
    if draw(st.booleans()):
        parts["word/numbering.xml"] = f"<w:numbering {_W}>{draw(_xml)}</w:numbering>"
    if draw(st.booleans()):
        parts[
            draw(st.sampled_from(("../evil.txt", "/abs", "word\\x", "word/styles.xml", "word/document.xml.rels")))
        ] = draw(_xml)
    for name in draw(st.lists(st.sampled_from(sorted(parts)), max_size=1)):
        parts.pop(name)
    return _package(parts)


_PDF = ("<<", ">>", "[", "]", "/Type /Page", "/Kids", "/Parent", "/Contents", "/Length 999999999", "/Length -1", "1 0 R", "2 0 R", "3 0 R", "99 0 R", "stream\n", "\nendstream", "endobj", "4 0 obj", "/Filter /FlateDecode", "/Filter /LZWDecode", "/Filter [/ASCIIHexDecode /RunLengthDecode]", "(abc", ")", "<41", "null", "/Encrypt", "xref", "trailer", "/Prev 9", "-1", "1e99", "/Resources", "/Font", "/ToUnicode", "BT", "ET", "/F1 12 Tf", "(x) Tj", "Do", "beginbfrange <0000> <ffff> <0000> endbfrange")  # fmt: skip


@st.composite
def pdf(draw: st.DrawFn) -> bytes:
    """Objects of a PDF with their insides stirred."""
    stirred = st.lists(st.sampled_from(_PDF), max_size=25).map(" ".join)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>" if draw(st.booleans()) else draw(stirred),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>" if draw(st.booleans()) else draw(stirred),
        f"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources {draw(st.sampled_from(('<< >>', '<< /Font << /F1 5 0 R >> >>', '4 0 R')))} >>",
        f"<< {draw(stirred)} >>\nstream\n{draw(stirred)}\nendstream",
        draw(stirred),
    ]  # fmt: skip
    out = b"%PDF-1.7\n"
    for number, body in enumerate(objects, 1):
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body.encode("latin-1", "replace"))
    return out + b"trailer << /Root 1 0 R /Size 6 >>\nstartxref\n%d\n%%%%EOF" % draw(st.integers(0, len(out)))


mht = st.tuples(text, html, st.sampled_from(("quoted-printable", "base64", "8bit", "x-none"))).map(
    lambda made: (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=" + made[0][:20].replace("\n", "")
        + f"\nContent-Transfer-Encoding: {made[2]}\n\n{made[1]}\n--b"
    )
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, sample: Callable[[], bytes]) -> bytes:
    """A good file with a few bytes changed, cut out, doubled or cut off."""
    data = bytearray(sample())
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        how = draw(st.integers(0, 4))
        if how == 0:
            data[at : at + 1] = draw(st.binary(min_size=1, max_size=4))
        elif how == 1:
            del data[at : at + draw(st.integers(1, 200))]
        elif how == 2:
            data[at:at] = data[at : at + draw(st.integers(1, 200))]
        elif how == 3:
            data[at : at + 4] = draw(st.sampled_from((b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff")))
        else:
            del data[at:]
    return bytes(data)


scalars = st.none() | st.booleans() | st.integers() | st.floats() | text
json_values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3), max_leaves=8
)
