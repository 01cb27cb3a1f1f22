from hypothesis import given
from hypothesis import strategies as st

from kzlaw_tui.retrieval.text import detect_lang, grams, kk_stem, normalise, terms


def test_russian_terms_meet_across_inflections() -> None:
    assert terms("статьи трудового договора", "ru") == terms("статья трудовой договор", "ru")


def test_kazakh_terms_meet_across_inflections() -> None:
    assert kk_stem("қатысушыларының") == kk_stem("қатысушылар") == kk_stem("қатысушы")
    assert kk_stem("шартын") == kk_stem("шарттың") == kk_stem("шарт")


def test_latin_lookalikes_inside_cyrillic_words_are_read_as_cyrillic() -> None:
    assert normalise("Cтатья") == "статья"
    assert normalise("негiзгi") == "негізгі"
    assert normalise("PDF") == "pdf"


def test_yo_and_soft_hyphen_do_not_matter() -> None:
    assert terms("учёт", "ru") == terms("учет", "ru") == terms("у\u00adчет", "ru")


def test_language_of_a_question() -> None:
    assert detect_lang("Жұмысқа келмегені үшін шығара ма?") == "kk"
    assert detect_lang("Могут ли уволить за прогул?") == "ru"
    assert detect_lang("ҚҚС мөлшерлемесі қанша?") == "kk"
    assert (
        detect_lang("Как зарегистрировать ТОО «Жұлдыз» в городе Астане, какие нужны документы и сколько это стоит?")
        == "ru"
    )


def test_grams_mark_word_ends() -> None:
    assert grams("бап") == ["_бап", "бап_"]


@given(st.text())
def test_any_text_gives_terms_in_both_languages(text: str) -> None:
    for lang in ("ru", "kk"):
        assert all(terms(text, lang)), "no empty term"
