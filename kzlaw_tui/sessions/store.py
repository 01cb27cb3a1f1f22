"""The store of sessions: every method may be called from any thread; a write is on the disk when it returns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kzlaw_tui.answering.answer import Answer
from kzlaw_tui.law.model import Citation, Lang
from kzlaw_tui.sessions.answers import dump_answer, load_answer
from kzlaw_tui.sessions.connection import Connection
from kzlaw_tui.sessions.records import Conversation, Mark, Recent, Turn

TITLE_CHARS = 120
KEEP_RECENT = 200

_PLACE = "act, article, point, subpoint, part, paragraph"
_AT = "act = ? AND article = ? AND point = ? AND subpoint = ? AND part = ? AND paragraph = ?"
_CONVERSATION = (
    "SELECT c.id, c.title, c.created, c.updated, c.pinned, (SELECT count(*) FROM turn t WHERE t.conversation = c.id)"
    " FROM conversation c"
)


def _key(citation: Citation) -> tuple[str, ...]:
    """A citation as the columns ``_PLACE``."""
    return (
        citation.act,
        citation.article,
        citation.point,
        citation.subpoint,
        citation.part,
        citation.paragraph,
    )


def title_of(question: str) -> str:
    """The title of a conversation that begins with a question: its words on one line, cut at a word."""
    words = " ".join(question.split())
    if len(words) <= TITLE_CHARS:
        return words
    return words[:TITLE_CHARS].rsplit(" ", 1)[0].rstrip(" ,;:—-") + "…"


class Sessions:
    """Conversations, bookmarks, notes, recent articles and the last state of the screen.

    Every method raises ``KzlawError`` when the file fails.
    """

    def __init__(self, file: Path, now: Callable[[], datetime] = lambda: datetime.now().astimezone()) -> None:
        self.file = file
        self._connection = Connection(file)
        self._now = now

    def close(self) -> None:
        """Close the file; the next call opens it again."""
        self._connection.close()

    @property
    def encrypted(self) -> bool:
        """Whether the file is under a passphrase."""
        return self._connection.encrypted

    @property
    def locked(self) -> bool:
        """Whether the passphrase is wanted before anything can be read or written."""
        return self._connection.locked

    def unlock(self, passphrase: str) -> None:
        """Open an encrypted file. Raises ``KzlawError`` (``error-passphrase-wrong``, ``error-encryption-missing``)."""
        self._connection.unlock(passphrase)

    def lock(self) -> None:
        """Close the file and forget the passphrase."""
        self._connection.lock()

    def _stamp(self) -> str:
        return self._now().isoformat(timespec="microseconds")

    # Conversations

    def add_question(self, conversation: int | None, question: str) -> tuple[int, int]:
        """Write a question down before it is answered, in a new conversation where none is given or it was deleted.

        Returns the ids of the conversation and of the turn.
        """
        stamp = self._stamp()
        with self._connection.writing() as connection:
            if not connection.execute("SELECT 1 FROM conversation WHERE id = ?", (conversation,)).fetchone():
                made = connection.execute(
                    "INSERT INTO conversation (title, created, updated) VALUES (?, ?, ?)",
                    (title_of(question), stamp, stamp),
                )
                conversation = int(made.lastrowid or 0)
            connection.execute("UPDATE conversation SET updated = ? WHERE id = ?", (stamp, conversation))
            turn = connection.execute(
                "INSERT INTO turn (conversation, question, asked) VALUES (?, ?, ?)", (conversation, question, stamp)
            )
            return int(conversation or 0), int(turn.lastrowid or 0)

    def add_answer(self, turn: int, answer: Answer) -> None:
        """Write the answer to a question down; nothing happens when its conversation was deleted meanwhile."""
        text = dump_answer(answer)
        with self._connection.writing() as connection:
            connection.execute("UPDATE turn SET answer = ? WHERE id = ?", (text, turn))

    def conversations(self, text: str = "") -> list[Conversation]:
        """Conversations, the pinned first, then by the latest question; with ``text`` those that say all its words.

        Words are looked for in titles, questions and answers, whatever their case.
        """
        with self._connection.reading() as connection:
            rows = connection.execute(f"{_CONVERSATION} ORDER BY c.pinned DESC, c.updated DESC, c.id DESC").fetchall()
            words = text.casefold().split()
            if words:
                said: dict[int, list[str]] = {row[0]: [row[1]] for row in rows}
                for conversation, question, answer in connection.execute(
                    "SELECT conversation, question, coalesce(answer, '') FROM turn"
                ):
                    said[conversation] += (question, answer)
                hay = {key: "\n".join(parts).casefold() for key, parts in said.items()}
                rows = [row for row in rows if all(word in hay[row[0]] for word in words)]
        return [_conversation(row) for row in rows]

    def conversation(self, conversation: int) -> Conversation | None:
        """One conversation, or ``None`` when it is not, or no longer, there."""
        with self._connection.reading() as connection:
            row = connection.execute(f"{_CONVERSATION} WHERE c.id = ?", (conversation,)).fetchone()
        return _conversation(row) if row else None

    def turns(self, conversation: int) -> list[Turn]:
        """The questions of a conversation in order, with what was answered.

        Quotes are as they were saved: whoever shows them puts them through the gate again.
        """
        with self._connection.reading() as connection:
            rows = connection.execute(
                "SELECT id, question, asked, answer FROM turn WHERE conversation = ? ORDER BY id", (conversation,)
            ).fetchall()
        return [Turn(row[0], row[1], datetime.fromisoformat(row[2]), load_answer(row[3])) for row in rows]

    def rename(self, conversation: int, title: str) -> None:
        """Give a conversation a title of one's own; an empty one brings the first question back."""
        with self._connection.writing() as connection:
            title = title_of(title)
            named = bool(title)
            if not named:
                row = connection.execute(
                    "SELECT question FROM turn WHERE conversation = ? ORDER BY id LIMIT 1", (conversation,)
                ).fetchone()
                title = title_of(row[0]) if row else ""
            connection.execute(
                "UPDATE conversation SET title = ?, named = ? WHERE id = ?", (title, named, conversation)
            )

    def pin(self, conversation: int, pinned: bool) -> None:
        """Keep a conversation at the top of the list, or no longer."""
        with self._connection.writing() as connection:
            connection.execute("UPDATE conversation SET pinned = ? WHERE id = ?", (pinned, conversation))

    def delete(self, conversation: int) -> None:
        """Delete a conversation with all its turns; deleted words are overwritten in the file and leave its log."""
        with self._connection.writing() as connection:
            connection.execute("DELETE FROM conversation WHERE id = ?", (conversation,))
        self._empty_log()

    # Bookmarks and notes

    def bookmark(self, citation: Citation, lang: Lang, heading: str) -> bool:
        """Set a bookmark, or take it away where one is; returns whether there is one now."""
        with self._connection.writing() as connection:
            gone = connection.execute(f"DELETE FROM bookmark WHERE {_AT}", _key(citation))
            if gone.rowcount:
                return False
            connection.execute(
                f"INSERT INTO bookmark ({_PLACE}, lang, heading, made) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*_key(citation), lang, heading, self._stamp()),
            )
            return True

    def set_note(self, citation: Citation, lang: Lang, heading: str, text: str) -> None:
        """Write a note on a place; an empty text takes the note away."""
        with self._connection.writing() as connection:
            if not text.strip():
                connection.execute(f"DELETE FROM note WHERE {_AT}", _key(citation))
                return
            connection.execute(
                f"INSERT INTO note ({_PLACE}, lang, heading, made, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                f" ON CONFLICT ({_PLACE}) DO UPDATE SET text = excluded.text, made = excluded.made",
                (*_key(citation), lang, heading, self._stamp(), text),
            )

    def bookmarks(self, act: str = "", article: str = "") -> list[Mark]:
        """Bookmarks, the newest first; those of one article in the order of the text."""
        return self._marks("bookmark", "''", act, article)

    def notes(self, act: str = "", article: str = "") -> list[Mark]:
        """Notes, as ``bookmarks``."""
        return self._marks("note", "text", act, article)

    def note(self, citation: Citation) -> str:
        """The note on a place, or an empty text."""
        with self._connection.reading() as connection:
            row = connection.execute(f"SELECT text FROM note WHERE {_AT}", _key(citation)).fetchone()
        return str(row[0]) if row else ""

    def _marks(self, table: str, text: str, act: str, article: str) -> list[Mark]:
        where, args = ("WHERE act = ? AND article = ?", (act, article)) if article else ("", ())
        with self._connection.reading() as connection:
            rows = connection.execute(
                f"SELECT {_PLACE}, lang, heading, made, {text} FROM {table} {where} ORDER BY made DESC, rowid DESC",
                args,
            ).fetchall()
        return [Mark(Citation(*row[:6]), row[6], row[7], datetime.fromisoformat(row[8]), row[9]) for row in rows]

    # Where the person was

    def opened(self, citation: Citation, lang: Lang, heading: str) -> None:
        """Remember that an article was opened; the oldest are forgotten."""
        with self._connection.writing() as connection:
            connection.execute(
                f"INSERT OR REPLACE INTO recent ({_PLACE}, lang, heading, opened) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*_key(citation), lang, heading, self._stamp()),
            )
            connection.execute(
                "DELETE FROM recent WHERE rowid NOT IN (SELECT rowid FROM recent ORDER BY opened DESC LIMIT ?)",
                (KEEP_RECENT,),
            )

    def recent(self, limit: int = KEEP_RECENT) -> list[Recent]:
        """Articles that were opened, the latest first."""
        with self._connection.reading() as connection:
            rows = connection.execute(
                f"SELECT {_PLACE}, lang, heading, opened FROM recent ORDER BY opened DESC, rowid DESC LIMIT ?", (limit,)
            ).fetchall()
        return [Recent(Citation(*row[:6]), row[6], row[7], datetime.fromisoformat(row[8])) for row in rows]

    def state(self, key: str) -> str:
        """A fact about the last state of the screen; empty when there is none."""
        with self._connection.reading() as connection:
            row = connection.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def set_state(self, **values: str) -> None:
        """Remember facts about the state of the screen."""
        with self._connection.writing() as connection:
            connection.executemany(
                "INSERT INTO state VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                list(values.items()),
            )

    def forget_history(self) -> None:
        """Delete all conversations, recent articles and the last state; bookmarks and notes stay."""
        with self._connection.writing() as connection:
            for table in ("conversation", "recent", "state"):
                connection.execute(f"DELETE FROM {table}")
        with self._connection.reading() as connection:
            connection.execute("VACUUM")
        self._empty_log()

    def _empty_log(self) -> None:
        """Bring the log into the file and cut it off, unless somebody else is reading at this moment."""
        with self._connection.reading() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _conversation(row: tuple[int, str, str, str, int, int]) -> Conversation:
    number, title, created, updated, pinned, turns = row
    return Conversation(
        number, title, datetime.fromisoformat(created), datetime.fromisoformat(updated), bool(pinned), turns
    )
