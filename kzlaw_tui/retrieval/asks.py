"""What a message asks: a story with several questions is several asks over the same facts."""

from __future__ import annotations

import re

from kzlaw_tui.retrieval.text import detect_lang, terms

MOST = 4
"""At most so many asks of one message are answered each; a longer list is read as one story."""
LEAST = 2
"""An ask has at least so many words that say something («Это законно?» asks about the sentence before it)."""
_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+(?=\s|$|[»\"”])|\n|$)|[^\n]+?(?:[?]+|$)")
_ASKING = re.compile(
    r"^(?:а\s+|и\s+|но\s+|также\s+|ещё\s+|еще\s+|\d+[.)]\s*|[-–—•]\s*)*"
    r"(?:как(?:ой|ая|ое|ие|им|ую|ого)?|кто|кому|кого|куда|когда|сколько|почему|зачем|чем|можно\s+ли|могу\s+ли|может\s+ли|имеет\s+ли|"
    r"имею\s+ли|должен\s+ли|должна\s+ли|должны\s+ли|обязан[аы]?\s+ли|нужно\s+ли|надо\s+ли|правда\s+ли|законно\s+ли|вправе\s+ли|есть\s+ли|"
    r"положен[аоы]?\s+ли|полагается\s+ли|будет\s+ли|что\s+(?:делать|будет|грозит|такое)|қалай|қанша|қашан|кім|неге|не\s+істеу)\b",
    re.IGNORECASE,
)


def split_asks(text: str) -> tuple[str, ...]:
    """The sentences of a message that ask something, in order: those with a question mark, else those that begin as questions do.

    A message with fewer than two asks gives none, and so does one with more than ``MOST``. An ask that says too little alone is
    joined to the sentence before it.
    """
    sentences = [" ".join(m.group().split()) for m in _SENTENCE.finditer(text)]
    sentences = [s for s in sentences if s]
    marked = [s.endswith(("?", "?»", '?"')) for s in sentences]
    asking = marked if any(marked) else [bool(_ASKING.match(s)) for s in sentences]
    lang = detect_lang(text)
    asks: list[str] = []
    for i, (sentence, asks_something) in enumerate(zip(sentences, asking, strict=True)):
        if not asks_something:
            continue
        if len(terms(sentence, lang)) >= LEAST:
            asks.append(sentence)
        elif i and not asking[i - 1]:
            asks.append(f"{sentences[i - 1]} {sentence}")
    found = tuple(dict.fromkeys(asks))
    return found if 2 <= len(found) <= MOST else ()
