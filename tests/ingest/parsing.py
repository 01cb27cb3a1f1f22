"""What the parser's tests share: text as a browser copies it, and what must hold for every edition."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kzlaw_tui.ingest.blocks import Block, Document
from kzlaw_tui.ingest.headings import number_key
from kzlaw_tui.ingest.structure import Parsed, parse
from kzlaw_tui.law.model import Article, Edition
from kzlaw_tui.law.registry import Registry

ROOT = Path(__file__).resolve().parents[2]


@cache
def registry() -> Registry:
    """The registry of the checkout."""
    return Registry.from_toml((ROOT / "corpus" / "acts.toml").read_text("utf-8"))


def document(text: str, form: str = "txt") -> Document:
    """Lines as blocks: a blank line before makes a gap, leading white space an indent."""
    blocks: list[Block] = []
    gap = True
    for line in text.splitlines():
        if line.strip():
            blocks.append(Block(line.strip(), gap, line[:1].isspace(), " | " in line))
        gap = not line.strip()
    return Document(tuple(blocks), form)


def parsed(text: str, form: str = "txt", name: str = "") -> Parsed:
    """The text as an edition, with warnings."""
    return parse(document(text, form), registry(), name_hint=name)


def article(text: str, number: str) -> Article:
    """One article of a text."""
    return next(a for a in parsed(text).edition.articles if a.number == number)


def spans(found: Article) -> list[tuple[str, str, list[str]]]:
    """Points with their words and the numbers of their subpoints."""
    return [(p.number, found.text[p.start : p.end], [s.number for s in p.subpoints]) for p in found.points]


def assert_sound(edition: Edition) -> None:
    """What holds for every edition, whatever the file was."""
    keys = [number_key(a.number) for a in edition.articles]
    assert keys == sorted(set(keys)), "numbers ascend and are unique"
    for one in edition.articles:
        at = 0
        for point in one.points:
            assert not one.text[at : point.start].strip(), f"{one.number}: text outside points"
            assert at <= point.start < point.end <= len(one.text)
            inside = point.start
            for sub in point.subpoints:
                assert inside <= sub.start < sub.end <= point.end, f"{one.number} {point.number} {sub.number}"
                inside = sub.end
            at = point.end
        assert not one.text[at:].strip(), f"{one.number}: text outside points"
        numbers = [number_key(p.number) for p in one.points if p.number]
        assert numbers == sorted(set(numbers)), f"{one.number}: points out of order"
        assert all(0 <= note.at <= len(one.text) for note in one.notes)
        for mark in ("Сноска.", "Ескерту. ", "Примечание ИЗПИ", "Примечание РЦПИ", "ескертпесі!"):
            assert mark not in one.text, f"{one.number}: {mark} in the text"
