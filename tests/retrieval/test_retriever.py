"""The search over a small library: what is pinned, what is shown, which point is best."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzlaw_tui.assistant import Assistant
from tests.samples import LABOUR_RU

LABOUR, LLP, TAX = "K1500000414", "Z980000220_", "K2500000214"


def test_the_best_point_is_the_one_with_the_words(assistant: Assistant) -> None:
    best = assistant.search("за сколько дней выдают отпускные", act=LABOUR)[0]
    assert (best.article, best.point, best.text_kind) == ("88", "2", "official")
    assert "за три дня" in best.snippet


def test_act_and_language_filters_hold(assistant: Assistant) -> None:
    assert {hit.act for hit in assistant.search("доля участника отпуск налог", act=LLP)} == {LLP}
    assert {hit.lang for hit in assistant.search("отпуск доля налог", lang="ru")} == {"ru"}
    assert {hit.lang for hit in assistant.search("үлес салық демалыс", lang="kk")} == {"kk"}


def test_official_text_is_shown_where_there_is_one_and_digests_elsewhere(assistant: Assistant) -> None:
    hits = assistant.search("отпуск работнику, ставки НДС", k=50)
    kinds = {hit.act: hit.text_kind for hit in hits}
    assert kinds[LABOUR] == "official" and kinds[TAX] == "digest"
    assert all(hit.act != LABOUR or hit.text_kind == "official" for hit in hits)


def test_a_kazakh_question_finds_an_act_that_is_there_only_in_russian(assistant: Assistant) -> None:
    hits = assistant.search("Жұмысқа келмегені үшін шығара ма?", k=3)
    assert (LABOUR, "52", "ru") in [(hit.act, hit.article, hit.lang) for hit in hits]


def test_a_citation_with_an_act_is_pinned_with_its_point(assistant: Assistant) -> None:
    best = assistant.search("что написано в пп. 2) п. 1 ст. 52 ТК РК про отпуск")[0]
    assert (best.article, best.point, best.subpoint, best.score, best.pinned) == ("52", "1", "2)", 1.0, True)
    text = assistant.library.article(best.edition_id, best.ordinal).article.text
    assert text[best.start : best.end].startswith("2) работник совершил прогул")


def test_a_number_without_an_act_pins_nothing(assistant: Assistant) -> None:
    assert not any(hit.pinned for hit in assistant.search("в статье 52 что-то про отпуск"))


def test_repealed_articles_are_marked(assistant: Assistant) -> None:
    hit = assistant.search("ст. 54 ТК РК")[0]
    assert (hit.article, hit.status) == ("54", "repealed")


def test_scores_fall_and_stay_between_0_and_1(assistant: Assistant) -> None:
    for query in ("отпуск", "прогул причина письмо", "налог", "үлесін сату", "абракадабра"):
        scores = [hit.score for hit in assistant.search(query, k=20)]
        assert scores == sorted(scores, reverse=True) and all(0 <= score <= 1 for score in scores)


@pytest.mark.parametrize("query", ["", " ", "?!", "«»", "а", "\x00", "1", "ст.", "😀", "и " * 500, "слово " * 3000])
def test_any_question_is_survived(assistant: Assistant, query: str) -> None:
    for hit in assistant.search(query):
        assert 0 <= hit.score <= 1


def test_what_another_process_adds_is_found_without_a_restart(assistant: Assistant, tmp_path: Path) -> None:
    assert not any("обед" in hit.snippet for hit in assistant.search("обед", act=LABOUR))
    newer = LABOUR_RU.replace("двадцать четыре дня.", "двадцать пять дней и обед.").replace("04.05.2020", "04.05.2021")
    (tmp_path / "newer.txt").write_text(newer, "utf-8")
    other = Assistant(assistant.home, "ru")
    assert other.ingest([tmp_path / "newer.txt"]).files[0].status == "updated"
    assert "обед" in assistant.search("обед", act=LABOUR)[0].snippet
