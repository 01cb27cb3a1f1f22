"""A question as the search sees it."""

from __future__ import annotations

from kzlaw_tui.config import shipped_corpus
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.retrieval.dictionary import Dictionary
from kzlaw_tui.retrieval.question import SHORT, Question, read_question
from kzlaw_tui.retrieval.vocabulary import load_vocabulary

REGISTRY = Registry.from_toml((shipped_corpus() / "acts.toml").read_text("utf-8"))
VOCABULARY = load_vocabulary(shipped_corpus() / "vocabulary")


def read(text: str) -> Question:
    return read_question(text, REGISTRY, VOCABULARY, Dictionary())


def test_a_short_question_takes_the_law_s_words_along() -> None:
    question = read("Срок сдачи 300 формы за квартал")
    assert question.meaning == "декларация по налогу на добавленную стоимость"


def test_a_long_question_speaks_for_itself() -> None:
    question = read("Подскажите, пожалуйста, какой сейчас установлен срок сдачи 300 формы за третий квартал этого года")
    assert len(question.core.split()) > SHORT and question.meaning == "" and question.weights != question.own


def test_names_of_acts_are_not_what_a_question_is_about() -> None:
    question = read("Трудовой кодекс: прогул")
    assert question.named == {"K1500000414"} and "кодекс" not in question.core.lower()
