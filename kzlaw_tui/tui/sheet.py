"""What stands on an article's page besides the law's words: heading, banners, source line, notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kzlaw_tui.gists import Gist
from kzlaw_tui.i18n import Translator
from kzlaw_tui.law.model import Citation, Lang
from kzlaw_tui.library.records import StoredArticle
from kzlaw_tui.tui.page import Block, law_blocks
from kzlaw_tui.tui.text import article_title, one_line, plain, source_label

BLANK = Block("blank", "")


@dataclass(frozen=True, slots=True)
class Mine:
    """A person's own note and the span it is on; ``None`` is the whole article."""

    text: str
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of an article besides its text: a gist (open or folded), how much it cites and is cited."""

    gist: Gist | None = None
    gist_open: bool = True
    cites: int = 0
    cited_by: int = 0


def sheet_of(
    stored: StoredArticle,
    t: Translator,
    cite: Callable[[Citation, Lang], str],
    mine: Sequence[Mine] = (),
    beside: Beside | None = None,
) -> list[Block]:
    """The article as blocks, without its notes. ``cite`` writes a citation in the language of the law."""
    article, edition = stored.article, stored.edition
    digest = edition.text_kind == "digest"
    title = article_title(edition.lang, article.number, article.heading)
    blocks = [BLANK, Block("heading", title)]
    if digest:
        label = t("tui-digest")
        blocks.append(Block("banner", f"{label[:1].upper()}{label[1:]}. {t('tui-digest-advice')}"))
    blocks += _pending(stored, t, cite)
    for note in mine:
        if note.span is None:
            blocks += [BLANK, *_mine(note, t, 0)]
    if beside is not None and beside.gist is not None:
        blocks += [BLANK, *_gist(beside.gist, beside.gist_open, t)]
    blocks.append(BLANK)
    words = list(law_blocks(article, "digest" if digest else "law"))
    blocks += _with_notes(words, mine, t) or [Block("soft", t("tui-article-without-text"))]
    source = f"{one_line(edition.title)} · {source_label(t, edition.text_kind, edition.as_of)}"
    blocks += [BLANK, Block("soft", source)]
    if beside is not None and (beside.cites or beside.cited_by):
        label = t("tui-links", cites=beside.cites, cited=beside.cited_by)
        blocks += [BLANK, Block("fold", f"▸ {label}", link="links")]
    return blocks


def _gist(gist: Gist, opened: bool, t: Translator) -> Iterator[Block]:
    """Our own words: labelled, set in, never in the colour of the law."""
    label = f"{'▾' if opened else '▸'} {t('tui-gist')}"
    yield Block("fold", label, link="toggle_gist")
    if opened:
        about = t("tui-gist-stale") if gist.stale else t("tui-gist-about")
        yield Block("banner" if gist.stale else "soft", f"▲ {about}" if gist.stale else about, indent=2)
        yield Block("gist", one_line(gist.text), indent=2)


def _with_notes(words: Sequence[Block], mine: Sequence[Mine], t: Translator) -> list[Block]:
    """The law's paragraphs, a person's notes below the last paragraph of what each is on."""
    after: dict[int, list[Mine]] = {}
    for note in mine:
        if note.span is not None:
            inside = [n for n, block in enumerate(words) if note.span[0] <= block.start < note.span[1]]
            after.setdefault(inside[-1] if inside else len(words) - 1, []).append(note)
    made: list[Block] = []
    for number, block in enumerate(words):
        made.append(block)
        for note in after.get(number, ()):
            made += _mine(note, t, block.indent)
    return made


def _mine(note: Mine, t: Translator, indent: int) -> Iterator[Block]:
    label = f"✎ {t('tui-note-label')}: "
    for number, line in enumerate(plain(note.text).strip().split("\n")):
        yield Block(
            "mine", f"{label if not number else ''}{line.strip()}", indent=indent + (0 if not number else 2), hang=2
        )


def _pending(stored: StoredArticle, t: Translator, cite: Callable[[Citation, Lang], str]) -> list[Block]:
    """The banner: one line a change that is enacted and not yet in the text."""
    made = []
    edition = stored.edition
    for change in stored.article.pending:
        place = cite(Citation(edition.act, stored.article.number, change.point, change.subpoint), edition.lang)
        what = t(f"tui-pending-{change.action}" if change.action in ("amend", "repeal") else "tui-pending-replace")
        when = change.effective_from
        message = t("tui-pending-on", date=when, what=what) if when else t("tui-pending-some-day", what=what)
        made.append(Block("banner", f"▲ {one_line(place)}: {message}", hang=2))
    return made


def notes_of(stored: StoredArticle) -> list[Block]:
    """The notes; one that the law itself prints looks like the law."""
    return [
        Block("law" if note.kind == "law" else "note", one_line(note.text), indent=2)
        for note in stored.article.notes
        if note.text.strip()
    ]
