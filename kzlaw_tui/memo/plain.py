"""A memo as plain text, Markdown and HTML."""

from __future__ import annotations

import re
from html import escape

from kzlaw_tui.memo.model import Memo, quoted

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_BULLET = re.compile(r"^(\s*)([-+])(\s)", re.MULTILINE)
_NUMBER = re.compile(r"^(\s*\d+)([.)])(\s)", re.MULTILINE)

CSS = """
body { max-width: 44rem; margin: 3rem auto; padding: 0 1rem; font: 16px/1.55 "PT Serif", Georgia, "Times New Roman", serif; color: #1c2227; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
.made, .about, footer { color: #5a646c; font-size: .9rem; }
.place { font-weight: bold; margin: 1.4rem 0 .2rem; }
blockquote { margin: .3rem 0; padding: .1rem 0 .1rem 1rem; border-left: 3px solid #00687a; white-space: pre-line; }
blockquote.own { border-left: 3px dashed #c4c1b8; font-style: italic; color: #5a646c; }
.warning { color: #7d5300; font-style: italic; }
""".strip()


def as_text(memo: Memo) -> str:
    """Plain text, quotes set in."""
    lines = [memo.title.upper(), memo.made, ""]
    for at, section in enumerate(memo.sections):
        if section.question:
            lines += [memo.numbered(at), ""]
        lines += [*section.said, *([""] if section.said else [])]
        for extract in section.extracts:
            lines.append(f"{extract.place}" + (f" ({extract.about})" if extract.about else ""))
            lines += [extract.heading] if extract.heading else []
            lines += [f"[{extract.warning}]"] if extract.warning else []
            lines += [f"    {line}" for line in quoted(extract).split("\n")]
            lines.append("")
        if section.also:
            lines += [f"{memo.also_label}:", *(f"  – {line}" for line in section.also), ""]
    if memo.sources:
        lines += [f"{memo.sources_label}:", *(f"  {n}. {line}" for n, line in enumerate(memo.sources, 1)), ""]
    return "\n".join([*lines, memo.foot]) + "\n"


def _md(text: str) -> str:
    """Text in which nothing is markup, not even «1.» at the beginning of a line."""
    return _NUMBER.sub(r"\1\\\2\3", _BULLET.sub(r"\1\\\2\3", _MARKDOWN.sub(r"\\\1", text)))


def as_markdown(memo: Memo) -> str:
    """Markdown; what the law or a person wrote is never markup."""
    lines = [f"# {_md(memo.title)}", "", f"*{_md(memo.made)}*", ""]
    for at, section in enumerate(memo.sections):
        if section.question:
            lines += [f"## {_md(memo.numbered(at))}", ""]
        for said in section.said:
            lines += [_md(said), ""]
        for extract in section.extracts:
            about = f" ({_md(extract.about)})" if extract.about else ""
            lines += [f"**{_md(extract.place)}**{about}  "]
            lines += [f"{_md(extract.heading)}  "] if extract.heading else []
            lines += [f"*{_md(extract.warning)}*"] if extract.warning else []
            lines += ["", *(f"> {_md(line)}  " for line in quoted(extract).split("\n")), ""]
        if section.also:
            lines += [f"{_md(memo.also_label)}:", "", *(f"- {_md(line)}" for line in section.also), ""]
    if memo.sources:
        lines += [f"## {_md(memo.sources_label)}", "", *(f"{n}. {_md(s)}" for n, s in enumerate(memo.sources, 1)), ""]
    return "\n".join([*lines, "---", "", f"*{_md(memo.foot)}*"]) + "\n"


def as_html(memo: Memo) -> str:
    """One file that needs nothing else and loads nothing."""
    body = [f"<h1>{escape(memo.title)}</h1>", f'<p class="made">{escape(memo.made)}</p>']
    for at, section in enumerate(memo.sections):
        if section.question:
            body.append(f"<h2>{escape(memo.numbered(at))}</h2>")
        body += [f"<p>{escape(said)}</p>" for said in section.said]
        for extract in section.extracts:
            body.append(f'<p class="place" lang="{extract.lang}">{escape(extract.place)}</p>')
            about = " · ".join(part for part in (extract.heading, extract.about) if part)
            body += [f'<p class="about">{escape(about)}</p>'] if about else []
            body += [f'<p class="warning">{escape(extract.warning)}</p>'] if extract.warning else []
            own = "" if extract.official else ' class="own"'
            body.append(f'<blockquote{own} lang="{extract.lang}">{escape(quoted(extract))}</blockquote>')
        if section.also:
            items = "".join(f"<li>{escape(line)}</li>" for line in section.also)
            body.append(f"<p>{escape(memo.also_label)}:</p><ul>{items}</ul>")
    if memo.sources:
        items = "".join(f"<li>{escape(line)}</li>" for line in memo.sources)
        body.append(f"<h2>{escape(memo.sources_label)}</h2><ol>{items}</ol>")
    body.append(f"<footer><p>{escape(memo.foot)}</p></footer>")
    head = f'<meta charset="utf-8"><title>{escape(memo.title)}</title><style>{CSS}</style>'
    return (
        f'<!doctype html>\n<html lang="{memo.lang}"><head>{head}</head>\n<body>\n'
        + "\n".join(body)
        + "\n</body></html>\n"
    )
