"""The one facade over the core, for the command line, the terminal app and the API."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING, Literal

from kzlaw_tui.config import Home, shipped_corpus
from kzlaw_tui.errors import KzlawError, NotFoundError
from kzlaw_tui.i18n import Translator, UiLang
from kzlaw_tui.law.citations import format_citation, parse_citation
from kzlaw_tui.law.model import Article, Citation, Edition, Lang, Status
from kzlaw_tui.law.registry import Registry
from kzlaw_tui.library.records import EditionInfo, StoredArticle
from kzlaw_tui.library.store import Library
from kzlaw_tui.results import Shown as Shown
from kzlaw_tui.results import VectorsState as VectorsState

if TYPE_CHECKING:
    from kzlaw_tui.answering.answer import Answer
    from kzlaw_tui.answering.audit import Checked
    from kzlaw_tui.answering.contents import Contents
    from kzlaw_tui.answering.speaker import Speaker
    from kzlaw_tui.evaluation.answers import Answerer
    from kzlaw_tui.evaluation.plan import Outcome, Plan
    from kzlaw_tui.evaluation.run import RunInfo, Steps
    from kzlaw_tui.gists import Gist
    from kzlaw_tui.ingest.digests import Annotation
    from kzlaw_tui.ingest.reports import IndexReport, IngestReport, Progress
    from kzlaw_tui.library.shelf import Holding
    from kzlaw_tui.retrieval.asked import AskedVectors
    from kzlaw_tui.retrieval.dense import VectorStore
    from kzlaw_tui.retrieval.embedders import Embedder
    from kzlaw_tui.retrieval.hits import Hit
    from kzlaw_tui.retrieval.retriever import Ranking, Retriever
    from kzlaw_tui.sessions.store import Sessions
    from kzlaw_tui.settings import Settings
    from kzlaw_tui.tuning.runs import RunInfo as TrainingInfo


class Assistant:
    """Everything a person can ask of a home. Cheap to make: what is heavy is loaded at its first use."""

    def __init__(self, home: Home, lang: UiLang | None = None) -> None:
        self.home = home
        self._lang: UiLang | None = lang
        self._lock = RLock()
        self._library: Library | None = None
        self._retriever: Retriever | None = None
        self._vectors: VectorStore | None = None
        self._embedder: Embedder | None = None
        self._embedder_loaded = False
        self._contents: Contents | None = None
        self._busy = Lock()

    # What is loaded at the first use

    @property
    def settings(self) -> Settings:
        return self.home.settings

    @cached_property
    def t(self) -> Translator:
        """Messages in the interface language."""
        return Translator(self._lang or self.settings.lang)

    def t_or_default(self) -> Translator:
        """``t``, or Russian when the settings cannot be read."""
        try:
            return self.t
        except KzlawError:
            self.__dict__["t"] = Translator(self._lang or "ru")
            return self.t

    @cached_property
    def registry(self) -> Registry:
        """The acts that are known by name."""
        return Registry.from_toml((shipped_corpus() / "acts.toml").read_text("utf-8"))

    @property
    def library(self) -> Library:
        """The stored articles; the starter digests are brought up to date when it is opened."""
        with self._lock:
            if self._library is None:
                from kzlaw_tui.ingest.digests import ensure_digests

                if self.shared is not None:
                    self._library = Library.open(self.shared.library_file, read_only=True)
                    return self._library
                self.home.ensure()
                library = Library.open(self.home.library_file)
                ensure_digests(library, shipped_corpus() / "annotations", self.registry, self.segment)
                self._library = library
            return self._library

    @cached_property
    def shared(self) -> Home | None:
        """The home of the shared library, where one is set."""
        folder = self.settings.library.shared
        return Home(Path(folder).expanduser()) if folder else None

    def _need_own_library(self) -> None:
        if self.shared is not None:
            raise KzlawError("error-shared-read-only", path=self.shared.root)

    @cached_property
    def sessions(self) -> Sessions:
        """Conversations, bookmarks and notes; the file is opened at its first use."""
        from kzlaw_tui.sessions.store import Sessions

        return Sessions(self.home.sessions_file)

    @property
    def retriever(self) -> Retriever:
        """The search over the library."""
        with self._lock:
            if self._retriever is None:
                from kzlaw_tui.retrieval.mining import dictionary
                from kzlaw_tui.retrieval.retriever import Retriever
                from kzlaw_tui.retrieval.vocabulary import load_vocabulary

                vocabulary = shipped_corpus() / "vocabulary"
                self._retriever = Retriever(
                    self.library,
                    self.registry,
                    load_vocabulary(vocabulary),
                    dictionary(vocabulary, (self.shared or self.home).index),
                    embedder=lambda: self.embedder,
                    vectors=lambda: self.vectors,
                    asked=lambda: self._asked,
                    mend=self._index_words,
                )
            return self._retriever

    @property
    def embedder(self) -> Embedder | None:
        """The embedder, loaded at its first use; ``None`` for words only."""
        with self._lock:
            if not self._embedder_loaded:
                from kzlaw_tui.retrieval.embedders import load

                self._embedder = load(self.settings.retrieval.embedder)
                self._embedder_loaded = True
            return self._embedder

    @cached_property
    def _asked(self) -> AskedVectors | None:
        """The shipped vectors of gists and lay questions, for the embedder that made them."""
        from kzlaw_tui.retrieval import asked

        if self.embedder is None:
            return None
        folder = shipped_corpus() / "annotations"
        return asked.load(folder / asked.FILE, self.embedder.name, asked.wordings(self._annotations.values()))

    @property
    def vectors(self) -> VectorStore | None:
        """The stored vectors; ``None`` for words only."""
        with self._lock:
            if self._vectors is None and self.embedder is not None:
                from kzlaw_tui import upkeep

                self._vectors = upkeep.vector_store(self, self.embedder.name)
            return self._vectors

    @cached_property
    def speaker(self) -> Speaker:
        """The local model, and questions that follow others."""
        from kzlaw_tui.answering.speaker import Speaker

        return Speaker(self)

    def segment(self, edition: Edition) -> bytes:
        """The words of an edition as they are indexed."""
        from kzlaw_tui.retrieval.lexical import segment_of

        if edition.text_kind != "digest":
            return segment_of(edition)
        asked = {
            article: "\n".join((*note.questions[edition.lang], *note.keywords[edition.lang]))
            for (act, article), note in self._annotations.items()
            if act == edition.act_id
        }
        return segment_of(edition, asked)

    def _index_words(self) -> None:
        """Index the words of every stored edition anew: another version of the program made what is there."""
        for info in self.library.editions(current=False):
            self.library.set_segment(info.id, self.segment(self.library.load(info.id)))

    def warm_up(self) -> None:
        """Load the index, the embedder and the vectors, so that the first question is as fast as the next."""
        self.search("Статья 1")
        _ = self._annotations

    # Looking

    def acts(self) -> list[EditionInfo]:
        """The current editions."""
        return self.library.editions()

    def show(self, citation: str, *, as_of: date | None = None, lang: Lang | None = None) -> Shown:
        """The article that a free-form citation names, as it stood on a day.

        Raises ``NotFoundError`` when it is no citation, when the act or the article is not in the library, or when the
        article has no such point or subpoint.
        """
        from kzlaw_tui.retrieval.text import detect_lang

        parsed = parse_citation(citation, self.registry)
        if parsed is None:
            raise NotFoundError("error-not-a-citation", text=citation)
        if not parsed.act or self.registry.get(parsed.act) is None:
            raise NotFoundError("error-citation-without-act", text=citation)
        if lang is None:
            # A Kazakh citation asks for the Kazakh text, where there is one.
            asked = detect_lang(citation)
            lang = asked if self.library.find(parsed.act, parsed.article, lang=asked, as_of=as_of) else None
        return self.show_citation(parsed, as_of=as_of, lang=lang)

    def show_citation(self, citation: Citation, *, as_of: date | None = None, lang: Lang | None = None) -> Shown:
        """Like ``show``, for a citation that is already data."""
        from kzlaw_tui.answering.verify import unit_span

        stored = self.library.find(citation.act, citation.article, lang=lang, as_of=as_of)
        if stored is None:
            if self.library.edition(citation.act, lang, as_of) is None:
                raise NotFoundError("error-act-not-in-library", act=self.act_name(citation.act))
            raise NotFoundError("error-no-such-article", citation=self.cite(citation))
        span = unit_span(stored.article, citation)
        if span is None and (citation.point or citation.subpoint or citation.part):
            raise NotFoundError("error-no-such-point", citation=self.cite(citation))
        return Shown(stored, citation, span, self.status(stored.article, as_of), as_of or stored.edition.as_of)

    def status(self, article: Article, on: date | None = None) -> Status:
        """An article's status on a day, today without one."""
        return article.validity.status(on or date.today())

    def cite(
        self,
        citation: Citation,
        *,
        style: Literal["short", "full", "requisites"] = "short",
        lang: Lang | None = None,
    ) -> str:
        """A citation as a lawyer writes it; in the interface language (Russian for an English interface) by default."""
        return format_citation(citation, self.registry, lang or self.law_lang, style)

    @property
    def law_lang(self) -> Lang:
        """The language of the law that goes with the interface."""
        return "kk" if self.t.lang == "kk" else "ru"

    def act_name(self, act: str, lang: Lang | None = None) -> str:
        """The short name of an act, or the title of its stored edition, or its id."""
        known = self.registry.get(act)
        if known is not None:
            lang = lang or self.law_lang
            return known.short.get(lang) or known.titles.get(lang) or known.titles.get("ru") or act
        info = self.library.edition(act)
        return info.title if info else act

    def act_id(self, text: str) -> str:
        """The id that a person means by ``--act``: a register id, the id of a stored act, or a name («ТК РК»)."""
        if self.registry.get(text) is not None:
            return text
        named = {act for act, _, _ in self.registry.find_names(text)}
        return named.pop() if len(named) == 1 else text

    def search(self, query: str, *, k: int = 10, act: str | None = None, lang: Lang | None = None) -> list[Hit]:
        """Articles for a query, best first, one row an article."""
        return list(self.rank(query, k=k, act=act, lang=lang).hits)

    def rank(self, query: str, *, k: int = 10, act: str | None = None, lang: Lang | None = None) -> Ranking:
        """Like ``search``, with the confidence and what was made of the question."""
        return self.retriever.search(query, k=k, act=self.act_id(act) if act else None, lang=lang)

    def ask(self, question: str, *, act: str | None = None) -> Answer:
        """Answer in quotes mode. Raises ``KzlawError`` for an empty question."""
        from kzlaw_tui.answering.quotes import answer_with_quotes
        from kzlaw_tui.retrieval.asks import split_asks

        if not question.strip():
            raise KzlawError("error-empty-question")
        started = time.perf_counter()
        ranking, only = self.rank(question, act=act), self.act_id(act) if act else None
        asks = split_asks(ranking.question.meant)
        found = [(ask, self.retriever.search(ask, act=only, context=question)) for ask in asks]
        return answer_with_quotes(ranking, self.library, started, found)

    def recheck(self, answer: Answer) -> Answer:
        """An answer that was saved, its quotes put through the gate again: the library may have changed since."""
        from kzlaw_tui.answering.verify import check_quote

        found = {(hit.act, hit.article) for hit in answer.retrieved}
        return replace(answer, quotes=tuple(check_quote(quote, self.library, found) for quote in answer.quotes))

    def gist(self, stored: StoredArticle) -> Gist | None:
        """The gist of an official article in the language of the interface."""
        from kzlaw_tui.gists import gist_of

        return gist_of(stored, self._annotations, self.library, self.law_lang)

    @cached_property
    def _annotations(self) -> dict[tuple[str, str], Annotation]:
        from kzlaw_tui.ingest.digests import load_annotations

        return load_annotations(shipped_corpus() / "annotations")

    def verify(self, text: str) -> list[Checked]:
        """Check every citation and attributed quote of a text against the library."""
        from kzlaw_tui.answering.audit import audit

        return audit(text, self.library, self.registry, nearest=self._nearest, contents=self._contents_of_acts())

    def _contents_of_acts(self) -> Contents:
        from kzlaw_tui.answering.contents import Contents

        with self._lock:
            if self._contents is None or self._contents.revision != self.library.revision():
                self._contents = Contents(self.library)
            return self._contents

    def _nearest(self, text: str, act: str) -> list[Hit]:
        """The articles of an act for the words around a citation."""
        return self.search(text[:400], k=3, act=act)

    def read_text(self, file: Path) -> str:
        """The words of a document in any format that can be ingested: plain text and Markdown as they are, of others a line
        a paragraph. Raises ``KzlawError``."""
        from kzlaw_tui.ingest.readers import limited, read_plain

        raw = read_plain(file)
        return raw if raw is not None else "\n\n".join(block.text for block in limited.shared().read(file).blocks)

    def reasons(self, answer: Answer, t: Translator | None = None) -> list[str]:
        """What is to be said beside the quotes: the act that is not here, the article or point that does not exist."""
        from kzlaw_tui.answering.reasons import reasons

        return reasons(answer, t or self.t, self.library, self.cite, self.act_name)

    # Measuring

    def evaluate(self, plan: Plan, *, answerer: Answerer | None = None, progress: Steps | None = None) -> Outcome:
        """Measure a part of the program, or any answerer, on a question file; the run is kept in a folder of its own."""
        from kzlaw_tui.evaluation import conduct

        return conduct.conduct(plan, self, answerer=answerer, progress=progress)

    def runs(self, limit: int | None = None) -> list[RunInfo]:
        """The evaluations of this home, the newest first."""
        from kzlaw_tui.evaluation.run import runs

        return runs(self.home.evaluations, limit)

    def trainings(self, limit: int | None = None) -> list[TrainingInfo]:
        """The trainings of this home, the newest first."""
        from kzlaw_tui.tuning import runs

        return runs.infos(self.home.trainings, limit)

    # Bringing in
    def ingest(
        self,
        paths: Sequence[Path],
        *,
        act: str | None = None,
        lang: Lang | None = None,
        as_of: date | None = None,
        dry_run: bool = False,
        progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> IngestReport:
        """Add files (folders are walked); their articles are searchable by words when this returns."""
        from kzlaw_tui.ingest.pipeline import ingest_paths
        from kzlaw_tui.retrieval.mining import refresh

        self._need_own_library()
        untouched = dry_run and not self.home.library_file.exists()
        report = ingest_paths(
            paths,
            home=self.home,
            library=None if untouched else self.library,
            registry=self.registry,
            segment=self.segment,
            act=self.act_id(act) if act else None,
            lang=lang,
            as_of=as_of,
            dry_run=dry_run,
            progress=progress,
            cancelled=cancelled,
        )
        if not dry_run and refresh(self.library, self.home.index):
            self._retriever = None
        return report

    def embed(
        self, *, progress: Callable[[int, int], None] | None = None, cancelled: Callable[[], bool] | None = None
    ) -> int:
        """Make the vectors that are missing; stops when told to and goes on at the next call.

        Returns how many were made. ``progress`` is given done and total.
        """
        vectors, embedder = self.vectors, self.embedder
        if vectors is None or embedder is None or self.shared is not None:
            return 0
        from kzlaw_tui.retrieval.wanted import alone, make_vectors

        with self._busy, alone(self.home.index):
            return make_vectors(self.library, vectors, embedder, progress, cancelled)

    def rebuild_index(
        self, *, progress: Callable[[Progress], None] | None = None, cancelled: Callable[[], bool] | None = None
    ) -> IndexReport:
        """Make the library again from the ingested copies. Vectors are kept, since they are named by the text they were made
        of, unless they are damaged: then they are dropped and made again at the next chance."""
        from kzlaw_tui import upkeep

        self._need_own_library()
        return upkeep.rebuild_index(self, progress, cancelled)

    def forget_library(self) -> None:
        """The library is another one now: open it, and what is made of it, again."""
        with self._lock:
            self._library = self._retriever = None

    def verify_index(self) -> IndexReport:
        """Check copies, manifest and library against each other, and what was derived from them against its checksums."""
        from kzlaw_tui import upkeep

        return upkeep.verify_index(self)

    def shelf(self) -> list[Holding]:
        """Every edition that is kept, with the size of its file."""
        from kzlaw_tui.library import shelf

        return shelf.shelf(self.home, self.library)

    def interrupted(self) -> list[str]:
        """Names of the files that an ingest which was killed did not finish."""
        from kzlaw_tui.ingest.recovery import interrupted

        return interrupted(self.home)

    def remove(self, edition_id: int) -> None:
        """Remove an edition, its copy and the vectors of its text. Raises ``KzlawError``."""
        from kzlaw_tui.upkeep import remove

        self._need_own_library()
        if remove(self, edition_id):
            self._retriever = None

    def vectors_state(self) -> VectorsState:
        """How far the vectors are."""
        from kzlaw_tui.retrieval.embedders import available
        from kzlaw_tui.retrieval.wanted import embedded

        total = sum(info.passages for info in embedded(self.library))
        try:
            name = available(self.settings.retrieval.embedder)
        except KzlawError:
            name = None
        if name is None or self.vectors is None or not self.vectors.exists():
            return VectorsState(name, 0, total)
        keys = [p.key for info in embedded(self.library) for p in self.library.passages(info.id)]
        unique = len(set(keys))
        return VectorsState(name, unique - len(self.vectors.missing(keys)), unique)
