import numpy as np
import pytest

from kzlaw_tui.law.model import Article, Edition, Point
from kzlaw_tui.retrieval.lexical import LexicalIndex, Segment, segment_of
from kzlaw_tui.retrieval.text import terms


def edition(*articles: tuple[str, str, str]) -> Edition:
    return Edition(
        "K1",
        "ru",
        "Кодекс",
        tuple(Article(n, h, t, points=(Point("", 0, len(t)),)) for n, h, t in articles),
    )


def weights(text: str) -> dict[str, float]:
    return dict.fromkeys(terms(text, "ru"), 1.0)


FIRST = edition(("1", "Отпуск", "Работнику дают отпуск."), ("2", "Зарплата", "Зарплату платят каждый месяц."))
SECOND = edition(("1", "Вклад", "Участник вносит вклад в капитал."))


def test_the_article_with_the_words_scores_best() -> None:
    index = LexicalIndex.join("ru", [Segment.from_bytes(segment_of(FIRST)), Segment.from_bytes(segment_of(SECOND))])
    assert index.articles == 3
    for query, best in (("отпуск", 0), ("когда платят зарплату", 1), ("вклады участников", 2)):
        scores = index.fields["body"].score(index.columns(weights(query)))
        assert int(scores.argmax()) == best and scores[best] > 0


def test_joining_segments_equals_one_segment_of_all() -> None:
    both = Edition("K1", "ru", "Кодекс", FIRST.articles + SECOND.articles)
    one = LexicalIndex.join("ru", [Segment.from_bytes(segment_of(both))])
    two = LexicalIndex.join("ru", [Segment.from_bytes(segment_of(FIRST)), Segment.from_bytes(segment_of(SECOND))])
    for query in ("отпуск", "капитал и вклад", "работник"):
        for field in ("body", "heading", "passage"):
            np.testing.assert_allclose(
                one.fields[field].score(one.columns(weights(query))),
                two.fields[field].score(two.columns(weights(query))),
                rtol=1e-5,
            )


def test_unknown_words_score_nothing() -> None:
    index = LexicalIndex.join("ru", [Segment.from_bytes(segment_of(FIRST))])
    assert index.columns(weights("криптовалюта")) == {}
    assert not index.fields["body"].score({}).any()


def test_an_index_of_nothing_is_an_index() -> None:
    index = LexicalIndex.join("ru", [])
    assert index.articles == 0 and index.columns({"отпуск": 1.0}) == {}


def test_lay_questions_are_searched_in_a_field_of_their_own() -> None:
    index = LexicalIndex.join("ru", [Segment.from_bytes(segment_of(FIRST, {"1": "Когда можно гулять?"}))])
    asked = index.fields["asked"].score(index.columns(weights("гулять")))
    assert asked[0] > 0 and asked[1] == 0
    assert not index.fields["body"].score(index.columns(weights("гулять"))).any()


def test_a_segment_of_another_format_is_refused() -> None:
    import io

    buffer = io.BytesIO()
    np.savez(buffer, version=np.array([999]))
    with pytest.raises(ValueError, match="version"):
        Segment.from_bytes(buffer.getvalue())
