"""An exported network in integers answers nearly as before, and keeps exact what it was told to."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.quantize import CLASSIFIER_EXACT, DETECTOR_EXACT, quantize

SHAPE = (1, 1, 16, 16)


def network(path: Path) -> None:
    """Write two convolutions with a rectifier between them."""
    source = np.random.default_rng(0)
    kernels = {"first": (8, 1, 3, 3), "last": (2, 8, 3, 3)}
    weights = {name: source.normal(0, 0.5, shape).astype(np.float32) for name, shape in kernels.items()}
    nodes = [
        helper.make_node("Conv", ["image", "first"], ["a"], "/first/Conv", pads=[1] * 4),
        helper.make_node("Relu", ["a"], ["b"], "/first/Relu"),
        helper.make_node("Conv", ["b", "last"], ["out"], "/last/Conv", pads=[1] * 4),
    ]
    graph = helper.make_graph(
        nodes,
        "network",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, SHAPE)],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, (1, 2, 16, 16))],
        [numpy_helper.from_array(kernel, name) for name, kernel in weights.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, str(path))


def answer(path: Path, image: NDArray[np.float32]) -> NDArray[np.float32]:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, {"image": image})[0])


def test_integers_answer_nearly_as_before_and_what_is_exact_stays_so(tmp_path: Path) -> None:
    path = tmp_path / "network.onnx"
    network(path)
    source = np.random.default_rng(1)
    images = [source.random(SHAPE, np.float32) for _ in range(8)]
    before = answer(path, images[0])
    quantize(path, ({"image": image} for image in images), re.compile("/last/"))
    after = answer(path, images[0])
    assert 0 < np.abs(after - before).max() < 0.03 * np.abs(before).max()
    held = {part.name: numpy_helper.to_array(part) for part in onnx.load(str(path)).graph.initializer}
    assert held["last"].dtype == np.float32
    assert held["first_quantized"].dtype == np.int8
    assert np.abs(held["first_quantized"]).max() <= 64, "seven bits: pairs of products fit into sixteen"
    assert len(held["first_scale"]) == 8, "a scale for each channel"


def test_the_edges_of_the_networks_are_exact() -> None:
    exact = [
        "/stem/stem.0/stem.0.0/Conv",
        "/stem/stem.1/stem.1.0/Conv",
        "/merge4/merge4.1/merge4.1.0/Conv",
        "/head/Conv",
    ]
    assert all(map(DETECTOR_EXACT.match, exact))
    assert not any(
        map(
            DETECTOR_EXACT.match, ["/stem/stem.2/first/first.0/Conv", "/down8/down8.0/down8.0.0/Conv", "/Add"]
        )
    )
    assert all(map(CLASSIFIER_EXACT.match, ["/network/body/body.0/body.0.0/Conv", "/network/Add", "/Add_1"]))
    assert not any(map(CLASSIFIER_EXACT.match, ["/network/body/body.1/Add", "/network/deep/deep.1/Add"]))
