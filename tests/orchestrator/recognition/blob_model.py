"""Tiny real ONNX networks for tests: black 20-pixel squares are motors, everything else is nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from orchestrator.taxonomy import ALL_CLASSES

BLOB_PX = 20
REACH_PX = 14.0  # every box is 28 pixels wide, centred on its blob
_OUTPUTS = len(ALL_CLASSES) + 1


def write_blob_model(folder: Path, outputs: int = _OUTPUTS, lettered: str = "") -> dict[str, str]:
    """Write the files, whose reader of letters sees one class named everywhere or none, and return their SHA-256."""
    files = {
        "detector.onnx": _detector(),
        "classifier.onnx": _classifier(outputs),
        "letters.onnx": _letters(lettered),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def _detector() -> bytes:
    """Objectness: mean ink of the 20 x 20 pixels around a cell less that of the ring around them."""
    kernel = np.full((1, 1, 40, 40), -1 / 1200, np.float32)
    kernel[:, :, 10:30, 10:30] = 1 / 400
    convolve = {"kernel_shape": [40, 40], "strides": [4, 4], "pads": [18, 18, 18, 18]}
    nodes = [
        helper.make_node("Conv", ["image", "ring"], ["difference"], **convolve),
        helper.make_node("Clip", ["difference", "zero", "one"], ["objectness"]),
        helper.make_node("Conv", ["image", "nothing", "reach"], ["box"], **convolve),
    ]
    constants = {
        "ring": kernel,
        "nothing": np.zeros((4, 1, 40, 40), np.float32),
        "reach": np.full(4, REACH_PX, np.float32),
        "zero": np.array(0, np.float32),
        "one": np.array(1, np.float32),
    }
    return _model(nodes, constants, {"image": 4}, {"objectness": 4, "box": 4})


def _classifier(outputs: int) -> bytes:
    """Logits grow with the mean ink of the crop: motor first, generator close behind; boxes stay as they are."""
    weight, bias = np.zeros((1, outputs), np.float32), np.full(outputs, -50, np.float32)
    for name, handicap in (("motor", 0.0), ("generator", 2.0)):
        weight[0, ALL_CLASSES.index(name)], bias[ALL_CLASSES.index(name)] = 160, -10 - handicap
    bias[-1] = 0
    nodes = [
        helper.make_node("ReduceMean", ["crop"], ["mean"], axes=[2, 3], keepdims=0),
        helper.make_node("Gemm", ["mean", "weight", "bias"], ["logits"]),
        helper.make_node("Gemm", ["mean", "nothing", "unit"], ["embedding"]),
        helper.make_node("Gemm", ["shape", "outwards", "middle"], ["edges"]),
    ]
    constants = {
        "weight": weight,
        "bias": bias,
        "nothing": np.zeros((1, 96), np.float32),
        "unit": np.full(96, 96**-0.5, np.float32),
        "outwards": np.array([[-0.5, 0, 0.5, 0], [0, -0.5, 0, 0.5]], np.float32),
        "middle": np.full(4, 0.5, np.float32),
    }
    return _model(
        nodes,
        constants,
        {"crop": 4, "shape": [None, 2]},
        {"logits": [None, outputs], "embedding": [None, 96], "edges": [None, 4]},
    )


def _letters(class_name: str) -> bytes:
    """Letters that name a class are everywhere, or nowhere any."""
    named = np.array([[float(name == class_name) for name in ALL_CLASSES]], np.float32)
    nodes = [
        helper.make_node("ReduceMean", ["crop"], ["mean"], axes=[2, 3], keepdims=0),
        helper.make_node("Gemm", ["mean", "nothing", "told"], ["named"]),
    ]
    constants = {"nothing": np.zeros_like(named), "told": named}
    return _model(nodes, constants, {"crop": 4}, {"named": [None, len(ALL_CLASSES)]})


def _model(
    nodes: list[onnx.NodeProto],
    constants: dict[str, np.ndarray],
    inputs: dict[str, int | list[int | None]],
    outputs: dict[str, int | list[int | None]],
) -> bytes:
    def value(name: str, shape: int | list[int | None]) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(
            name, TensorProto.FLOAT, [None] * shape if isinstance(shape, int) else shape
        )

    graph = helper.make_graph(
        nodes,
        "blobs",
        [value(name, shape) for name, shape in inputs.items()],
        [value(name, shape) for name, shape in outputs.items()],
        [numpy_helper.from_array(array, name) for name, array in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    content: bytes = model.SerializeToString()
    return content
