"""HTML: saved pages of the register and other law pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.ingest.blocks import Block, Document
from kzlaw_tui.ingest.readers import read_document
from tests.ingest.readers.make import RULES, RULES_KK, html

PAGE = """<!DOCTYPE html>
<html><head><title>Правила</title><meta charset="utf-8"><style>p {color: red}</style>
<script>var a = "<p>не текст</p>";</script></head>
<body>
<nav><a href="/">Главная</a></nav><ul class="menu"><li>Поиск</li></ul>
<div class="slogan"><h1>Правила хранения</h1><p>Правила от 1 мая 2015 года № 5.</p></div>
<div class="container"><p>Скачать Печать</p>
<article>
<p><a name="z1"></a>      Статья 1. Основные
   понятия</p>
<p><a name="z2"></a>&nbsp;&nbsp;&nbsp;&nbsp;1. Выдача по <a href="/rus/docs/K1">правилам архива</a>, см. <a href="#z9">статью 9</a>.</p>
<p class="note"><font color="red">Сноска. Статья 1 в редакции<br> от 01.02.2020.</font></p>
Текст вне абзаца <b>важ</b>ный, 10<sup>6</sup> и м<sup>2</sup>
<table border="1"><thead><tr><th rowspan="2">№</th><th>Вид</th></tr></thead>
<tbody><tr><td><p>Книги</p><p>учёта</p></td></tr><tr><td>2</td><td></td><td>10 лет</td></tr></tbody></table>
<pre>строка
  другая</pre>
<p style="display:none">скрыто</p><!-- не текст -->
</article></div>
<div class="footer">© 2012. Адрес</div>
</body></html>"""


def read(tmp_path: Path, content: str | bytes, name: str = "rules.html") -> Document:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_document(path)


def test_a_saved_page_of_the_register(tmp_path: Path) -> None:
    assert read(tmp_path, PAGE).blocks == (
        Block("Правила хранения"),
        Block("Правила от 1 мая 2015 года № 5."),
        Block("Статья 1. Основные понятия"),
        Block("1. Выдача по правилам архива, см. статью 9.", indented=True),
        Block("Сноска. Статья 1 в редакции"),
        Block("от 01.02.2020.", gap=False),
        Block("Текст вне абзаца важный, 10⁶ и м²"),
        Block("№ | Вид", table=True),
        Block("Книги учёта", table=True),
        Block("2 | | 10 лет", table=True),
        Block("строка"),
        Block("другая", gap=False),
    )


def test_a_heading_outside_the_article_element_is_kept_where_there_is_none(tmp_path: Path) -> None:
    document = read(tmp_path, PAGE.replace("<article>", "<div>").replace("</article>", "</div>"))
    assert document.blocks[0].text == "Правила хранения"
    assert "Главная" not in {block.text for block in document.blocks}


@pytest.mark.parametrize(
    ("encoding", "charset"),
    [
        ("utf-8", "utf-8"),
        ("cp1251", "windows-1251"),
        ("utf-16", "utf-16"),
        ("utf-8", "windows-1251"),
        ("cp1251", "utf-8"),
    ],
)
def test_the_bytes_decide_over_a_wrong_declaration(tmp_path: Path, encoding: str, charset: str) -> None:
    document = read(tmp_path, html(RULES, charset=charset).encode(encoding))
    assert [block.text for block in document.blocks] == RULES


def test_a_web_archive(tmp_path: Path) -> None:
    import base64

    body = base64.encodebytes(html(RULES_KK).encode()).decode()
    archive = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        f"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n--b--\r\n"
    )
    assert [block.text for block in read(tmp_path, archive, "rules.doc").blocks] == RULES_KK


def test_a_table_that_only_lays_out_the_page_is_no_table(tmp_path: Path) -> None:
    rules = "".join(f"<p>{rule}</p>" for rule in RULES)
    page = f"<html><body><table><tr><td>Меню</td><td><h2>Правила</h2>{rules}</td></tr></table></body></html>"
    blocks = read(tmp_path, page).blocks
    assert [block.text for block in blocks] == ["Меню", "Правила", *RULES]
    assert not any(block.table for block in blocks)


def nested(depth: int) -> str:
    divs = "<div>" * depth, "</div>" * depth
    return f'<?xml version="1.0" encoding="utf-8"?><html><body>{divs[0]}{RULES[0]}{divs[1]}</body></html>'


def test_deep_nesting_and_an_xhtml_declaration(tmp_path: Path) -> None:
    assert [block.text for block in read(tmp_path, nested(1000)).blocks] == [RULES[0]]


def test_nesting_that_the_parser_cuts_off_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KzlawError) as caught:
        read(tmp_path, nested(100_000))
    assert caught.value.message_id == "error-file-damaged"


def test_entities_of_a_document_type_are_not_expanded(tmp_path: Path) -> None:
    page = '<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/hostname"><!ENTITY b "bbbb">]><html><body><p>текст &a; &b;</p></body></html>'
    texts = " ".join(block.text for block in read(tmp_path, page).blocks)
    assert "bbbb &" not in texts
    assert "текст" in texts


def test_control_characters_beside_what_is_dropped(tmp_path: Path) -> None:
    """Found by fuzzing: lxml reads them and refuses to write them."""
    path = tmp_path / "x.html"
    for beside in ("\x1b[31m", "&#1;", "\x0c"):
        path.write_text(
            f"<html><body><p>Слово</p><p>{'слово ' * 200}</p><p style='display:none'>нет</p>{beside}хвост</body></html>",
            "utf-8",
        )
        assert read_document(path).blocks[0].text == "Слово"
