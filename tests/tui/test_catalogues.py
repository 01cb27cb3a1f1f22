"""No label without its words, in any language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kzlaw_tui.i18n import UI_LANGS, Translator, UiLang, message_ids
from kzlaw_tui.memo.writing import FORMATS
from kzlaw_tui.tui.actions import ACTIONS, SCOPES
from kzlaw_tui.tui.library_lines import STAGES
from kzlaw_tui.tui.preferences import PREFERENCES
from kzlaw_tui.tui.screens.models import ASKED, POWER, SETTINGS
from kzlaw_tui.tui.screens.sessions import KINDS
from kzlaw_tui.tui.screens.settings import FORGET, SHOWN
from kzlaw_tui.tui.widgets.acts_table import COLUMNS
from kzlaw_tui.tui.widgets.tour import PAGES

SOURCES = Path(__file__).resolve().parent.parent.parent / "kzlaw_tui" / "tui"


def used_ids() -> set[str]:
    """Ids that stand in the source as they are; those that are put together are listed."""
    text = "\n".join(file.read_text("utf-8") for file in SOURCES.rglob("*.py"))
    ids = set(re.findall(r"""["'](tui-[a-z_-]*[a-z])["']""", text))
    ids |= {id_ for action in ACTIONS for id_ in (action.short_id, action.long_id)}
    ids |= {f"tui-scope-{scope}" for scope in SCOPES} | {f"tui-column-{name}" for name in COLUMNS}
    ids |= {f"tui-stage-{stage}" for stage in STAGES} | {"tui-kind-official", "tui-kind-digest"}
    ids |= {f"tui-status-{status}" for status in ("active", "repealed", "pending")}
    ids |= {f"tui-check-{check}" for check in ("not_retrieved", "unknown")}
    ids |= {f"tui-{kind}-{s}" for kind in ("file", "dry") for s in ("added", "updated", "unchanged", "failed")}
    ids |= {f"tui-pending-{action}" for action in ("amend", "replace", "repeal")}
    ids |= {f"tui-sessions-{kind}" for kind in KINDS} | {f"tui-sessions-no-{kind}" for kind in KINDS}
    ids |= {f"tui-models-{about}-{setting}" for about in ("set", "about") for setting in SETTINGS}
    ids |= {f"tui-models-hint-{setting}" for setting in ASKED} | {f"tui-models-power-{name}" for name in POWER}
    ids |= {f"tui-export-{name}" for name in (*FORMATS, "editor")}
    ids |= {f"tui-{kind}-{p.slug}" for p in PREFERENCES for kind in ("set", "about")}
    ids |= {f"tui-set-{p.slug}-{str(value).lower()}" for p in PREFERENCES for value in p.values}
    ids |= {f"tui-set-section-{section}" for section in ("look", "privacy", "files")}
    ids |= {f"tui-{kind}-{name}" for name in (*SHOWN, FORGET) for kind in ("set", "about")}
    ids |= {f"tui-here-{scope}" for scope in SCOPES if scope != "app"}
    ids |= {f"tui-tour-{n}" for n in range(1, PAGES + 1)} | {"tui-parallel-none-ru", "tui-parallel-none-kk"}
    return (ids - {"tui-copied", "tui-sessions"}) | {"tui-copied-system", "tui-copied-terminal"}


@pytest.mark.parametrize("lang", UI_LANGS)
def test_every_message_is_there_and_used(lang: UiLang) -> None:
    mine = {id_ for id_ in message_ids(lang) if id_.startswith("tui-")}
    assert used_ids() - mine == set()
    assert mine - used_ids() == set()


def test_languages_differ() -> None:
    ru, kk, en = (Translator(lang) for lang in UI_LANGS)
    same = {
        id_
        for id_ in message_ids("ru")
        if id_.startswith(("tui-do-", "tui-key-")) and len({ru(id_), kk(id_), en(id_)}) < 3
    }
    assert same <= {"tui-key-vectors"}, same - {"tui-key-vectors"}


@pytest.mark.parametrize("lang", ["kk"])
def test_kazakh_has_no_russian_words_left(lang: UiLang) -> None:
    """Russian-only letters ы, э, щ… exist in Kazakh too; these endings and words do not."""
    t = Translator(lang)
    for id_ in message_ids(lang):
        if id_.startswith(("tui-do-", "tui-key-", "tui-column-", "tui-status-")):
            text = t(id_, n=2, date="01.01.2027", what="x")
            assert not re.search(r"\b(стать|пункт|показать|открыть|вперёд|назад)", text, re.I), id_


def test_plurals() -> None:
    t = Translator("ru")
    assert [t("tui-acts", n=n) for n in (1, 3, 5, 21)] == ["1 акт", "3 акта", "5 актов", "21 акт"]
    assert t("tui-facts", seconds=0.084, n=3, score=0.91) == "0,08 с · 3 статьи · уверенность 0,91"
