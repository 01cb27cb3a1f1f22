"""What is said beside the quotes of an answer, or instead of them."""

from __future__ import annotations

from typing import Protocol

from kzlaw_tui.answering.answer import Answer
from kzlaw_tui.i18n import Translator
from kzlaw_tui.law.model import FOREIGN_ACT, Citation, Lang
from kzlaw_tui.library.store import Library


class Cite(Protocol):
    """Writes a citation in a language."""

    def __call__(self, citation: Citation, *, lang: Lang | None = None) -> str: ...


class ActName(Protocol):
    """Names an act in a language."""

    def __call__(self, act: str, lang: Lang | None = None) -> str: ...


def reasons(answer: Answer, t: Translator, library: Library, cite: Cite, act_name: ActName) -> list[str]:
    """The act that is not here, the article or point that does not exist, and what else of the question was not followed."""
    lang: Lang = "kk" if t.lang == "kk" else "ru"
    lines = []
    for missing in answer.missing:
        point_only = library.find(missing.act, missing.article) is not None
        message = "error-no-such-point" if point_only else "error-no-such-article"
        lines.append(t(message, citation=cite(missing, lang=lang)))
    if answer.elsewhere == FOREIGN_ACT:
        lines.append(t("answer-foreign"))
    elif answer.elsewhere:
        lines.append(t("answer-other-act", act=act_name(answer.elsewhere, lang)))
    if answer.edition_of is not None:
        lines.append(t("answer-no-edition", date=answer.edition_of.strftime("%d.%m.%Y")))
    if answer.instruction:
        lines.append(t("answer-instruction", words=answer.instruction))
    if answer.small_talk:
        lines.append(t("answer-small-talk"))
    if answer.read_as:
        lines.append(t("answer-read-as", text=answer.read_as))
    lines += [t("answer-unanswered", ask=ask) for ask in answer.unanswered]
    if answer.quotes and all(quote.lang != answer.lang for quote in answer.quotes):
        lines.append(t("answer-other-language", lang=t(f"lang-in-{answer.quotes[0].lang}")))
    return lines
