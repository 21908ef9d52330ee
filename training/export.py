"""Writes a trained network as ONNX: 8-bit linear layers with fixed scales, so that a result never depends on its batch.

The graph is written node by node, with the operators that onnxruntime runs fastest on a CPU. Embeddings are 8-bit row by row,
weights 7-bit column by column (see `network.WEIGHT_STEPS`), attention, norms and the last layer 32-bit.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from helpers.entities.tagger import TAGS

from .learn import load_tokenizer
from .network import N_HEADS, WEIGHT_STEPS, Linear, TaggerNetwork

MICROSOFT = "com.microsoft"


class Graph:
    """Nodes and constants of an ONNX graph in the making."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: Tensor | NDArray[np.generic]) -> str:
        """Add a constant and give its name."""
        array = value.detach().numpy() if isinstance(value, Tensor) else value
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(
        self, operator: str, inputs: list[str], name: str, *, domain: str = "", n_outputs: int = 1, **attributes: object
    ) -> str:
        """Add a node and give the name of its (first) output."""
        outputs = [name] if n_outputs == 1 else [f"{name}{i}" for i in range(n_outputs)]
        self.nodes.append(helper.make_node(operator, inputs, outputs, name=name, domain=domain, **attributes))
        return name

    def linear(self, x: str, layer: Linear, name: str) -> str:
        """An 8-bit linear layer with a fixed input scale."""
        step, zero = layer.scale()
        weight = (layer.weight * layer.smooth).detach().numpy()
        scales = np.maximum(np.abs(weight).max(axis=1), 1e-8) / WEIGHT_STEPS
        self.constant(f"{name}.w", np.round(weight / scales[:, None]).clip(-WEIGHT_STEPS, WEIGHT_STEPS).astype(np.int8).T)
        self.constant(f"{name}.ws", scales.astype(np.float32))
        self.constant(f"{name}.xs", np.float32(step.item()).reshape(()))
        self.constant(f"{name}.xz", np.uint8(zero.item()).reshape(()))
        self.constant(f"{name}.b", layer.bias)
        self.constant(f"{name}.smooth", 1 / layer.smooth)
        self.node("Mul", [x, f"{name}.smooth"], f"{name}.even")
        self.node("QuantizeLinear", [f"{name}.even", f"{name}.xs", f"{name}.xz"], f"{name}.q")
        inputs = [f"{name}.q", f"{name}.w", f"{name}.xs", f"{name}.ws", f"{name}.xz", "", f"{name}.b"]
        return self.node("MatMulIntegerToFloat", inputs, f"{name}.y", domain=MICROSOFT)

    def add_and_norm(self, x: str, y: str, norm: nn.LayerNorm, name: str) -> str:
        """Layer norm of a sum."""
        names = [self.constant(f"{name}.g", norm.weight), self.constant(f"{name}.b", norm.bias)]
        return self.node("SkipLayerNormalization", [x, y, *names], f"{name}.y", domain=MICROSOFT, epsilon=1e-12)


def _embeddings(graph: Graph, network: TaggerNetwork) -> str:
    table = network.pieces.weight.detach().numpy()
    scales = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8) / 127
    graph.constant("pieces.table", np.round(table / scales).astype(np.int8))
    graph.constant("pieces.scales", scales.astype(np.float32))
    graph.constant("cases.table", network.case_table())
    graph.constant("positions.table", network.positions.weight)
    graph.node("Gather", ["pieces.table", "pieces"], "pieces.q")
    graph.node("Cast", ["pieces.q"], "pieces.f", to=TensorProto.FLOAT)
    graph.node("Gather", ["pieces.scales", "pieces"], "pieces.s")
    graph.node("Mul", ["pieces.f", "pieces.s"], "pieces.x")
    graph.node("Gather", ["cases.table", "cases"], "cases.x")
    graph.node("Shape", ["pieces"], "length", start=1, end=2)
    graph.constant("zero", np.array([0], dtype=np.int64))
    graph.node("Slice", ["positions.table", "zero", "length", "zero"], "positions.x")
    graph.node("Add", ["cases.x", "positions.x"], "added")
    return graph.add_and_norm("pieces.x", "added", network.norm, "norm")


def build(network: TaggerNetwork) -> onnx.ModelProto:
    """The ONNX model of a network whose ranges are learned. Inputs: `pieces`, `cases` (batch, length), `lengths` (batch)."""
    graph = Graph()
    x = _embeddings(graph, network)
    for number, layer in enumerate(network.layers):
        at = f"layer{number}"
        joined = graph.linear(x, layer.qkv, f"{at}.qkv")
        graph.node("Split", [joined], f"{at}.split", n_outputs=3, axis=2, num_outputs=3)
        parts = [f"{at}.split{i}" for i in range(3)]
        mixed = graph.node("MultiHeadAttention", [*parts, "", "lengths"], f"{at}.mixed", domain=MICROSOFT, num_heads=N_HEADS)
        x = graph.add_and_norm(x, graph.linear(mixed, layer.out, f"{at}.out"), layer.norm1, f"{at}.norm1")
        up = graph.node("Gelu", [graph.linear(x, layer.up, f"{at}.up")], f"{at}.gelu", domain=MICROSOFT)
        x = graph.add_and_norm(x, graph.linear(up, layer.down, f"{at}.down"), layer.norm2, f"{at}.norm2")
    graph.constant("head.w", network.head.weight.detach().numpy().T)
    graph.constant("head.b", network.head.bias)
    graph.node("MatMul", [x, "head.w"], "head.y")
    graph.node("Add", ["head.y", "head.b"], "scores")
    graph.node("LogSoftmax", ["scores"], "log_probabilities", axis=-1)
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT32, ["batch", "length"]) for name in ("pieces", "cases")]
    inputs.append(helper.make_tensor_value_info("lengths", TensorProto.INT32, ["batch"]))
    output = helper.make_tensor_value_info("log_probabilities", TensorProto.FLOAT, ["batch", "length", len(TAGS)])
    body = helper.make_graph(graph.nodes, "tagger", inputs, [output], graph.constants)
    model = helper.make_model(body, opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(MICROSOFT, 1)])
    model.ir_version = 9
    return model


def write(network: TaggerNetwork, folder: Path, facts: dict[str, object]) -> None:
    """Write the files that `helpers.entities.tagger.Tagger` loads; `facts` go into `config.json` beside the tags."""
    folder.mkdir(parents=True, exist_ok=True)
    model = build(network).SerializeToString()
    (folder / "tagger.onnx").write_bytes(model)
    load_tokenizer().save(str(folder / "tokenizer.json"), pretty=False)
    config = {"tags": list(TAGS), "sha256": hashlib.sha256(model).hexdigest(), **facts}
    (folder / "config.json").write_text(json.dumps(config, indent=1, sort_keys=True) + "\n", encoding="utf-8")
