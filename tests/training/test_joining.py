"""Classifiers that are joined say the mean of what each says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.joining import SHARPER, join

NAMES = ("logits", "embedding", "edges")
Answers = list[NDArray[np.float32]]


def classifier(path: Path, seed: int) -> Path:
    """Write a classifier of two pixels: three linear maps."""
    source = np.random.default_rng(seed)
    maps = [source.normal(0, 2, (2, size)).astype(np.float32) for size in (3, 5, 4)]
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["crop", f"to_{name}"], [name], f"/{name}") for name in NAMES],
        "classifier",
        [helper.make_tensor_value_info("crop", TensorProto.FLOAT, ("n", 2))],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ("n", part.shape[1]))
            for name, part in zip(NAMES, maps, strict=True)
        ],
        [numpy_helper.from_array(part, f"to_{name}") for name, part in zip(NAMES, maps, strict=True)],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(path))
    return path


def answers(path: Path, crops: NDArray[np.float32]) -> Answers:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return [np.asarray(part) for part in session.run(list(NAMES), {"crop": crops})]


def chances(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(logits)
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def test_joined_classifiers_say_the_mean(tmp_path: Path) -> None:
    paths = [classifier(tmp_path / f"{seed}.onnx", seed) for seed in (1, 2)]
    crops = np.random.default_rng(0).random((6, 2), np.float32)
    one, other = (answers(path, crops) for path in paths)
    join(paths, paths[0])
    both = answers(paths[0], crops)
    mean = (chances(one[0]) + chances(other[0])) / 2
    assert chances(both[0] / SHARPER) == pytest.approx(mean, abs=1e-5)
    assert both[1] == pytest.approx(one[1])
    assert both[2] == pytest.approx((one[2] + other[2]) / 2, abs=1e-5)
