"""Passage vectors at rest, in Chroma, named by the content they were made from."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.offline import allow_loopback
from kzlaw_tui.retrieval.embedders import Vectors
from kzlaw_tui.retrieval.vector_check import check_numbers

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection


class VectorStore:
    """A persistent Chroma collection of one embedder's vectors (cosine distance).

    Ids are content keys, so a text that was embedded once is never embedded again, whatever edition holds it. Chroma is
    given our vectors only: no embedding function, no telemetry.
    """

    def __init__(self, folder: Path, embedder: str, *, server: str = "") -> None:
        """``server`` is ``HOST:PORT`` of a Chroma server on this machine, for vectors that several people share."""
        self.folder = folder
        self.server = server
        self.embedder = embedder
        self._lock = Lock()
        self._client: ClientAPI | None = None
        self._collection: Collection | None = None

    @property
    def collection(self) -> Collection:
        """The collection, opened at the first use. Raises ``KzlawError`` when the folder cannot be read or written."""
        with self._lock:
            return self._open()

    def _open(self) -> Collection:
        if self._collection is None:
            import chromadb
            from chromadb.config import Settings

            with self._failures():
                quiet = Settings(anonymized_telemetry=False)
                if self.server:
                    allow_loopback()
                    host, _, port = self.server.rpartition(":")
                    self._client = chromadb.HttpClient(host, int(port), settings=quiet)
                else:
                    self.folder.mkdir(parents=True, exist_ok=True)
                    self._client = chromadb.PersistentClient(str(self.folder), settings=quiet)
                self._collection = self._client.get_or_create_collection(
                    self.embedder, embedding_function=None, metadata={"hnsw:space": "cosine"}
                )
        return self._collection

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """Whatever goes wrong inside as one error: Chroma raises types of its own, of SQLite and of its Rust core."""
        try:
            yield
        except KzlawError:
            raise
        except Exception as error:
            if self.server:
                raise KzlawError("error-vectors-server", address=self.server, reason=error) from error
            raise KzlawError("error-vectors-broken", path=self.folder, reason=error) from error

    def exists(self) -> bool:
        """Whether anything was ever stored, without importing Chroma."""
        return bool(self.server) or (self.folder / "chroma.sqlite3").is_file()

    def count(self) -> int:
        if not self.exists():
            return 0
        with self._failures():
            return self.collection.count()

    def missing(self, keys: Sequence[str]) -> list[str]:
        """Those of the keys that have no vector yet, in their order, each once."""
        wanted = list(dict.fromkeys(keys))
        if not self.exists():
            return wanted
        known: set[str] = set()
        with self._failures():
            for i in range(0, len(wanted), 5000):
                known.update(self.collection.get(ids=wanted[i : i + 5000], include=[])["ids"])
        return [key for key in wanted if key not in known]

    def add(self, keys: Sequence[str], vectors: Vectors, metadata: Sequence[Mapping[str, str]]) -> None:
        """Store vectors; one that is already there is replaced by itself."""
        # The number lets ``vector_check`` see that a vector is not what it was.
        rows: list[Any] = [{**m, "check": n} for m, n in zip(metadata, check_numbers(vectors), strict=True)]
        with self._failures():
            self.collection.upsert(ids=list(keys), embeddings=vectors, metadatas=rows)

    def nearest(self, vector: Vectors, n: int, act: str | None = None) -> list[tuple[str, float]]:
        """The keys of the ``n`` nearest passages with their cosine similarities, best first."""
        where: Any = {"act": act} if act else None
        with self._failures():
            found = self.collection.query(
                query_embeddings=vector.reshape(1, -1), n_results=n, where=where, include=["distances"]
            )
        distances = found["distances"]
        assert distances is not None
        return [(key, 1.0 - distance) for key, distance in zip(found["ids"][0], distances[0], strict=True)]

    def remove(self, keys: Sequence[str]) -> None:
        """Delete the vectors of these texts; a key without one is passed over."""
        if not self.exists():
            return
        known = set(keys) - set(self.missing(keys))
        found = [key for key in dict.fromkeys(keys) if key in known]
        with self._failures():
            for i in range(0, len(found), 5000):
                self.collection.delete(ids=found[i : i + 5000])

    def drop(self) -> None:
        """Delete all vectors: they are derived, and damaged ones cannot be mended."""
        self.close()
        if self.server:
            return
        shutil.rmtree(self.folder, ignore_errors=True)

    def close(self) -> None:
        """Let go of the files."""
        if self._client is not None:
            from chromadb.api.shared_system_client import SharedSystemClient

            SharedSystemClient.clear_system_cache()
        self._client = self._collection = None
