"""Promises of loading: the pinned model or a loud failure."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from orchestrator.recognition.model import ModelError, load_model
from orchestrator.recognition.recognizer import Recognizer
from orchestrator.taxonomy import ALL_CLASSES
from tests.orchestrator.recognition.blob_model import write_blob_model


def test_the_pinned_files_load_and_answer_in_the_agreed_shapes(tmp_path: Path) -> None:
    model = load_model(tmp_path, 2, "v1", write_blob_model(tmp_path))
    objectness, box = model.propose(np.zeros((2, 1, 512, 512), np.float32))
    assert (objectness.shape, box.shape) == ((2, 1, 128, 128), (2, 4, 128, 128))
    answers = model.classify(np.zeros((3, 1, 64, 64), np.float32), np.full((3, 2), 0.5, np.float32))
    assert [part.shape for part in answers] == [(3, len(ALL_CLASSES) + 1), (3, 96), (3, 4)]
    assert Recognizer(model).model_version == "v1"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    pins = write_blob_model(tmp_path)
    (tmp_path / "classifier.onnx").unlink()
    with pytest.raises(ModelError, match=r"classifier\.onnx cannot be read: No such file"):
        load_model(tmp_path, 1, "v1", pins)


def test_an_altered_file_is_refused(tmp_path: Path) -> None:
    pins = write_blob_model(tmp_path)
    path = tmp_path / "detector.onnx"
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ModelError, match=r"detector\.onnx is not the pinned model: SHA-256"):
        load_model(tmp_path, 1, "v1", pins)


def test_a_file_without_a_pin_is_refused(tmp_path: Path) -> None:
    write_blob_model(tmp_path)
    with pytest.raises(ModelError, match="No model is pinned"):
        load_model(tmp_path, 1, "v1", {})


def test_a_model_of_another_taxonomy_is_refused(tmp_path: Path) -> None:
    pins = write_blob_model(tmp_path, outputs=60)
    with pytest.raises(ModelError, match="names 60 classes"):
        load_model(tmp_path, 1, "v1", pins)


def test_swapped_files_are_refused(tmp_path: Path) -> None:
    pins = write_blob_model(tmp_path)
    names = ["detector.onnx", "classifier.onnx"]
    contents = [(tmp_path / name).read_bytes() for name in names]
    for name, content in zip(names, reversed(contents), strict=True):
        (tmp_path / name).write_bytes(content)
    swapped = pins | dict(zip(names, (pins[name] for name in reversed(names)), strict=True))
    with pytest.raises(ModelError, match=r"detector\.onnx takes"):
        load_model(tmp_path, 1, "v1", swapped)


def test_the_recogniser_loads_what_is_pinned_and_nothing_else(tmp_path: Path) -> None:
    write_blob_model(tmp_path)
    with pytest.raises(ModelError):
        Recognizer.load(tmp_path, 1)
