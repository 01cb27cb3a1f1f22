"""An article printed twice, in the wording in force and in the one to come, is one article."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kzlaw_tui.law.model import Article, Note, PendingChange


def one_wording(printed: list[Article], as_of: date | None) -> tuple[Article, bool]:
    """The article with the wording in force on ``as_of`` as its text, the other wordings as notes and pending changes.

    Also whether the wordings really differ (an empty repetition of the heading does not count).
    """
    with_text = [a for a in printed if a.text.strip()]
    if len(with_text) < 2:
        kept = with_text[0] if with_text else printed[0]
        rest = [a for a in printed if a is not kept]
        notes = tuple(n for a in rest for n in a.notes)
        pending = tuple(p for a in rest for p in a.pending)
        heading = kept.heading or next((a.heading for a in rest if a.heading), "")
        return replace(kept, heading=heading, notes=(*kept.notes, *notes), pending=(*kept.pending, *pending)), False
    kept = _in_force(with_text, as_of)
    for other in with_text:
        if other is kept or other.text == kept.text:
            continue
        wording = f"{other.heading}\n{other.text}".strip()
        notes = (*kept.notes, Note("register", wording, len(kept.text)))
        begins = other.validity.effective_from or kept.validity.effective_to
        if begins is not None and (as_of is None or begins > as_of):
            change = PendingChange("replace", begins, wording)
            kept = replace(kept, notes=notes, pending=(*kept.pending, change))
            kept = replace(kept, validity=replace(kept.validity, effective_to=None))
        else:
            kept = replace(kept, notes=notes)
    return kept, True


def _in_force(printed: list[Article], as_of: date | None) -> Article:
    if as_of is not None:
        active = [a for a in printed if a.validity.status(as_of) == "active"]
        if active:
            return active[0]
    return printed[0]
