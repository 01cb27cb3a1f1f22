"""Answers become a memo: citations with requisites, editions, a list of the acts; nothing unchecked passes as a quote."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from kzlaw_tui.answering.answer import Answer, Quote
from kzlaw_tui.i18n import Translator, format_date
from kzlaw_tui.law.model import Citation, Lang
from kzlaw_tui.memo.model import Extract, Memo, Section

if TYPE_CHECKING:
    from kzlaw_tui.assistant import Assistant
    from kzlaw_tui.results import Shown

NEAREST = 5


def clean(text: str) -> str:
    """Text without control characters; lines and single spaces stay."""
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c != "\n" else c for c in text)
    return "\n".join(" ".join(line.split()) for line in kept.strip().split("\n"))


def memo_of(author: Assistant, asked: Sequence[tuple[str, Answer | None]], today: date, title: str = "") -> Memo:
    """A memo of questions with their answers."""
    sections = tuple(_section(author, question, answer) for question, answer in asked)
    quotes = [quote for _, answer in asked if answer for quote in answer.quotes]
    return _memo(author, sections, quotes, today, title)


def memo_of_quote(author: Assistant, quote: Quote, today: date) -> Memo:
    """A memo of one place of the law."""
    extract = extract_of(author, quote)
    return _memo(author, (Section("", (), (extract,)),), [quote], today, author.cite(quote.citation, lang=quote.lang))


def quote_of(shown: Shown, today: date) -> Quote:
    """A place of the law as a quote: the library's own words at that place, the whole article without a place in it."""
    stored = shown.stored
    start, end = shown.span or (0, len(stored.article.text))
    return Quote(
        shown.citation, stored.edition.id, stored.ordinal, stored.edition.lang, stored.article.heading,
        stored.article.text[start:end], ((start, end),), stored.article.validity.status(today), stored.edition.as_of,
        stored.edition.text_kind, "verified",
    )  # fmt: skip


def _memo(author: Assistant, sections: tuple[Section, ...], quotes: Sequence[Quote], today: date, title: str) -> Memo:
    t = author.t
    return Memo(
        title=clean(title or t("memo-title")),
        made=t("memo-made", date=today),
        lang=t.lang,
        sections=sections,
        sources=tuple(dict.fromkeys(_source(author, quote) for quote in quotes)),
        sources_label=t("memo-sources"),
        also_label=t("memo-also"),
        foot=t("memo-foot"),
    )


def _section(author: Assistant, question: str, answer: Answer | None) -> Section:
    question = " ".join(clean(question).split())
    if answer is None:
        return Section(question, (author.t("memo-unanswered"),))
    said = [author.t("memo-abstained")] if answer.abstained and not answer.small_talk else []
    said += author.reasons(answer)
    quoted = {(quote.citation.act, quote.citation.article) for quote in answer.quotes}
    also = [hit for hit in answer.retrieved if (hit.act, hit.article) not in quoted][:NEAREST]
    return Section(
        question,
        tuple(said),
        tuple(extract_of(author, quote) for quote in answer.quotes),
        tuple(_also(author, Citation(hit.act, hit.article), hit.heading, hit.lang) for hit in also),
    )


def _also(author: Assistant, citation: Citation, heading: str, lang: Lang) -> str:
    return clean(f"{author.cite(citation, lang=lang)} — {heading}".rstrip(" —")).replace("\n", " ")


def extract_of(author: Assistant, quote: Quote) -> Extract:
    """A quote in the language of the law; a digest, or a quote that did not pass the check, carries a warning."""
    law = Translator(quote.lang)
    official = quote.text_kind == "official" and quote.check == "verified"
    about = [law("memo-edition", date=quote.as_of)] if quote.as_of else []
    if quote.text_kind == "official":
        about.append(law(f"memo-status-{quote.status}"))
    warning = "" if official else law("memo-digest" if quote.text_kind == "digest" else "memo-unchecked")
    place = author.cite(quote.citation, style="requisites", lang=quote.lang)
    return Extract(
        place[:1].upper() + place[1:],
        " ".join(clean(quote.heading).split()),
        clean(quote.text),
        ", ".join(about),
        quote.lang,
        official,
        warning,
    )


def _source(author: Assistant, quote: Quote) -> str:
    """An act as it stands in a list of sources: full title, date, number, edition."""
    act, law = author.registry.get(quote.citation.act), Translator(quote.lang)
    if act is None:
        title = author.act_name(quote.citation.act, quote.lang)
    else:
        name = act.titles.get(quote.lang) or author.act_name(act.id, quote.lang)
        title = law("memo-source", title=name, date=act.adopted, number=act.number) if act.adopted else name
    if quote.text_kind == "digest":
        return f"{title} ({law('memo-digest')})"
    return f"{title} ({law('memo-edition', date=quote.as_of)})" if quote.as_of else title


def file_stem(memo: Memo, today: date) -> str:
    """A name for the file: the title, then the day; what file systems do not allow is left out."""
    first = memo.sections[0].question if memo.sections and memo.sections[0].question else memo.title
    kept = "".join(c if c not in '<>:"/\\|?*«»' and c.isprintable() else " " for c in first)
    return f"{' '.join(kept.split())[:60].strip(' .')} {format_date(today)}".strip()
