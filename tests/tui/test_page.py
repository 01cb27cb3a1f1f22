"""An article on a page: nothing lost, nothing too wide, every law line knows its characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kzlaw_tui.tui.library_lines import bar
from kzlaw_tui.tui.page import NO_OFFSET, Block, law_blocks, lay_out, wrap
from kzlaw_tui.tui.screens.search import marked_snippet
from kzlaw_tui.tui.text import one_line, plain, styled
from tests.tui.fake_assistant import GARDENS_RU, article

words = st.text(alphabet="абв 1).-№«»әқ漢\u00a0", max_size=200)


@given(words, st.integers(8, 60), st.integers(0, 6))
def test_wrapping_loses_only_spaces_at_line_ends(text: str, width: int, hang: int) -> None:
    spans = list(wrap(text, width, hang))
    assert "".join(text[a:b] for a, b in spans).replace(" ", "") == text.replace(" ", "")
    for number, (a, b) in enumerate(spans):
        assert cell_len(text[a:b].rstrip()) <= (width - hang if number else width)
    assert all(a < b for a, b in spans)
    assert spans == sorted(spans)


@given(st.integers(20, 120))
def test_law_lines_are_spans_of_the_text(width: int) -> None:
    for item in GARDENS_RU:
        lines = lay_out(list(law_blocks(item)), width)
        seen = "".join(line.text for line in lines)
        assert seen.replace(" ", "") == item.text.replace(" ", "").replace("\n", "")
        for line in lines:
            assert line.indent + cell_len(line.text) <= width
            if line.start != NO_OFFSET:
                assert plain(item.text[line.start : line.end]) == line.text


def test_indents_follow_points_and_subpoints() -> None:
    item = article("9", "Х", "1. Пункт\n1) подпункт\n2) второй\nХвост второго.\n2. Пункт два")
    by_text = {block.text: (block.indent, block.hang) for block in law_blocks(item)}
    assert by_text["1. Пункт"] == (0, 3)
    assert by_text["1) подпункт"] == (3, 3)
    assert by_text["Хвост второго."] == (3, 0)
    assert by_text["2. Пункт два"] == (0, 3)


def test_continuation_lines_hang_under_the_words() -> None:
    lines = lay_out([Block("law", "1. один два три четыре пять", hang=3, start=0)], 12)
    assert [line.indent for line in lines] == [0, 3, 3, 3]


@given(st.text(max_size=80))
def test_plain_keeps_the_length_and_drops_what_a_terminal_obeys(text: str) -> None:
    shown = plain(text)
    assert len(shown) == len(text)
    assert not any((ch < " " and ch != "\n") or "\x7f" <= ch <= "\x9f" or ch in "\u202e\u2066\ufeff" for ch in shown)


def test_markup_and_escapes_are_only_text() -> None:
    content = styled(("[red]Статья[/red] \x1b[31m5", "bold"), "[@click=app.quit]x[/]")
    assert content.plain == "[red]Статья[/red]  [31m5[@click=app.quit]x[/]"
    assert one_line("a\n\tb\x1b c") == "a b c"
    assert marked_snippet("[b]Полив[/b] сада", "поливать").plain == "[b]Полив[/b] сада"


def test_bar_is_always_as_wide() -> None:
    assert {len(bar(share)) for share in (-1, 0, 0.01, 0.5, 1, 7)} == {20}
    assert bar(1).count("━") == 20 and not bar(0).count("━")


def test_longest_article_is_laid_out() -> None:
    """47,000 characters, like the longest article of the Tax Code."""
    text = "\n".join(f"{n}) " + "слова закона о налогах и сборах " * 15 for n in range(1, 98))
    item = article("1", "Длинная", "1. Начало\n" + text)
    lines = lay_out(list(law_blocks(item)), 70)
    assert len(lines) > 600
