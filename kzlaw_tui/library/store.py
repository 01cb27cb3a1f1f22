"""The library: articles at rest in one SQLite file, read by several threads while another process may be adding."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from kzlaw_tui.errors import KzlawError, NotFoundError
from kzlaw_tui.law.model import CitationSpan, Edition, Lang
from kzlaw_tui.library import reading, seals, writing
from kzlaw_tui.library.codec import iso, number_key
from kzlaw_tui.library.connections import Connections, explain
from kzlaw_tui.library.records import EditionInfo, StoredArticle, StoredPassage, TocEntry
from kzlaw_tui.library.writing import AddStatus, References

_RU_FIRST = "e.lang = 'ru' DESC"
_UNDATED_FIRST = "coalesce(e.as_of, '')"


class Library:
    """The stored editions. Every method may be called from any thread and raises ``KzlawError`` when the file fails."""

    def __init__(self, file: Path, *, read_only: bool = False) -> None:
        self.file = file
        self._connections = Connections(file, read_only=read_only)

    @classmethod
    def open(cls, file: Path, *, read_only: bool = False) -> Library:
        """Open the file, making or migrating it as needed; with ``read_only`` nothing is ever written beside it either, as
        for a file on a network folder, where SQLite's log and locks do not work.

        Raises ``KzlawError``: ``error-library-corrupt``, ``error-library-newer`` (a newer program wrote it),
        ``error-home-unwritable``, ``error-disk-full``.
        """
        library = cls(file, read_only=read_only)
        library.revision()
        return library

    def close(self) -> None:
        """Close the file for all threads. The library stays usable: the next call opens it again."""
        self._connections.close()

    def revision(self) -> int:
        """A number that grows with every write by any process."""
        value = self.meta("revision")
        return int(value) if value else 0

    # Editions

    def editions(self, *, current: bool = True) -> list[EditionInfo]:
        """The current editions by act, Russian first; with ``current=False`` all of them, the newest of each first."""
        return self._editions(
            f"WHERE e.current >= ? ORDER BY e.act, {_RU_FIRST}, e.text_kind = 'official' DESC, {_UNDATED_FIRST} DESC,"
            " e.id DESC",
            (int(current),),
        )

    def edition(self, act: str, lang: Lang | None = None, as_of: date | None = None) -> EditionInfo | None:
        """The edition of an act that is current, or that stood on a day (the latest one not after it).

        Without ``lang`` Russian comes before Kazakh. A digest counts only while the act has no official text.
        """
        found = self._candidates(act, lang, as_of)
        return found[0] if found else None

    def edition_by_id(self, edition_id: int) -> EditionInfo:
        """An edition. Raises ``NotFoundError`` when it is not, or no longer, there."""
        found = self._editions("WHERE e.id = ?", (edition_id,))
        if not found:
            raise NotFoundError("error-library-no-edition")
        return found[0]

    def by_source(self, sha256: str) -> list[EditionInfo]:
        """The editions that were made from the file with this hash (one, or for a digest file one a language)."""
        return self._editions("WHERE e.sha256 = ? ORDER BY e.id", (sha256,))

    def _candidates(self, act: str, lang: Lang | None, as_of: date | None) -> list[EditionInfo]:
        """At most one edition a language, the preferred language first."""
        if as_of is None:
            found = self._editions(f"WHERE e.act = ? AND e.current = 1 ORDER BY {_RU_FIRST}", (act,))
        else:
            found = self._editions(
                "WHERE e.act = ? AND (e.as_of IS NULL OR e.as_of <= ?) AND (e.text_kind = 'official' OR NOT EXISTS"
                " (SELECT 1 FROM edition o WHERE o.act = e.act AND o.text_kind = 'official'))"
                f" ORDER BY {_RU_FIRST}, {_UNDATED_FIRST} DESC, e.id DESC",
                (act, iso(as_of)),
            )
        latest: dict[Lang, EditionInfo] = {}
        for info in found:
            if lang in (None, info.lang):
                latest.setdefault(info.lang, info)
        return list(latest.values())

    def _editions(self, where: str, args: Sequence[object]) -> list[EditionInfo]:
        with self._connections.reading() as connection:
            rows = connection.execute(f"SELECT {reading.EDITION} FROM edition e {where}", args)
            return [reading.edition_info(row) for row in rows]

    def add_edition(
        self, edition: Edition, *, source: str, segment: bytes, references: References | None = None
    ) -> AddStatus:
        """Store an edition in one transaction and choose the current edition of its act.

        ``source`` is the name of the file, ``segment`` the opaque bytes that retrieval derives from the edition,
        ``references`` finds the citations in an article. The official text with the latest ``as_of`` becomes current;
        older ones are kept beside. Returns ``unchanged`` when this very reading of the file (``sha256``) is stored,
        ``updated`` when the edition displaced the current one or corrects an earlier reading of the same file.
        """
        with self._connections.reading() as connection:
            if any(equal for _id, equal in writing.find_same(connection, edition)):
                return "unchanged"
        rows = writing.Rows(edition, references)
        with self._connections.writing() as connection:
            return writing.put(connection, edition, rows, source, segment)

    def remove_edition(self, edition_id: int) -> None:
        """Remove an edition; the next best one of its act becomes current. Raises ``NotFoundError``."""
        with self._connections.writing() as connection:
            row = connection.execute("SELECT act FROM edition WHERE id = ?", (edition_id,)).fetchone()
            if row is None:
                raise NotFoundError("error-library-no-edition")
            connection.execute("DELETE FROM edition WHERE id = ?", (edition_id,))
            writing.settle(connection, row[0])
            seals.tidy(connection)

    # Articles

    def find(
        self, act: str, number: str, *, lang: Lang | None = None, as_of: date | None = None
    ) -> StoredArticle | None:
        """The article of that number as printed («52», «52-1», «52–1.»), in the edition that ``edition`` chooses.

        Without ``lang`` an article that the Russian edition lacks is looked for in the Kazakh one.
        """
        for info in self._candidates(act, lang, as_of):
            found = self._articles(
                "WHERE a.edition = ? AND a.number_key = ? ORDER BY a.repealed, a.ordinal LIMIT 1",
                (info.id, number_key(number)),
            )
            if found:
                return found[0]
        return None

    def article(self, edition_id: int, ordinal: int) -> StoredArticle:
        """An article by its place. Raises ``NotFoundError``."""
        found = self._articles("WHERE a.edition = ? AND a.ordinal = ?", (edition_id, ordinal))
        if not found:
            raise NotFoundError("error-library-no-edition")
        return found[0]

    def _articles(self, where: str, args: Sequence[object]) -> list[StoredArticle]:
        with self._connections.reading() as connection:
            rows = connection.execute(
                f"SELECT {reading.EDITION}, {reading.ARTICLE} FROM article a JOIN edition e ON e.id = a.edition {where}",
                args,
            )
            return [reading.stored_article(row) for row in rows]

    def toc(self, edition_id: int) -> list[TocEntry]:
        """The contents of an edition in order."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                f"SELECT {reading.TOC} FROM article a WHERE a.edition = ? ORDER BY a.ordinal", (edition_id,)
            )
            return [reading.toc_entry(row) for row in rows]

    def load(self, edition_id: int) -> Edition:
        """A whole edition as it was added. Raises ``NotFoundError``."""
        info = self.edition_by_id(edition_id)
        with self._connections.reading() as connection:
            (preamble,) = connection.execute("SELECT preamble FROM edition WHERE id = ?", (edition_id,)).fetchone()
            rows = connection.execute(
                f"SELECT {reading.ARTICLE} FROM article a WHERE a.edition = ? ORDER BY a.ordinal", (edition_id,)
            )
            articles = tuple(reading.article(row) for row in rows)
        return Edition(info.act, info.lang, info.title, articles, info.as_of, info.text_kind, preamble, info.sha256)

    # What retrieval reads

    def passages(self, edition_id: int) -> list[StoredPassage]:
        """The passages of an edition in order."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                'SELECT ordinal, point, subpoint, start, "end", key FROM passage WHERE edition = ?'
                " ORDER BY ordinal, seq",
                (edition_id,),
            )
            return [StoredPassage(*row) for row in rows]

    def segments(self) -> list[tuple[EditionInfo, bytes]]:
        """The lexical segments of the current editions and of all digests, as they were given to ``add_edition``.

        A digest that official text has replaced is not shown any more, but its lay words still help to find articles.
        """
        with self._connections.reading() as connection:
            rows = connection.execute(
                f"SELECT {reading.EDITION}, s.data FROM edition e JOIN segment s ON s.edition = e.id"
                f" WHERE e.current = 1 OR e.text_kind = 'digest' ORDER BY e.act, {_RU_FIRST}"
            )
            return [(reading.edition_info(row[:-1]), row[-1]) for row in rows]

    def set_segment(self, edition_id: int, segment: bytes) -> None:
        """Replace a segment, after retrieval changed its format."""
        with self._connections.writing() as connection:
            connection.execute("UPDATE segment SET data = ? WHERE edition = ?", (segment, edition_id))
            seals.seal(connection, edition_id)

    # Cross-references

    def references(self, edition_id: int, ordinal: int) -> list[CitationSpan]:
        """What an article cites, as spans of its text."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                f"SELECT {reading.REFERENCE} FROM reference r WHERE r.edition = ? AND r.ordinal = ? ORDER BY r.seq",
                (edition_id, ordinal),
            )
            return [reading.reference(row) for row in rows]

    def cited_by(self, act: str, article: str) -> list[tuple[EditionInfo, int]]:
        """The articles of current editions that cite an article, those of the same act first."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                f"SELECT DISTINCT {reading.EDITION}, r.ordinal FROM reference r JOIN edition e ON e.id = r.edition"
                " WHERE r.target_act = ? AND r.target_key = ? AND e.current = 1"
                f" ORDER BY e.act = ? DESC, e.act, {_RU_FIRST}, r.ordinal",
                (act, number_key(article), act),
            )
            return [(reading.edition_info(row[:-1]), row[-1]) for row in rows]

    def citation_counts(self) -> dict[tuple[str, str], int]:
        """How many articles of current editions cite each article, by act and ``number_key``."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT r.target_act, r.target_key, COUNT(DISTINCT e.act || ' ' || r.ordinal) FROM reference r"
                " JOIN edition e ON e.id = r.edition WHERE e.current = 1 GROUP BY 1, 2"
            )
            return {(act, key): count for act, key, count in rows}

    # The file itself

    def meta(self, key: str) -> str | None:
        """A small fact that was stored beside the editions (``set_meta``)."""
        with self._connections.reading() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def set_meta(self, key: str, value: str) -> None:
        """Store a small fact."""
        with self._connections.writing() as connection:
            connection.execute(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value)
            )

    def orphans(self) -> list[str]:
        """What is wrong with the file itself: pages, rows without their edition, counts that do not fit."""
        with self._connections.reading() as connection:
            wrong = [str(row[0]) for row in connection.execute("PRAGMA quick_check(5)") if row[0] != "ok"]
            wrong += [f"{row[0]} {row[1]}" for row in connection.execute("PRAGMA foreign_key_check")]
            for table in ("article", "passage"):
                wrong += [
                    f"{table} {row[0]}: {row[1]} / {row[2]}"
                    for row in connection.execute(
                        f"SELECT e.id, e.{table}s, (SELECT count(*) FROM {table} t WHERE t.edition = e.id) AS there"
                        f" FROM edition e WHERE e.{table}s <> there"
                    )
                ]
            wrong += [
                f"segment {row[0]}"
                for row in connection.execute("SELECT id FROM edition WHERE id NOT IN (SELECT edition FROM segment)")
            ]
            wrong += seals.broken(connection)
        return wrong

    def become(self, fresh: Path) -> None:
        """Take over the contents of another library file in one step; that file is used up.

        Processes that have this library open go on reading the old contents until the step is done and see the new ones
        after it. A file that cannot be opened (corrupt, of a newer program) is replaced.
        """
        try:
            with closing(sqlite3.connect(os.fspath(fresh))) as source:
                # Everything into the one file: no log of its own may be left behind by a replacement.
                source.execute("PRAGMA journal_mode = DELETE").fetchone()
                try:
                    with self._connections.reading() as target:
                        source.backup(target)
                        target.execute("PRAGMA journal_mode = WAL").fetchone()
                except KzlawError as error:
                    if error.message_id not in ("error-library-corrupt", "error-library-newer"):
                        raise
                    broken = True
                else:
                    broken = False
        except sqlite3.Error as error:
            raise explain(error, fresh) from error
        self.close()
        if not broken:
            fresh.unlink(missing_ok=True)
            return
        for suffix in ("-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        fresh.replace(self.file)
