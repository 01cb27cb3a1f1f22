"""Nothing that drives a terminal or cannot be seen is left, and places are kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlaw_tui.law.characters import clean, plain, readable

HOSTILE = st.text(
    st.one_of(
        st.sampled_from('ст. 52ТКРК«»"*_`-\n\r\t\x1b[31m\x9b\u200b\u202e\u00ad\u0306\ufe0f\u2028٥５\U000e0041'),
        st.characters(),
    ),
    max_size=80,
)


def harmful(text: str) -> list[str]:
    return [c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


@given(HOSTILE)
def test_what_is_shown_has_no_controls(text: str) -> None:
    assert not harmful(clean(text)) and not harmful(plain(text))
    assert len(plain(text)) == len(text)


@given(HOSTILE)
def test_readable_text_keeps_its_places(text: str) -> None:
    seen = readable(text)
    assert not harmful(seen.text.replace("\t", " "))
    before = 0
    for at in range(len(seen.text)):
        start, end = seen.source(at, at + 1)
        assert before <= start < end <= len(text)
        before = start


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("ста\u00adтья\u200b 5\u200b2", "статья 52"),
        ("ст. ٥٢ ТК", "ст. 52 ТК"),
        ("ст. ５２ ТК", "ст. 52 ТК"),
        ("**ст. 52** _ТК_", "ст. 52 ТК"),
        ("Трудо-\nвого", "Трудового"),
        ("и\u0306", "й"),
        ("Z980000220_", "Z980000220_"),
        ("\x1b[31mст. 52\x1b[0m", "ст. 52"),
    ],
)
def test_what_a_person_sees_is_read(text: str, seen: str) -> None:
    assert readable(text).text == seen


def test_escape_sequences_go_as_a_whole() -> None:
    assert clean("\x1b[31mред\x1b[0m \x1b]0;title\x07x") == "ред x"
    assert clean("а\tб\u200bв\r\nг") == "а бв\nг"
