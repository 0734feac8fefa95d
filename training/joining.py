"""Several exported classifiers as one file: the mean of what they say (Lakshminarayanan et al. 2017)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import onnx
from onnx import compose, helper, numpy_helper

FIRST: Final = "0/"
"""What the names of the first classifier's parts begin with in the joined file."""

_LEAST: Final = 1e-9
SHARPER: Final = 1.2
"""What the logits of the mean are multiplied with: it is less sure than it may be (fitted on held-out seeds)."""


def join(paths: Sequence[Path], out: Path) -> None:
    """Write one classifier: sharpened mean probabilities and mean edges of others, and the first one's embedding.

    Args:
        paths: exported classifiers with the same inputs and as many classes.
        out: the file to write; may be one of them.
    """
    members = [
        compose.add_prefix(onnx.load(str(path)), f"{number}/", rename_inputs=False)
        for number, path in enumerate(paths)
    ]
    nodes = [node for member in members for node in member.graph.node]
    held = [part for member in members for part in member.graph.initializer]
    held += [numpy_helper.from_array(np.float32(_LEAST), "least")]
    held += [numpy_helper.from_array(np.float32(SHARPER), "sharper")]
    every = range(len(members))
    nodes += [helper.make_node("Softmax", [f"{n}/logits"], [f"{n}/chances"], axis=-1) for n in every]
    nodes += [
        helper.make_node("Mean", [f"{n}/chances" for n in every], ["chances"]),
        helper.make_node("Add", ["chances", "least"], ["likely"]),
        helper.make_node("Log", ["likely"], ["said"]),
        helper.make_node("Mul", ["said", "sharper"], ["logits"]),
        helper.make_node("Mean", [f"{n}/edges" for n in every], ["edges"]),
        helper.make_node("Identity", [f"{FIRST}embedding"], ["embedding"]),
    ]
    first = members[0]
    outputs = []
    for value in first.graph.output:
        named = onnx.ValueInfoProto()
        named.CopyFrom(value)
        named.name = value.name.removeprefix(FIRST)
        outputs.append(named)
    graph = helper.make_graph(nodes, "classifiers", list(first.graph.input), outputs, held)
    model = helper.make_model(graph, opset_imports=list(first.opset_import), ir_version=first.ir_version)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, str(out))
