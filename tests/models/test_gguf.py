"""The reader of GGUF heads: right for whole files, one clear error for all others."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.gguf import read_gguf
from tests.models import make


def test_a_model_is_read(tmp_path: Path) -> None:
    head = read_gguf(make.model(tmp_path / "m.gguf", template="{{ messages }}"))
    assert (head.architecture, head.quantisation, head.context) == ("gemma3", "Q4_K_M", 8192)
    assert head.parameters == 8 * 300 + 2 * 8 * 16
    assert head.chat_template == "{{ messages }}" and not head.is_adapter
    assert head.context_bytes == 2 * 1 * (4 + 4) * 2
    assert head.metadata["tokenizer.ggml.tokens"] == [], "a vocabulary is stepped over"


def test_an_adapter_is_told_from_a_model(tmp_path: Path) -> None:
    assert read_gguf(make.adapter(tmp_path / "a.gguf")).is_adapter


def test_a_file_cut_anywhere_is_damaged(tmp_path: Path) -> None:
    whole = make.model(tmp_path / "m.gguf").read_bytes()
    cut = tmp_path / "cut.gguf"
    for size in [*range(4, len(whole), 97), len(whole) - 32]:
        cut.write_bytes(whole[:size])
        with pytest.raises(KzlawError) as found:
            read_gguf(cut)
        assert found.value.message_id == "error-model-damaged", size


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"GGU", b"GGUF" + struct.pack("<IQQ", 99, 0, 0)])
def test_what_is_no_gguf_is_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(KzlawError, match="not-gguf"):
        read_gguf(tmp_path / "x")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_never_do_more_than_fail(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"GGUF" + struct.pack("<I", 3) + data)
    try:
        read_gguf(file)
    except KzlawError as error:
        assert error.message_id in ("error-model-damaged", "error-model-not-gguf")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(st.data())
def test_a_changed_byte_never_does_more_than_fail(tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(make.model(tmp_path / "m.gguf").read_bytes())
    whole[data.draw(st.integers(4, 900))] = data.draw(st.integers(0, 255))
    (tmp_path / "y").write_bytes(whole)
    try:
        read_gguf(tmp_path / "y")
    except KzlawError as error:
        assert error.message_id in ("error-model-damaged", "error-model-not-gguf")
