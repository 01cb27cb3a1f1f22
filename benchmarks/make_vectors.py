"""Makes ``corpus/annotations/vectors.npz``: the vectors of all gists and lay questions, which the package ships.

What a file already holds is kept, so only new texts are embedded.
"""

from __future__ import annotations

import numpy as np

from kzlaw_tui.config import shipped_corpus
from kzlaw_tui.ingest.digests import load_annotations
from kzlaw_tui.retrieval import asked, embedders

STEP = 256


def main() -> None:
    """Embed what is missing and write the file anew."""
    folder = shipped_corpus() / "annotations"
    embedder = embedders.load("auto")
    assert embedder is not None
    texts = list({text.key: text for text in asked.wordings(load_annotations(folder).values())}.values())
    there = asked.load(folder / asked.FILE, embedder.name, texts)
    known = (
        {row.key: vector for row, vector in zip(there.rows, there.whole / there.norms[:, None], strict=True)}
        if there
        else {}
    )
    missing = [text for text in texts if text.key not in known]
    print(f"{len(texts)} texts, {len(missing)} to embed")
    for at in range(0, len(missing), STEP):
        batch = missing[at : at + STEP]
        passages = [text for text in batch if not text.asked]
        if passages:
            for text, vector in zip(passages, embedder.passages([p.text for p in passages]), strict=True):
                known[text.key] = vector
        for text in batch:
            if text.asked:
                known[text.key] = embedder.query(text.text)
    asked.save(folder / asked.FILE, embedder.name, texts, np.array([known[text.key] for text in texts]))


if __name__ == "__main__":
    main()
