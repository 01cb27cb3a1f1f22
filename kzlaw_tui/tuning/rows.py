"""Rows of a training dataset: a question, what the search found, and the answer that is right by it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from kzlaw_tui.answering.prompt import Shape, parts_of
from kzlaw_tui.errors import KzlawError, NotFoundError
from kzlaw_tui.law.model import Lang
from kzlaw_tui.models.templates import Parts

TRAIN, VALID, ABOUT = "train.jsonl", "valid.jsonl", "dataset.json"
FORMAT = 1
Kind = Literal["answer", "refusal"]


@dataclass(frozen=True, slots=True)
class Row:
    """One example. ``sources`` are the excerpts as they stand in the prompt, in their order; ``place`` is that of the right
    one (from 1), 0 in a refusal; ``act`` and ``article`` are the right article, in a refusal the one that was left out.
    ``shown`` are the articles of the excerpts."""

    id: str
    lang: Lang
    question: str
    sources: tuple[str, ...]
    output: str
    kind: Kind
    act: str
    article: str
    shown: tuple[tuple[str, str], ...]
    place: int
    origin: str

    def parts(self, shape: Shape) -> Parts:
        """The prompt, made by what makes that of ``ask --mode model``."""
        return parts_of(self.question, self.lang, self.sources, shape)

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Row:
        """The row of a line. Raises ``KeyError``, ``TypeError`` or ``ValueError``."""
        lang: Lang = "kk" if given["lang"] == "kk" else "ru"
        if given["kind"] not in ("answer", "refusal") or not given["output"].strip():
            raise ValueError("kind, output")
        return cls(
            id=str(given["id"]),
            lang=lang,
            question=str(given["question"]),
            sources=tuple(str(source) for source in given["sources"]),
            output=str(given["output"]),
            kind=given["kind"],
            act=str(given["act"]),
            article=str(given["article"]),
            shown=tuple((str(act), str(article)) for act, article in given["shown"]),
            place=int(given["place"]),
            origin=str(given["origin"]),
        )


@dataclass(frozen=True, slots=True)
class Dataset:
    """The rows of both halves, and the document that says how they were made. ``digest`` is the hash of the rows' bytes."""

    train: tuple[Row, ...]
    valid: tuple[Row, ...]
    about: Mapping[str, Any]
    digest: str

    @property
    def shape(self) -> Shape:
        """The shape of the prompts."""
        return Shape.of(self.about.get("shape", {}))


def read(folder: Path) -> Dataset:
    """The dataset of a folder. Raises ``NotFoundError`` when there is none, ``KzlawError`` naming the line that cannot be
    read."""
    if not (folder / TRAIN).is_file():
        raise NotFoundError("error-tune-no-data", path=folder)
    halves = [_rows(folder / name) for name in (TRAIN, VALID)]
    try:
        about = json.loads((folder / ABOUT).read_text("utf-8"))
        Shape.of(about["shape"])
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise KzlawError("error-tune-data", path=folder / ABOUT, line=1, reason=error) from error
    return Dataset(halves[0], halves[1], about, digest_of(halves[0], halves[1]))


def write(folder: Path, train: Sequence[Row], valid: Sequence[Row], about: Mapping[str, Any]) -> Dataset:
    """Write a dataset; what was in the folder is replaced. Raises ``KzlawError`` when it cannot be written."""
    digest = digest_of(train, valid)
    about = {**about, "format": FORMAT, "sha256": digest}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        put(folder / TRAIN, "".join(_line(row) for row in train))
        put(folder / VALID, "".join(_line(row) for row in valid))
        put(folder / ABOUT, json.dumps(about, ensure_ascii=False, indent=2) + "\n")
    except OSError as error:
        raise KzlawError("error-tune-write", path=folder, reason=error.strerror or error) from error
    return Dataset(tuple(train), tuple(valid), about, digest)


def digest_of(*halves: Iterable[Row]) -> str:
    """The hash of rows in their order, 64 hex digits; the halves are told apart."""
    digest = hashlib.sha256()
    for half in halves:
        for row in half:
            digest.update(_line(row).encode())
        digest.update(b"\0")
    return digest.hexdigest()


def put(file: Path, text: str) -> None:
    """Write a file whole or not at all: beside, to the disk, then in its place. Raises ``OSError``."""
    part = file.with_name(f".{file.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as target:
            target.write(text)
            target.flush()
            os.fsync(target.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _line(row: Row) -> str:
    return json.dumps(asdict(row), ensure_ascii=False) + "\n"


def _rows(file: Path) -> tuple[Row, ...]:
    found = []
    try:
        lines = file.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise KzlawError("error-tune-data", path=file, line=1, reason=error) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(Row.of(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise KzlawError("error-tune-data", path=file, line=number, reason=error) from None
    return tuple(found)
